/* SPDX-License-Identifier: BSD-2-Clause */
/* mpuc-plan-compare-1 */
#include "report/compare.h"
#include "report/json.h"

static json_t *side_json(struct element_ctx *e, const struct compare *c,
			 const struct pair *pair, unsigned side)
{
	const struct plan_context *x = pair->side[side];
	const struct plan *plan = c->show[side].plan;
	json_t *object, *regions;

	if (x == NULL)
		return json_null();
	object = element_object(e);
	regions = element_array(e);
	element_set(e, object, "need", element_count(x->need));
	element_set(e, object, "peak", element_count(x->peak));
	element_set(e, object, "have", plan->regions_known ?
		    element_count(plan->regions) : json_null());
	element_set(e, object, "left", plan->regions_known ?
		    json_integer(show_left(plan, x)) : json_null());
	for (uint32_t i = 0; i < x->region_count; i++)
		element_append(e, regions, region_json(e, &c->show[side],
						       &x->regions[i]));
	element_set(e, object, "regions", regions);
	return object;
}

static json_t *through_json(struct element_ctx *e, const struct compare *c,
			    const struct pair *pair)
{
	struct twins twins = { NULL, 0, 0 };
	json_t *list = element_array(e);

	if (!compare_regions(c, pair, &twins))
		c->o->status = MPUC_E_NOMEM;
	for (size_t i = 0; i < twins.count; i++) {
		const struct twin *twin = &twins.items[i];
		unsigned side = twin->side[0] == NULL ? 0 : 1;
		const struct plan_region *by = twin->side[side] != NULL ? NULL :
			compare_through(c, side, twin->side[1 - side]);
		json_t *object;

		if (by == NULL)
			continue;
		object = element_object(e);
		element_set(e, object, "region", element_text(e, twin->name));
		element_set(e, object, "target",
			    element_text(e, compare_target(c, side)));
		element_set(e, object, "by", element_text(e, by->name));
		element_append(e, list, object);
	}
	return list;
}

static json_t *target_json(struct element_ctx *e, const struct compare *c,
			   unsigned side)
{
	const struct report_view *v = &c->views[side];
	json_t *object = element_object(e);

	element_set(e, object, "target", element_text(e, compare_target(c, side)));
	element_set(e, object, "summary", json_summary(e, v->sink));
	element_set(e, object, "verdict",
		    json_string(v->failed ? "fail" : "pass"));
	return object;
}

void compare_json(const struct compare *c)
{
	struct element_ctx e = { c->o, compare_arena(c) };
	struct element_list list;

	out_str(c->o, "{\n");
	element_member(&e, "schema", json_string("mpuc-plan-compare-1"));
	element_member(&e, "tool", json_tool(&e));
	list = element_list_open(&e, "targets");
	for (unsigned side = 0; side < SIDES; side++)
		element_list_next(&list, target_json(&e, c, side));
	element_list_close(&list);
	list = element_list_open(&e, "contexts");
	for (size_t i = 0; i < c->pairs.count; i++) {
		const struct pair *pair = &c->pairs.items[i];
		json_t *object = element_object(&e);
		json_t *sides = element_array(&e);

		for (unsigned side = 0; side < SIDES; side++)
			element_append(&e, sides,
				       side_json(&e, c, pair, side));
		element_set(&e, object, "name", element_text(&e, pair->name));
		element_set(&e, object, "plans", sides);
		element_set(&e, object, "through", through_json(&e, c, pair));
		element_list_next(&list, object);
	}
	element_list_close(&list);
	element_last(&e, "verdict", json_string(
		c->views[0].failed || c->views[1].failed ? "fail" : "pass"));
	out_str(c->o, "\n");
}
