/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/switch.h"

#include <string.h>

struct expansion {
	const struct plan *p;
	struct switch_write *writes;
	uint32_t count;
	uint32_t selected;	/* what PRSELR holds */
	uint64_t enabled;	/* what PRENR holds */
};

void switch_fill(switch_table t, const struct plan_context *c)
{
	memset(t, 0, sizeof(switch_table));
	for (uint32_t i = 0; i < c->need; i++) {
		if (c->regions[i].slot < SWITCH_SLOTS)
			t[c->regions[i].slot] = &c->regions[i];
	}
}

bool switch_same(const struct plan_region *a, const struct plan_region *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	if (a->placed && b->placed)
		return a->regs.prbar == b->regs.prbar &&
		       a->regs.prlar == b->regs.prlar;
	return a->rule == b->rule && a->owner == b->owner &&
	       a->object == b->object && a->placed == b->placed;
}

static void put(struct expansion *e, enum switch_register reg, uint32_t slot,
		uint64_t value)
{
	struct switch_write *w = &e->writes[e->count++];

	w->reg = reg;
	w->slot = slot;
	w->value = value;
	w->known = true;
}

/*
 * AArch64 reaches base and limit of 16 slots through one PRSELR value,
 * AArch32 those of slots below 32 directly.
 */
static void select_slot(struct expansion *e, uint32_t slot)
{
	uint32_t value = slot;

	if (e->p->arch == PMSA_V8_32 && slot < SWITCH_PRENR)
		return;
	if (e->p->arch == PMSA_V8_64)
		value = slot / 16 * 16;
	if (value == e->selected)
		return;
	e->selected = value;
	put(e, REG_PRSELR, 0, value);
}

/* Registers of a region; enable: with EN as it stands, else clear. */
static void load(struct expansion *e, uint32_t slot,
		 const struct plan_region *r, bool enable)
{
	uint64_t en = enable ? 1 : 0;

	select_slot(e, slot);
	put(e, REG_PRBAR, slot, r != NULL ? r->regs.prbar : 0);
	put(e, REG_PRLAR, slot, r != NULL ? (r->regs.prlar & ~UINT64_C(1)) |
	    en : 0);
	e->writes[e->count - 1].known = r != NULL && r->placed;
	e->writes[e->count - 2].known = r != NULL && r->placed;
	/* Not enabled by PRENR, but PRENR must not disable it again. */
	if (enable && slot < SWITCH_PRENR)
		e->enabled |= UINT64_C(1) << slot;
}

/* Slots that PRENR does not reach change by PRLAR, the others in e. */
static bool toggle(struct expansion *e, const uint8_t *list, uint32_t count,
		   const switch_table t, bool enable)
{
	bool below = false;

	for (uint32_t i = 0; i < count; i++) {
		const struct plan_region *r = t[list[i]];

		if (list[i] < SWITCH_PRENR) {
			e->enabled &= ~(UINT64_C(1) << list[i]);
			e->enabled |= (uint64_t)enable << list[i];
			below = true;
			continue;
		}
		select_slot(e, list[i]);
		put(e, REG_PRLAR, list[i], r == NULL ? 0 :
		    (r->regs.prlar & ~UINT64_C(1)) | (uint64_t)enable);
		e->writes[e->count - 1].known = r != NULL && r->placed;
	}
	return below;
}

uint32_t switch_expand(const struct plan *p, const struct plan_switch *sw,
		       struct switch_write ret_writes[SWITCH_WRITES])
{
	struct expansion e = {
		.p = p, .writes = ret_writes, .selected = UINT32_MAX,
	};
	switch_table from, to;
	bool below;

	switch_fill(from, &p->contexts[sw->from]);
	switch_fill(to, &p->contexts[sw->to]);
	for (uint32_t i = 0; i < SWITCH_PRENR; i++)
		e.enabled |= (uint64_t)(from[i] != NULL) << i;
	below = toggle(&e, sw->disable, sw->disable_count, from, false);
	if (below && sw->write_count > 0)
		put(&e, REG_PRENR, 0, e.enabled);
	for (uint32_t i = 0; i < sw->write_count; i++)
		load(&e, sw->write[i], to[sw->write[i]],
		     sw->enable_count == 0);
	below = (below && sw->write_count == 0);
	if (toggle(&e, sw->enable, sw->enable_count, to, true) || below)
		put(&e, REG_PRENR, 0, e.enabled);
	return e.count;
}
