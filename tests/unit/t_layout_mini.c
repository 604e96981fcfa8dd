/* SPDX-License-Identifier: BSD-2-Clause */
/* Layouts made by hand, which no writer would write. */
#include "layout_accept.h"

#define BAD_HEAD MPUC_LAYOUT_E_TABLE
#define BAD MPUC_LAYOUT_E_RECORD
#define FINE MPUC_LAYOUT_OK

static const uint32_t sizes[] = {
	MPUC_CONTEXT_SIZE, MPUC_REGION_SIZE, MPUC_DOMAIN_SIZE,
	MPUC_BANK_SIZE, MPUC_SECTION_SIZE, MPUC_SWITCH_SIZE, 1, 1,
};

#define MINI_STRINGS 192U
#define MINI_SIZE (MPUC_HEADER_SIZE + 66 * MPUC_CONTEXT_SIZE + \
		   9 * MPUC_REGION_SIZE + MPUC_DOMAIN_SIZE + MINI_STRINGS)

static void mini_region(uint8_t *p, uint32_t slot)
{
	p[MPUC_REGION_SLOT] = (uint8_t)slot;
	fixture_poke(p + MPUC_REGION_OWNER, MPUC_LAYOUT_NONE, 2);
	fixture_poke(p + MPUC_REGION_PRBAR, slot * 64, 8);
	fixture_poke(p + MPUC_REGION_PRLAR, slot * 64 + 1, 8);
}

/*
 * An idle context that claims a run of regions in the lowest slots, then
 * guests that have none; a table of regions; one domain.  The strings look
 * like regions, too: who reads past the table of regions does not notice.
 */
static uint8_t *mini(uint32_t contexts, uint32_t claimed, uint32_t regions,
		     size_t *ret_size)
{
	const uint32_t counts[] = {
		contexts, regions, 1, 0, 0, 0, 0, MINI_STRINGS,
	};
	uint8_t *bytes = calloc(1, MINI_SIZE), *p = bytes;

	must(bytes);
	fixture_poke(p, MPUC_LAYOUT_MAGIC, 4);
	fixture_poke(p + 4, MPUC_LAYOUT_MAGIC, 4);
	fixture_poke(p + MPUC_HEADER_VERSION, 1, 2);
	fixture_poke(p + MPUC_HEADER_MIN_READER, 1, 2);
	fixture_poke(p + MPUC_HEADER_SEMANTICS, 1, 2);
	fixture_poke(p + MPUC_HEADER_REGIONS, 16, 1);
	p += MPUC_HEADER_SIZE;
	for (uint32_t i = 0; i < MPUC_LAYOUT_TABLES; i++) {
		uint8_t *entry = bytes + MPUC_HEADER_TABLES +
				 i * MPUC_ENTRY_SIZE;

		fixture_poke(entry, (uint64_t)(p - bytes), 4);
		fixture_poke(entry + MPUC_ENTRY_COUNT, counts[i], 4);
		for (uint32_t k = 0; i == MPUC_CONTEXTS && k < contexts; k++) {
			uint8_t *c = p + k * MPUC_CONTEXT_SIZE;
			uint32_t map = k > 0 ? 0 : (1U << claimed) - 1;

			fixture_poke(c + MPUC_CONTEXT_FIRST, k > 0 ? claimed :
				     0, 4);
			fixture_poke(c + MPUC_CONTEXT_COUNT, k > 0 ? 0 :
				     claimed, 2);
			fixture_poke(c + MPUC_CONTEXT_PEAK, claimed, 2);
			fixture_poke(c + MPUC_CONTEXT_DOMAIN, k > 0 ? 0 :
				     MPUC_LAYOUT_NONE, 2);
			fixture_poke(c + MPUC_CONTEXT_KIND, k > 0 ?
				     MPUC_KIND_GUEST : MPUC_KIND_IDLE, 2);
			fixture_poke(c + MPUC_CONTEXT_PRENR, map, 4);
			fixture_poke(c + MPUC_CONTEXT_SLOTS, map, 4);
		}
		for (uint32_t k = 0; i == MPUC_REGIONS && k < regions; k++)
			mini_region(p + k * MPUC_REGION_SIZE, k);
		for (uint32_t k = 0; i == MPUC_STRINGS && k < 8; k++)
			mini_region(p + k * MPUC_REGION_SIZE, k);
		p += counts[i] * sizes[i];
	}
	*ret_size = (size_t)(p - bytes);
	fixture_poke(bytes + MPUC_HEADER_TOTAL, *ret_size, 4);
	/* Its exact size, for sanitizers. */
	p = malloc(*ret_size);
	must(p);
	memcpy(p, bytes, *ret_size);
	free(bytes);
	return p;
}

static const struct {
	uint32_t contexts, claimed, regions;
	enum mpuc_layout_error error;
} minis[] = {
	{ 1, 0, 0, FINE }, { 0, 0, 0, BAD },
	{ 64, 0, 0, FINE }, { 65, 0, 0, BAD_HEAD },
	{ 1, 1, 1, FINE }, { 2, 1, 1, FINE },
	{ 1, 0, 1, BAD },	/* a region that no context owns */
	{ 1, 1, 2, BAD },
	{ 1, 2, 1, BAD },	/* a run past the end of the table */
	{ 1, 9, 0, BAD },	/* ... and, if believed, past the file */
	{ 1, 9, 1, BAD },
	{ 1, 9, 9, FINE },
};

/* The domain stands between regions and strings: take it out. */
static void drop_domain(uint8_t *bytes, size_t *size)
{
	uint8_t *entry = bytes + MPUC_HEADER_TABLES;
	size_t end = *size - MINI_STRINGS;

	memmove(bytes + end - MPUC_DOMAIN_SIZE, bytes + end, MINI_STRINGS);
	*size -= MPUC_DOMAIN_SIZE;
	fixture_poke(entry + MPUC_DOMAINS * MPUC_ENTRY_SIZE + 4, 0, 4);
	for (size_t i = MPUC_BANKS; i < MPUC_LAYOUT_TABLES; i++)
		fixture_poke(entry + i * MPUC_ENTRY_SIZE,
			     end - MPUC_DOMAIN_SIZE, 4);
	fixture_poke(bytes + MPUC_HEADER_TOTAL, *size, 4);
}

START_TEST(made_by_hand)
{
	size_t size;
	uint8_t *bytes = mini(minis[_i].contexts, minis[_i].claimed,
			      minis[_i].regions, &size);

	if (minis[_i].claimed == 9 && minis[_i].regions < 9) {
		drop_domain(bytes, &size);
		bytes = realloc(bytes, size);
		must(bytes);
	}
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(try_open(bytes, size), minis[_i].error);
	if (minis[_i].error == FINE)
		check_accepted(bytes, size);
	free(bytes);
}
END_TEST

/* Nine bits, no region; what follows looks like eight, then the file ends. */
START_TEST(more_bits_than_regions)
{
	size_t size;
	uint8_t *bytes = mini(1, 9, 0, &size);

	drop_domain(bytes, &size);
	bytes = realloc(bytes, size);
	must(bytes);
	fixture_poke(bytes + MPUC_HEADER_SIZE + MPUC_CONTEXT_COUNT, 0, 2);
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(try_open(bytes, size), MPUC_LAYOUT_E_RECORD);
	free(bytes);
}
END_TEST

/*
 * Idle with slots 0 to 6, a guest with other regions in 0 and 1, and ops for
 * the disable list only: the write list would go on in the one byte of
 * strings, which is 0 as the first slot is, and then past the end.
 */
START_TEST(list_at_the_end)
{
	const uint32_t tail = MPUC_SWITCH_SIZE + 7 + 1;
	size_t size, end;
	uint8_t *bytes = mini(2, 7, 9, &size), *p, *entry;

	end = size - MINI_STRINGS;
	size = end + tail;
	bytes = realloc(bytes, size);
	must(bytes);
	memset(bytes + end, 0, tail);
	entry = bytes + MPUC_HEADER_TABLES;
	p = bytes + MPUC_HEADER_SIZE + MPUC_CONTEXT_SIZE;
	fixture_poke(p + MPUC_CONTEXT_COUNT, 2, 2);
	fixture_poke(p + MPUC_CONTEXT_PRENR, 3, 4);
	fixture_poke(p + MPUC_CONTEXT_SLOTS, 3, 4);
	p += MPUC_CONTEXT_SIZE + 7 * MPUC_REGION_SIZE;
	p[MPUC_REGION_SLOT] = 0;
	p[MPUC_REGION_SIZE + MPUC_REGION_SLOT] = 1;
	p = bytes + end;
	fixture_poke(p + MPUC_SWITCH_TO, 1, 2);
	fixture_poke(p + MPUC_SWITCH_COUNT, 7, 2);
	fixture_poke(p + MPUC_SWITCH_BEFORE, 0x7f, 4);
	fixture_poke(p + MPUC_SWITCH_AFTER, 3, 4);
	p[MPUC_SWITCH_DISABLE] = 7;
	for (uint8_t i = 0; i < 7; i++)
		p[MPUC_SWITCH_SIZE + i] = i;
	entry += MPUC_SWITCHES * MPUC_ENTRY_SIZE;
	fixture_poke(entry, end, 4);
	fixture_poke(entry + 4, 1, 4);
	fixture_poke(entry + 8, end + MPUC_SWITCH_SIZE, 4);
	fixture_poke(entry + 12, 7, 4);
	fixture_poke(entry + 16, size - 1, 4);
	fixture_poke(entry + 20, 1, 4);
	fixture_poke(bytes + MPUC_HEADER_TOTAL, size, 4);
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(try_open(bytes, size), MPUC_LAYOUT_E_RECORD);
	free(bytes);
}
END_TEST

/* Between two contexts without a region: no op is needed. */
static const struct {
	uint32_t from, to;
	enum mpuc_layout_error error;
} empty_switches[] = {
	{ 0, 1, FINE }, { 1, 0, FINE }, { 0, 0, BAD }, { 1, 1, BAD },
	{ 0, 2, BAD }, { 2, 0, BAD },
};

/* A switch without ops; p is its record.  Takes bytes, gives the new ones. */
static uint8_t *add_switch(uint8_t *bytes, size_t *size, uint8_t **p)
{
	size_t end = *size - MINI_STRINGS;
	uint8_t *entry;

	bytes = realloc(bytes, *size + MPUC_SWITCH_SIZE);
	must(bytes);
	*p = bytes + end;
	memmove(*p + MPUC_SWITCH_SIZE, *p, MINI_STRINGS);
	memset(*p, 0, MPUC_SWITCH_SIZE);
	*size += MPUC_SWITCH_SIZE;
	entry = bytes + MPUC_HEADER_TABLES + MPUC_SWITCHES * MPUC_ENTRY_SIZE;
	fixture_poke(entry + 4, 1, 4);
	fixture_poke(entry + 8, end + MPUC_SWITCH_SIZE, 4);
	fixture_poke(entry + 16, end + MPUC_SWITCH_SIZE, 4);
	fixture_poke(bytes + MPUC_HEADER_TOTAL, *size, 4);
	return bytes;
}

START_TEST(empty_switch)
{
	size_t size;
	uint8_t *bytes = mini(2, 0, 0, &size), *p;

	bytes = add_switch(bytes, &size, &p);
	fixture_poke(p + MPUC_SWITCH_FROM, empty_switches[_i].from, 2);
	fixture_poke(p + MPUC_SWITCH_TO, empty_switches[_i].to, 2);
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(try_open(bytes, size), empty_switches[_i].error);
	free(bytes);
}
END_TEST

/* The same registers in another slot are a change, in the same slot none. */
START_TEST(moved_region)
{
	size_t size;
	uint8_t *bytes = mini(2, 1, 2, &size), *p, *c, *r;
	uint32_t map = 1U << _i;

	c = bytes + MPUC_HEADER_SIZE + MPUC_CONTEXT_SIZE;
	r = c + MPUC_CONTEXT_SIZE;
	memcpy(r + MPUC_REGION_SIZE, r, MPUC_REGION_SIZE);
	r[MPUC_REGION_SIZE + MPUC_REGION_SLOT] = (uint8_t)_i;
	fixture_poke(c + MPUC_CONTEXT_COUNT, 1, 2);
	fixture_poke(c + MPUC_CONTEXT_PRENR, map, 4);
	fixture_poke(c + MPUC_CONTEXT_SLOTS, map, 4);
	bytes = add_switch(bytes, &size, &p);
	fixture_poke(p + MPUC_SWITCH_TO, 1, 2);
	fixture_poke(p + MPUC_SWITCH_BEFORE, 1, 4);
	fixture_poke(p + MPUC_SWITCH_AFTER, map, 4);
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(try_open(bytes, size), _i == 0 ? FINE : BAD);
	free(bytes);
}
END_TEST

START_TEST(no_idle_context)
{
	size_t size;
	uint8_t *bytes = mini(1, 0, 0, &size);

	fixture_poke(bytes + MPUC_HEADER_SIZE + MPUC_CONTEXT_KIND,
		     MPUC_KIND_BOOT, 2);
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(try_open(bytes, size), MPUC_LAYOUT_E_RECORD);
	free(bytes);
}
END_TEST

START_TEST(sixteen_megabytes)
{
	size_t size, most = MPUC_LAYOUT_SIZE_MAX;
	uint8_t *small = mini(1, 0, 0, &size);
	uint8_t *bytes = calloc(1, most + 8);

	must(bytes);
	memcpy(bytes, small, size);
	free(small);
	/* Of a later version, which may have more than its tables. */
	fixture_poke(bytes + MPUC_HEADER_VERSION, 3, 2);
	fixture_poke(bytes + MPUC_HEADER_TOTAL, most, 4);
	fixture_fix_crc(bytes, most);
	ck_assert_int_eq(try_open(bytes, most), MPUC_LAYOUT_OK);
	fixture_poke(bytes + MPUC_HEADER_TOTAL, most + 8, 4);
	fixture_fix_crc(bytes, most + 8);
	ck_assert_int_eq(try_open(bytes, most + 8), MPUC_LAYOUT_E_SIZE);
	free(bytes);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("layout_mini");
	TCase *t = tcase_create("layout_mini");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, made_by_hand, 0, ARRAY_SIZE(minis));
	tcase_add_test(t, more_bits_than_regions);
	tcase_add_test(t, list_at_the_end);
	tcase_add_loop_test(t, empty_switch, 0, ARRAY_SIZE(empty_switches));
	tcase_add_loop_test(t, moved_region, 0, 2);
	tcase_add_test(t, no_idle_context);
	tcase_add_test(t, sixteen_megabytes);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
