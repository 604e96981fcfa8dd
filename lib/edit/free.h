/* SPDX-License-Identifier: BSD-2-Clause */
/* Free memory: where a copy goes, and where else something could lie. */
#ifndef EDIT_FREE_H
#define EDIT_FREE_H

#include "edit/edit.h"

struct free_memory {
	const struct system *s;
	VEC(struct range) taken;	/* by this edit so far */
};

/*
 * RAM for an object of this kind that nothing uses, whole pages: inside a
 * section that is for it, outside those that are not.  What the object of
 * index without takes counts as free; SYS_NONE: none.
 */
MPUC_MUST_CHECK
enum mpuc_status free_gaps(struct arena *a, const struct free_memory *f,
			   enum object_kind kind, uint32_t without,
			   struct rset *ret_gaps);

/*
 * Where size bytes for an object of this kind may lie: in RAM that nothing
 * uses, inside a section that is for them, outside those that are not, on a
 * multiple of align.  The range is taken from then on.  MPUC_E_INFEASIBLE
 * when there is none.
 */
MPUC_MUST_CHECK
enum mpuc_status free_take(struct arena *a, struct free_memory *f,
			   enum object_kind kind, struct span *span,
			   uint64_t align);

#endif
