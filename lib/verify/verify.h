/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The independent judge of region plans.  It reads the encoded registers
 * with its own decoder and the system with its own walk over the target's
 * rules, and compares the two at every boundary of every context.  It
 * shares no code with the planner nor with the register encoder.
 *
 * What is wrong with the user's system is none of its business: bytes that
 * two demands claim, objects that have no usable range and regions past the
 * hardware have findings elsewhere and are not compared here.
 */
#ifndef VERIFY_VERIFY_H
#define VERIFY_VERIFY_H

#include <mpuc/status.h>

#include "base/arena.h"
#include "base/vec.h"
#include "model/plan.h"
#include "model/system.h"

/* More problems than this are only counted. */
#define VERIFY_PROBLEMS 1000

struct verify_problem {
	const char *context;	/* "idle", "idle -> guest/domU1", "plan" */
	const char *text;	/* one sentence without a full stop */
	uint64_t address;	/* where; 0 when it is about no address */
};

struct verify_report {
	VEC(struct verify_problem) problems;
	uint64_t omitted;	/* problems past VERIFY_PROBLEMS */
	uint64_t boundaries;	/* addresses at which both sides were held
				   against each other, over all contexts */
};

/*
 * MPUC_OK whether or not there are problems.  The report lives in the
 * arena; it borrows the names of the plan's contexts.
 */
MPUC_MUST_CHECK
enum mpuc_status verify_plan(struct arena *a, const struct system *s,
			     const struct plan *plan,
			     struct verify_report *ret_report);

#endif
