/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JUnit XML: a suite for each tree, a case for each finding.  Those that
 * make the run fail are failures, others are cases that pass and say why
 * they are there.  A tree without findings has one case, so that nobody
 * takes it for a suite that did not run; one that could not be checked has
 * one that is an error.
 */
#include "report/pipeline.h"

#include <mxml.h>

#include "report/finger.h"
#include "report/plain.h"

struct junit {
	const struct report_view *v;
	struct out *out;
	struct fingers names;	/* cases must differ in their names */
};

static void latch(struct out *o)
{
	if (o->status == MPUC_OK)
		o->status = MPUC_E_NOMEM;
}

static void set(struct junit *j, mxml_node_t *node, const char *name,
		const char *value)
{
	if (value == NULL)
		latch(j->out);
	else
		mxmlElementSetAttr(node, name, value);
}

/* Serialise node into the arena, write it on a line, release it. */
static void put_case(struct junit *j, mxml_node_t *node)
{
	char probe[1];
	char *text = NULL;
	int len = -1;

	mxmlSetWrapMargin(0);
	if (node != NULL)
		len = mxmlSaveString(node, probe, sizeof(probe),
				     MXML_NO_CALLBACK);
	if (len >= 0)
		text = arena_alloc(j->v->arena, (size_t)len + 1);
	if (text == NULL) {
		latch(j->out);
	} else {
		(void)mxmlSaveString(node, text, len + 1, MXML_NO_CALLBACK);
		out_str(j->out, "    ");
		out_str(j->out, text);	/* with a line end */
	}
	mxmlDelete(node);
}

static bool fails(const struct report_view *v, const struct finding *f)
{
	return f->by == BY_NOBODY && (uint32_t)f->severity >= v->fail_from;
}

/*
 * "MPU0117 static-mem-outside-section /chosen/domU1 xen,static-mem", with a
 * number behind it from the second of that name on.
 */
static const char *case_name(struct junit *j, const struct finding *f)
{
	const char *node = f->at.node, *property = f->at.property;
	const char *name = arena_printf(j->v->arena, "MPU%04u %s%s%s%s%s",
		(unsigned)f->code, code_info(f->code)->id,
		node != NULL ? " " : "", node != NULL ? node : "",
		property != NULL ? " " : "", property != NULL ? property : "");
	unsigned long before;

	if (name == NULL || !finger_count(&j->names, name, &before))
		return NULL;
	if (before > 0)
		name = arena_printf(j->v->arena, "%s (%lu)", name,
				    before + 1);
	return name == NULL ? NULL : plain_text(j->v->arena, name);
}

static mxml_node_t *new_case(struct junit *j, const char *name)
{
	mxml_node_t *node = mxmlNewElement(MXML_NO_PARENT, "testcase");

	set(j, node, "classname", plain_text(j->v->arena,
					     j->v->input));
	set(j, node, "name", name);
	return node;
}

static const char *body_of(struct junit *j, const struct place *at,
			   const char *text)
{
	const struct srcpos *pos = &at->pos;
	const char *file = pipeline_file(at);

	if (file == NULL)
		return text;
	file = plain_text(j->v->arena, file);
	if (file == NULL)
		return NULL;
	if (pos->file == NULL)
		return arena_printf(j->v->arena, "%s: %s", file, text);
	return arena_printf(j->v->arena, "%s:%u:%u: %s", file,
			    (unsigned)pos->line, (unsigned)pos->col, text);
}

static void set_place(struct junit *j, mxml_node_t *node,
		      const struct place *at)
{
	const char *file = pipeline_file(at);

	if (file != NULL)
		set(j, node, "file", plain_text(j->v->arena, file));
	if (at->pos.file != NULL)
		mxmlElementSetAttrf(node, "line", "%u",
				    (unsigned)at->pos.line);
}

static void set_body(struct junit *j, mxml_node_t *node,
		     const struct place *at, const char *text)
{
	const char *body = body_of(j, at, text);

	if (body == NULL)
		latch(j->out);
	else
		mxmlNewOpaque(node, body);
}

static mxml_node_t *finding_case(struct junit *j, const struct finding *f)
{
	mxml_node_t *node = new_case(j, case_name(j, f)), *inner;

	set_place(j, node, &f->at);
	inner = mxmlNewElement(node, fails(j->v, f) ? "failure" :
			       f->by != BY_NOBODY ? "skipped" : "system-out");
	if (f->by != BY_NOBODY)
		set(j, inner, "message", plain_text(j->v->arena,
			f->by_reason != NULL ? f->by_reason : f->by_says));
	if (fails(j->v, f)) {
		set(j, inner, "type", severity_name(f->severity));
		set(j, inner, "message", pipeline_message(j->v, f, j->out));
	}
	set_body(j, inner, &f->at, pipeline_text(j->v, f, j->out));
	return node;
}

static mxml_node_t *failure_case(struct junit *j)
{
	const struct failure *f = j->v->failure;
	mxml_node_t *node = new_case(j, "can be checked"), *inner;

	set_place(j, node, &f->at);
	inner = mxmlNewElement(node, "error");
	set(j, inner, "type", failure_id(f->kind));
	set(j, inner, "message", pipeline_failure(j->v, j->out));
	set_body(j, inner, &f->at, pipeline_failure(j->v, j->out));
	return node;
}

static size_t failures(const struct report_view *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->sink->findings.count; i++)
		n += fails(v, &v->sink->findings.items[i]);
	return n;
}

static size_t cases(const struct report_view *v)
{
	return v->sink->findings.count == 0 ? 1 : v->sink->findings.count;
}

/* The frame is ours: mxml would hold the whole document. */
static void put_attr(struct junit *j, const char *name, const char *value)
{
	value = plain_text(j->v->arena, value);
	if (value == NULL) {
		latch(j->out);
		return;
	}
	out_fmt(j->out, " %s=\"", name);
	for (; *value != '\0'; value++) {
		const char *entity = mxmlEntityGetName(*value);

		if (entity != NULL)
			out_fmt(j->out, "&%s;", entity);
		else
			out_bytes(j->out, value, 1);
	}
	out_str(j->out, "\"");
}

static void put_counts(struct junit *j, size_t tests, size_t failed,
		       size_t errors)
{
	out_fmt(j->out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\">\n",
		tests, failed, errors);
}

static void put_suite(struct junit *j)
{
	const struct report_view *v = j->v;

	out_str(j->out, "  <testsuite");
	put_attr(j, "name", v->input);
	put_counts(j, cases(v), failures(v), v->failure != NULL);
	for (size_t i = 0; i < v->sink->findings.count; i++)
		put_case(j, finding_case(j, &v->sink->findings.items[i]));
	if (v->failure != NULL)
		put_case(j, failure_case(j));
	else if (v->sink->findings.count == 0)
		put_case(j, new_case(j, "all rules and budgets"));
	out_str(j->out, "  </testsuite>\n");
}

void junit_check(const struct report_view *views, size_t count,
		 struct out *o)
{
	struct junit j = {
		.v = &views[0], .out = o, .names = { .a = views[0].arena },
	};
	size_t tests = 0, failed = 0, errors = 0;

	for (size_t i = 0; i < count; i++) {
		tests += cases(&views[i]);
		failed += failures(&views[i]);
		errors += views[i].failure != NULL;
	}
	out_str(o, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<testsuites name=\"mpuc\"");
	put_counts(&j, tests, failed, errors);
	for (size_t i = 0; i < count; i++) {
		j.v = &views[i];
		put_suite(&j);
	}
	out_str(o, "</testsuites>\n");
}
