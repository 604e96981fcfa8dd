/* SPDX-License-Identifier: BSD-2-Clause */
/* The picture as tables: for screen readers, for paper and for copying. */
#include "report/html.h"

#include "report/markup.h"
#include "report/svg.h"

#define BAR 190		/* width of a full bar */

static void text_cell(const char *class, const char *s, struct out *o)
{
	out_fmt(o, "<td%s>", class);
	markup_text(o, s);
	out_str(o, "</td>");
}

static void hex_cell(bool known, uint64_t value, struct out *o)
{
	if (known)
		out_fmt(o, "<td class=\"a\">0x%llx</td>",
			(unsigned long long)value);
	else
		out_str(o, "<td>-</td>");
}

static void size_cell(struct range r, struct out *o)
{
	out_str(o, "<td class=\"n\">");
	if (range_size(r) == 0)
		out_str(o, "2^64 bytes");
	else
		show_size(o, range_size(r));
	out_str(o, "</td>");
}

/* --- the ledger --------------------------------------------------------- */

void html_bar(const struct plan *plan, const struct plan_context *c,
	      struct out *o)
{
	uint32_t most = c->peak > plan->regions ? c->peak : plan->regions;
	uint32_t have, peak;

	if (!plan->regions_known || most == 0) {
		out_str(o, "<td></td>");
		return;
	}
	have = BAR * plan->regions / most;
	peak = BAR * c->peak / most;
	out_fmt(o, "<td><svg class=\"bar\" aria-hidden=\"true\"><rect class=\""
		"have\" width=\"%u\" height=\"14\"/><rect class=\"peak\" width"
		"=\"%u\" height=\"14\"/><rect class=\"need\" width=\"%u\" "
		"height=\"14\"/>", have, peak, BAR * c->need / most);
	if (peak > have)
		out_fmt(o, "<rect class=\"past\" x=\"%u\" width=\"%u\" "
			"height=\"14\"/>", have, peak - have);
	out_str(o, "</svg></td>");
}

static void best_cell(const struct plan *plan, const struct plan_context *c,
		      struct out *o)
{
	if (!plan->has_best)
		out_str(o, "<td class=\"n\">-</td>");
	else if (!c->best.feasible)
		out_str(o, "<td class=\"n\">none</td>");
	else
		out_fmt(o, "<td class=\"n\">%u</td>",
			(unsigned)c->best.count);
}

static void ledger_row(const struct plan *plan, const struct plan_context *c,
		       struct out *o)
{
	int64_t left = show_left(plan, c);

	out_str(o, "<tr><th scope=\"row\">");
	markup_text(o, c->name);
	out_fmt(o, "</th><td class=\"n\">%u</td><td class=\"n\">%u</td>",
		(unsigned)c->need, (unsigned)c->peak);
	if (plan->regions_known)
		out_fmt(o, "<td class=\"n\">%u</td><td class=\"n%s\">%lld"
			"</td>", (unsigned)plan->regions,
			left < 0 ? " bad" : "", (long long)left);
	else
		out_str(o, "<td class=\"n\">?</td><td class=\"n\">?</td>");
	out_fmt(o, "<td class=\"n\">%u</td>", (unsigned)c->minimum);
	best_cell(plan, c, o);
	html_bar(plan, c, o);
	out_str(o, "</tr>\n");
}

void html_ledger(const struct picture *p, struct out *o)
{
	const struct plan *plan = p->sides[0].show.plan;

	out_str(o, "<section aria-labelledby=\"h-ledger\">\n"
		"<h2 id=\"h-ledger\">Ledger</h2>\n");
	if (plan == NULL) {
		out_str(o, "<p>No plan: the tree does not say enough; see the "
			"findings.</p>\n</section>\n");
		return;
	}
	out_str(o, "<div class=\"tables\"><table><caption>MPU regions of every "
		"context <span>(minimum: fewest that could do; optimal: "
		"fewest that this hypervisor may use)</span></caption>\n"
		"<thead><tr><th scope=\"col\">context</th>"
		"<th class=\"n\" scope=\"col\">need</th>"
		"<th class=\"n\" scope=\"col\">peak</th>"
		"<th class=\"n\" scope=\"col\">have</th>"
		"<th class=\"n\" scope=\"col\">left</th>"
		"<th class=\"n\" scope=\"col\">minimum</th>"
		"<th class=\"n\" scope=\"col\">optimal</th>"
		"<td></td></tr></thead>\n<tbody>\n");
	for (uint32_t i = 0; i < p->lane_count; i++) {
		if (p->lanes[i].context != NULL &&
		    p->lanes[i].side == &p->sides[0])
			ledger_row(plan, p->lanes[i].context, o);
	}
	out_str(o, "</tbody></table></div>\n</section>\n");
}

/* --- the lanes ---------------------------------------------------------- */

static void open_table(const struct picture *p, const char *name,
		       const char *const *heads, struct out *o)
{
	out_str(o, "<div class=\"tables\"><table><caption>");
	markup_text(o, name);
	out_str(o, "</caption>\n<thead><tr>");
	if (p->diff != NULL)
		out_str(o, "<th scope=\"col\">change</th>");
	for (; *heads != NULL; heads++)
		out_fmt(o, "<th scope=\"col\">%s</th>", *heads);
	out_str(o, "</tr></thead>\n<tbody>\n");
}

static void close_table(struct out *o)
{
	out_str(o, "</tbody></table></div>\n");
}

static void change_cell(const struct picture *p, enum picture_change change,
			struct out *o)
{
	const char *sign = svg_sign(change);

	if (p->diff != NULL)
		out_fmt(o, "<td class=\"c\">%s%s%s</td>", sign != NULL ? sign : "",
			sign != NULL ? " " : "", svg_change_text(change));
}

/* What a lane that a diff has not is called is its own. */
static const char *tree_name(const struct picture *p,
			     const struct picture_lane *lane)
{
	if (p->diff != NULL)
		return lane->name;
	return lane->kind == LANE_TREE ? "What the tree has" : "Sections";
}

static void tree_table(const struct picture *p,
		       const struct picture_lane *lane, struct out *o)
{
	static const char *const heads[] = {
		"what", "owner", "base", "limit", "size", NULL,
	};

	open_table(p, tree_name(p, lane), heads, o);
	for (uint32_t i = 0; i < lane->count; i++) {
		const struct picture_box *box = &lane->boxes[i];

		out_fmt(o, "<tr id=\"%c%u-%u\">", lane->kind == LANE_TREE ?
			't' : 's', lane->number, i);
		change_cell(p, box->change, o);
		out_str(o, "<th scope=\"row\">");
		markup_text(o, box->name);
		out_str(o, "</th>");
		text_cell("", picture_owner_name(p, box->owner), o);
		hex_cell(true, box->range.base, o);
		hex_cell(true, box->range.last, o);
		size_cell(box->range, o);
		out_str(o, "</tr>\n");
	}
	close_table(o);
}

static void attributes(const struct plan_show *s, const struct plan_region *r,
		       struct out *o)
{
	const char *memory = show_memory(s, r->attr);
	char access[4];

	pmsa_el2_access(s->plan->arch, r->attr, s->wxn, access);
	text_cell(" class=\"a\"", access, o);
	pmsa_el1_access(s->plan->arch, r->attr, access);
	text_cell(" class=\"a\"", access, o);
	text_cell("", memory != NULL ? memory : "-", o);
	text_cell("", show_lifetime(r->lifetime), o);
}

static void region_row(const struct picture *p,
		       const struct picture_lane *lane, uint32_t index,
		       struct out *o)
{
	const struct plan_show *s = &lane->side->show;
	const struct plan_region *r = &lane->context->regions[index];

	out_fmt(o, "<tr id=\"r%u-%u\">", lane->number, index);
	if (lane->changes != NULL)
		change_cell(p, lane->changes[index], o);
	out_str(o, "<td class=\"n\">");
	if (r->slot != SLOT_NONE)
		out_fmt(o, "%u", (unsigned)r->slot);
	else
		out_str(o, "<span class=\"bad\">none</span>");
	out_str(o, "</td><th scope=\"row\">");
	markup_text(o, r->name != NULL ? r->name : "-");
	out_str(o, "</th>");
	text_cell("", show_owner(s, r->owner), o);
	hex_cell(r->placed, r->range.base, o);
	hex_cell(r->placed, r->range.last, o);
	if (r->placed)
		size_cell(r->range, o);
	else
		out_str(o, "<td>not placed</td>");
	hex_cell(r->placed, r->regs.prbar, o);
	hex_cell(r->placed, r->regs.prlar, o);
	attributes(s, r, o);
	if (r->placed && picture_excess(r) > 0)
		out_fmt(o, "<td class=\"n\">%llu</td>",
			(unsigned long long)picture_excess(r));
	else
		out_str(o, "<td></td>");
	text_cell("", r->why != NULL ? r->why : "", o);
	out_str(o, "</tr>\n");
}

static void context_table(const struct picture *p,
			  const struct picture_lane *lane, struct out *o)
{
	static const char *const heads[][15] = {
		[PMSA_V8_32] = {
			"slot", "region", "owner", "base", "limit", "size",
			"HPRBAR", "HPRLAR", "EL2", "EL1", "memory",
			"lifetime", "over-mapped, bytes", "why", NULL,
		},
		[PMSA_V8_64] = {
			"slot", "region", "owner", "base", "limit", "size",
			"PRBAR", "PRLAR", "EL2", "EL1", "memory",
			"lifetime", "over-mapped, bytes", "why", NULL,
		},
	};

	open_table(p, lane->name, heads[lane->side->show.plan->arch], o);
	for (uint32_t i = 0; i < lane->context->region_count; i++)
		region_row(p, lane, i, o);
	close_table(o);
}

void html_lanes(const struct picture *p, struct out *o)
{
	out_str(o, "<section id=\"regions\" aria-labelledby=\"h-regions\">\n"
		"<h2 id=\"h-regions\">Regions</h2>\n");
	for (uint32_t i = 0; i < p->lane_count; i++) {
		if (p->lanes[i].context != NULL)
			context_table(p, &p->lanes[i], o);
	}
	for (uint32_t i = 0; i < p->lane_count; i++) {
		if (p->lanes[i].context == NULL)
			tree_table(p, &p->lanes[i], o);
	}
	out_str(o, "</section>\n");
}
