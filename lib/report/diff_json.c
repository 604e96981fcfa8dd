/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/diff.h"

#include "report/json.h"
#include "report/region.h"

static json_t *fact_json(struct element_ctx *c, const struct diff_fact *f)
{
	json_t *object = element_object(c);

	element_set(c, object, "group", element_text(c, f->group));
	element_set(c, object, "subject", element_text(c, f->subject));
	element_set(c, object, "before", element_text(c, f->before));
	element_set(c, object, "after", element_text(c, f->after));
	return object;
}

static json_t *context_json(struct element_ctx *c, const struct diff_view *v,
			    size_t side, const struct plan_context *context)
{
	return context == NULL ? json_null() :
	       json_budget(c, v->shows[side].plan, context);
}

static json_t *budget_json(struct element_ctx *c, const struct diff_view *v,
			   const struct diff_budget *b)
{
	json_t *object = element_object(c);

	element_set(c, object, "context", element_text(c, b->context));
	element_set(c, object, "before", context_json(c, v, 0, b->before));
	element_set(c, object, "after", context_json(c, v, 1, b->after));
	element_set(c, object, "grows", json_boolean(b->grows));
	return object;
}

static json_t *side_json(struct element_ctx *c, const struct diff_view *v,
			 size_t side, const struct plan_region *r)
{
	return r == NULL ? json_null() :
	       region_json(c, &v->shows[side], r);
}

static json_t *changed_json(struct element_ctx *c, const struct diff_view *v,
			    const struct diff_region *r)
{
	json_t *object = element_object(c);

	element_set(c, object, "context", element_text(c, r->context));
	element_set(c, object, "before", side_json(c, v, 0, r->before));
	element_set(c, object, "after", side_json(c, v, 1, r->after));
	return object;
}

void diff_json(const struct diff_view *v, struct out *o)
{
	struct element_ctx c = { o, v->arena };
	struct element_list list;

	out_str(o, "{\n");
	element_member(&c, "schema", json_string("mpuc-diff-1"));
	element_member(&c, "tool", json_tool(&c));
	element_member(&c, "before", element_text(&c, v->before));
	element_member(&c, "after", element_text(&c, v->after));
	list = element_list_open(&c, "facts");
	for (size_t i = 0; i < v->fact_count; i++)
		element_list_next(&list, fact_json(&c, &v->facts[i]));
	element_list_close(&list);
	list = element_list_open(&c, "budgets");
	for (size_t i = 0; i < v->budget_count; i++)
		element_list_next(&list, budget_json(&c, v, &v->budgets[i]));
	element_list_close(&list);
	list = element_list_open(&c, "regions");
	for (size_t i = 0; i < v->region_count; i++)
		element_list_next(&list, changed_json(&c, v,
						      &v->regions[i]));
	element_list_close(&list);
	element_member(&c, "differs", json_boolean(v->differs));
	element_last(&c, "grows", json_boolean(v->grows));
	out_str(o, "\n");
}
