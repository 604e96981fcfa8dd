/* SPDX-License-Identifier: BSD-2-Clause */
/* The free RAM of a system, in gaps and in clusters of gaps. */
#include "plan/placing.h"

#include "base/try.h"

static enum mpuc_status push(struct placing *p, range_list *list,
			     struct range range)
{
	struct range *slot = VEC_PUSH(p->a, list);

	TRY_PTR(slot);
	*slot = range;
	return MPUC_OK;
}

static bool is_given_up(const struct placing *p, const struct object *o)
{
	return o->kind == OBJ_STATIC_MEM && o->owner != SYS_NONE &&
	       p->moves[o->owner];
}

/* What no bank may have; foreign: what no section may cover, either. */
static enum mpuc_status taken(struct placing *p, bool foreign,
			      struct rset *ret_set)
{
	const struct section_rule *rule = p->guest == SYS_NONE ? NULL :
		&p->s->target->sections[p->guest];
	range_list list = { NULL, 0, 0 };

	for (size_t i = 0; i < p->s->objects.count; i++) {
		const struct object *o = &p->s->objects.items[i];

		if (!o->usable || o->kind == OBJ_RAM ||
		    o->kind == OBJ_SECTION || is_given_up(p, o))
			continue;
		if (foreign && (o->kind == OBJ_STATIC_MEM ||
		    (rule != NULL && section_may_hold(rule, o->kind))))
			continue;
		TRY(push(p, &list, o->range));
	}
	return rset_make(p->a, list.items, list.count, ret_set);
}

/* RAM, or the part of it inside a section that stays. */
static enum mpuc_status allowed_ram(struct placing *p, struct rset *ret_set)
{
	const struct tuples *list = p->guest_fixed ?
		section_list(p->s, p->guest) : NULL;
	range_list banks = { NULL, 0, 0 };
	struct rset section, outside;

	*ret_set = p->s->ram;
	if (list == NULL)
		return MPUC_OK;
	for (uint32_t i = 0; i < list->count; i++) {
		const struct object *o = &p->s->objects.items[list->first + i];

		if (o->usable)
			TRY(push(p, &banks, o->range));
	}
	TRY(rset_make(p->a, banks.items, banks.count, &section));
	TRY(rset_subtract(p->a, &p->s->ram, &section, &outside));
	return rset_subtract(p->a, &p->s->ram, &outside, ret_set);
}

enum mpuc_status placing_room(struct placing *p)
{
	struct rset ram, used;

	TRY(allowed_ram(p, &ram));
	TRY(taken(p, false, &used));
	return rset_subtract(p->a, &ram, &used, &p->room);
}

static struct place_cluster *cluster_of(struct placing *p, uint64_t address)
{
	const struct range *c = rset_find(&p->cluster_ranges, address);

	return c == NULL ? NULL :
	       &p->clusters.items[c - p->cluster_ranges.items];
}

/* A bank that has its place: the section has to cover it. */
static void occupy(struct placing *p, struct range bank)
{
	struct place_cluster *c = cluster_of(p, bank.base);

	if (c == NULL)
		return;
	if (!c->used || bank.base < c->low)
		c->low = bank.base;
	if (!c->used || bank.last > c->high)
		c->high = bank.last;
	c->used = true;
}

static enum mpuc_status make_clusters(struct placing *p)
{
	struct rset foreign, ram;

	TRY(allowed_ram(p, &ram));
	TRY(taken(p, true, &foreign));
	TRY(rset_subtract(p->a, &ram, &foreign, &p->cluster_ranges));
	p->clusters.count = 0;
	for (size_t i = 0; i < p->cluster_ranges.count; i++) {
		struct place_cluster *c = VEC_PUSH(p->a, &p->clusters);

		TRY_PTR(c);
		c->used = false;
	}
	for (size_t i = 0; i < p->s->objects.count; i++) {
		const struct object *o = &p->s->objects.items[i];

		if (o->usable && o->kind == OBJ_STATIC_MEM &&
		    !is_given_up(p, o))
			occupy(p, o->range);
	}
	for (size_t i = 0; i < p->stays.count; i++) {
		if (p->stays.items[i].kept)
			occupy(p, p->stays.items[i].range);
	}
	return MPUC_OK;
}

static enum mpuc_status add_gap(struct placing *p, struct range range)
{
	const struct place_cluster *c = cluster_of(p, range.base);
	struct place_gap *gap;

	if (c == NULL)
		return MPUC_OK;
	gap = VEC_PUSH(p->a, &p->gaps);
	TRY_PTR(gap);
	gap->range = range;
	gap->cluster = (uint32_t)(c - p->clusters.items);
	/* Beside a neighbour, so that no section covers what nobody uses. */
	gap->from_top = c->used && range.base < c->low;
	return MPUC_OK;
}

enum mpuc_status placing_gaps(struct placing *p)
{
	range_list kept = { NULL, 0, 0 };
	struct rset used, free;

	TRY(make_clusters(p));
	for (size_t i = 0; i < p->stays.count; i++) {
		if (p->stays.items[i].kept)
			TRY(push(p, &kept, p->stays.items[i].range));
	}
	TRY(rset_make(p->a, kept.items, kept.count, &used));
	TRY(rset_subtract(p->a, &p->room, &used, &free));
	p->gaps.count = 0;
	for (size_t i = 0; i < free.count; i++)
		TRY(add_gap(p, free.items[i]));
	return MPUC_OK;
}
