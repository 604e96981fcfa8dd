/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan/name.h"

#include <string.h>

static char *put(char *to, const char *from, size_t len)
{
	memcpy(to, from, len);
	return to + len;
}

const char *region_name(struct arena *a, const char *owner, const char *name,
			const uint32_t *index)
{
	char number[16], *digits = number + sizeof(number), *text, *to;
	size_t len = strlen(name), owner_len = owner != NULL ?
						strlen(owner) + 1 : 0;
	size_t number_len = 0;

	if (index != NULL) {
		uint32_t left = *index;

		*--digits = ']';
		do
			*--digits = (char)('0' + left % 10);
		while ((left /= 10) != 0);
		*--digits = '[';
		number_len = (size_t)(number + sizeof(number) - digits);
	}
	text = to = arena_text(a, owner_len + len + number_len + 1);
	if (to == NULL)
		return NULL;
	if (owner != NULL) {
		to = put(to, owner, owner_len - 1);
		*to++ = '.';
	}
	to = put(to, name, len);
	to = put(to, digits, number_len);
	*to = '\0';
	return text;
}
