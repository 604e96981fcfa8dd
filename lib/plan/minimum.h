/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PLAN_MINIMUM_H
#define PLAN_MINIMUM_H

#include "model/plan.h"

/* Normal RAM that nothing in the system uses. */
MPUC_MUST_CHECK
enum mpuc_status minimum_free_ram(struct arena *a, const struct system *s,
				  struct rset *ret_free);

/*
 * Fewest regions that map what regions[0..count) map, when free RAM may be
 * covered by a normal-memory region and nothing else may.  A region without
 * an address counts as one.  Source: greedy sweep; it is optimal because
 * the furthest reach from the first uncovered byte can't be beaten.
 */
MPUC_MUST_CHECK
enum mpuc_status minimum_regions(struct arena *a, const struct system *s,
				 const struct rset *free_ram,
				 const struct plan_context *c,
				 uint32_t *ret_count);

#endif
