/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The judge of plans: a good plan has no problems, every single wrong field
 * has, and what is wrong with the tree is no problem of the plan's.
 */
#include "verify_fixture.h"

#include "verify/judge.h"

START_TEST(good_plan)
{
	struct fixture *f = fixture_new((enum pmsa_arch)_i);

	expect_none(f);
	ck_assert_uint_gt(f->report.boundaries, 2 * 30);
	fixture_done(f);
}
END_TEST

/* Words that a running machine showed, and both ends of the fields. */
static const struct decode_row {
	enum pmsa_arch arch;
	uint64_t prbar, prlar, base, limit, stray;
	uint8_t ap, xn, xn_el1, sh, index, ns;
	bool enabled;
} decode_rows[] = {
	{ PMSA_V8_32, 0x20000018, 0x2008250f, 0x20000000, 0x2008253f, 0,
	  0, 0, 0, 3, 7, 0, true },
	{ PMSA_V8_32, 0x2008301d, 0x200a380f, 0x20083000, 0x200a383f, 0,
	  2, 1, 1, 3, 7, 0, true },
	{ PMSA_V8_32, 0xe7c00011, 0xe7c00fc9, 0xe7c00000, 0xe7c00fff, 0,
	  0, 1, 1, 2, 4, 0, true },
	{ PMSA_V8_32, 0xffffffc0, 0xffffffc0, 0xffffffc0, 0xffffffff, 0,
	  0, 0, 0, 0, 0, 0, false },
	{ PMSA_V8_32, 0x20, 0x30, 0, 0x3f, 0x30, 0, 0, 0, 0, 0, 0, false },
	{ PMSA_V8_32, 0x100000000, 0, 0, 0x3f, 0x100000000,
	  0, 0, 0, 0, 0, 0, false },
	{ PMSA_V8_64, 0x40000038, 0x4000ffcf, 0x40000000, 0x4000ffff, 0,
	  2, 0, 0, 3, 7, 0, true },
	{ PMSA_V8_64, 0x40000026, 0x40000019, 0x40000000, 0x4000003f, 0,
	  1, 1, 0, 2, 4, 1, true },
	{ PMSA_V8_64, 0x40000001, 0x40000001, 0x40000000, 0x4000003f, 0,
	  0, 0, 1, 0, 0, 0, true },
	{ PMSA_V8_64, 0xffffffffffc0, 0xffffffffffc1, 0xffffffffffc0,
	  0xffffffffffff, 0, 0, 0, 0, 0, 0, 0, true },
	{ PMSA_V8_64, 0x1000000000000, 0x20, 0, 0x3f, 0x1000000000020,
	  0, 0, 0, 0, 0, 0, false },
};

START_TEST(decodes)
{
	const struct decode_row *row = &decode_rows[_i];
	struct verify_entry e;

	verify_decode(row->arch, row->prbar, row->prlar, &e);
	ck_assert_uint_eq(e.base, row->base);
	ck_assert_uint_eq(e.limit, row->limit);
	ck_assert_uint_eq(e.stray[0] | e.stray[1], row->stray);
	ck_assert_uint_eq(e.fields.ap, row->ap);
	ck_assert_uint_eq(e.fields.xn, row->xn);
	ck_assert_uint_eq(e.fields.xn_el1, row->xn_el1);
	ck_assert_uint_eq(e.fields.sh, row->sh);
	ck_assert_uint_eq(e.fields.index, row->index);
	ck_assert_uint_eq(e.fields.ns, row->ns);
	ck_assert(e.enabled == row->enabled);
}
END_TEST

/* WXN takes the fetch away from what EL2 can write, and from EL2 only. */
static const struct access_row {
	struct verify_fields fields;
	bool wxn;
	const char *el2, *el1;
} access_rows[] = {
	{ { .ap = 0 }, false, "rwx", "---" },
	{ { .ap = 0 }, true, "rw-", "---" },
	{ { .ap = 0, .xn = 1 }, false, "rw-", "---" },
	{ { .ap = 1 }, true, "rw-", "rwx" },
	{ { .ap = 1, .xn_el1 = 1 }, false, "rwx", "rw-" },
	{ { .ap = 2 }, true, "r-x", "---" },
	{ { .ap = 3 }, true, "r-x", "r-x" },
	{ { .ap = 3, .xn = 1, .xn_el1 = 1 }, false, "r--", "r--" },
};

START_TEST(accesses)
{
	const struct access_row *row = &access_rows[_i];
	char text[4];

	verify_el2(row->fields, row->wxn, text);
	ck_assert_str_eq(text, row->el2);
	verify_el1(row->fields, text);
	ck_assert_str_eq(text, row->el1);
}
END_TEST

#define TOP UINT64_MAX

static const struct round_row {
	enum rounding how;
	struct range in;
	bool ok;
	struct range out;
} round_rows[] = {
	{ ROUND_GRANULE, { 0x1001, 0x1040 }, true, { 0x1000, 0x107f } },
	{ ROUND_OUT, { 0x1fff, 0x2000 }, true, { 0x1000, 0x2fff } },
	{ ROUND_OUT, { 0, TOP }, true, { 0, TOP } },
	{ ROUND_SIZE, { 0x30000800, 0x360013ff }, true,
	  { 0x30001000, 0x36000fff } },
	{ ROUND_SIZE, { 0x1800, 0x27ff }, true, { 0x2000, 0x2fff } },
	{ ROUND_SIZE, { 0x1800, 0x27fe }, false, { 0, 0 } },
	{ ROUND_SIZE, { 0, TOP }, true, { 0, TOP } },
	{ ROUND_SIZE, { TOP - 0xfff, TOP }, true, { TOP - 0xfff, TOP } },
	{ ROUND_SIZE, { TOP - 0xffe, TOP }, false, { 0, 0 } },
	{ ROUND_SIZE, { TOP - 0x1ffe, TOP }, true, { TOP - 0xfff, TOP } },
	{ ROUND_END, { 0x1800, 0x2fff }, true, { 0x2000, 0x2fff } },
	{ ROUND_END, { 0x1800, 0x2ffe }, false, { 0, 0 } },
	{ ROUND_END, { 0x1000, 0x2ffe }, true, { 0x1000, 0x1fff } },
	{ ROUND_END, { 0, 0xffe }, false, { 0, 0 } },
	{ ROUND_END, { 0x1000, TOP }, true, { 0x1000, TOP } },
	{ ROUND_END, { TOP - 0xfff, TOP }, true, { TOP - 0xfff, TOP } },
	{ ROUND_END, { TOP - 0xffe, TOP }, false, { 0, 0 } },
};

START_TEST(rounds)
{
	const struct round_row *row = &round_rows[_i];
	struct range out = { 0, 0 };

	ck_assert(verify_round(row->how, 4096, row->in, &out) == row->ok);
	ck_assert_uint_eq(out.base, row->out.base);
	ck_assert_uint_eq(out.last, row->out.last);
}
END_TEST

/* Each of the 128 bits of each region, and of each transient. */
START_TEST(every_bit)
{
	struct fixture *f = fixture_new((enum pmsa_arch)(_i / CONTEXTS));
	uint32_t c = (uint32_t)(_i % CONTEXTS);

	for (uint32_t i = 0; i < f->plan.contexts[c].region_count; i++) {
		for (unsigned bit = 0; bit < 128; bit++) {
			struct pmsa_regs *r = &region(f, c, i)->regs;
			uint64_t *word = bit < 64 ? &r->prbar : &r->prlar;

			*word ^= UINT64_C(1) << bit % 64;
			judge(f);
			if (!found(f, contexts[c].name, ""))
				ck_abort_msg("%s region %u bit %u",
					     contexts[c].name, i, bit);
			*word ^= UINT64_C(1) << bit % 64;
		}
	}
	expect_none(f);
	fixture_done(f);
}
END_TEST

/* Plan and registers agree, but are one granule off what is asked for. */
START_TEST(every_edge)
{
	struct fixture *f = fixture_new((enum pmsa_arch)(_i / CONTEXTS));
	uint32_t c = (uint32_t)(_i % CONTEXTS);

	for (uint32_t i = 0; i < f->plan.contexts[c].need; i++) {
		struct range r = region(f, c, i)->range;

		for (unsigned edge = 0; edge < 4; edge++) {
			uint64_t by = edge % 2 == 0 ? 64 : (uint64_t)-64;

			move(f, c, i, edge < 2 ? r.base + by : r.base,
			     edge < 2 ? r.last : r.last + by);
			judge(f);
			ck_assert(found(f, contexts[c].name, edge == 0 ||
					edge == 3 ? "is not mapped" :
					"no rule in force asks"));
		}
		move(f, c, i, r.base, r.last);
	}
	expect_none(f);
	fixture_done(f);
}
END_TEST

START_TEST(every_missing_region)
{
	struct fixture *f = fixture_new((enum pmsa_arch)(_i / CONTEXTS));
	struct plan_context *c = &f->plan.contexts[_i % CONTEXTS];

	for (uint32_t i = 0; i < c->need; i++) {
		struct plan_region saved = c->regions[i];

		/* One that claims to have no range can't hide either. */
		c->regions[i].placed = false;
		judge(f);
		ck_assert(found(f, c->name, "is not mapped"));
		ck_assert(found(f, c->name, "unplaced"));
		c->regions[i] = saved;
		c->regions[i].slot = SLOT_NONE;
		c->unplaced = 1;
		judge(f);
		ck_assert(found(f, c->name, "although there is room"));
		c->regions[i] = saved;
		c->unplaced = 0;
	}
	c->need--;
	c->region_count = c->need;
	judge(f);
	ck_assert(found(f, c->name, "is not mapped"));
	ck_assert(found(f, c->name, "need is"));
	fixture_done(f);
}
END_TEST

START_TEST(every_slot)
{
	struct fixture *f = fixture_new((enum pmsa_arch)(_i / CONTEXTS));
	struct plan_context *c = &f->plan.contexts[_i % CONTEXTS];

	for (uint32_t i = 0; i < c->need; i++) {
		uint32_t slot = c->regions[i].slot;

		c->regions[i].slot = c->regions[i == 0 ? 1 : 0].slot;
		judge(f);
		ck_assert(found(f, c->name, "is given twice"));
		c->regions[i].slot = 16;
		judge(f);
		ck_assert(found(f, c->name, "is beyond the 16"));
		c->regions[i].slot = slot;
	}
	/* The last slot of the machine is one. */
	c->regions[0].slot = 15 - (_i % CONTEXTS > BOOT_ASM ? 1U : 0U);
	judge(f);
	ck_assert(!found(f, c->name, "is beyond"));
	ck_assert(found(f, c->name, "its rule says 0"));
	fixture_done(f);
}
END_TEST

/* The three module sources, in place of domU1's device. */
START_TEST(module_source)
{
	static const enum source sources[] = {
		SRC_KERNEL, SRC_RAMDISK, SRC_PARTIAL_DTB,
	};
	struct fixture *f = fixture_new(PMSA_V8_32);
	struct region_rule *own = take(f, RULES, sizeof(*own));
	struct domain *d = f->sys.domains.items;
	uint32_t *modules[] = { &d->kernel, &d->ramdisk, &d->dtb };

	memcpy(own, rules, sizeof(rules));
	own[PASS].source = sources[_i];
	f->target.regions = own;
	f->sys.modules.items[0].object = O_PASS;
	d->kernel = SYS_NONE;
	d[1].kernel = SYS_NONE;
	*modules[_i] = 0;
	expect_none(f);
	*modules[_i] = SYS_NONE;
	judge(f);
	ck_assert(found(f, "guest/domU1", "no rule in force"));
	fixture_done(f);
}
END_TEST

/* A GICv2 has interfaces of the CPU where the other has redistributors. */
static const struct {
	enum device_kind kind;
	bool mapped;
} interfaces[] = {
	{ DEV_GICC, true }, { DEV_GICH, true }, { DEV_GICV, false },
};

START_TEST(gic_v2)
{
	struct fixture *f = fixture_new(PMSA_V8_64);

	f->sys.gic.version = 2;
	f->sys.objects.items[O_GICR].detail = interfaces[_i].kind;
	judge(f);
	ck_assert_int_eq(f->report.problems.count == 0, interfaces[_i].mapped);
	ck_assert_int_eq(found(f, "idle", "mapped by gicr, but no rule"),
			 !interfaces[_i].mapped);
	fixture_done(f);
}
END_TEST

START_TEST(problems_are_capped)
{
	struct fixture *f = fixture_new(PMSA_V8_32);
	struct plan_switch *sw = take(f, 2 * VERIFY_PROBLEMS, sizeof(*sw));

	for (size_t i = 0; i < 2 * VERIFY_PROBLEMS; i++)
		sw[i] = f->plan.switches.items[i % ARRAY_SIZE(pairs)];
	for (size_t i = ARRAY_SIZE(pairs); i < 2 * VERIFY_PROBLEMS; i++)
		sw[i].from = CONTEXTS;
	f->plan.switches.items = sw;
	f->plan.switches.count = ARRAY_SIZE(pairs) + VERIFY_PROBLEMS;
	judge(f);
	ck_assert_uint_eq(f->report.problems.count, VERIFY_PROBLEMS);
	ck_assert_uint_eq(f->report.omitted, 0);
	f->plan.switches.count++;
	judge(f);
	ck_assert_uint_eq(f->report.problems.count, VERIFY_PROBLEMS);
	ck_assert_uint_eq(f->report.omitted, 1);
	fixture_done(f);
}
END_TEST

/* Every allocation fails once; the report stays as it was. */
START_TEST(no_memory)
{
	uint64_t n = 0;
	enum mpuc_status status;

	do {
		struct fixture *f = fixture_new(PMSA_V8_64);

		region(f, DOMU1, R_OWN)->regs.prlar ^= 2;
		f->plan.switches.items[0].writes = 0;
		f->report.omitted = 77;
		f->arena.fail_in = ++n;
		status = verify_plan(&f->arena, &f->sys, &f->plan,
				     &f->report);
		if (status != MPUC_OK) {
			ck_assert_int_eq(status, MPUC_E_NOMEM);
			ck_assert_uint_eq(f->report.omitted, 77);
		}
		fixture_done(f);
	} while (status != MPUC_OK);
	ck_assert_uint_gt(n, 10);
}
END_TEST

/* The first of domU1's banks may be in any slot, the peak is 9. */
START_TEST(room_boundary)
{
	struct fixture *f = fixture_new(PMSA_V8_32);

	f->sys.regions = f->plan.regions = 8 + (uint32_t)_i;
	region(f, DOMU1, R_OWN)->slot = SLOT_NONE;
	f->plan.contexts[DOMU1].unplaced = 1;
	judge(f);
	ck_assert(found(f, "guest/domU1", "although there is room") ==
		  (_i == 1));
	fixture_done(f);
}
END_TEST

/* Above slot 31 a region that comes and goes may be refused its slot. */
START_TEST(toggles_below_32)
{
	struct fixture *f = fixture_new(PMSA_V8_64);

	f->target.traits.toggles_below_32 = true;
	f->sys.regions = f->plan.regions = 32 + (uint32_t)_i;
	region(f, DOMU1, R_OWN)->slot = SLOT_NONE;
	f->plan.contexts[DOMU1].unplaced = 1;
	judge(f);
	ck_assert(found(f, "guest/domU1", "although there is room") ==
		  (_i == 0));
	fixture_done(f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("verify");
	TCase *tc = tcase_create("verify");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tc);
	tcase_set_timeout(tc, 30);
	tcase_add_loop_test(tc, good_plan, 0, ARCH_COUNT);
	tcase_add_loop_test(tc, decodes, 0, (int)ARRAY_SIZE(decode_rows));
	tcase_add_loop_test(tc, accesses, 0, (int)ARRAY_SIZE(access_rows));
	tcase_add_loop_test(tc, rounds, 0, (int)ARRAY_SIZE(round_rows));
	tcase_add_loop_test(tc, every_bit, 0, ARCH_COUNT * CONTEXTS);
	tcase_add_loop_test(tc, every_edge, 0, ARCH_COUNT * CONTEXTS);
	tcase_add_loop_test(tc, every_missing_region, 0,
			    ARCH_COUNT * CONTEXTS);
	tcase_add_loop_test(tc, every_slot, 0, ARCH_COUNT * CONTEXTS);
	tcase_add_loop_test(tc, room_boundary, 0, 2);
	tcase_add_loop_test(tc, toggles_below_32, 0, 2);
	tcase_add_loop_test(tc, module_source, 0, 3);
	tcase_add_loop_test(tc, gic_v2, 0, (int)ARRAY_SIZE(interfaces));
	tcase_add_test(tc, problems_are_capped);
	tcase_add_test(tc, no_memory);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
