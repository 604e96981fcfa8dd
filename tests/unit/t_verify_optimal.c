/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Optimal plans before the independent judge: it accepts what the planner
 * makes, and nothing that was changed since.
 */
#include "tree_fixture.h"

#include "plan/optimal.h"
#include "verify/verify.h"

#define SIXTEEN "testdata/systems/sixteen-regions/"
#define MANY "testdata/systems/twenty-regions/"

static struct system *sys;
static struct plan *best;	/* optimal */

static void make_for(const struct target *target, const char *file,
		     uint32_t regions)
{
	const struct build_input in = {
		.target = target,
		.has_regions = true, .regions = regions,
		.has_fdt_base = true, .fdt_base = 0x8000000,
		.image = xen_image(), .doc = doc_of_file(file),
	};
	const struct optimal_options options = { .has_budget = false };
	struct plan *plan;
	bool feasible;

	sys = system_of(NULL, in);
	plan = plan_of(sys);
	ck_assert_int_eq(optimal_make(&arena, sys, &options, plan,
				      &feasible), MPUC_OK);
	best = plan->optimal;
}

static void make(const char *file, uint32_t regions)
{
	make_for(NULL, file, regions);
}

static const struct verify_report *judge(void)
{
	struct verify_report *report = arena_alloc(&arena, sizeof(*report));

	ck_assert_ptr_nonnull(report);
	ck_assert_int_eq(verify_plan(&arena, sys, best, report), MPUC_OK);
	return report;
}

static void expect(const char *context, const char *text)
{
	const struct verify_report *report = judge();

	for (size_t i = 0; i < report->problems.count; i++) {
		const struct verify_problem *p = &report->problems.items[i];

		if (strcmp(p->context, context) == 0 &&
		    strstr(p->text, text) != NULL)
			return;
	}
	ck_abort_msg("%s: nothing says '%s', but %zu others: %s", context,
		     text, report->problems.count,
		     report->problems.count > 0 ?
		     report->problems.items[0].text : "");
}

static struct plan_region *part(const char *context, const char *name)
{
	for (uint32_t c = 0; c < best->context_count; c++) {
		struct plan_context *ctx = &best->contexts[c];

		if (strcmp(ctx->name, context) != 0)
			continue;
		for (uint32_t i = 0; i < ctx->need; i++) {
			if (strncmp(ctx->regions[i].name, name,
				    strlen(name)) == 0)
				return &ctx->regions[i];
		}
	}
	ck_abort_msg("no %s in %s", name, context);
	return NULL;
}

static void encode(struct plan_region *r)
{
	const struct pmsa_region p = {
		.range = r->range, .attr = r->attr, .enabled = true,
	};

	ck_assert_int_eq(pmsa_encode(best->arch, &p, &r->regs), PMSA_OK);
}

static struct plan_switch *change(const char *from, const char *to)
{
	for (size_t i = 0; i < best->switches.count; i++) {
		struct plan_switch *sw = &best->switches.items[i];

		if (strcmp(best->contexts[sw->from].name, from) == 0 &&
		    strcmp(best->contexts[sw->to].name, to) == 0)
			return sw;
	}
	ck_abort_msg("no switch %s -> %s", from, to);
	return NULL;
}

/* From all resident to not even one context that fits. */
START_TEST(accepted)
{
	const char *file = _i % 2 == 0 ? SIXTEEN "system.dts" :
			   MANY "system.dts";

	make(file, (uint32_t)_i);
	ck_assert_uint_eq(judge()->problems.count, 0);
}
END_TEST

#define IDLE "idle"
#define ONE "guest/domU1"

static void too_short(void)
{
	struct plan_region *r = part(ONE, "domU1.ram");

	r->range.last -= 0x1000;
	encode(r);
}

static void too_long(void)
{
	struct plan_region *r = part(IDLE, "xen.heap");

	r->range.base -= 0x1000000;
	encode(r);
}

static void other_rights(void)
{
	struct plan_region *r = part(IDLE, "xen.rodata");

	r->attr.ap = PMSA_RW_EL2;
	encode(r);
}

static void other_words(void)
{
	part(ONE, "domU1.ram")->regs.prlar ^= 0x40000;
}

static void gone(void)
{
	struct plan_region *r = part(ONE, "domU1.ram");

	r->placed = false;
	r->slot = SLOT_NONE;
}

static void one_slot(void)
{
	part(ONE, "domU1.ram")->slot = part(ONE, "xen.heap")->slot;
}

static void open_to_all(void)
{
	struct plan_region *r = part(IDLE, "xen.guest-section");

	r->attr.ap = PMSA_RW_ALL;
	encode(r);
}

static void displaced(void)
{
	part(ONE, "domU1.ram")->slot = part(IDLE, "xen.guest-section")->slot;
}

static void lost_text(void)
{
	struct plan_switch *sw = change(IDLE, ONE);
	uint8_t *list = arena_alloc(&arena, sw->disable_count + 1);

	ck_assert_ptr_nonnull(list);
	list[0] = (uint8_t)part(IDLE, "xen.text")->slot;
	memcpy(list + 1, sw->disable, sw->disable_count);
	sw->disable = list;
	sw->disable_count++;
}

static void not_disabled(void)
{
	change(IDLE, ONE)->disable_count = 0;
}

static void not_enabled(void)
{
	change(IDLE, ONE)->enable_count--;
}

static void miscounted(void)
{
	change(IDLE, ONE)->writes = 0;
}

/* A slot of the machine's is 15 at most. */
static void no_such_slot(void)
{
	part(ONE, "domU1.ram")->slot = 16;
}

static void disabled(void)
{
	part(ONE, "domU1.ram")->regs.prlar &= ~UINT64_C(1);
}

static void out_of_reach(void)
{
	struct plan_region *r = part(ONE, "domU1.ram");

	r->resident = true;
	r->slot = 32;
}

static void the_last_gone(void)
{
	struct plan_context *c = &best->contexts[best->context_count - 1];
	struct plan_region *last = &c->regions[0];

	ck_assert_str_eq(c->name, "guest/domU2");
	for (uint32_t i = 1; i < c->need; i++) {
		if (c->regions[i].range.base > last->range.base)
			last = &c->regions[i];
	}
	last->placed = false;
	last->slot = SLOT_NONE;
}

static void more_needed(void)
{
	struct plan_context *c = &best->contexts[best->boot_count];

	c->peak = c->need - 1;
}

static struct target rules;	/* those of a plan, changed */

static void rules_of(const struct target *t)
{
	rules = *t;
	sys->target = &rules;
}

static void not_to_be_joined(void)
{
	rules_of(sys->target);
	rules.planning.merge = false;
}

static const struct {
	void (*change)(void);
	const char *context, *text;
} changes[] = {
	{ no_such_slot, ONE, "slot 16 is beyond those of the machine" },
	{ disabled, ONE, "are no region" },
	{ out_of_reach, ONE, "is resident where PRENR does not reach" },
	{ the_last_gone, "guest/domU2", "is not mapped" },
	{ more_needed, IDLE, "need and peak contradict the regions" },
	{ not_to_be_joined, IDLE, "the target may not join any" },
	{ too_short, ONE, "does not lie whole in" },
	{ too_long, IDLE, "which nothing asks for" },
	{ other_rights, IDLE, "has other rights" },
	{ other_words, ONE, "the registers say" },
	{ gone, ONE, "is not mapped" },
	{ one_slot, ONE, "is given twice" },
	{ open_to_all, IDLE, "open to EL1 while no guest runs" },
	{ displaced, IDLE, "which is resident" },
	{ lost_text, IDLE " -> " ONE, "what is always mapped has no region" },
	{ not_disabled, IDLE " -> " ONE, "overlaps a region" },
	{ not_enabled, IDLE " -> " ONE, "does not end up" },
	{ miscounted, IDLE " -> " ONE, "register writes are counted" },
};

START_TEST(refused)
{
	make(SIXTEEN "system.dts", 16);
	changes[_i].change();
	expect(changes[_i].context, changes[_i].text);
}
END_TEST

/*
 * A target that may give constants the rights of the code beside them needs a
 * region less; by the rules of one that may not, each such region is wrong.
 */
START_TEST(promoted)
{
	const struct target *plain = target_find("xen-mpu-v2");
	const struct promotion allowed = { .from = "rodata", .to = "text" };
	struct target promotes = *plain;
	uint32_t need;

	make_for(plain, SIXTEEN "system.dts", 16);
	need = best->contexts[best->boot_count].need;
	promotes.planning.promotions = &allowed;
	promotes.planning.promotion_count = 1;
	make_for(&promotes, SIXTEEN "system.dts", 16);
	ck_assert_uint_eq(best->contexts[best->boot_count].need, need - 1);
	ck_assert_uint_eq(judge()->problems.count, 0);
	rules_of(plain);
	expect(IDLE, "has other rights");
	rules.planning.promotions = &(const struct promotion){
		.from = "text", .to = "rodata",
	};
	rules.planning.promotion_count = 1;
	expect(IDLE, "has other rights");
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, promoted);
	tcase_add_loop_test(tc, accepted, 7, 24);
	LOOP(refused, changes);
}

int main(void)
{
	return run_tests("verify_optimal", add_tests);
}
