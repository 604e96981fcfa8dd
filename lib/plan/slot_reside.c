/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When all regions fit side by side, each gets a slot of its own.  If not,
 * some do: as many as it takes for every context to fit the rest of its
 * regions into the fewest shared slots, which is what a switch has to
 * rewrite at worst.
 */
#include <string.h>

#include "base/try.h"
#include "plan/slot_values.h"

struct residence {
	struct slot_work *w;
	uint32_t room;		/* free slots that can be toggled */
	uint32_t *load;		/* per context, while values are chosen */
	bool *chosen;		/* per value */
	uint32_t count;		/* chosen */
};

static uint32_t free_slots(const struct slot_work *w)
{
	uint32_t count = 0;

	for (uint32_t s = 0; s < w->toggle_end; s++)
		count += !w->taken[s];
	return count;
}

/* Contexts with more than most regions that v would relieve. */
static uint32_t relief(const struct residence *r, const struct slot_value *v,
		       uint32_t most)
{
	uint32_t count = 0;

	for (uint32_t i = v->first; i < v->first + v->count; i++)
		count += r->load[r->w->uses.items[i].context] > most;
	return count;
}

static void choose(struct residence *r, uint32_t value)
{
	const struct slot_value *v = &r->w->values.items[value];

	r->chosen[value] = true;
	r->count++;
	for (uint32_t i = v->first; i < v->first + v->count; i++)
		r->load[r->w->uses.items[i].context]--;
}

static uint32_t best_relief(const struct residence *r, uint32_t most)
{
	const struct slot_work *w = r->w;
	uint32_t best = UINT32_MAX, top = 0;

	for (uint32_t i = 0; i < w->values.count; i++) {
		const struct slot_value *v = &w->values.items[i];
		uint32_t gain;

		if (r->chosen[i] || v->slot != SLOT_NONE)
			continue;
		gain = relief(r, v, most);
		if (gain > top || (gain == top && gain > 0 &&
				   v->visits > w->values.items[best].visits)) {
			best = i;
			top = gain;
		}
	}
	return best;
}

/* More slots of their own than that are never too many to try. */
static uint64_t excess_over(const struct slot_work *w, uint32_t most)
{
	uint64_t sum = 0;

	for (uint32_t c = 0; c < w->contexts; c++) {
		if (w->load[c] > most)
			sum += w->load[c] - most;
	}
	return sum;
}

static uint32_t shared_most(const struct slot_work *w)
{
	uint32_t most = 1;

	for (size_t i = 0; i < w->values.count; i++) {
		const struct slot_value *v = &w->values.items[i];

		if (v->slot == SLOT_NONE && v->count > most)
			most = v->count;
	}
	return most;
}

/* Choose values until no context has more than most others. */
static bool relieve(struct residence *r, uint32_t most)
{
	struct slot_work *w = r->w;
	size_t values = w->values.count;

	if (most > r->room || excess_over(w, most) / shared_most(w) >
	    r->room - most)
		return false;
	memset(r->chosen, 0, values);
	memcpy(r->load, w->load, w->contexts * sizeof(*r->load));
	r->count = 0;
	for (;;) {
		uint32_t next = best_relief(r, most);

		if (next == UINT32_MAX)
			return r->count + most <= r->room;
		if (r->count + most == r->room)
			return false;
		choose(r, next);
	}
}

/* Slots that are left over go to what is needed most often. */
static void spend_rest(struct residence *r, uint32_t most)
{
	const struct slot_work *w = r->w;

	while (r->count + most < r->room) {
		uint32_t best = UINT32_MAX;

		for (uint32_t i = 0; i < w->values.count; i++) {
			const struct slot_value *v = &w->values.items[i];

			if (r->chosen[i] || v->slot != SLOT_NONE)
				continue;
			if (best == UINT32_MAX ||
			    v->visits > w->values.items[best].visits)
				best = i;
		}
		if (best == UINT32_MAX)
			return;
		choose(r, best);
	}
}

/* The lowest group of 16 that has room for all shared slots, if one has. */
static void pick_shared(struct slot_work *w, uint32_t count)
{
	uint32_t from = 0;

	for (uint32_t group = 0; group < w->toggle_end; group += 16) {
		uint32_t room = 0;

		for (uint32_t s = group; s < group + 16 && s < w->toggle_end;
		     s++)
			room += !w->taken[s];
		if (room >= count) {
			from = group;
			break;
		}
	}
	for (uint32_t s = from; s < w->toggle_end && w->over_count < count;
	     s++) {
		if (w->taken[s])
			continue;
		w->taken[s] = true;
		w->over[w->over_count++] = s;
	}
}

static void settle(struct residence *r, uint32_t most)
{
	struct slot_work *w = r->w;
	uint32_t s = 0;

	pick_shared(w, most);
	for (size_t i = 0; i < w->values.count; i++) {
		if (!r->chosen[i])
			continue;
		while (w->taken[s])
			s++;
		w->values.items[i].slot = s;
		w->taken[s] = true;
	}
}

enum mpuc_status slot_values_reside(struct slot_work *w)
{
	struct residence r = { .w = w, .room = free_slots(w) };
	uint32_t most = 0;

	r.load = arena_array(w->a, w->contexts, sizeof(*r.load));
	r.chosen = arena_alloc(w->a, w->values.count + 1);
	if (r.load == NULL || r.chosen == NULL)
		return MPUC_E_NOMEM;
	if (!w->ask->s->target->planning.resident ||
	    !w->ask->s->target->planning.move) {
		pick_shared(w, r.room);
		return MPUC_OK;
	}
	while (most <= r.room && !relieve(&r, most))
		most++;
	if (most > r.room) {
		/* A context does not fit: share what there is. */
		pick_shared(w, r.room);
		return MPUC_OK;
	}
	spend_rest(&r, most);
	settle(&r, most);
	return MPUC_OK;
}
