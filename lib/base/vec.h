/* SPDX-License-Identifier: BSD-2-Clause */
/* Growing arrays in an arena: VEC(struct bank) banks; VEC_PUSH(a, &banks). */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

#define VEC(type) struct { type *items; size_t count, cap; }

/* Pointer to a new zeroed element, or NULL at the arena's cap. */
#define VEC_PUSH(a, v) \
	(vec_fit_((a), (v), sizeof(*(v)->items)) ? \
	 &(v)->items[(v)->count++] : NULL)

/* Make room for one more element of each bytes; vec is a VEC(). */
bool vec_fit_(struct arena *a, void *vec, size_t each);

#endif
