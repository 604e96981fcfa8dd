/* SPDX-License-Identifier: BSD-2-Clause */
#include "emit/strings.h"

#include <assert.h>
#include <string.h>

#include "base/try.h"

enum mpuc_status strings_init(struct strings *s, struct arena *a,
			      uint32_t cap)
{
	memset(s, 0, sizeof(*s));
	s->a = a;
	s->cap = cap;
	s->bytes = arena_alloc(a, cap);
	TRY_PTR(s->bytes);
	return MPUC_OK;
}

uint32_t strings_add(struct strings *s, const char *text)
{
	const char *known = map_get(&s->offsets, text);
	char *copy = s->bytes + s->size;
	size_t len = strlen(text) + 1;

	if (known != NULL)
		return (uint32_t)(known - s->bytes);
	assert(len <= s->cap - s->size);
	memcpy(copy, text, len);
	if (!map_put(s->a, &s->offsets, copy, copy))
		s->failed = true;
	s->size += (uint32_t)len;
	return (uint32_t)(copy - s->bytes);
}
