/* SPDX-License-Identifier: BSD-2-Clause */
/* The registry of codes and the sink of findings. */
#include <ctype.h>

#include "tree_fixture.h"

#include "base/map.h"
#include "diag/codes.h"
#include "diag/sink.h"

/* ---------------------------------------------------------- codes */

/* Ids that are promised; more join them, none is renamed. */
static const char *const promised[] = {
	"static-mem-outside-section", "foreign-memory-in-section",
	"static-mem-outside-ram", "overlap-in-domain", "overlap-domains",
	"overlap-heap", "overlap-module", "overlap-reserved", "overlap-xen",
	"overlap-fdt", "overlap-shm", "unaligned-base", "unaligned-size",
	"size-zero", "range-wraps", "address-too-wide", "cells-truncated",
	"cells-trailing", "memory-sum-mismatch", "memory-missing",
	"memory-malformed", "cpus-missing", "cpus-range", "kernel-missing",
	"kernel-dropped", "direct-map-missing",
	"direct-map-without-static-mem", "section-missing",
	"device-section-covers-ram", "device-section-many", "heap-missing",
	"heap-second-bank", "intc-missing", "timer-missing", "cpu-missing",
	"budget-exceeded", "boot-peak-exceeded", "region-count-unknown",
	"region-unplaced", "not-a-xen-tree", "target-incomplete",
	"not-checked",
};

START_TEST(promised_ids)
{
	const struct code_info *info = code_find(promised[_i]);

	ck_assert_msg(info != NULL, "%s", promised[_i]);
	ck_assert_str_eq(info->id, promised[_i]);
}
END_TEST

START_TEST(registry)
{
	const struct code_info *info, *before = NULL;
	size_t i = 0;

	for (; (info = code_at(i)) != NULL; i++) {
		ck_assert_ptr_eq(code_info(info->code), info);
		ck_assert_ptr_eq(code_find(info->id), info);
		ck_assert_ptr_eq(code_find(text_of("MPU%04d", info->code)),
				 info);
		ck_assert_ptr_eq(code_find(text_of("mpu%d", info->code)),
				 info);
		ck_assert_ptr_eq(code_find(text_of("%d", info->code)), info);
		ck_assert_int_ge(info->code, 100);
		ck_assert_int_le(info->code, 9999);
		/* What explains a code has to be there. */
		ck_assert_uint_gt(strlen(info->summary), 10);
		ck_assert_uint_gt(strlen(info->fix), 5);
		ck_assert_uint_gt(strlen(info->source), 3);
		for (const char *c = info->id; *c != '\0'; c++)
			ck_assert(islower((unsigned char)*c) ||
				  isdigit((unsigned char)*c) || *c == '-');
		if (before != NULL)
			ck_assert_str_ne(before->id, info->id);
		before = info;
	}
	ck_assert_uint_ge(i, ARRAY_SIZE(promised));
	ck_assert_ptr_null(code_at(i + 1));
}
END_TEST

static const char *const unknown[] = {
	"", "MPU", "MPU0000", "0", "100", "MPU0100", "9999", "10000",
	"18446744073709551717", "-117", "117 ", " 117", "117x", "0x75x",
	"Overlap-heap", "overlap-hea", "MPUoverlap-heap",
};

START_TEST(unknown_codes)
{
	ck_assert_msg(code_find(unknown[_i]) == NULL, "%s", unknown[_i]);
}
END_TEST

START_TEST(names)
{
	ck_assert_str_eq(severity_name(SEV_NOTE), "note");
	ck_assert_str_eq(severity_name(SEV_WARNING), "warning");
	ck_assert_str_eq(severity_name(SEV_ERROR), "error");
	ck_assert_str_eq(basis_name(BASIS_XEN), "xen");
	ck_assert_str_eq(basis_name(BASIS_XEN_MPU), "xen-mpu");
	ck_assert_str_eq(basis_name(BASIS_HARDWARE), "hardware");
	ck_assert_str_eq(basis_name(BASIS_PRACTICE), "practice");
}
END_TEST

/* ----------------------------------------------------------- sink */

/* The order in which they come out; each goes in at each place. */
static const struct {
	const char *file;
	uint32_t line, col;
	uint64_t offset;
	const char *node;
	enum diag_code code;
} sorted[] = {
	{ NULL, 0, 0, 8, "/a", CODE_OVERLAP_HEAP },
	{ NULL, 0, 0, 16, "/a", CODE_OVERLAP_HEAP },
	{ "a.dts", 2, 9, 0, "/b", CODE_OVERLAP_XEN },
	{ "a.dts", 10, 1, 0, "/b", CODE_OVERLAP_HEAP },
	{ "a.dts", 10, 1, 0, "/c", CODE_OVERLAP_HEAP },
	{ "a.dts", 10, 1, 0, "/c", CODE_OVERLAP_XEN },
	{ "a.dts", 10, 2, 0, "/a", CODE_OVERLAP_HEAP },
	{ "b.dts", 1, 1, 0, "/a", CODE_OVERLAP_HEAP },
};

START_TEST(order)
{
	struct sink s;

	sink_init(&s, &arena);
	for (size_t i = 0; i < ARRAY_SIZE(sorted); i++) {
		size_t from = (i * 5 + (size_t)_i) % ARRAY_SIZE(sorted);
		struct finding *f = sink_new(&s, sorted[from].code);

		f->at.pos.file = sorted[from].file;
		f->at.pos.line = sorted[from].line;
		f->at.pos.col = sorted[from].col;
		f->at.offset = sorted[from].offset;
		f->at.node = sorted[from].node;
		f->span_count = (uint32_t)from;
	}
	ck_assert_int_eq(sink_sort(&s), MPUC_OK);
	ck_assert_uint_eq(s.findings.count, ARRAY_SIZE(sorted));
	for (uint32_t i = 0; i < ARRAY_SIZE(sorted); i++)
		ck_assert_uint_eq(s.findings.items[i].span_count, i);
}
END_TEST

/* Equals keep the order in which they came. */
START_TEST(stable)
{
	struct sink s;

	sink_init(&s, &arena);
	for (uint32_t i = 0; i < 100; i++)
		sink_new(&s, CODE_OVERLAP_HEAP)->span_count = i;
	ck_assert_int_eq(sink_sort(&s), MPUC_OK);
	for (uint32_t i = 0; i < 100; i++)
		ck_assert_uint_eq(s.findings.items[i].span_count, i);
}
END_TEST

START_TEST(defaults)
{
	struct sink s;
	struct finding *f;

	sink_init(&s, &arena);
	f = sink_new(&s, CODE_BUDGET_EXCEEDED);
	ck_assert_int_eq(f->severity, SEV_ERROR);
	ck_assert_int_eq(f->basis, BASIS_HARDWARE);
	sink_new(&s, CODE_NOT_CHECKED);
	sink_new(&s, CODE_NOT_CHECKED)->severity = SEV_ERROR;
	ck_assert_uint_eq(sink_count(&s, SEV_ERROR), 2);
	ck_assert_uint_eq(sink_count(&s, SEV_NOTE), 1);
	ck_assert_uint_eq(sink_count(&s, SEV_WARNING), 0);
}
END_TEST

/* A finding takes so many others; the rest goes nowhere. */
START_TEST(related)
{
	struct sink s;
	struct finding *f;

	sink_init(&s, &arena);
	f = sink_new(&s, CODE_OVERLAP_HEAP);
	for (uint32_t i = 0; i < FINDING_RELATED; i++)
		ck_assert_ptr_eq(finding_related(&s, f), &f->related[i]);
	ck_assert_uint_eq(f->related_count, FINDING_RELATED);
	finding_related(&s, f)->message = "lost";
	ck_assert_uint_eq(f->related_count, FINDING_RELATED);
	for (uint32_t i = 0; i < FINDING_RELATED; i++)
		ck_assert_ptr_null(f->related[i].message);
	ck_assert_ptr_null(finding_related(&s, f)->message);
}
END_TEST

/* Lost findings are latched; the caller gets a record all the same. */
START_TEST(no_memory)
{
	struct sink s;
	struct finding *f;

	sink_init(&s, &arena);
	arena.fail_in = 1;
	f = sink_new(&s, CODE_OVERLAP_HEAP);
	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(f->code, CODE_OVERLAP_HEAP);
	ck_assert_int_eq(s.status, MPUC_E_NOMEM);
	ck_assert_uint_eq(s.findings.count, 0);
	sink_new(&s, CODE_OVERLAP_HEAP);
	ck_assert_int_eq(s.status, MPUC_E_NOMEM);
	ck_assert_int_eq(sink_sort(&s), MPUC_E_NOMEM);
}
END_TEST

/* ------------------------------------------------------------ map */

START_TEST(map)
{
	struct map m = { NULL, 0, 0 };
	char *keys[1000];

	ck_assert_ptr_null(map_get(&m, "k0"));
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		keys[i] = text_of("k%zu", i);
		ck_assert(map_put(&arena, &m, keys[i], keys[i]));
		ck_assert_uint_eq(m.count, i + 1);
		ck_assert_uint_ge(m.cap, 2 * m.count);
	}
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		ck_assert_ptr_eq(map_get(&m, text_of("k%zu", i)), keys[i]);
	ck_assert_ptr_null(map_get(&m, "k1000"));
	ck_assert_ptr_null(map_get(&m, ""));
	ck_assert(map_put(&arena, &m, "", keys[1]));
	ck_assert_ptr_eq(map_get(&m, ""), keys[1]);
	/* Another value for a key that is there. */
	ck_assert(map_put(&arena, &m, "k7", keys[8]));
	ck_assert_ptr_eq(map_get(&m, "k7"), keys[8]);
	ck_assert_uint_eq(m.count, ARRAY_SIZE(keys) + 1);
}
END_TEST

/* Out of memory: refused, and what is in it stays. */
START_TEST(map_no_memory)
{
	struct map m = { NULL, 0, 0 };
	bool refused = false;

	arena.fail_in = 1;
	ck_assert(!map_put(&arena, &m, "a", "1"));
	ck_assert_ptr_null(map_get(&m, "a"));
	for (size_t i = 0; i < 16 && !refused; i++) {
		const char *key = text_of("k%zu", i);

		arena.fail_in = i == 0 ? 0 : 1;
		refused = !map_put(&arena, &m, key, key);
		arena.fail_in = 0;
		ck_assert_int_eq(map_get(&m, key) == NULL, refused);
	}
	ck_assert(refused);
	ck_assert_str_eq(map_get(&m, "k0"), "k0");
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(promised_ids, promised);
	tcase_add_test(tc, registry);
	LOOP(unknown_codes, unknown);
	tcase_add_test(tc, names);
	LOOP(order, sorted);
	tcase_add_test(tc, stable);
	tcase_add_test(tc, defaults);
	tcase_add_test(tc, related);
	tcase_add_test(tc, no_memory);
	tcase_add_test(tc, map);
	tcase_add_test(tc, map_no_memory);
}

int main(void)
{
	return run_tests("diag", add_tests);
}
