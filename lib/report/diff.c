/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/diff.h"

#include <stdio.h>

#include "report/html.h"
#include "report/report.h"
#include "report/show.h"
#include "report/svg.h"
#include "report/table.h"

#define COLUMNS 5

const char *diff_verdict(const struct diff_view *v)
{
	return !v->differs ? "no difference" : v->grows ?
	       "differs, and a context needs more regions" :
	       "differs, and no context needs more regions";
}

bool diff_same_budget(const struct diff_budget *b)
{
	return b->before != NULL && b->after != NULL &&
	       b->before->need == b->after->need &&
	       b->before->peak == b->after->peak;
}

bool diff_left(const struct diff_view *v, size_t side,
	       const struct plan_context *c, int64_t *ret_left)
{
	const struct plan *plan = v->shows[side].plan;

	if (c == NULL || !plan->regions_known)
		return false;
	*ret_left = show_left(plan, c);
	return true;
}

const char *diff_counts(const struct diff_view *v, bool has_before,
			int64_t before, bool has_after, int64_t after)
{
	struct arena *a = v->arena;

	if (has_before && has_after && before == after)
		return arena_printf(a, "%lld", (long long)after);
	if (has_before && has_after)
		return arena_printf(a, "%lld -> %lld", (long long)before,
				    (long long)after);
	if (has_before)
		return arena_printf(a, "%lld -> -", (long long)before);
	return has_after ? arena_printf(a, "- -> %lld", (long long)after) :
	       "-";
}

const char *diff_region_text(const struct diff_view *v, size_t side,
			     const struct plan_region *r)
{
	const struct plan_show *s = &v->shows[side];
	const char *memory = show_memory(s, r->attr);
	char el2[4], el1[4], slot[16] = "no slot";

	if (r->slot != SLOT_NONE)
		(void)snprintf(slot, sizeof(slot), "slot %u",
			       (unsigned)r->slot);
	if (!r->placed)
		return arena_printf(v->arena, "%s, unplaced", slot);
	pmsa_el2_access(s->plan->arch, r->attr, s->wxn, el2);
	pmsa_el1_access(s->plan->arch, r->attr, el1);
	return arena_printf(v->arena, "%s 0x%llx..0x%llx %s/%s %s", slot,
			    (unsigned long long)r->range.base,
			    (unsigned long long)r->range.last, el2, el1,
			    memory != NULL ? memory : "unknown memory");
}

static void fill_cells(const struct diff_view *v,
		       const struct diff_budget *b,
		       const char *cells[COLUMNS])
{
	const struct plan_context *x = b->before, *y = b->after;
	int64_t left[2] = { 0, 0 };
	bool known[2] = { diff_left(v, 0, x, &left[0]),
			  diff_left(v, 1, y, &left[1]) };

	cells[0] = b->context;
	cells[1] = diff_counts(v, x != NULL, x != NULL ? x->need : 0,
			       y != NULL, y != NULL ? y->need : 0);
	cells[2] = diff_counts(v, x != NULL, x != NULL ? x->peak : 0,
			       y != NULL, y != NULL ? y->peak : 0);
	cells[3] = diff_counts(v, known[0], left[0], known[1], left[1]);
	cells[4] = b->grows ? "grows" : "";
	for (size_t i = 0; i < COLUMNS; i++) {
		if (cells[i] == NULL)
			cells[i] = "?";
	}
}

static const char *const heads[COLUMNS] = {
	"context", "need", "peak", "left", "",
};

static void budgets_text(const struct diff_view *v, struct out *o)
{
	const char *cells[COLUMNS];
	struct table t;

	table_init(&t, heads, COLUMNS);
	for (size_t i = 0; i < v->budget_count; i++) {
		fill_cells(v, &v->budgets[i], cells);
		table_measure(&t, cells);
	}
	table_heads(&t, o);
	for (size_t i = 0; i < v->budget_count; i++) {
		fill_cells(v, &v->budgets[i], cells);
		if (v->budgets[i].grows)
			show_color(o, COLOR_WARNING);
		table_row(&t, o, cells);
		if (v->budgets[i].grows)
			show_color(o, COLOR_NONE);
	}
	out_str(o, "\n");
}

static void facts_text(const struct diff_view *v, struct out *o)
{
	for (size_t i = 0; i < v->fact_count; i++) {
		const struct diff_fact *f = &v->facts[i];

		out_fmt(o, "%s ", f->group);
		out_safe(o, f->subject);
		out_str(o, "\n");
		if (f->before != NULL) {
			out_str(o, "  - ");
			out_safe(o, f->before);
			out_str(o, "\n");
		}
		if (f->after != NULL) {
			out_str(o, "  + ");
			out_safe(o, f->after);
			out_str(o, "\n");
		}
	}
	if (v->fact_count > 0)
		out_str(o, "\n");
}

static void side_text(const struct diff_view *v, size_t side,
		      const struct plan_region *r, struct out *o)
{
	const char *text;

	if (r == NULL)
		return;
	text = diff_region_text(v, side, r);
	out_str(o, side == 0 ? "  - " : "  + ");
	out_safe(o, r->name);
	out_fmt(o, ": %s\n", text != NULL ? text : "?");
}

static void regions_text(const struct diff_view *v, struct out *o)
{
	const char *context = NULL;

	for (size_t i = 0; i < v->region_count; i++) {
		const struct diff_region *r = &v->regions[i];

		if (context != r->context) {
			out_safe(o, r->context);
			out_str(o, "\n");
			context = r->context;
		}
		side_text(v, 0, r->before, o);
		side_text(v, 1, r->after, o);
	}
	if (v->region_count > 0)
		out_str(o, "\n");
}

void diff_text(const struct diff_view *v, struct out *o)
{
	out_str(o, "before  ");
	out_safe(o, v->before);
	out_str(o, "\nafter   ");
	out_safe(o, v->after);
	out_str(o, "\n\n");
	facts_text(v, o);
	budgets_text(v, o);
	regions_text(v, o);
	out_fmt(o, "%s\n", diff_verdict(v));
}

enum mpuc_status report_diff(const struct diff_view *v,
			     enum report_format format, struct out *o)
{
	if (format == REPORT_JSON)
		diff_json(v, o);
	else if (format == REPORT_MARKDOWN)
		diff_markdown(v, o);
	else if (format == REPORT_SVG)
		svg_diff(v, o);
	else if (format == REPORT_HTML)
		html_diff(v, o);
	else
		diff_text(v, o);
	return o->status;
}
