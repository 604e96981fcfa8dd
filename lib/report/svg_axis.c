/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses, what lies at them, and where some are left out. */
#include "report/svg_draw.h"

#include "report/markup.h"

#define CLOSE 12	/* addresses nearer than this would touch */

/* Cells from first on of which box is the top; as many as there are. */
static uint32_t run_end(const struct picture *p, uint32_t first)
{
	uint32_t end = first + 1;

	while (end < p->cell_count && p->cells[end].top == p->cells[first].top)
		end++;
	return end;
}

/*
 * A box that others lie in is named once, above its widest part; not even
 * there when its name has room inside.
 */
static bool is_named(const struct picture *p, uint32_t first, uint32_t end)
{
	const struct picture_box *box = p->cells[first].top;
	uint32_t width = svg_width(p, first, end - 1);

	if (box == NULL || width < CLOSE)
		return false;
	if (end - first == box->last - box->first + 1)
		return true;
	for (uint32_t i = box->first; i <= box->last; i = run_end(p, i)) {
		uint32_t other = svg_width(p, i, run_end(p, i) - 1);

		if (p->cells[i].top == box && i != first &&
		    (other > width || (other == width && i < first)))
			return false;
	}
	return svg_width(p, box->first, box->last) <
	       (markup_width(box->name) + 3) * SVG_LETTER;
}

static void cell_name(const struct picture *p, uint32_t first, uint32_t end,
		      struct out *o)
{
	const char *name = p->cells[first].top->name;
	uint32_t width = svg_width(p, first, end - 1);

	out_str(o, "<g class=\"name\"");
	svg_at(p, first, end - 1, o);
	if (width >= markup_width(name) * SVG_LETTER)
		out_fmt(o, "><text class=\"mid\" transform=\"translate(%u %u)"
			"\">", width / 2, SVG_NAMES - 6);
	else
		out_fmt(o, "><text transform=\"translate(%u %u) rotate(-90)"
			"\">", width / 2 + 4, SVG_NAMES - 4);
	markup_short(o, name, 20);
	out_str(o, "</text></g>\n");
}

void svg_cell_names(const struct picture *p, struct out *o)
{
	for (uint32_t i = 0; i < p->cell_count; i = run_end(p, i)) {
		if (is_named(p, i, run_end(p, i)))
			cell_name(p, i, run_end(p, i), o);
	}
}

static void address(const struct picture *p, uint32_t cell, bool shown,
		    struct out *o)
{
	out_fmt(o, "<g class=\"address\"%s data-a=\"%u\" transform=\""
		"translate(%u 0)\"><path d=\"M0 %u v6\"/><text transform=\""
		"translate(4 %u) rotate(-90)\">", shown ? "" :
		" display=\"none\"", cell, svg_edge(p, cell), SVG_AXIS - 6,
		SVG_AXIS - 9);
	if (cell < p->cell_count)
		out_fmt(o, "0x%llx",
			(unsigned long long)p->cells[cell].range.base);
	else if (p->cells[cell - 1].range.last == UINT64_MAX)
		out_str(o, "2^64");
	else
		out_fmt(o, "0x%llx", (unsigned long long)
			p->cells[cell - 1].range.last + 1);
	out_str(o, "</text></g>\n");
}

void svg_addresses(const struct picture *p, struct out *o)
{
	uint32_t last = 0;

	for (uint32_t i = 0; p->cell_count > 0 && i <= p->cell_count; i++) {
		bool shown = i == 0 || svg_edge(p, i) - last >= CLOSE;

		if (shown)
			last = svg_edge(p, i);
		address(p, i, shown, o);
	}
}

void svg_cuts(const struct picture *p, uint32_t height, struct out *o)
{
	for (uint32_t i = 0; i < p->cell_count; i++) {
		if (!p->cells[i].cut)
			continue;
		out_str(o, "<g class=\"cut\"");
		svg_at(p, i, i, o);
		out_fmt(o, "><path d=\"M%u %u", p->cells[i].min / 2, SVG_AXIS);
		for (uint32_t y = SVG_AXIS; y + 12 <= height; y += 12)
			out_str(o, "l3 3l-6 6l3 3");
		out_str(o, "\"/></g>\n");
	}
}
