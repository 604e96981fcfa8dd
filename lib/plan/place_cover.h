/* SPDX-License-Identifier: BSD-2-Clause */
/* What sections cover for nobody. */
#ifndef PLAN_PLACE_COVER_H
#define PLAN_PLACE_COVER_H

#include "plan/place_flow.h"

/*
 * Free bytes inside sections that reach over every bank, when the parts of
 * f lie side by side in the gaps p->gaps[gap[bit]].
 */
uint64_t place_cover(const struct place_problem *p, struct place_flow *f,
		     const uint32_t *gap);

/* No placement covers less: holes between banks that stay, as if filled. */
uint64_t place_least_cover(const struct place_problem *p);

#endif
