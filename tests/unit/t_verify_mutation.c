/* SPDX-License-Identifier: BSD-2-Clause */
/* Plans with one thing wrong: the judge says what, and in which context. */
#include "verify_fixture.h"

static void add_row(struct fixture *f, uint32_t c, struct row row)
{
	struct plan_context *to = &f->plan.contexts[c];

	set_row(f, c, to->region_count++, &row);
	to->need++;
	to->peak++;
}

/* It took the fixed slot of what it was before. */
static void shrunk_moves(struct fixture *f)
{
	region(f, IDLE, R_DATA)->slot = 9;
}

static void extra_region(struct fixture *f)
{
	add_row(f, IDLE, (struct row){ 9, HEAP, NO, NO, 0x90000000,
				       0x9000ffff });
}

/* A region past the hardware must be one that is asked for, too. */
static void extra_without_slot(struct fixture *f)
{
	extra_region(f);
	region(f, IDLE, 6)->slot = SLOT_NONE;
	f->plan.contexts[IDLE].unplaced = 1;
}

static void twice_the_same(struct fixture *f)
{
	add_row(f, IDLE, (struct row)ROW_GICD);
	region(f, IDLE, 6)->slot = 9;
}

static void one_byte_shared(struct fixture *f)
{
	move(f, IDLE, R_GICD, 0xf0000000, 0xf010003f);
}

static void foreign_bank(struct fixture *f)
{
	move(f, DOMU1, R_OWN, 0x60000000, 0x67ffffff);
}

static void heap_for_guest(struct fixture *f)
{
	struct plan_region *r = region(f, DOMU2, R_HEAP);

	r->attr.ap = PMSA_RW_ALL;
	r->regs = words(f->plan.arch, &attrs[A_RAM], r->range.base,
			r->range.last);
}

static void heap_open_in_idle(struct fixture *f)
{
	struct plan_region *r = region(f, IDLE, R_HEAP);

	r->regs = words(f->plan.arch, &attrs[A_RAM], r->range.base,
			r->range.last);
}

static struct attr_rule *own_attrs(struct fixture *f)
{
	struct attr_rule *copy = take(f, ATTRS, sizeof(*copy));

	memcpy(copy, attrs, sizeof(attrs));
	f->target.attrs = copy;
	return copy;
}

/* The rules agree with the registers; the domains do not. */
static void target_leaks(struct fixture *f)
{
	struct pmsa_attr *a = &own_attrs(f)[A_DEVICE].arch[f->plan.arch];
	struct plan_region *r = region(f, DOMU2, R_OWN + 2);

	a->ap = PMSA_RW_ALL;
	r->attr = *a;
	r->regs = words(f->plan.arch, &f->target.attrs[A_DEVICE],
			r->range.base, r->range.last);
}

static void target_seals_ram(struct fixture *f)
{
	struct pmsa_attr *a = &own_attrs(f)[A_RAM].arch[f->plan.arch];
	struct plan_region *r = region(f, DOMU1, R_OWN + 1);

	a->ap = PMSA_RO_ALL;
	r->attr = *a;
	r->regs = words(f->plan.arch, &f->target.attrs[A_RAM], r->range.base,
			r->range.last);
}

static void wrong_own_attr(struct fixture *f)
{
	region(f, DOMU1, R_GICR)->attr.index = 7;
}

static void wrong_index(struct fixture *f)
{
	struct plan_region *r = region(f, DOMU1, R_GICR);

	r->attr.index = 7;
	r->regs.prlar |= 0xe;
}

static void wrong_sh(struct fixture *f)
{
	region(f, IDLE, R_GICD)->regs.prbar ^=
		f->plan.arch == PMSA_V8_64 ? 0x30 : 0x18;
}

static void inverted(struct fixture *f)
{
	move(f, DOMU1, R_OWN + 3, 0x50000000, 0x4fffffff);
}

static void not_enabled(struct fixture *f)
{
	region(f, BOOT_RUN, 3)->regs.prlar &= ~UINT64_C(1);
}

static void bad_transient(struct fixture *f)
{
	region(f, BOOT_RUN, 8)->regs.prlar ^= 2;
	region(f, BOOT_RUN, 8)->attr.index ^= 1;
}

static void peak_low(struct fixture *f)
{
	f->plan.contexts[BOOT_RUN].peak = 7;
}

static void minimum_high(struct fixture *f)
{
	f->plan.contexts[DOMU2].minimum = 9;
}

static void transient_counted(struct fixture *f)
{
	f->plan.contexts[BOOT_RUN].need = 9;
	f->plan.contexts[BOOT_RUN].peak = 9;
}

static void transient_first(struct fixture *f)
{
	struct plan_region *r = region(f, BOOT_RUN, 7);
	struct plan_region last = r[1];

	r[1] = r[0];
	r[0] = last;
}

static void need_past_list(struct fixture *f)
{
	f->plan.contexts[IDLE].need = f->plan.contexts[IDLE].peak = 7;
}

static void unplaced_wrong(struct fixture *f)
{
	f->plan.contexts[IDLE].unplaced = 1;
}

static void no_context(struct fixture *f)
{
	f->plan.context_count = DOMU2;
	f->plan.switches.count = 2;
}

static void same_domain(struct fixture *f)
{
	f->plan.contexts[DOMU2].domain = 0;
}

static void no_such_domain(struct fixture *f)
{
	f->plan.contexts[DOMU2].domain = 2;
}

static void not_a_guest(struct fixture *f)
{
	f->plan.contexts[DOMU2].kind = CTX_IDLE;
}

static void misnamed(struct fixture *f)
{
	f->plan.contexts[DOMU2].name = "guest/domU";
}

static void no_idle(struct fixture *f)
{
	f->plan.contexts[IDLE].kind = CTX_BOOT;
}

static void one_phase_less(struct fixture *f)
{
	f->plan.boot_count = 1;
}

static void other_machine(struct fixture *f)
{
	f->plan.regions = 17;
}

static void other_arch(struct fixture *f)
{
	f->sys.arch = f->plan.arch == PMSA_V8_64 ? PMSA_V8_32 : PMSA_V8_64;
}

#define TO_1 "idle -> guest/domU1"
#define FROM_1 "guest/domU1 -> idle"

static struct plan_switch *list(struct fixture *f, size_t i)
{
	return &f->plan.switches.items[i];
}

static void missing_disable(struct fixture *f)
{
	list(f, 0)->disable_count = 0;
}

static void left_enabled(struct fixture *f)
{
	list(f, 1)->disable_count = 3;
}

static void wrong_order(struct fixture *f)
{
	list(f, 0)->write = (const uint8_t *)"\2\3\7\6";
}

static void same_slot_twice(struct fixture *f)
{
	list(f, 0)->write = (const uint8_t *)"\2\3\6\7\7";
	list(f, 0)->write_count = 5;
	list(f, 0)->writes = 11;
}

static void fixed_disabled(struct fixture *f)
{
	list(f, 0)->disable = (const uint8_t *)"\4\6";
	list(f, 0)->disable_count = 2;
	list(f, 0)->write = (const uint8_t *)"\2\3\4\6\7";
	list(f, 0)->write_count = 5;
	list(f, 0)->writes = 11;
}

static void not_written(struct fixture *f)
{
	list(f, 0)->write_count = 3;
}

static void written_for_nothing(struct fixture *f)
{
	list(f, 1)->write = (const uint8_t *)"\6\7";
	list(f, 1)->write_count = 2;
	list(f, 1)->writes = 5;
}

static void enabled_unknown(struct fixture *f)
{
	list(f, 1)->enable = (const uint8_t *)"\11";
	list(f, 1)->enable_count = 1;
	list(f, 1)->writes = 4;
}

static void slot_past_machine(struct fixture *f)
{
	list(f, 1)->disable = (const uint8_t *)"\2\3\6\7\20";
	list(f, 1)->disable_count = 5;
}

static void too_few_writes(struct fixture *f)
{
	list(f, 0)->writes = 8;
}

static void no_switch(struct fixture *f)
{
	f->plan.switches.count = 3;
}

static void to_nowhere(struct fixture *f)
{
	list(f, 5)->to = CONTEXTS;
}

/* The section goes off one write too late: domU1's bank hits it. */
static void overlap_on_the_way(struct fixture *f)
{
	region(f, DOMU1, R_OWN + 3)->slot = 10;
	list(f, 0)->disable_count = 0;
	list(f, 0)->write = (const uint8_t *)"\2\3\6\12";
}

/* The base stays, the limit does not, and nobody writes it. */
static void limit_forgotten(struct fixture *f)
{
	move(f, DOMU1, R_HEAP, 0x40000000, 0x40ffffbf);
}

/* domU2's console is asked for unless early printk's region covers it. */
static void console_missing(struct fixture *f, uint64_t early)
{
	struct region_rule *own = take(f, RULES, sizeof(*own));

	memcpy(own, rules, sizeof(rules));
	own[VUART].when = COND_NO_EARLY_UART;
	f->target.regions = own;
	f->sys.early_uart.base = early;
	f->plan.contexts[DOMU2].region_count--;
	f->plan.contexts[DOMU2].need--;
}

static void console_above_missing(struct fixture *f)
{
	console_missing(f, 0xe8fff000);
}

static void console_below_missing(struct fixture *f)
{
	console_missing(f, 0xe9001000);
}

static void console_without_early(struct fixture *f)
{
	console_missing(f, 0xe9000000);
	f->sys.has_early_uart = false;
}

static void fixed_moves(struct fixture *f)
{
	region(f, DOMU1, R_GICR)->slot = 11;
}

static const struct mutation {
	void (*apply)(struct fixture *f);
	const char *context, *text;
} mutations[] = {
	{ shrunk_moves, "idle", "is in slot 9, its rule says 1" },
	{ extra_region, "idle", "no rule in force asks for it" },
	{ extra_region, "idle", "need is 7" },
	{ twice_the_same, "idle", "in more than one enabled region" },
	{ one_byte_shared, "idle", "in more than one enabled region" },
	{ extra_without_slot, "idle", "asks for this range" },
	{ foreign_bank, "guest/domU1",
	  "0x64000000-0x67ffffff is open to the guest" },
	{ heap_for_guest, "guest/domU2", "open to the guest" },
	{ heap_for_guest, "guest/domU2", "EL1 gets rw" },
	{ heap_open_in_idle, "idle", "open to EL1 while no guest runs" },
	{ target_leaks, "guest/domU2", "open to the guest" },
	{ target_seals_ram, "guest/domU1", "can't read and write" },
	{ wrong_own_attr, "guest/domU1", "the plan's own attributes" },
	{ wrong_index, "guest/domU1", "memory type is 0xff" },
	{ wrong_sh, "idle", "reserved value 1" },
	{ inverted, "guest/domU1", "is below base" },
	{ inverted, "guest/domU1", "is not mapped" },
	{ not_enabled, "boot/run", "EN is not set" },
	{ bad_transient, "boot/run", "AttrIndx is 0x0" },
	{ peak_low, "boot/run", "is below need" },
	{ minimum_high, "guest/domU2", "is above need" },
	{ transient_counted, "boot/run", "is transient" },
	{ transient_counted, "boot/run", "need is 9" },
	{ transient_first, "boot/run", "is there to stay" },
	{ need_past_list, "idle", "more than the 6" },
	{ unplaced_wrong, "idle", "no slot or range" },
	{ no_context, "plan", "domain domU2 has no context" },
	{ same_domain, "guest/domU2", "belongs to no domain" },
	{ no_such_domain, "guest/domU2", "belongs to no domain" },
	{ not_a_guest, "guest/domU2", "belongs to no domain" },
	{ misnamed, "guest/domU", "belongs to no domain" },
	{ no_idle, "plan", "context idle" },
	{ one_phase_less, "plan", "other contexts" },
	{ other_machine, "plan", "another number of regions" },
	{ other_arch, "plan", "another kind of MPU" },
	{ missing_disable, TO_1, "rewritten while it is enabled" },
	{ left_enabled, FROM_1, "slot 7 is left enabled" },
	{ wrong_order, TO_1, "out of order" },
	{ same_slot_twice, TO_1, "out of order" },
	{ same_slot_twice, TO_1, "rewritten while it is enabled" },
	{ fixed_disabled, TO_1, "and is disabled" },
	{ fixed_disabled, TO_1, "and is rewritten" },
	{ not_written, TO_1, "slot 7 does not end up" },
	{ written_for_nothing, FROM_1, "has nothing there" },
	{ enabled_unknown, FROM_1, "unknown contents" },
	{ slot_past_machine, FROM_1, "slot 16 is beyond" },
	{ too_few_writes, TO_1, "it takes 9 or more" },
	{ no_switch, "guest/domU2", "no switch list" },
	{ to_nowhere, "plan", "names no context" },
	{ overlap_on_the_way, TO_1, "overlaps a region" },
	{ limit_forgotten, TO_1, "slot 15 does not end up" },
	{ console_above_missing, "guest/domU2", "vuart asks for it" },
	{ console_below_missing, "guest/domU2", "vuart asks for it" },
	{ console_without_early, "guest/domU2", "vuart asks for it" },
	{ fixed_moves, TO_1, "moves to another slot" },
};

START_TEST(mutation)
{
	size_t rows = ARRAY_SIZE(mutations);
	const struct mutation *m = &mutations[(size_t)_i % rows];
	struct fixture *f = fixture_new((enum pmsa_arch)((size_t)_i / rows));

	expect_none(f);
	m->apply(f);
	judge(f);
	if (!found(f, m->context, m->text))
		ck_abort_msg("%s: no \"%s\"", m->context, m->text);
	fixture_done(f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("verify_mutation");
	TCase *tc = tcase_create("mutation");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tc);
	tcase_add_loop_test(tc, mutation, 0,
			    2 * (int)ARRAY_SIZE(mutations));
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
