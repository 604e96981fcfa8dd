/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/text.h"

#include <string.h>

#include "base/num.h"
#include "report/excerpt.h"
#include "report/fix_words.h"
#include "report/show.h"

/* For input without lines: its node, property and offset. */
static void blob_place(struct out *o, const struct place *at)
{
	out_safe(o, at->input);
	out_str(o, ":");
	if (at->node != NULL) {
		out_str(o, " ");
		out_safe(o, at->node);
	}
	if (at->property != NULL) {
		out_str(o, ": ");
		out_safe(o, at->property);
	}
	if (at->has_offset)
		out_fmt(o, " (offset 0x%llx)", (unsigned long long)at->offset);
	if (at->node != NULL || at->property != NULL || at->has_offset)
		out_str(o, ":");
}

static void show_place(struct out *o, const struct place *at)
{
	if (at->pos.file == NULL && at->input == NULL)
		return;
	show_color(o, COLOR_PLACE);
	if (at->pos.file != NULL) {
		out_safe(o, at->pos.file);
		out_fmt(o, ":%u:%u:", (unsigned)at->pos.line,
			(unsigned)at->pos.col);
	} else {
		blob_place(o, at);
	}
	show_color(o, COLOR_NONE);
	out_str(o, " ");
}

static void show_span(struct out *o, struct span span)
{
	uint64_t end;

	out_fmt(o, "    range: [0x%llx, ", (unsigned long long)span.base);
	if (num_add(span.base, span.size, &end))
		out_fmt(o, "0x%llx), ", (unsigned long long)end);
	else
		out_str(o, "past 2^64), ");
	show_size(o, span.size);
	out_str(o, "\n");
}

/* The other party's range stands below its own place. */
static bool is_related(const struct finding *f, struct span span)
{
	for (uint32_t i = 0; i < f->related_count; i++) {
		const struct related *r = &f->related[i];

		for (uint32_t k = 0; k < r->span_count; k++) {
			if (r->spans[k].base == span.base &&
			    r->spans[k].size == span.size)
				return true;
		}
	}
	return false;
}

static void show_line(struct out *o, const char *head, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	out_fmt(o, "    %s: ", head);
	out_safe(o, text);
	out_str(o, "\n");
}

void text_head(struct out *o, const struct finding *f)
{
	static const enum color colors[] = {
		COLOR_NOTE, COLOR_WARNING, COLOR_ERROR,
	};

	show_place(o, &f->at);
	show_color(o, colors[f->severity]);
	out_fmt(o, "%s:", severity_name(f->severity));
	show_color(o, COLOR_NONE);
	out_str(o, " ");
	out_safe(o, f->message != NULL ? f->message :
		 code_info(f->code)->id);
	out_fmt(o, " [MPU%04u]\n", (unsigned)f->code);
}

static void show_related(struct out *o, struct excerpts *e,
			 const struct related *r)
{
	show_place(o, &r->at);
	show_color(o, COLOR_NOTE);
	out_str(o, "note:");
	show_color(o, COLOR_NONE);
	out_str(o, " ");
	out_safe(o, r->message != NULL ? r->message : "see here");
	out_str(o, "\n");
	if (r->at.pos.file != NULL)
		excerpts_show(e, &r->at.pos, o);
	for (uint32_t i = 0; i < r->span_count; i++)
		show_span(o, r->spans[i]);
}

static void show_fix(struct out *o, struct arena *a, const struct fix *fix)
{
	for (size_t i = 0; i < fix_lines(fix); i++) {
		const char *text = fix_line(a, fix, i);

		if (text == NULL)
			o->status = MPUC_E_NOMEM;
		show_line(o, fix_head(fix), text);
	}
}

static void show_finding(const struct report_view *v, struct out *o,
			 struct excerpts *own, struct excerpts *other,
			 const struct finding *f)
{
	text_head(o, f);
	if (f->at.pos.file != NULL)
		excerpts_show(own, &f->at.pos, o);
	for (uint32_t i = 0; i < f->span_count; i++) {
		if (i == 0 || !is_related(f, f->spans[i]))
			show_span(o, f->spans[i]);
	}
	show_line(o, "xen", f->effect);
	show_line(o, "help", f->help);
	show_fix(o, v->arena, &f->fix);
	for (uint32_t i = 0; i < f->related_count; i++)
		show_related(o, other, &f->related[i]);
	out_str(o, "\n");
}

static size_t code_index(enum diag_code code)
{
	return (size_t)(code_info(code) - code_at(0));
}

/*
 * What a design costs holds for nearly every tree of its kind: said in one
 * line, so that it does not bury what is wrong.
 */
static bool is_advice(const struct finding *f)
{
	static const enum diag_code codes[] = {
		CODE_SECTION_SURPLUS, CODE_EMULATED_MAPPED,
		CODE_GUEST_RAM_SCATTERED, CODE_ASM_SLOT_MOVES,
		CODE_WRITABLE_TEXT,
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (codes[i] == f->code)
			return f->severity == SEV_NOTE;
	}
	return false;
}

static void show_advice(struct out *o, const uint64_t *advice, size_t codes)
{
	bool any = false;

	for (size_t i = 0; i < codes; i++) {
		if (advice[i] == 0)
			continue;
		out_fmt(o, "%s%llu %s [MPU%04u]",
			any ? ", " : "notes on the design: ",
			(unsigned long long)advice[i], code_at(i)->id,
			(unsigned)code_at(i)->code);
		any = true;
	}
	if (any)
		out_str(o, "; --format json has them\n\n");
}

static void show_left_out(struct out *o, const uint64_t *seen, size_t codes)
{
	bool any = false;

	for (size_t i = 0; i < codes; i++) {
		if (seen[i] <= TEXT_REPEATS)
			continue;
		out_fmt(o, "%llu more of %s [MPU%04u] not shown; "
			"--format json has all\n",
			(unsigned long long)(seen[i] - TEXT_REPEATS),
			code_at(i)->id, (unsigned)code_at(i)->code);
		any = true;
	}
	if (any)
		out_str(o, "\n");
}

void text_findings(const struct report_view *v, enum diag_severity least,
		   struct out *o)
{
	struct excerpts own, other;
	uint64_t *seen, *advice;
	size_t codes = 0;

	while (code_at(codes) != NULL)
		codes++;
	seen = arena_array(v->arena, codes, sizeof(*seen));
	advice = arena_array(v->arena, codes, sizeof(*advice));
	if (seen == NULL || advice == NULL) {
		o->status = MPUC_E_NOMEM;
		return;
	}
	excerpts_init(&own, v);
	excerpts_init(&other, v);
	for (size_t i = 0; i < v->sink->findings.count; i++) {
		const struct finding *f = &v->sink->findings.items[i];

		if (f->severity < least || f->by != BY_NOBODY)
			continue;
		if (is_advice(f)) {
			advice[code_index(f->code)]++;
			continue;
		}
		if (++seen[code_index(f->code)] <= TEXT_REPEATS)
			show_finding(v, o, &own, &other, f);
	}
	show_left_out(o, seen, codes);
	show_advice(o, advice, codes);
}

/* Is f passed over by the same word as one before it? */
static bool is_counted(const struct sink *sink, size_t index)
{
	const struct finding *f = &sink->findings.items[index];

	for (size_t i = 0; i < index; i++) {
		const struct finding *g = &sink->findings.items[i];

		if (g->by == f->by && g->code == f->code &&
		    strcmp(g->by_says, f->by_says) == 0)
			return true;
	}
	return false;
}

static void show_group(struct out *o, const struct sink *sink, size_t index)
{
	const struct finding *f = &sink->findings.items[index];
	size_t n = 0;

	for (size_t i = index; i < sink->findings.count; i++) {
		const struct finding *g = &sink->findings.items[i];

		n += g->by == f->by && g->code == f->code &&
		     strcmp(g->by_says, f->by_says) == 0;
	}
	out_fmt(o, "  %zu of %s [MPU%04u] by ", n, code_info(f->code)->id,
		(unsigned)f->code);
	out_safe(o, f->by_says);
	out_str(o, f->by_reason != NULL ? ": " : ", without a reason");
	if (f->by_reason != NULL)
		out_safe(o, f->by_reason);
	out_str(o, "\n");
}

/* Nothing is passed over in silence. */
static void show_passed_over(struct out *o, const struct sink *sink)
{
	size_t known = sink_passed_over(sink, true);
	size_t others = sink_passed_over(sink, false);

	if (others > 0)
		out_fmt(o, "%zu suppressed:\n", others);
	for (size_t i = 0; others > 0 && i < sink->findings.count; i++) {
		const struct finding *f = &sink->findings.items[i];

		if (f->by != BY_NOBODY && f->by != BY_BASELINE &&
		    !is_counted(sink, i))
			show_group(o, sink, i);
	}
	if (known > 0)
		out_fmt(o, "%zu in the baseline, not shown\n", known);
	if (others + known > 0)
		out_str(o, "\n");
}

void text_verdict(const struct report_view *v, struct out *o)
{
	show_passed_over(o, v->sink);
	show_counts(o, v->sink);
	out_str(o, "\nverdict: ");
	show_color(o, v->failed ? COLOR_ERROR : COLOR_CARET);
	out_str(o, show_verdict(v));
	show_color(o, COLOR_NONE);
	out_str(o, "\n");
}

void text_failure(const struct report_view *v, struct out *o)
{
	const struct place *at = &v->failure->at;
	const char *file = at->pos.file != NULL ? at->pos.file : at->input;

	show_color(o, COLOR_PLACE);
	if (file != NULL)
		out_safe(o, file);
	if (at->pos.file != NULL)
		out_fmt(o, ":%u:%u", (unsigned)at->pos.line,
			(unsigned)at->pos.col);
	out_str(o, file != NULL ? ": " : "");
	show_color(o, COLOR_ERROR);
	out_str(o, "error: ");
	show_color(o, COLOR_NONE);
	out_safe(o, v->failure->message);
	out_str(o, "\n\nnot checked\nverdict: ");
	show_color(o, COLOR_ERROR);
	out_str(o, show_verdict(v));
	show_color(o, COLOR_NONE);
	out_str(o, "\n");
}

void text_check(const struct report_view *v, struct out *o)
{
	if (v->failure != NULL) {
		text_failure(v, o);
		return;
	}
	text_findings(v, SEV_NOTE, o);
	show_machine(o, v->system);
	out_str(o, "\n");
	if (v->plan != NULL) {
		show_ledger(o, v->plan);
		out_str(o, "\n");
	}
	text_verdict(v, o);
}
