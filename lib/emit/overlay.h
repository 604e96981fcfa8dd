/* SPDX-License-Identifier: BSD-2-Clause */
/* Changes to a device tree as the source of an overlay. */
#ifndef EMIT_OVERLAY_H
#define EMIT_OVERLAY_H

#include <mpuc/status.h>

#include "base/out.h"
#include "diag/change.h"
#include "doc/doc.h"

/* The first change that dtc could not read, or NULL. */
const struct change *overlay_refused(const change_list *changes);

/*
 * Write the overlay, a fragment for each node that base has and that is
 * written to, in the order of the changes.  title is a line for a person.
 * A node that base has not is made inside its nearest parent.  None of the
 * changes may be refused.  MPUC_E_NOMEM, or what out latched.
 */
MPUC_MUST_CHECK
enum mpuc_status overlay_write(struct arena *a, const struct doc *base,
			       const change_list *changes, const char *title,
			       struct out *o);

#endif
