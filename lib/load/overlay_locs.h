/* SPDX-License-Identifier: BSD-2-Clause */
/* Whom an overlay writes to, and from where; not for other modules. */
#ifndef LOAD_OVERLAY_LOCS_H
#define LOAD_OVERLAY_LOCS_H

#include <mpuc/status.h>

#include "base/arena.h"
#include "doc/doc.h"

/* The string at *at, which moves behind it; NULL at the end or broken. */
const char *overlay_string(const struct doc_prop *p, uint32_t *at);

/*
 * The node of base that a fragment of the overlay is written to: by target,
 * a phandle or a label behind it, else by target-path.  DOC_NONE when base
 * has no such node.
 */
uint32_t overlay_target(const struct doc *base, const struct doc *overlay,
			uint32_t fragment);

/*
 * Give merged, which is base with the overlay applied, the positions of
 * both: a property has those of the overlay where that wrote it, a node
 * those of all.
 */
MPUC_MUST_CHECK
enum mpuc_status overlay_locate(struct arena *a, const struct doc *base,
				const struct doc *overlay,
				struct doc *merged);

#endif
