/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Slots over contexts: against every possible table where there are few
 * enough, against the printed bounds everywhere, and on a register file
 * that only knows writes.
 */
#include "tree_fixture.h"

#include "model/switch.h"
#include "plan/cost.h"
#include "plan/slots.h"
#include "plan/switches.h"

#define CONTEXTS 6
#define REGIONS 8

static struct target target;
static struct region_rule rule = { .policy = SLOT_FIRST_FREE };
static struct system sys = { .target = &target };
static struct plan plan;
static struct plan_context contexts[CONTEXTS];
static struct plan_region regions[CONTEXTS][REGIONS];
static struct plan_region as_is[CONTEXTS][REGIONS];
static const struct plan_region *covers[CONTEXTS][REGIONS];

static void start(uint32_t count, uint32_t slots)
{
	memset(&target, 0, sizeof(target));
	memset(&plan, 0, sizeof(plan));
	memset(contexts, 0, sizeof(contexts));
	memset(regions, 0, sizeof(regions));
	memset(as_is, 0, sizeof(as_is));
	target.planning.move = target.planning.resident = true;
	plan.arch = PMSA_V8_64;
	plan.regions = slots;
	plan.regions_known = true;
	plan.contexts = contexts;
	plan.context_count = count;
	for (uint32_t c = 0; c < count; c++) {
		contexts[c].name = c == 0 ? "idle" : "guest/x";
		contexts[c].kind = c == 0 ? CTX_IDLE : CTX_GUEST;
		contexts[c].regions = regions[c];
	}
}

/* The context needs this value; equal numbers are equal registers. */
static struct plan_region *need(uint32_t context, uint32_t value)
{
	struct plan_context *c = &contexts[context];
	uint32_t i = c->need++;
	struct plan_region *r = &regions[context][i];

	ck_assert_uint_lt(i, REGIONS);
	c->region_count = c->peak = c->need;
	r->name = "r";
	r->rule = &rule;
	r->owner = SYS_NONE;
	r->placed = true;
	r->slot = SLOT_NONE;
	r->lifetime = LIFE_SWITCHING;
	r->regs.prbar = (uint64_t)(value + 1) << 12;
	r->regs.prlar = r->regs.prbar | 0xfc1;
	as_is[context][i] = *r;
	as_is[context][i].slot = SLOT_NONE;
	covers[context][i] = &as_is[context][i];
	r->covers = &covers[context][i];
	r->cover_count = 1;
	return r;
}

static void assign(const uint32_t *schedule, size_t count)
{
	const struct slots_ask ask = {
		.s = &sys, .plan = &plan, .schedule = schedule,
		.schedule_count = count,
	};

	ck_assert_int_eq(slots_assign(&arena, &ask), MPUC_OK);
	ck_assert_int_eq(switches_make(&arena, &plan), MPUC_OK);
	ck_assert_int_eq(cost_make(&arena, &plan, schedule, count), MPUC_OK);
}

/* ------------------------------------------------------- a register file */

struct file {
	uint64_t prbar[SWITCH_SLOTS], prlar[SWITCH_SLOTS];
	uint64_t prselr;
};

static void write_register(struct file *f, const struct switch_write *w)
{
	ck_assert(w->known);
	switch (w->reg) {
	case REG_PRSELR:
		f->prselr = w->value;
		return;
	case REG_PRENR:
		for (uint32_t s = 0; s < SWITCH_PRENR; s++)
			f->prlar[s] = (f->prlar[s] & ~UINT64_C(1)) |
				      (w->value >> s & 1);
		return;
	case REG_PRBAR:
		ck_assert_uint_eq(w->slot / 16 * 16, f->prselr);
		/* A region changes under nobody's feet. */
		ck_assert_uint_eq(f->prlar[w->slot] & 1, 0);
		f->prbar[w->slot] = w->value;
		return;
	case REG_PRLAR:
		ck_assert_uint_eq(w->slot / 16 * 16, f->prselr);
		f->prlar[w->slot] = w->value;
		return;
	}
}

/* What is enabled is what the context needs, and nothing else. */
static void expect_context(const struct file *f, uint32_t context)
{
	uint32_t enabled = 0;

	for (uint32_t s = 0; s < SWITCH_SLOTS; s++)
		enabled += f->prlar[s] & 1;
	ck_assert_uint_eq(enabled, contexts[context].need);
	for (uint32_t i = 0; i < contexts[context].need; i++) {
		const struct plan_region *r = &regions[context][i];

		ck_assert_uint_eq(f->prbar[r->slot], r->regs.prbar);
		ck_assert_uint_eq(f->prlar[r->slot], r->regs.prlar);
	}
}

static const struct plan_switch *find(uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < plan.switches.count; i++) {
		if (plan.switches.items[i].from == from &&
		    plan.switches.items[i].to == to)
			return &plan.switches.items[i];
	}
	ck_abort_msg("no switch from %u to %u", from, to);
	return NULL;
}

static uint32_t seed;

static uint32_t chance(uint32_t below)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % below;
}

/* Residents once, then any history; what is stale is poisoned. */
static void walk(int steps)
{
	static struct switch_write writes[SWITCH_WRITES];
	struct file f = { .prselr = 1 };
	uint32_t at = 0;

	for (uint32_t c = 0; c < plan.context_count; c++) {
		for (uint32_t i = 0; i < contexts[c].need; i++) {
			const struct plan_region *r = &regions[c][i];

			if (!r->resident && c > 0)
				continue;
			f.prbar[r->slot] = r->regs.prbar;
			f.prlar[r->slot] = r->regs.prlar;
			if (c > 0)
				f.prlar[r->slot] &= ~UINT64_C(1);
		}
	}
	expect_context(&f, 0);
	while (steps-- > 0) {
		uint32_t to = chance(plan.context_count);
		const struct plan_switch *sw;
		uint32_t count;

		if (to == at)
			continue;
		sw = find(at, to);
		count = switch_expand(&plan, sw, writes);
		ck_assert_uint_eq(count, sw->writes);
		ck_assert_uint_ge(count, sw->bound);
		for (uint32_t i = 0; i < count; i++)
			write_register(&f, &writes[i]);
		expect_context(&f, to);
		at = to;
	}
}

/* ------------------------------------------------- every possible table */

struct search {
	uint32_t slots;
	uint32_t table[CONTEXTS][8];	/* value + 1, or 0 */
	uint32_t best;
};

/* Most regions that a switch between two contexts has to load. */
static uint32_t worst_of(const struct search *s)
{
	uint32_t worst = 0;

	for (uint32_t c = 0; c < plan.context_count; c++) {
		for (uint32_t d = 0; d < plan.context_count; d++) {
			uint32_t loads = 0;

			for (uint32_t k = 0; k < s->slots; k++) {
				uint32_t to = s->table[d][k];
				bool shared = false;

				for (uint32_t e = 0; e < plan.context_count;
				     e++)
					shared |= s->table[e][k] != 0 &&
						  s->table[e][k] != to;
				loads += to != 0 && shared &&
					 s->table[c][k] != to;
			}
			if (c != d && loads > worst)
				worst = loads;
		}
	}
	return worst;
}

static void try_all(struct search *s, uint32_t c, uint32_t i)
{
	if (c == plan.context_count) {
		uint32_t worst = worst_of(s);

		if (worst < s->best)
			s->best = worst;
		return;
	}
	if (i == contexts[c].need) {
		try_all(s, c + 1, 0);
		return;
	}
	for (uint32_t k = 0; k < s->slots; k++) {
		if (s->table[c][k] != 0)
			continue;
		s->table[c][k] = (uint32_t)(regions[c][i].regs.prbar >> 12);
		try_all(s, c, i + 1);
		s->table[c][k] = 0;
	}
}

static uint32_t exhaustive_worst(uint32_t slots)
{
	struct search s = { .slots = slots, .best = UINT32_MAX };

	memset(s.table, 0, sizeof(s.table));
	try_all(&s, 0, 0);
	return s.best;
}

static void any_case(bool shared, uint32_t *ret_slots)
{
	uint32_t sizes[3], most = 0, next = 0;

	for (uint32_t c = 0; c < 3; c++) {
		sizes[c] = 1 + chance(3);
		if (sizes[c] > most)
			most = sizes[c];
	}
	*ret_slots = most + chance(5 - most);
	start(3, *ret_slots);
	for (uint32_t c = 0; c < 3; c++) {
		uint32_t first = chance(3);	/* of five values */

		for (uint32_t i = 0; i < sizes[c]; i++)
			need(c, shared && c > 0 ? 100 + first + i : next++);
	}
}

/* Idle shares nothing with guests, as under a real hypervisor. */
START_TEST(tiny)
{
	uint32_t slots, optimum, gap = 0;

	for (seed = 1; seed < 2000; seed += 7) {
		uint32_t keep = seed;

		any_case(_i == 1, &slots);
		assign(NULL, 0);
		optimum = exhaustive_worst(slots);
		ck_assert_msg(plan.cost.worst_bound <= optimum,
			      "case %u: bound %u, optimum %u", keep,
			      plan.cost.worst_bound, optimum);
		ck_assert_msg(plan.cost.worst_regions >= optimum,
			      "case %u: %u, optimum %u", keep,
			      plan.cost.worst_regions, optimum);
		gap += plan.cost.worst_regions - optimum;
		walk(20);
		seed = keep;
	}
	ck_assert_uint_eq(gap, 0);
}
END_TEST

/* All regions side by side: a switch is one write of PRENR. */
START_TEST(resident)
{
	start(4, 16);
	for (uint32_t c = 0; c < 4; c++) {
		need(c, 1000)->kept = true;
		for (uint32_t i = 0; i < 3; i++)
			need(c, 10 * c + i);
	}
	assign(NULL, 0);
	ck_assert_uint_eq(plan.cost.worst_writes, 1);
	ck_assert_uint_eq(plan.cost.worst_regions, 0);
	ck_assert(!regions[0][0].resident);
	ck_assert(regions[0][1].resident);
	walk(200);
}
END_TEST

/* One slot less than that, and only so much has to be loaded. */
START_TEST(one_too_many)
{
	start(4, 12);
	for (uint32_t c = 0; c < 4; c++) {
		need(c, 1000)->kept = true;
		for (uint32_t i = 0; i < 3; i++)
			need(c, 10 * c + i);
	}
	assign(NULL, 0);
	ck_assert_uint_eq(plan.cost.worst_regions, 1);
	ck_assert_uint_eq(plan.cost.worst_bound, 1);
	walk(200);
}
END_TEST

/* Without leave to stay loaded every switch writes all of its own. */
START_TEST(not_resident)
{
	start(3, 16);
	target.planning.resident = false;
	for (uint32_t c = 0; c < 3; c++) {
		for (uint32_t i = 0; i < 3; i++)
			need(c, 10 * c + i);
	}
	assign(NULL, 0);
	ck_assert_uint_eq(plan.cost.worst_regions, 3);
	for (uint32_t i = 0; i < 3; i++)
		ck_assert(!regions[0][i].resident);
	walk(100);
}
END_TEST

/* What toggles lies below 32, what stays may lie above; 16 in a group. */
START_TEST(many_slots)
{
	uint32_t group = UINT32_MAX;

	start(5, 40);
	for (uint32_t c = 0; c < 5; c++) {
		need(c, 1000);
		for (uint32_t i = 0; i < 7; i++)
			need(c, 10 * c + i);
	}
	assign(NULL, 0);
	for (uint32_t c = 0; c < 5; c++) {
		ck_assert_uint_ge(regions[c][0].slot, 32);
		for (uint32_t i = 1; i < 8; i++) {
			uint32_t slot = regions[c][i].slot;

			ck_assert_uint_lt(slot, 32);
			if (regions[c][i].resident)
				continue;
			if (group == UINT32_MAX)
				group = slot / 16;
			ck_assert_uint_eq(slot / 16, group);
		}
	}
	/* By its bound a plan might use all 40. */
	ck_assert_uint_eq(plan.cost.worst_bound, 0);
	ck_assert_uint_eq(plan.cost.worst_regions, 1);
	walk(200);
}
END_TEST

/* A fixed slot is kept, and nothing else gets it. */
START_TEST(pinned)
{
	start(3, 8);
	for (uint32_t c = 0; c < 3; c++) {
		need(c, 1000)->kept = true;
		as_is[c][0].slot = 5;
		for (uint32_t i = 0; i < 2; i++)
			need(c, 10 * c + i);
	}
	assign(NULL, 0);
	for (uint32_t c = 0; c < 3; c++) {
		ck_assert_uint_eq(regions[c][0].slot, 5);
		for (uint32_t i = 1; i < 3; i++)
			ck_assert_uint_ne(regions[c][i].slot, 5);
	}
	walk(100);
}
END_TEST

/* bound <= what it costs, on schedules over any contexts. */
START_TEST(schedules)
{
	for (seed = 3; seed < 3000; seed += 31) {
		uint32_t keep = seed, schedule[12], length;

		start(CONTEXTS, 6 + chance(8));
		for (uint32_t c = 0; c < CONTEXTS; c++) {
			uint32_t size = 1 + chance(5);

			for (uint32_t i = 0; i < size; i++)
				need(c, c > 0 && i == 0 ? 500 + c % 2 :
				     10 * c + i);
		}
		length = 2 + chance(11);
		for (uint32_t i = 0; i < length; i++)
			schedule[i] = chance(CONTEXTS);
		assign(schedule, length);
		ck_assert(plan.cost.has_round);
		ck_assert_msg(plan.cost.round_bound <=
			      plan.cost.round_regions, "case %u", keep);
		ck_assert_uint_le(plan.cost.worst_bound,
				  plan.cost.worst_regions);
		walk(30);
		seed = keep;
	}
}
END_TEST

/* More than fits: what has no slot is said to have none. */
START_TEST(too_many)
{
	uint32_t without = 0;

	start(2, 3);
	need(0, 1);
	for (uint32_t i = 0; i < 5; i++)
		need(1, 10 + i);
	assign(NULL, 0);
	for (uint32_t i = 0; i < 5; i++)
		without += regions[1][i].slot == SLOT_NONE;
	ck_assert_uint_eq(without, 2);
	ck_assert_uint_ne(regions[0][0].slot, SLOT_NONE);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, tiny, 0, 2);
	tcase_add_test(tc, resident);
	tcase_add_test(tc, one_too_many);
	tcase_add_test(tc, not_resident);
	tcase_add_test(tc, many_slots);
	tcase_add_test(tc, pinned);
	tcase_add_test(tc, schedules);
	tcase_add_test(tc, too_many);
}

int main(void)
{
	return run_tests("slots", add_tests);
}
