/* SPDX-License-Identifier: BSD-2-Clause */
/* The region tables that the target's own code would program. */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "model/plan.h"

/* Guest-to-guest switches are listed up to this many guests. */
#define PLAN_SWITCH_GUESTS 16

/*
 * Walk the target's phases over the system.  Always gives a plan, also for
 * a tree with errors: what has no address or no slot is counted and says
 * so.  MPUC_OK or MPUC_E_NOMEM.
 */
MPUC_MUST_CHECK
enum mpuc_status plan_make(struct arena *a, const struct system *s,
			   struct plan **ret_plan);

#endif
