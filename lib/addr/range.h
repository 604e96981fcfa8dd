/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Intervals of physical addresses.  A range is [base, last], never empty
 * and never wrapping; the top of the address space is an ordinary address,
 * which is why the inclusive end is what is stored.
 */
#ifndef ADDR_RANGE_H
#define ADDR_RANGE_H

#include <stdbool.h>
#include <stdint.h>

struct range {
	uint64_t base, last;
};

/* False when size is 0 or base + size - 1 does not fit 64 bits. */
bool range_make(uint64_t base, uint64_t size, struct range *ret_range);

bool range_overlaps(struct range a, struct range b);
bool range_contains(struct range outer, struct range inner);

/* The bytes that two overlapping ranges share. */
struct range range_intersection(struct range a, struct range b);

/* size of [0, 2^64 - 1] does not fit: 0 stands for 2^64. */
uint64_t range_size(struct range r);

/*
 * Round outwards or inwards to a power of two.  range_shrink is false when
 * nothing is left, range_grow when base or last would leave 64 bits: never,
 * since both are only moved to a boundary inside it.
 */
struct range range_grow(struct range r, uint64_t to);
bool range_shrink(struct range r, uint64_t to, struct range *ret_range);

#endif
