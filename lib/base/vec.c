/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/vec.h"

#include <string.h>

#define LARGE ((size_t)1 << 20)	/* bytes */

struct any_vec { void *items; size_t count, cap; };

static bool grow(struct arena *a, void *vec, size_t each, size_t cap)
{
	struct any_vec v;
	size_t size;
	void *items;

	/* Copied, not cast: the element pointer has another type. */
	memcpy(&v, vec, sizeof(v));
	if (__builtin_mul_overflow(cap, each, &size))
		return false;
	/* Without a capacity the items are somebody else's. */
	if (v.cap != 0) {
		items = arena_resize(a, v.items, v.cap * each, size);
	} else {
		items = arena_alloc(a, size);
		if (items != NULL && v.count > 0)
			memcpy(items, v.items, v.count * each);
	}
	if (items == NULL)
		return false;
	v.items = items;
	v.cap = cap;
	memcpy(vec, &v, sizeof(v));
	return true;
}

/* A large one moves without a copy, so that it needs less room to spare. */
bool vec_fit_(struct arena *a, void *vec, size_t each)
{
	struct any_vec v;

	memcpy(&v, vec, sizeof(v));
	return grow(a, vec, each, v.count < 4 ? 8 : v.count +
		    v.count / (v.count > LARGE / each ? 4 : 1));
}

bool vec_reserve_(struct arena *a, void *vec, size_t each, size_t more)
{
	struct any_vec v;
	size_t cap;

	memcpy(&v, vec, sizeof(v));
	if (more <= v.cap - v.count && v.cap >= v.count)
		return true;
	if (__builtin_add_overflow(v.count, more, &cap))
		return false;
	return grow(a, vec, each, more < v.count ? 2 * v.count : cap);
}
