/* SPDX-License-Identifier: BSD-2-Clause */
/* Every single change that may bring a state into its budget, tried. */
#ifndef MPUC_EDIT_REPAIR_H
#define MPUC_EDIT_REPAIR_H

#include "mpuc/edit_search.h"
#include "mpuc/edit_trial.h"

/* How far a state is from fitting. */
struct repair_score {
	uint64_t over;		/* regions past the machine, all contexts */
	size_t others;		/* errors that are no budget's */
	const char *worst;	/* the context with most of them, or peak */
	uint32_t worst_peak, worst_over;
};

struct repair {
	const struct search_line *line;
	struct repair_score score;
	const char *difference;	/* the counts that change, in words */
	bool failed;		/* it could not be tried */
};

struct repair_search {
	struct edit_trial from;		/* the state on trial */
	struct repair_score start;
	search_lines lines;
	size_t tried[SEARCH_KINDS];	/* that suit the state at all */
	VEC(struct repair) helps;	/* fewer too many, no other error; the
					   best first, then in order */
	size_t fit;			/* of those: all contexts fit */
	size_t untried;			/* past REPAIR_MAX, or failed */
};

/* Changes that are tried. */
#define REPAIR_MAX 20000

/*
 * The session's state on so many regions; when it is over budget, try all.
 * To be closed, also on failure.
 */
MPUC_MUST_CHECK
enum mpuc_status repair_open(struct mpuc_whatif *e, uint32_t regions,
			     struct repair_search *ret_search);
MPUC_MUST_CHECK
enum mpuc_status repair_run(struct repair_search *s);
void repair_close(struct repair_search *s);

/*
 * Try commands on a fork of the state.  *ret_done is false when one of them
 * does not suit it, or could not be tried: a name that the language can't
 * say, or a state that can't be modelled.
 */
MPUC_MUST_CHECK
enum mpuc_status repair_try(struct repair_search *s, const char *lines,
			    struct repair *ret_repair, bool *ret_done);

/* "a;b" as "a, b"; NULL at the cap. */
const char *repair_words(struct arena *a, const char *lines);

#endif
