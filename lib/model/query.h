/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who may touch an address: the PMSAv8 answer, from region registers alone.
 * At EL2 one enabled region must match; an access from EL1 or EL0 passes
 * the same regions as a second stage.
 */
#ifndef MODEL_QUERY_H
#define MODEL_QUERY_H

#include <mpuc/status.h>

#include "base/arena.h"
#include "model/plan.h"

struct query {
	uint64_t addr, size;	/* size at least 1 */
	unsigned el;		/* 0, 1 or 2 */
	bool read, write, exec;
};

struct query_answer {
	bool allowed;
	const char *reason;	/* one sentence, no full stop */
	const struct plan_region *const *regions;	/* that match addr */
	size_t region_count;
};

const struct plan_context *plan_context_find(const struct plan *p,
					     const char *name);

/*
 * How many regions c, a context of p, has past the machine.  Where every
 * context has few enough, those that no slot is left for, however many are
 * free; elsewhere that is but a consequence.  0: it fits, or nothing says how
 * many regions the machine has.
 */
uint32_t plan_context_over(const struct plan *p,
			   const struct plan_context *c);

/* The same of all contexts. */
uint64_t plan_over(const struct plan *p);

/* wxn: SCTLR_EL2.WXN is set in this target. */
MPUC_MUST_CHECK
enum mpuc_status query_context(struct arena *a, const struct plan *p,
			       const struct plan_context *c, bool wxn,
			       const struct query *q,
			       struct query_answer *ret_answer);

/* In the same slot, with the same registers, for as long. */
bool plan_region_same(const struct plan_region *a,
		      const struct plan_region *b);

#endif
