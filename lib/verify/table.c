/* SPDX-License-Identifier: BSD-2-Clause */
/* The ledger of one context, and each of its regions on its own. */
#include <inttypes.h>

#include "base/sort.h"
#include "base/try.h"
#include "verify/judge.h"

const char *verify_name(const struct plan_region *r)
{
	return r->name != NULL ? r->name : "a region without a name";
}

static void judge_counts(struct judge *j)
{
	const struct plan_context *c = j->ctx;
	uint32_t most = (uint32_t)j->demands.count, least = 0;
	uint32_t blind = 0, maybe_blind = 0, unplaced = 0;

	for (size_t i = 0; i < j->demands.count; i++) {
		const struct verify_demand *d = &j->demands.items[i];

		least += d->optional ? 0 : 1;
		blind += d->known || d->optional ? 0 : 1;
		maybe_blind += d->known && !d->optional ? 0 : 1;
	}
	for (uint32_t i = 0; i < c->need; i++)
		unplaced += c->regions[i].placed ? 0 : 1;
	if (c->need < least || c->need > most)
		verify_say(j, 0, "need is %" PRIu32 ", the rules in force ask "
			   "for %" PRIu32, c->need,
			   c->need < least ? least : most);
	if (unplaced < blind || unplaced > maybe_blind)
		verify_say(j, 0, "%" PRIu32 " regions are unplaced, %" PRIu32
			   " have an unknown range", unplaced,
			   unplaced < blind ? blind : maybe_blind);
}

static void judge_ledger(struct judge *j)
{
	const struct plan_context *c = j->ctx;
	uint32_t least = 0, most = 0;

	if (c->peak < c->need)
		verify_say(j, 0, "peak %" PRIu32 " is below need %" PRIu32,
			   c->peak, c->need);
	if (c->minimum > c->need)
		verify_say(j, 0, "minimum %" PRIu32 " is above need %" PRIu32,
			   c->minimum, c->need);
	for (uint32_t i = 0; i < c->region_count; i++) {
		const struct plan_region *r = &c->regions[i];
		bool missing = !r->placed || r->slot == SLOT_NONE;
		bool transient = r->lifetime == LIFE_TRANSIENT;

		if (transient != (i >= c->need))
			verify_say(j, 0, "%s is %s, but not among the %s",
				   verify_name(r), transient ?
				   "transient" : "there to stay", transient ?
				   "transients" : "regions that stay");
		most += missing ? 1 : 0;
		least += missing && i < c->need ? 1 : 0;
	}
	if (c->unplaced < least || c->unplaced > most)
		verify_say(j, 0, "%" PRIu32 " regions are said to have no slot "
			   "or range, %" PRIu32 " have none", c->unplaced,
			   least);
}

static void judge_words(struct judge *j, const struct plan_region *r,
			const struct verify_entry *e)
{
	struct verify_fields side[2] = {
		e->fields, verify_wanted(j->plan->arch, &r->attr),
	};
	char text[64];

	if ((e->stray[0] | e->stray[1]) != 0)
		verify_say(j, r->range.base, "%s: reserved bits are set in "
			   "0x%" PRIx64 " 0x%" PRIx64, verify_name(r),
			   r->regs.prbar, r->regs.prlar);
	if (!e->enabled)
		verify_say(j, r->range.base, "%s: EN is not set",
			   verify_name(r));
	if (e->fields.sh == 1)
		verify_say(j, r->range.base, "%s: SH has the reserved value 1",
			   verify_name(r));
	if (e->limit < e->base)
		verify_say(j, e->base, "%s: limit 0x%" PRIx64 " is below base "
			   "0x%" PRIx64, verify_name(r), e->limit, e->base);
	if (e->base != r->range.base || e->limit != r->range.last)
		verify_say(j, e->base, "%s: the registers say 0x%" PRIx64
			   "-0x%" PRIx64 ", the plan 0x%" PRIx64 "-0x%" PRIx64,
			   verify_name(r), e->base, e->limit, r->range.base,
			   r->range.last);
	if (verify_difference(j->target, j->plan->arch, side, text))
		verify_say(j, e->base, "%s: %s in the plan's own attributes",
			   verify_name(r), text);
}

/* No region may be open to EL1 as long as no guest runs. */
static void judge_reach(struct judge *j, const struct plan_region *r,
			const struct verify_entry *e)
{
	if (j->domain == SYS_NONE && e->enabled && (e->fields.ap & 1) != 0)
		verify_say(j, e->base, "%s is open to EL1 while no guest runs",
			   verify_name(r));
}

static void judge_hardware(struct judge *j, const struct plan_region *r)
{
	if (r->slot != SLOT_NONE && j->plan->regions_known &&
	    r->slot >= j->plan->regions)
		verify_say(j, r->range.base, "%s: slot %" PRIu32 " is beyond "
			   "the %" PRIu32 " of the machine", verify_name(r),
			   r->slot, j->plan->regions);
}

/*
 * Transients come and go one after the other, so they may share slots and
 * addresses; each must be right on its own.
 */
static void judge_transient(struct judge *j, const struct plan_region *r)
{
	struct verify_fields side[2];
	struct verify_entry e;
	char text[64];

	judge_hardware(j, r);
	if (!r->placed || r->slot == SLOT_NONE)
		return;
	verify_decode(j->plan->arch, r->regs.prbar, r->regs.prlar, &e);
	judge_words(j, r, &e);
	judge_reach(j, r, &e);
	side[0] = e.fields;
	for (size_t i = 0; i < j->target->region_count; i++) {
		side[1] = j->rules[i].want;
		if (r->rule == &j->target->regions[i] &&
		    j->rules[i].has_attr &&
		    verify_difference(j->target, j->plan->arch, side, text))
			verify_say(j, e.base, "%s: %s", verify_name(r), text);
	}
}

/*
 * The slot that this region must have, or SLOT_NONE when it is free to be
 * anywhere.  When a rule gives several regions, they can't all be there.
 */
static uint32_t slot_due(const struct judge *j, const struct verify_demand *d)
{
	const struct region_rule *rule = &j->target->regions[d->origin];

	if (d->packed || !d->single)
		return SLOT_NONE;
	if (rule->policy == SLOT_FIXED)
		return rule->slot;
	if (rule->policy == SLOT_LAST && j->plan->regions_known &&
	    rule->slot < j->plan->regions)
		return j->plan->regions - 1 - rule->slot;
	return SLOT_NONE;
}

/* Regions that the hardware and the target's own table have room for. */
static uint32_t capacity(const struct judge *j)
{
	uint32_t own = j->target->limits.regions;

	return own != 0 && own < j->plan->regions ? own : j->plan->regions;
}

/* Did no other rule have this slot, now or in an earlier context? */
static bool slot_untouched(const struct judge *j,
			   const struct verify_demand *d, uint32_t slot)
{
	size_t lo = 0, hi = j->slots.count;

	if (slot >= VERIFY_SLOTS || (j->slot_user[slot] != 0 &&
				     j->slot_user[slot] != d->origin + 1))
		return false;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (j->slots.items[mid] < slot)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo == j->slots.count || j->slots.items[lo] != slot;
}

/* Is there surely room for a region that got no slot? */
static bool has_room(const struct judge *j, const struct verify_demand *d)
{
	const struct region_rule *rule = &j->target->regions[d->origin];
	uint32_t peak = j->peak > j->ctx->peak ? j->peak : j->ctx->peak;
	uint32_t room = capacity(j), slot = slot_due(j, d);

	if (!j->plan->regions_known)
		return false;
	if (j->target->traits.toggles_below_32 && room > 32)
		return false;
	if (d->packed)
		return false;
	if (rule->policy == SLOT_FIRST_FREE)
		return peak <= room;
	return slot < room && peak <= room && slot_untouched(j, d, slot);
}

/* Transients leave before a region that stays needs their slot. */
static void note_user(struct judge *j, const struct plan_region *r,
		      const struct verify_demand *d)
{
	uint32_t user = d != NULL ? d->origin + 1 : SLOT_SHARED;

	if (r->slot >= VERIFY_SLOTS || j->domain != SYS_NONE)
		return;
	if (j->slot_user[r->slot] != 0 && j->slot_user[r->slot] != user)
		user = SLOT_SHARED;
	j->slot_user[r->slot] = user;
}

static void judge_slot(struct judge *j, const struct plan_region *r)
{
	const struct verify_demand *d;
	bool unique = false;
	uint32_t due;

	judge_hardware(j, r);
	d = r->placed ? verify_find(j, r->range, &unique) : NULL;
	note_user(j, r, d);
	if (!r->placed)
		return;
	if (d == NULL) {
		if (r->slot == SLOT_NONE)
			verify_say(j, r->range.base, "%s: no rule in force "
				   "asks for this range", verify_name(r));
		return;
	}
	if (!unique)
		return;
	due = slot_due(j, d);
	if (r->slot == SLOT_NONE) {
		if (has_room(j, d))
			verify_say(j, r->range.base, "%s has no slot although "
				   "there is room", verify_name(r));
	} else if (due != SLOT_NONE && r->slot != due) {
		verify_say(j, r->range.base, "%s is in slot %" PRIu32
			   ", its rule says %" PRIu32, verify_name(r),
			   r->slot, due);
	}
}

/* Width is judged unless the system itself asks for such a range. */
static void judge_width(struct judge *j, const struct plan_region *r)
{
	bool unique;

	if (r->range.last > j->top &&
	    verify_find(j, r->range, &unique) == NULL)
		verify_say(j, r->range.base, "%s ends at 0x%" PRIx64
			   ", beyond the machine's 0x%" PRIx64,
			   verify_name(r), r->range.last, j->top);
}

static int by_value(const void *pa, const void *pb, const void *arg)
{
	const uint32_t *a = pa, *b = pb;

	(void)arg;
	return (*a > *b) - (*a < *b);
}

static enum mpuc_status judge_slots(struct judge *j)
{
	const struct plan_context *c = j->ctx;

	j->slots.count = 0;
	for (uint32_t i = 0; i < c->need; i++) {
		uint32_t *slot;

		if (c->regions[i].slot == SLOT_NONE)
			continue;
		slot = VEC_PUSH(&j->scratch, &j->slots);
		TRY_PTR(slot);
		*slot = c->regions[i].slot;
	}
	TRY(sort_stable(&j->scratch, j->slots.items, j->slots.count,
			sizeof(*j->slots.items), by_value, NULL));
	for (size_t i = 1; i < j->slots.count; i++) {
		if (j->slots.items[i] == j->slots.items[i - 1])
			verify_say(j, 0, "slot %" PRIu32 " is given twice",
				   j->slots.items[i]);
	}
	return MPUC_OK;
}

/* A region's registers, decoded, when it has any. */
static enum mpuc_status judge_entry(struct judge *j, uint32_t i)
{
	const struct plan_region *r = &j->ctx->regions[i];
	struct verify_entry *e;
	uint32_t *of;

	if (!r->placed || r->slot == SLOT_NONE)
		return MPUC_OK;
	e = VEC_PUSH(&j->scratch, &j->entries);
	of = VEC_PUSH(&j->scratch, &j->entry_of);
	TRY_PTR(e);
	TRY_PTR(of);
	*of = i;
	verify_decode(j->plan->arch, r->regs.prbar, r->regs.prlar, e);
	judge_words(j, r, e);
	judge_width(j, r);
	judge_reach(j, r, e);
	return MPUC_OK;
}

enum mpuc_status verify_table(struct judge *j)
{
	const struct plan_context *c = j->ctx;

	judge_counts(j);
	judge_ledger(j);
	TRY(judge_slots(j));
	j->entries.count = j->entry_of.count = 0;
	for (uint32_t i = 0; i < c->need; i++) {
		judge_slot(j, &c->regions[i]);
		TRY(judge_entry(j, i));
	}
	for (uint32_t i = c->need; i < c->region_count; i++)
		judge_transient(j, &c->regions[i]);
	return MPUC_OK;
}
