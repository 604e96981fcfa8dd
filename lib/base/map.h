/* SPDX-License-Identifier: BSD-2-Clause */
/* Strings to pointers, in an arena.  Keys are borrowed. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map_entry {
	const char *key;
	const void *value;
};

/* All zero is an empty map. */
struct map {
	struct map_entry *entries;
	size_t count, cap;
};

/* The value of key, NULL when there is none. */
const void *map_get(const struct map *m, const char *key);

/* Add key, or give it another value; false at the arena's cap. */
bool map_put(struct arena *a, struct map *m, const char *key,
	     const void *value);

#endif
