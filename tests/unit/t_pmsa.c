/* SPDX-License-Identifier: BSD-2-Clause */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "pmsa/pmsa.h"

/* The kinds of region that Xen programs on AArch32. */
static const struct pmsa_attr text = {
	.ap = PMSA_RW_EL2, .sh = PMSA_SH_INNER, .index = 7,
};
static const struct pmsa_attr rodata = {
	.ap = PMSA_RO_EL2, .xn = 1, .sh = PMSA_SH_INNER, .index = 7,
};
static const struct pmsa_attr data = {
	.ap = PMSA_RW_EL2, .xn = 1, .sh = PMSA_SH_INNER, .index = 7,
};
static const struct pmsa_attr device = {
	.ap = PMSA_RW_EL2, .xn = 1, .sh = PMSA_SH_OUTER, .index = 4,
};
/* AArch64 has WXN on, so there text is read-only. */
static const struct pmsa_attr text64 = {
	.ap = PMSA_RO_EL2, .sh = PMSA_SH_INNER, .index = 7,
};

/* A table read back from a running Cortex-R52, then the low bits of -64. */
static const struct {
	enum pmsa_arch arch;
	const struct pmsa_attr *attr;
	uint64_t base, last, prbar, prlar;
} known[] = {
	{ PMSA_V8_32, &text, 0x20000000, 0x2008253f, 0x20000018, 0x2008250f },
	{ PMSA_V8_32, &rodata, 0x20083000, 0x200a383f, 0x2008301d,
	  0x200a380f },
	{ PMSA_V8_32, &data, 0x200a4000, 0x200a7fff, 0x200a4019, 0x200a7fcf },
	{ PMSA_V8_32, &text, 0x200a8000, 0x200c3fff, 0x200a8018, 0x200c3fcf },
	{ PMSA_V8_32, &data, 0x200c4000, 0x2012513f, 0x200c4019, 0x2012510f },
	{ PMSA_V8_32, &device, 0xe7c00000, 0xe7c00fff, 0xe7c00011,
	  0xe7c00fc9 },
	{ PMSA_V8_32, &rodata, 0x22000000, 0x22000fff, 0x2200001d,
	  0x22000fcf },
	{ PMSA_V8_32, &data, 0x30000000, 0x37ffffff, 0x30000019, 0x37ffffcf },
	{ PMSA_V8_32, &device, 0xf0000000, 0xf000ffff, 0xf0000011,
	  0xf000ffc9 },
	{ PMSA_V8_32, &device, 0xf0100000, 0xf011ffff, 0xf0100011,
	  0xf011ffc9 },
	{ PMSA_V8_64, &text64, 0, 0xfff, 0x38, 0xfcf },
	{ PMSA_V8_64, &rodata, 0, 0xfff, 0x3a, 0xfcf },
	{ PMSA_V8_64, &data, 0, 0xfff, 0x32, 0xfcf },
	{ PMSA_V8_64, &device, 0, 0xfff, 0x22, 0xfc9 },
	{ PMSA_V8_64, &data, UINT64_C(0xffffffffffc0),
	  UINT64_C(0xffffffffffff), UINT64_C(0xfffffffffff2),
	  UINT64_C(0xffffffffffcf) },
};

START_TEST(known_words_both_ways)
{
	struct pmsa_region r = {
		.range = { known[_i].base, known[_i].last },
		.attr = *known[_i].attr, .enabled = true,
	}, back;
	struct pmsa_regs regs;

	ck_assert_int_eq(pmsa_encode(known[_i].arch, &r, &regs), PMSA_OK);
	ck_assert_uint_eq(regs.prbar, known[_i].prbar);
	ck_assert_uint_eq(regs.prlar, known[_i].prlar);
	memset(&back, 0xff, sizeof(back));
	ck_assert_int_eq(pmsa_decode(known[_i].arch, regs, &back), PMSA_OK);
	ck_assert_uint_eq(back.range.base, r.range.base);
	ck_assert_uint_eq(back.range.last, r.range.last);
	ck_assert_mem_eq(&back.attr, &r.attr, sizeof(r.attr));
	ck_assert(back.enabled);
	ck_assert_uint_eq(back.reserved[0], 0);
	ck_assert_uint_eq(back.reserved[1], 0);
}
END_TEST

/* One field at a time, so that no two can share or swap bits. */
static const struct {
	enum pmsa_arch arch;
	struct pmsa_attr attr;
	bool enabled;
	uint64_t prbar, prlar;
} fields[] = {
	{ PMSA_V8_32, { 0 }, false, 0, 0 },
	{ PMSA_V8_32, { 0 }, true, 0, 1 },
	{ PMSA_V8_32, { .xn = 1 }, false, 1, 0 },
	{ PMSA_V8_32, { .ap = 1 }, false, 2, 0 },
	{ PMSA_V8_32, { .ap = 2 }, false, 4, 0 },
	{ PMSA_V8_32, { .sh = 2 }, false, 0x10, 0 },
	{ PMSA_V8_32, { .sh = 3 }, false, 0x18, 0 },
	{ PMSA_V8_32, { .index = 1 }, false, 0, 2 },
	{ PMSA_V8_32, { .index = 7 }, false, 0, 0xe },
	{ PMSA_V8_64, { 0 }, true, 0, 1 },
	{ PMSA_V8_64, { .xn_el1 = 1 }, false, 1, 0 },
	{ PMSA_V8_64, { .xn = 1 }, false, 2, 0 },
	{ PMSA_V8_64, { .ap = 1 }, false, 4, 0 },
	{ PMSA_V8_64, { .ap = 2 }, false, 8, 0 },
	{ PMSA_V8_64, { .sh = 2 }, false, 0x20, 0 },
	{ PMSA_V8_64, { .sh = 3 }, false, 0x30, 0 },
	{ PMSA_V8_64, { .index = 7 }, false, 0, 0xe },
	{ PMSA_V8_64, { .ns = 1 }, false, 0, 0x10 },
};

START_TEST(field_bits)
{
	struct pmsa_region r = {
		.range = { 0, 63 }, .attr = fields[_i].attr,
		.enabled = fields[_i].enabled,
	}, back;
	struct pmsa_regs regs;

	ck_assert_int_eq(pmsa_encode(fields[_i].arch, &r, &regs), PMSA_OK);
	ck_assert_uint_eq(regs.prbar, fields[_i].prbar);
	ck_assert_uint_eq(regs.prlar, fields[_i].prlar);
	ck_assert_int_eq(pmsa_decode(fields[_i].arch, regs, &back), PMSA_OK);
	ck_assert_mem_eq(&back.attr, &r.attr, sizeof(r.attr));
	ck_assert(back.enabled == r.enabled);
}
END_TEST

#define TOP32 UINT64_C(0xffffffff)
#define TOP48 UINT64_C(0xffffffffffff)

/* Last accepted and first refused, side by side. */
static const struct {
	enum pmsa_arch arch;
	struct pmsa_region r;
	enum pmsa_error error;
} limits[] = {
	{ PMSA_V8_32, { .range = { 0, 0x3f } }, PMSA_OK },
	{ PMSA_V8_32, { .range = { 0, 0x3e } }, PMSA_UNALIGNED },
	{ PMSA_V8_32, { .range = { 0, 0x40 } }, PMSA_UNALIGNED },
	{ PMSA_V8_32, { .range = { 0x40, 0x7f } }, PMSA_OK },
	{ PMSA_V8_32, { .range = { 0x41, 0x7f } }, PMSA_UNALIGNED },
	{ PMSA_V8_32, { .range = { 0x3f, 0x7f } }, PMSA_UNALIGNED },
	{ PMSA_V8_32, { .range = { 0x40, 0x3f } }, PMSA_INVERTED },
	{ PMSA_V8_32, { .range = { 0, TOP32 } }, PMSA_OK },
	{ PMSA_V8_32, { .range = { 0, TOP32 + 64 } }, PMSA_TOO_WIDE },
	{ PMSA_V8_32, { .range = { TOP32 + 1, TOP32 + 64 } }, PMSA_TOO_WIDE },
	{ PMSA_V8_64, { .range = { TOP32 + 1, TOP32 + 64 } }, PMSA_OK },
	{ PMSA_V8_64, { .range = { 0, TOP48 } }, PMSA_OK },
	{ PMSA_V8_64, { .range = { 0, TOP48 + 64 } }, PMSA_TOO_WIDE },
	{ PMSA_V8_64, { .range = { 0, UINT64_MAX } }, PMSA_TOO_WIDE },
	{ PMSA_V8_32, { .range = { 0, 63 }, .attr.ap = 4 }, PMSA_BAD_ATTR },
	{ PMSA_V8_32, { .range = { 0, 63 }, .attr.xn = 2 }, PMSA_BAD_ATTR },
	{ PMSA_V8_32, { .range = { 0, 63 }, .attr.sh = 1 }, PMSA_BAD_ATTR },
	{ PMSA_V8_32, { .range = { 0, 63 }, .attr.sh = 4 }, PMSA_BAD_ATTR },
	{ PMSA_V8_32, { .range = { 0, 63 }, .attr.index = 8 },
	  PMSA_BAD_ATTR },
	{ PMSA_V8_32, { .range = { 0, 63 }, .attr.xn_el1 = 1 },
	  PMSA_BAD_ATTR },
	{ PMSA_V8_32, { .range = { 0, 63 }, .attr.ns = 1 }, PMSA_BAD_ATTR },
	{ PMSA_V8_64, { .range = { 0, 63 }, .attr.xn_el1 = 2 },
	  PMSA_BAD_ATTR },
	{ PMSA_V8_64, { .range = { 0, 63 }, .attr.ns = 2 }, PMSA_BAD_ATTR },
	{ PMSA_V8_64, { .range = { 0, 63 }, .attr.sh = 1 }, PMSA_BAD_ATTR },
};

START_TEST(encode_limits)
{
	struct pmsa_regs regs = { 5, 6 };
	enum pmsa_error error;

	error = pmsa_encode(limits[_i].arch, &limits[_i].r, &regs);
	ck_assert_int_eq(error, limits[_i].error);
	/* A refusal leaves the output alone. */
	ck_assert(error == PMSA_OK ||
		  (regs.prbar == 5 && regs.prlar == 6));
}
END_TEST

static const struct {
	enum pmsa_arch arch;
	struct pmsa_regs regs;
	uint64_t reserved[2];
} unknown[] = {
	{ PMSA_V8_32, { 0x20, 0 }, { 0x20, 0 } },
	{ PMSA_V8_32, { 0, 0x30 }, { 0, 0x30 } },
	{ PMSA_V8_32, { UINT64_C(1) << 32, UINT64_C(1) << 63 },
	  { UINT64_C(1) << 32, UINT64_C(1) << 63 } },
	{ PMSA_V8_32, { TOP32, TOP32 }, { 0x20, 0x30 } },
	{ PMSA_V8_64, { 0, 0x20 }, { 0, 0x20 } },
	{ PMSA_V8_64, { TOP48, TOP48 }, { 0, 0x20 } },
	{ PMSA_V8_64, { UINT64_C(1) << 48, UINT64_C(1) << 63 },
	  { UINT64_C(1) << 48, UINT64_C(1) << 63 } },
};

START_TEST(unknown_bits_survive)
{
	struct pmsa_region r;

	ck_assert_int_eq(pmsa_decode(unknown[_i].arch, unknown[_i].regs, &r),
			 PMSA_OK);
	ck_assert_uint_eq(r.reserved[0], unknown[_i].reserved[0]);
	ck_assert_uint_eq(r.reserved[1], unknown[_i].reserved[1]);
}
END_TEST

START_TEST(inverted_is_still_filled)
{
	const struct pmsa_regs regs = { 0x1000001d, 0x0000100f };
	struct pmsa_region r;

	ck_assert_int_eq(pmsa_decode(PMSA_V8_32, regs, &r), PMSA_INVERTED);
	ck_assert_uint_eq(r.range.base, 0x10000000);
	ck_assert_uint_eq(r.range.last, 0x103f);
	ck_assert_mem_eq(&r.attr, &rodata, sizeof(rodata));
	ck_assert(r.enabled);
}
END_TEST

static uint64_t next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Any two words: what was decoded, and nothing else, was in them. */
START_TEST(any_words_round_trip)
{
	enum pmsa_arch arch = (enum pmsa_arch)_i;
	uint64_t seed = 0x9e3779b97f4a7c15, top = TOP48;
	unsigned legal = 0;

	if (arch == PMSA_V8_32)
		top = TOP32;
	for (int i = 0; i < 20000; i++) {
		struct pmsa_regs in = { next(&seed) & top, 0 }, out;
		struct pmsa_region r;

		in.prlar = in.prbar ^ (next(&seed) & 0xffffffff & top);
		if (pmsa_decode(arch, in, &r) != PMSA_OK || r.attr.sh == 1)
			continue;
		legal++;
		ck_assert_int_eq(pmsa_encode(arch, &r, &out), PMSA_OK);
		ck_assert_uint_eq(out.prbar | r.reserved[0], in.prbar);
		ck_assert_uint_eq(out.prlar | r.reserved[1], in.prlar);
		ck_assert_uint_eq(out.prbar & r.reserved[0], 0);
		ck_assert_uint_eq(out.prlar & r.reserved[1], 0);
	}
	ck_assert_uint_gt(legal, 5000);
}
END_TEST

static const struct {
	enum pmsa_arch arch;
	uint8_t ap, xn, xn_el1;
	bool wxn;
	const char *el2, *el1;
} access[] = {
	{ PMSA_V8_32, PMSA_RW_EL2, 0, 0, false, "rwx", "---" },
	{ PMSA_V8_32, PMSA_RW_EL2, 0, 0, true, "rw-", "---" },
	{ PMSA_V8_32, PMSA_RW_EL2, 1, 0, false, "rw-", "---" },
	{ PMSA_V8_32, PMSA_RW_ALL, 0, 0, false, "rwx", "rwx" },
	{ PMSA_V8_32, PMSA_RW_ALL, 0, 0, true, "rw-", "rwx" },
	{ PMSA_V8_32, PMSA_RW_ALL, 1, 0, false, "rw-", "rw-" },
	{ PMSA_V8_32, PMSA_RO_EL2, 0, 0, true, "r-x", "---" },
	{ PMSA_V8_32, PMSA_RO_EL2, 1, 0, true, "r--", "---" },
	{ PMSA_V8_32, PMSA_RO_ALL, 0, 0, true, "r-x", "r-x" },
	{ PMSA_V8_32, PMSA_RO_ALL, 1, 0, true, "r--", "r--" },
	{ PMSA_V8_64, PMSA_RW_ALL, 1, 0, false, "rw-", "rwx" },
	{ PMSA_V8_64, PMSA_RW_ALL, 0, 1, false, "rwx", "rw-" },
	{ PMSA_V8_64, PMSA_RW_ALL, 0, 1, true, "rw-", "rw-" },
	{ PMSA_V8_64, PMSA_RW_ALL, 1, 1, false, "rw-", "rw-" },
	{ PMSA_V8_64, PMSA_RO_EL2, 0, 0, true, "r-x", "---" },
	{ PMSA_V8_64, PMSA_RO_ALL, 1, 0, true, "r--", "r-x" },
	{ PMSA_V8_64, PMSA_RO_ALL, 0, 1, true, "r-x", "r--" },
};

START_TEST(access_text)
{
	const struct pmsa_attr attr = {
		.ap = access[_i].ap, .xn = access[_i].xn,
		.xn_el1 = access[_i].xn_el1,
	};
	char out[4];

	pmsa_el2_access(access[_i].arch, attr, access[_i].wxn, out);
	ck_assert_str_eq(out, access[_i].el2);
	pmsa_el1_access(access[_i].arch, attr, out);
	ck_assert_str_eq(out, access[_i].el1);
}
END_TEST

START_TEST(names)
{
	enum pmsa_arch arch = PMSA_V8_32;

	ck_assert_str_eq(pmsa_arch_name(PMSA_V8_32), "pmsav8-32");
	ck_assert(pmsa_arch_parse("pmsav8-64", &arch));
	ck_assert_int_eq(arch, PMSA_V8_64);
	ck_assert_str_eq(pmsa_arch_name(arch), "pmsav8-64");
	ck_assert(pmsa_arch_parse("pmsav8-32", &arch));
	ck_assert_int_eq(arch, PMSA_V8_32);
	ck_assert(!pmsa_arch_parse("pmsav8-6", &arch));
	ck_assert(!pmsa_arch_parse("", &arch));
	ck_assert_int_eq(arch, PMSA_V8_32);
	ck_assert_uint_eq(pmsa_width(PMSA_V8_32), 32);
	ck_assert_uint_eq(pmsa_width(PMSA_V8_64), 48);
	for (int i = PMSA_OK; i < PMSA_BAD_ATTR; i++)
		ck_assert_str_ne(pmsa_error_text((enum pmsa_error)i),
				 pmsa_error_text((enum pmsa_error)(i + 1)));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("pmsa");
	TCase *t = tcase_create("pmsa");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_add_loop_test(t, known_words_both_ways, 0, ARRAY_SIZE(known));
	tcase_add_loop_test(t, field_bits, 0, ARRAY_SIZE(fields));
	tcase_add_loop_test(t, encode_limits, 0, ARRAY_SIZE(limits));
	tcase_add_loop_test(t, unknown_bits_survive, 0, ARRAY_SIZE(unknown));
	tcase_add_test(t, inverted_is_still_filled);
	tcase_add_loop_test(t, any_words_round_trip, 0, 2);
	tcase_add_loop_test(t, access_text, 0, ARRAY_SIZE(access));
	tcase_add_test(t, names);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
