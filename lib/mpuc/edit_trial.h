/* SPDX-License-Identifier: BSD-2-Clause */
/* States that nobody typed: what a question tries on top of the session's. */
#ifndef MPUC_EDIT_TRIAL_H
#define MPUC_EDIT_TRIAL_H

#include "mpuc/session.h"

/* The session's state, with operations of its own behind it. */
struct edit_trial {
	struct mpuc_whatif *e;
	edit_ops ops;
	struct mpuc_run *run;	/* finished */
	bool owned;		/* ... and the trial's to free */
};

/*
 * Begin with the session's state, on a machine with regions EL2 regions; 0:
 * on its own.  To be closed, also on failure.
 */
MPUC_MUST_CHECK
enum mpuc_status edit_trial_open(struct mpuc_whatif *e, uint32_t regions,
				 struct edit_trial *ret_trial);
void edit_trial_close(struct edit_trial *t);

/* The same state once more; from is not changed and must stay open. */
MPUC_MUST_CHECK
enum mpuc_status edit_trial_fork(const struct edit_trial *from,
				 struct edit_trial *ret_trial);

/*
 * One command on top; *ret_run is the state with it, which the caller takes
 * or frees, and NULL with *ret_why when it does not suit the state.  What it
 * did stays in t->ops, so a trial whose run is freed can't go on.  *ret_note
 * is what a person should know of it, or NULL.
 */
struct edit_tried {
	struct mpuc_run *run;
	const char *why, *note;
};
MPUC_MUST_CHECK
enum mpuc_status edit_trial_line(struct edit_trial *t, const char *line,
				 struct edit_tried *ret_tried);

/* The state of the trial is run from now on. */
void edit_trial_take(struct edit_trial *t, struct mpuc_run *run);

/* Guests that are tried, at most. */
#define EDIT_FIT_MAX 64

/* How many copies of a domain fit on top of a trial. */
struct edit_more {
	uint32_t count;		/* EDIT_FIT_MAX: no more were tried */
	const char *why;	/* the next one does not fit */
	const char *note;	/* on every copy, or NULL */
};
MPUC_MUST_CHECK
enum mpuc_status edit_more(struct edit_trial *t, const char *like,
			   struct edit_more *ret_more);

#endif
