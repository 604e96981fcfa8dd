/* SPDX-License-Identifier: BSD-2-Clause */
/* What is wrong with the tree or the machine is no alarm of the judge's. */
#include "verify_fixture.h"

static struct object *object(struct fixture *f, uint32_t i)
{
	return &f->sys.objects.items[i];
}

static void place_object(struct fixture *f, uint32_t i, uint64_t base,
			 uint64_t last)
{
	object(f, i)->range.base = base;
	object(f, i)->range.last = last;
}

static void drop_region(struct fixture *f, uint32_t c, uint32_t i)
{
	struct plan_context *p = &f->plan.contexts[c];

	for (; i + 1 < p->region_count; i++)
		p->regions[i] = p->regions[i + 1];
	p->region_count--;
	p->need--;
	p->minimum = 0;
}

static void unplace(struct fixture *f, uint32_t c, uint32_t i)
{
	region(f, c, i)->placed = false;
	f->plan.contexts[c].unplaced++;
}

static void unslot(struct fixture *f, uint32_t c, uint32_t i)
{
	region(f, c, i)->slot = SLOT_NONE;
	f->plan.contexts[c].unplaced++;
}

/* New slots to disable and to write for a context. */
static void relist(struct fixture *f, uint32_t c, const char *slots)
{
	for (size_t i = 0; i < f->plan.switches.count; i++) {
		struct plan_switch *sw = &f->plan.switches.items[i];

		if (sw->from == c) {
			sw->disable = (const uint8_t *)slots;
			sw->disable_count = (uint32_t)strlen(slots);
		}
		if (sw->to == c) {
			sw->write = (const uint8_t *)slots;
			sw->write_count = (uint32_t)strlen(slots);
			sw->writes = 1 + 2 * sw->write_count;
		}
	}
}

/* The heap is region 4 of boot/run and 2 of idle and the guests. */
static void move_heap(struct fixture *f, uint64_t base, uint64_t last)
{
	move(f, BOOT_RUN, 4, base, last);
	for (uint32_t c = IDLE; c < CONTEXTS; c++)
		move(f, c, R_HEAP, base, last);
}

static void slot_heap(struct fixture *f, uint32_t slot)
{
	for (uint32_t c = IDLE; c < CONTEXTS; c++)
		region(f, c, R_HEAP)->slot = slot;
	region(f, BOOT_RUN, 4)->slot = slot;
}

static void bank_in_heap(struct fixture *f)
{
	place_object(f, O_BANK2, 0x40800000, 0x417fffff);
	move(f, DOMU1, R_OWN + 1, 0x40800000, 0x417fffff);
}

static void bank_in_bank(struct fixture *f)
{
	place_object(f, O_BANK2, 0x61000000, 0x61ffffff);
	move(f, DOMU1, R_OWN + 1, 0x61000000, 0x61ffffff);
}

static void pass_in_gic(struct fixture *f)
{
	place_object(f, O_PASS, 0xf0000000, 0xf0000fff);
	move(f, DOMU1, R_OWN + 2, 0xf0000000, 0xf0000fff);
}

static void unusable_left_out(struct fixture *f)
{
	object(f, O_BANK2)->usable = false;
	drop_region(f, DOMU1, R_OWN + 1);
	relist(f, DOMU1, "\2\6\7");
}

static void unusable_unplaced(struct fixture *f)
{
	object(f, O_BANK2)->usable = false;
	unplace(f, DOMU1, R_OWN + 1);
}

static void unaligned_heap(struct fixture *f)
{
	place_object(f, O_HEAP, 0x40000800, 0x410013ff);
	move_heap(f, 0x40001000, 0x41000fff);
}

static void unaligned_bank(struct fixture *f)
{
	place_object(f, O_BANK3, 0x64000800, 0x640017ff);
	move(f, DOMU2, R_OWN, 0x64000000, 0x64001fff);
}

static void heap_at_top(struct fixture *f)
{
	place_object(f, O_HEAP, 0xff000000, 0xffffffff);
	move_heap(f, 0xff000000, 0xffffffff);
}

static void over_budget(struct fixture *f)
{
	f->sys.regions = f->plan.regions = 8;
	slot_heap(f, 7);
	unslot(f, DOMU1, R_OWN + 3);
	relist(f, DOMU1, "\2\3\6");
}

static void count_unknown(struct fixture *f)
{
	f->sys.regions_known = f->plan.regions_known = false;
	f->sys.regions = f->plan.regions = 0;
	unslot(f, BOOT_RUN, 4);
	for (uint32_t c = IDLE; c < CONTEXTS; c++)
		unslot(f, c, R_HEAP);
}

static void no_image(struct fixture *f)
{
	f->sys.image = NULL;
	for (uint32_t c = 0; c < CONTEXTS; c++) {
		unplace(f, c, R_TEXT);
		unplace(f, c, R_DATA);
	}
}

static void empty_part(struct fixture *f)
{
	f->image.symbols.items[1].value = 0x130000;
	for (uint32_t c = IDLE; c < CONTEXTS; c++)
		drop_region(f, c, R_DATA);
}

static void no_fdt_address(struct fixture *f)
{
	f->sys.has_fdt_base = false;
	unplace(f, BOOT_RUN, 3);
}

static void no_early_uart(struct fixture *f)
{
	f->sys.has_early_uart = false;
	drop_region(f, BOOT_ASM, 2);
	drop_region(f, BOOT_RUN, 2);
}

static void fdt_window(struct fixture *f)
{
	f->target.traits.fdt_window = 0x200000;
	move(f, BOOT_RUN, 3, 0x200000, 0x400fff);
}

static void fdt_past_window(struct fixture *f)
{
	f->target.traits.fdt_window = 0x2000;
	if (f->plan.arch == PMSA_V8_64)
		move(f, BOOT_RUN, 3, 0x200000, 0x202fff);
}

static void console_without_reg(struct fixture *f)
{
	f->sys.console_object = SYS_NONE;
	if (f->plan.arch == PMSA_V8_64) {
		unplace(f, DOMU2, R_OWN + 2);
		return;
	}
	drop_region(f, DOMU2, R_OWN + 2);
	relist(f, DOMU2, "\2\3");
}

static void too_wide(struct fixture *f)
{
	f->sys.pa_bits = 31;
	unplace(f, DOMU1, R_OWN + 2);
}

static void disabled_domain(struct fixture *f)
{
	f->sys.domains.items[1].disabled = true;
	f->plan.context_count = DOMU2;
	f->plan.switches.count = 2;
}

static void no_guests(struct fixture *f)
{
	f->target.guest.name = NULL;
	f->plan.context_count = DOMU1;
	f->plan.switches.count = 0;
}

static void borrower_kept(struct fixture *f)
{
	f->target.traits.shm_owner_required = true;
}

static void borrower_refused(struct fixture *f)
{
	f->target.traits.shm_owner_required = true;
	drop_region(f, DOMU2, R_OWN + 1);
	relist(f, DOMU2, "\2\6");
}

static void second_heap_bank(struct fixture *f)
{
	object(f, O_KERNEL1)->kind = OBJ_HEAP;
	object(f, O_KERNEL2)->kind = OBJ_HEAP;
	object(f, O_KERNEL2)->usable = false;
}

/* Whether a target goes on to the next bank is its own affair. */
static void next_heap_bank(struct fixture *f)
{
	object(f, O_KERNEL2)->kind = OBJ_HEAP;
	object(f, O_HEAP)->usable = false;
	move_heap(f, 0x11000000, 0x110fffff);
}

static void no_heap_bank(struct fixture *f)
{
	object(f, O_KERNEL2)->kind = OBJ_HEAP;
	object(f, O_HEAP)->usable = false;
	unplace(f, BOOT_RUN, 4);
	for (uint32_t c = IDLE; c < CONTEXTS; c++)
		unplace(f, c, R_HEAP);
}

static void no_section(struct fixture *f)
{
	static const uint8_t none[1];

	object(f, O_SECTION)->kind = OBJ_RAM;
	drop_region(f, BOOT_RUN, 7);
	drop_region(f, IDLE, 5);
	relist(f, IDLE, (const char *)none);
}

static void packed(struct fixture *f)
{
	static const struct step steps[] = {
		{ STEP_REMOVE, { UART, FDT }, 2, false },
		{ STEP_BECOME, { DATA, SHRUNK }, 2, false },
		{ STEP_PACK, { 0 }, 0, false },
	};

	f->target.idle.steps = steps;
	f->target.idle.step_count = ARRAY_SIZE(steps);
	slot_heap(f, 9);
	region(f, BOOT_RUN, 4)->slot = 15;
}

/* The early region covers the console's pages, so the console has none. */
static void shared_console(struct fixture *f)
{
	struct region_rule *own = take(f, RULES, sizeof(*own));

	memcpy(own, rules, sizeof(rules));
	own[VUART].when = COND_NO_EARLY_UART;
	f->target.regions = own;
	f->sys.early_uart.base = 0xe9000000;
	move(f, BOOT_ASM, 2, 0xe9000000, 0xe9000fff);
	move(f, BOOT_RUN, 2, 0xe9000000, 0xe9000fff);
	drop_region(f, DOMU2, R_OWN + 2);
	relist(f, DOMU2, "\2\3");
}

static void other_section(struct fixture *f)
{
	static const struct section_rule two[] = {
		{ .name = "guest" }, { .name = "device" },
	};

	f->target.sections = two;
	f->target.section_count = 2;
	object(f, O_KERNEL2)->kind = OBJ_SECTION;
	object(f, O_KERNEL2)->detail = 1;
}

static void no_gic(struct fixture *f)
{
	f->sys.gic.present = false;
	for (uint32_t c = BOOT_RUN; c < CONTEXTS; c++) {
		uint32_t gicd = c == BOOT_RUN ? 5 : R_GICD;

		drop_region(f, c, gicd);
		drop_region(f, c, gicd);
	}
}

static void gic_unplaced(struct fixture *f)
{
	f->sys.gic.present = false;
	for (uint32_t c = BOOT_RUN; c < CONTEXTS; c++) {
		uint32_t gicd = c == BOOT_RUN ? 5 : R_GICD;

		unplace(f, c, gicd);
		unplace(f, c, gicd + 1);
	}
}

static void page_of_platform(struct fixture *f)
{
	static const struct platform platform = { .page = 4096 };

	f->sys.platform = &platform;
	f->target.limits.page = 0;
}

static void page_of_nobody(struct fixture *f)
{
	static const struct platform platform = { .page = 0 };

	f->sys.platform = f->plan.arch == PMSA_V8_64 ? &platform : NULL;
	f->target.limits.page = 0;
}

/* Somebody else has the heap's slot in all contexts. */
static void slot_taken(struct fixture *f)
{
	region(f, BOOT_RUN, 5)->slot = 15;
	unslot(f, BOOT_RUN, 4);
	for (uint32_t c = IDLE; c < CONTEXTS; c++) {
		region(f, c, R_GICD)->slot = 15;
		unslot(f, c, R_HEAP);
	}
}

/* Somebody else had it when the heap came. */
static void slot_was_taken(struct fixture *f)
{
	slot_taken(f);
	for (uint32_t c = IDLE; c < CONTEXTS; c++)
		region(f, c, R_GICD)->slot = 4;
}

static void transient_without_slot(struct fixture *f)
{
	region(f, BOOT_RUN, 8)->slot = SLOT_NONE;
	region(f, BOOT_RUN, 8)->regs.prbar = 0;
	region(f, BOOT_RUN, 9)->placed = false;
	region(f, BOOT_RUN, 9)->regs.prbar = 0;
}

static void slot_255(struct fixture *f)
{
	count_unknown(f);
	region(f, DOMU1, R_OWN + 1)->slot = 255;
	relist(f, DOMU1, "\2\6\7\377");
}

/* A list can't name this one. */
static void slot_256(struct fixture *f)
{
	count_unknown(f);
	region(f, DOMU1, R_OWN + 1)->slot = 256;
	relist(f, DOMU1, "\2\6\7");
}

/* What becomes RAM was never mapped, so RAM need not be either. */
static void unsure_ram(struct fixture *f)
{
	static const struct step steps[] = {
		{ STEP_REMOVE, { SECTION }, 1, false },
		{ STEP_BECOME, { FDT, RAM }, 2, false },
		{ STEP_ADD, { PASS, SHM, VUART }, 3, false },
	};

	f->target.guest.steps = steps;
	f->target.guest.step_count = ARRAY_SIZE(steps);
	drop_region(f, DOMU1, R_OWN + 1);
	relist(f, DOMU1, "\2\6\7");
}

static void fdt_at_zero(struct fixture *f)
{
	f->target.traits.fdt_zero_refused = true;
	f->sys.fdt_base = 0;
	move(f, BOOT_RUN, 3, 0, 0x3fff);
}

static void fdt_at_zero_unplaced(struct fixture *f)
{
	fdt_at_zero(f);
	unplace(f, BOOT_RUN, 3);
}

static void (*const trees[])(struct fixture *f) = {
	bank_in_heap, bank_in_bank, pass_in_gic, unusable_left_out,
	unusable_unplaced, unaligned_heap, unaligned_bank, heap_at_top,
	over_budget, count_unknown, no_image, empty_part, no_fdt_address,
	no_early_uart, fdt_window, fdt_past_window,
	console_without_reg, too_wide, disabled_domain, no_guests,
	borrower_kept, borrower_refused, second_heap_bank, next_heap_bank,
	no_heap_bank, no_section, other_section, no_gic, gic_unplaced,
	page_of_platform, page_of_nobody, slot_taken, slot_was_taken,
	transient_without_slot, slot_255, slot_256, unsure_ram,
	fdt_at_zero, fdt_at_zero_unplaced, packed, shared_console,
};

START_TEST(no_false_alarm)
{
	size_t rows = ARRAY_SIZE(trees);
	uint32_t i;
	struct fixture *f = fixture_new((enum pmsa_arch)((size_t)_i / rows));

	trees[(size_t)_i % rows](f);
	expect_none(f);
	/* The exemptions must not blind the judge elsewhere. */
	for (i = 0; !region(f, BOOT_RUN, i)->placed; )
		i++;
	region(f, BOOT_RUN, i)->regs.prlar ^= 64;
	judge(f);
	ck_assert(found(f, "boot/run", "the registers say"));
	fixture_done(f);
}
END_TEST

#define MANY 20000

/* Many banks, apart from each other or all on one another. */
START_TEST(many_banks)
{
	struct fixture *f = fixture_new(PMSA_V8_64);
	uint64_t step = _i == 0 ? 0x2000 : 0;
	struct object *objects_new = take(f, OBJECTS + MANY,
					  sizeof(*objects_new));
	struct plan_context *c = &f->plan.contexts[DOMU1];
	struct plan_region *rows = take(f, R_OWN + MANY, sizeof(*rows));

	count_unknown(f);
	memcpy(objects_new, f->sys.objects.items,
	       OBJECTS * sizeof(*objects_new));
	memcpy(rows, c->regions, R_OWN * sizeof(*rows));
	f->sys.objects.items = objects_new;
	f->sys.objects.count = OBJECTS + MANY;
	f->sys.domains.items[0].bank = OBJECTS;
	f->sys.domains.items[0].bank_count = MANY;
	f->sys.domains.items[0].shm_count = 0;
	f->sys.domains.items[0].pass_count = 0;
	c->regions = rows;
	c->need = c->region_count = c->peak = R_OWN + MANY;
	for (uint32_t i = 0; i < MANY; i++) {
		uint64_t base = 0x60000000 + (MANY - i) * step;
		struct row row = { 20 + i, RAM, 0, OBJECTS + i, base,
				   base + 0xfff };

		objects_new[OBJECTS + i] = objects_new[O_BANK1];
		place_object(f, OBJECTS + i, row.base, row.last);
		set_row(f, DOMU1, R_OWN + i, &row);
	}
	f->plan.switches.count = 0;
	expect_none(f);
	region(f, DOMU1, R_OWN + MANY / 2)->regs.prlar ^= 64;
	judge(f);
	ck_assert(found(f, "guest/domU1", "the registers say"));
	fixture_done(f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("verify_tree");
	TCase *tc = tcase_create("tree");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tc);
	tcase_set_timeout(tc, 30);
	tcase_add_loop_test(tc, no_false_alarm, 0,
			    ARCH_COUNT * (int)ARRAY_SIZE(trees));
	tcase_add_loop_test(tc, many_banks, 0, 2);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
