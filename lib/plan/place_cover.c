/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan/place_cover.h"

/* Make hull reach over the parts in a gap. */
static void stretch(const struct place_problem *p, struct place_flow *f,
		    const struct place_gap *gap, uint32_t bit,
		    struct place_cluster *hull)
{
	uint64_t units = 0, low, high;
	struct range free;

	for (uint32_t i = 0; i < f->count; i++)
		units += *place_flow_part(f, i, bit);
	if (units == 0 || !range_shrink(gap->range, p->align, &free))
		return;
	low = gap->from_top ? free.last - (units * p->align - 1) : free.base;
	high = gap->from_top ? free.last : free.base + (units * p->align - 1);
	if (!hull->used || low < hull->low)
		hull->low = low;
	if (!hull->used || high > hull->high)
		hull->high = high;
	hull->used = true;
}

static uint64_t asked(const struct place_problem *p)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < p->request_count; i++)
		sum += p->requests[i].size;
	return sum;
}

uint64_t place_cover(const struct place_problem *p, struct place_flow *f,
		     const uint32_t *gap)
{
	uint64_t total = 0;

	for (uint32_t c = 0; c < p->cluster_count; c++) {
		struct place_cluster hull = p->clusters[c];

		for (uint32_t g = 0; g < f->gap_count; g++) {
			if (p->gaps[gap[g]].cluster == c)
				stretch(p, f, &p->gaps[gap[g]], g, &hull);
		}
		for (uint32_t g = 0; hull.used && g < p->gap_count; g++) {
			const struct range all = { hull.low, hull.high };
			const struct range *r = &p->gaps[g].range;

			if (p->gaps[g].cluster == c && range_overlaps(*r, all))
				total += range_size(range_intersection(*r,
								       all));
		}
	}
	return total > asked(p) ? total - asked(p) : 0;
}

uint64_t place_least_cover(const struct place_problem *p)
{
	uint64_t holes = 0;

	for (uint32_t g = 0; g < p->gap_count; g++) {
		const struct place_gap *gap = &p->gaps[g];
		const struct place_cluster *c = &p->clusters[gap->cluster];

		if (c->used && gap->range.base > c->low &&
		    gap->range.last < c->high)
			holes += range_size(gap->range);
	}
	return holes > asked(p) ? holes - asked(p) : 0;
}
