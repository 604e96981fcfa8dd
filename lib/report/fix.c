/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/edit.h"
#include "report/fix_words.h"
#include "report/report.h"
#include "report/show.h"
#include "report/text.h"

/* Left with a fix: it would have been applied, were it safe. */
static bool is_offered(const struct finding *f)
{
	return f->fix.changes.count > 0 && f->fix.is_unsafe;
}

typedef void finding_fn(struct element_ctx *c, struct element_list *list,
			const struct finding *f);

static void each_fixed(const struct edit_view *v, struct element_ctx *c,
		       struct element_list *list, finding_fn *fn)
{
	const struct sink *sink = v->before.sink;

	for (size_t i = 0; i < sink->findings.count; i++) {
		if (v->is_gone[i] && sink->findings.items[i].severity !=
		    SEV_NOTE)
			fn(c, list, &sink->findings.items[i]);
	}
}

static void each_offered(const struct edit_view *v, struct element_ctx *c,
			 struct element_list *list, finding_fn *fn)
{
	const struct sink *sink = v->after.sink;

	for (size_t i = 0; i < sink->findings.count; i++) {
		if (is_offered(&sink->findings.items[i]))
			fn(c, list, &sink->findings.items[i]);
	}
}

static void count_one(struct element_ctx *c, struct element_list *list,
		      const struct finding *f)
{
	(void)c;
	(void)f;
	list->count++;
}

/* Behind what tells how deep it is. */
static void change_line(struct element_ctx *c, const struct change *change)
{
	const char *text = fix_change(c->arena, change);

	if (text == NULL) {
		c->out->status = MPUC_E_NOMEM;
		return;
	}
	out_safe(c->out, text);
	out_str(c->out, "\n");
}

static void line_of(struct element_ctx *c, struct element_list *list,
		    const struct finding *f)
{
	(void)list;
	out_str(c->out, "  ");
	text_head(c->out, f);
}

static void line_with_changes(struct element_ctx *c,
			      struct element_list *list,
			      const struct finding *f)
{
	line_of(c, list, f);
	for (size_t i = 0; i < f->fix.changes.count; i++) {
		out_str(c->out, "      ");
		change_line(c, &f->fix.changes.items[i]);
	}
}

static void fix_text(const struct edit_view *v, struct out *o)
{
	struct element_ctx c = { o, v->before.arena };
	struct element_list fixed = { &c, 0 }, offered = { &c, 0 };

	each_fixed(v, &c, &fixed, count_one);
	each_offered(v, &c, &offered, count_one);
	if (v->changes->count == 0)
		out_str(o, "nothing was changed\n\n");
	if (fixed.count > 0) {
		out_fmt(o, "fixed %zu finding%s:\n", fixed.count,
			fixed.count == 1 ? "" : "s");
		each_fixed(v, &c, &fixed, line_of);
		out_str(o, "\n");
	}
	if (v->changes->count > 0) {
		out_str(o, "changes:\n");
		for (size_t i = 0; i < v->changes->count; i++) {
			out_str(o, "  ");
			change_line(&c, &v->changes->items[i]);
		}
		out_str(o, "\n");
	}
	if (offered.count > 0) {
		out_str(o, "not applied without --unsafe, because something "
			"else may be meant:\n");
		each_offered(v, &c, &offered, line_with_changes);
		out_str(o, "\n");
	}
	edit_text_errors(v, o);
}

static void finding_item(struct element_ctx *c, struct element_list *list,
			 const struct finding *f)
{
	element_list_next(list, json_finding(c, f));
}

static void fix_json(const struct edit_view *v, struct out *o)
{
	struct element_ctx c = { o, v->before.arena };
	struct element_list list;

	out_str(o, "{\n");
	element_member(&c, "schema", json_string("mpuc-fix-1"));
	element_member(&c, "tool", json_tool(&c));
	json_machine(&c, v->before.system);
	list = element_list_open(&c, "fixed");
	each_fixed(v, &c, &list, finding_item);
	element_list_close(&list);
	list = element_list_open(&c, "offered");
	each_offered(v, &c, &list, finding_item);
	element_list_close(&list);
	edit_json_rest(&c, v);
}

enum mpuc_status report_fix(const struct edit_view *view,
			    enum report_edit_format format, struct out *o)
{
	switch (format) {
	case EDIT_TEXT:
	case EDIT_C:
		fix_text(view, o);
		break;
	case EDIT_JSON:
		fix_json(view, o);
		break;
	case EDIT_DTSO:
		out_bytes(o, view->overlay, view->overlay_len);
		break;
	}
	return o->status;
}
