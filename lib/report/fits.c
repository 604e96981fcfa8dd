/* SPDX-License-Identifier: BSD-2-Clause */
/* mpuc plan --platforms: one tree on machines of several region counts. */
#include <stdio.h>

#include "report/json.h"
#include "report/report.h"
#include "report/show.h"
#include "report/table.h"

#define NAMED 4			/* columns before those of the counts */
#define CELL 32

_Static_assert(NAMED + FITS_MOST <= TABLE_COLUMNS, "columns of the table");

struct row {
	char text[NAMED + FITS_MOST][CELL];
	const char *cells[NAMED + FITS_MOST];
};

struct page {
	const struct fits_view *v;
	struct table table;
	struct row row;
	bool measure;		/* first pass */
};

static void put_row(struct page *p, struct out *o)
{
	if (p->measure)
		table_measure(&p->table, p->row.cells);
	else
		table_row(&p->table, o, p->row.cells);
}

/* An empty row with a name, and where the text of its cells goes. */
static void start_row(struct page *p, const char *name)
{
	p->row.cells[0] = name;
	for (size_t i = 1; i < NAMED + FITS_MOST; i++) {
		p->row.text[i][0] = '\0';
		p->row.cells[i] = p->row.text[i];
	}
}

static void context_rows(struct page *p, struct out *o)
{
	const struct fits_view *v = p->v;

	for (uint32_t i = 0; i < v->plan->context_count; i++) {
		const struct plan_context *c = &v->plan->contexts[i];
		const uint32_t counts[] = { c->need, c->peak, c->minimum };

		start_row(p, c->name);
		for (size_t k = 0; k < NAMED - 1; k++)
			(void)snprintf(p->row.text[k + 1], CELL, "%u",
				       (unsigned)counts[k]);
		for (size_t k = 0; k < v->count; k++)
			(void)snprintf(p->row.text[NAMED + k], CELL, "%lld",
				       (long long)v->columns[k].left[i]);
		put_row(p, o);
	}
}

static void over_text(char text[CELL], uint64_t over)
{
	if (over == 0)
		(void)snprintf(text, CELL, "fits");
	else
		(void)snprintf(text, CELL, "%llu over",
			       (unsigned long long)over);
}

static void verdict_rows(struct page *p, struct out *o)
{
	const struct fits_view *v = p->v;

	start_row(p, "as it is");
	for (size_t k = 0; k < v->count; k++)
		over_text(p->row.text[NAMED + k], v->columns[k].over);
	put_row(p, o);
	start_row(p, "optimal");
	for (size_t k = 0; k < v->count; k++)
		over_text(p->row.text[NAMED + k],
			  v->columns[k].optimal_over);
	put_row(p, o);
	start_row(p, "check");
	for (size_t k = 0; k < v->count; k++)
		p->row.cells[NAMED + k] = v->columns[k].passes ? "pass" :
					  "fail";
	put_row(p, o);
}

static void more_row(struct page *p, struct out *o)
{
	const struct fits_view *v = p->v;
	const char *name = arena_printf(v->state.arena, "more like %s",
					v->like);

	if (name == NULL) {
		o->status = MPUC_E_NOMEM;
		return;
	}
	start_row(p, name);
	for (size_t k = 0; k < v->count; k++)
		(void)snprintf(p->row.text[NAMED + k], CELL, "%s%u",
			       v->columns[k].more_known ? "" : ">=",
			       (unsigned)v->columns[k].more);
	put_row(p, o);
}

static void rows(struct page *p, struct out *o)
{
	context_rows(p, o);
	verdict_rows(p, o);
	if (p->v->like != NULL)
		more_row(p, o);
}

/* Which machines a column is, and why no more guests fit there. */
static void column_lines(const struct fits_view *v,
			 const struct fits_column *c, struct out *o)
{
	out_fmt(o, "%u regions: ", (unsigned)c->regions);
	for (size_t i = 0; i < c->platform_count; i++) {
		out_str(o, i > 0 ? ", " : "");
		out_safe(o, c->platforms[i]);
	}
	if (c->platform_count == 0)
		out_str(o, "no platform that is known here");
	if (c->own)
		out_str(o, " (this tree's)");
	out_str(o, "\n");
	if (v->like == NULL || !c->more_known)
		return;
	if (c->more == 0)
		out_str(o, "  one more does not fit: ");
	else
		out_fmt(o, "  after %u more the next one does not fit: ",
			(unsigned)c->more);
	out_safe(o, c->why);
	out_str(o, "\n");
}

static void fits_text(const struct fits_view *v, struct out *o)
{
	const char *heads[NAMED + FITS_MOST] = {
		"context", "need", "peak", "minimum",
	};
	char counts[FITS_MOST][CELL];
	struct page p = { .v = v, .measure = true };

	for (size_t k = 0; k < v->count; k++) {
		(void)snprintf(counts[k], CELL, "%u",
			       (unsigned)v->columns[k].regions);
		heads[NAMED + k] = counts[k];
	}
	show_machine(o, v->state.system);
	out_str(o, "\nregions left on machines of several sizes, at the peak; "
		"negative: too many\n");
	table_init(&p.table, heads, NAMED + v->count);
	p.table.right = UINT32_MAX - 1;
	rows(&p, o);
	p.measure = false;
	table_heads(&p.table, o);
	rows(&p, o);
	out_str(o, "\n");
	for (size_t k = 0; k < v->count; k++)
		column_lines(v, &v->columns[k], o);
	for (size_t k = 0; k < v->count; k++) {
		if (v->columns[k].note == NULL)
			continue;
		out_str(o, "each guest more is ");
		out_safe(o, v->columns[k].note);
		out_str(o, "\n");
		break;
	}
}

static json_t *more_json(struct element_ctx *e, const struct fits_view *v,
			 const struct fits_column *c)
{
	json_t *object;

	if (v->like == NULL)
		return json_null();
	object = element_object(e);
	element_set(e, object, "like", element_text(e, v->like));
	element_set(e, object, "count", element_count(c->more));
	element_set(e, object, "exact", json_boolean(c->more_known));
	element_set(e, object, "why", c->more_known ?
		    element_text(e, c->why) : json_null());
	element_set(e, object, "note", element_text(e, c->note));
	return object;
}

static json_t *column_json(struct element_ctx *e, const struct fits_view *v,
			   const struct fits_column *c)
{
	json_t *object = element_object(e), *names = element_array(e);
	json_t *left = element_object(e);

	for (size_t i = 0; i < c->platform_count; i++)
		element_append(e, names, element_text(e, c->platforms[i]));
	for (uint32_t i = 0; i < v->plan->context_count; i++)
		element_set(e, left, v->plan->contexts[i].name,
			    json_integer(c->left[i]));
	element_set(e, object, "regions", element_count(c->regions));
	element_set(e, object, "platforms", names);
	element_set(e, object, "own", json_boolean(c->own));
	element_set(e, object, "over", element_count(c->over));
	element_set(e, object, "over_optimal",
		    element_count(c->optimal_over));
	element_set(e, object, "errors", element_count(c->errors));
	element_set(e, object, "verdict",
		    json_string(c->passes ? "pass" : "fail"));
	element_set(e, object, "left", left);
	element_set(e, object, "more", more_json(e, v, c));
	return object;
}

static json_t *context_json(struct element_ctx *e,
			    const struct plan_context *c)
{
	json_t *object = element_object(e);

	element_set(e, object, "name", element_text(e, c->name));
	element_set(e, object, "kind", json_string(show_kind(c->kind)));
	element_set(e, object, "need", element_count(c->need));
	element_set(e, object, "peak", element_count(c->peak));
	element_set(e, object, "minimum", element_count(c->minimum));
	return object;
}

static void fits_json(const struct fits_view *v, struct out *o)
{
	struct element_ctx e = { o, v->state.arena };
	struct element_list list;
	bool passes = false;

	out_str(o, "{\n");
	element_member(&e, "schema", json_string("mpuc-fits-1"));
	element_member(&e, "tool", json_tool(&e));
	json_machine(&e, v->state.system);
	list = element_list_open(&e, "contexts");
	for (uint32_t i = 0; i < v->plan->context_count; i++)
		element_list_next(&list, context_json(&e,
						&v->plan->contexts[i]));
	element_list_close(&list);
	list = element_list_open(&e, "machines");
	for (size_t i = 0; i < v->count; i++) {
		passes |= v->columns[i].passes;
		element_list_next(&list, column_json(&e, v, &v->columns[i]));
	}
	element_list_close(&list);
	element_last(&e, "verdict", json_string(passes ? "pass" : "fail"));
	out_str(o, "\n");
}

enum mpuc_status report_fits(const struct fits_view *view,
			     enum report_format format, struct out *o)
{
	if (format == REPORT_JSON)
		fits_json(view, o);
	else
		fits_text(view, o);
	return o->status;
}
