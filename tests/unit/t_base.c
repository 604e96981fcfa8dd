/* SPDX-License-Identifier: BSD-2-Clause */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/sort.h"
#include "base/try.h"
#include "base/vec.h"

static uint64_t next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* --------------------------------------------------------------- arena */

/* Sizes on both sides of what a chunk and an own block hold. */
static const size_t sizes[] = {
	0, 1, 15, 16, 17, 16383, 16384, 16385, 65535, 65536, 65537, 1 << 20,
};

START_TEST(arena_gives_zeroed_aligned_bytes)
{
	struct arena a;

	arena_init(&a, ARENA_CAP_DEFAULT);
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
			unsigned char *p = arena_alloc(&a, sizes[i]);

			ck_assert_ptr_nonnull(p);
			ck_assert_uint_eq((uintptr_t)p %
					  _Alignof(max_align_t), 0);
			for (size_t k = 0; k < sizes[i]; k++) {
				if (p[k] != 0)
					ck_abort_msg("byte %zu of %zu", k,
						     sizes[i]);
			}
			memset(p, 0xa5, sizes[i]);
		}
	}
	arena_done(&a);
}
END_TEST

/* Blocks must not share bytes, whatever order their sizes come in. */
START_TEST(arena_blocks_are_apart)
{
	unsigned char *blocks[200];
	size_t size[200];
	uint64_t seed = 88172645463325252U;
	struct arena a;

	arena_init(&a, ARENA_CAP_DEFAULT);
	for (size_t i = 0; i < ARRAY_SIZE(blocks); i++) {
		size[i] = sizes[next(&seed) % 10] + next(&seed) % 40;
		blocks[i] = arena_alloc(&a, size[i]);
		ck_assert_ptr_nonnull(blocks[i]);
		memset(blocks[i], (int)i, size[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(blocks); i++) {
		for (size_t k = 0; k < size[i]; k++) {
			if (blocks[i][k] != i)
				ck_abort_msg("block %zu, byte %zu", i, k);
		}
	}
	arena_done(&a);
}
END_TEST

START_TEST(arena_keeps_its_cap)
{
	struct arena a;

	arena_init(&a, 200000);
	ck_assert_ptr_nonnull(arena_alloc(&a, 100000));
	ck_assert_ptr_null(arena_alloc(&a, 100000));
	ck_assert_uint_le(a.used, 200000);
	/* A refusal does not use the arena up. */
	ck_assert_ptr_nonnull(arena_alloc(&a, 10));
	ck_assert_ptr_null(arena_alloc(&a, SIZE_MAX));
	ck_assert_ptr_null(arena_alloc(&a, SIZE_MAX - 64));
	ck_assert_ptr_null(arena_array(&a, SIZE_MAX / 2, 3));
	ck_assert_ptr_nonnull(arena_array(&a, 0, 3));
	ck_assert_ptr_null(arena_strndup(&a, "x", SIZE_MAX));
	arena_done(&a);
	/* Released, it can be filled again, to the same cap. */
	ck_assert_uint_eq(a.used, 0);
	ck_assert_ptr_nonnull(arena_alloc(&a, 100000));
	arena_done(&a);
}
END_TEST

/* Growing and shrinking over the size where blocks become chunks. */
START_TEST(arena_resizes)
{
	const size_t step = 50000, last = 40;
	unsigned char *p;
	struct arena a;

	arena_init(&a, ARENA_CAP_DEFAULT);
	p = arena_alloc(&a, step);
	ck_assert_ptr_nonnull(p);
	memset(p, 1, step);
	for (size_t n = 2; n <= last; n++) {
		ck_assert_ptr_nonnull(arena_alloc(&a, 70000 * (n % 3)));
		p = arena_resize(&a, p, (n - 1) * step, n * step);
		ck_assert_ptr_nonnull(p);
		memset(p + (n - 1) * step, (int)n, step);
	}
	for (size_t i = 0; i < last * step; i += 99)
		ck_assert_uint_eq(p[i], i / step + 1);
	p = arena_resize(&a, p, last * step, 10);
	ck_assert_uint_eq(p[9], 1);
	arena_done(&a);
}
END_TEST

START_TEST(arena_resize_keeps_the_cap)
{
	struct arena a;
	char *p, *same;

	arena_init(&a, 1000000);
	p = arena_alloc(&a, 400000);
	ck_assert_ptr_nonnull(p);
	p[399999] = 'x';
	ck_assert_ptr_null(arena_resize(&a, p, 400000, 1100000));
	ck_assert_ptr_null(arena_resize(&a, p, 400000, SIZE_MAX));
	a.fail_in = 1;
	ck_assert_ptr_null(arena_resize(&a, p, 400000, 500000));
	ck_assert_int_eq(p[399999], 'x');
	same = arena_resize(&a, p, 400000, 900000);
	ck_assert_ptr_nonnull(same);
	ck_assert_int_eq(same[399999], 'x');
	ck_assert_uint_le(a.used, a.cap);
	arena_done(&a);
}
END_TEST

/* A big block that is dropped makes room; a small one may not. */
START_TEST(arena_drops)
{
	struct arena a;
	char *p, *q;

	arena_init(&a, 1000000);
	p = arena_alloc(&a, 600000);
	q = arena_alloc(&a, 300000);
	ck_assert_ptr_null(arena_alloc(&a, 600000));
	arena_drop(&a, p, 600000);
	p = arena_alloc(&a, 600000);
	ck_assert_ptr_nonnull(p);
	ck_assert_int_eq(p[0], 0);
	arena_drop(&a, q, 300000);
	arena_drop(&a, p, 600000);
	ck_assert_uint_eq(a.used, 0);
	arena_drop(&a, NULL, 600000);
	p = arena_alloc(&a, 10);
	arena_drop(&a, p, 10);
	ck_assert_ptr_nonnull(arena_alloc(&a, 10));
	arena_done(&a);
}
END_TEST

/* fail_in n: n - 1 allocations pass, the n-th does not, then all pass. */
START_TEST(arena_fails_when_told)
{
	const uint64_t n = (uint64_t)_i;
	struct arena a;

	arena_init(&a, ARENA_CAP_DEFAULT);
	a.fail_in = n;
	for (uint64_t k = 1; k <= 10; k++)
		ck_assert((arena_alloc(&a, 8) == NULL) == (k == n));
	ck_assert_uint_eq(a.fail_in, 0);
	arena_done(&a);
}
END_TEST

START_TEST(arena_strings)
{
	struct arena a;
	char *s;

	arena_init(&a, ARENA_CAP_DEFAULT);
	ck_assert_str_eq(arena_strdup(&a, ""), "");
	ck_assert_str_eq(arena_strdup(&a, "domU1"), "domU1");
	ck_assert_str_eq(arena_strndup(&a, "domU1", 3), "dom");
	ck_assert_str_eq(arena_printf(&a, "%s-%05d", "x", 42), "x-00042");
	s = arena_printf(&a, "%70000d", 7);
	ck_assert_ptr_nonnull(s);
	ck_assert_uint_eq(strlen(s), 70000);
	ck_assert(s[69999] == '7' && s[69998] == ' ');
	a.fail_in = 1;
	ck_assert_ptr_null(arena_printf(&a, "%d", 1));
	arena_done(&a);
}
END_TEST

/* ---------------------------------------------------------------- sort */

struct item {
	uint32_t key, order;
};

static int by_key(const void *pa, const void *pb, const void *arg)
{
	const struct item *a = pa, *b = pb;
	const int *sign = arg;

	return *sign * ((a->key > b->key) - (a->key < b->key));
}

/* Every count up to 70: all shapes of the last run. */
START_TEST(sort_is_stable)
{
	const int sign = _i % 2 == 0 ? 1 : -1;
	uint64_t seed = 0x9e3779b97f4a7c15 + (uint64_t)_i;
	size_t count = (size_t)_i / 2;
	struct item items[70];
	bool seen[70] = { false };
	struct arena a;

	arena_init(&a, ARENA_CAP_DEFAULT);
	for (uint32_t i = 0; i < count; i++)
		items[i] = (struct item){ (uint32_t)(next(&seed) % 5), i };
	ck_assert_int_eq(sort_stable(&a, items, count, sizeof(items[0]),
				     by_key, &sign), MPUC_OK);
	for (size_t i = 0; i < count; i++) {
		ck_assert_uint_lt(items[i].order, count);
		ck_assert(!seen[items[i].order]);
		seen[items[i].order] = true;
		if (i == 0)
			continue;
		ck_assert_int_le(by_key(&items[i - 1], &items[i], &sign), 0);
		ck_assert(items[i - 1].key != items[i].key ||
			  items[i - 1].order < items[i].order);
	}
	arena_done(&a);
}
END_TEST

START_TEST(sort_needs_memory_only_to_move)
{
	struct item items[] = { { 1, 0 }, { 2, 1 }, { 2, 2 } };
	const int up = 1, down = -1;
	struct arena a;

	arena_init(&a, ARENA_CAP_DEFAULT);
	a.fail_in = 1;
	ck_assert_int_eq(sort_stable(&a, items, 3, sizeof(items[0]), by_key,
				     &up), MPUC_OK);
	ck_assert_int_eq(sort_stable(&a, items, 3, sizeof(items[0]), by_key,
				     &down), MPUC_E_NOMEM);
	/* What could not be sorted is as it was. */
	ck_assert(items[0].order == 0 && items[1].order == 1 &&
		  items[2].order == 2);
	arena_done(&a);
}
END_TEST

/* One element out of place needs room for one, not for all of them. */
START_TEST(sort_moves_what_is_out_of_place)
{
	const uint32_t last = 100000, from = _i == 0 ? 0 : last;
	const int up = 1;
	struct item *items;
	struct arena a;
	size_t before;

	arena_init(&a, ARENA_CAP_DEFAULT);
	items = arena_array(&a, last + 1, sizeof(*items));
	ck_assert_ptr_nonnull(items);
	ck_assert_ptr_nonnull(arena_alloc(&a, 1));
	for (uint32_t i = 0; i <= last; i++)
		items[i] = (struct item){ i, i };
	items[from].key = last / 2;
	before = a.used;
	ck_assert_int_eq(sort_stable(&a, items, last + 1, sizeof(*items),
				     by_key, &up), MPUC_OK);
	ck_assert_uint_eq(a.used, before);
	for (uint32_t i = 1; i <= last; i++)
		ck_assert(items[i - 1].key < items[i].key ||
			  (items[i - 1].key == items[i].key &&
			   items[i - 1].order < items[i].order));
	arena_done(&a);
}
END_TEST

/* ----------------------------------------------------------------- vec */

START_TEST(vec_grows_and_keeps)
{
	VEC(struct item) v = { NULL, 0, 0 };
	struct arena a;

	arena_init(&a, ARENA_CAP_DEFAULT);
	for (uint32_t i = 0; i < 1000; i++) {
		struct item *item = VEC_PUSH(&a, &v);

		ck_assert_ptr_nonnull(item);
		ck_assert_ptr_eq(item, &v.items[i]);
		ck_assert_uint_eq(item->key, 0);
		item->key = i * 3;
	}
	ck_assert_uint_eq(v.count, 1000);
	for (uint32_t i = 0; i < 1000; i++)
		ck_assert_uint_eq(v.items[i].key, i * 3);
	while (v.count < v.cap)
		ck_assert_ptr_nonnull(VEC_PUSH(&a, &v));
	a.fail_in = 1;
	ck_assert_ptr_null(VEC_PUSH(&a, &v));
	ck_assert_uint_eq(v.count, v.cap);
	ck_assert_uint_eq(v.items[999].key, 2997);
	ck_assert_ptr_nonnull(VEC_PUSH(&a, &v));
	ck_assert_uint_eq(v.items[999].key, 2997);
	arena_done(&a);
}
END_TEST

START_TEST(vec_reserves)
{
	struct item borrowed[3] = { { 1, 2 }, { 3, 4 }, { 5, 6 } };
	VEC(struct item) v = { NULL, 0, 0 };
	struct item *items;
	struct arena a;

	arena_init(&a, ARENA_CAP_DEFAULT);
	ck_assert(VEC_RESERVE(&a, &v, 100));
	ck_assert_uint_eq(v.count, 0);
	ck_assert_uint_eq(v.cap, 100);
	items = v.items;
	for (size_t i = 0; i < 60; i++) {
		ck_assert_ptr_nonnull(VEC_PUSH(&a, &v));
		v.items[i].key = 7;
	}
	/* Enough is there; a little more is twice as much. */
	ck_assert(VEC_RESERVE(&a, &v, 40));
	ck_assert_ptr_eq(v.items, items);
	ck_assert(VEC_RESERVE(&a, &v, 41));
	ck_assert_uint_eq(v.cap, 120);
	ck_assert_uint_eq(v.items[59].key, 7);
	ck_assert(!VEC_RESERVE(&a, &v, SIZE_MAX));
	ck_assert(!VEC_RESERVE(&a, &v, SIZE_MAX / sizeof(*v.items)));
	ck_assert_uint_eq(v.cap, 120);
	/* Somebody else's items are copied, not moved. */
	v.items = borrowed;
	v.count = 3;
	v.cap = 0;
	ck_assert(VEC_RESERVE(&a, &v, 1));
	ck_assert_ptr_ne(v.items, borrowed);
	ck_assert_uint_eq(v.items[2].order, 6);
	arena_done(&a);
}
END_TEST

/* ----------------------------------------------------------------- map */

START_TEST(map_finds_what_was_put)
{
	static char keys[500][8];
	struct map m = { NULL, 0, 0 };
	struct arena a;

	arena_init(&a, ARENA_CAP_DEFAULT);
	ck_assert_ptr_null(map_get(&m, "k0"));
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		snprintf(keys[i], sizeof(keys[i]), "k%zu", i);
		ck_assert_ptr_null(map_get(&m, keys[i]));
		ck_assert(map_put(&a, &m, keys[i], &keys[i]));
	}
	ck_assert_uint_eq(m.count, ARRAY_SIZE(keys));
	/* By contents, not by address of the key. */
	ck_assert_ptr_eq(map_get(&m, (char[]){ "k77" }), &keys[77]);
	ck_assert(map_put(&a, &m, "k77", &keys[78]));
	ck_assert_uint_eq(m.count, ARRAY_SIZE(keys));
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		ck_assert_ptr_eq(map_get(&m, keys[i]),
				 &keys[i == 77 ? 78 : i]);
	ck_assert_ptr_null(map_get(&m, "k500"));
	ck_assert_ptr_null(map_get(&m, ""));
	ck_assert_ptr_null(map_get(&m, "k"));
	arena_done(&a);
}
END_TEST

/* A map that can't grow keeps what it has. */
START_TEST(map_out_of_memory)
{
	static const char *const keys[] = {
		"a", "b", "c", "d", "e", "f", "g", "h", "i",
	};
	struct map m = { NULL, 0, 0 };
	struct arena a;

	arena_init(&a, ARENA_CAP_DEFAULT);
	a.fail_in = 1;
	ck_assert(!map_put(&a, &m, "a", keys));
	ck_assert_ptr_null(map_get(&m, "a"));
	for (size_t i = 0; i < 8; i++)
		ck_assert(map_put(&a, &m, keys[i], &keys[i]));
	a.fail_in = 1;
	ck_assert(!map_put(&a, &m, keys[8], &keys[8]));
	for (size_t i = 0; i < 8; i++)
		ck_assert_ptr_eq(map_get(&m, keys[i]), &keys[i]);
	ck_assert_ptr_null(map_get(&m, keys[8]));
	ck_assert(map_put(&a, &m, keys[8], &keys[8]));
	ck_assert_ptr_eq(map_get(&m, keys[8]), &keys[8]);
	arena_done(&a);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("base");
	TCase *t = tcase_create("base");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_add_test(t, arena_gives_zeroed_aligned_bytes);
	tcase_add_test(t, arena_blocks_are_apart);
	tcase_add_test(t, arena_keeps_its_cap);
	tcase_add_test(t, arena_resizes);
	tcase_add_test(t, arena_resize_keeps_the_cap);
	tcase_add_test(t, arena_drops);
	tcase_add_loop_test(t, arena_fails_when_told, 1, 10);
	tcase_add_test(t, arena_strings);
	tcase_add_loop_test(t, sort_is_stable, 0, 2 * 71);
	tcase_add_test(t, sort_needs_memory_only_to_move);
	tcase_add_loop_test(t, sort_moves_what_is_out_of_place, 0, 2);
	tcase_add_test(t, vec_grows_and_keeps);
	tcase_add_test(t, vec_reserves);
	tcase_add_test(t, map_finds_what_was_put);
	tcase_add_test(t, map_out_of_memory);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
