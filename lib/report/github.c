/* SPDX-License-Identifier: BSD-2-Clause */
/* Workflow commands of GitHub Actions, one line for each finding. */
#include "report/pipeline.h"

#include "report/plain.h"
#include "report/show.h"

/* In a property a colon and a comma are escaped as well. */
static void put(struct out *o, const char *s, bool property)
{
	for (; *s != '\0'; s++) {
		if (*s == '%' || *s == '\r' || *s == '\n' ||
		    (property && (*s == ':' || *s == ',')))
			out_fmt(o, "%%%02X", (unsigned char)*s);
		else
			out_bytes(o, s, 1);
	}
}

static void put_place(const struct report_view *v, const struct place *at,
		      struct out *o)
{
	const struct srcpos *pos = &at->pos;
	const char *file = pipeline_file(at);

	if (file == NULL)
		return;
	file = plain_text(v->arena, file);
	if (file == NULL)
		return;
	out_str(o, "file=");
	put(o, file, true);
	if (pos->file != NULL) {
		out_fmt(o, ",line=%u", (unsigned)pos->line);
		/* Of several lines it would be shown below the last. */
		if (pos->line == pos->end_line)
			out_fmt(o, ",endLine=%u,col=%u,endColumn=%u",
				(unsigned)pos->end_line, (unsigned)pos->col,
				(unsigned)pos->end_col);
	}
	out_str(o, ",");
}

static void annotation(const struct report_view *v, const struct finding *f,
		       struct out *o)
{
	static const char *const commands[] = { "notice", "warning", "error" };
	const char *node = f->at.pos.file == NULL ? f->at.node : NULL;

	out_fmt(o, "::%s ", commands[f->severity]);
	put_place(v, &f->at, o);
	out_fmt(o, "title=MPU%04u ", (unsigned)f->code);
	put(o, code_info(f->code)->id, true);
	out_str(o, "::");
	if (node != NULL) {
		node = plain_text(v->arena, node);
		put(o, node != NULL ? node : "", false);
		out_str(o, ": ");
	}
	put(o, pipeline_text(v, f, o), false);
	out_str(o, "\n");
}

static void failure(const struct report_view *v, struct out *o)
{
	out_str(o, "::error ");
	put_place(v, &v->failure->at, o);
	out_fmt(o, "title=%s::", failure_id(v->failure->kind));
	put(o, pipeline_failure(v, o), false);
	out_str(o, "\n");
}

void github_check(const struct report_view *views, size_t count,
		  struct out *o)
{
	for (size_t i = 0; i < count; i++) {
		const struct report_view *v = &views[i];

		for (size_t k = 0; k < v->sink->findings.count; k++) {
			if (v->sink->findings.items[k].by == BY_NOBODY)
				annotation(v, &v->sink->findings.items[k], o);
		}
		if (v->failure != NULL)
			failure(v, o);
		out_safe(o, v->input);
		out_str(o, ": ");
		if (v->failure != NULL)
			out_str(o, "not checked");
		else
			show_counts(o, v->sink);
		out_fmt(o, "; verdict: %s\n", show_verdict(v));
	}
}
