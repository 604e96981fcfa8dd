/* SPDX-License-Identifier: BSD-2-Clause */
/* Propagate a failure; only in functions that hold nothing to release. */
#ifndef BASE_TRY_H
#define BASE_TRY_H

#include <mpuc/status.h>

#define TRY(expr) do { \
	enum mpuc_status st_ = (expr); \
	if (st_ != MPUC_OK) \
		return st_; \
} while (0)

/* For allocations: NULL means the arena is at its cap. */
#define TRY_PTR(ptr) do { \
	if ((ptr) == NULL) \
		return MPUC_E_NOMEM; \
} while (0)

/*
 * What reports a failure never returns MPUC_OK.  clang's analyzer sees one
 * file at a time; untold, it follows paths on which a result was not set.
 */
#ifdef __clang_analyzer__
#define FAILS(call) ((void)(call), MPUC_E_INTERNAL)
#endif

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#endif
