/* SPDX-License-Identifier: BSD-2-Clause */
/* Findings, and the lines that they speak of. */
#include "report/html.h"

#include <string.h>

#include "base/sort.h"
#include "base/try.h"
#include "report/fix_words.h"
#include "report/markup.h"

#define AROUND 2	/* lines shown on either side */
#define SHOWN_MAX 240	/* bytes shown of one */

static int by_line(const void *a, const void *b, const void *arg)
{
	const struct html_line *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	(void)arg;
	if (order != 0)
		return order;
	return (x->line > y->line) - (x->line < y->line);
}

static bool read_file(const struct report_view *v, const char *file,
		      const char **ret_text, size_t *ret_len)
{
	return v->source != NULL &&
	       v->source(v->source_arg, file, ret_text, ret_len);
}

/* A last line counts without its line end, too. */
static uint32_t count_lines(const char *text, size_t len)
{
	uint32_t count = 0;

	for (size_t at = 0; at < len; count++) {
		const char *nl = memchr(text + at, '\n', len - at);

		at = nl != NULL ? (size_t)(nl - text) + 1 : len;
	}
	return count;
}

static void find_lines(struct html_sources *s)
{
	uint32_t have = 0;

	for (size_t i = 0; i < s->count; i++) {
		struct html_line *l = &s->lines[i];
		const char *text;
		size_t len;

		if (i == 0 || strcmp(l[-1].file, l->file) != 0)
			have = read_file(s->view, l->file, &text, &len) ?
			       count_lines(text, len) : 0;
		l->exists = l->line > 0 && l->line <= have;
	}
}

static void add_line(struct html_sources *s, const struct srcpos *pos)
{
	if (pos->file != NULL)
		s->lines[s->count++] = (struct html_line){
			.file = pos->file, .line = pos->line,
		};
}

enum mpuc_status html_sources(const struct report_view *v,
			      struct html_sources *ret_sources)
{
	struct html_sources s = { .view = v };
	const struct sink *sink = v->sink;
	size_t kept = 0;

	s.lines = arena_array(v->arena, sink->findings.count,
			      (FINDING_RELATED + 1) * sizeof(*s.lines));
	TRY_PTR(s.lines);
	for (size_t i = 0; i < sink->findings.count; i++) {
		const struct finding *f = &sink->findings.items[i];

		add_line(&s, &f->at.pos);
		for (uint32_t k = 0; k < f->related_count; k++)
			add_line(&s, &f->related[k].at.pos);
	}
	TRY(sort_stable(v->arena, s.lines, s.count, sizeof(*s.lines),
			by_line, NULL));
	for (size_t i = 0; i < s.count; i++) {
		if (i == 0 || by_line(&s.lines[i], &s.lines[i - 1], NULL) != 0)
			s.lines[kept++] = s.lines[i];
	}
	s.count = kept;
	find_lines(&s);
	*ret_sources = s;
	return MPUC_OK;
}

static size_t line_index(const struct html_sources *s,
			 const struct srcpos *pos)
{
	const struct html_line wanted = {
		.file = pos->file, .line = pos->line,
	};
	size_t low = 0, high = s->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (by_line(&s->lines[middle], &wanted, NULL) <= 0)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* --- findings ----------------------------------------------------------- */

static void place(const struct html_sources *s, const struct place *at,
		  struct out *o)
{
	size_t line;

	if (at->pos.file == NULL) {
		if (at->input == NULL)
			return;
		markup_text(o, at->input);
		out_str(o, ": ");
		markup_text(o, at->node != NULL ? at->node : "");
		if (at->property != NULL) {
			out_str(o, " ");
			markup_text(o, at->property);
		}
		out_str(o, ": ");
		return;
	}
	line = line_index(s, &at->pos);
	if (s->lines[line].exists)
		out_fmt(o, "<a href=\"#l%zu\">", line);
	markup_text(o, at->pos.file);
	out_fmt(o, ":%u:%u%s: ", (unsigned)at->pos.line,
		(unsigned)at->pos.col, s->lines[line].exists ? "</a>" : "");
}

static void spans(const struct span *list, uint32_t count, struct out *o)
{
	for (uint32_t i = 0; i < count; i++) {
		struct range r;

		if (range_make(list[i].base, list[i].size, &r)) {
			out_fmt(o, "<li>0x%llx to 0x%llx, ",
				(unsigned long long)r.base,
				(unsigned long long)r.last);
			show_size(o, list[i].size);
		} else {
			out_fmt(o, "<li>from 0x%llx, size 0x%llx",
				(unsigned long long)list[i].base,
				(unsigned long long)list[i].size);
		}
		out_str(o, "</li>\n");
	}
}

static void remark(const char *head, const char *text, struct out *o)
{
	if (text == NULL || *text == '\0')
		return;
	out_fmt(o, "<li>%s: ", head);
	markup_text(o, text);
	out_str(o, "</li>\n");
}

static void fix(struct arena *a, const struct fix *fix, struct out *o)
{
	for (size_t i = 0; i < fix_lines(fix); i++) {
		const char *text = fix_line(a, fix, i);

		if (text == NULL)
			o->status = MPUC_E_NOMEM;
		remark(fix_head(fix), text, o);
	}
}

static void finding(const struct html_sources *s, size_t index,
		    struct out *o)
{
	const struct finding *f = &s->view->sink->findings.items[index];
	const struct code_info *code = code_info(f->code);

	out_fmt(o, "<li id=\"f%zu\" class=\"%s\"><b>%s</b> ", index + 1,
		severity_name(f->severity), severity_name(f->severity));
	place(s, &f->at, o);
	markup_text(o, f->message != NULL ? f->message : code->id);
	out_fmt(o, " <span class=\"facts\">[MPU%04u %s]</span>\n<ul>\n",
		(unsigned)f->code, code->id);
	spans(f->span_count > 0 ? f->spans : NULL, f->span_count, o);
	remark("Xen", f->effect, o);
	remark("help", f->help, o);
	fix(s->view->arena, &f->fix, o);
	for (uint32_t i = 0; i < f->related_count; i++) {
		const struct related *r = &f->related[i];

		out_str(o, "<li>");
		place(s, &r->at, o);
		markup_text(o, r->message != NULL ? r->message : "see here");
		out_str(o, "</li>\n");
	}
	out_str(o, "</ul></li>\n");
}

void html_findings(const struct html_sources *s, struct out *o)
{
	size_t count = s->view->sink->findings.count;

	out_str(o, "<section aria-labelledby=\"h-findings\">\n"
		"<h2 id=\"h-findings\">Findings</h2>\n");
	if (count == 0)
		out_str(o, "<p>None.</p>\n");
	else
		out_str(o, "<ol class=\"findings\">\n");
	for (size_t i = 0; i < count; i++)
		finding(s, i, o);
	out_str(o, count == 0 ? "</section>\n" : "</ol>\n</section>\n");
}

/* --- the sources -------------------------------------------------------- */

static void show_line(const char *text, size_t len, struct out *o)
{
	if (len > 0 && text[len - 1] == '\r')
		len--;
	markup_bytes(o, text, len < SHOWN_MAX ? len : SHOWN_MAX);
	if (len > SHOWN_MAX)
		out_str(o, " \xe2\x80\xa6");
	out_str(o, "</span>\n");
}

/* lines[first..end) are of one file. */
static void show_file(const struct html_sources *s, size_t first, size_t end,
		      struct out *o)
{
	const char *text;
	size_t len, at = 0, next = first;
	uint32_t shown = 0;

	if (!read_file(s->view, s->lines[first].file, &text, &len))
		return;
	for (uint32_t number = 1; at < len; number++) {
		const char *nl = memchr(text + at, '\n', len - at);
		size_t n = nl != NULL ? (size_t)(nl - text) - at : len - at;

		while (next < end && s->lines[next].line + AROUND < number)
			next++;
		if (next < end && s->lines[next].line <= number + AROUND) {
			size_t own = next;

			while (own < end && s->lines[own].line < number)
				own++;
			if (shown + 1 != number && shown > 0)
				out_str(o, "<span>\xe2\x8b\xaf</span>\n");
			shown = number;
			if (own < end && s->lines[own].line == number)
				out_fmt(o, "<span id=\"l%zu\">", own);
			else
				out_str(o, "<span>");
			out_fmt(o, "<i>%5u</i>  ", number);
			show_line(text + at, n, o);
		}
		at += nl != NULL ? n + 1 : n;
	}
}

void html_listing(const struct html_sources *s, struct out *o)
{
	out_str(o, "<section aria-labelledby=\"h-source\">\n"
		"<h2 id=\"h-source\">Lines of the sources</h2>\n");
	for (size_t i = 0, end; i < s->count; i = end) {
		bool any = false;

		for (end = i; end < s->count &&
		     strcmp(s->lines[end].file, s->lines[i].file) == 0; end++)
			any |= s->lines[end].exists;
		if (!any)
			continue;
		out_str(o, "<h3>");
		markup_text(o, s->lines[i].file);
		out_str(o, "</h3>\n<div class=\"source\" tabindex=\"0\">");
		show_file(s, i, end, o);
		out_str(o, "</div>\n");
	}
	out_str(o, "</section>\n");
}
