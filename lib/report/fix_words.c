/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/fix_words.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"

/* Above these a fix is not spelled out. */
#define FIX_CHANGES 4
#define FIX_BYTES 64

#define CELL_TEXT (sizeof(" 0xffffffff") - 1)

static const char *cells_text(struct arena *a, const struct change *c)
{
	size_t size = c->len / 4 * CELL_TEXT + sizeof("<>"), used = 1;
	char *text = arena_alloc(a, size);

	if (text == NULL)
		return NULL;
	text[0] = '<';
	for (uint32_t i = 0; i + 4 <= c->len; i += 4)
		used += (size_t)snprintf(text + used, size - used, "%s0x%x",
					 i == 0 ? "" : " ",
					 (unsigned)num_be32(c->data + i));
	memcpy(text + used, ">", sizeof(">"));
	return text;
}

static bool is_quotable(char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* Each with its NUL. */
static const char *strings_text(struct arena *a, const struct change *c)
{
	const char *text = "";
	uint32_t at = 0;

	while (text != NULL && at < c->len) {
		const char *s = (const char *)c->data + at;

		text = arena_printf(a, "%s%s\"%s\"", text,
				    at == 0 ? "" : ", ", s);
		at += (uint32_t)strlen(s) + 1;
	}
	return text;
}

bool fix_is_plain(const struct change *c)
{
	if (c->form == CHANGE_BYTES)
		return false;
	for (uint32_t i = 0; c->form == CHANGE_STRINGS && i < c->len; i++) {
		if (c->data[i] != '\0' && !is_quotable((char)c->data[i]))
			return false;
	}
	return true;
}

const char *fix_statement(struct arena *a, const struct change *c)
{
	const char *value;

	if (c->form == CHANGE_EMPTY)
		return c->property;
	value = c->form == CHANGE_CELLS ? cells_text(a, c) :
		strings_text(a, c);
	return value == NULL ? NULL :
	       arena_printf(a, "%s = %s", c->property, value);
}

const char *fix_change(struct arena *a, const struct change *c)
{
	const char *text = fix_is_plain(c) ? fix_statement(a, c) :
			   c->property;

	return text == NULL ? NULL : arena_printf(a, "%s: %s", c->node, text);
}

static bool is_long(const struct fix *fix)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < fix->changes.count; i++)
		bytes += fix->changes.items[i].len;
	return bytes > FIX_BYTES || fix->changes.count > FIX_CHANGES;
}

const char *fix_head(const struct fix *fix)
{
	return fix->is_unsafe ? "fix, if that is meant" : "fix";
}

size_t fix_lines(const struct fix *fix)
{
	return is_long(fix) ? 1 : fix->changes.count;
}

const char *fix_line(struct arena *a, const struct fix *fix, size_t i)
{
	if (!is_long(fix))
		return fix_change(a, &fix->changes.items[i]);
	return arena_printf(a, "mpuc fix%s writes %zu propert%s anew",
			    fix->is_unsafe ? " --unsafe" : "",
			    fix->changes.count,
			    fix->changes.count == 1 ? "y" : "ies");
}
