/* SPDX-License-Identifier: BSD-2-Clause */
/* Every check of the reader by itself: one field is false, the CRC fits. */
#include "layout_accept.h"

struct lie {
	int table;		/* -1: the header */
	uint32_t record, field, width;
	uint64_t value;
	enum mpuc_layout_error error;
};

#define HEADER -1
#define BAD_HEAD MPUC_LAYOUT_E_TABLE
#define BAD MPUC_LAYOUT_E_RECORD
#define FINE MPUC_LAYOUT_OK

/* In the fixture for PMSAv8-32, whose records test_lies() describes. */
static const struct lie lies[] = {
	{ HEADER, 0, MPUC_HEADER_MAGIC, 4, 0x4355504c, MPUC_LAYOUT_E_MAGIC },
	{ HEADER, 0, 4, 4, 0x4355504c, MPUC_LAYOUT_E_MAGIC },
	{ HEADER, 0, MPUC_HEADER_VERSION, 2, 0, MPUC_LAYOUT_E_VERSION },
	{ HEADER, 0, MPUC_HEADER_VERSION, 2, 2, FINE },
	{ HEADER, 0, MPUC_HEADER_MIN_READER, 2, 3, MPUC_LAYOUT_E_VERSION },
	{ HEADER, 0, MPUC_HEADER_MIN_READER, 2, 2, FINE },
	{ HEADER, 0, MPUC_HEADER_MIN_READER, 2, 0, MPUC_LAYOUT_E_VERSION },
	{ HEADER, 0, MPUC_HEADER_SEMANTICS, 2, 2, MPUC_LAYOUT_E_VERSION },
	{ HEADER, 0, MPUC_HEADER_ARCH, 1, 2, BAD_HEAD },
	{ HEADER, 0, MPUC_HEADER_REGIONS, 1, 4, FINE },
	{ HEADER, 0, MPUC_HEADER_REGIONS, 1, 3, BAD },
	{ HEADER, 0, MPUC_HEADER_TARGET, 4, 0x10000, BAD_HEAD },
	{ HEADER, 0, MPUC_HEADER_PLATFORM, 4, 0xffffffff, BAD_HEAD },
	{ HEADER, 0, MPUC_HEADER_PLATFORM, 4, 0, FINE },
	{ MPUC_CONTEXTS, 0, MPUC_CONTEXT_NAME, 4, 0x10000, BAD },
	{ MPUC_CONTEXTS, 0, MPUC_CONTEXT_FIRST, 4, 1, BAD },
	{ MPUC_CONTEXTS, 3, MPUC_CONTEXT_COUNT, 2, 2, BAD },
	{ MPUC_CONTEXTS, 0, MPUC_CONTEXT_DOMAIN, 2, 0, BAD },
	{ MPUC_CONTEXTS, 2, MPUC_CONTEXT_DOMAIN, 2, 2, FINE },
	{ MPUC_CONTEXTS, 2, MPUC_CONTEXT_DOMAIN, 2, 3, BAD },
	{ MPUC_CONTEXTS, 2, MPUC_CONTEXT_DOMAIN, 2, 0xffff, BAD },
	{ MPUC_CONTEXTS, 0, MPUC_CONTEXT_PRENR, 4, 1, BAD },
	{ MPUC_CONTEXTS, 0, MPUC_CONTEXT_SLOTS, 1, 1, BAD },
	{ MPUC_CONTEXTS, 0, MPUC_CONTEXT_SLOTS + 31, 1, 0x80, BAD },
	{ MPUC_CONTEXTS, 0, MPUC_CONTEXT_SLOTS + 4, 1, 1, BAD },
	{ MPUC_CONTEXTS, 0, MPUC_CONTEXT_KIND, 2, 1, BAD },	/* 2 idle */
	{ MPUC_CONTEXTS, 0, MPUC_CONTEXT_KIND, 2, 2, BAD },
	{ MPUC_CONTEXTS, 1, MPUC_CONTEXT_KIND, 2, 0, BAD },	/* none */
	{ MPUC_CONTEXTS, 2, MPUC_CONTEXT_KIND, 2, 0, BAD },
	{ MPUC_CONTEXTS, 3, MPUC_CONTEXT_KIND, 2, 1, BAD },
	{ MPUC_CONTEXTS, 3, MPUC_CONTEXT_KIND, 2, 3, BAD },
	{ MPUC_CONTEXTS, 0, MPUC_CONTEXT_PEAK, 2, 2, FINE },
	{ MPUC_CONTEXTS, 0, MPUC_CONTEXT_PEAK, 2, 1, BAD },
	{ MPUC_REGIONS, 0, MPUC_REGION_NAME, 4, 0x10000, BAD },
	{ MPUC_REGIONS, 0, MPUC_REGION_OWNER, 2, 2, FINE },
	{ MPUC_REGIONS, 0, MPUC_REGION_OWNER, 2, 3, BAD },
	{ MPUC_REGIONS, 0, MPUC_REGION_OWNER, 2, 0xfffe, BAD },
	{ MPUC_REGIONS, 0, MPUC_REGION_LIFETIME, 1, 2, FINE },
	{ MPUC_REGIONS, 0, MPUC_REGION_LIFETIME, 1, 4, BAD },
	/* Resident: the same in all contexts, alone, and one of three. */
	{ MPUC_REGIONS, 0, MPUC_REGION_LIFETIME, 1, 3, FINE },
	{ MPUC_REGIONS, 8, MPUC_REGION_LIFETIME, 1, 3, FINE },
	{ MPUC_REGIONS, 4, MPUC_REGION_LIFETIME, 1, 3, BAD },
	{ MPUC_REGIONS, 7, MPUC_REGION_LIFETIME, 1, 3, BAD },
	{ MPUC_REGIONS, 11, MPUC_REGION_LIFETIME, 1, 3, BAD },
	{ MPUC_REGIONS, 0, MPUC_REGION_SLOT, 1, 1, BAD },
	{ MPUC_REGIONS, 0, MPUC_REGION_SLOT, 1, 2, BAD },
	{ MPUC_REGIONS, 0, MPUC_REGION_PRBAR, 4, 0x2000001f, FINE },
	{ MPUC_REGIONS, 0, MPUC_REGION_PRBAR, 4, 0x20000020, BAD },
	{ MPUC_REGIONS, 0, MPUC_REGION_PRBAR, 4, 0x20082500, FINE },
	{ MPUC_REGIONS, 0, MPUC_REGION_PRBAR, 4, 0x20082540, BAD },
	{ MPUC_REGIONS, 0, MPUC_REGION_PRBAR + 4, 4, 1, BAD },
	{ MPUC_REGIONS, 0, MPUC_REGION_PRLAR, 4, 0x2008250e, BAD },
	{ MPUC_REGIONS, 0, MPUC_REGION_PRLAR, 4, 0x2008251f, BAD },
	{ MPUC_REGIONS, 0, MPUC_REGION_PRLAR, 4, 0x2008252f, BAD },
	{ MPUC_REGIONS, 0, MPUC_REGION_PRLAR + 4, 4, 0x8000, BAD },
	/* xen.data starts at 200a4000: up to it, and into it. */
	{ MPUC_REGIONS, 0, MPUC_REGION_PRLAR, 4, 0x200a3fcf, FINE },
	{ MPUC_REGIONS, 0, MPUC_REGION_PRLAR, 4, 0x200a400f, BAD },
	/* In idle, which switches start from: the lists no longer fit. */
	{ MPUC_REGIONS, 2, MPUC_REGION_PRBAR, 4, 0x2000001f, BAD },
	{ MPUC_DOMAINS, 0, MPUC_DOMAIN_NAME, 4, 0x10000, BAD },
	{ MPUC_DOMAINS, 0, MPUC_DOMAIN_FIRST, 4, 1, BAD },
	{ MPUC_DOMAINS, 1, MPUC_DOMAIN_COUNT, 2, 2, BAD },
	{ MPUC_DOMAINS, 1, MPUC_DOMAIN_COUNT, 2, 0, BAD },
	{ MPUC_DOMAINS, 2, MPUC_DOMAIN_FLAGS, 2, 3, FINE },
	{ MPUC_DOMAINS, 2, MPUC_DOMAIN_FLAGS, 2, 4, BAD },
	{ MPUC_DOMAINS, 2, MPUC_DOMAIN_RESERVED, 4, 1, BAD },
	{ MPUC_BANKS, 0, MPUC_BANK_BASE, 8, (UINT64_C(1) << 48) - 1, FINE },
	{ MPUC_BANKS, 0, MPUC_BANK_BASE, 8, UINT64_C(1) << 48, BAD },
	{ MPUC_BANKS, 0, MPUC_BANK_BYTES, 8, 1, FINE },
	{ MPUC_BANKS, 0, MPUC_BANK_BYTES, 8, 0, BAD },
	{ MPUC_BANKS, 0, MPUC_BANK_BYTES, 8, UINT64_C(1) << 48, BAD },
	{ MPUC_BANKS, 0, MPUC_BANK_BYTES, 8, UINT64_MAX, BAD },
	{ MPUC_SECTIONS, 1, MPUC_SECTION_NAME, 4, 0x10000, BAD },
	{ MPUC_SECTIONS, 1, MPUC_SECTION_FLAGS, 4, 0, FINE },
	{ MPUC_SECTIONS, 1, MPUC_SECTION_FLAGS, 4, 2, BAD },
	{ MPUC_SECTIONS, 1, MPUC_SECTION_BASE, 8, UINT64_MAX, BAD },
	{ MPUC_SECTIONS, 1, MPUC_SECTION_BYTES, 8, 0, BAD },
	/* Sorted: 1-2 1-3 2-1 2-3 3-1 3-2. */
	{ MPUC_SWITCHES, 0, MPUC_SWITCH_FROM, 2, 2, BAD },
	{ MPUC_SWITCHES, 0, MPUC_SWITCH_FROM, 2, 4, BAD },
	{ MPUC_SWITCHES, 0, MPUC_SWITCH_TO, 2, 3, BAD },
	{ MPUC_SWITCHES, 0, MPUC_SWITCH_TO, 2, 1, BAD },
	{ MPUC_SWITCHES, 5, MPUC_SWITCH_TO, 2, 3, BAD },
	{ MPUC_SWITCHES, 5, MPUC_SWITCH_TO, 2, 4, BAD },
	{ MPUC_SWITCHES, 0, MPUC_SWITCH_FIRST, 4, 1, BAD },
	{ MPUC_SWITCHES, 0, MPUC_SWITCH_WRITES, 2, 0xffff, FINE },
	{ MPUC_SWITCHES, 0, MPUC_SWITCH_BEFORE, 4, 3, BAD },
	{ MPUC_SWITCHES, 0, MPUC_SWITCH_AFTER, 4, 3, BAD },
	{ MPUC_SWITCHES, 0, MPUC_SWITCH_DISABLE, 1, 0, BAD },
	{ MPUC_SWITCHES, 0, MPUC_SWITCH_WRITE, 1, 1, BAD },
	{ MPUC_SWITCHES, 0, MPUC_SWITCH_ENABLE, 1, 0, BAD },
	{ MPUC_SWITCHES, 0, MPUC_SWITCH_ENABLE, 1, 1, BAD },
	{ MPUC_SWITCHES, 1, MPUC_SWITCH_ENABLE, 1, 1, BAD },
	{ MPUC_SWITCHES, 0, MPUC_SWITCH_RESERVED, 1, 1, BAD },
	/* Ops of 1-2: off 2, write 2 3, on 2 3. */
	{ MPUC_OPS, 0, 0, 1, 3, BAD },
	{ MPUC_OPS, 1, 0, 1, 3, BAD },
	{ MPUC_OPS, 2, 0, 1, 2, BAD },
	{ MPUC_OPS, 4, 0, 1, 4, BAD },
};

static const uint32_t sizes[] = {
	MPUC_CONTEXT_SIZE, MPUC_REGION_SIZE, MPUC_DOMAIN_SIZE,
	MPUC_BANK_SIZE, MPUC_SECTION_SIZE, MPUC_SWITCH_SIZE, 1, 1,
};

/* What the importer says of each, and how it tells an unknown version. */
static const char *const texts[] = {
	[MPUC_LAYOUT_E_MAGIC] = "not a boot layout",
	[MPUC_LAYOUT_E_VERSION] = "a boot layout of a version that this "
		"reader does not know",
	[MPUC_LAYOUT_E_SIZE] = "the boot layout is cut short, or longer than "
		"it says",
	[MPUC_LAYOUT_E_TABLE] = "the header of the boot layout contradicts "
		"its size",
	[MPUC_LAYOUT_E_RECORD] = "two records of the boot layout contradict "
		"each other",
};

static void check_refused(const uint8_t *bytes, size_t size,
			  enum mpuc_layout_error why)
{
	struct layout_contents c;
	struct arena arena;
	const char *error = "";

	arena_init(&arena, ARENA_CAP_DEFAULT);
	ck_assert_int_eq(layout_import(&arena, bytes, size, &c, &error),
			 why == MPUC_LAYOUT_E_VERSION ? MPUC_E_UNSUPPORTED :
			 MPUC_E_SYNTAX);
	ck_assert_str_eq(error, texts[why]);
	arena_done(&arena);
}

START_TEST(one_lie)
{
	const struct lie *lie = &lies[_i];
	struct mpuc_layout l;
	struct fixture f;
	uint8_t *bytes, *p;
	size_t size;

	fixture_init(&f, PMSA_V8_32);
	bytes = fixture_bytes(&f, &size);
	ck_assert_int_eq(mpuc_layout_open(bytes, size, &l), MPUC_LAYOUT_OK);
	p = bytes;
	if (lie->table >= 0)
		p += (size_t)(l.table[lie->table] - bytes) +
		     lie->record * sizes[lie->table];
	fixture_poke(p + lie->field, lie->value, lie->width);
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(mpuc_layout_open(bytes, size, &l), lie->error);
	if (lie->error == MPUC_LAYOUT_OK)
		check_accepted(bytes, size);
	else
		check_refused(bytes, size, lie->error);
	free(bytes);
	fixture_done(&f);
}
END_TEST

/* AArch64 has 48 address bits, and one reserved bit below them. */
static const struct lie lies64[] = {
	{ MPUC_REGIONS, 0, MPUC_REGION_PRBAR, 4, 0x2000003f, FINE },
	{ MPUC_REGIONS, 0, MPUC_REGION_PRLAR, 4, 0x2008251f, FINE },
	{ MPUC_REGIONS, 0, MPUC_REGION_PRLAR, 4, 0x2008252f, BAD },
	{ MPUC_REGIONS, 1, MPUC_REGION_PRLAR + 4, 4, 0xffff, FINE },
	{ MPUC_REGIONS, 1, MPUC_REGION_PRLAR + 4, 4, 0x10000, BAD },
	{ MPUC_REGIONS, 0, MPUC_REGION_PRBAR + 4, 4, 1, BAD },
	{ HEADER, 0, MPUC_HEADER_REGIONS, 1, 36, FINE },
	{ HEADER, 0, MPUC_HEADER_REGIONS, 1, 35, BAD },
	/* Inner shareable there sets a bit that is reserved here. */
	{ HEADER, 0, MPUC_HEADER_ARCH, 1, MPUC_ARCH_PMSAV8_32, BAD },
};

START_TEST(one_lie_64)
{
	const struct lie *lie = &lies64[_i];
	struct mpuc_layout l;
	struct fixture f;
	uint8_t *bytes, *p;
	size_t size;

	fixture_init(&f, PMSA_V8_64);
	bytes = fixture_bytes(&f, &size);
	ck_assert_int_eq(mpuc_layout_open(bytes, size, &l), MPUC_LAYOUT_OK);
	p = bytes;
	if (lie->table >= 0)
		p += (size_t)(l.table[lie->table] - bytes) +
		     lie->record * sizes[lie->table];
	fixture_poke(p + lie->field, lie->value, lie->width);
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(mpuc_layout_open(bytes, size, &l), lie->error);
	free(bytes);
	fixture_done(&f);
}
END_TEST

/* Version 3 may append tables for readers that know them. */
START_TEST(later_version)
{
	struct mpuc_layout l;
	struct fixture f;
	uint8_t *bytes;
	size_t size;

	fixture_init(&f, PMSA_V8_32);
	bytes = fixture_bytes(&f, &size);
	bytes = realloc(bytes, size + 16);
	must(bytes);
	memset(bytes + size, 0xa5, 16);
	size += 16;
	fixture_poke(bytes + MPUC_HEADER_TOTAL, size, 4);
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(try_open(bytes, size), MPUC_LAYOUT_E_TABLE);
	fixture_poke(bytes + MPUC_HEADER_VERSION, 2, 2);
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(try_open(bytes, size), MPUC_LAYOUT_E_TABLE);
	fixture_poke(bytes + MPUC_HEADER_VERSION, 3, 2);
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(mpuc_layout_open(bytes, size, &l), MPUC_LAYOUT_OK);
	/* A total that is no multiple of 8 is nobody's. */
	fixture_poke(bytes + MPUC_HEADER_TOTAL, size - 4, 4);
	fixture_fix_crc(bytes, size - 4);
	ck_assert_int_eq(try_open(bytes, size - 4), MPUC_LAYOUT_E_SIZE);
	free(bytes);
	fixture_done(&f);
}
END_TEST

/* Counts whose product with the record size is right modulo 2^32. */
START_TEST(counts_that_wrap)
{
	uint32_t period = UINT32_C(0x80000000) / (sizes[_i] & -sizes[_i]) * 2;
	struct fixture f;
	uint8_t *bytes, *count;
	size_t size;

	fixture_init(&f, PMSA_V8_32);
	bytes = fixture_bytes(&f, &size);
	count = bytes + MPUC_HEADER_TABLES + (size_t)_i * MPUC_ENTRY_SIZE +
		MPUC_ENTRY_COUNT;
	fixture_poke(count, mpuc_layout_u32(count) + period, 4);
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(try_open(bytes, size), MPUC_LAYOUT_E_TABLE);
	free(bytes);
	fixture_done(&f);
}
END_TEST

/* In a later version the tables need not reach the end, nor pass it. */
START_TEST(later_version_too_long)
{
	struct fixture f;
	uint8_t *bytes, *count;
	size_t size;

	fixture_init(&f, PMSA_V8_32);
	bytes = fixture_bytes(&f, &size);
	count = bytes + MPUC_HEADER_TABLES + MPUC_STRINGS * MPUC_ENTRY_SIZE +
		MPUC_ENTRY_COUNT;
	fixture_poke(bytes + MPUC_HEADER_VERSION, 3, 2);
	fixture_poke(count, mpuc_layout_u32(count) + 1, 4);
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(try_open(bytes, size), MPUC_LAYOUT_E_TABLE);
	fixture_poke(count, mpuc_layout_u32(count) - 1, 4);
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(try_open(bytes, size), MPUC_LAYOUT_OK);
	free(bytes);
	fixture_done(&f);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("layout_lies");
	TCase *t = tcase_create("layout_lies");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, one_lie, 0, ARRAY_SIZE(lies));
	tcase_add_loop_test(t, one_lie_64, 0, ARRAY_SIZE(lies64));
	tcase_add_loop_test(t, counts_that_wrap, 0, MPUC_OPS);
	tcase_add_test(t, later_version);
	tcase_add_test(t, later_version_too_long);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
