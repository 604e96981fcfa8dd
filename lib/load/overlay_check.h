/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether an overlay may be given to libfdt; not for other modules. */
#ifndef LOAD_OVERLAY_CHECK_H
#define LOAD_OVERLAY_CHECK_H

#include <mpuc/status.h>

#include "load/session.h"

/* MPUC_E_SYNTAX or MPUC_E_LIMIT with what is wrong with the overlay. */
MPUC_MUST_CHECK
enum mpuc_status overlay_check(struct load_session *s,
			       const struct load_tree *base,
			       const struct load_tree *overlay);

#endif
