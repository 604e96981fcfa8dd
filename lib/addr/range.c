/* SPDX-License-Identifier: BSD-2-Clause */
#include "addr/range.h"

#include "base/num.h"

bool range_make(uint64_t base, uint64_t size, struct range *ret_range)
{
	if (size == 0 || size - 1 > UINT64_MAX - base)
		return false;
	ret_range->base = base;
	ret_range->last = base + (size - 1);
	return true;
}

bool range_overlaps(struct range a, struct range b)
{
	return a.base <= b.last && b.base <= a.last;
}

bool range_contains(struct range outer, struct range inner)
{
	return outer.base <= inner.base && inner.last <= outer.last;
}

struct range range_intersection(struct range a, struct range b)
{
	struct range r = a;

	if (b.base > r.base)
		r.base = b.base;
	if (b.last < r.last)
		r.last = b.last;
	return r;
}

uint64_t range_size(struct range r)
{
	return r.last - r.base + 1;
}

struct range range_grow(struct range r, uint64_t to)
{
	r.base = num_align_down(r.base, to);
	r.last |= to - 1;
	return r;
}

bool range_shrink(struct range r, uint64_t to, struct range *ret_range)
{
	uint64_t base;

	if (!num_align_up(r.base, to, &base))
		return false;
	/* last + 1 rounded down, minus 1; without passing 2^64. */
	if (!num_is_aligned(r.last + 1, to)) {
		uint64_t end = num_align_down(r.last, to);

		if (end == 0)
			return false;
		r.last = end - 1;
	}
	if (base > r.last)
		return false;
	ret_range->base = base;
	ret_range->last = r.last;
	return true;
}
