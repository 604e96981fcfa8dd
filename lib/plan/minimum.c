/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan/minimum.h"

#include <string.h>

#include "base/sort.h"
#include "base/try.h"

enum mpuc_status minimum_free_ram(struct arena *a, const struct system *s,
				  struct rset *ret_free)
{
	VEC(struct range) used = { NULL, 0, 0 };
	struct rset set;

	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];
		struct range *r;

		if (!o->usable || o->kind == OBJ_RAM ||
		    o->kind == OBJ_SECTION)
			continue;
		r = VEC_PUSH(a, &used);
		TRY_PTR(r);
		*r = o->range;
	}
	TRY(rset_make(a, used.items, used.count, &set));
	return rset_subtract(a, &s->ram, &set, ret_free);
}

static int by_base(const void *pa, const void *pb, const void *arg)
{
	const struct plan_region *const *a = pa, *const *b = pb;

	(void)arg;
	return ((*a)->range.base > (*b)->range.base) -
	       ((*a)->range.base < (*b)->range.base);
}

static bool same_attr(struct pmsa_attr a, struct pmsa_attr b)
{
	return a.ap == b.ap && a.xn == b.xn && a.xn_el1 == b.xn_el1 &&
	       a.sh == b.sh && a.index == b.index && a.ns == b.ns;
}

/* MAIR: a device type has its upper half zero. */
static bool is_normal(const struct system *s, struct pmsa_attr attr)
{
	return (s->target->mair[attr.index & 7] & 0xf0) != 0;
}

/* May one region with attr reach from last up to base? */
static bool bridges(const struct system *s, const struct rset *free_ram,
		    struct pmsa_attr attr, uint64_t last, uint64_t base)
{
	struct range gap = { last + 1, base - 1 };

	if (last >= base || last + 1 == base)
		return true;
	return is_normal(s, attr) && rset_contains(free_ram, gap);
}

enum mpuc_status minimum_regions(struct arena *a, const struct system *s,
				 const struct rset *free_ram,
				 const struct plan_context *c,
				 uint32_t *ret_count)
{
	const struct plan_region **sorted;
	const struct plan_region *run = NULL;
	uint64_t reach = 0;
	uint32_t count = 0, placed = 0;

	sorted = arena_array(a, c->need, sizeof(const struct plan_region *));
	TRY_PTR(sorted);
	for (uint32_t i = 0; i < c->need; i++) {
		if (c->regions[i].placed)
			sorted[placed++] = &c->regions[i];
		else
			count++;
	}
	TRY(sort_stable(a, sorted, placed,
			sizeof(const struct plan_region *), by_base, NULL));
	for (uint32_t i = 0; i < placed; i++) {
		const struct plan_region *r = sorted[i];

		if (run == NULL || !same_attr(run->attr, r->attr) ||
		    !bridges(s, free_ram, r->attr, reach, r->range.base)) {
			run = r;
			reach = r->range.last;
			count++;
		} else if (r->range.last > reach) {
			reach = r->range.last;
		}
	}
	*ret_count = count;
	return MPUC_OK;
}
