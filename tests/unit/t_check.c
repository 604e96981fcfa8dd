/* SPDX-License-Identifier: BSD-2-Clause */
/* The engine of the rules, and the boundaries of those with numbers. */
#include "tree_fixture.h"

#include "check/check.h"

static struct sink sink;

static void run_stage(enum check_stage stage, const struct facts *facts)
{
	ck_assert_int_eq(check_run(&arena, stage, facts, &sink), MPUC_OK);
}

/* All stages, in the order of a run. */
static void check(struct system *s)
{
	struct facts facts = { .system = s };

	sink_init(&sink, &arena);
	run_stage(CHECK_TREE, &facts);
	run_stage(CHECK_MODEL, &facts);
	facts.plan = plan_of(s);
	run_stage(CHECK_PLAN, &facts);
	ck_assert_int_eq(sink_sort(&sink), MPUC_OK);
}

/* The ids found, notes left out, in the order of the file. */
static const char *ids(void)
{
	const char *text = text_of("%s", "");

	for (size_t i = 0; i < sink.findings.count; i++) {
		const struct finding *f = &sink.findings.items[i];

		if (f->severity != SEV_NOTE)
			text = text_of("%s%s ", text, code_info(f->code)->id);
	}
	return text;
}

static const struct finding *finding_of(enum diag_code code)
{
	static const struct finding none;

	for (size_t i = 0; i < sink.findings.count; i++) {
		if (sink.findings.items[i].code == code)
			return &sink.findings.items[i];
	}
	ck_abort_msg("no %s in: %s", code_info(code)->id, ids());
	return &none;
}

static struct build_input input(void)
{
	return (struct build_input){
		.target = target_find("xen-mpu-v2"),
		.platform = platform_find("cortex-r52-24"),
		.has_fdt_base = true, .fdt_base = 0x1000000,
		.image = xen_image(),
	};
}

/* ------------------------------------------------- one domain, varied */

struct domain_text {
	const char *static_mem, *memory;	/* cells; KiB in two cells */
	const char *cpus;
};

#define SECTIONS \
	"xen,static-heap = <0 0x60000000 0 0x10000000>;\n" \
	"mpu,boot-module-section = <0 0x10000000 0 0x1000000>;\n" \
	"mpu,device-memory-section = <0 0x80000000 0 0x7ffff000>;\n"
#define GUEST_SECTION "<0 0x20000000 0 0x10000000>"
#define KERNEL "kernel { compatible = \"multiboot,kernel\"," \
	"\"multiboot,module\"; reg = <0 0x10000000 0 0x100000>; };"

static const char *tree_of(const char *section, const struct domain_text *d)
{
	return text_of(MACHINE CHOSEN(SECTIONS
		"mpu,guest-memory-section = %s;"
		"domU1 { compatible = \"xen,domain\"; direct-map; vpl011;"
		"#address-cells = <2>; #size-cells = <2>; %s"
		"memory = <%s>; xen,static-mem = %s; " KERNEL " };"),
		section, d->cpus, d->memory, d->static_mem);
}

#define CPUS "cpus = <1>;"
#define GOOD_MEM "<0 0x20000000 0 0x2000000>"
#define GOOD_KIB "0 0x8000"

/* Last accepted, first refused. */
static const struct {
	const char *section;
	struct domain_text d;
	const char *ids;
} limits[] = {
	{ GUEST_SECTION, { GOOD_MEM, GOOD_KIB, CPUS },
	  "" },
	/* Containment: both ends of the section. */
	{ GUEST_SECTION, { "<0 0x2e000000 0 0x2000000>", GOOD_KIB, CPUS },
	  "" },
	{ GUEST_SECTION, { "<0 0x2e001000 0 0x2000000>", GOOD_KIB, CPUS },
	  "static-mem-outside-section " },
	{ GUEST_SECTION, { "<0 0x1ffff000 0 0x2000000>", GOOD_KIB, CPUS },
	  "static-mem-outside-section " },
	/* In ONE bank: those that touch are two. */
	{ "<0 0x20000000 0 0x1000000>, <0 0x21000000 0 0x1000000>",
	  { GOOD_MEM, GOOD_KIB, CPUS }, "static-mem-outside-section " },
	{ "<0 0x20000000 0 0x1000000>, <0 0x20800000 0 0x1800000>",
	  { GOOD_MEM, GOOD_KIB, CPUS },
	  "regions-overlap static-mem-outside-section " },
	{ "<0 0x20000000 0 0x1000000>, <0 0x20000000 0 0x2000000>",
	  { GOOD_MEM, GOOD_KIB, CPUS }, "regions-overlap " },
	{ "<0 0x20000000 0 0x2000000>, <0 0x21000000 0 0x1000>",
	  { GOOD_MEM, GOOD_KIB, CPUS }, "regions-overlap " },
	/* The sum is exact. */
	{ GUEST_SECTION, { GOOD_MEM, "0 0x8001", CPUS },
	  "memory-sum-mismatch " },
	{ GUEST_SECTION, { GOOD_MEM, "0 0x7fff", CPUS },
	  "memory-sum-mismatch " },
	{ GUEST_SECTION, { "<0 0x20000000 0 0x1000000>,"
	  "<0 0x28000000 0 0x1000000>", GOOD_KIB, CPUS },
	  "" },
	/* 2^54 KiB is 2^64 bytes: no 64 bits hold it. */
	{ GUEST_SECTION, { GOOD_MEM, "0x400000 0", CPUS },
	  "memory-sum-mismatch " },
	/* Pages. */
	{ GUEST_SECTION, { "<0 0x20001000 0 0x2000000>", GOOD_KIB, CPUS },
	  "" },
	{ GUEST_SECTION, { "<0 0x20000800 0 0x2000000>", GOOD_KIB, CPUS },
	  "unaligned-base " },
	{ GUEST_SECTION, { "<0 0x20000000 0 0x2000400>", "0 0x8001", CPUS },
	  "unaligned-size " },
	/* A misaligned bank is still compared with everything. */
	{ GUEST_SECTION, { "<0 0x2e000800 0 0x2000000>", GOOD_KIB, CPUS },
	  "static-mem-outside-section unaligned-base " },
	/* The address width: R52 has 32 bits. */
	{ GUEST_SECTION, { "<0 0xfe000000 0 0x2000000>", GOOD_KIB, CPUS },
	  "static-mem-outside-section foreign-memory-in-section "
	  "static-mem-outside-ram top-of-space " },
	{ GUEST_SECTION, { "<0 0xfe001000 0 0x2000000>", GOOD_KIB, CPUS },
	  "address-too-wide " },
	{ GUEST_SECTION, { "<0xffffffff 0xff000000 0 0x2000000>", GOOD_KIB,
	  CPUS }, "range-wraps " },
	{ GUEST_SECTION, { "<0 0x20000000 0 0>", "0 0", CPUS }, "size-zero " },
	/* Virtual CPUs of AArch32. */
	{ GUEST_SECTION, { GOOD_MEM, GOOD_KIB,
	  "cpus = <8>;" }, "" },
	{ GUEST_SECTION, { GOOD_MEM, GOOD_KIB,
	  "cpus = <9>;" }, "cpus-range " },
	{ GUEST_SECTION, { GOOD_MEM, GOOD_KIB,
	  "cpus = <0>;" }, "cpus-range " },
	{ GUEST_SECTION, { GOOD_MEM, GOOD_KIB, "" },
	  "cpus-missing " },
	/* Lists. */
	{ GUEST_SECTION, { "<0 0x20000000 0 0x2000000 0>", GOOD_KIB, CPUS },
	  "cells-trailing " },
	{ GUEST_SECTION, { "<0 0x20000000 0>", GOOD_KIB, CPUS },
	  "cells-truncated " },
};

START_TEST(boundaries)
{
	check(system_of(tree_of(limits[_i].section, &limits[_i].d), input()));
	ck_assert_str_eq(ids(), limits[_i].ids);
}
END_TEST

/* The finding names the section's nearer bank and both ranges. */
START_TEST(containment_words)
{
	static const struct domain_text d = { GOOD_MEM, GOOD_KIB, CPUS };
	const struct finding *f;

	check(system_of(tree_of("<0 0x20000000 0 0x1000000>,"
				"<0 0x21000000 0 0x1000000>", &d), input()));
	f = finding_of(CODE_STATIC_MEM_OUTSIDE_SECTION);
	ck_assert_ptr_nonnull(strstr(f->message, "only touch"));
	ck_assert_ptr_nonnull(strstr(f->help, "into one"));
	ck_assert_uint_eq(f->spans[0].base, 0x20000000);
	ck_assert_uint_eq(f->related_count, 1);
	ck_assert_str_eq(f->at.node, "/chosen/domU1");
	ck_assert_str_eq(f->at.property, "xen,static-mem");
	ck_assert_uint_gt(f->at.pos.line, 1);
}
END_TEST

/* ------------------------------------------------------ the engine */

/* What a rule can't look at is counted, once for each value. */
static const struct {
	struct domain_text d;
	uint64_t skipped;	/* more than by the good tree */
} skips[] = {
	{ { GOOD_MEM, GOOD_KIB, CPUS }, 0 },
	/* Misaligned: nothing is left out for that. */
	{ { "<0 0x20000800 0 0x2000000>", GOOD_KIB, CPUS }, 0 },
	/* Too wide: not in RAM, overlap, containment, kernel's place. */
	{ { "<0 0xfe001000 0 0x2000000>", GOOD_KIB, CPUS }, 4 },
	{ { "<0 0xfe001000 0 0x1000000>, <0 0xff001000 0 0x1000000>",
	    GOOD_KIB, CPUS }, 3 },
	/* No whole entry: the sum says nothing. */
	{ { "<0 0x20000000 0>", GOOD_KIB, CPUS }, 1 },
};

START_TEST(skip_counts)
{
	static const struct domain_text good = { GOOD_MEM, GOOD_KIB, CPUS };
	uint64_t before;

	check(system_of(tree_of(GUEST_SECTION, &good), input()));
	before = sink.skipped;
	check(system_of(tree_of(GUEST_SECTION, &skips[_i].d), input()));
	ck_assert_uint_eq(sink.skipped - before, skips[_i].skipped);
}
END_TEST

/* Rules whose needs are not met: /chosen, RAM, the region count. */
START_TEST(needs)
{
	struct build_input in = input();
	struct facts facts = { .strict = false };
	uint64_t with, without;

	facts.system = system_of(MACHINE CHOSEN(SECTIONS), in);
	sink_init(&sink, &arena);
	run_stage(CHECK_TREE, &facts);
	ck_assert_uint_eq(sink.findings.count, 0);
	ck_assert_uint_eq(sink.skipped, 0);
	facts.plan = plan_of(facts.system);
	run_stage(CHECK_PLAN, &facts);
	with = sink.skipped;
	in.platform = NULL;
	facts.system = system_of(MACHINE CHOSEN(SECTIONS), in);
	facts.plan = plan_of(facts.system);
	sink_init(&sink, &arena);
	run_stage(CHECK_PLAN, &facts);
	without = sink.skipped;
	ck_assert_uint_eq(without, with + 1);
	facts.system = system_of("/dts-v1/; / { };", in);
	sink_init(&sink, &arena);
	run_stage(CHECK_MODEL, &facts);
	ck_assert_uint_gt(sink.skipped, 5);
	ck_assert_ptr_nonnull(finding_of(CODE_RAM_MISSING));
}
END_TEST

START_TEST(no_xen_tree)
{
	struct facts facts = { .strict = false };

	facts.system = system_of(MACHINE "};", input());
	sink_init(&sink, &arena);
	run_stage(CHECK_TREE, &facts);
	ck_assert_str_eq(ids(), "not-a-xen-tree ");
	ck_assert_int_eq(sink.findings.items[0].basis, BASIS_PRACTICE);
}
END_TEST

/* Without image and address: notes, or errors when asked to be strict. */
START_TEST(strict)
{
	static const struct domain_text good = { GOOD_MEM, GOOD_KIB, CPUS };
	struct build_input in = input();
	struct facts facts = { .strict = _i != 0 };
	size_t count = 0;

	in.image = NULL;
	in.has_fdt_base = false;
	facts.system = system_of(tree_of(GUEST_SECTION, &good), in);
	sink_init(&sink, &arena);
	run_stage(CHECK_MODEL, &facts);
	for (size_t i = 0; i < sink.findings.count; i++) {
		const struct finding *f = &sink.findings.items[i];

		if (f->code != CODE_NOT_CHECKED)
			continue;
		count++;
		ck_assert_int_eq(f->severity, _i != 0 ? SEV_ERROR : SEV_NOTE);
	}
	ck_assert_uint_eq(count, 2);
}
END_TEST

/* A platform nobody verified, unless the user gives the count. */
START_TEST(unverified)
{
	struct build_input in = input();
	struct facts facts = { .regions_given = _i != 0 };

	in.platform = platform_find("cortex-r82-32");
	facts.system = system_of(MACHINE CHOSEN(SECTIONS), in);
	sink_init(&sink, &arena);
	run_stage(CHECK_MODEL, &facts);
	ck_assert_int_eq(strstr(ids(), "platform-unverified") == NULL,
			 _i != 0);
}
END_TEST

/* The most regions that any context needs; leaves 32 in the input. */
static uint32_t most_regions(struct build_input *in, const char *tree)
{
	const struct plan *p;
	uint32_t most = 0;

	in->platform = NULL;
	in->has_regions = true;
	in->regions = 32;
	p = plan_of(system_of(tree, *in));
	for (uint32_t i = 0; i < p->context_count; i++)
		most = p->contexts[i].peak > most ? p->contexts[i].peak :
		       most;
	return most;
}

/* A budget, at its last region and past it. */
START_TEST(budgets)
{
	static const struct domain_text good = { GOOD_MEM, GOOD_KIB, CPUS };
	struct build_input in = input();
	uint32_t most = most_regions(&in, tree_of(GUEST_SECTION, &good));

	in.regions = most - (uint32_t)_i;
	check(system_of(tree_of(GUEST_SECTION, &good), in));
	ck_assert_str_eq(ids(), _i == 0 ? "" : "budget-exceeded ");
	if (_i != 0)
		ck_assert_ptr_nonnull(strstr(finding_of(
			CODE_BUDGET_EXCEEDED)->message,
			text_of("needs %u regions, the machine has %u", most,
				most - 1)));
}
END_TEST

/* The count fits, and a fixed slot is the heap's: 11 of 12, then of 13. */
START_TEST(slot_taken)
{
	static const struct domain_text good = { GOOD_MEM, GOOD_KIB, CPUS };
	struct build_input in = input();
	struct target target = *in.target;
	struct region_rule rules[32];

	ck_assert_uint_le(target.region_count, 32);
	for (size_t i = 0; i < target.region_count; i++) {
		rules[i] = target.regions[i];
		if (strcmp(rules[i].name, "xen.boot-module-section") == 0)
			rules[i].policy = SLOT_FIXED;
	}
	target.regions = rules;
	in.target = &target;
	in.regions = most_regions(&in, tree_of(GUEST_SECTION, &good));
	ck_assert_uint_eq(in.regions, 12);
	in.regions += (uint32_t)_i;
	check(system_of(tree_of(GUEST_SECTION, &good), in));
	ck_assert_str_eq(ids(), _i != 0 ? "" : "budget-exceeded ");
	if (_i == 0)
		ck_assert_ptr_nonnull(strstr(finding_of(
			CODE_BUDGET_EXCEEDED)->message, "no slot is left for "
			"xen.boot-module-section"));
}
END_TEST

/* Upstream: a domain's kernel is a moment of its own. */
START_TEST(peaks)
{
	struct build_input in = input();
	const struct plan_context *c;
	const char *text = MACHINE CHOSEN(
		"xen,static-heap = <0 0x60000000 0 0x10000000>;"
		"domU1 { compatible = \"xen,domain\"; direct-map;"
		"#address-cells = <2>; #size-cells = <2>; cpus = <1>;"
		"memory = <" GOOD_KIB ">; xen,static-mem = " GOOD_MEM ";"
		KERNEL " };");

	in.target = target_find("xen-guests-2026");
	in.platform = NULL;
	in.has_regions = true;
	in.regions = 32;
	c = context_of(plan_of(system_of(text, in)), "boot/domains");
	ck_assert_uint_eq(c->peak, c->need + 2);
	in.regions = c->peak - (uint32_t)_i;
	check(system_of(text, in));
	ck_assert_str_eq(ids(), _i == 0 ? "" : "boot-peak-exceeded ");
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(boundaries, limits);
	tcase_add_test(tc, containment_words);
	LOOP(skip_counts, skips);
	tcase_add_test(tc, needs);
	tcase_add_test(tc, no_xen_tree);
	tcase_add_loop_test(tc, strict, 0, 2);
	tcase_add_loop_test(tc, unverified, 0, 2);
	tcase_add_loop_test(tc, budgets, 0, 2);
	tcase_add_loop_test(tc, slot_taken, 0, 2);
	tcase_add_loop_test(tc, peaks, 0, 2);
}

int main(void)
{
	return run_tests("check", add_tests);
}
