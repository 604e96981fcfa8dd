/* SPDX-License-Identifier: BSD-2-Clause */
/* One lane and its boxes. */
#include "report/svg_draw.h"

#include <stdio.h>

#include "report/markup.h"

#define BOX 38

static void label_box(const struct picture_box *box, uint32_t width,
		      uint32_t y, struct out *o)
{
	const struct plan_region *r = box->region;
	char slot[16] = "";
	size_t n = markup_width(box->name);
	bool fits;

	if (r != NULL && r->slot != SLOT_NONE)
		(void)snprintf(slot, sizeof(slot), "%u", (unsigned)r->slot);
	else if (r != NULL)
		(void)snprintf(slot, sizeof(slot), "!");
	n += r != NULL ? 3 : 0;
	fits = width >= n * SVG_LETTER;
	out_fmt(o, "<text class=\"full\" data-n=\"%zu\" x=\"%u\" y=\"%u\"%s>",
		n, width / 2, y, fits ? "" : " display=\"none\"");
	if (*slot != '\0')
		out_fmt(o, "%s ", slot);
	markup_text(o, box->name);
	out_fmt(o, "</text><text class=\"slot\" x=\"%u\" y=\"%u\"%s>%s"
		"</text>", width / 2, y, fits ? " display=\"none\"" : "",
		slot);
}

static void access_text(const struct plan_show *s,
			const struct plan_region *r, uint32_t width,
			struct out *o)
{
	char el2[4], el1[4];

	pmsa_el2_access(s->plan->arch, r->attr, s->wxn, el2);
	pmsa_el1_access(s->plan->arch, r->attr, el1);
	out_fmt(o, "<text class=\"access\" data-n=\"8\" x=\"%u\" y=\"35\"%s>"
		"%s %s</text>", width / 2, width >= 8 * SVG_LETTER ? "" :
		" display=\"none\"", el2, el1);
}

/* What rounding adds, on either side of what was asked for. */
static void over(const struct picture *p, const struct picture_box *box,
		 struct out *o)
{
	const struct range d = box->region->demand;
	uint32_t sides[2][2] = { { 1, 0 }, { 1, 0 } };

	if (picture_excess(box->region) == 0)
		return;
	if (d.base > box->range.base) {
		sides[0][0] = box->first;
		sides[0][1] = picture_cell_at(p, d.base) - 1;
	}
	if (d.last < box->range.last) {
		sides[1][0] = picture_cell_at(p, d.last) + 1;
		sides[1][1] = box->last;
	}
	for (int i = 0; i < 2; i++) {
		if (sides[i][0] > sides[i][1])
			continue;
		out_str(o, "<g class=\"over\"");
		svg_at(p, sides[i][0], sides[i][1], o);
		out_str(o, ">");
		svg_rect("w", 4, svg_width(p, sides[i][0], sides[i][1]), BOX,
			 o);
		out_str(o, "</g>\n");
	}
}

static void open_box(const struct picture_lane *lane, uint32_t index,
		     bool in_page, struct out *o)
{
	if (in_page)
		out_fmt(o, "<a href=\"#%c%u-%u\"", "tsr"[lane->kind],
			lane->number, lane->kind == LANE_CONTEXT ?
			lane->boxes[index].index : index);
	else
		out_str(o, "<g tabindex=\"0\" role=\"img\"");
}

/* What a diff says of the box, by a sign that stays when colours don't. */
static void badge(const struct picture_box *box, struct out *o)
{
	const char *sign = svg_sign(box->change);

	if (sign != NULL)
		out_fmt(o, "<g class=\"badge\"><rect width=\"13\" height="
			"\"13\"/><text x=\"6.5\" y=\"11\">%s</text></g>",
			sign);
}

static void draw_box(const struct picture *p,
		     const struct picture_lane *lane, uint32_t index,
		     bool in_page, struct out *o)
{
	const struct picture_box *box = &lane->boxes[index];
	const struct plan_region *r = box->region;
	uint32_t width = svg_width(p, box->first, box->last);
	bool low = r != NULL && r->lifetime == LIFE_TRANSIENT;
	uint32_t y = low ? 4 + BOX / 2 : 4, height = low ? BOX / 2 : BOX;
	const struct plan_show *s = &lane->side->show;
	const char *memory = r != NULL ? show_memory(s, r->attr) : NULL;

	open_box(lane, index, in_page, o);
	out_fmt(o, " class=\"box o%u%s%s%s%s\"", svg_owner(box->owner),
		r == NULL ? " object" : "", low ? " transient" : "",
		r != NULL && r->slot == SLOT_NONE ? " past" : "",
		svg_change(box->change));
	svg_at(p, box->first, box->last, o);
	out_str(o, "><title>");
	svg_title(p, lane, box, o);
	out_str(o, "</title>");
	svg_rect("w fill", y, width, height, o);
	if (memory != NULL && *memory == 'd')
		svg_rect("w device", y, width, height, o);
	else if (memory != NULL && *memory == 'n' && memory[1] == 'c')
		svg_rect("w nc", y, width, height, o);
	label_box(box, width, low ? 37 : r != NULL ? 20 : 27, o);
	if (r != NULL && !low)
		access_text(s, r, width, o);
	badge(box, o);
	out_str(o, in_page ? "</a>\n" : "</g>\n");
	if (r != NULL)
		over(p, box, o);
}

void svg_lane(const struct picture *p,
		      const struct picture_lane *lane, uint32_t y,
		      bool in_page, struct out *o)
{
	out_fmt(o, "<g class=\"lane\" role=\"group\" aria-label=\"");
	markup_text(o, lane->name);
	out_fmt(o, "\" transform=\"translate(0 %u)\">\n", y);
	out_fmt(o, "<g data-a=\"0\" data-b=\"%u\">", p->cell_count);
	svg_rect("w floor", 2, p->width, SVG_LANE - 4, o);
	out_str(o, "</g>\n");
	for (uint32_t i = 0; i < lane->side->ram_count; i++) {
		const struct picture_box *ram = &lane->side->ram[i];

		out_str(o, "<g class=\"ram\"");
		svg_at(p, ram->first, ram->last, o);
		out_str(o, ">");
		svg_rect("w", 2, svg_width(p, ram->first, ram->last),
			 SVG_LANE - 4, o);
		out_str(o, "</g>\n");
	}
	for (uint32_t i = 0; i < lane->count; i++)
		draw_box(p, lane, i, in_page, o);
	out_str(o, "</g>\n");
}
