/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Regions that share slots with those of other contexts.  Where one lies in
 * a context is free; it costs a write whenever the slot held another one.
 */
#include "base/try.h"
#include "plan/slot_values.h"

#define NONE UINT32_MAX
#define POLISH_CONTEXTS 64
#define POLISH_PASSES 100

struct overlay {
	struct slot_work *w;
	uint32_t *table;	/* contexts x over_count: value or NONE */
	uint32_t *users;	/* per shared slot: contexts that use it */
};

static uint32_t *cell(const struct overlay *o, uint32_t context, uint32_t s)
{
	return &o->table[(size_t)context * o->w->over_count + s];
}

/* The slot with fewest users that the context has not given away. */
static uint32_t least_used(const struct overlay *o, uint32_t context)
{
	uint32_t best = NONE;

	for (uint32_t s = 0; s < o->w->over_count; s++) {
		if (*cell(o, context, s) == NONE &&
		    (best == NONE || o->users[s] < o->users[best]))
			best = s;
	}
	return best;
}

static void put(struct overlay *o, uint32_t context, uint32_t s,
		uint32_t value)
{
	*cell(o, context, s) = value;
	o->users[s]++;
}

/* First what lies in the same slot already, then the rest. */
static void place_context(struct overlay *o, uint32_t context,
			  uint32_t *where)
{
	const struct slot_work *w = o->w;

	for (int pass = 0; pass < 2; pass++) {
		for (uint32_t i = w->by_first[context];
		     i < w->by_first[context + 1]; i++) {
			uint32_t value = w->uses.items[w->by[i]].value;
			uint32_t s = where[value];

			if (w->values.items[value].slot != SLOT_NONE)
				continue;
			if (s != NONE && *cell(o, context, s) == value)
				continue;
			if (s == NONE || *cell(o, context, s) != NONE)
				s = pass == 0 ? NONE : least_used(o, context);
			if (s == NONE)
				continue;
			put(o, context, s, value);
			where[value] = s;
		}
	}
}

/* --------------------------------------------------------------- polish */

static bool shared(const struct overlay *o, uint32_t s)
{
	uint32_t first = NONE;

	for (uint32_t c = 0; c < o->w->contexts; c++) {
		uint32_t value = *cell(o, c, s);

		if (value == NONE)
			continue;
		if (first != NONE && value != first)
			return true;
		first = value;
	}
	return false;
}

/* Writes into the slot over the schedule. */
static uint64_t scheduled_cost(const struct overlay *o, uint32_t s)
{
	const struct slots_ask *ask = o->w->ask;
	size_t count = ask->schedule_count;
	uint32_t idle = ask->plan->boot_count;
	uint64_t cost = 0;

	for (size_t i = 0; i < count; i++) {
		uint32_t from = *cell(o, ask->schedule[i] - idle, s);
		uint32_t to = *cell(o, ask->schedule[(i + 1) % count] - idle,
				    s);

		cost += to != NONE && to != from;
	}
	return cost;
}

/* Writes into the slot over all pairs of contexts, then by the schedule. */
static uint64_t slot_cost(const struct overlay *o, uint32_t s)
{
	uint32_t contexts = o->w->contexts;
	uint64_t cost = 0;

	if (!shared(o, s))
		return 0;
	for (uint32_t c = 0; c < contexts; c++) {
		for (uint32_t d = 0; d < contexts; d++)
			cost += *cell(o, d, s) != NONE &&
				*cell(o, c, s) != *cell(o, d, s);
	}
	return cost + scheduled_cost(o, s) * contexts * contexts;
}

static void exchange(struct overlay *o, uint32_t c, uint32_t s, uint32_t t)
{
	uint32_t value = *cell(o, c, s);

	*cell(o, c, s) = *cell(o, c, t);
	*cell(o, c, t) = value;
}

static bool polish_once(struct overlay *o, uint64_t *cost)
{
	uint32_t slots = o->w->over_count;
	bool better = false;

	for (uint32_t c = 0; c < o->w->contexts; c++) {
		for (uint32_t s = 0; s < slots; s++) {
			for (uint32_t t = s + 1; t < slots; t++) {
				uint64_t x, y;

				if (*cell(o, c, s) == *cell(o, c, t))
					continue;
				exchange(o, c, s, t);
				x = slot_cost(o, s);
				y = slot_cost(o, t);
				if (x + y >= cost[s] + cost[t]) {
					exchange(o, c, s, t);
					continue;
				}
				cost[s] = x;
				cost[t] = y;
				better = true;
			}
		}
	}
	return better;
}

static void polish(struct overlay *o)
{
	uint64_t cost[SWITCH_SLOTS];

	/* The work grows with contexts cubed and slots squared. */
	if (o->w->contexts > POLISH_CONTEXTS)
		return;
	for (uint32_t s = 0; s < o->w->over_count; s++)
		cost[s] = slot_cost(o, s);
	for (int pass = 0; pass < POLISH_PASSES; pass++) {
		if (!polish_once(o, cost))
			return;
	}
}

/* --------------------------------------------------------------- results */

static uint32_t slot_of(const struct overlay *o, const struct slot_use *use)
{
	const struct slot_work *w = o->w;

	if (w->values.items[use->value].slot != SLOT_NONE)
		return w->values.items[use->value].slot;
	for (uint32_t s = 0; s < w->over_count; s++) {
		if (*cell(o, use->context, s) == use->value)
			return w->over[s];
	}
	return SLOT_NONE;
}

/* A slot is its region's own when no context has another one there. */
static void mark_residents(struct slot_work *w)
{
	bool resident = w->ask->s->target->planning.resident;
	uint32_t user[SWITCH_SLOTS];
	bool mixed[SWITCH_SLOTS] = { false };

	for (uint32_t s = 0; s < SWITCH_SLOTS; s++)
		user[s] = NONE;
	for (size_t i = 0; i < w->uses.count; i++) {
		const struct slot_use *use = &w->uses.items[i];
		uint32_t s = use->region->slot;

		if (s >= SWITCH_SLOTS)
			continue;
		mixed[s] |= user[s] != NONE && user[s] != use->value;
		user[s] = use->value;
	}
	for (size_t i = 0; i < w->uses.count; i++) {
		const struct slot_use *use = &w->uses.items[i];
		uint32_t s = use->region->slot;

		use->region->resident = resident && s < SWITCH_PRENR &&
			!mixed[s] && !w->values.items[use->value].common;
	}
}

enum mpuc_status slot_values_overlay(struct slot_work *w)
{
	struct overlay o = { .w = w };
	size_t cells = (size_t)w->contexts * w->over_count;
	uint32_t *where = arena_array(w->a, w->values.count, sizeof(*where));

	o.table = arena_array(w->a, cells, sizeof(*o.table));
	o.users = arena_array(w->a, w->over_count, sizeof(*o.users));
	if (where == NULL || o.table == NULL || o.users == NULL)
		return MPUC_E_NOMEM;
	for (size_t i = 0; i < cells; i++)
		o.table[i] = NONE;
	for (size_t i = 0; i < w->values.count; i++)
		where[i] = NONE;
	for (uint32_t c = 0; c < w->contexts; c++)
		place_context(&o, c, where);
	polish(&o);
	for (size_t i = 0; i < w->uses.count; i++)
		w->uses.items[i].region->slot = slot_of(&o, &w->uses.items[i]);
	mark_residents(w);
	return MPUC_OK;
}

enum mpuc_status slots_assign(struct arena *a, const struct slots_ask *ask)
{
	struct slot_work w;

	TRY(slot_values_make(a, ask, &w));
	TRY(slot_values_reside(&w));
	return slot_values_overlay(&w);
}
