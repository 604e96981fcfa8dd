/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/cost.h"

#include "model/switch.h"

static const char *register_name(enum pmsa_arch arch,
				 enum switch_register reg)
{
	static const char *const names[][4] = {
		[PMSA_V8_32] = { "HPRSELR", "HPRBAR", "HPRLAR", "HPRENR" },
		[PMSA_V8_64] = { "PRSELR", "PRBAR", "PRLAR", "PRENR" },
	};

	return names[arch][reg];
}

static bool has_slot(const struct switch_write *w)
{
	return w->reg == REG_PRBAR || w->reg == REG_PRLAR;
}

json_t *cost_sequence(struct element_ctx *c, const struct plan *plan,
		      const struct plan_switch *sw)
{
	struct switch_write writes[SWITCH_WRITES];
	uint32_t count = switch_expand(plan, sw, writes);
	json_t *list = element_array(c);

	for (uint32_t i = 0; i < count; i++) {
		json_t *object = element_object(c);

		element_set(c, object, "register",
			    json_string(register_name(plan->arch,
						      writes[i].reg)));
		if (has_slot(&writes[i]))
			element_set(c, object, "slot",
				    element_count(writes[i].slot));
		element_set(c, object, "value", writes[i].known ?
			    element_hex(writes[i].value) : json_null());
		element_append(c, list, object);
	}
	return list;
}

void cost_sequence_text(const struct plan *plan, const struct plan_switch *sw,
			struct out *o)
{
	struct switch_write writes[SWITCH_WRITES];
	uint32_t count = switch_expand(plan, sw, writes);

	out_str(o, "  ");
	out_safe(o, plan->contexts[sw->from].name);
	out_str(o, " -> ");
	out_safe(o, plan->contexts[sw->to].name);
	out_str(o, ":\n");
	for (uint32_t i = 0; i < count; i++) {
		const struct switch_write *w = &writes[i];

		out_fmt(o, "    %s", register_name(plan->arch, w->reg));
		if (has_slot(w))
			out_fmt(o, "%u", (unsigned)w->slot);
		if (w->known)
			out_fmt(o, " = 0x%llx\n",
				(unsigned long long)w->value);
		else
			out_str(o, " = its address is not known\n");
	}
}

json_t *cost_json(struct element_ctx *c, const struct plan *plan)
{
	const struct plan_cost *cost = &plan->cost;
	json_t *object = element_object(c), *round = json_null();

	if (cost->has_round) {
		round = element_object(c);
		element_set(c, round, "writes",
			    element_count(cost->round_writes));
		element_set(c, round, "regions",
			    element_count(cost->round_regions));
		element_set(c, round, "regions_bound",
			    element_count(cost->round_bound));
	}
	element_set(c, object, "worst_writes",
		    element_count(cost->worst_writes));
	element_set(c, object, "worst_regions",
		    element_count(cost->worst_regions));
	element_set(c, object, "worst_regions_bound",
		    element_count(cost->worst_bound));
	element_set(c, object, "round", round);
	return object;
}

static void one_cost(const char *name, const struct plan_cost *cost,
		     struct out *o)
{
	out_fmt(o, "  %s: at worst %u register writes; %u regions rewritten, "
		"%u or more in any plan", name, (unsigned)cost->worst_writes,
		(unsigned)cost->worst_regions, (unsigned)cost->worst_bound);
	if (cost->worst_regions > cost->worst_bound)
		out_fmt(o, " (gap %u)", (unsigned)(cost->worst_regions -
						   cost->worst_bound));
	out_str(o, "\n");
	if (!cost->has_round)
		return;
	out_fmt(o, "    one round: %llu register writes; %llu regions "
		"rewritten, %llu or more in any plan",
		(unsigned long long)cost->round_writes,
		(unsigned long long)cost->round_regions,
		(unsigned long long)cost->round_bound);
	if (cost->round_regions > cost->round_bound)
		out_fmt(o, " (gap %llu)", (unsigned long long)
			(cost->round_regions - cost->round_bound));
	out_str(o, "\n");
}

void cost_text(const struct plan *plan, struct out *o)
{
	if (plan->switches.count == 0)
		return;
	if (plan->has_best)
		one_cost("switches", &plan->cost, o);
	if (plan->is_optimal || plan->optimal != NULL)
		one_cost("switches of the optimal plan", plan->is_optimal ?
			 &plan->cost : &plan->optimal->cost, o);
	out_str(o, "\n");
}
