/* SPDX-License-Identifier: BSD-2-Clause */
/* A what-if session, for the files edit*.c. */
#ifndef MPUC_SESSION_H
#define MPUC_SESSION_H

#include <mpuc/whatif.h>

#include "edit/edit.h"
#include "mpuc/run.h"
#include "report/view.h"

/* One change, as typed and as operations. */
struct edit_step {
	const char *text;
	edit_ops ops;
	const struct edit_snapshot *restored;	/* OP_RESET, then its steps */
};

typedef VEC(struct edit_step) edit_steps;

struct edit_snapshot {
	const char *name;
	edit_steps steps;
};

struct mpuc_whatif {
	struct arena arena;	/* commands and answers */
	struct mpuc_options opts;
	const char *const *files;
	size_t file_count;
	struct mpuc_run *base;	/* the tree as it came */
	struct mpuc_run *run;	/* the state; base when nothing was done */
	edit_steps steps;
	size_t at;		/* steps[0..at) make the state */
	VEC(struct edit_snapshot *) snapshots;
	VEC(struct budget_command) log;
	size_t held, broken;
};

/* One command while it is done. */
struct edit_work {
	struct mpuc_whatif *e;
	const struct edit_command *c;
	struct edit_refusal refusal;
	struct mpuc_whatif_result *result;
};

/* Keep the text for the result; MPUC_E_USAGE, about an argument. */
__attribute__((format(printf, 3, 4)))
enum mpuc_status edit_deny(struct edit_work *w, uint32_t arg,
			   const char *fmt, ...);

/* Keep the text as the answer; MPUC_OK or MPUC_E_NOMEM. */
__attribute__((format(printf, 2, 3)))
enum mpuc_status edit_answer(struct edit_work *w, const char *fmt, ...);

/* All operations of the first count steps, and then more, folded. */
MPUC_MUST_CHECK
enum mpuc_status edit_total_of(struct mpuc_whatif *e, const edit_steps *steps,
			       size_t count, const edit_ops *more,
			       struct edit_total *ret_total);

/*
 * base with the edits of total, modelled, checked and planned.  The run is
 * the caller's to free, also on failure; NULL when there is no memory.
 */
MPUC_MUST_CHECK
enum mpuc_status edit_run_total(struct mpuc_whatif *e,
				const struct edit_total *total,
				struct mpuc_run **ret_run);

/* Find a snapshot by name; NULL. */
struct edit_snapshot *edit_snapshot_find(const struct mpuc_whatif *e,
					 const char *name);

/* What changed between two runs, in one line; NULL at the cap. */
const char *edit_difference(struct arena *a, const struct mpuc_run *from,
			    const struct mpuc_run *to);

/* The steps of the state; a restored one is what it restored. */
MPUC_MUST_CHECK
enum mpuc_status edit_flatten(struct mpuc_whatif *e, edit_steps *ret_steps);

/* The lines of the steps, as a script; NULL at the cap. */
const char *edit_script(struct mpuc_whatif *e);

size_t edit_errors(const struct mpuc_run *run);

/* Take a step whose operations are known, and keep it. */
MPUC_MUST_CHECK
enum mpuc_status edit_do_step(struct edit_work *w, struct edit_step *step,
			      const char *note);

/* Verbs. */
MPUC_MUST_CHECK
enum mpuc_status edit_do_place(struct edit_work *w);
MPUC_MUST_CHECK
enum mpuc_status edit_do_expect(struct edit_work *w);
MPUC_MUST_CHECK
enum mpuc_status edit_do_show(struct edit_work *w);
MPUC_MUST_CHECK
enum mpuc_status edit_do_compare(struct edit_work *w);
MPUC_MUST_CHECK
enum mpuc_status edit_do_fit(struct edit_work *w);
MPUC_MUST_CHECK
enum mpuc_status edit_do_smallest(struct edit_work *w);
MPUC_MUST_CHECK
enum mpuc_status edit_do_save(struct edit_work *w);
MPUC_MUST_CHECK
enum mpuc_status edit_do_help(struct edit_work *w);

#endif
