/* SPDX-License-Identifier: BSD-2-Clause */
/* Placement as a question to a whole system. */
#ifndef PLAN_PLACEMENT_H
#define PLAN_PLACEMENT_H

#include "model/plan.h"
#include "model/system.h"
#include "plan/place.h"
#include "model/sections.h"

/* A domain's size as the user gives it; its own banks are then moved. */
struct placement_size {
	uint32_t domain;
	uint64_t size;
};

/* Where a domain's bank lay before. */
struct placement_previous {
	uint32_t domain;
	struct range range;
};

struct placement_ask {
	const struct system *s;
	const struct plan *plan;	/* of s as it is */
	const struct placement_size *sizes;
	size_t size_count;
	const struct placement_previous *previous;
	size_t previous_count;
	uint64_t align, node_limit;
	bool sections;		/* compute those that are there, too */
};

struct placement {
	uint32_t *domains;	/* of result's requests */
	uint64_t *sizes;	/* bytes, in the same order */
	uint32_t count;
	struct place_result result;	/* of all banks, kept ones too */
	bool moved_proven;	/* no placement as good moves fewer banks */
	uint32_t previous;	/* banks that might have stayed */
	/* For each section of the target: banks that it gets, or none. */
	range_list *sections;
	const char *why;	/* MPUC_E_INFEASIBLE: one sentence */
};

/*
 * Find addresses for every domain that states memory but has no static
 * memory, and for those in sizes; then the sections.  A bank stays when the
 * new layout has one of the same base and size; when a domain's size
 * changes, its last bank before grows or shrinks at its end.
 * MPUC_E_INFEASIBLE when there are no addresses.
 */
MPUC_MUST_CHECK
enum mpuc_status placement_make(struct arena *a,
				const struct placement_ask *ask,
				struct placement *ret_placement);

#endif
