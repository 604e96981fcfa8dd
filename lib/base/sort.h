/* SPDX-License-Identifier: BSD-2-Clause */
/* Stable sort: qsort leaves the order of equals to the C library. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <mpuc/status.h>

#include "base/arena.h"

typedef int sort_cmp_fn(const void *a, const void *b, const void *arg);

/*
 * Merge sort of count elements of each bytes, with room for half of them at
 * most.  MPUC_OK, or MPUC_E_NOMEM: they are then in any order.
 */
MPUC_MUST_CHECK
enum mpuc_status sort_stable(struct arena *a, void *items, size_t count,
			     size_t each, sort_cmp_fn *cmp, const void *arg);

#endif
