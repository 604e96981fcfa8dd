/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/sort.h"

#include <string.h>

#include "base/try.h"

struct merge {
	size_t each;
	sort_cmp_fn *cmp;
	const void *arg;
};

static void merge_runs(const struct merge *m, const char *from, char *to,
		       size_t mid, size_t end)
{
	size_t i = 0, j = mid;

	for (size_t k = 0; k < end; k++) {
		size_t *take = &j;

		if (j == end || (i < mid && m->cmp(from + i * m->each,
				from + j * m->each, m->arg) <= 0))
			take = &i;
		memcpy(to + k * m->each, from + *take * m->each, m->each);
		(*take)++;
	}
}

static bool is_sorted(const struct merge *m, const char *items, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (m->cmp(items + (i - 1) * m->each, items + i * m->each,
			   m->arg) > 0)
			return false;
	}
	return true;
}

enum mpuc_status sort_stable(struct arena *a, void *items, size_t count,
			     size_t each, sort_cmp_fn *cmp, const void *arg)
{
	const struct merge m = { each, cmp, arg };
	char *from = items, *to;

	/* Trees are mostly written in address order: look first. */
	if (is_sorted(&m, items, count))
		return MPUC_OK;
	to = arena_array(a, count, each);
	TRY_PTR(to);
	for (size_t run = 1; run < count; run *= 2) {
		char *done = to;

		for (size_t at = 0; at < count; at += 2 * run) {
			size_t left = count - at;
			size_t mid = run < left ? run : left;
			size_t end = 2 * run < left ? 2 * run : left;

			merge_runs(&m, from + at * each, to + at * each,
				   mid, end);
		}
		to = from;
		from = done;
	}
	if (from != (char *)items)
		memcpy(items, from, count * each);
	return MPUC_OK;
}
