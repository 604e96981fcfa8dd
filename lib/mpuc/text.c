/* SPDX-License-Identifier: BSD-2-Clause */
#include "mpuc/text.h"

#include <string.h>

#include "base/try.h"
#include "model/query.h"
#include "report/region.h"
#include "report/show.h"
#include "report/text.h"

/* A report kept in the session's memory. */
struct kept {
	struct arena *a;
	char *bytes;
	size_t len;
	struct out out;
};

static enum mpuc_status keep(void *arg, const void *data, size_t len)
{
	struct kept *k = arg;
	char *bytes = arena_alloc(k->a, k->len + len + 1);

	TRY_PTR(bytes);
	if (k->len > 0)
		memcpy(bytes, k->bytes, k->len);
	memcpy(bytes + k->len, data, len);
	k->bytes = bytes;
	k->len += len;
	return MPUC_OK;
}

static struct kept *open_text(struct edit_work *w)
{
	struct kept *k = arena_alloc(&w->e->arena, sizeof(*k));

	if (k == NULL)
		return NULL;
	k->a = &w->e->arena;
	out_init(&k->out, keep, k);
	return k;
}

/* The answer, without the line ends behind its last line. */
static enum mpuc_status close_text(struct edit_work *w, struct kept *k)
{
	TRY(out_flush(&k->out));
	while (k->len > 0 && k->bytes[k->len - 1] == '\n')
		k->len--;
	return edit_answer(w, "%.*s", (int)k->len,
			   k->bytes != NULL ? k->bytes : "");
}

enum mpuc_status text_ledger(struct edit_work *w)
{
	const struct mpuc_run *run = w->e->run;
	struct kept *k = open_text(w);

	TRY_PTR(k);
	show_machine(&k->out, run->system);
	if (run->plan != NULL) {
		out_str(&k->out, "\n");
		show_ledger(&k->out, run->plan);
	}
	return close_text(w, k);
}

enum mpuc_status text_found(struct edit_work *w)
{
	const struct report_view view = run_view(w->e->run);
	struct kept *k = open_text(w);

	TRY_PTR(k);
	text_findings(&view, SEV_NOTE, &k->out);
	text_verdict(&view, &k->out);
	return close_text(w, k);
}

enum mpuc_status text_regions(struct edit_work *w,
			      const struct plan_context *c)
{
	const struct report_view view = run_view(w->e->run);
	const struct plan_show show = show_plan(&view);
	struct kept *k = open_text(w);

	TRY_PTR(k);
	region_table(&show, c, &k->out);
	return close_text(w, k);
}

/* ----------------------------------------------------------- comparison */

static bool has_region(const struct plan_context *c, const char *name)
{
	for (uint32_t i = 0; c != NULL && i < c->region_count; i++) {
		if (strcmp(c->regions[i].name, name) == 0)
			return true;
	}
	return false;
}

static void regions_only_in(const struct plan_context *a,
			    const struct plan_context *b, const char *mark,
			    struct out *o)
{
	for (uint32_t i = 0; a != NULL && i < a->region_count; i++) {
		if (has_region(b, a->regions[i].name))
			continue;
		out_fmt(o, "    %s ", mark);
		out_safe(o, a->regions[i].name);
		out_str(o, "\n");
	}
}

static void count_line(const char *name, int64_t from, int64_t to,
		       struct out *o)
{
	if (from == to)
		out_fmt(o, "  %s %lld", name, (long long)to);
	else
		out_fmt(o, "  %s %lld -> %lld", name, (long long)from,
			(long long)to);
}

static bool same_context(const struct plan_context *a,
			 const struct plan_context *b)
{
	if (a->need != b->need || a->peak != b->peak)
		return false;
	for (uint32_t i = 0; i < a->region_count; i++) {
		if (!has_region(b, a->regions[i].name))
			return false;
	}
	return a->region_count == b->region_count;
}

static void compare_context(const struct mpuc_run *from,
			    const struct mpuc_run *to, const char *name,
			    struct out *o)
{
	const struct plan_context *a = plan_context_find(from->plan, name);
	const struct plan_context *b = plan_context_find(to->plan, name);

	if (a != NULL && b != NULL && same_context(a, b) &&
	    show_left(from->plan, a) == show_left(to->plan, b))
		return;
	out_str(o, "  ");
	out_safe(o, name);
	if (a == NULL || b == NULL) {
		out_fmt(o, ": only in the %s\n", a == NULL ? "second" :
			"first");
		return;
	}
	count_line("need", a->need, b->need, o);
	count_line("peak", a->peak, b->peak, o);
	if (from->plan->regions_known && to->plan->regions_known)
		count_line("left", show_left(from->plan, a),
			   show_left(to->plan, b), o);
	out_str(o, "\n");
	regions_only_in(a, b, "-", o);
	regions_only_in(b, a, "+", o);
}

enum mpuc_status text_compare(struct edit_work *w,
			      const struct mpuc_run *from,
			      const struct mpuc_run *to)
{
	struct kept *k = open_text(w);
	struct out *o;

	TRY_PTR(k);
	o = &k->out;
	out_str(o, w->c->args[0].text);
	out_fmt(o, " -> %s\n", w->c->count == 2 ? w->c->args[1].text :
		"this state");
	if (from->plan == NULL || to->plan == NULL) {
		out_str(o, "  there is no plan of both\n");
		return close_text(w, k);
	}
	for (uint32_t i = 0; i < from->plan->context_count; i++)
		compare_context(from, to, from->plan->contexts[i].name, o);
	for (uint32_t i = 0; i < to->plan->context_count; i++) {
		const char *name = to->plan->contexts[i].name;

		if (plan_context_find(from->plan, name) == NULL)
			compare_context(from, to, name, o);
	}
	count_line("errors", (int64_t)edit_errors(from),
		   (int64_t)edit_errors(to), o);
	return close_text(w, k);
}
