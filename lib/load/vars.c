/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/vars.h"

#include <string.h>

#include "base/try.h"

struct scan {
	struct load_session *s;
	struct vars *c;
	const char *text, *at, *end;
	const char *line_start;
	uint32_t line;
	char *value;		/* as long as the text at most */
	size_t value_len;
};

static enum mpuc_status refuse(struct scan *p, const char *what)
{
	return load_fail(p->s, MPUC_E_SYNTAX, "%s:%u:%u: %s", p->c->file,
			 p->line, (uint32_t)(p->at - p->line_start) + 1,
			 what);
}

static bool more(const struct scan *p)
{
	return p->at < p->end;
}

static char peek(const struct scan *p)
{
	return more(p) ? *p->at : '\n';
}

static void step(struct scan *p)
{
	if (*p->at++ != '\n')
		return;
	p->line++;
	p->line_start = p->at;
}

static void keep(struct scan *p)
{
	p->value[p->value_len++] = *p->at;
	step(p);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void skip_blanks(struct scan *p)
{
	while (more(p) && (*p->at == ' ' || *p->at == '\t'))
		step(p);
}

static void skip_line(struct scan *p)
{
	while (more(p) && *p->at != '\n')
		step(p);
}

static const char *const needs_shell =
	"this needs a shell, which mpuc does not run: write the value itself";

static enum mpuc_status single_quotes(struct scan *p)
{
	const struct scan start = *p;

	step(p);
	while (more(p) && *p->at != '\'')
		keep(p);
	if (!more(p)) {
		*p = start;
		return refuse(p, "this quote is not closed");
	}
	step(p);
	return MPUC_OK;
}

/* Behind a backslash; in double quotes only some characters lose theirs. */
static void escape(struct scan *p, bool quoted)
{
	step(p);
	if (peek(p) == '\n') {
		if (more(p))
			step(p);
		return;
	}
	if (quoted && strchr("\"\\$`", *p->at) == NULL)
		p->value[p->value_len++] = '\\';
	keep(p);
}

static enum mpuc_status double_quotes(struct scan *p)
{
	const struct scan start = *p;

	step(p);
	while (more(p) && *p->at != '"') {
		if (*p->at == '$' || *p->at == '`')
			return refuse(p, needs_shell);
		if (*p->at == '\\')
			escape(p, true);
		else
			keep(p);
	}
	if (!more(p)) {
		p->at = start.at;
		p->line = start.line;
		p->line_start = start.line_start;
		return refuse(p, "this quote is not closed");
	}
	step(p);
	return MPUC_OK;
}

/* Up to the blank or the end of line that ends the word. */
static enum mpuc_status read_value(struct scan *p)
{
	p->value_len = 0;
	if (peek(p) == '(')
		return refuse(p, "a list in parentheses: write KEY[0]=, "
			      "KEY[1]= and so on");
	while (more(p)) {
		switch (*p->at) {
		case ' ':
		case '\t':
		case '\n':
		case ';':
			return MPUC_OK;
		case '\'':
			TRY(single_quotes(p));
			break;
		case '"':
			TRY(double_quotes(p));
			break;
		case '\\':
			escape(p, false);
			break;
		case '$':
		case '`':
		case '&':
		case '|':
		case '<':
		case '>':
		case '(':
		case ')':
			return refuse(p, needs_shell);
		default:
			keep(p);
		}
	}
	return MPUC_OK;
}

static enum mpuc_status read_index(struct scan *p, uint32_t *ret_index)
{
	uint32_t index = 0;
	bool any = false;

	*ret_index = VARS_NO_INDEX;
	if (peek(p) != '[')
		return MPUC_OK;
	step(p);
	for (; is_digit(peek(p)); step(p)) {
		index = index * 10 + (uint32_t)(*p->at - '0');
		any = true;
		if (index > VARS_INDEX_MAX)
			return refuse(p, "an index above 1023");
	}
	if (!any || peek(p) != ']')
		return refuse(p, "an index is a number in [ and ]");
	step(p);
	*ret_index = index;
	return MPUC_OK;
}

struct var *vars_get(struct vars *c, const char *key, uint32_t index)
{
	for (size_t i = 0; i < c->values.count; i++) {
		struct var *v = &c->values.items[i];

		if (v->index == index && strcmp(v->key, key) == 0) {
			v->is_known = true;
			return v;
		}
	}
	return NULL;
}

static enum mpuc_status store(struct scan *p, const struct var *from)
{
	struct var *v = vars_get(p->c, from->key, from->index);

	if (v == NULL && p->c->values.count == VARS_MAX)
		return refuse(p, "more than 4096 values");
	if (v == NULL)
		v = VEC_PUSH(p->s->arena, &p->c->values);
	TRY_PTR(v);
	*v = *from;
	v->text = arena_strndup(p->s->arena, p->value, p->value_len);
	return v->text == NULL ? MPUC_E_NOMEM : MPUC_OK;
}

/* Behind the value only a comment, or a semicolon. */
static enum mpuc_status end_line(struct scan *p)
{
	skip_blanks(p);
	if (peek(p) == ';') {
		step(p);
		skip_blanks(p);
	}
	if (peek(p) == '#')
		skip_line(p);
	if (peek(p) != '\n')
		return refuse(p, "something behind the value: put quotes "
			      "around a value with blanks");
	if (more(p))
		step(p);
	return MPUC_OK;
}

static enum mpuc_status read_assignment(struct scan *p)
{
	struct var v = { .pos = { .file = p->c->file } };
	const char *start = p->at;

	v.pos.line = p->line;
	v.pos.col = (uint32_t)(p->at - p->line_start) + 1;
	while (is_letter(peek(p)) || is_digit(peek(p)))
		step(p);
	v.key = arena_strndup(p->s->arena, start, (size_t)(p->at - start));
	TRY_PTR(v.key);
	if (p->at == start || is_digit(*start))
		return refuse(p, "not KEY=VALUE");
	TRY(read_index(p, &v.index));
	if (peek(p) != '=')
		return refuse(p, "not KEY=VALUE: there is no = right behind "
			      "the key");
	step(p);
	TRY(read_value(p));
	v.pos.end_line = p->line;
	v.pos.end_col = (uint32_t)(p->at - p->line_start) + 1;
	TRY(store(p, &v));
	return end_line(p);
}

static enum mpuc_status read_line(struct scan *p)
{
	static const char export[] = "export";
	size_t len = sizeof(export) - 1;

	skip_blanks(p);
	if (peek(p) == '#')
		skip_line(p);
	if (peek(p) == '\n') {
		if (more(p))
			step(p);
		return MPUC_OK;
	}
	if ((size_t)(p->end - p->at) > len &&
	    memcmp(p->at, export, len) == 0 &&
	    (p->at[len] == ' ' || p->at[len] == '\t')) {
		p->at += len;
		skip_blanks(p);
	}
	return read_assignment(p);
}

/* A shell would take these into a value, where nobody sees them. */
static enum mpuc_status check_bytes(struct scan *p)
{
	for (; more(p); step(p)) {
		unsigned char c = (unsigned char)*p->at;

		if (c == '\r')
			return refuse(p, "a carriage return: save the file "
				      "with line feeds only");
		if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f)
			return refuse(p, "a control character");
	}
	return MPUC_OK;
}

static void rewind_to_start(struct scan *p)
{
	p->at = p->line_start = p->text;
	p->line = 1;
}

enum mpuc_status vars_read(struct load_session *s, const char *file,
			   const struct os_bytes *text,
			   struct vars *ret_vars)
{
	struct scan p = {
		.s = s, .c = ret_vars, .text = (const char *)text->data,
		.end = (const char *)text->data + text->size,
		.value = arena_alloc(s->arena, text->size + 1),
	};

	TRY_PTR(p.value);
	memset(ret_vars, 0, sizeof(*ret_vars));
	ret_vars->file = file;
	rewind_to_start(&p);
	TRY(check_bytes(&p));
	rewind_to_start(&p);
	while (more(&p))
		TRY(read_line(&p));
	return MPUC_OK;
}
