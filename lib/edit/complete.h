/* SPDX-License-Identifier: BSD-2-Clause */
/* Every way to go on with a line that is half typed. */
#ifndef EDIT_COMPLETE_H
#define EDIT_COMPLETE_H

#include "edit/grammar.h"
#include "model/plan.h"

struct edit_words {
	const struct system *s;
	const struct plan *plan;	/* NULL: no contexts */
	const char *const *snapshots;
	size_t snapshot_count;
	const char *(*code)(size_t index);	/* NULL at the end */
	void (*word)(void *arg, const char *word);
	void *arg;
};

/*
 * Call word for each whole word that the last word of line, which is empty
 * behind a blank, may become; each once, in the order of the grammar.
 */
MPUC_MUST_CHECK
enum mpuc_status edit_complete(struct arena *a, const char *line,
			       const struct edit_words *w);

#endif
