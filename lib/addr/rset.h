/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A set of addresses as sorted, disjoint ranges that do not touch.  Built
 * from any list of ranges in O(n log n); look-ups are O(log n).
 */
#ifndef ADDR_RSET_H
#define ADDR_RSET_H

#include <mpuc/status.h>

#include "addr/range.h"
#include "base/arena.h"

struct rset {
	struct range *items;
	size_t count;
};

/* The union of items[0..count); the input is not changed. */
MPUC_MUST_CHECK
enum mpuc_status rset_make(struct arena *a, const struct range *items,
			   size_t count, struct rset *ret_set);

/* The same in the memory of items, which are the caller's no more. */
MPUC_MUST_CHECK
enum mpuc_status rset_take(struct arena *a, struct range *items, size_t count,
			   struct rset *ret_set);

/* a without b. */
MPUC_MUST_CHECK
enum mpuc_status rset_subtract(struct arena *arena, const struct rset *a,
			       const struct rset *b, struct rset *ret_set);

bool rset_contains(const struct rset *s, struct range r);
bool rset_overlaps(const struct rset *s, struct range r);

/* The member that holds address, or NULL. */
const struct range *rset_find(const struct rset *s, uint64_t address);

#endif
