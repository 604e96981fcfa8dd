/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why a piece of work could not be done.  What is wrong with the user's
 * system is never a status: that is a finding.
 */
#ifndef MPUC_STATUS_H
#define MPUC_STATUS_H

#define MPUC_MUST_CHECK __attribute__((warn_unused_result))

enum mpuc_status {
	MPUC_OK = 0,
	MPUC_E_NOMEM,		/* allocation failed or the memory cap hit */
	MPUC_E_IO,		/* a file can't be read or written */
	MPUC_E_SYNTAX,		/* an input is not what it should be */
	MPUC_E_LIMIT,		/* an input is larger than we take */
	MPUC_E_UNSUPPORTED,	/* well-formed, but not handled */
	MPUC_E_INFEASIBLE,	/* no plan or placement exists */
	MPUC_E_USAGE,		/* the caller's options contradict */
	MPUC_E_INTERNAL,	/* the verifier disagrees with the planner */
};

#endif
