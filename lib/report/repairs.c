/* SPDX-License-Identifier: BSD-2-Clause */
/* mpuc plan --repairs: what brings a tree nearer to its budget. */
#include <string.h>

#include "report/json.h"
#include "report/report.h"
#include "report/show.h"

#define SHOWN 10		/* rows that a person is shown */

static void too_many(const struct repair_worst *w, uint32_t regions,
		     struct out *o)
{
	out_safe(o, w->context);
	out_fmt(o, " with %u of %u", (unsigned)w->peak, (unsigned)regions);
	/* Few enough regions, and yet one is without a slot. */
	if (w->over > 0 && w->peak <= regions)
		out_fmt(o, ", %u without a slot", (unsigned)w->over);
}

static void row_text(const struct repairs_view *v,
		     const struct repair_row *row, struct out *o)
{
	out_str(o, "  ");
	out_safe(o, row->words);
	out_str(o, "\n      ");
	if (row->over == 0)
		out_str(o, "fits; ");
	else
		out_fmt(o, "leaves %llu too many; ",
			(unsigned long long)row->over);
	out_str(o, "worst is then ");
	too_many(&row->worst, v->regions, o);
	out_str(o, "\n      ");
	out_safe(o, row->difference);
	out_str(o, "\n");
}

/* What was tried is the proof of "no single ... helps". */
static void proof_text(const struct repairs_view *v, struct out *o)
{
	bool moved = false;

	for (size_t i = 0; i < v->count; i++)
		moved |= v->rows[i].kind[0] == 'm';
	out_fmt(o, "tried all of these: moves of a bank or the heap to an "
		"end of a gap: %zu; two banks joined: %zu; no early printk, "
		"RAM between RAM: %zu; something left out: %zu\n", v->moves,
		v->joins, v->states, v->left_out);
	if (v->untried > 0)
		out_fmt(o, "but for %zu more, which could not be tried\n",
			v->untried);
	else if (v->count == 0)
		out_str(o, "no single move helps, and no other single change "
			"of these does: these are all there are\n");
	else if (!moved)
		out_str(o, "no single move helps: these are all there are\n");
}

static void repairs_text(const struct repairs_view *v, struct out *o)
{
	show_machine(o, v->state.system);
	out_fmt(o, "\n%s plan: ", v->optimal ? "optimal" : "as-is");
	if (v->over == 0) {
		out_str(o, "it fits as it is; worst is ");
		too_many(&v->worst, v->regions, o);
		out_str(o, "\n");
		return;
	}
	out_fmt(o, "%llu region%s too many in all contexts; worst is ",
		(unsigned long long)v->over, v->over == 1 ? "" : "s");
	too_many(&v->worst, v->regions, o);
	out_str(o, "\n\n");
	for (size_t i = 0; i < v->count && i < SHOWN; i++)
		row_text(v, &v->rows[i], o);
	if (v->count > SHOWN)
		out_fmt(o, "  and %zu more that help; %zu fit in all\n",
			v->count - SHOWN, v->fit);
	if (v->count > 0)
		out_str(o, "\n");
	proof_text(v, o);
}

static json_t *worst_json(struct element_ctx *e, const struct repair_worst *w)
{
	json_t *object = element_object(e);

	element_set(e, object, "context", element_text(e, w->context));
	element_set(e, object, "peak", element_count(w->peak));
	element_set(e, object, "over", element_count(w->over));
	return object;
}

/* Commands that are parted by ';', as a list. */
static json_t *commands_json(struct element_ctx *e, const char *commands)
{
	json_t *list = element_array(e);

	while (*commands != '\0') {
		size_t len = strcspn(commands, ";");
		const char *one = arena_strndup(e->arena, commands, len);

		if (one == NULL) {
			e->out->status = MPUC_E_NOMEM;
			return list;
		}
		element_append(e, list, element_text(e, one));
		commands += len + (commands[len] == ';');
	}
	return list;
}

static json_t *row_json(struct element_ctx *e, const struct repair_row *row)
{
	json_t *object = element_object(e);

	element_set(e, object, "kind", json_string(row->kind));
	element_set(e, object, "commands", commands_json(e, row->commands));
	element_set(e, object, "over", element_count(row->over));
	element_set(e, object, "fits", json_boolean(row->over == 0));
	element_set(e, object, "worst", worst_json(e, &row->worst));
	element_set(e, object, "effect", element_text(e, row->difference));
	return object;
}

static json_t *tried_json(struct element_ctx *e,
			  const struct repairs_view *v)
{
	json_t *object = element_object(e);

	element_set(e, object, "moves", element_count(v->moves));
	element_set(e, object, "joins", element_count(v->joins));
	element_set(e, object, "states", element_count(v->states));
	element_set(e, object, "left_out", element_count(v->left_out));
	element_set(e, object, "untried", element_count(v->untried));
	return object;
}

static void repairs_json(const struct repairs_view *v, struct out *o)
{
	struct element_ctx e = { o, v->state.arena };
	struct element_list list;

	out_str(o, "{\n");
	element_member(&e, "schema", json_string("mpuc-repairs-1"));
	element_member(&e, "tool", json_tool(&e));
	json_machine(&e, v->state.system);
	element_member(&e, "regions", element_count(v->regions));
	element_member(&e, "plan", json_string(v->optimal ? "optimal" :
					       "as-is"));
	element_member(&e, "over", element_count(v->over));
	element_member(&e, "worst", worst_json(&e, &v->worst));
	element_member(&e, "tried", tried_json(&e, v));
	list = element_list_open(&e, "repairs");
	for (size_t i = 0; i < v->count; i++)
		element_list_next(&list, row_json(&e, &v->rows[i]));
	element_list_close(&list);
	element_last(&e, "verdict", json_string(v->state.failed ? "fail" :
						"pass"));
	out_str(o, "\n");
}

enum mpuc_status report_repairs(const struct repairs_view *view,
				enum report_format format, struct out *o)
{
	if (format == REPORT_JSON)
		repairs_json(view, o);
	else
		repairs_text(view, o);
	return o->status;
}
