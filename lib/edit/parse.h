/* SPDX-License-Identifier: BSD-2-Clause */
/* One line of the language of grammar.h, taken apart. */
#ifndef EDIT_PARSE_H
#define EDIT_PARSE_H

#include <mpuc/status.h>

#include <stdint.h>

#include "base/arena.h"
#include "edit/grammar.h"

#define EDIT_ARGS 40		/* words of a line behind the command's own */

struct edit_arg {
	const char *text;	/* without quotes */
	uint64_t value;		/* of a number; magnitude of ARG_NUMBER */
	bool negative;
	uint32_t column;	/* 1-based */
};

struct edit_command {
	const struct edit_rule *rule;
	struct edit_arg args[EDIT_ARGS];	/* in the pattern's order */
	uint32_t count;
	const char *text;	/* the line, blanks and comment trimmed */
	uint32_t end;		/* column behind the last word */
};

/* Why a line is refused: one sentence, and the column it is about. */
struct edit_refusal {
	const char *text;
	uint32_t column;
};

/*
 * MPUC_OK; rule is NULL for a line without a word in it.  MPUC_E_SYNTAX
 * with *ret_refusal filled; MPUC_E_NOMEM.
 */
MPUC_MUST_CHECK
enum mpuc_status edit_parse(struct arena *a, const char *line,
			    struct edit_command *ret_command,
			    struct edit_refusal *ret_refusal);

#endif
