/* SPDX-License-Identifier: BSD-2-Clause */
/* What a search for a smaller need tries. */
#ifndef MPUC_EDIT_SEARCH_H
#define MPUC_EDIT_SEARCH_H

#include "model/system.h"

/* In the order in which they are tried: what costs its user least first. */
enum search_kind {
	SEARCH_JOIN,		/* two banks of a domain become one */
	SEARCH_STATE,		/* no early printk; RAM between RAM */
	SEARCH_MOVE,		/* a bank or the heap, to an end of a gap */
	SEARCH_LEAVE,		/* something is left out */
};
#define SEARCH_KINDS 4

struct search_line {
	const char *text;	/* commands, parted by ';' */
	enum search_kind kind;
};

typedef VEC(struct search_line) search_lines;

/*
 * Commands that may take regions away.  Joins: of banks that touch, or of
 * which one is moved beside the other before.  Moves: every bank and the
 * heap to both ends of every gap that holds it; where in a gap something
 * lies makes no difference but at its ends.  Left out: a virtual UART, a
 * device, shared memory, a section that the target does not ask for, a
 * domain.
 */
MPUC_MUST_CHECK
enum mpuc_status search_candidates(struct arena *a, const struct system *s,
				   search_lines *ret_lines);

#endif
