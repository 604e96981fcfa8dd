/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a finding is recognised by in the next run, wherever its line has
 * moved to: code, node and property, and a count for those that are alike.
 */
#ifndef REPORT_FINGER_H
#define REPORT_FINGER_H

#include "base/map.h"
#include "diag/failure.h"
#include "diag/sink.h"

struct fingers {
	struct arena *a;
	struct map seen;
};

/*
 * Hexadecimal, unique among the findings that were asked for since fingers
 * was zero but for its arena.  NULL at the arena's cap.
 */
const char *finger_next(struct fingers *fingers, const struct finding *f);

/* The same for a tree that could not be checked. */
const char *finger_failure(struct fingers *fingers, const char *input,
			   const struct failure *f);

/* How often key was counted before; false at the arena's cap. */
bool finger_count(struct fingers *fingers, const char *key,
		  unsigned long *ret_before);

#endif
