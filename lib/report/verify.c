/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/element.h"
#include "report/report.h"
#include "report/show.h"
#include "report/table.h"

static const char *or_none(const char *s)
{
	return s != NULL ? s : "none";
}

static void difference_cells(const struct verify_difference *d,
			     const char *cells[4])
{
	cells[0] = d->context != NULL ? d->context : "layout";
	cells[1] = d->what;
	cells[2] = or_none(d->layout);
	cells[3] = or_none(d->tree);
}

static void verify_text(const struct verify_view *v, struct out *o)
{
	static const char *const heads[] = {
		"context", "what", "in the layout", "from the tree",
	};
	const char *cells[4];
	struct table t;

	table_init(&t, heads, 4);
	for (size_t i = 0; i < v->count; i++) {
		difference_cells(&v->items[i], cells);
		table_measure(&t, cells);
	}
	if (v->count > 0)
		table_heads(&t, o);
	for (size_t i = 0; i < v->count; i++) {
		difference_cells(&v->items[i], cells);
		table_row(&t, o, cells);
	}
	if (v->count > 0)
		out_str(o, "\n");
	out_safe(o, v->layout);
	out_str(o, v->same ? " is the plan of " : " differs from ");
	out_safe(o, v->tree);
	out_str(o, "\n");
}

static json_t *difference_json(struct element_ctx *c,
			       const struct verify_difference *d)
{
	json_t *object = element_object(c);

	element_set(c, object, "context", element_text(c, d->context));
	element_set(c, object, "what", element_text(c, d->what));
	element_set(c, object, "layout", element_text(c, d->layout));
	element_set(c, object, "tree", element_text(c, d->tree));
	return object;
}

static void verify_json(const struct verify_view *v, struct out *o)
{
	struct element_ctx c = { o, v->arena };
	struct element_list list;

	out_str(o, "{\n");
	element_member(&c, "schema", json_string("mpuc-verify-1"));
	element_member(&c, "layout", element_text(&c, v->layout));
	element_member(&c, "tree", element_text(&c, v->tree));
	element_member(&c, "target", element_text(&c, v->target));
	element_member(&c, "platform", element_text(&c, v->platform));
	list = element_list_open(&c, "differences");
	for (size_t i = 0; i < v->count; i++)
		element_list_next(&list, difference_json(&c, &v->items[i]));
	element_list_close(&list);
	element_last(&c, "verdict", json_string(v->same ? "same" :
						"differs"));
	out_str(o, "\n");
}

enum mpuc_status report_verify(const struct verify_view *view,
			       enum report_format format, struct out *o)
{
	if (format == REPORT_JSON)
		verify_json(view, o);
	else
		verify_text(view, o);
	return o->status;
}
