/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/edit.h"

#include <string.h>

#include "base/num.h"
#include "report/show.h"
#include "report/text.h"

static void changes_json(struct element_ctx *c, const struct edit_view *v)
{
	struct element_list list = element_list_open(c, "changes");

	for (size_t i = 0; i < v->changes->count; i++)
		element_list_next(&list, json_change(c,
				  &v->changes->items[i]));
	element_list_close(&list);
	element_member(c, "overlay", element_text(c, v->overlay));
}

static void errors_json(struct element_ctx *c, const struct edit_view *v)
{
	const struct sink *sink = v->after.sink;
	struct element_list list = element_list_open(c, "findings");

	for (size_t i = 0; i < sink->findings.count; i++) {
		const struct finding *f = &sink->findings.items[i];
		json_t *object;

		if (f->severity != SEV_ERROR)
			continue;
		object = json_finding(c, f);
		element_set(c, object, "before",
			    json_boolean(v->was_there[i]));
		element_list_next(&list, object);
	}
	element_list_close(&list);
}

void edit_json_rest(struct element_ctx *c, const struct edit_view *v)
{
	const struct plan *plan = v->after.plan;
	struct element_list list;

	changes_json(c, v);
	errors_json(c, v);
	list = element_list_open(c, "budgets");
	for (uint32_t i = 0; plan != NULL && i < plan->context_count; i++)
		element_list_next(&list, json_budget(c, plan,
						     &plan->contexts[i]));
	element_list_close(&list);
	element_member(c, "summary", json_summary(c, v->after.sink));
	element_last(c, "verdict", json_string(v->after.failed ? "fail" :
					       "pass"));
	out_str(c->out, "\n");
}

static size_t count_errors(const struct edit_view *v, bool old)
{
	const struct sink *sink = v->after.sink;
	size_t count = 0;

	for (size_t i = 0; i < sink->findings.count; i++)
		count += sink->findings.items[i].severity == SEV_ERROR &&
			 v->was_there[i] == old;
	return count;
}

void edit_text_rest(const struct edit_view *v, struct out *o)
{
	if (v->after.plan != NULL) {
		show_ledger(o, v->after.plan);
		out_str(o, "\n");
	}
	edit_text_errors(v, o);
}

void edit_text_errors(const struct edit_view *v, struct out *o)
{
	size_t old = count_errors(v, true), fresh = count_errors(v, false);

	text_findings(&v->after, SEV_ERROR, o);
	if (old > 0)
		out_fmt(o, "%zu error%s there before\n", old,
			old == 1 ? " was" : "s were");
	if (fresh > 0)
		out_fmt(o, "%zu error%s new\n", fresh,
			fresh == 1 ? " is" : "s are");
	text_verdict(&v->after, o);
}
