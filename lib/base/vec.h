/* SPDX-License-Identifier: BSD-2-Clause */
/* Growing arrays in an arena: VEC(struct bank) banks; VEC_PUSH(a, &banks). */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <string.h>

#include "base/arena.h"

#define VEC(type) struct { type *items; size_t count, cap; }

/* An analyzer that looks at one file does not know that a cap has items. */
#ifdef __clang_analyzer__
#define VEC_HAS_ROOM_(v) false
#else
#define VEC_HAS_ROOM_(v) ((v)->count < (v)->cap)
#endif

/*
 * Pointer to a new zeroed element, or NULL at the arena's cap.  The elements
 * may move: a pointer to one is good until the next push.
 */
#define VEC_PUSH(a, v) \
	(VEC_HAS_ROOM_(v) || \
	 vec_fit_((a), (v), sizeof(*(v)->items)) ? \
	 memset(&(v)->items[(v)->count++], 0, sizeof(*(v)->items)) : NULL)

/*
 * Room for count more elements.  False at the arena's cap.  Exactly so many,
 * unless that would make a vector slow that grows by a few again and again.
 */
#define VEC_RESERVE(a, v, more) \
	vec_reserve_((a), (v), sizeof(*(v)->items), (more))

bool vec_reserve_(struct arena *a, void *vec, size_t each, size_t more);

/* vec is a VEC() of each bytes that is full: room for more. */
bool vec_fit_(struct arena *a, void *vec, size_t each);

#endif
