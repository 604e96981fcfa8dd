/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the placement files: one question to a system, half answered. */
#ifndef PLAN_PLACING_H
#define PLAN_PLACING_H

#include "plan/placement.h"

/* A bank of the previous layout that may stay. */
struct placing_stay {
	uint32_t domain;
	struct range range;
	bool kept;
};

struct placing {
	struct arena *a;
	const struct placement_ask *ask;
	const struct system *s;
	struct placement *out;
	bool *moves;		/* for each domain: its banks are given up */
	uint32_t guest;		/* section for guests' memory, SYS_NONE */
	bool guest_fixed;	/* ... stays as the tree has it */
	struct rset room;	/* RAM that banks may have, kept ones too */
	VEC(struct placing_stay) stays;
	/* Of one choice of stays that are kept: */
	struct rset cluster_ranges;
	VEC(struct place_cluster) clusters;
	VEC(struct place_gap) gaps;
};

/* Fill room. */
MPUC_MUST_CHECK
enum mpuc_status placing_room(struct placing *p);

/* Fill clusters and gaps, with the stays that are kept in their places. */
MPUC_MUST_CHECK
enum mpuc_status placing_gaps(struct placing *p);

/* There is no solution, and text says why; NULL for no memory. */
MPUC_MUST_CHECK
enum mpuc_status placing_refuse(struct placing *p, const char *text);

/* The sections that hold what was placed, or why one can't. */
MPUC_MUST_CHECK
enum mpuc_status placing_sections(struct placing *p);

#endif
