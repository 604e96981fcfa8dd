/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan/switches.h"

#include <string.h>

#include "base/try.h"
#include "model/switch.h"
#include "plan/plan.h"

struct lists {
	uint8_t disable[SWITCH_SLOTS], write[SWITCH_SLOTS];
	uint8_t enable[SWITCH_SLOTS];
	uint32_t disable_count, write_count, enable_count;
	bool resident;		/* one of enable was not written */
};

static void compare(struct lists *l, const struct plan_context *from,
		    const struct plan_context *to)
{
	switch_table old, new;

	switch_fill(old, from);
	switch_fill(new, to);
	for (uint32_t i = 0; i < SWITCH_SLOTS; i++) {
		if (switch_same(old[i], new[i]))
			continue;
		if (old[i] != NULL)
			l->disable[l->disable_count++] = (uint8_t)i;
		if (new[i] == NULL)
			continue;
		l->enable[l->enable_count++] = (uint8_t)i;
		if (new[i]->resident)
			l->resident = true;
		else
			l->write[l->write_count++] = (uint8_t)i;
	}
	/* What is written can be enabled by the very write. */
	if (!l->resident)
		l->enable_count = 0;
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
	struct switch_write writes[SWITCH_WRITES];
	struct plan_switch *sw = VEC_PUSH(a, &p->switches);
	struct lists l;

	TRY_PTR(sw);
	memset(&l, 0, sizeof(l));
	compare(&l, &p->contexts[from], &p->contexts[to]);
	sw->from = from;
	sw->to = to;
	sw->disable = keep(a, l.disable, l.disable_count);
	sw->write = keep(a, l.write, l.write_count);
	sw->enable = keep(a, l.enable, l.enable_count);
	if (sw->disable == NULL || sw->write == NULL || sw->enable == NULL)
		return MPUC_E_NOMEM;
	sw->disable_count = l.disable_count;
	sw->write_count = l.write_count;
	sw->enable_count = l.enable_count;
	sw->writes = switch_expand(p, sw, writes);
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
