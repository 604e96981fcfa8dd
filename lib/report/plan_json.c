/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "report/cost.h"
#include "report/proof.h"
#include "report/region.h"
#include "report/timeline.h"

static void set_place(struct element_ctx *c, json_t *object,
		      const struct plan_region *r)
{
	element_set(c, object, "base", r->placed ?
		    element_hex(r->range.base) : json_null());
	element_set(c, object, "limit", r->placed ?
		    element_hex(r->range.last) : json_null());
	element_set(c, object, "prbar", r->placed ?
		    element_hex(r->regs.prbar) : json_null());
	element_set(c, object, "prlar", r->placed ?
		    element_hex(r->regs.prlar) : json_null());
	element_set(c, object, "placed", json_boolean(r->placed));
}

static json_t *covers_json(struct element_ctx *c, const struct plan_region *r)
{
	json_t *list = element_array(c);

	for (uint32_t i = 0; i < r->cover_count; i++)
		element_append(c, list, element_text(c, r->covers[i]->name));
	return list;
}

json_t *region_json(struct element_ctx *c, const struct plan_show *s,
		    const struct plan_region *r)
{
	json_t *object = element_object(c);
	json_t *why = element_array(c);
	char access[4];

	element_set(c, object, "slot", r->slot != SLOT_NONE ?
		    element_count(r->slot) : json_null());
	element_set(c, object, "name",
		    element_text(c, r->name != NULL ? r->name : ""));
	element_set(c, object, "owner",
		    element_text(c, show_owner(s, r->owner)));
	set_place(c, object, r);
	pmsa_el2_access(s->plan->arch, r->attr, s->wxn, access);
	element_set(c, object, "el2", json_string(access));
	pmsa_el1_access(s->plan->arch, r->attr, access);
	element_set(c, object, "el1", json_string(access));
	element_set(c, object, "memory",
		    element_text(c, show_memory(s, r->attr)));
	element_set(c, object, "lifetime",
		    json_string(show_lifetime(r->lifetime)));
	if (r->why != NULL)
		element_append(c, why, element_text(c, r->why));
	element_set(c, object, "why", why);
	if (s->plan->is_optimal)
		element_set(c, object, "resident",
			    json_boolean(r->resident));
	/* A layout holds registers, not what they are for. */
	if (r->rule == NULL)
		return object;
	element_set(c, object, "attr", element_text(c, r->rule->attr));
	element_set(c, object, "kept", json_boolean(r->kept));
	if (r->covers != NULL)
		element_set(c, object, "covers", covers_json(c, r));
	element_set(c, object, "object", r->placed ?
		    element_range(c, r->demand) : json_null());
	return object;
}

static void context_json(struct element_ctx *c, const struct plan_show *s,
			 const struct plan_context *context)
{
	const struct plan *plan = s->plan;
	json_t *head = element_object(c);
	bool known = plan->regions_known;

	element_set(c, head, "name", element_text(c, context->name));
	element_set(c, head, "kind", json_string(show_kind(context->kind)));
	element_set(c, head, "need", element_count(context->need));
	element_set(c, head, "peak", element_count(context->peak));
	element_set(c, head, "have", known ?
		    element_count(plan->regions) : json_null());
	element_set(c, head, "left", known ?
		    json_integer(show_left(plan, context)) : json_null());
	/* A layout does not hold the minimum. */
	element_set(c, head, "minimum",
		    context->minimum > 0 || context->need == 0 ?
		    element_count(context->minimum) : json_null());
	element_set(c, head, "unplaced", element_count(context->unplaced));
	if (plan->is_optimal)
		element_set(c, head, "over_mapped",
			    element_hex(context->excess));
	if (s->plan->has_best) {
		element_set(c, head, "certificate",
			    proof_json(c, s, context, &context->proof));
		element_set(c, head, "optimal", best_json(c, s, context));
	}
	if (s->system != NULL)
		element_set(c, head, "moments", timeline_json(c, s, context));
	element_open_list(c, head, "regions");
	for (uint32_t i = 0; i < context->region_count; i++) {
		out_str(c->out, i == 0 ? "\n      " : ",\n      ");
		element_dump(c, region_json(c, s, &context->regions[i]));
	}
	out_str(c->out, "]}");
}

static json_t *slots_json(struct element_ctx *c, const uint8_t *slots,
			  uint32_t count)
{
	json_t *array = element_array(c);

	for (uint32_t i = 0; i < count; i++)
		element_append(c, array, element_count(slots[i]));
	return array;
}

static json_t *switch_json(struct element_ctx *c, const struct plan *plan,
			   const struct plan_switch *sw)
{
	json_t *object = element_object(c);

	element_set(c, object, "from",
		    element_text(c, plan->contexts[sw->from].name));
	element_set(c, object, "to",
		    element_text(c, plan->contexts[sw->to].name));
	element_set(c, object, "writes", element_count(sw->writes));
	if (plan->has_best || plan->is_optimal)
		element_set(c, object, "writes_bound",
			    element_count(sw->bound));
	element_set(c, object, "disable",
		    slots_json(c, sw->disable, sw->disable_count));
	element_set(c, object, "write",
		    slots_json(c, sw->write, sw->write_count));
	element_set(c, object, "enable",
		    slots_json(c, sw->enable, sw->enable_count));
	element_set(c, object, "sequence", cost_sequence(c, plan, sw));
	return object;
}

static json_t *mpu_json(struct element_ctx *c, const struct plan *plan)
{
	json_t *object = element_object(c);

	element_set(c, object, "arch",
		    json_string(pmsa_arch_name(plan->arch)));
	element_set(c, object, "regions", plan->regions_known ?
		    element_count(plan->regions) : json_null());
	element_set(c, object, "granule", element_count(PMSA_GRANULE));
	return object;
}

static bool is_named(const char *name, const char *context)
{
	return context == NULL || strcmp(name, context) == 0;
}

void region_frame(struct element_ctx *c, const struct plan_show *s,
		  const char *context)
{
	const struct plan *plan = s->plan;
	struct element_list list;

	element_member(c, "plan", json_string(plan->is_optimal ? "optimal" :
					      "as-is"));
	element_member(c, "mpu", mpu_json(c, plan));
	if (plan->has_best)
		proof_facts(c, s);
	if (s->system != NULL)
		element_member(c, "peak", timeline_peak(c, s));
	if (plan->has_best)
		element_member(c, "cost", cost_json(c, plan));
	if (plan->is_optimal && s->system != NULL)
		element_member(c, "cost", cost_json(c, plan));
	if (plan->optimal != NULL)
		element_member(c, "optimal_cost",
			       cost_json(c, plan->optimal));
	list = element_list_open(c, "contexts");
	for (uint32_t i = 0; i < plan->context_count; i++) {
		if (!is_named(plan->contexts[i].name, context))
			continue;
		element_list_item(&list);
		context_json(c, s, &plan->contexts[i]);
	}
	element_list_close(&list);
	list = element_list_open(c, "switches");
	for (size_t i = 0; i < plan->switches.count; i++) {
		const struct plan_switch *sw = &plan->switches.items[i];

		if (is_named(plan->contexts[sw->from].name, context) ||
		    is_named(plan->contexts[sw->to].name, context))
			element_list_next(&list, switch_json(c, plan, sw));
	}
	element_list_close(&list);
	if (plan->switches_omitted > 0)
		element_member(c, "switches_omitted",
			       element_count(plan->switches_omitted));
}
