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
	if (each == 4)
		memcpy(to, from, 4);
	else if (each == 8)
		memcpy(to, from, 8);
	else if (each == 16)
		memcpy(to, from, 16);
	else
		memcpy(to, from, each);
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

/* The same from lo on, in steps that double: often it is near. */
static size_t bound_up(const struct merge *m, size_t lo, size_t hi,
		       const char *key)
{
	size_t step = 1;

	while (step <= hi - lo &&
	       m->cmp(item(m, lo + step - 1), key, m->arg) < 0) {
		lo += step;
		step *= 2;
	}
	return bound(m, lo, step <= hi - lo ? lo + step - 1 : hi, key, false);
}

/* From hi down, past those that are equal. */
static size_t bound_down(const struct merge *m, size_t lo, size_t hi,
			 const char *key)
{
	size_t step = 1;

	while (step <= hi - lo &&
	       m->cmp(item(m, hi - step), key, m->arg) > 0) {
		hi -= step;
		step *= 2;
	}
	return bound(m, step <= hi - lo ? hi - step + 1 : lo, hi, key, true);
}

/*
 * The first run is in space, where it leaves room from its start on.  Each
 * of its elements lets pass what comes before it, as a whole.
 */
static void merge_up(const struct merge *m, size_t start, size_t mid,
		     size_t end)
{
	const char *a = m->space, *a_end = a + (mid - start) * m->each;

	for (; a < a_end; a += m->each) {
		size_t next = bound_up(m, mid, end, a);

		if (next > mid)
			memmove(item(m, start), item(m, mid),
				(next - mid) * m->each);
		start += next - mid;
		mid = next;
		put(item(m, start++), a, m->each);
	}
}

/* The second run is in space: the same from the end backwards. */
static void merge_down(const struct merge *m, size_t start, size_t mid,
		       size_t end)
{
	const char *b = m->space + (end - mid) * m->each;

	while (b > m->space) {
		size_t next;

		b -= m->each;
		next = bound_down(m, start, mid, b);
		end -= mid - next;
		if (mid > next)
			memmove(item(m, end), item(m, next),
				(mid - next) * m->each);
		mid = next;
		put(item(m, --end), b, m->each);
	}
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
	if (start == mid || mid == end)
		return MPUC_OK;
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
