/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan/table.h"

#include <string.h>

#include "base/sort.h"
#include "base/try.h"

#define SLOT_COUNT 256

/* How far slots go: to what the machine has, else to what PMSAv8 can. */
static uint32_t slot_end(const struct table *t)
{
	if (!t->s->regions_known)
		return SLOT_COUNT - 1;
	return t->have < SLOT_COUNT ? t->have : SLOT_COUNT;
}

static uint32_t first_free(const struct table *t, uint32_t from)
{
	uint32_t end = slot_end(t), below = from < end ? from : end;

	for (uint32_t i = from; i < end; i++) {
		if (!t->used[i])
			return i;
	}
	for (uint32_t i = 0; i < below; i++) {
		if (!t->used[i])
			return i;
	}
	return SLOT_NONE;
}

uint32_t table_slot(struct table *t, const struct region_rule *rule)
{
	uint32_t slot = SLOT_NONE;

	switch (rule->policy) {
	case SLOT_FIXED:
		slot = rule->slot;
		break;
	case SLOT_FIRST_FREE:
		return first_free(t, rule->slot);
	case SLOT_LAST:
		/* Counted from the end, which has to be known. */
		if (t->s->regions_known && rule->slot < t->have)
			slot = t->have - 1 - rule->slot;
		break;
	case SLOT_GROW:
		slot = t->next_grow++;
		break;
	}
	if (slot >= slot_end(t) || t->used[slot])
		return SLOT_NONE;
	return slot;
}

void table_place(struct table *t, size_t first)
{
	const struct region_rule *full = NULL;

	for (size_t i = first; i < t->live.count; i++) {
		struct plan_region *r = &t->live.items[i];

		/* None is free: nor is one for the next of a million. */
		r->slot = r->rule == full ? SLOT_NONE :
			  table_slot(t, r->rule);
		if (r->slot == SLOT_NONE && r->rule->policy == SLOT_FIRST_FREE)
			full = r->rule;
		if (r->slot == SLOT_NONE)
			continue;
		t->used[r->slot] = true;
		if (r->slot >= t->top)
			t->top = r->slot + 1;
	}
}

static void release(struct table *t, uint32_t slot)
{
	if (slot != SLOT_NONE)
		t->used[slot] = false;
}

void table_remove(struct table *t, const struct region_rule *rule)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->live.count; i++) {
		if (t->live.items[i].rule == rule)
			release(t, t->live.items[i].slot);
		else
			t->live.items[kept++] = t->live.items[i];
	}
	t->live.count = kept;
}

enum mpuc_status table_become(struct table *t,
			      const struct region_rule *rule,
			      const struct region_rule *other)
{
	region_list with = { NULL, 0, 0 };

	TRY(expand_rule(t, other, SYS_NONE, &with));
	if (with.count == 0) {
		table_remove(t, rule);
		return MPUC_OK;
	}
	for (size_t i = 0; i < t->live.count; i++) {
		struct plan_region *r = &t->live.items[i];
		uint32_t slot = r->slot;

		if (r->rule != rule)
			continue;
		*r = with.items[0];
		r->slot = slot;
		return MPUC_OK;
	}
	return MPUC_OK;
}

static int by_lifetime(const void *pa, const void *pb, const void *arg)
{
	const struct plan_region *a = pa, *b = pb;

	(void)arg;
	return (a->lifetime != LIFE_FIXED) - (b->lifetime != LIFE_FIXED);
}

enum mpuc_status table_pack(struct table *t)
{
	TRY(sort_stable(t->a, t->live.items, t->live.count,
			sizeof(*t->live.items), by_lifetime, NULL));
	memset(t->used, 0, sizeof(t->used));
	for (uint32_t i = 0; i < t->live.count; i++) {
		bool fits = i < slot_end(t);

		t->live.items[i].slot = fits ? i : SLOT_NONE;
		if (fits)
			t->used[i] = true;
	}
	t->next_grow = t->top = (uint32_t)t->live.count;
	return MPUC_OK;
}

enum mpuc_status table_copy(const struct table *t, const region_list *memory,
			    struct table *ret_table)
{
	struct table copy = *t;

	copy.live = *memory;
	copy.live.count = 0;
	if (!VEC_RESERVE(t->a, &copy.live, t->live.count))
		return MPUC_E_NOMEM;
	copy.live.count = t->live.count;
	if (t->live.count > 0)
		memcpy(copy.live.items, t->live.items,
		       t->live.count * sizeof(*t->live.items));
	*ret_table = copy;
	return MPUC_OK;
}
