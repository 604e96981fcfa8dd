/* SPDX-License-Identifier: BSD-2-Clause */
/* Do sizes fit into gaps when each may only use some of them? */
#ifndef PLAN_PLACE_FLOW_H
#define PLAN_PLACE_FLOW_H

#include "plan/place.h"

struct place_flow {
	uint32_t count, gap_count;
	uint64_t *sizes;	/* units that each request wants */
	uint32_t *allowed;	/* gaps that it may use, as bits */
	uint64_t room[PLACE_GAPS];
	uint32_t all;		/* every gap */
	uint64_t *parts;	/* count x PLACE_GAPS: units it got there */
	uint32_t *from_gap;	/* marks of one search, see place_flow.c */
	bool *seen;
};

MPUC_MUST_CHECK
enum mpuc_status place_flow_init(struct arena *a, struct place_flow *f,
				 uint32_t count);

/* Fill parts; false when not all sizes fit. */
bool place_flow_fits(struct place_flow *f);

/* Units of request i in gap g. */
uint64_t *place_flow_part(struct place_flow *f, uint32_t i, uint32_t g);

#endif
