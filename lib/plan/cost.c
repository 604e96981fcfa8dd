/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan/cost.h"

#include <string.h>

#include "base/sort.h"
#include "base/try.h"
#include "model/switch.h"

#define NEVER UINT32_MAX
#define ROUNDS 150
#define STEPS_AT_MOST 20000

/* Regions of idle and guests, numbered by what their registers hold. */
struct costing {
	struct arena *a;
	struct plan *plan;
	uint32_t contexts;	/* idle and guests */
	uint32_t *values;	/* by context: from[c] up to from[c + 1] */
	uint32_t *from;
	uint32_t *users;	/* per value: contexts that have it */
	uint32_t value_count;
	uint32_t common;	/* values that every context has */
	uint32_t room;		/* slots that are left for the others */
};

/* ------------------------------------------------------ numbering regions */

struct use {
	const struct plan_region *region;
	uint32_t at;		/* in values */
};

static int by_registers(const void *pa, const void *pb, const void *arg)
{
	const struct plan_region *a = ((const struct use *)pa)->region;
	const struct plan_region *b = ((const struct use *)pb)->region;

	(void)arg;
	if (!a->placed || !b->placed)
		return a->placed ? -1 : b->placed ? 1 :
		       strcmp(a->name, b->name);
	if (a->regs.prbar != b->regs.prbar)
		return a->regs.prbar < b->regs.prbar ? -1 : 1;
	return (a->regs.prlar > b->regs.prlar) -
	       (a->regs.prlar < b->regs.prlar);
}

static enum mpuc_status number(struct costing *k, struct use *uses,
			       uint32_t count)
{
	TRY(sort_stable(k->a, uses, count, sizeof(*uses), by_registers,
			NULL));
	for (uint32_t i = 0; i < count; i++) {
		if (i == 0 || by_registers(&uses[i - 1], &uses[i], NULL) != 0)
			k->value_count++;
		k->values[uses[i].at] = k->value_count - 1;
		k->users[k->value_count - 1]++;
	}
	for (uint32_t v = 0; v < k->value_count; v++)
		k->common += k->users[v] == k->contexts;
	return MPUC_OK;
}

static enum mpuc_status list_values(struct costing *k)
{
	const struct plan_context *ctx =
		&k->plan->contexts[k->plan->boot_count];
	uint32_t count = 0, slots = SWITCH_SLOTS - 1;
	struct use *uses;

	for (uint32_t c = 0; c < k->contexts; c++)
		count += ctx[c].need;
	k->values = arena_array(k->a, count, sizeof(*k->values));
	k->users = arena_array(k->a, count, sizeof(*k->users));
	k->from = arena_array(k->a, k->contexts + 1, sizeof(*k->from));
	uses = arena_array(k->a, count, sizeof(*uses));
	if (k->values == NULL || k->users == NULL || k->from == NULL ||
	    uses == NULL)
		return MPUC_E_NOMEM;
	count = 0;
	for (uint32_t c = 0; c < k->contexts; c++) {
		k->from[c] = count;
		for (uint32_t i = 0; i < ctx[c].need; i++, count++) {
			uses[count].region = &ctx[c].regions[i];
			uses[count].at = count;
		}
	}
	k->from[k->contexts] = count;
	TRY(number(k, uses, count));
	if (k->plan->regions_known && k->plan->regions < slots)
		slots = k->plan->regions;
	k->room = slots > k->common ? slots - k->common : 0;
	return MPUC_OK;
}

static uint32_t private_count(const struct costing *k, uint32_t c)
{
	return k->from[c + 1] - k->from[c] - k->common;
}

/* Values of both contexts that are not in all of them. */
static uint32_t shared_by(const struct costing *k, uint32_t c, uint32_t d)
{
	uint32_t count = 0;

	for (uint32_t i = k->from[c]; i < k->from[c + 1]; i++) {
		for (uint32_t j = k->from[d]; j < k->from[d + 1]; j++)
			count += k->values[i] == k->values[j] &&
				 k->users[k->values[i]] < k->contexts;
	}
	return count;
}

/* ------------------------------------------------------------- one switch */

/*
 * While from is in force the other slots hold what they can of to; the rest
 * has to be loaded, in any plan and with any history.
 */
static void bound_switch(const struct costing *k, struct plan_switch *sw)
{
	uint32_t c = sw->from - k->plan->boot_count;
	uint32_t d = sw->to - k->plan->boot_count;
	uint32_t shared = shared_by(k, c, d);
	uint32_t both = private_count(k, c) + private_count(k, d) - shared;

	if (both > k->room)
		sw->bound = 2 * (both - k->room) + 1;
	else
		sw->bound = both > shared ? 1 : 0;
}

/* Slots of their own that it takes for every context to share most. */
static uint64_t own_slots(const struct costing *k, const bool *counts,
			  uint32_t most)
{
	uint64_t sum = 0, deepest = 0, shares = 0, all = 0;
	uint32_t widest = 1;

	for (uint32_t v = 0; v < k->value_count; v++) {
		if (k->users[v] < k->contexts && k->users[v] > widest)
			widest = k->users[v];
		all += k->users[v] < k->contexts;
	}
	for (uint32_t c = 0; c < k->contexts; c++) {
		uint32_t own = private_count(k, c);

		/* One that may share everything says nothing of its own. */
		shares += counts[c] && own > most ? most : own;
		if (!counts[c] || own <= most)
			continue;
		sum += own - most;
		if (own - most > deepest)
			deepest = own - most;
	}
	sum = (sum + widest - 1) / widest;
	/* What has no slot of its own is among what the contexts share. */
	if (all > shares && all - shares > sum)
		sum = all - shares;
	return sum > deepest ? sum : deepest;
}

/*
 * Regions that the worst switch rewrites at least.  Of the contexts that
 * have nothing in common with idle, each has to load what shares a slot when
 * it is entered from there; and idle, when it is entered from one of them.
 */
static enum mpuc_status bound_worst(struct costing *k)
{
	bool *counts = arena_alloc(k->a, k->contexts);
	uint32_t most = 0;

	TRY_PTR(counts);
	for (uint32_t c = 1; c < k->contexts; c++) {
		counts[c] = shared_by(k, 0, c) == 0;
		counts[0] |= counts[c];
	}
	while (most <= k->room &&
	       own_slots(k, counts, most) > k->room - most)
		most++;
	k->plan->cost.worst_bound = most;
	return MPUC_OK;
}

static void find_worst(struct costing *k)
{
	struct plan_cost *cost = &k->plan->cost;

	for (size_t i = 0; i < k->plan->switches.count; i++) {
		struct plan_switch *sw = &k->plan->switches.items[i];

		bound_switch(k, sw);
		if (sw->writes > cost->worst_writes)
			cost->worst_writes = sw->writes;
		if (sw->write_count > cost->worst_regions)
			cost->worst_regions = sw->write_count;
	}
}

/* ------------------------------------------------------------- a schedule */

struct belady {
	const struct costing *k;
	const uint32_t *schedule;	/* contexts, counted from idle */
	size_t length;
	bool *loaded;		/* per value */
	uint32_t *next;		/* per value: step of its next use */
	uint32_t held[SWITCH_SLOTS];	/* loaded values */
	uint32_t count;
};

/* When, from step on, a value is next needed. */
static void look_ahead(struct belady *b, size_t step)
{
	const struct costing *k = b->k;

	/* What no step needs keeps the NEVER of the start. */
	for (size_t ahead = b->length; ahead > 0; ahead--) {
		uint32_t c = b->schedule[(step + ahead) % b->length];

		for (uint32_t i = k->from[c]; i < k->from[c + 1]; i++)
			b->next[k->values[i]] = (uint32_t)ahead;
	}
}

static bool evict(struct belady *b, uint32_t context)
{
	const struct costing *k = b->k;
	uint32_t best = NEVER;

	for (uint32_t h = 0; h < b->count; h++) {
		uint32_t v = b->held[h];
		bool needed = false;

		for (uint32_t i = k->from[context];
		     i < k->from[context + 1] && !needed; i++)
			needed = k->values[i] == v;
		if (!needed && (best == NEVER ||
				b->next[v] > b->next[b->held[best]]))
			best = h;
	}
	if (best == NEVER)
		return false;
	b->loaded[b->held[best]] = false;
	b->held[best] = b->held[--b->count];
	return true;
}

/* Loads of one step when what is needed last goes first. */
static uint64_t enter(struct belady *b, size_t step)
{
	const struct costing *k = b->k;
	uint32_t c = b->schedule[step % b->length];
	uint64_t loads = 0;

	look_ahead(b, step);
	for (uint32_t i = k->from[c]; i < k->from[c + 1]; i++) {
		uint32_t v = k->values[i];

		if (b->loaded[v] || k->users[v] == k->contexts)
			continue;
		if (b->count == k->room && !evict(b, c))
			continue;
		b->loaded[v] = true;
		b->held[b->count++] = v;
		loads++;
	}
	return loads;
}

/*
 * No table, fixed or not, loads less than this in a round: many rounds from
 * an empty start, less what a full start could have saved.
 */
static enum mpuc_status bound_schedule(struct costing *k,
				       const uint32_t *schedule, size_t count)
{
	struct belady b = { .k = k, .schedule = schedule, .length = count };
	uint64_t rounds = STEPS_AT_MOST / count + 2, loads = 0;

	b.loaded = arena_alloc(k->a, k->value_count + 1);
	b.next = arena_array(k->a, k->value_count, sizeof(*b.next));
	if (b.loaded == NULL || b.next == NULL)
		return MPUC_E_NOMEM;
	for (uint32_t v = 0; v < k->value_count; v++)
		b.next[v] = NEVER;
	if (rounds > ROUNDS)
		rounds = ROUNDS;
	for (size_t i = 0; i < rounds * count; i++)
		loads += enter(&b, i);
	if (loads > k->room)
		k->plan->cost.round_bound = (loads - k->room + rounds - 1) /
					    rounds;
	return MPUC_OK;
}

static const struct plan_switch *find(const struct plan *p, uint32_t from,
				      uint32_t to)
{
	for (size_t i = 0; i < p->switches.count; i++) {
		if (p->switches.items[i].from == from &&
		    p->switches.items[i].to == to)
			return &p->switches.items[i];
	}
	return NULL;
}

/* A switch that has no list goes through idle. */
static void add_step(struct plan *p, uint32_t from, uint32_t to)
{
	const struct plan_switch *sw = find(p, from, to);

	if (from == to)
		return;
	if (sw == NULL) {
		add_step(p, from, p->boot_count);
		add_step(p, p->boot_count, to);
		return;
	}
	p->cost.round_writes += sw->writes;
	p->cost.round_regions += sw->write_count;
}

static enum mpuc_status cost_schedule(struct costing *k,
				      const uint32_t *schedule, size_t count)
{
	struct plan *p = k->plan;
	uint32_t *steady = arena_array(k->a, count, sizeof(*steady));

	TRY_PTR(steady);
	for (size_t i = 0; i < count; i++) {
		steady[i] = schedule[i] - p->boot_count;
		add_step(p, schedule[i], schedule[(i + 1) % count]);
	}
	p->cost.has_round = true;
	return bound_schedule(k, steady, count);
}

enum mpuc_status cost_make(struct arena *a, struct plan *plan,
			   const uint32_t *schedule, size_t count)
{
	struct costing k = {
		.a = a, .plan = plan,
		.contexts = plan->context_count - plan->boot_count,
	};

	memset(&plan->cost, 0, sizeof(plan->cost));
	TRY(list_values(&k));
	find_worst(&k);
	TRY(bound_worst(&k));
	return count > 0 ? cost_schedule(&k, schedule, count) : MPUC_OK;
}
