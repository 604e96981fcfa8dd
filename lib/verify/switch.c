/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Switch lists, played register write by register write: the machine is in
 * every state in between, if only for a moment.
 */
#include <inttypes.h>
#include <string.h>

#include "base/try.h"
#include "verify/judge.h"

struct slot {
	const struct plan_region *region;	/* NULL: not in the table */
	struct verify_entry entry;
	uint64_t prbar, prlar;
	bool known;		/* the registers hold what is said here */
};

struct player {
	struct judge *j;
	const struct plan_switch *sw;
	uint32_t slots;		/* all that this switch knows lie below */
	struct slot from[VERIFY_SLOTS], to[VERIFY_SLOTS], now[VERIFY_SLOTS];
};

static void reach_list(struct player *p, const uint8_t *list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		if (list[i] >= p->slots)
			p->slots = (uint32_t)list[i] + 1;
	}
}

static void reach(struct player *p, const struct plan_context *c)
{
	for (uint32_t i = 0; i < c->need && i < c->region_count; i++) {
		uint32_t slot = c->regions[i].slot;

		if (slot < VERIFY_SLOTS && slot >= p->slots)
			p->slots = slot + 1;
	}
}

static void load(const struct player *p, const struct plan_context *c,
		 struct slot *table)
{
	memset(table, 0, p->slots * sizeof(*table));
	for (uint32_t i = 0; i < c->need && i < c->region_count; i++) {
		const struct plan_region *r = &c->regions[i];
		struct slot *s;

		if (r->slot >= VERIFY_SLOTS)
			continue;
		s = &table[r->slot];
		s->region = r;
		s->known = r->placed;
		if (!s->known)
			continue;
		s->prbar = r->regs.prbar;
		s->prlar = r->regs.prlar;
		verify_decode(p->j->plan->arch, s->prbar, s->prlar,
			      &s->entry);
	}
}

static void say(struct player *p, uint64_t address, const char *what,
		uint32_t slot)
{
	verify_say(p->j, address, "slot %" PRIu32 " %s", slot, what);
}

static bool same_words(const struct slot *a, const struct slot *b)
{
	return a->prbar == b->prbar && a->prlar == b->prlar;
}

static bool maps(const struct player *p, const struct slot *table,
		 const struct range *range)
{
	for (uint32_t i = 0; i < p->slots; i++) {
		if (table[i].entry.enabled &&
		    table[i].entry.base <= range->base &&
		    range->last <= table[i].entry.limit)
			return true;
	}
	return false;
}

/* The code that runs, its stack and this very list are in one of these. */
static void judge_vital(struct player *p, const char *when, uint32_t slot)
{
	for (size_t i = 0; i < p->j->vital.count; i++) {
		const struct range *range = &p->j->vital.items[i];

		if (!maps(p, p->now, range) && maps(p, p->from, range) &&
		    maps(p, p->to, range))
			verify_say(p->j, range->base, "what is always mapped "
				   "has no region %s slot %" PRIu32, when,
				   slot);
	}
}

/* What is loaded but not enabled. */
static void load_residents(struct player *p)
{
	for (uint32_t i = 0; i < p->slots; i++) {
		const struct plan_region *r = p->j->residents[i];
		struct slot *s = &p->now[i];

		if (r == NULL || s->region != NULL)
			continue;
		s->region = r;
		s->known = true;
		s->prbar = r->regs.prbar;
		s->prlar = r->regs.prlar & ~UINT64_C(1);
		verify_decode(p->j->plan->arch, s->prbar, s->prlar,
			      &s->entry);
	}
}

/* A region of unknown range takes its slot's comparisons with it. */
static bool blind(const struct player *p, uint32_t slot)
{
	return (p->from[slot].region != NULL && !p->from[slot].known) ||
	       (p->to[slot].region != NULL && !p->to[slot].known);
}

static bool held(const struct slot *now, const struct slot *table)
{
	return table->known && same_words(now, table);
}

/*
 * Two regions that stand together in one of the two contexts were judged
 * there.  Anything else that both match is this switch's doing.
 */
static void judge_overlap(struct player *p, uint32_t slot)
{
	const struct slot *a = &p->now[slot];

	if (!a->entry.enabled)
		return;
	for (uint32_t i = 0; i < p->slots; i++) {
		const struct slot *b = &p->now[i];

		if (i == slot || !b->entry.enabled ||
		    a->entry.base > b->entry.limit ||
		    b->entry.base > a->entry.limit ||
		    (held(a, &p->from[slot]) && held(b, &p->from[i])) ||
		    (held(a, &p->to[slot]) && held(b, &p->to[i])))
			continue;
		say(p, a->entry.base > b->entry.base ? a->entry.base :
		    b->entry.base, "overlaps a region that is still enabled",
		    slot);
	}
}

static void judge_list(struct player *p, const uint8_t *list, uint32_t count)
{
	const struct plan *plan = p->j->plan;

	for (uint32_t i = 0; i < count; i++) {
		if (i > 0 && list[i] <= list[i - 1])
			say(p, 0, "is out of order in its list", list[i]);
		if (plan->regions_known && list[i] >= plan->regions)
			say(p, 0, "is beyond those of the machine", list[i]);
	}
}

/* Xen runs on its fixed regions: no moment without them. */
static bool must_stay(const struct player *p, uint32_t slot)
{
	const struct slot *a = &p->from[slot];

	return a->known && a->region->owner == SYS_NONE &&
	       a->region->lifetime == LIFE_FIXED &&
	       held(a, &p->to[slot]);
}

static void judge_moves(struct player *p)
{
	for (uint32_t s = 0; s < p->slots; s++) {
		const struct slot *a = &p->from[s];

		if (!a->known || a->region->owner != SYS_NONE ||
		    a->region->lifetime != LIFE_FIXED ||
		    held(a, &p->to[s]))
			continue;
		for (uint32_t t = 0; t < p->slots; t++) {
			if (held(a, &p->to[t]))
				say(p, a->entry.base, "holds a fixed region "
				    "that moves to another slot", s);
		}
	}
}

static void play_disable(struct player *p)
{
	for (uint32_t i = 0; i < p->sw->disable_count; i++) {
		uint32_t slot = p->sw->disable[i];

		if (must_stay(p, slot))
			say(p, p->now[slot].entry.base, "holds a fixed region "
			    "and is disabled", slot);
		p->now[slot].entry.enabled = false;
		p->now[slot].prlar &= ~UINT64_C(1);
		judge_vital(p, "without", slot);
	}
}

static void play_write(struct player *p, uint32_t slot)
{
	const struct slot *to = &p->to[slot];
	struct slot *now = &p->now[slot];

	if (blind(p, slot))
		return;
	if (must_stay(p, slot))
		say(p, now->entry.base, "holds a fixed region and is "
		    "rewritten", slot);
	if (!to->known) {
		say(p, 0, "is written, but the new context has nothing there",
		    slot);
		return;
	}
	if (now->entry.enabled) {
		say(p, to->entry.base, "is rewritten while it is enabled",
		    slot);
		verify_decode(p->j->plan->arch, to->prbar, now->prlar,
			      &now->entry);
		now->prbar = to->prbar;
		judge_overlap(p, slot);
	}
	*now = *to;
	/* With a third list, that one enables. */
	if (p->sw->enable_count > 0) {
		now->entry.enabled = false;
		now->prlar &= ~UINT64_C(1);
	}
	judge_overlap(p, slot);
	judge_vital(p, "after a write of", slot);
}

static void play_enable(struct player *p)
{
	for (uint32_t i = 0; i < p->sw->enable_count; i++) {
		uint32_t slot = p->sw->enable[i];

		if (blind(p, slot))
			continue;
		if (!p->now[slot].known) {
			say(p, 0, "is enabled with unknown contents", slot);
			continue;
		}
		p->now[slot].entry.enabled = true;
		p->now[slot].prlar |= 1;
		judge_overlap(p, slot);
	}
}

static void judge_end(struct player *p)
{
	for (uint32_t slot = 0; slot < p->slots; slot++) {
		const struct slot *now = &p->now[slot], *to = &p->to[slot];

		if (blind(p, slot))
			continue;
		if (!to->known) {
			if (now->entry.enabled)
				say(p, now->entry.base, "is left enabled",
				    slot);
		} else if (now->entry.enabled != to->entry.enabled ||
			   !same_words(now, to)) {
			say(p, to->entry.base, "does not end up as the new "
			    "context has it", slot);
		}
	}
}

static void judge_writes(struct player *p)
{
	const struct plan_switch *sw = p->sw;
	uint64_t least = 2 * (uint64_t)sw->write_count +
			 (sw->disable_count > 0 ? 1 : 0) +
			 (sw->enable_count > 0 ? 1 : 0);

	/* With nothing to load one write of PRENR does both. */
	if (sw->write_count == 0 && least > 1)
		least = 1;
	if (sw->writes < least)
		verify_say(p->j, 0, "%" PRIu32 " register writes are counted, "
			   "it takes %" PRIu64 " or more", sw->writes, least);
}

static void play(struct player *p)
{
	const struct plan_switch *sw = p->sw;
	const struct plan *plan = p->j->plan;

	p->slots = 0;
	reach(p, &plan->contexts[sw->from]);
	reach(p, &plan->contexts[sw->to]);
	reach_list(p, sw->disable, sw->disable_count);
	reach_list(p, sw->write, sw->write_count);
	reach_list(p, sw->enable, sw->enable_count);
	load(p, &plan->contexts[sw->from], p->from);
	load(p, &plan->contexts[sw->to], p->to);
	memcpy(p->now, p->from, p->slots * sizeof(p->now[0]));
	load_residents(p);
	judge_list(p, sw->disable, sw->disable_count);
	judge_list(p, sw->write, sw->write_count);
	judge_list(p, sw->enable, sw->enable_count);
	judge_moves(p);
	play_disable(p);
	for (uint32_t i = 0; i < sw->write_count; i++)
		play_write(p, sw->write[i]);
	play_enable(p);
	judge_end(p);
	judge_writes(p);
}

/* Bits of what each context has: a switch from idle, a switch to it. */
#define ENTERED 1
#define LEFT 2

static void judge_presence(struct judge *j, const uint8_t *seen)
{
	const struct plan *plan = j->plan;

	if (plan->contexts[plan->boot_count].unplaced > 0)
		return;
	for (uint32_t i = plan->boot_count + 1; i < plan->context_count; i++) {
		j->context = plan->contexts[i].name;
		if (plan->contexts[i].unplaced == 0 &&
		    seen[i] != (ENTERED | LEFT))
			verify_say(j, 0, "there is no switch list between "
				   "this context and idle");
	}
}

static enum mpuc_status name_switch(struct judge *j,
				    const struct plan_switch *sw)
{
	const struct plan_context *contexts = j->plan->contexts;
	const char *name;

	name = arena_printf(j->arena, "%s -> %s", contexts[sw->from].name,
			    contexts[sw->to].name);
	TRY_PTR(name);
	for (size_t i = j->report.problems.count; i-- > 0; ) {
		struct verify_problem *q = &j->report.problems.items[i];

		if (q->context != NULL)
			break;
		q->context = name;
	}
	return MPUC_OK;
}

enum mpuc_status verify_switches(struct judge *j)
{
	const struct plan *plan = j->plan;
	struct player *p = arena_alloc(j->arena, sizeof(*p));
	uint8_t *seen = arena_array(j->arena, plan->context_count, 1);

	TRY_PTR(p);
	TRY_PTR(seen);
	p->j = j;
	verify_residents(j);
	for (size_t i = 0; i < plan->switches.count; i++) {
		size_t before = j->report.problems.count;

		p->sw = &plan->switches.items[i];
		if (p->sw->from >= plan->context_count ||
		    p->sw->to >= plan->context_count) {
			j->context = "plan";
			verify_say(j, 0, "a switch names no context");
			continue;
		}
		if (p->sw->from == plan->boot_count)
			seen[p->sw->to] |= ENTERED;
		if (p->sw->to == plan->boot_count)
			seen[p->sw->from] |= LEFT;
		/* The name is made when there is something to say. */
		j->context = NULL;
		play(p);
		if (j->report.problems.count > before)
			TRY(name_switch(j, p->sw));
	}
	judge_presence(j, seen);
	return MPUC_OK;
}
