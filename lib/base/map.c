/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/map.h"

#include <string.h>

static size_t hash(const char *s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return (size_t)(h ^ h >> 32);
}

/* Entry of key, or the free one where it would stand. */
static struct map_entry *slot(const struct map *m, const char *key)
{
	size_t i = hash(key) & (m->cap - 1);

	while (m->entries[i].key != NULL &&
	       strcmp(m->entries[i].key, key) != 0)
		i = (i + 1) & (m->cap - 1);
	return &m->entries[i];
}

const void *map_get(const struct map *m, const char *key)
{
	return m->cap == 0 ? NULL : slot(m, key)->value;
}

static bool grow(struct arena *a, struct map *m)
{
	struct map bigger = { NULL, m->count, m->cap == 0 ? 16 : m->cap * 2 };

	bigger.entries = arena_array(a, bigger.cap, sizeof(*bigger.entries));
	if (bigger.entries == NULL)
		return false;
	for (size_t i = 0; i < m->cap; i++) {
		if (m->entries[i].key != NULL)
			*slot(&bigger, m->entries[i].key) = m->entries[i];
	}
	*m = bigger;
	return true;
}

bool map_put(struct arena *a, struct map *m, const char *key,
	     const void *value)
{
	struct map_entry *e;

	if (m->count * 2 >= m->cap && !grow(a, m))
		return false;
	e = slot(m, key);
	if (e->key == NULL)
		m->count++;
	e->key = key;
	e->value = value;
	return true;
}
