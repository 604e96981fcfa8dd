/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan/place_lay.h"

#include "base/sort.h"
#include "base/try.h"

static int by_request(const void *pa, const void *pb, const void *arg)
{
	const struct place_bank *a = pa, *b = pb;

	(void)arg;
	if (a->request != b->request)
		return a->request < b->request ? -1 : 1;
	return (a->range.base > b->range.base) -
	       (a->range.base < b->range.base);
}

enum mpuc_status place_lay_out(struct arena *a, const struct place_problem *p,
			       struct place_flow *f, const uint32_t *gap,
			       const uint32_t *order,
			       struct place_result *result)
{
	uint64_t *left = arena_array(a, p->request_count, sizeof(*left));

	TRY_PTR(left);
	for (uint32_t i = 0; i < p->request_count; i++)
		left[i] = p->requests[order[i]].size;
	for (uint32_t g = 0; g < f->gap_count; g++) {
		const struct place_gap *from = &p->gaps[gap[g]];
		struct range free;
		uint64_t used = 0;

		if (!range_shrink(from->range, p->align, &free))
			continue;
		for (uint32_t i = 0; i < p->request_count; i++) {
			uint64_t part = *place_flow_part(f, i, g) *
					p->align;
			uint64_t size = part < left[i] ? part : left[i];
			struct place_bank *b;

			if (part == 0)
				continue;
			b = VEC_PUSH(a, &result->banks);
			TRY_PTR(b);
			b->request = order[i];
			b->range.base = from->from_top ?
				free.last - used - (part - 1) :
				free.base + used;
			b->range.last = b->range.base + (size - 1);
			used += part;
			left[i] -= size;
		}
	}
	return sort_stable(a, result->banks.items, result->banks.count,
			   sizeof(*result->banks.items), by_request, NULL);
}
