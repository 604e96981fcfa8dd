/* SPDX-License-Identifier: BSD-2-Clause */
/* The timeline: boot phases, idle and every guest, one table each. */
#include "plan/plan.h"

#include <string.h>

#include "base/sort.h"
#include "base/try.h"
#include "plan/line.h"
#include "plan/moment.h"
#include "plan/switches.h"
#include "plan/table.h"

#define SCRATCH_KEPT ((size_t)1 << 20)
#define OWN_TABLE 1000	/* a guest's table of more regions is not copied */

struct timeline {
	struct arena *a;
	const struct system *s;
	struct plan *plan;
	struct line_facts facts;
	struct arena lasting;	/* until the plan is made */
	struct arena scratch;	/* what one context needs; emptied often */
	region_list transients;	/* of the phase that runs */
	region_list guest;	/* memory for the table of the next guest */
	struct moments moments;
	uint32_t peak;
};

static void saw(struct timeline *tl, size_t count)
{
	if (count > tl->peak)
		tl->peak = (uint32_t)count;
}

/* Regions that exist together for a moment, in the slots free then. */
static enum mpuc_status moment(struct timeline *tl, struct table *t,
			       const struct step *step, uint32_t domain)
{
	size_t before = t->live.count;

	for (uint32_t i = 0; i < step->region_count; i++) {
		const struct region_rule *rule =
			&tl->s->target->regions[step->regions[i]];

		TRY(expand_rule(t, rule, domain, &t->live));
		/* No ramdisk: nothing of this moment happens. */
		if (i == 0 && t->live.count == before)
			return MPUC_OK;
	}
	table_place(t, before);
	saw(tl, t->live.count);
	TRY(moment_transient(&tl->moments, t, before, domain));
	for (size_t i = before; i < t->live.count; i++) {
		struct plan_region *r = VEC_PUSH(tl->a, &tl->transients);

		TRY_PTR(r);
		*r = t->live.items[i];
		r->lifetime = LIFE_TRANSIENT;
		if (r->slot != SLOT_NONE)
			t->used[r->slot] = false;
	}
	t->live.count = before;
	return MPUC_OK;
}

static enum mpuc_status transient(struct timeline *tl, struct table *t,
				  const struct step *step, uint32_t domain)
{
	if (!step->per_domain)
		return moment(tl, t, step, domain);
	for (uint32_t d = 0; d < tl->s->domains.count; d++)
		TRY(moment(tl, t, step, d));
	return MPUC_OK;
}

static enum mpuc_status apply_step(struct timeline *tl, struct table *t,
				 const struct step *step, uint32_t domain)
{
	const struct region_rule *rules = tl->s->target->regions;

	switch (step->op) {
	case STEP_ADD:
		for (uint32_t i = 0; i < step->region_count; i++) {
			const struct region_rule *rule =
				&rules[step->regions[i]];
			size_t before = t->live.count;
			bool own = rule->source >= SRC_GIC_SPAN ||
				   rule->when == COND_VPL011;

			TRY(expand_rule(t, rule, own ? domain : SYS_NONE,
					&t->live));
			table_place(t, before);
		}
		return MPUC_OK;
	case STEP_REMOVE:
		for (uint32_t i = 0; i < step->region_count; i++)
			table_remove(t, &rules[step->regions[i]]);
		return MPUC_OK;
	case STEP_BECOME:
		return table_become(t, &rules[step->regions[0]],
				    &rules[step->regions[1]]);
	case STEP_TRANSIENT:
		return transient(tl, t, step, domain);
	case STEP_PACK:
		return table_pack(t);
	}
	return MPUC_OK;
}

/* What the step changed is a moment of its own, unless nothing did. */
static enum mpuc_status run_step(struct timeline *tl, struct table *t,
				 const struct step *step,
				 const struct plan_context *c)
{
	if (step->op == STEP_TRANSIENT || c->kind == CTX_GUEST)
		return apply_step(tl, t, step, c->domain);
	TRY(moment_before(&tl->moments, t));
	TRY(apply_step(tl, t, step, c->domain));
	return moment_after(&tl->moments, t);
}

static int by_slot(const void *pa, const void *pb, const void *arg)
{
	const struct plan_region *a = pa, *b = pb;

	(void)arg;
	return (a->slot > b->slot) - (a->slot < b->slot);
}

/* The fewest regions for the same memory; optimal_make() has the proof. */
static enum mpuc_status count_fewest(struct timeline *tl,
				     struct plan_context *c)
{
	TRY(line_fewest(&tl->scratch, &tl->facts, c, &c->minimum));
	if (tl->scratch.used > SCRATCH_KEPT)
		arena_done(&tl->scratch);
	return MPUC_OK;
}

/* Nobody uses it afterwards, and it may be most of the memory in use. */
static bool owns_table(const struct plan_context *c, const struct table *t)
{
	return c->kind == CTX_GUEST && t->live.count > OWN_TABLE;
}

/* What the context has: a copy of the table, or the table itself. */
static enum mpuc_status take_regions(struct timeline *tl,
				     const struct table *t,
				     struct plan_context *c)
{
	region_list all = t->live;

	if (!owns_table(c, t)) {
		all.items = arena_array(tl->a, all.count +
					tl->transients.count,
					sizeof(*all.items));
		TRY_PTR(all.items);
		if (all.count > 0)
			memcpy(all.items, t->live.items,
			       all.count * sizeof(*all.items));
		all.cap = all.count + tl->transients.count;
	}
	for (size_t i = 0; i < tl->transients.count; i++) {
		struct plan_region *r = VEC_PUSH(tl->a, &all);

		TRY_PTR(r);
		*r = tl->transients.items[i];
	}
	c->regions = all.items;
	c->region_count = (uint32_t)all.count;
	c->need = (uint32_t)t->live.count;
	return MPUC_OK;
}

/* Those past the hardware stand last, in order, as they are. */
static enum mpuc_status sort_regions(struct timeline *tl,
				     struct plan_context *c)
{
	uint32_t count = c->need;

	while (count > 0 && c->regions[count - 1].slot == SLOT_NONE)
		count--;
	return sort_stable(tl->a, c->regions, count, sizeof(*c->regions),
			   by_slot, NULL);
}

/* Freeze the table as it stands. */
static enum mpuc_status snapshot(struct timeline *tl, const struct table *t,
				 struct plan_context *c)
{
	TRY(take_regions(tl, t, c));
	TRY(sort_regions(tl, c));
	saw(tl, c->need);
	c->peak = tl->peak;
	for (uint32_t i = 0; i < c->need; i++)
		c->unplaced += !c->regions[i].placed ||
			       c->regions[i].slot == SLOT_NONE;
	return count_fewest(tl, c);
}

/*
 * In boot, every step is a moment of its own.  Idle and guest tables are
 * exchanged as a whole: only what comes on top of them is a peak.
 */
static enum mpuc_status run_phase(struct timeline *tl, struct table *t,
				  const struct phase *phase,
				  struct plan_context *c)
{
	tl->peak = 0;
	tl->transients.count = tl->moments.list.count = 0;
	for (size_t i = 0; i < phase->step_count; i++) {
		TRY(run_step(tl, t, &phase->steps[i], c));
		if (c->kind == CTX_BOOT)
			saw(tl, t->live.count);
	}
	TRY(moments_end(&tl->moments, c));
	return snapshot(tl, t, c);
}

static enum mpuc_status run_guests(struct timeline *tl,
				   const struct table *idle)
{
	const region_list none = { NULL, 0, 0 };
	struct plan *p = tl->plan;

	for (uint32_t d = 0; d < tl->s->domains.count; d++) {
		struct plan_context *c =
			&p->contexts[p->boot_count + 1 + d];
		struct table t;

		c->kind = CTX_GUEST;
		c->domain = d;
		c->name = arena_printf(tl->a, "%s/%s",
				       tl->s->target->guest.name,
				       system_owner(tl->s, d));
		TRY_PTR(c->name);
		TRY(table_copy(idle, &tl->guest, &t));
		TRY(run_phase(tl, &t, &tl->s->target->guest, c));
		tl->guest = owns_table(c, &t) ? none : t.live;
	}
	return MPUC_OK;
}

static enum mpuc_status run_all(struct timeline *tl)
{
	const struct target *target = tl->s->target;
	struct plan *p = tl->plan;
	struct table t = { .a = tl->a, .s = tl->s, .have = tl->s->regions };

	for (uint32_t i = 0; i < p->boot_count; i++) {
		struct plan_context *c = &p->contexts[i];

		c->name = target->boot[i].name;
		c->kind = CTX_BOOT;
		c->domain = SYS_NONE;
		TRY(run_phase(tl, &t, &target->boot[i], c));
	}
	p->contexts[p->boot_count].name = target->idle.name;
	p->contexts[p->boot_count].kind = CTX_IDLE;
	p->contexts[p->boot_count].domain = SYS_NONE;
	TRY(run_phase(tl, &t, &target->idle, &p->contexts[p->boot_count]));
	if (target->guest.name == NULL)
		return MPUC_OK;
	return run_guests(tl, &t);
}

enum mpuc_status plan_make(struct arena *a, const struct system *s,
			   struct plan **ret_plan)
{
	struct plan *p = arena_alloc(a, sizeof(*p));
	struct timeline tl = { .a = a, .s = s, .plan = p, .moments.a = a };
	enum mpuc_status st;

	TRY_PTR(p);
	p->arch = s->arch;
	p->regions = s->regions;
	p->regions_known = s->regions_known;
	p->boot_count = (uint32_t)s->target->boot_count;
	p->context_count = p->boot_count + 1;
	if (s->target->guest.name != NULL)
		p->context_count += (uint32_t)s->domains.count;
	p->contexts = arena_array(a, p->context_count, sizeof(*p->contexts));
	TRY_PTR(p->contexts);
	arena_init(&tl.lasting, a->cap - a->used);
	arena_init(&tl.scratch, a->cap - a->used);
	tl.lasting.fail_in = tl.scratch.fail_in = a->fail_in;
	st = line_facts_make(&tl.lasting, s, &tl.facts);
	if (st == MPUC_OK)
		st = run_all(&tl);
	arena_done(&tl.scratch);
	arena_done(&tl.lasting);
	TRY(st);
	TRY(switches_make(a, p));
	*ret_plan = p;
	return MPUC_OK;
}
