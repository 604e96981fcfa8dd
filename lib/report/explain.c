/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/explain.h"

#include <stdio.h>
#include <string.h>

#include "report/element.h"
#include "report/report.h"
#include "report/show.h"
#include "report/table.h"
#include "report/wrap.h"

static const struct explain_example *find_example(const struct code_info *i)
{
	for (size_t k = 0; k < explain_example_count; k++) {
		if (explain_examples[k].code == (unsigned)i->code)
			return &explain_examples[k];
	}
	return NULL;
}

static void section(struct out *o, const char *head, const char *text)
{
	show_color(o, COLOR_PLACE);
	out_str(o, head);
	show_color(o, COLOR_NONE);
	out_str(o, "\n");
	if (text != NULL)
		wrap(o, 4, text);
}

static void example(struct out *o, const char *head, const char *text)
{
	out_str(o, "\n");
	section(o, head, NULL);
	while (*text != '\0') {
		size_t len = strcspn(text, "\n") + 1;

		if (len > 1)
			out_str(o, "    ");
		out_bytes(o, text, len);
		text += len;
	}
}

/* What a generation does: in its own words, else in the general ones. */
static const char *effect_on(const struct target *t,
			     const struct code_info *info)
{
	const char *text = target_effect(t, info->id);

	return text != NULL ? text : info->xen;
}

/* Targets that do the same share a paragraph. */
static bool shown_before(size_t at, const struct code_info *info)
{
	const char *text = effect_on(target_at(at), info);

	for (size_t i = 0; i < at; i++) {
		if (strcmp(effect_on(target_at(i), info), text) == 0)
			return true;
	}
	return false;
}

static void effects(struct out *o, const struct code_info *info)
{
	for (size_t i = 0; target_at(i) != NULL; i++) {
		const char *text = effect_on(target_at(i), info);
		const char *comma = "";

		if (shown_before(i, info))
			continue;
		out_str(o, "  ");
		for (size_t k = i; target_at(k) != NULL; k++) {
			if (strcmp(effect_on(target_at(k), info), text) != 0)
				continue;
			out_fmt(o, "%s%s", comma, target_at(k)->name);
			comma = ", ";
		}
		out_str(o, ":\n");
		wrap(o, 4, text);
	}
}

static void explain_text(const struct code_info *info, struct out *o)
{
	const struct explain_example *e = find_example(info);

	show_color(o, COLOR_PLACE);
	out_fmt(o, "MPU%04u %s", (unsigned)info->code, info->id);
	show_color(o, COLOR_NONE);
	out_fmt(o, "  (%s, basis: %s)\n\n", severity_name(info->severity),
		basis_name(info->basis));
	section(o, "What is wrong", info->summary);
	out_str(o, "\n");
	section(o, "Why it matters on an MPU", info->why);
	out_str(o, "\n");
	section(o, "What Xen does", NULL);
	effects(o, info);
	out_str(o, "\n");
	section(o, "What to change", info->fix);
	if (e != NULL) {
		example(o, "Wrong", e->bad);
		example(o, "Right", e->good);
	}
	out_str(o, "\n");
	section(o, "Source", info->source);
}

static void set_code(struct element_ctx *c, json_t *object,
		     const struct code_info *info)
{
	char code[16];

	(void)snprintf(code, sizeof(code), "MPU%04u", (unsigned)info->code);
	element_set(c, object, "code", json_string(code));
	element_set(c, object, "id", json_string(info->id));
	element_set(c, object, "severity",
		    json_string(severity_name(info->severity)));
	element_set(c, object, "basis",
		    json_string(basis_name(info->basis)));
	element_set(c, object, "summary", json_string(info->summary));
}

static json_t *effects_json(struct element_ctx *c,
			    const struct code_info *info)
{
	json_t *object = element_object(c);
	const struct target *t;

	for (size_t i = 0; (t = target_at(i)) != NULL; i++)
		element_set(c, object, t->name,
			    json_string(effect_on(t, info)));
	return object;
}

static json_t *lines_json(struct element_ctx *c, const char *text)
{
	json_t *array = element_array(c);

	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		element_append(c, array, json_stringn(text, len));
		text += len + 1;
	}
	return array;
}

static void explain_json(const struct code_info *info, struct out *o)
{
	const struct explain_example *e = find_example(info);
	struct element_ctx c = { o, NULL };
	json_t *object = element_object(&c);

	element_set(&c, object, "schema", json_string("mpuc-explain-1"));
	set_code(&c, object, info);
	element_set(&c, object, "why", json_string(info->why));
	element_set(&c, object, "xen", json_string(info->xen));
	element_set(&c, object, "effects", effects_json(&c, info));
	element_set(&c, object, "fix", json_string(info->fix));
	element_set(&c, object, "source", json_string(info->source));
	element_set(&c, object, "bad", e != NULL ?
		    lines_json(&c, e->bad) : json_null());
	element_set(&c, object, "good", e != NULL ?
		    lines_json(&c, e->good) : json_null());
	element_dump(&c, object);
	out_str(o, "\n");
}

enum mpuc_status report_explain(const struct code_info *info,
				enum report_format format, struct out *o)
{
	if (format == REPORT_JSON)
		explain_json(info, o);
	else
		explain_text(info, o);
	return o->status;
}

static void codes_json(struct out *o)
{
	struct element_ctx c = { o, NULL };
	json_t *codes = element_array(&c);
	json_t *object = element_object(&c);
	const struct code_info *info;

	for (size_t i = 0; (info = code_at(i)) != NULL; i++) {
		json_t *code = element_object(&c);

		set_code(&c, code, info);
		element_append(&c, codes, code);
	}
	element_set(&c, object, "schema", json_string("mpuc-codes-1"));
	element_set(&c, object, "codes", codes);
	element_dump(&c, object);
	out_str(o, "\n");
}

static void codes_text(struct out *o)
{
	static const char *const heads[] = {
		"code", "id", "severity", "basis",
	};
	const struct code_info *info;
	struct table t;
	char code[16];

	table_init(&t, heads, 4);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; (info = code_at(i)) != NULL; i++) {
			const char *const cells[] = {
				code, info->id, severity_name(info->severity),
				basis_name(info->basis),
			};

			(void)snprintf(code, sizeof(code), "MPU%04u",
				       (unsigned)info->code);
			if (pass == 0)
				table_measure(&t, cells);
			else
				table_row(&t, o, cells);
		}
		if (pass == 0)
			table_heads(&t, o);
	}
}

enum mpuc_status report_codes(enum report_format format, struct out *o)
{
	if (format == REPORT_JSON)
		codes_json(o);
	else
		codes_text(o);
	return o->status;
}
