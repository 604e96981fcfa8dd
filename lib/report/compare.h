/* SPDX-License-Identifier: BSD-2-Clause */
/* Two plans paired by the names of their contexts and regions. */
#ifndef REPORT_COMPARE_H
#define REPORT_COMPARE_H

#include "report/region.h"

#define SIDES 2

/* One context by its name; a side without such a phase has NULL. */
struct pair {
	const char *name;
	const struct plan_context *side[SIDES];
};

/* One region by its name in such a context. */
struct twin {
	const char *name;
	const struct plan_region *side[SIDES];
};

struct compare {
	const struct report_view *views;	/* SIDES of them */
	struct plan_show show[SIDES];
	struct out *o;
	VEC(struct pair) pairs;
};

struct twins {		/* a VEC */
	struct twin *items;
	size_t count, cap;
};

const char *compare_target(const struct compare *c, unsigned side);
struct arena *compare_arena(const struct compare *c);

/*
 * The regions of one pair of contexts by name: the first side's order, then
 * what only the second has.  False at the arena's cap.
 */
bool compare_regions(const struct compare *c, const struct pair *pair,
		     struct twins *ret);

/*
 * What one target maps for a moment the other may reach through a region
 * that stands: the one of its boot phases that covers it, or NULL.
 */
const struct plan_region *compare_through(const struct compare *c,
					  unsigned side,
					  const struct plan_region *moment);

void compare_json(const struct compare *c);

#endif
