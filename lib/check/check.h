/* SPDX-License-Identifier: BSD-2-Clause */
/* All rules over a system, and over its plan once there is one. */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "diag/sink.h"
#include "model/plan.h"
#include "model/system.h"

enum check_stage {
	CHECK_TREE,	/* is this a Xen tree at all */
	CHECK_MODEL,	/* everything the tree says */
	CHECK_PLAN,	/* regions, budgets */
};

struct facts {
	const struct system *system;
	const struct plan *plan;	/* CHECK_PLAN only */
	bool strict;			/* what can't run is an error */
	bool regions_given;		/* --regions: the user knows */
};

/*
 * Run every rule of stage whose needs are met; a rule that can't run is
 * counted in the sink.  MPUC_OK also with findings, or MPUC_E_NOMEM.
 */
MPUC_MUST_CHECK
enum mpuc_status check_run(struct arena *a, enum check_stage stage,
			   const struct facts *facts, struct sink *sink);

#endif
