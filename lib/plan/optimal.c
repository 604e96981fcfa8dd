/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan/optimal.h"

#include <string.h>

#include "base/sort.h"
#include "base/try.h"
#include "plan/cost.h"
#include "plan/line.h"
#include "plan/slots.h"
#include "plan/switches.h"

#define SCRATCH_KEPT ((size_t)1 << 20)

struct optimum {
	struct arena *a;
	struct arena scratch;	/* of one context */
	const struct system *s;
	const struct optimal_options *options;
	struct line_facts facts;
	struct plan *plan;
	bool feasible;
};

static int by_slot(const void *pa, const void *pb, const void *arg)
{
	const struct plan_region *a = pa, *b = pb;

	(void)arg;
	return (a->slot > b->slot) - (a->slot < b->slot);
}

/* A required item under a label that is not its own has gained rights. */
static bool promoted(const struct line *l, const struct cover_region *r)
{
	for (uint32_t i = r->first; i <= r->last; i++) {
		const struct cover_item *it = &l->items.items[i];

		if (it->required && r->label != COVER_ALONE &&
		    (it->own >> r->label & 1) == 0)
			return true;
	}
	return false;
}

static unsigned needs_of(const struct line *l, const struct cover *c)
{
	unsigned needs = l->finer ? NEED_GRANULE : 0;

	for (size_t i = 0; i < c->regions.count; i++) {
		const struct cover_region *r = &c->regions.items[i];

		if (r->last > r->first)
			needs |= NEED_MERGE;
		for (uint32_t k = r->first; k <= r->last; k++) {
			if (!l->items.items[k].required)
				needs |= NEED_FILL;
		}
		if (promoted(l, r))
			needs |= NEED_PROMOTE;
	}
	return needs;
}

static enum mpuc_status choose(struct optimum *o, const struct line *l,
			       struct plan_best *best, struct cover *ret)
{
	const struct cover_line line = line_cover(l);
	uint32_t limit = o->options->budget;
	enum mpuc_status st = MPUC_E_INFEASIBLE;

	best->feasible = true;
	if (!o->options->has_budget)
		return cover_least(&o->scratch, &line, ret);
	if (limit >= l->blind)
		st = cover_within(&o->scratch, &line, limit - l->blind, ret);
	if (st != MPUC_E_INFEASIBLE)
		return st;
	best->feasible = o->feasible = false;
	return cover_least(&o->scratch, &line, ret);
}

static enum mpuc_status trace_curve(struct optimum *o, const struct line *l,
				    struct plan_best *best)
{
	const struct cover_line line = line_cover(l);
	cover_points points = { NULL, 0, 0 };

	TRY(cover_curve(o->a, &line, &points));
	for (size_t i = 0; i < points.count; i++)
		points.items[i].regions += l->blind;
	best->curve = points.items;
	best->curve_count = (uint32_t)points.count;
	return MPUC_OK;
}

/* "xen.rwdata", "xen.rwdata+xen.bss", "domU1.ram[0]+3 more" */
static const char *name_of(struct arena *a, const struct plan_region *r)
{
	if (r->cover_count == 1)
		return r->covers[0]->name;
	if (r->cover_count == 2)
		return arena_printf(a, "%s+%s", r->covers[0]->name,
				    r->covers[1]->name);
	return arena_printf(a, "%s+%u more", r->covers[0]->name,
			    r->cover_count - 1);
}

static const char *why_of(struct arena *a, const struct plan_region *r)
{
	const char *why = r->covers[0]->why;

	for (uint32_t i = 1; i < r->cover_count && i < 4 && why != NULL; i++)
		why = arena_printf(a, "%s; %s", why, r->covers[i]->why);
	return why;
}

/* What the members agree on, or the wider of what they say. */
static void describe(struct plan_region *r)
{
	const struct plan_region *first = r->covers[0];

	r->rule = first->rule;
	r->owner = first->owner;
	r->object = r->cover_count == 1 ? first->object : SYS_NONE;
	r->lifetime = first->lifetime;
	r->kept = true;
	for (uint32_t i = 0; i < r->cover_count; i++) {
		if (r->covers[i]->owner != r->owner)
			r->owner = SYS_NONE;
		if (r->covers[i]->lifetime != LIFE_FIXED)
			r->lifetime = r->covers[i]->lifetime;
		r->kept &= r->covers[i]->kept;
	}
}

/* The register fields of label, over the items first to last. */
static enum mpuc_status fill_region(struct optimum *o, const struct line *l,
				    const struct cover_region *cover,
				    struct plan_region *r)
{
	struct pmsa_region p = { .enabled = true };

	TRY_PTR(r->covers);
	describe(r);
	r->slot = SLOT_NONE;
	r->name = name_of(o->a, r);
	TRY_PTR(r->name);
	r->why = why_of(o->a, r);
	TRY_PTR(r->why);
	r->range.base = l->items.items[cover->first].range.base;
	r->range.last = l->items.items[cover->last].range.last;
	r->demand = r->range;
	r->attr = cover->label == COVER_ALONE ? r->covers[0]->attr :
		  l->labels[cover->label].attr;
	p.range = r->range;
	p.attr = r->attr;
	r->placed = pmsa_encode(o->s->arch, &p, &r->regs) == PMSA_OK;
	return MPUC_OK;
}

static enum mpuc_status list_covers(struct optimum *o, const struct line *l,
				    const struct cover_region *cover,
				    struct plan_region *r)
{
	const struct plan_region **covers;
	uint32_t count = 0, at = 0;

	for (uint32_t i = cover->first; i <= cover->last; i++)
		count += l->of.items[i].count;
	covers = arena_array(o->a, count, sizeof(*covers));
	TRY_PTR(covers);
	for (uint32_t i = cover->first; i <= cover->last; i++) {
		const struct line_span *span = &l->of.items[i];

		for (uint32_t k = 0; k < span->count; k++)
			covers[at++] = &l->c->regions[
				l->members[span->first + k]];
	}
	r->covers = covers;
	r->cover_count = count;
	return MPUC_OK;
}

static enum mpuc_status one_each(struct optimum *o,
				 const struct plan_context *from,
				 struct plan_region *to, bool placed)
{
	const struct plan_region **self;

	for (uint32_t i = 0; i < from->need; i++) {
		if (from->regions[i].placed != placed)
			continue;
		self = arena_alloc(o->a, sizeof(*self));
		TRY_PTR(self);
		*self = &from->regions[i];
		*to = from->regions[i];
		to->slot = SLOT_NONE;
		to->covers = self;
		to++->cover_count = 1;
	}
	return MPUC_OK;
}

/*
 * The context as the cover has it.  Where the tree maps a byte in two ways
 * there is no such thing, and the regions stay as they are.
 */
static enum mpuc_status fill_context(struct optimum *o, const struct line *l,
				     const struct cover *cover,
				     struct plan_context *to)
{
	const struct plan_context *from = l->c;
	size_t count = l->torn ? l->member_count : cover->regions.count;

	*to = *from;
	to->need = to->region_count = (uint32_t)count + l->blind;
	to->peak = to->need + (from->peak - from->need);
	to->excess = cover->excess;
	to->moment_count = 0;
	to->regions = arena_array(o->a, to->need, sizeof(*to->regions));
	TRY_PTR(to->regions);
	TRY(one_each(o, from, to->regions + count, false));
	if (l->torn)
		return one_each(o, from, to->regions, true);
	for (size_t i = 0; i < count; i++) {
		TRY(list_covers(o, l, &cover->regions.items[i],
				&to->regions[i]));
		TRY(fill_region(o, l, &cover->regions.items[i],
				&to->regions[i]));
	}
	return MPUC_OK;
}

static enum mpuc_status make_context(struct optimum *o,
				     struct plan_context *c,
				     struct plan_context *to)
{
	const struct line_rules rules = { &o->s->target->planning, true };
	struct plan_best *best = &c->best;
	struct cover cover;
	struct line l;

	TRY(line_make(&o->scratch, &o->facts, &rules, c, &l));
	TRY(line_prove(o->a, &o->scratch, &l, &best->proof));
	TRY(choose(o, &l, best, &cover));
	TRY(trace_curve(o, &l, best));
	best->count = cover.count + l.blind;
	best->excess = cover.excess;
	best->needs = needs_of(&l, &cover);
	if (c->kind == CTX_BOOT)
		return MPUC_OK;
	return fill_context(o, &l, &cover, to);
}

/* Why the context as it is takes no fewer regions. */
static enum mpuc_status prove_minimum(struct optimum *o,
				      struct plan_context *c)
{
	struct line l;

	TRY(line_make(&o->scratch, &o->facts, &line_contract, c, &l));
	return line_prove(o->a, &o->scratch, &l, &c->proof);
}

/* Slots, then the lists of every switch. */
static enum mpuc_status arrange(struct optimum *o, struct plan *best)
{
	const struct slots_ask ask = {
		.s = o->s, .plan = best,
		.schedule = o->options->schedule,
		.schedule_count = o->options->schedule_count,
	};

	TRY(slots_assign(&o->scratch, &ask));
	for (uint32_t i = best->boot_count; i < best->context_count; i++) {
		struct plan_context *c = &best->contexts[i];

		TRY(sort_stable(&o->scratch, c->regions, c->need,
				sizeof(*c->regions), by_slot, NULL));
		c->unplaced = 0;
		for (uint32_t k = 0; k < c->need; k++)
			c->unplaced += !c->regions[k].placed ||
				       c->regions[k].slot == SLOT_NONE;
	}
	best->switches.items = NULL;
	best->switches.count = best->switches.cap = 0;
	best->switches_omitted = 0;
	return switches_make(o->a, best);
}

static enum mpuc_status make_all(struct optimum *o)
{
	struct plan *best = arena_alloc(o->a, sizeof(*best));
	uint32_t count = o->plan->context_count;

	TRY_PTR(best);
	*best = *o->plan;
	best->is_optimal = true;
	best->contexts = arena_array(o->a, count, sizeof(*best->contexts));
	TRY_PTR(best->contexts);
	TRY(line_facts_make(o->a, o->s, &o->facts));
	for (uint32_t i = 0; i < count; i++) {
		TRY(prove_minimum(o, &o->plan->contexts[i]));
		best->contexts[i] = o->plan->contexts[i];
		TRY(make_context(o, &o->plan->contexts[i],
				 &best->contexts[i]));
		if (o->scratch.used > SCRATCH_KEPT)
			arena_done(&o->scratch);
	}
	TRY(arrange(o, best));
	o->plan->optimal = best;
	TRY(cost_make(&o->scratch, o->plan, o->options->schedule,
		      o->options->schedule_count));
	return cost_make(&o->scratch, best, o->options->schedule,
			 o->options->schedule_count);
}

enum mpuc_status optimal_make(struct arena *a, const struct system *s,
			      const struct optimal_options *options,
			      struct plan *plan, bool *ret_feasible)
{
	struct optimum o = {
		.a = a, .s = s, .options = options, .plan = plan,
		.feasible = true,
	};
	enum mpuc_status st;

	arena_init(&o.scratch, a->cap - a->used);
	o.scratch.fail_in = a->fail_in;
	st = make_all(&o);
	arena_done(&o.scratch);
	plan->has_best = st == MPUC_OK;
	plan->has_budget = options->has_budget;
	plan->budget = options->budget;
	*ret_feasible = o.feasible;
	return st;
}
