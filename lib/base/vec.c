/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/vec.h"

#include <string.h>

struct any_vec { void *items; size_t count, cap; };

bool vec_fit_(struct arena *a, void *vec, size_t each)
{
	struct any_vec v;
	size_t cap;
	void *items;

	/* Copied, not cast: the element pointer has another type. */
	memcpy(&v, vec, sizeof(v));
	if (v.count < v.cap)
		return true;
	cap = v.cap == 0 ? 8 : v.cap * 2;
	items = arena_array(a, cap, each);
	if (items == NULL)
		return false;
	if (v.count > 0)
		memcpy(items, v.items, v.count * each);
	v.items = items;
	v.cap = cap;
	memcpy(vec, &v, sizeof(v));
	return true;
}
