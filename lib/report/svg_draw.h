/* SPDX-License-Identifier: BSD-2-Clause */
/* What the parts of a drawing share.  Lengths are pixels. */
#ifndef REPORT_SVG_DRAW_H
#define REPORT_SVG_DRAW_H

#include "report/svg.h"

#define SVG_NAMES 134	/* what the cells are */
#define SVG_AXIS 216	/* ... and their addresses, below the names */
#define SVG_LANE 46	/* height */
#define SVG_LETTER 7	/* at most, in boxes */

/* Where a cell begins, and how wide some are, last included. */
uint32_t svg_edge(const struct picture *p, uint32_t cell);
uint32_t svg_width(const struct picture *p, uint32_t first, uint32_t last);

/* Attributes by which the page moves what spans cells. */
void svg_at(const struct picture *p, uint32_t first, uint32_t last,
	    struct out *o);
void svg_rect(const char *class, uint32_t y, uint32_t width,
	      uint32_t height, struct out *o);

void svg_cell_names(const struct picture *p, struct out *o);
void svg_addresses(const struct picture *p, struct out *o);
/* A cut is drawn through all lanes, as a torn strip. */
void svg_cuts(const struct picture *p, uint32_t height, struct out *o);

void svg_lane(const struct picture *p, const struct picture_lane *lane,
	      uint32_t y, bool in_page, struct out *o);

#endif
