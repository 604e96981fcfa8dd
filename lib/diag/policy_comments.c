/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comments such as: mpuc-ignore MPU0117: moved by the loader.  Several codes
 * stand with commas between them, each may have @PATH.  Only the comment's
 * first line counts; what follows its end belongs to no reason.
 */
#include "diag/policy.h"

#include <string.h>

#include "base/try.h"

#define WORD "mpuc-ignore"
#define WORD_LEN (sizeof(WORD) - 1)

/* A source that is walked line by line. */
struct lines {
	const char *file, *text, *end;
	const char *line, *line_end;	/* the current one */
	uint32_t number;
};

static bool next_line(struct lines *l)
{
	const char *nl;

	l->line = l->number == 0 ? l->text : l->line_end + 1;
	if (l->line >= l->end)
		return false;
	nl = memchr(l->line, '\n', (size_t)(l->end - l->line));
	l->line_end = nl != NULL ? nl : l->end;
	l->number++;
	return true;
}

static const char *find(const char *from, const char *end, const char *word)
{
	size_t len = strlen(word);

	for (; (size_t)(end - from) >= len; from++) {
		from = memchr(from, word[0], (size_t)(end - from));
		if (from == NULL || (size_t)(end - from) < len)
			return NULL;
		if (memcmp(from, word, len) == 0)
			return from;
	}
	return NULL;
}

/* What opens the comment just before the word; NULL: it is in none. */
static const char *opening(const char *line, const char *word)
{
	while (word > line && (word[-1] == ' ' || word[-1] == '\t'))
		word--;
	if (word - line < 2 || word[-2] != '/' ||
	    (word[-1] != '*' && word[-1] != '/'))
		return NULL;
	return word - 2;
}

static bool stands_alone(const char *line, const char *comment)
{
	while (line < comment && (*line == ' ' || *line == '\t'))
		line++;
	return line == comment;
}

/* The line behind a comment that may go on for several. */
static uint32_t line_behind(const struct lines *l, const char *comment)
{
	const char *close = comment[1] == '/' ? NULL :
			    find(comment, l->end, "*/");
	uint32_t line = l->number + 1;

	for (const char *c = l->line_end; close != NULL && c < close; c++)
		line += *c == '\n';
	return line;
}

static struct srcpos position(const struct lines *l, const char *from,
			      const char *to)
{
	struct srcpos pos = {
		.file = l->file, .line = l->number,
		.col = (uint32_t)(from - l->line) + 1,
		.end_line = l->number,
		.end_col = (uint32_t)(to - l->line) + 1,
	};

	return pos;
}

static enum mpuc_status complain(struct arena *a, struct sink *sink,
				 struct srcpos pos, const struct place *at,
				 const char *why)
{
	struct finding *f = sink_new(sink, CODE_SUPPRESSION_UNREADABLE);

	TRY_PTR(why);
	f->at = *at;
	f->at.pos = pos;
	f->at.has_offset = false;
	f->help = code_info(f->code)->fix;
	f->message = arena_printf(a, "the comment passes over nothing: %s",
				  why);
	TRY_PTR(f->message);
	return MPUC_OK;
}

/* One "CODE[@PATH]" of a comment; reason is that of all of them. */
static enum mpuc_status add(struct arena *a, struct policy *policy,
			    const char *code, size_t len,
			    const struct policy_rule *like,
			    const char **ret_why)
{
	struct policy_rule rule = *like, *slot;

	if (memchr(code, ':', len) != NULL ||
	    !policy_parse(a, code, len, &rule, ret_why))
		return *ret_why != NULL ? MPUC_OK : MPUC_E_NOMEM;
	rule.reason = like->reason;
	slot = VEC_PUSH(a, &policy->rules);
	TRY_PTR(slot);
	*slot = rule;
	return MPUC_OK;
}

/* NULL for nothing but blanks. */
static const char *trimmed(struct arena *a, const char *from, const char *to)
{
	while (from < to && (*from == ' ' || *from == '\t'))
		from++;
	while (to > from && (to[-1] == ' ' || to[-1] == '\t' ||
			     to[-1] == '\r'))
		to--;
	return from < to ? arena_strndup(a, from, (size_t)(to - from)) : NULL;
}

static enum mpuc_status read_comment(struct arena *a, struct policy *policy,
				     const struct lines *l, const char *word,
				     const char *comment, struct sink *sink,
				     const struct place *at)
{
	const char *close = comment[1] == '/' ? NULL :
			    find(word, l->line_end, "*/");
	const char *end = close != NULL ? close : l->line_end;
	const char *codes = word + WORD_LEN;
	const char *colon = memchr(codes, ':', (size_t)(end - codes));
	const char *codes_end = colon != NULL ? colon : end, *why = NULL;
	struct policy_rule like = {
		.kind = POLICY_IGNORE, .by = BY_COMMENT,
		.pos = position(l, comment, close != NULL ? close + 2 : end),
		.first = l->number, .last = l->number,
	};

	like.says = arena_printf(a, "the comment at %s:%lu", l->file,
				 (unsigned long)l->number);
	TRY_PTR(like.says);
	if (stands_alone(l->line, comment))
		like.last = line_behind(l, comment);
	if (colon != NULL)
		like.reason = trimmed(a, colon + 1, end);
	while (codes < codes_end && why == NULL) {
		const char *comma = memchr(codes, ',',
					   (size_t)(codes_end - codes));
		const char *stop = comma != NULL ? comma : codes_end;

		TRY(add(a, policy, codes, (size_t)(stop - codes), &like,
			&why));
		codes = stop + 1;
	}
	if (why == NULL && codes_end == word + WORD_LEN)
		why = "it names no code";
	return why == NULL ? MPUC_OK : complain(a, sink, like.pos, at, why);
}

enum mpuc_status policy_comments(struct arena *a, struct policy *policy,
				 const char *file, const char *text,
				 size_t len, struct sink *sink,
				 const struct place *at)
{
	struct lines l = { .file = file, .text = text, .end = text + len };

	/* Few sources have any, so look once before going by lines. */
	if (len == 0 || find(text, l.end, WORD) == NULL)
		return MPUC_OK;
	while (next_line(&l)) {
		const char *word = find(l.line, l.line_end, WORD), *comment;

		comment = word == NULL ? NULL : opening(l.line, word);
		if (comment != NULL)
			TRY(read_comment(a, policy, &l, word, comment, sink,
					 at));
	}
	return MPUC_OK;
}
