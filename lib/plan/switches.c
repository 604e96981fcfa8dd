/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan/switches.h"

#include <string.h>

#include "base/try.h"
#include "plan/plan.h"

#define SLOT_COUNT 256
#define PRENR_SLOTS 32	/* PRENR holds the enable bits of these */

typedef const struct plan_region *slot_table[SLOT_COUNT];

struct lists {
	uint8_t disable[SLOT_COUNT], write[SLOT_COUNT];
	uint32_t disable_count, write_count;
};

static void fill(slot_table t, const struct plan_context *c)
{
	memset(t, 0, sizeof(slot_table));
	for (uint32_t i = 0; i < c->need; i++) {
		if (c->regions[i].slot < SLOT_COUNT)
			t[c->regions[i].slot] = &c->regions[i];
	}
}

static bool same(const struct plan_region *a, const struct plan_region *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	if (a->placed && b->placed)
		return a->regs.prbar == b->regs.prbar &&
		       a->regs.prlar == b->regs.prlar;
	return a->rule == b->rule && a->owner == b->owner &&
	       a->object == b->object && a->placed == b->placed;
}

/*
 * PRENR switches slots below 32 in one write; above, PRLAR does it one by
 * one.  AArch64 reaches base and limit of 16 slots through one PRSELR value,
 * AArch32 those of slots below 32 directly.
 */
static uint32_t selects(const struct plan *p, uint32_t slot,
			uint32_t *selected)
{
	uint32_t group = p->arch == PMSA_V8_64 ? slot / 16 : slot;

	if ((p->arch == PMSA_V8_32 && slot < PRENR_SLOTS) ||
	    group == *selected)
		return 0;
	*selected = group;
	return 1;
}

static uint32_t count_writes(const struct plan *p, const struct lists *l)
{
	uint32_t writes = 0, group = UINT32_MAX;
	bool prenr = false;

	for (uint32_t i = 0; i < l->disable_count; i++) {
		if (l->disable[i] < PRENR_SLOTS)
			prenr = true;
		else
			writes += selects(p, l->disable[i], &group) + 1;
	}
	for (uint32_t i = 0; i < l->write_count; i++)
		writes += selects(p, l->write[i], &group) + 2;
	return writes + (prenr ? 1 : 0);
}

static const uint8_t *keep(struct arena *a, const uint8_t *list,
			   uint32_t count)
{
	uint8_t *copy = arena_alloc(a, count == 0 ? 1 : count);

	if (copy != NULL && count > 0)
		memcpy(copy, list, count);
	return copy;
}

static enum mpuc_status add_switch(struct arena *a, struct plan *p,
				   uint32_t from, uint32_t to)
{
	struct plan_switch *sw = VEC_PUSH(a, &p->switches);
	struct lists l = { .disable_count = 0 };
	slot_table old, new;

	TRY_PTR(sw);
	fill(old, &p->contexts[from]);
	fill(new, &p->contexts[to]);
	for (uint32_t i = 0; i < SLOT_COUNT; i++) {
		if (same(old[i], new[i]))
			continue;
		if (old[i] != NULL)
			l.disable[l.disable_count++] = (uint8_t)i;
		if (new[i] != NULL)
			l.write[l.write_count++] = (uint8_t)i;
	}
	sw->from = from;
	sw->to = to;
	sw->disable = keep(a, l.disable, l.disable_count);
	sw->write = keep(a, l.write, l.write_count);
	sw->enable = keep(a, NULL, 0);
	if (sw->disable == NULL || sw->write == NULL || sw->enable == NULL)
		return MPUC_E_NOMEM;
	sw->disable_count = l.disable_count;
	sw->write_count = l.write_count;
	sw->writes = count_writes(p, &l);
	return MPUC_OK;
}

enum mpuc_status switches_make(struct arena *a, struct plan *p)
{
	uint32_t idle = p->boot_count, first = idle + 1;
	uint64_t guests = p->context_count - first;

	for (uint32_t g = first; g < p->context_count; g++) {
		TRY(add_switch(a, p, idle, g));
		TRY(add_switch(a, p, g, idle));
	}
	if (guests > PLAN_SWITCH_GUESTS) {
		p->switches_omitted = guests * (guests - 1);
		return MPUC_OK;
	}
	for (uint32_t from = first; from < p->context_count; from++) {
		for (uint32_t to = first; to < p->context_count; to++) {
			if (from != to)
				TRY(add_switch(a, p, from, to));
		}
	}
	return MPUC_OK;
}
