/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Covers of one address line by regions: how few will do, and how little
 * they must map that nobody asked for.  The line is cut into items; each
 * says which labels (attributes) a region over it may have.  A region is a
 * run of items that touch, with one label that all of them allow.
 */
#ifndef PLAN_COVER_H
#define PLAN_COVER_H

#include <mpuc/status.h>

#include "addr/range.h"
#include "base/arena.h"
#include "base/vec.h"
#include "model/plan.h"

#define COVER_LABELS 64

/*
 * Items ascend and are disjoint.  Between two that don't touch lies what no
 * region may map.  required: must be covered; the others may be, at a cost.
 */
struct cover_item {
	struct range range;
	uint64_t allowed;	/* labels, as bits; 0: it stands alone */
	uint64_t own;		/* of those, labels that cost nothing */
	uint32_t weight;	/* regions that it takes when it stands alone */
	bool required;
};

struct cover_line {
	const struct cover_item *items;
	size_t count;
};

/* Items first to last with label; COVER_ALONE: one that stands alone. */
#define COVER_ALONE 255
struct cover_region {
	uint32_t first, last;
	uint8_t label;
};

struct cover {
	VEC(struct cover_region) regions;	/* ascending */
	uint32_t count;		/* with weights of those that stand alone */
	uint64_t excess;	/* bytes mapped beyond what is required */
};

typedef VEC(uint32_t) cover_starts;

/*
 * Fewest regions.  ret_starts are the items at which the leftmost such
 * cover begins its regions; no legal region holds two of them, which
 * proves that no cover has fewer.
 */
MPUC_MUST_CHECK
enum mpuc_status cover_fewest(struct arena *a, const struct cover_line *line,
			      cover_starts *ret_starts, uint32_t *ret_count);

/* Of all covers with fewest regions one with the least excess. */
MPUC_MUST_CHECK
enum mpuc_status cover_least(struct arena *a, const struct cover_line *line,
			     struct cover *ret_cover);

/*
 * Of all covers with at most limit regions one with the least excess, and of
 * those one with fewest; MPUC_E_INFEASIBLE when there is none.  On a line
 * that is too large for that and has items with a choice of labels, the
 * cover of cover_least() if it fits.
 */
MPUC_MUST_CHECK
enum mpuc_status cover_within(struct arena *a, const struct cover_line *line,
			      uint32_t limit, struct cover *ret_cover);

typedef VEC(struct plan_point) cover_points;

/*
 * All choices of regions against excess that no other choice beats in both,
 * fewest regions first.  Where cover_within() can't tell, only the first.
 */
MPUC_MUST_CHECK
enum mpuc_status cover_curve(struct arena *a, const struct cover_line *line,
			     cover_points *ret_points);

/* Does item i touch the one before it? */
bool cover_touches(const struct cover_line *line, size_t i);

#endif
