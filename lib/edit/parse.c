/* SPDX-License-Identifier: BSD-2-Clause */
#include "edit/parse.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

#define WORDS (EDIT_ARGS + 4)

struct word {
	const char *text;
	size_t len;
	uint32_t column;
};

struct line {
	struct arena *a;
	struct word words[WORDS];
	uint32_t count;
	uint32_t end;
	struct edit_refusal *refusal;
};

__attribute__((format(printf, 3, 4)))
static enum mpuc_status refuse(struct line *l, uint32_t column,
			       const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	l->refusal->text = arena_vprintf(l->a, fmt, ap);
	va_end(ap);
	l->refusal->column = column;
	return l->refusal->text != NULL ? MPUC_E_SYNTAX : MPUC_E_NOMEM;
}

/* Blanks part words, "..." keeps them together, # ends the line. */
static enum mpuc_status split(struct line *l, const char *line)
{
	const char *at = line;

	for (;;) {
		struct word *w;

		at += strspn(at, " \t\r\n");
		if (*at == '\0' || *at == '#')
			return MPUC_OK;
		if (l->count == WORDS)
			return refuse(l, (uint32_t)(at - line) + 1,
				      "more words than any command takes");
		w = &l->words[l->count++];
		w->column = (uint32_t)(at - line) + 1;
		if (*at == '"') {
			const char *end = strchr(++at, '"');

			if (end == NULL)
				return refuse(l, w->column,
					      "the quote is not closed");
			w->text = at;
			w->len = (size_t)(end - at);
			at = end + 1;
		} else {
			w->text = at;
			w->len = strcspn(at, " \t\r\n");
			at += w->len;
		}
		l->end = (uint32_t)(at - line) + 1;
	}
}

static bool word_is(const struct word *w, const char *text, size_t len)
{
	return w->len == len && memcmp(w->text, text, len) == 0;
}

/* How many words of the line are the row's own; all of them, or 0. */
static uint32_t own_words(const struct line *l, const struct edit_rule *r)
{
	const char *at = r->words;
	uint32_t n = 0;

	while (*at != '\0') {
		size_t len = strcspn(at, " ");

		if (n == l->count || !word_is(&l->words[n], at, len))
			return 0;
		n++;
		at += len + strspn(at + len, " ");
	}
	return n;
}

static bool is_comparison(const struct word *w)
{
	static const char *const all[] = { "==", "!=", "<", "<=", ">", ">=" };

	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		if (word_is(w, all[i], strlen(all[i])))
			return true;
	}
	return false;
}

/* Does the word look like what the element wants?  Fills in numbers. */
static bool fits(const struct edit_element *e, const struct word *w,
		 struct edit_arg *arg)
{
	bool minus = w->len > 0 && w->text[0] == '-';

	switch (e->kind) {
	case ARG_WORD:
		return edit_element_has(e, w->text, w->len);
	case ARG_BASE:
	case ARG_SIZE:
		return num_parse_size(w->text, w->len, &arg->value);
	case ARG_BANK:
	case ARG_COUNT:
		return num_parse(w->text, w->len, &arg->value) &&
		       arg->value <= UINT32_MAX;
	case ARG_NUMBER:
		arg->negative = minus;
		return num_parse(w->text + minus, w->len - minus,
				 &arg->value) && arg->value <= INT32_MAX;
	case ARG_COMPARISON:
		return is_comparison(w);
	case ARG_NEW:
	case ARG_DOMAIN:
	case ARG_SHM:
	case ARG_SECTION:
	case ARG_CONTEXT:
	case ARG_PLATFORM:
	case ARG_TARGET:
	case ARG_SNAPSHOT:
	case ARG_CODE:
	case ARG_FILE:
	case ARG_COMMAND:
		return w->len > 0;
	}
	return false;
}

static enum mpuc_status take(struct line *l, const struct word *w,
			     struct edit_arg arg, struct edit_command *c)
{
	arg.text = arena_strndup(l->a, w->text, w->len);
	arg.column = w->column;
	TRY_PTR(arg.text);
	c->args[c->count++] = arg;
	return MPUC_OK;
}

static enum mpuc_status wanted(struct line *l, const struct edit_element *e,
			       const struct edit_rule *r, uint32_t n)
{
	bool choice = memchr(e->words, '|', e->len) != NULL;
	const char *what = e->kind != ARG_WORD ? edit_kind_text(e->kind) :
		arena_printf(l->a, "%s%.*s", choice ? "one of " : "",
			     (int)e->len, e->words);

	TRY_PTR(what);
	if (n == l->count)
		return refuse(l, l->end, "'%s' wants %s here: %s %s",
			      r->words, what, r->words, r->pattern);
	return refuse(l, l->words[n].column,
		      "'%.*s' is not %s: %s %s", (int)l->words[n].len,
		      l->words[n].text, what, r->words, r->pattern);
}

/* The words from n on against the row's pattern; *ret_got: how far. */
static enum mpuc_status match(struct line *l, const struct edit_rule *r,
			      uint32_t n, struct edit_command *c,
			      uint32_t *ret_got)
{
	const char *at = r->pattern;
	struct edit_element e;

	c->rule = r;
	c->count = 0;
	while (edit_element_next(&at, &e)) {
		bool more = true, any = false;

		while (more) {
			struct edit_arg arg = { .value = 0 };

			*ret_got = n;
			if (n == l->count || !fits(&e, &l->words[n], &arg)) {
				if (any || (e.optional && n == l->count))
					break;
				return wanted(l, &e, r, n);
			}
			if (c->count == EDIT_ARGS)
				return refuse(l, l->words[n].column,
					      "too many words");
			TRY(take(l, &l->words[n++], arg, c));
			any = true;
			more = e.repeated;
		}
	}
	*ret_got = n;
	if (n == l->count)
		return MPUC_OK;
	return refuse(l, l->words[n].column, "'%.*s' is one word too many: "
		      "%s %s", (int)l->words[n].len, l->words[n].text,
		      r->words, r->pattern);
}

static enum mpuc_status unknown(struct line *l)
{
	const struct word *w = &l->words[0];
	const char *second = "";
	bool first_known = false;

	/* "add bnak": say what may follow. */
	for (size_t i = 0; i < edit_rule_count; i++) {
		const char *words = edit_rules[i].words;
		size_t len = strcspn(words, " ");

		if (!word_is(w, words, len) || words[len] == '\0' ||
		    (i > 0 && strcmp(words, edit_rules[i - 1].words) == 0))
			continue;
		second = arena_printf(l->a, "%s%s%s", second,
				      first_known ? ", " : "",
				      words + len + 1);
		TRY_PTR(second);
		first_known = true;
	}
	if (first_known)
		return refuse(l, l->count > 1 ? l->words[1].column : l->end,
			      "'%.*s' is followed by one of: %s",
			      (int)w->len, w->text, second);
	return refuse(l, w->column, "there is no command '%.*s'; 'help' "
		      "lists them", (int)w->len, w->text);
}

/* Of several rows those that got furthest explain the refusal. */
static enum mpuc_status find_row(struct line *l, struct edit_command *c)
{
	struct edit_refusal best = { NULL, 0 };
	uint32_t furthest = 0;

	for (size_t i = 0; i < edit_rule_count; i++) {
		uint32_t n = own_words(l, &edit_rules[i]), got = 0;
		enum mpuc_status st;

		if (n == 0)
			continue;
		st = match(l, &edit_rules[i], n, c, &got);
		if (st != MPUC_E_SYNTAX)
			return st;
		if (best.text == NULL || got > furthest) {
			best = *l->refusal;
			furthest = got;
		} else if (got == furthest) {
			best.text = arena_printf(l->a, "%s, or %s %s",
				best.text, edit_rules[i].words,
				edit_rules[i].pattern);
			TRY_PTR(best.text);
		}
	}
	if (best.text == NULL)
		return unknown(l);
	*l->refusal = best;
	return MPUC_E_SYNTAX;
}

enum mpuc_status edit_parse(struct arena *a, const char *line,
			    struct edit_command *ret_command,
			    struct edit_refusal *ret_refusal)
{
	struct line l = { .a = a, .end = 1, .refusal = ret_refusal };
	const struct word *first;

	memset(ret_command, 0, sizeof(*ret_command));
	TRY(split(&l, line));
	if (l.count == 0)
		return MPUC_OK;
	first = &l.words[0];
	ret_command->text = arena_strndup(a, line + first->column - 1,
					  l.end - first->column);
	ret_command->end = l.end;
	TRY_PTR(ret_command->text);
	return find_row(&l, ret_command);
}
