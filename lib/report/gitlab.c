/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * GitLab's Code Quality report.  It wants a line for every issue: one that
 * has none stands on the first of its file.
 */
#include "report/pipeline.h"

#include <stdio.h>

#include "report/element.h"
#include "report/finger.h"
#include "report/plain.h"

static json_t *location(struct element_ctx *c, const struct place *at)
{
	const char *file = pipeline_file(at);
	json_t *object = element_object(c);
	json_t *lines = element_object(c);
	const struct srcpos *pos = &at->pos;
	uint32_t begin = pos->file != NULL ? pos->line : 1;

	element_set(c, object, "path",
		    element_text(c, file == NULL ? "-" :
				 plain_text(c->arena, file)));
	element_set(c, lines, "begin", element_count(begin));
	element_set(c, lines, "end", element_count(
		pos->file != NULL && pos->end_line > begin ? pos->end_line :
		begin));
	element_set(c, object, "lines", lines);
	return object;
}

struct issue {
	const char *name, *message, *body, *severity, *fingerprint;
	const struct place *at;
};

static json_t *issue(struct element_ctx *c, const struct issue *i)
{
	json_t *object = element_object(c), *content = element_object(c);
	json_t *categories = element_array(c);

	element_set(c, object, "type", json_string("issue"));
	element_set(c, object, "check_name", json_string(i->name));
	element_set(c, object, "description", element_text(c, i->message));
	element_set(c, content, "body", element_text(c, i->body));
	element_set(c, object, "content", content);
	element_append(c, categories, json_string("Bug Risk"));
	element_set(c, object, "categories", categories);
	element_set(c, object, "severity", json_string(i->severity));
	element_set(c, object, "fingerprint",
		    element_text(c, i->fingerprint));
	element_set(c, object, "location", location(c, i->at));
	return object;
}

static json_t *of_finding(struct element_ctx *c, const struct report_view *v,
			  struct fingers *fingers, const struct finding *f)
{
	static const char *const severities[] = {
		"info", "minor", "critical",
	};
	char name[80];
	struct issue i = {
		.name = name, .message = pipeline_message(v, f, c->out),
		.body = pipeline_text(v, f, c->out),
		.severity = severities[f->severity],
		.fingerprint = finger_next(fingers, f), .at = &f->at,
	};

	(void)snprintf(name, sizeof(name), "MPU%04u %s", (unsigned)f->code,
		       code_info(f->code)->id);
	return issue(c, &i);
}

/* What was not checked is graver than what was found. */
static json_t *of_failure(struct element_ctx *c, const struct report_view *v,
			  struct fingers *fingers)
{
	struct issue i = {
		.name = failure_id(v->failure->kind),
		.message = pipeline_failure(v, c->out),
		.severity = "blocker", .at = &v->failure->at,
		.fingerprint = finger_failure(fingers, v->input, v->failure),
	};

	i.body = i.message;
	return issue(c, &i);
}

void gitlab_check(const struct report_view *views, size_t count,
		  struct out *o)
{
	struct element_ctx c = { o, views[0].arena };
	struct element_list list = { &c, 0 };
	struct fingers fingers = { .a = views[0].arena };

	out_str(o, "[");
	for (size_t i = 0; i < count; i++) {
		const struct report_view *v = &views[i];

		for (size_t k = 0; k < v->sink->findings.count; k++) {
			const struct finding *f = &v->sink->findings.items[k];

			if (f->by == BY_NOBODY)
				element_list_next(&list, of_finding(&c, v,
						  &fingers, f));
		}
		if (v->failure != NULL)
			element_list_next(&list, of_failure(&c, v, &fingers));
	}
	out_str(o, "\n]\n");
}
