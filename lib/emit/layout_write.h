/* SPDX-License-Identifier: BSD-2-Clause */
/* A plan as a boot layout: the bytes that schemas/boot-layout.md describes. */
#ifndef EMIT_LAYOUT_WRITE_H
#define EMIT_LAYOUT_WRITE_H

#include <mpuc/status.h>

#include "base/arena.h"
#include "model/plan.h"
#include "model/system.h"

struct layout_source {
	const struct system *system;
	const struct plan *plan;
	const void *tree;	/* the device tree blob it was planned from */
	size_t tree_size;
};

struct layout_bytes {
	const void *bytes;
	size_t size;
	const char *error;	/* one sentence, no full stop; NULL: none */
};

/*
 * The bytes depend on source only.  They have been opened by the reader
 * before they are returned.  MPUC_E_INFEASIBLE: a region has no slot or no
 * range, or the number of regions is not known.  MPUC_E_LIMIT: more than
 * the format holds, such as 64 contexts.  MPUC_E_INTERNAL: the reader
 * refuses the result.  Except for MPUC_E_NOMEM, error says which.
 */
MPUC_MUST_CHECK
enum mpuc_status layout_write(struct arena *a,
			      const struct layout_source *source,
			      struct layout_bytes *ret_layout);

#endif
