/* SPDX-License-Identifier: BSD-2-Clause */
/* A what-if session: its commands, and the state behind the last one. */
#include "report/json.h"
#include "report/report.h"
#include "report/show.h"
#include "report/text.h"

/* The answer's lines, below the command. */
static void answer_text(const char *answer, struct out *o)
{
	const char *at = answer;

	while (*at != '\0') {
		char line[2] = { 0, 0 };

		out_str(o, "    ");
		for (; *at != '\0' && *at != '\n'; at++) {
			line[0] = *at;
			out_bytes(o, line, 1);
		}
		out_str(o, "\n");
		at += *at == '\n';
	}
}

static void budget_text(const struct budget_view *v, struct out *o)
{
	for (size_t i = 0; i < v->count; i++) {
		const struct budget_command *c = &v->commands[i];
		bool broken = c->kind == BUDGET_EXPECTATION && !c->held;

		if (c->line != 0)
			out_fmt(o, "%u: ", c->line);
		if (broken)
			show_color(o, COLOR_ERROR);
		out_safe(o, c->text);
		if (broken)
			show_color(o, COLOR_NONE);
		out_str(o, "\n");
		answer_text(c->answer, o);
	}
	if (v->count > 0)
		out_str(o, "\n");
	show_machine(o, v->state.system);
	out_str(o, "\n");
	if (v->state.plan != NULL) {
		show_ledger(o, v->state.plan);
		out_str(o, "\n");
	}
	show_counts(o, v->state.sink);
	out_fmt(o, "\nexpectations: %zu held, %zu not met\nverdict: %s\n",
		v->held, v->broken, v->broken > 0 ? "fail" : "pass");
}

static json_t *command_json(struct element_ctx *c,
			    const struct budget_command *command)
{
	static const char *const kinds[] = {
		"change", "answer", "expectation",
	};
	json_t *object = element_object(c);

	element_set(c, object, "line", command->line == 0 ? json_null() :
		    element_count(command->line));
	element_set(c, object, "command", element_text(c, command->text));
	element_set(c, object, "kind", json_string(kinds[command->kind]));
	element_set(c, object, "held", command->kind == BUDGET_EXPECTATION ?
		    json_boolean(command->held) : json_null());
	element_set(c, object, "text", element_text(c, command->answer));
	return object;
}

static void budget_json(const struct budget_view *v, struct out *o)
{
	struct element_ctx c = { o, v->state.arena };
	struct element_list list;
	json_t *expectations = element_object(&c);

	out_str(o, "{\n");
	element_member(&c, "schema", json_string("mpuc-budget-1"));
	element_member(&c, "tool", json_tool(&c));
	json_machine(&c, v->state.system);
	element_member(&c, "regions", v->state.system->regions_known ?
		       element_count(v->state.system->regions) : json_null());
	list = element_list_open(&c, "commands");
	for (size_t i = 0; i < v->count; i++)
		element_list_next(&list, command_json(&c, &v->commands[i]));
	element_list_close(&list);
	element_set(&c, expectations, "held", element_count(v->held));
	element_set(&c, expectations, "broken", element_count(v->broken));
	element_member(&c, "expectations", expectations);
	list = element_list_open(&c, "findings");
	for (size_t i = 0; i < v->state.sink->findings.count; i++)
		element_list_next(&list, json_finding(&c,
				  &v->state.sink->findings.items[i]));
	element_list_close(&list);
	list = element_list_open(&c, "budgets");
	for (uint32_t i = 0; v->state.plan != NULL &&
	     i < v->state.plan->context_count; i++)
		element_list_next(&list, json_budget(&c, v->state.plan,
				  &v->state.plan->contexts[i]));
	element_list_close(&list);
	element_member(&c, "summary", json_summary(&c, v->state.sink));
	element_last(&c, "verdict", json_string(v->broken > 0 ? "fail" :
						"pass"));
	out_str(o, "\n");
}

enum mpuc_status report_budget(const struct budget_view *view,
			       enum report_format format, struct out *o)
{
	if (format == REPORT_JSON)
		budget_json(view, o);
	else
		budget_text(view, o);
	return o->status;
}
