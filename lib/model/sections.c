/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/sections.h"

#include "base/sort.h"
#include "base/try.h"

struct sweep {
	struct arena *a;
	const struct section_ask *ask;
	const struct section_rule *rule;
	uint64_t page;
	range_list contents;	/* by base */
	struct rset foreign;	/* what no bank may touch */
};

bool section_may_hold(const struct section_rule *rule, uint8_t kind)
{
	return ((rule->holds | rule->allows) >> kind & 1) != 0;
}

static bool left_out(const struct section_ask *ask, const struct object *o)
{
	return ask->without != NULL && o->kind == OBJ_STATIC_MEM &&
	       o->owner != SYS_NONE && ask->without[o->owner];
}

static enum mpuc_status push(struct sweep *w, range_list *list,
			     struct range range)
{
	struct range *slot = VEC_PUSH(w->a, list);

	TRY_PTR(slot);
	*slot = range;
	return MPUC_OK;
}

/* RAM is foreign to a section for devices only. */
static bool is_foreign(const struct section_rule *rule,
		       const struct object *o)
{
	return rule->device ? o->kind == OBJ_RAM :
	       o->kind != OBJ_RAM && o->kind != OBJ_SECTION &&
	       !section_may_hold(rule, o->kind);
}

static enum mpuc_status collect(struct sweep *w)
{
	const struct system *s = w->ask->s;
	range_list foreign = { NULL, 0, 0 };

	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];

		if (!o->usable || o->kind == OBJ_SECTION ||
		    left_out(w->ask, o))
			continue;
		if ((w->rule->holds >> o->kind & 1) != 0)
			TRY(push(w, &w->contents,
				 range_grow(o->range, w->page)));
		else if (is_foreign(w->rule, o))
			TRY(push(w, &foreign, o->range));
	}
	for (size_t i = 0; w->rule->device && i < s->device_regs.count; i++)
		TRY(push(w, &w->contents,
			 range_grow(s->device_regs.items[i], w->page)));
	for (size_t i = 0; i < w->ask->more_count; i++)
		TRY(push(w, &w->contents,
			 range_grow(w->ask->more[i], w->page)));
	return rset_make(w->a, foreign.items, foreign.count, &w->foreign);
}

static int by_base(const void *pa, const void *pb, const void *arg)
{
	const struct range *a = pa, *b = pb;

	(void)arg;
	return (a->base > b->base) - (a->base < b->base);
}

/* Can one bank reach over the gap?  A hole that is no RAM may be a device. */
static bool bridges(const struct sweep *w, struct range gap)
{
	if (rset_overlaps(&w->foreign, gap))
		return false;
	return w->rule->device || rset_contains(&w->ask->s->ram, gap);
}

static uint32_t object_in(const struct sweep *w, struct range gap)
{
	const struct system *s = w->ask->s;

	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];

		if (o->usable && is_foreign(w->rule, o) &&
		    range_overlaps(o->range, gap))
			return (uint32_t)i;
	}
	return SYS_NONE;
}

enum mpuc_status section_compute(struct arena *a,
				 const struct section_ask *ask,
				 range_list *ret_banks, uint32_t *ret_foreign)
{
	const struct target *t = ask->s->target;
	struct sweep w = {
		.a = a, .ask = ask, .rule = &t->sections[ask->section],
		.page = t->limits.page,
	};
	uint32_t max = w.rule->max_banks;

	*ret_foreign = SYS_NONE;
	TRY(collect(&w));
	TRY(sort_stable(a, w.contents.items, w.contents.count,
			sizeof(*w.contents.items), by_base, NULL));
	for (size_t i = 0; i < w.contents.count; i++) {
		struct range r = w.contents.items[i];
		struct range *bank = ret_banks->count == 0 ? NULL :
			&ret_banks->items[ret_banks->count - 1];
		struct range gap;

		if (bank != NULL && (r.base <= bank->last ||
				     r.base - 1 == bank->last)) {
			if (r.last > bank->last)
				bank->last = r.last;
			continue;
		}
		if (bank != NULL) {
			gap.base = bank->last + 1;
			gap.last = r.base - 1;
			if (bridges(&w, gap)) {
				bank->last = r.last;
				continue;
			}
			if (max != 0 && ret_banks->count == max) {
				*ret_foreign = object_in(&w, gap);
				return MPUC_E_INFEASIBLE;
			}
		}
		TRY(push(&w, ret_banks, r));
	}
	return MPUC_OK;
}

const struct tuples *section_list(const struct system *s, uint32_t section)
{
	for (size_t t = 0; t < s->tuples.count; t++) {
		if (s->tuples.items[t].kind == OBJ_SECTION &&
		    s->tuples.items[t].detail == section)
			return &s->tuples.items[t];
	}
	return NULL;
}

static bool may_cover(const struct system *s, const struct section_rule *rule,
		      struct range range)
{
	if (!rule->device && !rset_contains(&s->ram, range))
		return false;
	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];

		if (o->usable && is_foreign(rule, o) &&
		    range_overlaps(o->range, range))
			return false;
	}
	return true;
}

static struct range hull_of(struct range a, struct range b)
{
	struct range hull = a;

	if (b.base < hull.base)
		hull.base = b.base;
	if (b.last > hull.last)
		hull.last = b.last;
	return hull;
}

static bool touches(struct range a, struct range b)
{
	return range_overlaps(a, b) || (a.base > 0 && a.base - 1 == b.last) ||
	       (b.base > 0 && b.base - 1 == a.last);
}

/* Take out what the bank has come to reach, as often as it grows by that. */
static void absorb(range_list *banks, struct range *bank)
{
	for (size_t i = 0; i < banks->count;) {
		if (!touches(banks->items[i], *bank)) {
			i++;
			continue;
		}
		*bank = hull_of(*bank, banks->items[i]);
		banks->count--;
		for (size_t k = i; k < banks->count; k++)
			banks->items[k] = banks->items[k + 1];
		i = 0;
	}
}

enum mpuc_status section_extend(struct arena *a, const struct system *s,
				uint32_t section, struct range range,
				range_list *ret_banks)
{
	const struct section_rule *rule = &s->target->sections[section];
	const struct tuples *list = section_list(s, section);
	struct range grown = range_grow(range, s->target->limits.page);
	struct range best = grown, *slot;
	bool found = false;

	if (!may_cover(s, rule, grown))
		return MPUC_E_INFEASIBLE;
	for (uint32_t i = 0; list != NULL && i < list->count; i++) {
		const struct object *o = &s->objects.items[list->first + i];
		struct range hull = hull_of(o->range, grown);

		if (!o->usable)
			continue;
		slot = VEC_PUSH(a, ret_banks);
		TRY_PTR(slot);
		*slot = o->range;
		if (may_cover(s, rule, hull) && (!found ||
		    hull.last - hull.base < best.last - best.base)) {
			best = hull;
			found = true;
		}
	}
	absorb(ret_banks, &best);
	if (rule->max_banks != 0 && ret_banks->count >= rule->max_banks)
		return MPUC_E_INFEASIBLE;
	slot = VEC_PUSH(a, ret_banks);
	TRY_PTR(slot);
	*slot = best;
	return sort_stable(a, ret_banks->items, ret_banks->count,
			   sizeof(*ret_banks->items), by_base, NULL);
}
