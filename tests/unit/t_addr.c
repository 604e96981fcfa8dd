/* SPDX-License-Identifier: BSD-2-Clause */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "addr/range.h"
#include "addr/rset.h"
#include "base/try.h"

#define TOP UINT64_MAX

static const struct {
	uint64_t base, size;
	bool ok;
	uint64_t last;
} makes[] = {
	{ 0, 0, false, 0 }, { 0, 1, true, 0 },
	{ 0x1000, 0x1000, true, 0x1fff }, { 5, 0, false, 0 },
	{ 0, TOP, true, TOP - 1 }, { 1, TOP, true, TOP },
	{ 2, TOP, false, 0 }, { TOP, 1, true, TOP }, { TOP, 2, false, 0 },
	{ TOP - 0xfff, 0x1000, true, TOP }, { TOP - 0xfff, 0x1001, false, 0 },
};

START_TEST(make)
{
	struct range r = { 7, 9 };

	ck_assert(range_make(makes[_i].base, makes[_i].size, &r) ==
		  makes[_i].ok);
	ck_assert_uint_eq(r.base, makes[_i].ok ? makes[_i].base : 7);
	ck_assert_uint_eq(r.last, makes[_i].ok ? makes[_i].last : 9);
	if (makes[_i].ok)
		ck_assert_uint_eq(range_size(r), makes[_i].size);
}
END_TEST

START_TEST(size_of_everything)
{
	ck_assert_uint_eq(range_size((struct range){ 0, TOP }), 0);
}
END_TEST

static const struct {
	struct range a, b;
	bool overlap, a_holds_b, b_holds_a;
	struct range both;	/* when they overlap */
} pairs[] = {
	{ { 0, 9 }, { 10, 19 }, false, false, false, { 0, 0 } },
	{ { 0, 10 }, { 10, 19 }, true, false, false, { 10, 10 } },
	{ { 0, 9 }, { 0, 9 }, true, true, true, { 0, 9 } },
	{ { 0, 9 }, { 0, 8 }, true, true, false, { 0, 8 } },
	{ { 0, 9 }, { 1, 9 }, true, true, false, { 1, 9 } },
	{ { 0, 9 }, { 1, 10 }, true, false, false, { 1, 9 } },
	{ { 0, 9 }, { 3, 4 }, true, true, false, { 3, 4 } },
	{ { 0, TOP }, { TOP, TOP }, true, true, false, { TOP, TOP } },
	{ { 0, TOP - 1 }, { TOP, TOP }, false, false, false, { 0, 0 } },
	{ { 0, 0 }, { 0, TOP }, true, false, true, { 0, 0 } },
	{ { 0, 0 }, { 1, TOP }, false, false, false, { 0, 0 } },
};

START_TEST(compare)
{
	struct range a = pairs[_i].a, b = pairs[_i].b, both;

	ck_assert(range_overlaps(a, b) == pairs[_i].overlap);
	ck_assert(range_overlaps(b, a) == pairs[_i].overlap);
	ck_assert(range_contains(a, b) == pairs[_i].a_holds_b);
	ck_assert(range_contains(b, a) == pairs[_i].b_holds_a);
	if (!pairs[_i].overlap)
		return;
	both = range_intersection(a, b);
	ck_assert_uint_eq(both.base, pairs[_i].both.base);
	ck_assert_uint_eq(both.last, pairs[_i].both.last);
	both = range_intersection(b, a);
	ck_assert_uint_eq(both.base, pairs[_i].both.base);
	ck_assert_uint_eq(both.last, pairs[_i].both.last);
}
END_TEST

static const struct {
	struct range r;
	uint64_t to;
	struct range grown;
	bool left;		/* something remains when it is shrunk */
	struct range shrunk;
} rounds[] = {
	{ { 0x1000, 0x1fff }, 0x1000, { 0x1000, 0x1fff }, true,
	  { 0x1000, 0x1fff } },
	{ { 0x1001, 0x1fff }, 0x1000, { 0x1000, 0x1fff }, false, { 0, 0 } },
	{ { 0x1000, 0x1ffe }, 0x1000, { 0x1000, 0x1fff }, false, { 0, 0 } },
	{ { 0x1000, 0x2000 }, 0x1000, { 0x1000, 0x2fff }, true,
	  { 0x1000, 0x1fff } },
	{ { 0xfff, 0x2fff }, 0x1000, { 0, 0x2fff }, true,
	  { 0x1000, 0x2fff } },
	{ { 0xfff, 0x2000 }, 0x1000, { 0, 0x2fff }, true,
	  { 0x1000, 0x1fff } },
	{ { 0, 0x3e }, 0x40, { 0, 0x3f }, false, { 0, 0 } },
	{ { 0, 0x3f }, 0x40, { 0, 0x3f }, true, { 0, 0x3f } },
	{ { 0, 0x40 }, 0x40, { 0, 0x7f }, true, { 0, 0x3f } },
	{ { 3, 3 }, 1, { 3, 3 }, true, { 3, 3 } },
	{ { TOP - 0x3f, TOP }, 0x40, { TOP - 0x3f, TOP }, true,
	  { TOP - 0x3f, TOP } },
	{ { TOP - 0x3e, TOP }, 0x40, { TOP - 0x3f, TOP }, false, { 0, 0 } },
	{ { TOP - 0x7e, TOP }, 0x40, { TOP - 0x7f, TOP }, true,
	  { TOP - 0x3f, TOP } },
	{ { TOP - 0x7f, TOP - 1 }, 0x40, { TOP - 0x7f, TOP }, true,
	  { TOP - 0x7f, TOP - 0x40 } },
	{ { 0, TOP }, 0x1000, { 0, TOP }, true, { 0, TOP } },
};

START_TEST(round_to)
{
	struct range r = rounds[_i].r, g, s = { 7, 9 };

	g = range_grow(r, rounds[_i].to);
	ck_assert_uint_eq(g.base, rounds[_i].grown.base);
	ck_assert_uint_eq(g.last, rounds[_i].grown.last);
	ck_assert(range_shrink(r, rounds[_i].to, &s) == rounds[_i].left);
	ck_assert_uint_eq(s.base, rounds[_i].left ? rounds[_i].shrunk.base :
			  7);
	ck_assert_uint_eq(s.last, rounds[_i].left ? rounds[_i].shrunk.last :
			  9);
}
END_TEST

/* ---------------------------------------------------------------- sets */

#define MANY 6

static const struct {
	struct range in[MANY];
	size_t count;
	struct range out[MANY];
	size_t left;
} unions[] = {
	{ { { 0, 0 } }, 0, { { 0, 0 } }, 0 },
	{ { { 0, TOP } }, 1, { { 0, TOP } }, 1 },
	/* Touching ranges are one, a byte between makes two. */
	{ { { 0, 9 }, { 10, 19 } }, 2, { { 0, 19 } }, 1 },
	{ { { 0, 9 }, { 11, 19 } }, 2, { { 0, 9 }, { 11, 19 } }, 2 },
	{ { { 10, 19 }, { 0, 9 } }, 2, { { 0, 19 } }, 1 },
	{ { { 0, 9 }, { 2, 4 }, { 20, 29 } }, 3, { { 0, 9 }, { 20, 29 } },
	  2 },
	{ { { 5, 5 }, { 5, 5 }, { 5, 5 } }, 3, { { 5, 5 } }, 1 },
	{ { { 0, 5 }, { 0, 9 }, { 0, 3 } }, 3, { { 0, 9 } }, 1 },
	/* The top of the address space must not wrap to its bottom. */
	{ { { TOP - 9, TOP }, { 0, 0 } }, 2, { { 0, 0 }, { TOP - 9, TOP } },
	  2 },
	{ { { TOP - 9, TOP }, { TOP, TOP } }, 2, { { TOP - 9, TOP } }, 1 },
	{ { { 50, 59 }, { 0, 9 }, { 30, 39 }, { 10, 29 } }, 4,
	  { { 0, 39 }, { 50, 59 } }, 2 },
};

static void check_set(const struct rset *s, const struct range *want,
		      size_t count)
{
	ck_assert_uint_eq(s->count, count);
	for (size_t i = 0; i < count; i++) {
		ck_assert_uint_eq(s->items[i].base, want[i].base);
		ck_assert_uint_eq(s->items[i].last, want[i].last);
	}
}

START_TEST(set_union)
{
	struct arena a;
	struct rset s;

	arena_init(&a, ARENA_CAP_DEFAULT);
	ck_assert_int_eq(rset_make(&a, unions[_i].in, unions[_i].count, &s),
			 MPUC_OK);
	check_set(&s, unions[_i].out, unions[_i].left);
	arena_done(&a);
}
END_TEST

static const struct {
	struct range a[MANY];
	size_t a_count;
	struct range b[MANY];
	size_t b_count;
	struct range out[MANY];
	size_t left;
} minus[] = {
	{ { { 0, 9 } }, 1, { { 0, 0 } }, 0, { { 0, 9 } }, 1 },
	{ { { 0, 0 } }, 0, { { 0, 9 } }, 1, { { 0, 0 } }, 0 },
	{ { { 0, 9 } }, 1, { { 0, 9 } }, 1, { { 0, 0 } }, 0 },
	{ { { 0, 9 } }, 1, { { 0, 8 } }, 1, { { 9, 9 } }, 1 },
	{ { { 0, 9 } }, 1, { { 1, 9 } }, 1, { { 0, 0 } }, 1 },
	{ { { 0, 9 } }, 1, { { 4, 5 } }, 1, { { 0, 3 }, { 6, 9 } }, 2 },
	{ { { 0, 9 } }, 1, { { 1, 1 }, { 3, 3 }, { 8, 20 } }, 3,
	  { { 0, 0 }, { 2, 2 }, { 4, 7 } }, 3 },
	/* One cut over two ranges. */
	{ { { 0, 9 }, { 20, 29 } }, 2, { { 5, 24 } }, 1,
	  { { 0, 4 }, { 25, 29 } }, 2 },
	{ { { 10, 19 } }, 1, { { 0, 9 }, { 20, 29 } }, 2, { { 10, 19 } }, 1 },
	{ { { 0, TOP } }, 1, { { TOP, TOP } }, 1, { { 0, TOP - 1 } }, 1 },
	{ { { 0, TOP } }, 1, { { 0, 0 } }, 1, { { 1, TOP } }, 1 },
	{ { { 0, TOP } }, 1, { { 0, TOP } }, 1, { { 0, 0 } }, 0 },
};

START_TEST(set_minus)
{
	struct rset x, y, s;
	struct arena a;

	arena_init(&a, ARENA_CAP_DEFAULT);
	ck_assert_int_eq(rset_make(&a, minus[_i].a, minus[_i].a_count, &x),
			 MPUC_OK);
	ck_assert_int_eq(rset_make(&a, minus[_i].b, minus[_i].b_count, &y),
			 MPUC_OK);
	ck_assert_int_eq(rset_subtract(&a, &x, &y, &s), MPUC_OK);
	check_set(&s, minus[_i].out, minus[_i].left);
	arena_done(&a);
}
END_TEST

/* ------------------------------------------- against one bit per address */

#define SPACE 96		/* the lowest, or highest, addresses */
#define ROUNDS 20000

static uint64_t next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Random ranges in the window that starts at origin; their bits in map. */
static size_t scatter(uint64_t *seed, uint64_t origin, struct range *r,
		      bool *map)
{
	size_t count = next(seed) % 9;

	memset(map, 0, SPACE);
	for (size_t i = 0; i < count; i++) {
		uint64_t from = next(seed) % SPACE;
		uint64_t len = next(seed) % (next(seed) % 2 ? 4 : SPACE);

		if (len > SPACE - 1 - from)
			len = SPACE - 1 - from;
		r[i].base = origin + from;
		r[i].last = r[i].base + len;
		for (uint64_t k = from; k <= from + len; k++)
			map[k] = true;
	}
	return count;
}

/* Same members, and no two ranges that touch. */
static bool same(const struct rset *s, uint64_t origin, const bool *map)
{
	for (size_t i = 1; i < s->count; i++) {
		if (s->items[i].base <= s->items[i - 1].last + 1)
			return false;
	}
	for (uint64_t k = 0; k < SPACE; k++) {
		const struct range *hit = rset_find(s, origin + k);

		if ((hit != NULL) != map[k])
			return false;
		if (hit != NULL && (hit->base > origin + k ||
				    hit->last < origin + k))
			return false;
	}
	return true;
}

static bool same_questions(const struct rset *s, uint64_t origin,
			   const bool *map, uint64_t *seed)
{
	uint64_t from = next(seed) % SPACE;
	uint64_t to = from + next(seed) % (SPACE - from);
	struct range r = { origin + from, origin + to };
	bool all = true, any = false;

	for (uint64_t k = from; k <= to; k++) {
		all = all && map[k];
		any = any || map[k];
	}
	return rset_contains(s, r) == all && rset_overlaps(s, r) == any;
}

START_TEST(set_against_bitmap)
{
	const uint64_t origin = _i == 0 ? 0 : TOP - (SPACE - 1);
	uint64_t seed = 0x2545f4914f6cdd1d + (uint64_t)_i;
	struct arena a;

	arena_init(&a, ARENA_CAP_DEFAULT);
	for (int round = 0; round < ROUNDS; round++) {
		bool in_x[SPACE], in_y[SPACE];
		struct range r[9];
		struct rset x, y, s;
		size_t count;

		count = scatter(&seed, origin, r, in_x);
		if (rset_make(&a, r, count, &x) != MPUC_OK ||
		    !same(&x, origin, in_x))
			ck_abort_msg("union, round %d", round);
		count = scatter(&seed, origin, r, in_y);
		if (rset_make(&a, r, count, &y) != MPUC_OK ||
		    rset_subtract(&a, &x, &y, &s) != MPUC_OK)
			ck_abort_msg("no set, round %d", round);
		for (size_t k = 0; k < SPACE; k++)
			in_x[k] = in_x[k] && !in_y[k];
		if (!same(&s, origin, in_x))
			ck_abort_msg("difference, round %d", round);
		if (!same_questions(&y, origin, in_y, &seed))
			ck_abort_msg("question, round %d", round);
		arena_done(&a);
	}
}
END_TEST

START_TEST(input_is_not_changed)
{
	struct range in[] = { { 20, 29 }, { 0, 9 }, { 5, 22 } };
	const struct range before[] = { { 20, 29 }, { 0, 9 }, { 5, 22 } };
	struct arena a;
	struct rset s;

	arena_init(&a, ARENA_CAP_DEFAULT);
	ck_assert_int_eq(rset_make(&a, in, 3, &s), MPUC_OK);
	ck_assert_mem_eq(in, before, sizeof(in));
	check_set(&s, (struct range[]){ { 0, 29 } }, 1);
	arena_done(&a);
}
END_TEST

START_TEST(out_of_memory)
{
	const struct range in[] = { { 20, 29 }, { 0, 9 } };
	struct arena a;
	struct rset s, d;

	arena_init(&a, ARENA_CAP_DEFAULT);
	for (uint64_t k = 1; k <= 2; k++) {
		a.fail_in = k;
		ck_assert_int_eq(rset_make(&a, in, 2, &s), MPUC_E_NOMEM);
	}
	a.fail_in = 3;
	ck_assert_int_eq(rset_make(&a, in, 2, &s), MPUC_OK);
	a.fail_in = 1;
	ck_assert_int_eq(rset_subtract(&a, &s, &s, &d), MPUC_E_NOMEM);
	arena_done(&a);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("addr");
	TCase *t = tcase_create("addr");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, make, 0, ARRAY_SIZE(makes));
	tcase_add_test(t, size_of_everything);
	tcase_add_loop_test(t, compare, 0, ARRAY_SIZE(pairs));
	tcase_add_loop_test(t, round_to, 0, ARRAY_SIZE(rounds));
	tcase_add_loop_test(t, set_union, 0, ARRAY_SIZE(unions));
	tcase_add_loop_test(t, set_minus, 0, ARRAY_SIZE(minus));
	tcase_add_loop_test(t, set_against_bitmap, 0, 2);
	tcase_add_test(t, input_is_not_changed);
	tcase_add_test(t, out_of_memory);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
