/* SPDX-License-Identifier: BSD-2-Clause */
/* A diff as a comment on a pull request. */
#include "report/diff.h"

#include <string.h>

#include "report/plain.h"

/* Nothing from an input is markup, and no cell ends early. */
static void put(const struct diff_view *v, const char *s, struct out *o)
{
	s = plain_text(v->arena, s);
	if (s == NULL)
		return;
	for (; *s != '\0'; s++) {
		if (strchr("\\`*_{}[]<>#|&~", *s) != NULL)
			out_fmt(o, "&#%u;", (unsigned)(unsigned char)*s);
		else
			out_bytes(o, *s == '\n' ? " " : s, 1);
	}
}

static void put_count(const struct diff_view *v, const char *text,
		      struct out *o)
{
	(void)v;
	out_str(o, text != NULL ? text : "?");
	out_str(o, " | ");
}

static void budget_row(const struct diff_view *v,
		       const struct diff_budget *b, struct out *o)
{
	const struct plan_context *x = b->before, *y = b->after;
	int64_t left[2] = { 0, 0 };
	bool known[2] = { diff_left(v, 0, x, &left[0]),
			  diff_left(v, 1, y, &left[1]) };

	out_str(o, b->grows ? "| **" : "| ");
	put(v, b->context, o);
	out_str(o, b->grows ? "** | " : " | ");
	put_count(v, diff_counts(v, x != NULL, x != NULL ? x->need : 0,
				 y != NULL, y != NULL ? y->need : 0), o);
	put_count(v, diff_counts(v, x != NULL, x != NULL ? x->peak : 0,
				 y != NULL, y != NULL ? y->peak : 0), o);
	put_count(v, diff_counts(v, known[0], left[0], known[1], left[1]), o);
	out_str(o, "\n");
}

/* What did not change is one line. */
static void budgets(const struct diff_view *v, struct out *o)
{
	size_t same = 0;

	for (size_t i = 0; i < v->budget_count; i++)
		same += diff_same_budget(&v->budgets[i]);
	if (same < v->budget_count)
		out_str(o, "| context | need | peak | left |\n"
			"| --- | --: | --: | --: |\n");
	for (size_t i = 0; i < v->budget_count; i++) {
		if (!diff_same_budget(&v->budgets[i]))
			budget_row(v, &v->budgets[i], o);
	}
	if (same < v->budget_count)
		out_str(o, "\n");
	out_fmt(o, "%zu of %zu contexts need as many regions as before.\n\n",
		same, v->budget_count);
}

static void facts(const struct diff_view *v, struct out *o)
{
	if (v->fact_count == 0)
		return;
	out_str(o, "| what | before | after |\n| --- | --- | --- |\n");
	for (size_t i = 0; i < v->fact_count; i++) {
		const struct diff_fact *f = &v->facts[i];

		out_fmt(o, "| %s ", f->group);
		put(v, f->subject, o);
		out_str(o, " | ");
		put(v, f->before != NULL ? f->before : "-", o);
		out_str(o, " | ");
		put(v, f->after != NULL ? f->after : "-", o);
		out_str(o, " |\n");
	}
	out_str(o, "\n");
}

static void side(const struct diff_view *v, size_t at,
		 const struct plan_region *r, struct out *o)
{
	const char *text = r == NULL ? "-" : diff_region_text(v, at, r);

	put(v, text != NULL ? text : "?", o);
	out_str(o, " | ");
}

static void regions(const struct diff_view *v, struct out *o)
{
	if (v->region_count == 0)
		return;
	out_fmt(o, "<details><summary>%zu region%s changed</summary>\n\n"
		"| context | region | before | after |\n"
		"| --- | --- | --- | --- |\n", v->region_count,
		v->region_count == 1 ? "" : "s");
	for (size_t i = 0; i < v->region_count; i++) {
		const struct diff_region *r = &v->regions[i];

		out_str(o, "| ");
		put(v, r->context, o);
		out_str(o, " | ");
		put(v, r->before != NULL ? r->before->name : r->after->name,
		    o);
		out_str(o, " | ");
		side(v, 0, r->before, o);
		side(v, 1, r->after, o);
		out_str(o, "\n");
	}
	out_str(o, "\n</details>\n");
}

void diff_markdown(const struct diff_view *v, struct out *o)
{
	out_str(o, "### MPU layout: ");
	out_str(o, !v->differs ? "no difference" : v->grows ?
		"a context needs more regions" :
		"no context needs more regions");
	out_str(o, "\n\n");
	put(v, v->before, o);
	out_str(o, " to ");
	put(v, v->after, o);
	out_str(o, "\n\n");
	budgets(v, o);
	facts(v, o);
	regions(v, o);
}
