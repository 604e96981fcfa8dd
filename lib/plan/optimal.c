/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan/optimal.h"

#include <string.h>

#include "base/try.h"
#include "plan/line.h"

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

static enum mpuc_status make_context(struct optimum *o,
				     struct plan_context *c)
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
	return MPUC_OK;
}

static enum mpuc_status make_all(struct optimum *o)
{
	TRY(line_facts_make(o->a, o->s, &o->facts));
	for (uint32_t i = 0; i < o->plan->context_count; i++) {
		TRY(make_context(o, &o->plan->contexts[i]));
		if (o->scratch.used > SCRATCH_KEPT)
			arena_done(&o->scratch);
	}
	return MPUC_OK;
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
