/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A plan as what is to be drawn: an address axis cut into cells, and lanes
 * of boxes above it.  Knows nothing of how it is drawn.
 */
#ifndef REPORT_PICTURE_H
#define REPORT_PICTURE_H

#include "report/show.h"

#define PICTURE_LEVELS 6	/* of findings that lie side by side */

/* first and last are cells. */
struct picture_box {
	const char *name;
	uint32_t owner;		/* domain, or SYS_NONE */
	const struct plan_region *region;	/* NULL: what the tree has */
	struct range range;
	uint32_t first, last;
	uint32_t index;		/* of the region in its context */
};

/*
 * A stretch in which nothing begins or ends.  It is min + share wide: the
 * same for all so that it can be seen, and in proportion to its size.
 */
struct picture_cell {
	struct range range;
	uint32_t min, share;
	uint32_t x;		/* sum of the widths before */
	bool cut;		/* nobody knows of anything here */
	const struct picture_box *top;	/* the smallest there, or NULL */
};

enum lane_kind { LANE_TREE, LANE_SECTIONS, LANE_CONTEXT };

struct picture_lane {
	enum lane_kind kind;
	const char *name;
	const struct plan_context *context;	/* LANE_CONTEXT only */
	uint32_t number;	/* of the context in its plan */
	struct picture_box *boxes;
	uint32_t count;
	uint32_t absent;	/* regions without an address */
};

/* Where a finding is; number counts the findings from 1. */
struct picture_mark {
	uint32_t number, first, last, level;
	struct range range;
	const struct finding *finding;
};

struct picture {
	const struct report_view *view;
	struct plan_show show;
	struct picture_cell *cells;
	uint32_t cell_count;
	uint32_t width;		/* of all cells */
	struct picture_box *ram;
	uint32_t ram_count;
	struct picture_lane *lanes;
	uint32_t lane_count;
	struct picture_mark *marks;
	uint32_t mark_count, levels;
};

/* Of all contexts, or of the named one; the plan may be missing. */
MPUC_MUST_CHECK
enum mpuc_status picture_make(const struct report_view *v,
			      const char *context,
			      struct picture *ret_picture);

/* The cell that holds address; one must. */
uint32_t picture_cell_at(const struct picture *p, uint64_t address);

/* Bytes of a region that nobody asked for, by rounding. */
uint64_t picture_excess(const struct plan_region *r);

#endif
