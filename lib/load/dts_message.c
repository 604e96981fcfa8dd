/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dtc says "Error: t.dts:3.10-11 syntax error", "t.dts:3.1-4.2: ERROR
 * (name): /: text" or "FATAL ERROR: text"; cpp says "t.dts:2:10: fatal
 * error: text".  People get "t.dts:3:10: text".
 */
#include "load/dts.h"

#include <string.h>

#include "base/try.h"

struct message {
	const char *file;
	int file_len;
	const char *line, *col;		/* digits, NULL for no place */
	int line_len, col_len;
	const char *text;
};

static const char *skip_digits(const char *s)
{
	while (*s >= '0' && *s <= '9')
		s++;
	return s;
}

/* The digits before point, then one of the two points and digits. */
static bool match_place(const char *colon, struct message *m)
{
	const char *end;

	m->line = colon + 1;
	end = skip_digits(m->line);
	m->line_len = (int)(end - m->line);
	if (m->line_len == 0 || (*end != '.' && *end != ':'))
		return false;
	m->col = end + 1;
	end = skip_digits(m->col);
	m->col_len = (int)(end - m->col);
	if (m->col_len == 0)
		return false;
	if (*end == '-') {
		end = skip_digits(end + 1);
		if (*end == '.')
			end = skip_digits(end + 1);
	}
	if (*end == ':')
		end++;
	if (*end != ' ')
		return false;
	m->text = end + 1;
	return true;
}

/* A name of ours may look like a place itself. */
static const char *behind_name(const char *line,
			       const struct dts_names *names)
{
	const char *const known[] = { names->operand, names->shown };

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		size_t len = strlen(known[i]);

		if (strncmp(line, known[i], len) == 0)
			return line + len;
	}
	return line;
}

static void find_place(const char *line, const struct dts_names *names,
		       struct message *m)
{
	const char *colon = strchr(behind_name(line, names), ':');

	for (; colon != NULL; colon = strchr(colon + 1, ':')) {
		if (match_place(colon, m)) {
			m->file = line;
			m->file_len = (int)(colon - line);
			return;
		}
	}
	m->line = m->col = NULL;
	m->text = line;
}

static const char *skip_prefix(const char *s)
{
	static const char *const prefixes[] = {
		"Error: ", "Lexical error: ", "FATAL ERROR: ", "ERROR: ",
		"fatal error: ", "error: ",
	};

	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++) {
		size_t len = strlen(prefixes[i]);

		if (strncmp(s, prefixes[i], len) == 0)
			return s + len;
	}
	/* "ERROR (duplicate_label): /a: text" */
	if (strncmp(s, "ERROR (", 7) == 0 && strstr(s, "): ") != NULL)
		return strstr(s, "): ") + 3;
	return s;
}

/* cpp may warn before, and both may say more after. */
static const char *first_line(struct arena *a, const struct os_bytes *err)
{
	const char *text = (const char *)err->data;
	const char *at = text;

	while (*at != '\0') {
		size_t len = strcspn(at, "\n");
		const char *line = arena_strndup(a, at, len);

		if (line == NULL || strstr(line, "rror") != NULL ||
		    strstr(line, "ERROR") != NULL)
			return line;
		at += len + (at[len] == '\n');
	}
	return arena_strndup(a, text, strcspn(text, "\n"));
}

static bool is_name(const struct message *m, const char *name)
{
	return (size_t)m->file_len == strlen(name) &&
	       memcmp(m->file, name, (size_t)m->file_len) == 0;
}

const char *dts_message(struct arena *a, const struct dts_names *names,
			const struct os_bytes *err)
{
	struct message m = { .file = NULL };
	const char *line = first_line(a, err);

	if (line == NULL)
		return NULL;
	find_place(skip_prefix(line), names, &m);
	m.text = skip_prefix(m.text);
	if (*m.text == '\0')
		m.text = "refused without a message";
	if (m.line == NULL || m.line[0] == '0')
		return arena_printf(a, "%s: %s", names->shown, m.text);
	if (is_name(&m, "<stdin>") || is_name(&m, names->operand)) {
		m.file = names->shown;
		m.file_len = (int)strlen(names->shown);
	}
	return arena_printf(a, "%.*s:%.*s:%.*s: %s", m.file_len, m.file,
			    m.line_len, m.line, m.col_len, m.col, m.text);
}
