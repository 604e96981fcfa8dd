/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/svg.h"

#include "report/markup.h"
#include "report/svg_draw.h"

/* Pixels. */
#define SIDE 190	/* names of the lanes */
#define LEVEL 20	/* a row of findings */
#define EDGE 14
#define LEDGER 160	/* of the side: a bar */
#define HEAD 30		/* a line on top of a file of its own */

uint32_t svg_edge(const struct picture *p, uint32_t cell)
{
	return cell < p->cell_count ? p->cells[cell].x : p->width;
}

uint32_t svg_width(const struct picture *p, uint32_t first,
			 uint32_t last)
{
	return svg_edge(p, last + 1) - svg_edge(p, first);
}

void svg_at(const struct picture *p, uint32_t first, uint32_t last,
	       struct out *o)
{
	out_fmt(o, " data-a=\"%u\" data-b=\"%u\" transform=\"translate(%u 0)"
		"\"", first, last + 1, svg_edge(p, first));
}

void svg_rect(const char *class, uint32_t y, uint32_t width,
		 uint32_t height, struct out *o)
{
	out_fmt(o, "<rect class=\"%s\" y=\"%u\" width=\"%u\" height=\"%u\"/>",
		class, y, width, height);
}

unsigned svg_owner(uint32_t owner)
{
	return owner == SYS_NONE ? 0 : 1 + owner % 5;
}

/* --- the names of the lanes --------------------------------------------- */

static void ledger_bar(const struct plan *plan, const struct plan_context *c,
		       struct out *o)
{
	uint32_t most = c->peak > plan->regions ? c->peak : plan->regions;

	if (!plan->regions_known || most == 0)
		return;
	svg_rect("have", 34, LEDGER * plan->regions / most, 6, o);
	svg_rect("peak", 34, LEDGER * c->peak / most, 6, o);
	svg_rect("need", 34, LEDGER * c->need / most, 6, o);
	if (c->peak > plan->regions)
		out_fmt(o, "<rect class=\"excess\" x=\"%u\" y=\"34\" width="
			"\"%u\" height=\"6\"/>",
			LEDGER * plan->regions / most,
			LEDGER - LEDGER * plan->regions / most);
	out_fmt(o, "<path class=\"limit\" d=\"M%u 31v12\"/>",
		LEDGER * plan->regions / most);
}

static void ledger_text(const struct picture_lane *lane, struct out *o)
{
	const struct plan *plan = lane->side->show.plan;
	const struct plan_context *c = lane->context;
	int64_t left = show_left(plan, c);

	out_fmt(o, "<text class=\"sum%s\" y=\"29\">%u", plan->regions_known &&
		left < 0 ? " bad" : "", (unsigned)c->peak);
	if (!plan->regions_known)
		out_str(o, " regions");
	else if (left < 0)
		out_fmt(o, " of %u: %lld too many", (unsigned)plan->regions,
			(long long)-left);
	else
		out_fmt(o, " of %u, %lld left", (unsigned)plan->regions,
			(long long)left);
	if (lane->absent > 0)
		out_fmt(o, ", %u not placed", lane->absent);
	out_str(o, "</text>");
}

static void side(const struct picture *p, uint32_t top, uint32_t height,
		 struct out *o)
{
	out_fmt(o, "<g id=\"side\"><rect class=\"side\" width=\"%u\" "
		"height=\"%u\"/>\n", SIDE - 6, height);
	if (p->mark_count > 0)
		out_fmt(o, "<g class=\"label\" transform=\"translate(8 %u)\">"
			"<text y=\"15\">findings</text></g>\n", SVG_AXIS);
	for (uint32_t i = 0; i < p->lane_count; i++) {
		const struct picture_lane *lane = &p->lanes[i];

		out_fmt(o, "<g class=\"label\" transform=\"translate(8 %u)\">"
			"<text y=\"%u\">", top + i * SVG_LANE,
			lane->context != NULL ? 15 : 27);
		markup_short(o, lane->name, 25);
		out_str(o, "</text>");
		if (lane->context != NULL) {
			ledger_text(lane, o);
			ledger_bar(lane->side->show.plan, lane->context,
				   o);
		}
		out_str(o, "</g>\n");
	}
	out_str(o, "</g>\n");
}

/* --- findings ----------------------------------------------------------- */

static void marks(const struct picture *p, bool in_page, struct out *o)
{
	for (uint32_t i = 0; i < p->mark_count; i++) {
		const struct picture_mark *m = &p->marks[i];
		const struct finding *f = m->finding;
		uint32_t width = svg_width(p, m->first, m->last);
		uint32_t y = SVG_AXIS + m->level * LEVEL;

		if (in_page)
			out_fmt(o, "<a href=\"#f%u\"", m->number);
		else
			out_str(o, "<g tabindex=\"0\" role=\"img\"");
		out_fmt(o, " class=\"mark %s\"", severity_name(f->severity));
		svg_at(p, m->first, m->last, o);
		out_fmt(o, "><title>finding %u, %s MPU%04u: ", m->number,
			severity_name(f->severity), (unsigned)f->code);
		markup_text(o, f->message != NULL ? f->message :
			    code_info(f->code)->id);
		out_fmt(o, "\n0x%llx to 0x%llx</title>",
			(unsigned long long)m->range.base,
			(unsigned long long)m->range.last);
		svg_rect("w", y + 2, width, LEVEL - 4, o);
		out_fmt(o, "<text class=\"slot\" x=\"%u\" y=\"%u\">%u</text>",
			width / 2, y + 14, m->number);
		out_str(o, in_page ? "</a>\n" : "</g>\n");
	}
}

/* --- the whole ---------------------------------------------------------- */

static uint32_t lanes_top(const struct picture *p)
{
	return SVG_AXIS + p->levels * LEVEL + (p->levels > 0 ? 4 : 0);
}

static uint32_t map_height(const struct picture *p)
{
	return lanes_top(p) + p->lane_count * SVG_LANE + 6;
}

static void patterns(struct out *o)
{
	out_str(o, "<defs><pattern id=\"device\" width=\"8\" height=\"8\" "
		"patternUnits=\"userSpaceOnUse\"><path class=\"ink\" d=\""
		"M-2 2l4-4M0 8l8-8M6 10l4-4\"/></pattern>\n"
		"<pattern id=\"nc\" width=\"7\" height=\"7\" patternUnits=\""
		"userSpaceOnUse\"><circle class=\"dot\" cx=\"3\" cy=\"3\" "
		"r=\"1.2\"/></pattern>\n"
		"<pattern id=\"over\" width=\"6\" height=\"6\" patternUnits="
		"\"userSpaceOnUse\"><path class=\"warn\" d=\"M0 0l6 6M6 0l-6 "
		"6\"/></pattern></defs>\n");
}

static void content(const struct picture *p, bool in_page, struct out *o)
{
	uint32_t top = lanes_top(p);

	patterns(o);
	out_fmt(o, "<g id=\"map\" transform=\"translate(%u 0)\">\n", SIDE);
	svg_cell_names(p, o);
	svg_addresses(p, o);
	marks(p, in_page, o);
	for (uint32_t i = 0; i < p->lane_count; i++)
		svg_lane(p, &p->lanes[i], top + i * SVG_LANE, in_page, o);
	svg_cuts(p, map_height(p), o);
	out_str(o, "</g>\n");
	side(p, top, map_height(p), o);
}

static void open_svg(const struct picture *p, uint32_t width,
		     uint32_t height, struct out *o)
{
	out_fmt(o, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"mpu\" "
		"role=\"group\" aria-labelledby=\"picture-title\" width=\"%u"
		"\" height=\"%u\" viewBox=\"0 0 %u %u\" data-cells=\"",
		width, height, width, height);
	for (uint32_t i = 0; i < p->cell_count; i++)
		out_fmt(o, "%s%s%u,%u", i > 0 ? " " : "",
			p->cells[i].cut ? "c" : "", p->cells[i].min,
			p->cells[i].share);
	out_str(o, "\">\n<title id=\"picture-title\">Memory map of ");
	svg_inputs(p, o);
	out_str(o, "</title>\n");
}

static uint32_t map_width(const struct picture *p)
{
	return SIDE + p->width + EDGE;
}

void svg_map(const struct picture *p, bool in_page, struct out *o)
{
	open_svg(p, map_width(p), map_height(p), o);
	content(p, in_page, o);
	out_str(o, "</svg>\n");
}

static void svg_style(struct out *o)
{
	out_str(o, "<style>\n");
	for (size_t i = 0; picture_css[i] != NULL; i++) {
		out_str(o, picture_css[i]);
		out_str(o, "\n");
	}
	out_str(o, "</style>\n");
}

static void svg_file(const struct picture *p, struct out *o)
{
	uint32_t width = map_width(p), height = map_height(p) + HEAD +
			 svg_legend(p, NULL) + EDGE;

	if (width < SVG_LEGEND)
		width = SVG_LEGEND;
	open_svg(p, width, height, o);
	svg_style(o);
	out_fmt(o, "<rect class=\"paper\" width=\"%u\" height=\"%u\"/>\n"
		"<text class=\"head\" x=\"8\" y=\"22\">", width, height);
	svg_headline(p, o);
	out_fmt(o, "</text>\n<g transform=\"translate(0 %u)\">\n", HEAD);
	content(p, false, o);
	out_fmt(o, "</g>\n<g transform=\"translate(8 %u)\">\n",
		HEAD + map_height(p) + 4);
	(void)svg_legend(p, o);
	out_str(o, "</g>\n</svg>\n");
}

void svg_plan(const struct report_view *v, const char *context,
	      struct out *o)
{
	struct picture p;
	enum mpuc_status st = picture_make(v, context, &p);

	if (st == MPUC_OK)
		svg_file(&p, o);
	else
		o->status = st;
}

void svg_diff(const struct diff_view *v, struct out *o)
{
	struct picture p;
	enum mpuc_status st = picture_make_diff(v, &p);

	if (st == MPUC_OK)
		svg_file(&p, o);
	else
		o->status = st;
}
