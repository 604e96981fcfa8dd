/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/json.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "report/show.h"

static json_t *related_json(struct element_ctx *c, const struct related *r)
{
	json_t *object = element_object(c);

	element_set(c, object, "message",
		    element_text(c, r->message != NULL ? r->message : ""));
	element_place(c, object, &r->at);
	element_set(c, object, "ranges",
		    element_spans(c, r->spans, r->span_count));
	return object;
}

/* The value as numbers of 32 bits or as strings; neither: it is empty. */
json_t *json_change(struct element_ctx *c, const struct change *change)
{
	json_t *object = element_object(c), *list = element_array(c);

	element_set(c, object, "node", element_text(c, change->node));
	element_set(c, object, "property",
		    element_text(c, change->property));
	for (uint32_t i = 0; change->form == CHANGE_CELLS &&
	     i + 4 <= change->len; i += 4)
		element_append(c, list,
			       element_hex(num_be32(change->data + i)));
	for (uint32_t i = 0; change->form == CHANGE_STRINGS &&
	     i < change->len;
	     i += (uint32_t)strlen((const char *)change->data + i) + 1)
		element_append(c, list, element_text(c,
			       (const char *)change->data + i));
	element_set(c, object, change->form == CHANGE_STRINGS ? "strings" :
		    "cells", list);
	return object;
}

static json_t *fix_json(struct element_ctx *c, const struct fix *fix)
{
	json_t *object = element_object(c), *changes = element_array(c);

	for (size_t i = 0; i < fix->changes.count; i++)
		element_append(c, changes,
			       json_change(c, &fix->changes.items[i]));
	element_set(c, object, "unsafe", json_boolean(fix->is_unsafe));
	element_set(c, object, "changes", changes);
	return object;
}

json_t *json_suppression(struct element_ctx *c, const struct finding *f)
{
	static const char *const kinds[] = {
		"none", "option", "config", "comment", "baseline",
	};
	json_t *object = element_object(c);

	element_set(c, object, "by", json_string(kinds[f->by]));
	element_set(c, object, "reason", element_text(c, f->by_reason));
	element_set(c, object, "says", element_text(c, f->by_says));
	element_set(c, object, "line", f->by_pos.file != NULL ?
		    element_count(f->by_pos.line) : json_null());
	return object;
}

json_t *json_finding(struct element_ctx *c, const struct finding *f)
{
	const struct code_info *info = code_info(f->code);
	json_t *object = element_object(c);
	json_t *related = element_array(c);
	char code[16];

	(void)snprintf(code, sizeof(code), "MPU%04u", (unsigned)f->code);
	element_set(c, object, "code", json_string(code));
	element_set(c, object, "id", json_string(info->id));
	element_set(c, object, "severity",
		    json_string(severity_name(f->severity)));
	element_set(c, object, "basis", json_string(basis_name(f->basis)));
	element_set(c, object, "message",
		    element_text(c, f->message != NULL ? f->message :
				 info->id));
	element_set(c, object, "effect", element_text(c, f->effect));
	element_set(c, object, "help", element_text(c, f->help));
	element_place(c, object, &f->at);
	element_set(c, object, "ranges",
		    element_spans(c, f->spans, f->span_count));
	for (uint32_t i = 0; i < f->related_count; i++)
		element_append(c, related, related_json(c, &f->related[i]));
	element_set(c, object, "related", related);
	if (f->fix.changes.count > 0)
		element_set(c, object, "fix", fix_json(c, &f->fix));
	if (f->by != BY_NOBODY)
		element_set(c, object, "suppression",
			    json_suppression(c, f));
	return object;
}

json_t *json_budget(struct element_ctx *c, const struct plan *plan,
		    const struct plan_context *context)
{
	json_t *object = element_object(c);

	element_set(c, object, "context", element_text(c, context->name));
	element_set(c, object, "need", element_count(context->need));
	element_set(c, object, "peak", element_count(context->peak));
	element_set(c, object, "have", plan->regions_known ?
		    element_count(plan->regions) : json_null());
	element_set(c, object, "left", plan->regions_known ?
		    json_integer(show_left(plan, context)) : json_null());
	return object;
}

static void set_summary(struct element_ctx *c, json_t *object,
			const struct sink *sink)
{
	element_set(c, object, "errors",
		    element_count(sink_count(sink, SEV_ERROR)));
	element_set(c, object, "warnings",
		    element_count(sink_count(sink, SEV_WARNING)));
	element_set(c, object, "notes",
		    element_count(sink_count(sink, SEV_NOTE)));
	element_set(c, object, "skipped", element_count(sink->skipped));
	if (sink_passed_over(sink, false) > 0)
		element_set(c, object, "suppressed",
			    element_count(sink_passed_over(sink, false)));
	if (sink_passed_over(sink, true) > 0)
		element_set(c, object, "known",
			    element_count(sink_passed_over(sink, true)));
}

json_t *json_summary(struct element_ctx *c, const struct sink *sink)
{
	json_t *object = element_object(c);

	set_summary(c, object, sink);
	return object;
}

static json_t *total(struct element_ctx *c, const struct report_view *v)
{
	json_t *object = element_object(c);

	element_set(c, object, "input", element_text(c, v->input));
	element_set(c, object, "verdict", json_string(show_verdict(v)));
	set_summary(c, object, v->sink);
	return object;
}

json_t *json_totals(struct element_ctx *c, const struct report_view *views,
		    size_t count)
{
	json_t *object = element_object(c), *inputs = element_array(c);
	struct show_totals totals = show_totals(views, count);

	for (size_t i = 0; i < count; i++)
		element_append(c, inputs, total(c, &views[i]));
	element_set(c, object, "trees", element_count(count));
	element_set(c, object, "passed", element_count(totals.passed));
	element_set(c, object, "failed", element_count(totals.failed));
	element_set(c, object, "unchecked", element_count(totals.unchecked));
	element_set(c, object, "errors",
		    element_count(totals.found[SEV_ERROR]));
	element_set(c, object, "warnings",
		    element_count(totals.found[SEV_WARNING]));
	element_set(c, object, "notes", element_count(totals.found[SEV_NOTE]));
	element_set(c, object, "inputs", inputs);
	element_set(c, object, "verdict", json_string(totals.verdict));
	return object;
}

/* What nobody stated, so that a wrong guess is seen. */
static json_t *derived_json(struct element_ctx *c, const struct system *s)
{
	json_t *object = element_object(c);
	bool arch = s->platform == NULL && s->arch_known;

	element_set(c, object, "target", json_boolean(s->target_derived));
	element_set(c, object, "arch", arch ?
		    json_string(pmsa_arch_name(s->arch)) : json_null());
	element_set(c, object, "cpu", element_text(c, s->cpu_compatible));
	return object;
}

json_t *json_tool(struct element_ctx *c)
{
	json_t *object = element_object(c);

	element_set(c, object, "name", json_string("mpuc"));
	element_set(c, object, "version", json_string(MPUC_VERSION));
	return object;
}

void json_machine(struct element_ctx *c, const struct system *s)
{
	element_member(c, "input", element_text(c, s->doc->input));
	element_member(c, "target", element_text(c, s->target->name));
	element_member(c, "platform", element_text(c, s->platform != NULL ?
						   s->platform->name : NULL));
	element_member(c, "derived", derived_json(c, s));
}

static json_t *failure_json(struct element_ctx *c, const struct failure *f)
{
	json_t *object = element_object(c);

	element_set(c, object, "kind", json_string(failure_id(f->kind)));
	element_set(c, object, "message", element_text(c, f->message));
	element_place(c, object, &f->at);
	return object;
}

void json_no_machine(struct element_ctx *c, const struct report_view *v)
{
	element_member(c, "input", element_text(c, v->input));
	element_member(c, "target", json_null());
	element_member(c, "platform", json_null());
	element_member(c, "error", failure_json(c, v->failure));
}

json_t *json_system(struct element_ctx *c, const struct report_view *v)
{
	const struct system *s = v->system;
	json_t *object, *budgets;

	if (v->failure != NULL)
		return total(c, v);
	object = element_object(c);
	budgets = element_array(c);
	for (uint32_t i = 0; v->plan != NULL && i < v->plan->context_count;
	     i++)
		element_append(c, budgets, json_budget(c, v->plan,
			       &v->plan->contexts[i]));
	element_set(c, object, "input", element_text(c, v->input));
	element_set(c, object, "target", element_text(c, s->target->name));
	element_set(c, object, "platform", element_text(c, s->platform != NULL ?
						s->platform->name : NULL));
	element_set(c, object, "regions", s->regions_known ?
		    element_count(s->regions) : json_null());
	element_set(c, object, "budgets", budgets);
	element_set(c, object, "summary", json_summary(c, v->sink));
	element_set(c, object, "verdict", json_string(show_verdict(v)));
	return object;
}

void json_check(const struct report_view *v, struct out *o)
{
	struct element_ctx c = { o, v->arena };
	struct element_list list;

	out_str(o, "{\n");
	element_member(&c, "schema", json_string("mpuc-report-1"));
	element_member(&c, "tool", json_tool(&c));
	if (v->failure != NULL)
		json_no_machine(&c, v);
	else
		json_machine(&c, v->system);
	element_member(&c, "regions", v->failure == NULL &&
		       v->system->regions_known ?
		       element_count(v->system->regions) : json_null());
	list = element_list_open(&c, "findings");
	for (size_t i = 0; i < v->sink->findings.count; i++)
		element_list_next(&list, json_finding(&c,
				  &v->sink->findings.items[i]));
	element_list_close(&list);
	list = element_list_open(&c, "budgets");
	for (uint32_t i = 0; v->plan != NULL && i < v->plan->context_count;
	     i++)
		element_list_next(&list, json_budget(&c, v->plan,
				  &v->plan->contexts[i]));
	element_list_close(&list);
	element_member(&c, "summary", json_summary(&c, v->sink));
	element_last(&c, "verdict", json_string(show_verdict(v)));
}
