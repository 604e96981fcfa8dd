/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/vec.h"

#include <string.h>

struct any_vec { void *items; size_t count, cap; };

bool vec_fit_(struct arena *a, void *vec, size_t each)
{
	struct any_vec v;
	size_t cap, size;
	void *items;

	/* Copied, not cast: the element pointer has another type. */
	memcpy(&v, vec, sizeof(v));
	if (v.count < v.cap)
		return true;
	cap = v.count < 4 ? 8 : v.count * 2;
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
