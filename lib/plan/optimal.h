/* SPDX-License-Identifier: BSD-2-Clause */
/* What could be: the same contexts under the target's planning rules. */
#ifndef PLAN_OPTIMAL_H
#define PLAN_OPTIMAL_H

#include "model/plan.h"
#include "model/system.h"

struct optimal_options {
	bool has_budget;
	uint32_t budget;	/* regions that a context may take at most */
	/* Contexts in the order in which they run; they come round again. */
	const uint32_t *schedule;
	size_t schedule_count;
};

/*
 * Fill best of every context of plan, and plan->optimal.  With a budget a
 * context has the least excess that fits into it instead of the fewest
 * regions; *ret_feasible tells whether all of them fit.
 */
MPUC_MUST_CHECK
enum mpuc_status optimal_make(struct arena *a, const struct system *s,
			      const struct optimal_options *options,
			      struct plan *plan, bool *ret_feasible);

#endif
