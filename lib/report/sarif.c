/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SARIF 2.1.0.  One run holds the results of all trees, since code scanning
 * takes only one run of a tool from a file.  A result without a position
 * has no region; its node is in the logical location in any case.  A tree
 * that could not be checked is a notification of the run's one invocation,
 * which then was no success.
 */
#include "report/pipeline.h"

#include <stdio.h>

#include "base/try.h"
#include "report/element.h"
#include "report/excerpt.h"
#include "report/finger.h"
#include "report/json.h"
#include "report/plain.h"
#include "report/sarif_fix.h"
#include "report/sarif_place.h"
#include "report/show.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

struct sarif {
	struct element_ctx c;
	const struct report_view *v;	/* the tree at hand */
	struct excerpts excerpts;
	struct fingers fingers;
	int *rule_index;	/* of each code, made by rules() */
};

static size_t code_index(enum diag_code code)
{
	return (size_t)(code_info(code) - code_at(0));
}

/* --- rules -------------------------------------------------------------- */

static json_t *help_of(struct element_ctx *c, const struct code_info *info)
{
	json_t *object = element_object(c);

	element_set(c, object, "text", element_text(c, arena_printf(c->arena,
		"%s\n\nXen: %s\n\nTo fix it: %s\n\nSource: %s\n\n"
		"mpuc explain MPU%04u shows an example.", info->summary,
		info->xen, info->fix, info->source, (unsigned)info->code)));
	element_set(c, object, "markdown", element_text(c, arena_printf(
		c->arena, "%s\n\n**Xen:** %s\n\n**To fix it:** %s\n\n"
		"**Source:** %s\n\n`mpuc explain MPU%04u` shows an example.",
		info->summary, info->xen, info->fix, info->source,
		(unsigned)info->code)));
	return object;
}

static json_t *rule(struct element_ctx *c, const struct code_info *info)
{
	json_t *object = element_object(c);
	json_t *configuration = element_object(c);
	json_t *properties = element_object(c);
	json_t *tags = element_array(c);
	char code[16];

	(void)snprintf(code, sizeof(code), "MPU%04u", (unsigned)info->code);
	element_set(c, object, "id", json_string(code));
	element_set(c, object, "name", json_string(info->id));
	element_set(c, object, "shortDescription",
		    sarif_text(c, info->summary));
	element_set(c, object, "fullDescription",
		    sarif_text(c, info->summary));
	element_set(c, object, "help", help_of(c, info));
	element_set(c, configuration, "level",
		    json_string(severity_name(info->severity)));
	element_set(c, object, "defaultConfiguration", configuration);
	element_append(c, tags, json_string("memory-layout"));
	element_append(c, tags, json_string(basis_name(info->basis)));
	element_set(c, properties, "basis",
		    json_string(basis_name(info->basis)));
	element_set(c, properties, "tags", tags);
	element_set(c, object, "properties", properties);
	return object;
}

/* The rules of all findings, each once, in the order of their numbers. */
static json_t *rules(struct sarif *s, const struct report_view *views,
		     size_t count)
{
	json_t *array = element_array(&s->c);
	int used = 0;

	for (size_t i = 0; i < count; i++) {
		const struct sink *sink = views[i].sink;

		for (size_t k = 0; k < sink->findings.count; k++)
			s->rule_index[code_index(
				sink->findings.items[k].code)] = 1;
	}
	for (size_t i = 0; code_at(i) != NULL; i++) {
		if (s->rule_index[i] == 0)
			continue;
		s->rule_index[i] = used++;
		element_append(&s->c, array, rule(&s->c, code_at(i)));
	}
	return array;
}

/* --- results ------------------------------------------------------------ */

static json_t *related(struct sarif *s, const struct finding *f)
{
	struct element_ctx *c = &s->c;
	json_t *array = element_array(c);

	for (uint32_t i = 0; i < f->related_count; i++) {
		const struct related *r = &f->related[i];
		json_t *object = sarif_location(c, &s->excerpts, &r->at);
		const char *message = r->message != NULL ? r->message :
				      "see here";

		if (object == NULL)
			continue;
		element_set(c, object, "id", element_count(i + 1));
		element_set(c, object, "message", sarif_text(c,
			    plain_text(c->arena, message)));
		element_append(c, array, object);
	}
	return array;
}

static json_t *properties_of(struct sarif *s, const struct finding *f)
{
	struct element_ctx *c = &s->c;
	json_t *object = element_object(c);

	element_set(c, object, "id", json_string(code_info(f->code)->id));
	element_set(c, object, "basis", json_string(basis_name(f->basis)));
	element_set(c, object, "ranges",
		    element_spans(c, f->spans, f->span_count));
	return object;
}

/* A comment is in the source, options and the configuration are not. */
static json_t *suppressions(struct sarif *s, const struct finding *f)
{
	struct element_ctx *c = &s->c;
	json_t *array = element_array(c), *object = element_object(c);

	element_set(c, object, "kind", json_string(f->by == BY_COMMENT ?
						   "inSource" : "external"));
	element_set(c, object, "status", json_string("accepted"));
	if (f->by_reason != NULL)
		element_set(c, object, "justification", element_text(c,
			    plain_text(c->arena, f->by_reason)));
	element_append(c, array, object);
	return array;
}

static json_t *result(struct sarif *s, const struct finding *f)
{
	struct element_ctx *c = &s->c;
	json_t *object = element_object(c);
	json_t *at = sarif_location(c, &s->excerpts, &f->at);
	json_t *locations = element_array(c);
	json_t *finger = element_object(c), *fixes = NULL;
	char code[16];

	(void)snprintf(code, sizeof(code), "MPU%04u", (unsigned)f->code);
	element_set(c, object, "ruleId", json_string(code));
	element_set(c, object, "ruleIndex",
		    json_integer(s->rule_index[code_index(f->code)]));
	element_set(c, object, "level",
		    json_string(severity_name(f->severity)));
	element_set(c, object, "message",
		    sarif_text(c, pipeline_text(s->v, f, c->out)));
	if (at != NULL)
		element_append(c, locations, at);
	element_set(c, object, "locations", locations);
	if (f->related_count > 0)
		element_set(c, object, "relatedLocations", related(s, f));
	if (f->fix.changes.count > 0)
		fixes = sarif_fixes(c, s->v, &s->excerpts, f);
	if (fixes != NULL)
		element_set(c, object, "fixes", fixes);
	element_set(c, finger, "mpucFinding/v1",
		    element_text(c, finger_next(&s->fingers, f)));
	element_set(c, object, "partialFingerprints", finger);
	if (s->v->has_baseline)
		element_set(c, object, "baselineState",
			    json_string(f->by == BY_BASELINE ? "unchanged" :
					"new"));
	if (f->by != BY_NOBODY && f->by != BY_BASELINE)
		element_set(c, object, "suppressions", suppressions(s, f));
	element_set(c, object, "properties", properties_of(s, f));
	return object;
}

/* What the trees were checked for, and what they need. */
static json_t *systems(struct sarif *s, const struct report_view *views,
		       size_t count)
{
	struct element_ctx *c = &s->c;
	json_t *array = element_array(c), *object = element_object(c);

	for (size_t i = 0; i < count; i++)
		element_append(c, array, json_system(c, &views[i]));
	element_set(c, object, "systems", array);
	return object;
}

/* --- trees that could not be checked ------------------------------------ */

/* What a notification may be of; the index is that of failure_kind. */
static json_t *descriptors(struct element_ctx *c)
{
	static const char *const texts[] = {
		[FAILURE_INPUT] = "an input can't be read or parsed",
		[FAILURE_USAGE] = "an option or a setting has no meaning",
		[FAILURE_INTERNAL] = "the verifier disagrees with the plan",
	};
	json_t *array = element_array(c);

	for (unsigned i = 0; i < ARRAY_SIZE(texts); i++) {
		json_t *object = element_object(c);

		element_set(c, object, "id",
			    json_string(failure_id((enum failure_kind)i)));
		element_set(c, object, "shortDescription",
			    sarif_text(c, texts[i]));
		element_append(c, array, object);
	}
	return array;
}

static json_t *notification(struct sarif *s)
{
	struct element_ctx *c = &s->c;
	const struct failure *f = s->v->failure;
	json_t *object = element_object(c), *descriptor = element_object(c);
	json_t *at = sarif_location(c, &s->excerpts, &f->at);
	json_t *locations = element_array(c);

	element_set(c, descriptor, "id", json_string(failure_id(f->kind)));
	element_set(c, descriptor, "index", element_count(f->kind));
	element_set(c, object, "descriptor", descriptor);
	element_set(c, object, "level", json_string("error"));
	element_set(c, object, "message",
		    sarif_text(c, pipeline_failure(s->v, c->out)));
	if (at != NULL)
		element_append(c, locations, at);
	element_set(c, object, "locations", locations);
	return object;
}

static json_t *invocations(struct sarif *s, const struct report_view *views,
			   size_t count)
{
	struct element_ctx *c = &s->c;
	json_t *array = element_array(c), *object = element_object(c);
	json_t *told = element_array(c);
	bool all = true;

	for (size_t i = 0; i < count; i++) {
		if (views[i].failure == NULL)
			continue;
		all = false;
		s->v = &views[i];
		excerpts_init(&s->excerpts, s->v);
		element_append(c, told, notification(s));
	}
	element_set(c, object, "executionSuccessful", json_boolean(all));
	if (all)
		json_decref(told);
	else
		element_set(c, object, "toolExecutionNotifications", told);
	element_append(c, array, object);
	return array;
}

/* --- frame -------------------------------------------------------------- */

static json_t *tool(struct sarif *s, const struct report_view *views,
		    size_t count)
{
	struct element_ctx *c = &s->c;
	json_t *object = element_object(c), *driver = element_object(c);

	element_set(c, driver, "name", json_string("mpuc"));
	element_set(c, driver, "version", json_string(MPUC_VERSION));
	element_set(c, driver, "semanticVersion", json_string(MPUC_VERSION));
	element_set(c, driver, "rules", rules(s, views, count));
	if (show_totals(views, count).unchecked > 0)
		element_set(c, driver, "notifications", descriptors(c));
	element_set(c, object, "driver", driver);
	return object;
}

static json_t *frame(struct sarif *s, const struct report_view *views,
		     size_t count)
{
	struct element_ctx *c = &s->c;
	json_t *object = element_object(c);

	element_set(c, object, "tool", tool(s, views, count));
	element_set(c, object, "invocations", invocations(s, views, count));
	element_set(c, object, "columnKind",
		    json_string("unicodeCodePoints"));
	element_set(c, object, "properties", systems(s, views, count));
	return object;
}

void sarif_check(const struct report_view *views, size_t count,
		 struct out *o)
{
	struct sarif s = { .c = { o, views[0].arena } };
	struct element_list list = { &s.c, 0 };
	size_t codes = 0;

	while (code_at(codes) != NULL)
		codes++;
	s.fingers.a = s.c.arena;
	s.rule_index = arena_array(s.c.arena, codes, sizeof(*s.rule_index));
	if (s.rule_index == NULL) {
		o->status = MPUC_E_NOMEM;
		return;
	}
	out_str(o, "{\n  \"$schema\": \"" SCHEMA "\",\n"
		"  \"version\": \"2.1.0\",\n  \"runs\": [");
	element_open_list(&s.c, frame(&s, views, count), "results");
	for (size_t i = 0; i < count; i++) {
		s.v = &views[i];
		excerpts_init(&s.excerpts, s.v);
		for (size_t k = 0; k < s.v->sink->findings.count; k++)
			element_list_next(&list, result(&s,
					  &s.v->sink->findings.items[k]));
	}
	out_str(o, "\n  ]}]\n}\n");
}
