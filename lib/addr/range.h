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

/*
 * Comments that begin with @ are contracts in ACSL, which "make prove" shows
 * to hold.
 */

/* False when size is 0 or base + size - 1 does not fit 64 bits. */
/*@
requires \valid(ret_range);
assigns *ret_range;
ensures \result != 0 <==> 0 < size && base + size - 1 <= UINT64_MAX;
ensures \result != 0 ==> ret_range->base == base &&
	ret_range->last == base + size - 1;
ensures \result == 0 ==> *ret_range == \old(*ret_range);
*/
bool range_make(uint64_t base, uint64_t size, struct range *ret_range);

/*@
requires a.base <= a.last && b.base <= b.last;
assigns \nothing;
ensures \result != 0 ==> a.base <= b.base <= a.last ||
	b.base <= a.base <= b.last;
ensures \result == 0 ==> a.last < b.base || b.last < a.base;
*/
bool range_overlaps(struct range a, struct range b);
/*@
requires outer.base <= outer.last && inner.base <= inner.last;
assigns \nothing;
ensures \result != 0 <==>
	outer.base <= inner.base && inner.last <= outer.last;
*/
bool range_contains(struct range outer, struct range inner);

/* The bytes that two overlapping ranges share. */
/*@
requires a.base <= b.last && b.base <= a.last;
requires a.base <= a.last && b.base <= b.last;
assigns \nothing;
ensures \result.base <= \result.last;
ensures \forall integer x; \result.base <= x <= \result.last <==>
	a.base <= x <= a.last && b.base <= x <= b.last;
*/
struct range range_intersection(struct range a, struct range b);

/* size of [0, 2^64 - 1] does not fit: 0 stands for 2^64. */
/*@
requires r.base <= r.last;
assigns \nothing;
ensures \result == (uint64_t)(r.last - r.base + 1);
*/
uint64_t range_size(struct range r);

/*
 * Round outwards or inwards to a power of two.  range_shrink is false when
 * nothing is left, range_grow when base or last would leave 64 bits: never,
 * since both are only moved to a boundary inside it.
 */
/*@
requires 0 < to;
assigns \nothing;
*/
struct range range_grow(struct range r, uint64_t to);
/*@
requires \valid(ret_range) && 0 < to;
assigns *ret_range;
ensures \result != 0 ==> ret_range->base <= ret_range->last;
ensures \result == 0 ==> *ret_range == \old(*ret_range);
*/
bool range_shrink(struct range r, uint64_t to, struct range *ret_range);

#endif
