/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Changes to a device tree as an overlay can say them: properties that get
 * a value, nodes that come to be.  An overlay takes nothing away, and
 * neither does a change: what shall be gone gets a value that says so.
 */
#ifndef DIAG_CHANGE_H
#define DIAG_CHANGE_H

#include <mpuc/status.h>

#include "base/arena.h"
#include "base/vec.h"

/* How a value is written down; the bytes are the same either way. */
enum change_form {
	CHANGE_CELLS, CHANGE_STRINGS, CHANGE_EMPTY, CHANGE_BYTES,
};

struct change {
	const char *node;	/* full path; made when the tree has none */
	const char *property;
	enum change_form form;
	const uint8_t *data;	/* big-endian cells, or NUL-ended strings */
	uint32_t len;
	const char *comment;	/* one line for a person, or NULL */
};

typedef VEC(struct change) change_list;

/*
 * Add a change, replacing an earlier one of the same property.  Node and
 * property names are copied.  The caller fills form, data and comment.
 * NULL at the arena's cap.
 */
struct change *change_set(struct arena *a, change_list *list,
			  const char *node, const char *property);

/* Add a copy of from that shares nothing with it; MPUC_E_NOMEM. */
MPUC_MUST_CHECK
enum mpuc_status change_copy(struct arena *a, change_list *list,
			     const struct change *from);

/* The value is that many cells; MPUC_E_NOMEM. */
MPUC_MUST_CHECK
enum mpuc_status change_cells(struct arena *a, struct change *c,
			      const uint32_t *cells, uint32_t count);

/* The value is one string. */
MPUC_MUST_CHECK
enum mpuc_status change_string(struct arena *a, struct change *c,
			       const char *text);

/*
 * Append value to cells in count (1 or 2) cells; false when it needs more,
 * which leaves cells as they were.  cells has room for two more.
 */
bool change_put(uint32_t *cells, uint32_t *used, uint64_t value,
		uint32_t count);

#endif
