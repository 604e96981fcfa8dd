/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/excerpt.h"

#include <string.h>

#include "base/utf8.h"
#include "report/show.h"

#define SHOWN_MAX 200	/* bytes of a line, for sources without line ends */
#define LEAD 40		/* bytes kept before the column in a longer line */

void excerpts_init(struct excerpts *e, const struct report_view *v)
{
	memset(e, 0, sizeof(*e));
	e->source = v->source;
	e->arg = v->source_arg;
}

static void open_file(struct excerpts *e, const char *file)
{
	if (e->file != NULL && strcmp(e->file, file) == 0)
		return;
	e->file = file;
	e->at = 0;
	e->line = 1;
	if (e->source == NULL || !e->source(e->arg, file, &e->text, &e->len))
		e->text = NULL;
}

static bool find_line(struct excerpts *e, uint32_t line)
{
	if (e->text == NULL || line == 0)
		return false;
	if (line < e->line) {
		e->at = 0;
		e->line = 1;
	}
	while (e->line < line) {
		const char *nl = memchr(e->text + e->at, '\n',
					e->len - e->at);

		if (nl == NULL)
			return false;
		e->at = (size_t)(nl - e->text) + 1;
		e->line++;
	}
	return e->at < e->len;
}

static size_t line_length(const struct excerpts *e)
{
	const char *start = e->text + e->at;
	const char *nl = memchr(start, '\n', e->len - e->at);
	size_t len = nl != NULL ? (size_t)(nl - start) : e->len - e->at;

	if (len > 0 && start[len - 1] == '\r')
		len--;
	return len;
}

/* Bytes of the next character of s[0..len); 0 when it must be escaped. */
static size_t plain(const char *s, size_t len)
{
	char copy[5] = { 0 };
	size_t n;

	memcpy(copy, s, len < 4 ? len : 4);
	n = utf8_len(copy);
	if ((unsigned char)*s < 0x20 || *s == 0x7f)
		return 0;
	return n;
}

static void show_text(struct out *o, const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t n = plain(s + i, len - i);

		if (n > 0 || s[i] == '\t') {
			out_bytes(o, s + i, n > 0 ? n : 1);
			i += n > 0 ? n : 1;
		} else {
			out_fmt(o, "\\x%02x", (unsigned char)s[i]);
			i++;
		}
	}
	out_str(o, "\n");
}

/* Below every character of s[0..len) one mark; tabs stay tabs. */
static void show_marks(struct out *o, const char *s, size_t len,
		       const char *mark)
{
	for (size_t i = 0; i < len;) {
		size_t n = plain(s + i, len - i);

		if (s[i] == '\t' && *mark == ' ')
			out_str(o, "\t");
		else
			for (int k = n == 0 && s[i] != '\t' ? 4 : 1; k > 0; k--)
				out_str(o, mark);
		i += n > 0 ? n : 1;
	}
}

/* Length of the underlined part, from byte col of a line of len bytes. */
static size_t marked(const struct srcpos *pos, size_t col, size_t len)
{
	if (pos->end_line > pos->line)
		return len - col;
	if (pos->end_line == pos->line && pos->end_col > pos->col) {
		size_t n = pos->end_col - pos->col;

		return n < len - col ? n : len - col;
	}
	return 1;
}

void excerpts_show(struct excerpts *e, const struct srcpos *pos,
		   struct out *o)
{
	size_t len, col, skip, mark;
	const char *s;

	open_file(e, pos->file);
	if (!find_line(e, pos->line))
		return;
	s = e->text + e->at;
	len = line_length(e);
	col = pos->col > 0 ? pos->col - 1 : 0;
	if (col > len)
		col = len;
	mark = marked(pos, col, len);
	skip = len > SHOWN_MAX && col > LEAD ? col - LEAD : 0;
	s += skip;
	len -= skip;
	col -= skip;
	if (len > SHOWN_MAX)
		len = SHOWN_MAX;
	if (mark > len - col)
		mark = len - col;
	out_fmt(o, "%5u | ", (unsigned)pos->line);
	show_text(o, s, len);
	out_str(o, "      | ");
	show_marks(o, s, col, " ");
	show_color(o, COLOR_CARET);
	out_str(o, "^");
	if (mark > 1)
		show_marks(o, s + col + plain(s + col, mark), mark -
			   plain(s + col, mark), "~");
	show_color(o, COLOR_NONE);
	out_str(o, "\n");
}

uint32_t excerpts_column(struct excerpts *e, const char *file, uint32_t line,
			 uint32_t col)
{
	uint32_t chars = col;

	open_file(e, file);
	if (!find_line(e, line) || col == 0)
		return col;
	for (size_t i = 0; i + 1 < col && i < line_length(e); i++)
		chars -= (e->text[e->at + i] & 0xc0) == 0x80;
	return chars;
}
