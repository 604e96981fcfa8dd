/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/sort.h"

#include <stdbool.h>
#include <string.h>

#include "base/try.h"

struct merge {
	struct arena *a;
	size_t each;
	sort_cmp_fn *cmp;
	const void *arg;
	char *items;
	char *space;		/* for the shorter one of two runs */
	size_t room;		/* ... so many elements */
};

static char *item(const struct merge *m, size_t i)
{
	return m->items + i * m->each;
}

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

/* The first run is in space, where it leaves room from its start on. */
static void merge_up(const struct merge *m, size_t start, size_t mid,
		     size_t end)
{
	const char *a = m->space, *a_end = a + (mid - start) * m->each;
	const char *b = item(m, mid), *b_end = item(m, end);
	char *to = item(m, start);

	while (a < a_end && b < b_end) {
		bool first = m->cmp(a, b, m->arg) <= 0;

		put(to, first ? a : b, m->each);
		to += m->each;
		a += first ? m->each : 0;
		b += first ? 0 : m->each;
	}
	memcpy(to, a, (size_t)(a_end - a));
}

/* The second run is in space: the same from the end backwards. */
static void merge_down(const struct merge *m, size_t start, size_t mid,
		       size_t end)
{
	const char *a = item(m, mid), *a_end = item(m, start);
	const char *b_end = m->space, *b = b_end + (end - mid) * m->each;
	char *to = item(m, end);

	while (a > a_end && b > b_end) {
		bool first = m->cmp(a - m->each, b - m->each, m->arg) > 0;

		a -= first ? m->each : 0;
		b -= first ? 0 : m->each;
		to -= m->each;
		put(to, first ? a : b, m->each);
	}
	memcpy(to - (b - b_end), b_end, (size_t)(b - b_end));
}

/* Where in [lo, hi) the elements stop being before key, or equal to it. */
static size_t bound(const struct merge *m, size_t lo, size_t hi,
		    const char *key, bool equal)
{
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (m->cmp(item(m, mid), key, m->arg) < (equal ? 1 : 0))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static enum mpuc_status fit_space(struct merge *m, size_t count)
{
	size_t room = 2 * m->room > count ? 2 * m->room : count;
	char *space;

	if (count <= m->room)
		return MPUC_OK;
	space = arena_array(m->a, room, m->each);
	TRY_PTR(space);
	arena_drop(m->a, m->space, m->room * m->each);
	m->space = space;
	m->room = room;
	return MPUC_OK;
}

/* What stands right already is left out: often that is nearly all. */
static enum mpuc_status merge_runs(struct merge *m, size_t start, size_t mid,
				   size_t end)
{
	bool up;

	start = bound(m, start, mid, item(m, mid), true);
	end = bound(m, mid, end, item(m, mid - 1), false);
	up = mid - start <= end - mid;
	TRY(fit_space(m, up ? mid - start : end - mid));
	if (up) {
		memcpy(m->space, item(m, start), (mid - start) * m->each);
		merge_up(m, start, mid, end);
	} else {
		memcpy(m->space, item(m, mid), (end - mid) * m->each);
		merge_down(m, start, mid, end);
	}
	return MPUC_OK;
}

/* Where the elements from at on stop being in order. */
static size_t run_end(const struct merge *m, size_t at, size_t count)
{
	if (at == count)
		return at;
	for (at++; at < count; at++) {
		if (m->cmp(item(m, at - 1), item(m, at), m->arg) > 0)
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
	struct merge m = { a, each, cmp, arg, items, NULL, 0 };
	size_t runs;

	do {
		runs = 0;
		for (size_t at = 0; at < count; runs++) {
			size_t mid = run_end(&m, at, count);
			size_t end = run_end(&m, mid, count);

			if (mid < end)
				TRY(merge_runs(&m, at, mid, end));
			at = end;
		}
	} while (runs > 1);
	arena_drop(a, m.space, m.room * each);
	return MPUC_OK;
}
