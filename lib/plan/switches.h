/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PLAN_SWITCHES_H
#define PLAN_SWITCHES_H

#include "model/plan.h"

/*
 * Fill plan->switches: idle to and from every guest, and between guests up
 * to PLAN_SWITCH_GUESTS of them; the rest is counted as omitted.
 */
MPUC_MUST_CHECK
enum mpuc_status switches_make(struct arena *a, struct plan *plan);

#endif
