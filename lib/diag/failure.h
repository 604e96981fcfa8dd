/* SPDX-License-Identifier: BSD-2-Clause */
/* What ended a run before it had a result, and where that stands. */
#ifndef DIAG_FAILURE_H
#define DIAG_FAILURE_H

#include <stddef.h>

#include "base/arena.h"
#include "diag/src.h"

enum failure_kind {
	FAILURE_INPUT,		/* can't be read or parsed */
	FAILURE_USAGE,		/* an option, or a value of .mpuc.yaml */
	FAILURE_INTERNAL,	/* the two judges disagree */
};

struct failure {
	enum failure_kind kind;
	const char *message;	/* without the place */
	/*
	 * input: the file that the message is about, NULL for none; pos when
	 * it has a line, on the first column when that is all.
	 */
	struct place at;
};

/*
 * Take apart text, "FILE: WHAT", "FILE:LINE: WHAT" or "FILE:LINE:COLUMN:
 * WHAT".  A name may look like a place itself, so the longest of names (NULL
 * ones are passed over) that text begins with is the file; only when there
 * is none, because a source includes others, what is before the first
 * place is.  kind is left alone.  False at the arena's cap.
 */
bool failure_read(struct arena *a, const char *text,
		  const char *const *names, size_t count,
		  struct failure *ret_failure);

/* "unreadable-input", "wrong-setting", "internal-error" */
const char *failure_id(enum failure_kind kind);

#endif
