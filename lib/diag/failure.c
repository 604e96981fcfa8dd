/* SPDX-License-Identifier: BSD-2-Clause */
#include "diag/failure.h"

#include <string.h>

/* Digits that make a number from 1 on; 0 when there are none. */
static uint32_t read_number(const char **at)
{
	uint64_t n = 0;

	while (**at >= '0' && **at <= '9') {
		n = n * 10 + (uint64_t)(**at - '0');
		if (n > UINT32_MAX)
			return 0;
		(*at)++;
	}
	return (uint32_t)n;
}

/* at: a colon.  What is behind ":LINE: " or ":LINE:COL: ", else NULL. */
static const char *read_place(const char *at, uint32_t *line, uint32_t *col)
{
	at++;
	*col = 1;
	*line = read_number(&at);
	if (*line == 0 || *at != ':')
		return NULL;
	if (at[1] == ' ')
		return at + 2;
	at++;
	*col = read_number(&at);
	return *col != 0 && at[0] == ':' && at[1] == ' ' ? at + 2 : NULL;
}

/* In a message a control character of a name is a question mark. */
static bool begins_with(const char *text, const char *name)
{
	for (; *name != '\0'; name++, text++) {
		bool control = (unsigned char)*name < 0x20 || *name == 0x7f;

		if (*text != *name && !(control && *text == '?'))
			return false;
	}
	return *text == ':';
}

static const char *named_file(const char *text, const char *const *names,
			      size_t count)
{
	const char *longest = "";

	for (size_t i = 0; i < count; i++) {
		if (names[i] != NULL && begins_with(text, names[i]) &&
		    strlen(names[i]) > strlen(longest))
			longest = names[i];
	}
	return longest;
}

static size_t unnamed_length(const char *text)
{
	const char *colon = strchr(text, ':');
	uint32_t line, col;

	while (colon != NULL && read_place(colon, &line, &col) == NULL)
		colon = strchr(colon + 1, ':');
	return colon != NULL ? (size_t)(colon - text) : 0;
}

bool failure_read(struct arena *a, const char *text,
		  const char *const *names, size_t count,
		  struct failure *ret_failure)
{
	struct srcpos *pos = &ret_failure->at.pos;
	const char *file = named_file(text, names, count), *behind;
	size_t len = strlen(file);
	uint32_t line, col;

	ret_failure->message = text;
	if (len == 0) {
		len = unnamed_length(text);
		if (len == 0)
			return true;
		file = arena_strndup(a, text, len);
		if (file == NULL)
			return false;
	}
	behind = read_place(text + len, &line, &col);
	if (behind != NULL) {
		*pos = (struct srcpos){
			.file = file, .line = line, .col = col,
			.end_line = line, .end_col = col + 1,
		};
	} else {
		behind = text + len + 1;
		behind += *behind == ' ';
	}
	ret_failure->at.input = file;
	ret_failure->message = behind;
	return true;
}

const char *failure_id(enum failure_kind kind)
{
	static const char *const ids[] = {
		"unreadable-input", "wrong-setting", "internal-error",
	};

	return ids[kind];
}
