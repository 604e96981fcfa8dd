/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The reader against bytes of bad will: cut, flipped, or false with a CRC
 * that fits.  What it still accepts must be consistent in every part.
 */
#include "layout_fixture.h"

/* Without the message that ck_assert() sends each time it holds. */
#define EXPECT(condition) do { \
	if (!(condition)) \
		ck_abort_msg("%s", #condition); \
} while (0)

static const enum pmsa_arch archs[] = { PMSA_V8_32, PMSA_V8_64 };

static enum mpuc_layout_error try_open(const uint8_t *bytes, size_t size)
{
	struct mpuc_layout l;

	return mpuc_layout_open(bytes, size, &l);
}

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

/* ------------------------------------- what a changed layout amounts to */

struct machine {
	uint64_t prbar[256], prlar[256];
	bool on[256];
};

static void load_context(const struct mpuc_layout *l, const uint8_t *c,
			 struct machine *m)
{
	uint32_t first = mpuc_layout_u32(c + MPUC_CONTEXT_FIRST);
	uint32_t count = mpuc_layout_u16(c + MPUC_CONTEXT_COUNT);

	memset(m, 0, sizeof(*m));
	for (uint32_t i = first; i < first + count; i++) {
		const uint8_t *r = mpuc_layout_record(l, MPUC_REGIONS, i);
		uint8_t slot;

		EXPECT(r != NULL);
		slot = r[MPUC_REGION_SLOT];
		EXPECT(slot < l->regions);
		EXPECT(!m->on[slot]);
		EXPECT((c[MPUC_CONTEXT_SLOTS + slot / 8] >> slot % 8) & 1);
		m->on[slot] = true;
		m->prbar[slot] = mpuc_layout_u64(r + MPUC_REGION_PRBAR);
		m->prlar[slot] = mpuc_layout_u64(r + MPUC_REGION_PRLAR);
	}
}

static uint32_t prenr_of(const struct machine *m)
{
	uint32_t prenr = 0;

	for (uint32_t i = 0; i < 32; i++)
		prenr |= (uint32_t)m->on[i] << i;
	return prenr;
}

/* Carry a switch out as the format says; the result must be its context. */
static void play_switch(const struct mpuc_layout *l, const uint8_t *p)
{
	const uint8_t *from = mpuc_layout_record(l, MPUC_CONTEXTS,
			mpuc_layout_u16(p + MPUC_SWITCH_FROM));
	const uint8_t *to = mpuc_layout_record(l, MPUC_CONTEXTS,
			mpuc_layout_u16(p + MPUC_SWITCH_TO));
	const uint8_t *op = mpuc_layout_ops(l, p);
	bool late = p[MPUC_SWITCH_ENABLE] > 0;
	struct machine now, goal;

	EXPECT(from != NULL);
	EXPECT(to != NULL);
	load_context(l, from, &now);
	load_context(l, to, &goal);
	EXPECT(mpuc_layout_u32(p + MPUC_SWITCH_BEFORE) == prenr_of(&now));
	for (uint32_t i = 0; i < p[MPUC_SWITCH_DISABLE]; i++)
		now.on[*op++] = false;
	for (uint32_t i = 0; i < p[MPUC_SWITCH_WRITE]; i++) {
		uint8_t slot = *op++;

		EXPECT(!now.on[slot] && goal.on[slot]);
		now.prbar[slot] = goal.prbar[slot];
		now.prlar[slot] = goal.prlar[slot];
		now.on[slot] = !late;
	}
	for (uint32_t i = 0; i < p[MPUC_SWITCH_ENABLE]; i++)
		now.on[*op++] = true;
	EXPECT(mpuc_layout_u32(p + MPUC_SWITCH_AFTER) == prenr_of(&now));
	for (uint32_t i = 0; i < 256; i++) {
		EXPECT(now.on[i] == goal.on[i]);
		EXPECT(!now.on[i] || (now.prbar[i] == goal.prbar[i] &&
				      now.prlar[i] == goal.prlar[i]));
	}
}

/* No accessor leaves the bytes (a sanitizer watches), all agree. */
static void check_accepted(const uint8_t *bytes, size_t size)
{
	struct layout_contents c;
	struct mpuc_layout l;
	const char *error = NULL;
	struct arena a;
	const uint8_t *p;

	EXPECT(mpuc_layout_open(bytes, size, &l) == MPUC_LAYOUT_OK);
	for (uint32_t t = 0; t < MPUC_LAYOUT_TABLES; t++) {
		EXPECT(mpuc_layout_record(&l, (enum mpuc_layout_table)t,
					  l.count[t]) == NULL);
		EXPECT(mpuc_layout_record(&l, (enum mpuc_layout_table)t,
					  UINT32_MAX) == NULL);
	}
	for (uint32_t i = 0; i < l.count[MPUC_SWITCHES]; i++) {
		p = mpuc_layout_record(&l, MPUC_SWITCHES, i);
		EXPECT(p != NULL);
		EXPECT(p == mpuc_layout_find(&l,
				mpuc_layout_u16(p + MPUC_SWITCH_FROM),
				mpuc_layout_u16(p + MPUC_SWITCH_TO)));
		play_switch(&l, p);
	}
	arena_init(&a, ARENA_CAP_DEFAULT);
	EXPECT(layout_import(&a, bytes, size, &c, &error) == MPUC_OK);
	for (uint32_t i = 0; i < c.plan.context_count; i++) {
		struct machine m;

		p = mpuc_layout_record(&l, MPUC_CONTEXTS, i);
		EXPECT(p != NULL);
		load_context(&l, p, &m);
	}
	arena_done(&a);
}

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

/* ------------------------------------------------- each check, by itself */

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
	{ HEADER, 0, MPUC_HEADER_MIN_READER, 2, 2, MPUC_LAYOUT_E_VERSION },
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
	{ MPUC_REGIONS, 0, MPUC_REGION_LIFETIME, 1, 3, BAD },
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

/* Version 2 may append tables for readers that know them. */
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
	ck_assert_int_eq(mpuc_layout_open(bytes, size, &l), MPUC_LAYOUT_OK);
	/* A total that is no multiple of 8 is nobody's. */
	fixture_poke(bytes + MPUC_HEADER_TOTAL, size - 4, 4);
	fixture_fix_crc(bytes, size - 4);
	ck_assert_int_eq(try_open(bytes, size - 4), MPUC_LAYOUT_E_SIZE);
	free(bytes);
	fixture_done(&f);
}
END_TEST

/* -------------------------------------------- made by hand, not written */

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

/* From idle, which has no region, to context 0 or 1: no op is needed. */
static const enum mpuc_layout_error empty_switches[] = { BAD, FINE, BAD };

START_TEST(empty_switch)
{
	size_t size, end;
	uint8_t *bytes = mini(2, 0, 0, &size), *entry;

	end = size - MINI_STRINGS;
	bytes = realloc(bytes, size + MPUC_SWITCH_SIZE);
	must(bytes);
	memmove(bytes + end + MPUC_SWITCH_SIZE, bytes + end, MINI_STRINGS);
	memset(bytes + end, 0, MPUC_SWITCH_SIZE);
	size += MPUC_SWITCH_SIZE;
	fixture_poke(bytes + end + MPUC_SWITCH_TO, (uint64_t)_i, 2);
	entry = bytes + MPUC_HEADER_TABLES + MPUC_SWITCHES * MPUC_ENTRY_SIZE;
	fixture_poke(entry + 4, 1, 4);
	fixture_poke(entry + 8, end + MPUC_SWITCH_SIZE, 4);
	fixture_poke(entry + 16, end + MPUC_SWITCH_SIZE, 4);
	fixture_poke(bytes + MPUC_HEADER_TOTAL, size, 4);
	fixture_fix_crc(bytes, size);
	ck_assert_int_eq(try_open(bytes, size), empty_switches[_i]);
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
	fixture_poke(bytes + MPUC_HEADER_VERSION, 2, 2);
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
	tcase_add_loop_test(t, one_lie, 0, ARRAY_SIZE(lies));
	tcase_add_loop_test(t, one_lie_64, 0, ARRAY_SIZE(lies64));
	tcase_add_test(t, later_version);
	tcase_add_loop_test(t, made_by_hand, 0, ARRAY_SIZE(minis));
	tcase_add_test(t, more_bits_than_regions);
	tcase_add_test(t, list_at_the_end);
	tcase_add_loop_test(t, empty_switch, 0, ARRAY_SIZE(empty_switches));
	tcase_add_test(t, no_idle_context);
	tcase_add_loop_test(t, counts_that_wrap, 0, MPUC_OPS);
	tcase_add_test(t, later_version_too_long);
	tcase_add_test(t, endless_string);
	tcase_add_loop_test(t, find_all_pairs, 0, ARRAY_SIZE(archs));
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
