/* SPDX-License-Identifier: BSD-2-Clause */
/* From parts of gaps to banks with addresses. */
#ifndef PLAN_PLACE_LAY_H
#define PLAN_PLACE_LAY_H

#include "plan/place_flow.h"

/*
 * Lay the parts of every gap side by side, from the end that it says, into
 * result->banks, in the order of the requests.  f fits; its requests are
 * those of p in this order, its gaps p->gaps[gap[bit]].
 */
MPUC_MUST_CHECK
enum mpuc_status place_lay_out(struct arena *a, const struct place_problem *p,
			       struct place_flow *f, const uint32_t *gap,
			       const uint32_t *order,
			       struct place_result *result);

#endif
