/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The reader against bytes of bad will: cut, flipped, or false with a CRC
 * that fits.  What it still accepts must be consistent in every part.
 */
#include "layout_accept.h"

#define SHAPES 3
#define GUESTS 4U

/* No boot phase; each guest has a slot of its own, which stays loaded. */
static void init_guests(struct fixture *f)
{
	static const char *const names[GUESTS] = {
		"guest/domU1", "guest/domU2", "guest/domU3", "guest/domU4",
	};
	const struct range device = { 0xf0000000, 0xf0000fff };
	struct plan *p = &f->plan;

	fixture_start(f, PMSA_V8_32, 20);
	fixture_context(f, "idle", CTX_IDLE, SYS_NONE);
	for (uint32_t i = 0; i < GUESTS; i++) {
		uint64_t base = 0x40000000 + i * 0x1000000ULL;
		const char *name = names[i] + strlen("guest/");
		struct plan_context *c = fixture_context(f, names[i],
							 CTX_GUEST, i);

		fixture_domain(f, name, 1, true);
		fixture_object(f, OBJ_STATIC_MEM, i, base, 0x1000000);
		fixture_region(f, c, name, 2 + i,
			       (struct range){ base, base + 0xffffff });
		c->regions[c->region_count - 1].resident = true;
		if (i % 2 == 0)
			fixture_region(f, c, "device", 12, device);
	}
	p->is_optimal = true;
	ck_assert_int_eq(switches_make(&f->arena, p), MPUC_OK);
}

static void init_shape(struct fixture *f, int shape)
{
	if (shape < 2)
		fixture_init(f, shape == 0 ? PMSA_V8_32 : PMSA_V8_64);
	else
		init_guests(f);
}

/* Every prefix, in an allocation that ends where it ends. */
START_TEST(truncations)
{
	struct fixture f;
	uint8_t *bytes;
	size_t size;

	init_shape(&f, _i);
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

	init_shape(&f, _i);
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

	init_shape(&f, _i);
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

	init_shape(&f, _i);
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

	init_shape(&f, _i);
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

#define HALVES (MPUC_LAYOUT_TABLES * MPUC_ENTRY_SIZE / 2)

/*
 * Returns where the count is, 0 behind the last one.  The directory's offsets
 * are among them: half of each word is like a count.
 */
static size_t count_at(const struct mpuc_layout *l, uint32_t i)
{
	static const struct {
		enum mpuc_layout_table table;
		uint32_t size, at;
	} owners[] = {
		{ MPUC_CONTEXTS, MPUC_CONTEXT_SIZE, MPUC_CONTEXT_COUNT },
		{ MPUC_DOMAINS, MPUC_DOMAIN_SIZE, MPUC_DOMAIN_COUNT },
		{ MPUC_SWITCHES, MPUC_SWITCH_SIZE, MPUC_SWITCH_COUNT },
	};

	if (i < HALVES)
		return MPUC_HEADER_TABLES + i * 2;
	i -= HALVES;
	for (size_t k = 0; k < ARRAY_SIZE(owners); k++) {
		if (i < l->count[owners[k].table])
			return (size_t)(l->table[owners[k].table] - l->bytes) +
			       i * owners[k].size + owners[k].at;
		i -= l->count[owners[k].table];
	}
	return 0;
}

/*
 * Every count there is: all small values, and a sweep of the others.  No
 * table here has 512 records, so from there on one comparison refuses all;
 * to try each of them would take minutes, for the CRC.
 */
START_TEST(hostile_counts)
{
	struct mpuc_layout l;
	struct fixture f;
	uint8_t *bytes;
	size_t size, at;
	uint32_t tried = 0;

	init_shape(&f, _i);
	bytes = fixture_bytes(&f, &size);
	ck_assert_int_eq(mpuc_layout_open(bytes, size, &l), MPUC_LAYOUT_OK);
	for (uint32_t t = 0; t < MPUC_LAYOUT_TABLES; t++)
		ck_assert_uint_lt(l.count[t], 512);
	for (; (at = count_at(&l, tried)) != 0; tried++) {
		uint32_t right = mpuc_layout_u16(bytes + at);

		for (uint32_t value = 0; value < 0x10000;
		     value += value < 512 || value >= 0xff00 ? 1 : 509)
			EXPECT(try_value(bytes, size, at, value) ==
			       (value == right));
	}
	ck_assert_uint_eq(tried, HALVES + l.count[MPUC_CONTEXTS] +
			  l.count[MPUC_DOMAINS] + l.count[MPUC_SWITCHES]);
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

	init_shape(&f, _i);
	bytes = fixture_bytes(&f, &size);
	ck_assert_int_eq(mpuc_layout_open(bytes, size, &l), MPUC_LAYOUT_OK);
	for (uint32_t from = 0; from < 8; from++) {
		for (uint32_t to = 0; to < 8; to++) {
			bool there = from != to && from >= f.plan.boot_count &&
				     to >= f.plan.boot_count &&
				     from < f.plan.context_count &&
				     to < f.plan.context_count;

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
	tcase_add_loop_test(t, truncations, 0, SHAPES);
	tcase_add_loop_test(t, longer_than_it_says, 0, SHAPES);
	tcase_add_loop_test(t, any_alignment, 0, SHAPES);
	tcase_add_loop_test(t, flipped_bits, 0, SHAPES);
	tcase_add_loop_test(t, hostile_words, 0, SHAPES);
	tcase_add_loop_test(t, hostile_counts, 0, SHAPES);
	tcase_add_test(t, endless_string);
	tcase_add_loop_test(t, find_all_pairs, 0, SHAPES);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
