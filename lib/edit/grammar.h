/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The language of mpuc-budget(1) as one table.  Parser, help, completion
 * and the check of the manual page all read it, so they can't disagree.
 *
 * A row is the command's own words and a pattern of what follows.  In the
 * pattern a word in capitals is a kind of argument, a word in small letters
 * stands for itself, a|b is one of them, [X] may be left out, and X... is
 * one or more of the last.
 */
#ifndef EDIT_GRAMMAR_H
#define EDIT_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>

enum edit_verb {
	EDIT_ADD_BANK, EDIT_ADD_DEVICE, EDIT_ADD_DOMAIN, EDIT_ADD_LIKE,
	EDIT_ADD_MEMORY, EDIT_ADD_MODULE, EDIT_ADD_SHM, EDIT_ADD_VPL011,
	EDIT_DROP_BANK, EDIT_DROP_DEVICE, EDIT_DROP_DOMAIN, EDIT_DROP_MODULE,
	EDIT_DROP_SHM, EDIT_DROP_VPL011, EDIT_MOVE_BANK, EDIT_RESIZE_BANK,
	EDIT_SPLIT_BANK, EDIT_JOIN_BANK, EDIT_HEAP, EDIT_HEAP_OFF,
	EDIT_SECTION, EDIT_SECTION_OFF, EDIT_EARLY_UART, EDIT_EARLY_UART_OFF,
	EDIT_PLATFORM, EDIT_REGIONS, EDIT_TARGET, EDIT_PLACE,
	EDIT_UNDO, EDIT_REDO, EDIT_SNAPSHOT, EDIT_RESTORE, EDIT_COMPARE,
	EDIT_FIT, EDIT_SMALLEST, EDIT_EXPECT_COUNT, EDIT_EXPECT_FOUND,
	EDIT_EXPECT_CODE, EDIT_EXPECT_VERDICT, EDIT_SHOW, EDIT_SHOW_REGIONS,
	EDIT_SAVE, EDIT_HELP, EDIT_QUIT,
};

enum edit_arg_kind {
	ARG_WORD,		/* of the pattern itself */
	ARG_NEW,		/* a name that is not in use */
	ARG_DOMAIN, ARG_SHM, ARG_SECTION, ARG_CONTEXT, ARG_PLATFORM,
	ARG_TARGET, ARG_SNAPSHOT, ARG_CODE,
	ARG_BANK,		/* index, as in domU1.ram[0] */
	ARG_BASE, ARG_SIZE,	/* 0x..., K, M, G */
	ARG_COUNT,
	ARG_NUMBER,		/* may be negative */
	ARG_COMPARISON,		/* ==, !=, <, <=, >, >= */
	ARG_FILE,
	ARG_COMMAND,		/* the first words of a row */
};

struct edit_rule {
	enum edit_verb verb;
	const char *words;	/* "add bank" */
	const char *pattern;	/* "DOMAIN BASE SIZE" */
	const char *help;	/* one line */
};

extern const struct edit_rule edit_rules[];
extern const size_t edit_rule_count;

/* One element of a pattern; false at its end.  *at moves behind it. */
struct edit_element {
	enum edit_arg_kind kind;
	const char *words;	/* ARG_WORD: a|b, not ended by NUL ... */
	size_t len;		/* ... but this long */
	bool optional, repeated;
};
bool edit_element_next(const char **at, struct edit_element *ret_element);

/* "a bank's index" for messages. */
const char *edit_kind_text(enum edit_arg_kind kind);

/* Is word[0..len) one of the alternatives? */
bool edit_element_has(const struct edit_element *e, const char *word,
		      size_t len);

#endif
