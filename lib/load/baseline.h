/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LOAD_BASELINE_H
#define LOAD_BASELINE_H

#include "diag/baseline.h"

/*
 * The part of an mpuc-baseline-1 document that is about input; of a document
 * about one tree that is all of it, whatever the tree was called.
 */
MPUC_MUST_CHECK
enum mpuc_status load_baseline(struct arena *a, const char *file,
			       const char *input,
			       struct baseline **ret_baseline,
			       const char **ret_error);

#endif
