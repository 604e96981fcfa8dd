/* SPDX-License-Identifier: BSD-2-Clause */
/* A picture as SVG: alone, or as part of a page. */
#ifndef REPORT_SVG_H
#define REPORT_SVG_H

#include "base/out.h"
#include "report/picture.h"

/*
 * The memory map.  Inside a page its boxes are links to the rows and
 * findings of that page, see svg_region_id() and html.c.
 */
void svg_map(const struct picture *p, bool in_page, struct out *o);

/* What colours, patterns and widths stand for; height of what was drawn. */
uint32_t svg_legend(const struct picture *p, struct out *o);

#define SVG_LEGEND 1010	/* its width, in pixels */

/* "system.dts", "before.dts and after.dts" */
void svg_inputs(const struct picture *p, struct out *o);

/* "system.dts: xen-4.22 on qemu-mps3-an536, 16 regions" */
void svg_headline(const struct picture *p, struct out *o);

/* Class of an owner's colour, "o0" to "o5". */
unsigned svg_owner(uint32_t owner);

/* Of a change: a sign and a class behind a blank; NULL and "" for none. */
const char *svg_sign(enum picture_change change);
const char *svg_change(enum picture_change change);
const char *svg_change_text(enum picture_change change);

/* What a person asks of a box, some lines of plain text. */
void svg_title(const struct picture *p, const struct picture_lane *lane,
	       const struct picture_box *box, struct out *o);

/* Files of their own: the map and its legend. */
void svg_plan(const struct report_view *v, const char *context,
	      struct out *o);
void svg_diff(const struct diff_view *v, struct out *o);

/* The constant parts, made from pictures/: lines, NULL at the end. */
extern const char *const picture_css[];
extern const char *const page_css[];
extern const char *const page_js[];

#endif
