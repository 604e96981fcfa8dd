/* SPDX-License-Identifier: BSD-2-Clause */
/* What switches cost, and what they must cost at least. */
#ifndef PLAN_COST_H
#define PLAN_COST_H

#include "model/plan.h"

/*
 * Fill plan->cost and the bound of every switch.  schedule: contexts in the
 * order in which they run, round after round; count 0: none is known.
 */
MPUC_MUST_CHECK
enum mpuc_status cost_make(struct arena *a, struct plan *plan,
			   const uint32_t *schedule, size_t count);

#endif
