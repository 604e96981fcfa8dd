/* SPDX-License-Identifier: BSD-2-Clause */
/* What every step of a phase does to the table, for people. */
#ifndef PLAN_MOMENT_H
#define PLAN_MOMENT_H

#include "plan/table.h"

struct moments {
	struct arena *a;
	VEC(struct plan_moment) list;	/* of the phase that runs */
	VEC(const char *) before;	/* names in the table before a step */
};

/* Around one step: a moment comes of it when the table has changed. */
MPUC_MUST_CHECK
enum mpuc_status moment_before(struct moments *m, const struct table *t);
MPUC_MUST_CHECK
enum mpuc_status moment_after(struct moments *m, const struct table *t);

/* Regions from first on exist for a moment, on behalf of owner. */
MPUC_MUST_CHECK
enum mpuc_status moment_transient(struct moments *m, const struct table *t,
				  size_t first, uint32_t owner);

/* Hand the moments over, and which is the first at the peak. */
MPUC_MUST_CHECK
enum mpuc_status moments_end(const struct moments *m, struct plan_context *c);

#endif
