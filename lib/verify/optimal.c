/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One context of an optimal plan: every range that the rules in force ask
 * for lies whole in one region, with rights that the target allows for it;
 * what a region maps beyond that is RAM that nothing uses.
 */
#include <inttypes.h>
#include <string.h>

#include "base/sort.h"
#include "base/try.h"
#include "verify/judge.h"

#define SPAN "0x%" PRIx64 "-0x%" PRIx64

/* ----------------------------------------------------------- free RAM */

static int by_used(const void *pa, const void *pb, const void *arg)
{
	const struct verify_used *a = pa, *b = pb;

	(void)arg;
	return (a->base > b->base) - (a->base < b->base);
}

/* What has a use, by base; last is the highest of all up to it. */
static enum mpuc_status list_used(struct judge *j)
{
	const struct system *s = j->sys;
	uint64_t most = 0;

	if (j->used.count > 0)
		return MPUC_OK;
	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];
		struct verify_used *u;

		if (!o->usable || o->kind == OBJ_RAM ||
		    o->kind == OBJ_SECTION)
			continue;
		u = VEC_PUSH(j->arena, &j->used);
		TRY_PTR(u);
		u->base = o->range.base;
		u->last = o->range.last;
	}
	TRY(sort_stable(j->arena, j->used.items, j->used.count,
			sizeof(*j->used.items), by_used, NULL));
	for (size_t i = 0; i < j->used.count; i++) {
		if (j->used.items[i].last > most)
			most = j->used.items[i].last;
		j->used.items[i].last = most;
	}
	return MPUC_OK;
}

static bool is_used(const struct judge *j, uint64_t base, uint64_t last)
{
	size_t lo = 0, hi = j->used.count;

	/* Behind the last one that starts at or before last. */
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (j->used.items[mid].base <= last)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo > 0 && j->used.items[lo - 1].last >= base;
}

static bool is_ram(const struct judge *j, uint64_t base, uint64_t last)
{
	const struct system *s = j->sys;

	for (size_t i = 0; i < s->ram.count; i++) {
		if (s->ram.items[i].base <= base &&
		    last <= s->ram.items[i].last)
			return true;
	}
	return false;
}

/* ------------------------------------------------------------ regions */

static void judge_region(struct judge *j, const struct plan_region *r,
			 const struct verify_entry *e)
{
	if (r->slot >= VERIFY_SLOTS || (j->plan->regions_known &&
					r->slot >= j->plan->regions))
		verify_say(j, e->base, "%s: slot %" PRIu32 " is beyond those "
			   "of the machine", verify_name(r), r->slot);
	if (!e->enabled || (e->stray[0] | e->stray[1]) != 0 ||
	    e->fields.sh == 1 || e->limit < e->base)
		verify_say(j, e->base, "%s: registers 0x%" PRIx64 " 0x%"
			   PRIx64 " are no region", verify_name(r),
			   r->regs.prbar, r->regs.prlar);
	if (e->base != r->range.base || e->limit != r->range.last)
		verify_say(j, e->base, "%s: the registers say " SPAN,
			   verify_name(r), e->base, e->limit);
	if (j->domain == SYS_NONE && (e->fields.ap & 1) != 0)
		verify_say(j, e->base, "%s is open to EL1 while no guest runs",
			   verify_name(r));
	if (r->resident && r->slot >= 32)
		verify_say(j, e->base, "%s is resident where PRENR does not "
			   "reach", verify_name(r));
}

static int by_entry(const void *pa, const void *pb, const void *arg)
{
	const struct judge *j = arg;
	const uint32_t *a = pa, *b = pb;
	uint64_t x = j->entries.items[*a].base, y = j->entries.items[*b].base;

	return (x > y) - (x < y);
}

/* Fills j->slots with those that are in force, by base. */
static enum mpuc_status list_entries(struct judge *j)
{
	bool seen[VERIFY_SLOTS] = { false };

	j->entries.count = j->slots.count = 0;
	for (uint32_t i = 0; i < j->ctx->need; i++) {
		const struct plan_region *r = &j->ctx->regions[i];
		struct verify_entry *e = VEC_PUSH(&j->scratch, &j->entries);
		uint32_t *at;

		TRY_PTR(e);
		memset(e, 0, sizeof(*e));
		if (r->slot < VERIFY_SLOTS && seen[r->slot])
			verify_say(j, 0, "slot %" PRIu32 " is given twice",
				   r->slot);
		if (r->slot < VERIFY_SLOTS)
			seen[r->slot] = true;
		if (!r->placed)
			continue;
		verify_decode(j->plan->arch, r->regs.prbar, r->regs.prlar, e);
		if (r->slot != SLOT_NONE)
			judge_region(j, r, e);
		at = VEC_PUSH(&j->scratch, &j->slots);
		TRY_PTR(at);
		*at = i;
	}
	return sort_stable(&j->scratch, j->slots.items, j->slots.count,
			   sizeof(*j->slots.items), by_entry, j);
}

/* -------------------------------------------------------- their bytes */

/* What must be in the region: with a finer granule, less than the pages. */
static struct range tight(const struct judge *j, const struct verify_demand *d)
{
	uint64_t to = j->target->planning.granule;
	const struct region_rule *rule = &j->target->regions[d->rule];
	struct range r = d->range;

	if (to == 0 || rule->rounding != ROUND_OUT || d->object == SYS_NONE)
		return r;
	r = j->sys->objects.items[d->object].range;
	r.base &= ~(to - 1);
	r.last |= to - 1;
	return r.base < d->range.base || r.last > d->range.last ? d->range : r;
}

static bool may_be(const struct judge *j, const struct verify_demand *d,
		   struct verify_fields fields)
{
	const struct planning_rules *p = &j->target->planning;
	const struct target *t = j->target;

	if (verify_same_fields(fields, j->rules[d->rule].want))
		return true;
	for (size_t i = 0; i < p->promotion_count; i++) {
		if (strcmp(p->promotions[i].from,
			   t->regions[d->rule].attr) != 0)
			continue;
		for (size_t k = 0; k < t->attr_count; k++) {
			struct verify_fields to = verify_wanted(j->plan->arch,
					&t->attrs[k].arch[j->plan->arch]);

			if (strcmp(t->attrs[k].name,
				   p->promotions[i].to) == 0 &&
			    verify_same_fields(fields, to))
				return true;
		}
	}
	return false;
}

static bool is_normal(const struct judge *j, const struct verify_entry *e)
{
	return j->target->mair[e->fields.index & 7] >> 4 != 0;
}

static void judge_gap(struct judge *j, const struct plan_region *r,
		      const struct verify_entry *e, struct range gap)
{
	const struct planning_rules *p = &j->target->planning;

	if (!p->fill || !is_normal(j, e) || !is_ram(j, gap.base, gap.last) ||
	    is_used(j, gap.base, gap.last))
		verify_say(j, gap.base, "%s maps " SPAN ", which nothing asks "
			   "for", verify_name(r), gap.base, gap.last);
}

/*
 * The demands from *at on that begin in region r; they are sorted, and so
 * are regions, so one walk meets every demand once.
 */
static void judge_inside(struct judge *j, uint32_t index, size_t *at)
{
	const struct plan_region *r = &j->ctx->regions[index];
	const struct verify_entry *e = &j->entries.items[index];
	uint64_t next = e->base;
	bool full = false;
	uint32_t count = 0;

	for (; *at < j->demands.count; ++*at) {
		const struct verify_demand *d = &j->demands.items[*at];
		struct range need = tight(j, d);

		if (!d->known || need.base > e->limit)
			break;
		if (need.base > next && !full)
			judge_gap(j, r, e,
				  (struct range){ next, need.base - 1 });
		/* Two demands for one byte: the tree's own fault. */
		if (need.last > e->limit && !d->optional)
			verify_say(j, need.base, SPAN " of %s does not lie "
				   "whole in %s", need.base, need.last,
				   j->target->regions[d->rule].name,
				   verify_name(r));
		else if (!may_be(j, d, e->fields) && !d->optional)
			verify_say(j, need.base, SPAN " of %s has other "
				   "rights in %s", need.base, need.last,
				   j->target->regions[d->rule].name,
				   verify_name(r));
		count++;
		if (need.last >= next)
			next = need.last + 1;
		full |= next == 0;
	}
	if (!full && next <= e->limit)
		judge_gap(j, r, e, (struct range){ next, e->limit });
	if (count > 1 && !j->target->planning.merge)
		verify_say(j, e->base, "%s is for %" PRIu32 " ranges; the "
			   "target may not join any", verify_name(r), count);
}

/* Does the tree claim a byte twice?  Then there is nothing to compare. */
static bool is_torn(const struct judge *j)
{
	uint64_t last = 0;
	bool any = false;

	for (size_t i = 0; i < j->demands.count; i++) {
		const struct verify_demand *d = &j->demands.items[i];

		if (!d->known)
			break;
		if (any && tight(j, d).base <= last)
			return true;
		if (!any || tight(j, d).last > last)
			last = tight(j, d).last;
		any = true;
	}
	return false;
}

static enum mpuc_status judge_bytes(struct judge *j)
{
	size_t at = 0;

	for (size_t i = 0; i < j->slots.count; i++) {
		const struct verify_entry *e =
			&j->entries.items[j->slots.items[i]];

		for (; at < j->demands.count && j->demands.items[at].known &&
		     tight(j, &j->demands.items[at]).base < e->base; at++) {
			const struct verify_demand *d = &j->demands.items[at];

			if (!d->optional)
				verify_say(j, d->range.base, SPAN " of %s is "
					   "not mapped", d->range.base,
					   d->range.last,
					   j->target->regions[d->rule].name);
		}
		if (i > 0 && e->base <=
		    j->entries.items[j->slots.items[i - 1]].limit)
			verify_say(j, e->base, "two regions map 0x%" PRIx64,
				   e->base);
		judge_inside(j, j->slots.items[i], &at);
		j->report.boundaries++;
	}
	for (; at < j->demands.count && j->demands.items[at].known; at++) {
		if (!j->demands.items[at].optional)
			verify_say(j, j->demands.items[at].range.base,
				   "%s is not mapped", j->target->regions[
				   j->demands.items[at].rule].name);
	}
	return j->status;
}

enum mpuc_status verify_optimal(struct judge *j)
{
	const struct plan_context *c = j->ctx;

	if (c->need > c->region_count || c->peak < c->need)
		verify_say(j, 0, "need and peak contradict the regions");
	TRY(list_used(j));
	TRY(list_entries(j));
	return is_torn(j) ? j->status : judge_bytes(j);
}
