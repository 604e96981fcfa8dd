/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was already there: findings of an earlier run by code, node and
 * property, so that lines may move.
 */
#ifndef DIAG_BASELINE_H
#define DIAG_BASELINE_H

#include <mpuc/status.h>

#include "base/vec.h"
#include "diag/sink.h"

struct baseline_entry {
	enum diag_code code;
	const char *node, *property;	/* NULL: none */
	uint64_t count;		/* findings that are alike */
	uint64_t left;		/* of them, not found yet */
};

struct baseline {
	const char *file;
	VEC(struct baseline_entry) entries;
};

/* Code, node and property of a finding as one text; NULL at the cap. */
const char *baseline_key(struct arena *a, enum diag_code code,
			 const char *node, const char *property);

/*
 * Findings that b has are passed over; what b has and is not found becomes
 * a finding at the place at.  Once for each run.
 */
MPUC_MUST_CHECK
enum mpuc_status baseline_apply(struct arena *a, struct baseline *b,
				struct sink *sink, const struct place *at);

#endif
