/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/plain.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

static const char hex[] = "0123456789abcdef";

/* Bytes of the character at s when it may stand as it is, else 0. */
static size_t kept(const char *s)
{
	unsigned char c = (unsigned char)*s;

	if ((c < 0x20 && c != '\n') || c == 0x7f)
		return 0;
	return utf8_len(s);
}

const char *plain_text(struct arena *a, const char *s)
{
	char *copy = arena_array(a, strlen(s) + 1, 4), *to = copy;

	if (copy == NULL)
		return NULL;
	while (*s != '\0') {
		size_t n = kept(s);

		memcpy(to, s, n);
		to += n;
		s += n;
		if (n > 0)
			continue;
		*to++ = '\\';
		*to++ = 'x';
		*to++ = hex[(unsigned char)*s >> 4];
		*to++ = hex[(unsigned char)*s & 15];
		s++;
	}
	*to = '\0';
	return copy;
}

static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || strchr("-._~/+,@=", c) != NULL;
}

const char *plain_uri(struct arena *a, const char *file)
{
	size_t len = strlen(file);
	char *uri = arena_array(a, len + 3, 3), *to = uri;

	if (uri == NULL)
		return NULL;
	if (*file == '/') {
		memcpy(to, "file://", 7);
		to += 7;
	}
	for (size_t i = 0; i < len; i++) {
		if (is_unreserved(file[i])) {
			*to++ = file[i];
			continue;
		}
		*to++ = '%';
		*to++ = hex[(unsigned char)file[i] >> 4];
		*to++ = hex[(unsigned char)file[i] & 15];
	}
	*to = '\0';
	return uri;
}
