/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A plan as what is to be drawn: an address axis cut into cells, and lanes
 * of boxes above it.  Knows nothing of how it is drawn.
 */
#ifndef REPORT_PICTURE_H
#define REPORT_PICTURE_H

#include "report/show.h"

#define PICTURE_LEVELS 6	/* of findings that lie side by side */

/* Of a box of a diff, against the other side. */
enum picture_change {
	BOX_SAME, BOX_ADDED, BOX_REMOVED, BOX_CHANGED,
	BOX_PASSING,		/* for a moment only: these are not compared */
};

/* first and last are cells. */
struct picture_box {
	const char *name;
	uint32_t owner;		/* of the picture's, or SYS_NONE */
	const struct plan_region *region;	/* NULL: what the tree has */
	struct range range;
	uint32_t first, last;
	uint32_t index;		/* of the region in its context */
	enum picture_change change;
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

/*
 * What lanes are of: the plan and its optimal one where that differs, or
 * the two that a diff compares.
 */
struct picture_side {
	struct plan_show show;
	struct picture_box *ram;
	uint32_t ram_count;
	uint32_t *owners;	/* of its domains among the picture's */
};

enum lane_kind { LANE_TREE, LANE_SECTIONS, LANE_CONTEXT };

struct picture_lane {
	enum lane_kind kind;
	const char *name;
	const struct picture_side *side;
	const struct plan_context *context;	/* LANE_CONTEXT only */
	uint32_t number;	/* no other lane of its kind has it */
	struct picture_box *boxes;
	uint32_t count;
	uint32_t absent;	/* regions without an address */
	/* Of the context's regions, those without an address, too. */
	enum picture_change *changes;	/* NULL: not of a diff */
};

/* Where a finding is; number counts the findings from 1. */
struct picture_mark {
	uint32_t number, first, last, level;
	struct range range;
	const struct finding *finding;
};

struct picture {
	struct arena *arena;
	const struct report_view *view;	/* NULL: a diff */
	const struct diff_view *diff;	/* NULL: a plan */
	struct picture_side sides[2];
	uint32_t side_count;
	const char **owners;	/* names of the domains of all sides */
	uint32_t owner_count;
	struct picture_cell *cells;
	uint32_t cell_count;
	uint32_t width;		/* of all cells */
	struct picture_lane *lanes;
	uint32_t lane_count;
	struct picture_mark *marks;
	uint32_t mark_count, levels;
};

/*
 * Of all contexts, or of the named one; the plan may be missing.  Where the
 * view's plan has an optimal one with other regions, that is a lane, too.
 */
MPUC_MUST_CHECK
enum mpuc_status picture_make(const struct report_view *v,
			      const char *context,
			      struct picture *ret_picture);

/*
 * Two plans on one axis: what differs has a lane before and one after, what
 * does not has one.
 */
MPUC_MUST_CHECK
enum mpuc_status picture_make_diff(const struct diff_view *v,
				   struct picture *ret_picture);

/* Of a region that differs. */
enum picture_change picture_change_of(const struct diff_region *r);

/* --- between these files ------------------------------------------------ */

/* Open the next side; ram may be NULL. */
MPUC_MUST_CHECK
enum mpuc_status picture_side(struct picture *p, const struct plan_show *show,
			      const struct rset *ram);

/* A lane of a context of one side, with all regions that have an address. */
MPUC_MUST_CHECK
enum mpuc_status picture_context(struct picture *p,
				 const struct picture_side *side,
				 const struct plan_context *c,
				 struct picture_lane *lane);

/* Of the picture's owners, that of a side's domain. */
uint32_t picture_owner(const struct picture_side *side, uint32_t domain);
const char *picture_owner_name(const struct picture *p, uint32_t owner);

/* ---------------------------------------------------------------------- */

/* The cell that holds address; one must. */
uint32_t picture_cell_at(const struct picture *p, uint64_t address);

/* Bytes of a region that nobody asked for, by rounding. */
uint64_t picture_excess(const struct plan_region *r);

#endif
