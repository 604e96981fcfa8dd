/* SPDX-License-Identifier: BSD-2-Clause */
/* What no switch may touch: vital ranges, and slots of resident regions. */
#include "base/try.h"
#include "verify/judge.h"

static bool stays(const struct verify_state *state, uint32_t rule)
{
	for (size_t i = 0; i < state->count; i++) {
		if (state->items[i].rule == rule)
			return !state->items[i].unsure;
	}
	return false;
}

enum mpuc_status verify_vital(struct judge *j,
			      const struct verify_state *idle,
			      const struct verify_state *guest)
{
	struct verify_demands demands = { NULL, 0, 0 };

	for (size_t i = 0; i < idle->count; i++) {
		uint32_t rule = idle->items[i].rule;

		if (j->target->regions[rule].lifetime == LIFE_FIXED &&
		    !j->rules[rule].per_domain && stays(guest, rule))
			TRY(verify_expand(j, rule, SYS_NONE, &demands));
	}
	for (size_t i = 0; i < demands.count; i++) {
		struct range *range;

		if (!demands.items[i].known)
			continue;
		range = VEC_PUSH(j->arena, &j->vital);
		TRY_PTR(range);
		*range = demands.items[i].range;
	}
	return MPUC_OK;
}

static bool has_slot(const struct plan_region *r)
{
	return r->slot < VERIFY_SLOTS && r->placed;
}

static void find_residents(struct judge *j, const struct plan_context *c)
{
	for (uint32_t i = 0; i < c->need; i++) {
		const struct plan_region *r = &c->regions[i];

		if (has_slot(r) && r->resident)
			j->residents[r->slot] = r;
	}
}

static void judge_residents(struct judge *j, const struct plan_context *c)
{
	j->context = c->name;
	for (uint32_t i = 0; i < c->need; i++) {
		const struct plan_region *r = &c->regions[i], *q;

		if (!has_slot(r))
			continue;
		q = j->residents[r->slot];
		if (q != NULL && (q->regs.prbar != r->regs.prbar ||
				  q->regs.prlar != r->regs.prlar))
			verify_say(j, r->range.base, "%s takes the slot of "
				   "%s, which is resident", verify_name(r),
				   verify_name(q));
	}
}

void verify_residents(struct judge *j)
{
	const struct plan *plan = j->plan;

	for (uint32_t i = plan->boot_count; i < plan->context_count; i++)
		find_residents(j, &plan->contexts[i]);
	for (uint32_t i = plan->boot_count; i < plan->context_count; i++)
		judge_residents(j, &plan->contexts[i]);
}
