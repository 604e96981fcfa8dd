/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which region in which slot, over idle and all guests.  A region that no
 * other one ever displaces stays loaded when its context is left, disabled;
 * to enter the context again it need only be enabled.
 */
#ifndef PLAN_SLOTS_H
#define PLAN_SLOTS_H

#include "model/plan.h"
#include "model/system.h"

struct slots_ask {
	const struct system *s;
	struct plan *plan;	/* slots and resident are filled in */
	/* Contexts in the order in which they run, again and again. */
	const uint32_t *schedule;
	size_t schedule_count;
};

MPUC_MUST_CHECK
enum mpuc_status slots_assign(struct arena *a, const struct slots_ask *ask);

#endif
