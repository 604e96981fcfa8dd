/* SPDX-License-Identifier: BSD-2-Clause */
#include "doc/value.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

const struct value *value_get(const struct value *map, const char *key)
{
	for (size_t i = 0; i < map->items.count; i++) {
		const struct value *v = &map->items.items[i];

		if (v->key && strcmp(v->key, key) == 0)
			return v;
	}
	return NULL;
}

const char *value_kind_text(enum value_kind kind)
{
	switch (kind) {
	case VALUE_SCALAR:
		return "a scalar";
	case VALUE_SEQ:
		return "a list";
	case VALUE_MAP:
		return "a map";
	}
	return "nothing";
}

const char *value_must_be(struct arena *a, const struct value *v,
			  enum value_kind kind)
{
	const char *quote = v->key != NULL ? "'" : "";

	return arena_printf(a, "%s%s%s must be %s, not %s", quote,
			    v->key != NULL ? v->key : "an item", quote,
			    value_kind_text(kind), value_kind_text(v->kind));
}

static char lower_of(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_word(const char *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t at = 0;

		while (text[at] && lower_of(text[at]) == words[i][at])
			at++;
		if (!text[at] && !words[i][at])
			return true;
	}
	return false;
}

bool value_is_old_bool(const char *text)
{
	static const char *const words[] = { "yes", "no", "on", "off" };

	return is_word(text, words, ARRAY_SIZE(words));
}

static bool is_decimal(const char *text)
{
	bool digit = false;

	if (*text == '-' || *text == '+')
		text++;
	for (; *text; text++) {
		if (*text >= '0' && *text <= '9')
			digit = true;
		else if (*text != '.')
			return false;
	}
	return digit;
}

bool value_is_typed(const struct value *v)
{
	static const char *const words[] = { "", "~", "null", "true", "false" };
	uint64_t number;

	if (v->kind != VALUE_SCALAR || v->quoted)
		return false;
	return is_word(v->text, words, ARRAY_SIZE(words)) ||
	       value_is_old_bool(v->text) || is_decimal(v->text) ||
	       num_parse(v->text, strlen(v->text), &number);
}

#define NEAR_MAX 48

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Levenshtein's distance, one row at a time. */
bool value_near(const char *a, const char *b)
{
	size_t row[NEAR_MAX + 1];
	size_t a_len = strlen(a), b_len = strlen(b);

	if (a_len > NEAR_MAX || b_len > NEAR_MAX || a_len < 3 || b_len < 3)
		return false;
	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t change = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = min3(row[j] + 1, row[j - 1] + 1, change);
		}
	}
	return row[b_len] <= 2 && row[b_len] < b_len;
}
