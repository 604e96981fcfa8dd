/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/sort.h"

#include <stdbool.h>
#include <string.h>

#include "base/try.h"

struct merge {
	size_t each;
	sort_cmp_fn *cmp;
	const void *arg;
};

/* The usual sizes apart, so that the copy is a move or two. */
static void put(char *to, const char *from, size_t each)
{
	if (each == 8)
		memcpy(to, from, 8);
	else if (each == 16)
		memcpy(to, from, 16);
	else
		memcpy(to, from, each);
}

/* from[0, mid) and from[mid, end) are in order; so is to[0, end) then. */
static void merge_runs(const struct merge *m, const char *from, char *to,
		       size_t mid, size_t end)
{
	size_t each = m->each, i = 0, j = mid;

	while (i < mid && j < end) {
		const char *a = from + i * each, *b = from + j * each;
		bool first = m->cmp(a, b, m->arg) <= 0;

		put(to, first ? a : b, each);
		to += each;
		i += first;
		j += !first;
	}
	memcpy(to, from + i * each, (mid - i) * each);
	memcpy(to + (mid - i) * each, from + j * each, (end - j) * each);
}

/* Where the elements from at on stop being in order. */
static size_t run_end(const struct merge *m, const char *items, size_t at,
		      size_t count)
{
	if (at == count)
		return at;
	for (at++; at < count; at++) {
		const char *b = items + at * m->each;

		if (m->cmp(b - m->each, b, m->arg) > 0)
			break;
	}
	return at;
}

/*
 * Neighbouring runs are merged until there is one: what comes from a tree
 * is a few sorted lists, one behind the other.
 */
enum mpuc_status sort_stable(struct arena *a, void *items, size_t count,
			     size_t each, sort_cmp_fn *cmp, const void *arg)
{
	const struct merge m = { each, cmp, arg };
	char *from = items, *to, *space;
	size_t runs = 2;

	if (run_end(&m, items, 0, count) == count)
		return MPUC_OK;
	to = space = arena_array(a, count, each);
	TRY_PTR(to);
	while (runs > 1) {
		char *done = to;

		runs = 0;
		for (size_t at = 0; at < count; runs++) {
			size_t mid = run_end(&m, from, at, count);
			size_t end = run_end(&m, from, mid, count);

			merge_runs(&m, from + at * each, to + at * each,
				   mid - at, end - at);
			at = end;
		}
		to = from;
		from = done;
	}
	if (from != (char *)items)
		memcpy(items, from, count * each);
	arena_drop(a, space, count * each);
	return MPUC_OK;
}
