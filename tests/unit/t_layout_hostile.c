/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The reader against bytes of bad will: cut, flipped, or false with a CRC
 * that fits.  What it still accepts must be consistent in every part.
 */
#include "layout_accept.h"

static const enum pmsa_arch archs[] = { PMSA_V8_32, PMSA_V8_64 };

/* Every prefix, in an allocation that ends where it ends. */
START_TEST(truncations)
{
	struct fixture f;
	uint8_t *bytes;
	size_t size;

	fixture_init(&f, archs[_i]);
	bytes = fixture_bytes(&f, &size);
	ck_assert_int_eq(try_open(bytes, size), MPUC_LAYOUT_OK);
	for (size_t len = 0; len < size; len++) {
		uint8_t *cut = malloc(len + 1);

		must(cut);
		/* One byte in, so that no load finds itself aligned. */
		memcpy(cut + 1, bytes, len);
		EXPECT(try_open(cut + 1, len) == MPUC_LAYOUT_E_SIZE);
		free(cut);
	}
	free(bytes);
	fixture_done(&f);
}
END_TEST

START_TEST(longer_than_it_says)
{
	struct fixture f;
	uint8_t *bytes, *longer;
	size_t size;

	fixture_init(&f, archs[_i]);
	bytes = fixture_bytes(&f, &size);
	longer = calloc(1, size + 8);
	must(longer);
	memcpy(longer, bytes, size);
	for (size_t more = 1; more <= 8; more++)
		ck_assert_int_eq(try_open(longer, size + more),
				 MPUC_LAYOUT_E_SIZE);
	/* Nor when the header says so: nothing may hide behind the end. */
	fixture_poke(longer + MPUC_HEADER_TOTAL, size + 8, 4);
	fixture_fix_crc(longer, size + 8);
	ck_assert_int_eq(try_open(longer, size + 8), MPUC_LAYOUT_E_TABLE);
	free(bytes);
	free(longer);
	fixture_done(&f);
}
END_TEST

START_TEST(any_alignment)
{
	struct fixture f;
	uint8_t *bytes, *moved;
	size_t size;

	fixture_init(&f, archs[_i]);
	bytes = fixture_bytes(&f, &size);
	moved = malloc(size + 8);
	must(moved);
	for (size_t by = 0; by < 8; by++) {
		memcpy(moved + by, bytes, size);
		ck_assert_int_eq(try_open(moved + by, size), MPUC_LAYOUT_OK);
	}
	free(bytes);
	free(moved);
	fixture_done(&f);
}
END_TEST

START_TEST(flipped_bits)
{
	struct fixture f;
	uint8_t *bytes;
	size_t size;

	fixture_init(&f, archs[_i]);
	bytes = fixture_bytes(&f, &size);
	for (size_t bit = 0; bit < size * 8; bit++) {
		bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
		EXPECT(try_open(bytes, size) != MPUC_LAYOUT_OK);
		bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
	}
	ck_assert_int_eq(try_open(bytes, size), MPUC_LAYOUT_OK);
	free(bytes);
	fixture_done(&f);
}
END_TEST

/* Returns whether the value was accepted; the bytes are put back. */
static bool try_value(uint8_t *bytes, size_t size, size_t at, uint32_t value)
{
	uint8_t old[2] = { bytes[at], bytes[at + 1] };
	bool ok;

	fixture_poke(bytes + at, value, 2);
	fixture_fix_crc(bytes, size);
	ok = try_open(bytes, size) == MPUC_LAYOUT_OK;
	if (ok)
		check_accepted(bytes, size);
	memcpy(bytes + at, old, 2);
	return ok;
}

static const uint16_t evil[] = {
	0, 1, 2, 3, 4, 7, 8, 16, 31, 32, 63, 64, 65, 127, 128, 254, 255, 256,
	0x7fff, 0x8000, 0xfffe, 0xffff,
};

/* Every 16-bit word, at even offsets, with values that counts stumble on. */
START_TEST(hostile_words)
{
	struct fixture f;
	uint8_t *bytes;
	size_t size, accepted = 0, tried = 0;

	fixture_init(&f, archs[_i]);
	bytes = fixture_bytes(&f, &size);
	for (size_t at = 0; at < size; at += 2) {
		uint32_t old = mpuc_layout_u16(bytes + at);

		if (at == MPUC_HEADER_CRC || at == MPUC_HEADER_CRC + 2)
			continue;
		for (size_t i = 0; i < ARRAY_SIZE(evil) + 2; i++) {
			uint32_t value = i == ARRAY_SIZE(evil) ? old + 1 :
				i > ARRAY_SIZE(evil) ? old - 1 : evil[i];

			accepted += try_value(bytes, size, at, value &
					      0xffff);
			tried++;
		}
	}
	/* Attributes, names and the digest may change; most may not. */
	ck_assert_uint_gt(accepted, 0);
	ck_assert_uint_lt(accepted, tried);
	free(bytes);
	fixture_done(&f);
}
END_TEST

/* Every count there is: all small values, and a sweep of the others. */
START_TEST(hostile_counts)
{
	struct mpuc_layout l;
	struct fixture f;
	uint8_t *bytes;
	size_t size, at;
	uint32_t right;

	fixture_init(&f, PMSA_V8_32);
	bytes = fixture_bytes(&f, &size);
	ck_assert_int_eq(mpuc_layout_open(bytes, size, &l), MPUC_LAYOUT_OK);
	if (_i < 2 * (int)MPUC_LAYOUT_TABLES)
		at = MPUC_HEADER_TABLES + (size_t)_i * 4;
	else if (_i < 20)
		at = (size_t)(l.table[MPUC_CONTEXTS] - bytes) +
		     MPUC_CONTEXT_COUNT +
		     (size_t)(_i - 16) * MPUC_CONTEXT_SIZE;
	else if (_i < 23)
		at = (size_t)(l.table[MPUC_DOMAINS] - bytes) +
		     MPUC_DOMAIN_COUNT +
		     (size_t)(_i - 20) * MPUC_DOMAIN_SIZE;
	else
		at = (size_t)(l.table[MPUC_SWITCHES] - bytes) +
		     MPUC_SWITCH_COUNT +
		     (size_t)(_i - 23) * MPUC_SWITCH_SIZE;
	right = mpuc_layout_u16(bytes + at);
	for (uint32_t value = 0; value < 0x10000;
	     value += value < 1024 || value >= 0xff00 ? 1 : 61)
		EXPECT(try_value(bytes, size, at, value) == (value == right));
	free(bytes);
	fixture_done(&f);
}
END_TEST

/* The last string must end: its last byte is the layout's. */
START_TEST(endless_string)
{
	struct fixture f;
	uint8_t *bytes;
	size_t size;

	fixture_init(&f, PMSA_V8_32);
	bytes = fixture_bytes(&f, &size);
	bytes[size - 1] = 'x';
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(try_open(bytes, size), MPUC_LAYOUT_E_TABLE);
	free(bytes);
	fixture_done(&f);
}
END_TEST

/* Pairs that are there are found, all others are not. */
START_TEST(find_all_pairs)
{
	struct mpuc_layout l;
	struct fixture f;
	uint8_t *bytes;
	size_t size;

	fixture_init(&f, archs[_i]);
	bytes = fixture_bytes(&f, &size);
	ck_assert_int_eq(mpuc_layout_open(bytes, size, &l), MPUC_LAYOUT_OK);
	for (uint32_t from = 0; from < 6; from++) {
		for (uint32_t to = 0; to < 6; to++) {
			bool there = from != to && from >= 1 && to >= 1 &&
				     from < 4 && to < 4;

			ck_assert((mpuc_layout_find(&l, from, to) != NULL) ==
				  there);
		}
	}
	/* 0x10001 << 16 | 2 has the key of 1, 2. */
	ck_assert_ptr_null(mpuc_layout_find(&l, 0x10001, 2));
	ck_assert_ptr_null(mpuc_layout_find(&l, 0, 0x10002));
	free(bytes);
	fixture_done(&f);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("layout_hostile");
	TCase *t = tcase_create("layout_hostile");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, truncations, 0, ARRAY_SIZE(archs));
	tcase_add_loop_test(t, longer_than_it_says, 0, ARRAY_SIZE(archs));
	tcase_add_loop_test(t, any_alignment, 0, ARRAY_SIZE(archs));
	tcase_add_loop_test(t, flipped_bits, 0, ARRAY_SIZE(archs));
	tcase_add_loop_test(t, hostile_words, 0, ARRAY_SIZE(archs));
	tcase_add_loop_test(t, hostile_counts, 0, 29);
	tcase_add_test(t, endless_string);
	tcase_add_loop_test(t, find_all_pairs, 0, ARRAY_SIZE(archs));
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
