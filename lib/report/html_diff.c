/* SPDX-License-Identifier: BSD-2-Clause */
/* What differs between two plans, as tables: ledger, facts, regions. */
#include "report/diff.h"
#include "report/html.h"
#include "report/markup.h"
#include "report/svg.h"

static void counts(const char *text, bool bad, struct out *o)
{
	out_fmt(o, "<td class=\"n%s\">", bad ? " bad" : "");
	markup_text(o, text != NULL ? text : "?");
	out_str(o, "</td>");
}

static void bar(const struct diff_view *v, size_t side,
		const struct plan_context *c, struct out *o)
{
	if (c != NULL)
		html_bar(v->shows[side].plan, c, o);
	else
		out_str(o, "<td></td>");
}

static void ledger_row(const struct diff_view *v, const struct diff_budget *b,
		       struct out *o)
{
	const struct plan_context *x = b->before, *y = b->after;
	int64_t left[2] = { 0, 0 };
	bool known[2] = { diff_left(v, 0, x, &left[0]),
			  diff_left(v, 1, y, &left[1]) };

	out_str(o, "<tr><th scope=\"row\">");
	markup_text(o, b->context);
	out_str(o, "</th>");
	counts(diff_counts(v, x != NULL, x != NULL ? x->need : 0,
			   y != NULL, y != NULL ? y->need : 0), false, o);
	counts(diff_counts(v, x != NULL, x != NULL ? x->peak : 0,
			   y != NULL, y != NULL ? y->peak : 0), false, o);
	counts(diff_counts(v, known[0], left[0], known[1], left[1]),
	       known[1] && left[1] < 0, o);
	out_fmt(o, "<td>%s</td>", b->grows ? "grows" :
		diff_same_budget(b) ? "" : "shrinks");
	bar(v, 0, x, o);
	bar(v, 1, y, o);
	out_str(o, "</tr>\n");
}

void html_diff_ledger(const struct diff_view *v, struct out *o)
{
	out_str(o, "<section aria-labelledby=\"h-ledger\">\n"
		"<h2 id=\"h-ledger\">Ledger</h2>\n"
		"<div class=\"tables\"><table><caption>MPU regions of every "
		"context, before -&gt; after where they differ</caption>\n"
		"<thead><tr><th scope=\"col\">context</th>"
		"<th class=\"n\" scope=\"col\">need</th>"
		"<th class=\"n\" scope=\"col\">peak</th>"
		"<th class=\"n\" scope=\"col\">left</th>"
		"<td></td><th scope=\"col\">before</th>"
		"<th scope=\"col\">after</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < v->budget_count; i++)
		ledger_row(v, &v->budgets[i], o);
	out_str(o, "</tbody></table></div>\n</section>\n");
}

static void fact(const char *text, struct out *o)
{
	out_str(o, "<td>");
	markup_text(o, text != NULL ? text : "-");
	out_str(o, "</td>");
}

static void facts(const struct diff_view *v, struct out *o)
{
	out_str(o, "<div class=\"tables\"><table><caption>Machine, memory of "
		"domains, sections</caption>\n<thead><tr>"
		"<th scope=\"col\">what</th><th scope=\"col\">before</th>"
		"<th scope=\"col\">after</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < v->fact_count; i++) {
		out_fmt(o, "<tr><th scope=\"row\">%s ", v->facts[i].group);
		markup_text(o, v->facts[i].subject);
		out_str(o, "</th>");
		fact(v->facts[i].before, o);
		fact(v->facts[i].after, o);
		out_str(o, "</tr>\n");
	}
	out_str(o, "</tbody></table></div>\n");
}

static void region(const struct diff_view *v, const struct diff_region *r,
		   struct out *o)
{
	enum picture_change change = picture_change_of(r);

	out_str(o, "<tr><th scope=\"row\">");
	markup_text(o, r->context);
	out_fmt(o, "</th><td class=\"c\">%s %s</td><td>", svg_sign(change),
		svg_change_text(change));
	markup_text(o, r->before != NULL ? r->before->name : r->after->name);
	out_str(o, "</td>");
	fact(r->before != NULL ? diff_region_text(v, 0, r->before) : NULL, o);
	fact(r->after != NULL ? diff_region_text(v, 1, r->after) : NULL, o);
	out_str(o, "</tr>\n");
}

static void regions(const struct diff_view *v, struct out *o)
{
	out_str(o, "<div class=\"tables\"><table><caption>Regions</caption>\n"
		"<thead><tr><th scope=\"col\">context</th>"
		"<th scope=\"col\">change</th><th scope=\"col\">region</th>"
		"<th scope=\"col\">before</th><th scope=\"col\">after</th>"
		"</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < v->region_count; i++)
		region(v, &v->regions[i], o);
	out_str(o, "</tbody></table></div>\n");
}

void html_differences(const struct diff_view *v, struct out *o)
{
	out_str(o, "<section aria-labelledby=\"h-differences\">\n"
		"<h2 id=\"h-differences\">Differences</h2>\n");
	if (v->fact_count == 0 && v->region_count == 0)
		out_str(o, "<p>None in machine, memory, sections and regions."
			"</p>\n");
	if (v->fact_count > 0)
		facts(v, o);
	if (v->region_count > 0)
		regions(v, o);
	out_str(o, "</section>\n");
}
