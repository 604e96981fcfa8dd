/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/markup.h"

#include <string.h>

#include "base/utf8.h"

/* Marks and overrides of direction, and the two that are no characters. */
static bool is_unwanted(const char *s, size_t len)
{
	static const char *const unwanted[] = {
		"\xe2\x80\x8e", "\xe2\x80\x8f", "\xe2\x80\xaa",
		"\xe2\x80\xab", "\xe2\x80\xac", "\xe2\x80\xad",
		"\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa7",
		"\xe2\x81\xa8", "\xe2\x81\xa9", "\xef\xbf\xbe",
		"\xef\xbf\xbf",
	};

	if (len != 3)
		return false;
	for (size_t i = 0; i < sizeof(unwanted) / sizeof(*unwanted); i++) {
		if (memcmp(s, unwanted[i], 3) == 0)
			return true;
	}
	return false;
}

/* Bytes of the character at s, 0 when its first byte must be escaped. */
static size_t kept(const char *s)
{
	size_t n = utf8_len(s);

	if ((unsigned char)*s < 0x20 || *s == 0x7f || is_unwanted(s, n))
		return 0;
	return n;
}

static void put(struct out *o, const char *s, size_t n)
{
	switch (n > 0 ? *s : '\0') {
	case '&':
		out_str(o, "&amp;");
		break;
	case '<':
		out_str(o, "&lt;");
		break;
	case '>':
		out_str(o, "&gt;");
		break;
	case '"':
		out_str(o, "&quot;");
		break;
	case '\'':
		out_str(o, "&#39;");
		break;
	default:
		if (n > 0)
			out_bytes(o, s, n);
		else
			out_fmt(o, "\\x%02x", (unsigned char)*s);
		break;
	}
}

void markup_text(struct out *o, const char *s)
{
	while (*s != '\0') {
		size_t n = kept(s);

		put(o, s, n);
		s += n > 0 ? n : 1;
	}
}

void markup_bytes(struct out *o, const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		char copy[5] = { 0 };
		size_t n;

		memcpy(copy, s + i, len - i < 4 ? len - i : 4);
		if (*copy == '\t')
			*copy = ' ';
		n = *copy != '\0' ? kept(copy) : 0;
		put(o, copy, n);
		i += n > 0 ? n : 1;
	}
}

size_t markup_width(const char *s)
{
	size_t width = 0;

	while (*s != '\0') {
		size_t n = kept(s);

		width += n > 0 ? 1 : 4;
		s += n > 0 ? n : 1;
	}
	return width;
}

void markup_short(struct out *o, const char *s, size_t most)
{
	if (markup_width(s) <= most) {
		markup_text(o, s);
		return;
	}
	for (size_t width = 0; *s != '\0';) {
		size_t n = kept(s);

		width += n > 0 ? 1 : 4;
		if (width >= most)
			break;
		put(o, s, n);
		s += n > 0 ? n : 1;
	}
	out_str(o, "\xe2\x80\xa6");
}
