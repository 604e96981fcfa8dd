/* SPDX-License-Identifier: BSD-2-Clause */
#include "addr/rset.h"

#include <string.h>

#include "base/sort.h"
#include "base/try.h"

static int by_base(const void *pa, const void *pb, const void *arg)
{
	const struct range *a = pa, *b = pb;

	(void)arg;
	return (a->base > b->base) - (a->base < b->base);
}

/* Merge sorted ranges that overlap or touch, in place. */
static size_t merge(struct range *r, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct range *top = kept > 0 ? &r[kept - 1] : NULL;

		if (top != NULL && (top->last == UINT64_MAX ||
				    r[i].base <= top->last + 1)) {
			if (r[i].last > top->last)
				top->last = r[i].last;
		} else {
			r[kept++] = r[i];
		}
	}
	return kept;
}

enum mpuc_status rset_take(struct arena *a, struct range *items, size_t count,
			   struct rset *ret_set)
{
	TRY(sort_stable(a, items, count, sizeof(*items), by_base, NULL));
	ret_set->count = merge(items, count);
	ret_set->items = items;
	return MPUC_OK;
}

enum mpuc_status rset_make(struct arena *a, const struct range *items,
			   size_t count, struct rset *ret_set)
{
	struct range *r = arena_array(a, count, sizeof(*r));

	TRY_PTR(r);
	if (count > 0)
		memcpy(r, items, count * sizeof(*r));
	return rset_take(a, r, count, ret_set);
}

enum mpuc_status rset_subtract(struct arena *arena, const struct rset *a,
			       const struct rset *b, struct rset *ret_set)
{
	struct range *r = arena_array(arena, a->count + b->count, sizeof(*r));
	size_t kept = 0, j = 0;

	TRY_PTR(r);
	for (size_t i = 0; i < a->count; i++) {
		struct range left = a->items[i];
		bool more = true;

		while (j < b->count && b->items[j].last < left.base)
			j++;
		for (size_t k = j; more && k < b->count &&
		     b->items[k].base <= left.last; k++) {
			struct range cut = b->items[k];

			if (cut.base > left.base) {
				r[kept].base = left.base;
				r[kept++].last = cut.base - 1;
			}
			more = cut.last < left.last;
			if (more)
				left.base = cut.last + 1;
		}
		if (more)
			r[kept++] = left;
	}
	ret_set->items = r;
	ret_set->count = kept;
	return MPUC_OK;
}

const struct range *rset_find(const struct rset *s, uint64_t address)
{
	size_t lo = 0, hi = s->count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->items[mid].last < address)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == s->count || s->items[lo].base > address)
		return NULL;
	return &s->items[lo];
}

bool rset_contains(const struct rset *s, struct range r)
{
	const struct range *hit = rset_find(s, r.base);

	return hit != NULL && hit->last >= r.last;
}

bool rset_overlaps(const struct rset *s, struct range r)
{
	size_t lo = 0, hi = s->count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->items[mid].last < r.base)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->count && s->items[lo].base <= r.last;
}
