/* SPDX-License-Identifier: BSD-2-Clause */
/* Equal regions of all contexts, and the slots that leave no choice. */
#include "plan/slot_values.h"

#include <string.h>

#include "base/sort.h"
#include "base/try.h"

static int by_registers(const void *pa, const void *pb, const void *arg)
{
	const struct slot_use *a = pa, *b = pb;
	struct pmsa_regs x = a->region->regs, y = b->region->regs;

	(void)arg;
	/* Without an address it is the same one by its name. */
	if (!a->region->placed || !b->region->placed)
		return a->region->placed ? -1 : b->region->placed ? 1 :
		       strcmp(a->region->name, b->region->name);
	if (x.prbar != y.prbar)
		return x.prbar < y.prbar ? -1 : 1;
	return (x.prlar > y.prlar) - (x.prlar < y.prlar);
}

static enum mpuc_status list_uses(struct slot_work *w)
{
	struct plan *p = w->ask->plan;

	for (uint32_t c = 0; c < w->contexts; c++) {
		struct plan_context *ctx = &p->contexts[p->boot_count + c];

		for (uint32_t i = 0; i < ctx->need; i++) {
			struct slot_use *use;

			use = VEC_PUSH(w->a, &w->uses);
			TRY_PTR(use);
			use->region = &ctx->regions[i];
			use->context = c;
		}
	}
	return sort_stable(w->a, w->uses.items, w->uses.count,
			   sizeof(*w->uses.items), by_registers, NULL);
}

/*
 * The slot of the target's own code, for what it keeps there: regions that
 * stay, and those whose rule names a slot.  No choice at all without move.
 */
static uint32_t pin_of(const struct slot_work *w, const struct plan_region *r)
{
	bool move = w->ask->s->target->planning.move;
	uint32_t pin = SLOT_NONE;

	for (uint32_t i = 0; i < r->cover_count; i++) {
		const struct plan_region *c = r->covers[i];
		bool fixed = c->rule->policy == SLOT_FIXED ||
			     c->rule->policy == SLOT_LAST;

		if ((!move || r->kept || fixed) && c->slot < pin)
			pin = c->slot;
	}
	return pin;
}

static uint64_t visits_of(const struct slot_work *w, uint32_t context)
{
	const struct slots_ask *ask = w->ask;
	uint64_t visits = 0;

	for (size_t i = 0; i < ask->schedule_count; i++)
		visits += ask->schedule[i] == context + ask->plan->boot_count;
	return ask->schedule_count > 0 ? visits : 1;
}

static enum mpuc_status group_uses(struct slot_work *w)
{
	struct slot_value *v = NULL;

	for (uint32_t i = 0; i < w->uses.count; i++) {
		struct slot_use *use = &w->uses.items[i];
		uint32_t pin = pin_of(w, use->region);

		if (i == 0 || by_registers(use - 1, use, NULL) != 0) {
			v = VEC_PUSH(w->a, &w->values);
			TRY_PTR(v);
			v->first = i;
			v->pin = v->slot = SLOT_NONE;
		}
		use->value = (uint32_t)w->values.count - 1;
		v->count++;
		v->visits += visits_of(w, use->context);
		if (pin < v->pin)
			v->pin = pin;
		v->common = v->count == w->contexts;
	}
	return MPUC_OK;
}

static enum mpuc_status list_contexts(struct slot_work *w)
{
	uint32_t sum = 0;

	w->load = arena_array(w->a, w->contexts, sizeof(*w->load));
	w->by_first = arena_array(w->a, w->contexts + 1,
				  sizeof(*w->by_first));
	w->by = arena_array(w->a, w->uses.count, sizeof(*w->by));
	if (w->load == NULL || w->by_first == NULL || w->by == NULL)
		return MPUC_E_NOMEM;
	for (size_t i = 0; i < w->uses.count; i++)
		w->by_first[w->uses.items[i].context]++;
	for (uint32_t c = 0; c <= w->contexts; c++) {
		uint32_t count = w->by_first[c];

		w->by_first[c] = sum;
		sum += count;
	}
	for (uint32_t i = 0; i < w->uses.count; i++)
		w->by[w->by_first[w->uses.items[i].context]++] = i;
	/* Every start has moved to the next one's. */
	for (uint32_t c = w->contexts; c > 0; c--)
		w->by_first[c] = w->by_first[c - 1];
	w->by_first[0] = 0;
	return MPUC_OK;
}

/* What is never toggled may lie where PRENR does not reach. */
static uint32_t free_for_common(const struct slot_work *w)
{
	for (uint32_t s = w->end; s > w->toggle_end; s--) {
		if (!w->taken[s - 1])
			return s - 1;
	}
	for (uint32_t s = 0; s < w->toggle_end; s++) {
		if (!w->taken[s])
			return s;
	}
	return SLOT_NONE;
}

static void place_sure(struct slot_work *w)
{
	for (size_t i = 0; i < w->values.count; i++) {
		struct slot_value *v = &w->values.items[i];

		v->slot = v->pin;
		if (v->slot < SWITCH_SLOTS)
			w->taken[v->slot] = true;
	}
	for (size_t i = 0; i < w->values.count; i++) {
		struct slot_value *v = &w->values.items[i];

		if (v->slot != SLOT_NONE || !v->common)
			continue;
		v->slot = free_for_common(w);
		if (v->slot != SLOT_NONE)
			w->taken[v->slot] = true;
	}
	for (size_t i = 0; i < w->uses.count; i++) {
		const struct slot_use *use = &w->uses.items[i];

		w->load[use->context] +=
			w->values.items[use->value].slot == SLOT_NONE;
	}
}

enum mpuc_status slot_values_make(struct arena *a,
				  const struct slots_ask *ask,
				  struct slot_work *ret_work)
{
	struct slot_work w = {
		.a = a, .ask = ask,
		.contexts = ask->plan->context_count - ask->plan->boot_count,
		.end = SWITCH_SLOTS - 1,
	};

	if (ask->plan->regions_known && ask->plan->regions < w.end)
		w.end = ask->plan->regions;
	w.toggle_end = w.end < SWITCH_PRENR ? w.end : SWITCH_PRENR;
	TRY(list_uses(&w));
	TRY(group_uses(&w));
	TRY(list_contexts(&w));
	place_sure(&w);
	*ret_work = w;
	return MPUC_OK;
}
