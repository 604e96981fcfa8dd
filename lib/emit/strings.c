/* SPDX-License-Identifier: BSD-2-Clause */
#include "emit/strings.h"

#include <assert.h>
#include <string.h>

#include "base/try.h"

enum mpuc_status strings_init(struct strings *s, struct arena *a,
			      uint32_t count, uint32_t total)
{
	memset(s, 0, sizeof(*s));
	s->slot_count = 16;
	while (s->slot_count / 2 < count)
		s->slot_count *= 2;
	s->cap = total;
	s->bytes = arena_alloc(a, total);
	s->slots = arena_array(a, s->slot_count, sizeof(*s->slots));
	TRY_PTR(s->bytes);
	TRY_PTR(s->slots);
	return MPUC_OK;
}

static uint32_t hash(const char *text)
{
	uint32_t h = 2166136261U;

	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * 16777619U;
	return h;
}

uint32_t strings_add(struct strings *s, const char *text)
{
	uint32_t at = hash(text) & (s->slot_count - 1), offset;
	size_t len = strlen(text) + 1;

	while (s->slots[at] != 0) {
		offset = s->slots[at] - 1;
		if (strcmp(s->bytes + offset, text) == 0)
			return offset;
		at = (at + 1) & (s->slot_count - 1);
	}
	assert(len <= s->cap - s->size);
	offset = s->size;
	memcpy(s->bytes + offset, text, len);
	s->size += (uint32_t)len;
	s->slots[at] = offset + 1;
	return offset;
}
