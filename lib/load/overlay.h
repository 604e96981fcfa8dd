/* SPDX-License-Identifier: BSD-2-Clause */
/* Apply overlays; not for other modules. */
#ifndef LOAD_OVERLAY_H
#define LOAD_OVERLAY_H

#include <mpuc/status.h>

#include "load/session.h"

/*
 * Replace base's blob and doc by those with the overlay applied; names and
 * positions of the old doc stay in use.  overlay's blob is used up.
 */
MPUC_MUST_CHECK
enum mpuc_status overlay_apply(struct load_session *s, struct load_tree *base,
			       struct load_tree *overlay);

#endif
