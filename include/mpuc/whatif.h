/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What-if: a session holds a tree and a list of changes to it.  Every
 * change is applied to a copy of the tree, which then goes through the same
 * model, rules, planner and verifier as a tree from a file, so that the
 * state on screen is what mpuc_run() would say of it.  Commands are lines in
 * the language of mpuc-budget(1).  Nothing is written but by save.
 */
#ifndef MPUC_WHATIF_H
#define MPUC_WHATIF_H

#include <mpuc/mpuc.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mpuc_whatif;

/* NULL only when there is no memory at all.  Strings are borrowed. */
MPUC_API struct mpuc_whatif *mpuc_whatif_new(const struct mpuc_options *opts);
MPUC_API void mpuc_whatif_free(struct mpuc_whatif *edit);

/* Load a tree and its overlays, as mpuc_run() does.  To be called once. */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_whatif_open(struct mpuc_whatif *edit,
				const char *const *files, size_t count);

/*
 * The state: a finished run for the writers and views.  It is replaced by
 * the next command that changes the state.
 */
MPUC_API struct mpuc_run *mpuc_whatif_run(const struct mpuc_whatif *edit);

/* How many changes the state is from the tree, and how many can be redone. */
MPUC_API size_t mpuc_whatif_depth(const struct mpuc_whatif *edit);
MPUC_API size_t mpuc_whatif_redoable(const struct mpuc_whatif *edit);

enum mpuc_whatif_kind {
	MPUC_WHATIF_NOTHING,	/* a line without a command */
	MPUC_WHATIF_CHANGE,	/* the state is another one now */
	MPUC_WHATIF_ANSWER,	/* a question; text has the answer */
	MPUC_WHATIF_HELD,		/* an expectation that is met */
	MPUC_WHATIF_BROKEN,	/* an expectation that is not */
	MPUC_WHATIF_REFUSED,	/* nothing was done; text says why */
	MPUC_WHATIF_QUIT,
};

struct mpuc_whatif_result {
	enum mpuc_whatif_kind kind;
	unsigned column;	/* 1-based; MPUC_WHATIF_REFUSED */
	const char *text;	/* lines for a person, "" for none */
};

/*
 * Do one line.  MPUC_OK; MPUC_E_SYNTAX for a line that the language does
 * not have and MPUC_E_USAGE for one that does not suit the state, which
 * both leave the state alone; others as mpuc_run().  ret_result is filled
 * in every case, and lives as long as the session.  number is the line's,
 * for the report; 0 for a line that is typed.
 */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_whatif_do(struct mpuc_whatif *edit, const char *line,
			      unsigned number,
			      struct mpuc_whatif_result *ret_result);

/* Every way to go on with the word that line ends with, in order. */
typedef void mpuc_whatif_word_fn(void *arg, const char *word);
MPUC_API void mpuc_whatif_complete(struct mpuc_whatif *edit, const char *line,
				 mpuc_whatif_word_fn *word, void *arg);

/* The commands done so far and the state behind them. */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_whatif(struct mpuc_whatif *edit,
				 enum mpuc_format format,
				 const struct mpuc_writer *w);

/*
 * plan --platforms: the state on machines of every region count that a
 * known platform has, and its own, and how many more guests like the named
 * one (NULL: not asked) fit each.  TEXT or JSON.  ret_passes: check passes on
 * one of them.  MPUC_E_USAGE, with mpuc_error() of the state, when there is
 * no plan or no such domain.
 */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_fits(struct mpuc_whatif *edit, const char *like,
				 enum mpuc_format format,
				 const struct mpuc_writer *w,
				 bool *ret_passes);

/*
 * plan --repairs: every single change that leaves fewer regions too many on
 * the state's machine, and how many were tried.  TEXT or JSON.  MPUC_E_USAGE,
 * with mpuc_error() of the state, when there is no plan or no count.
 */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_repairs(struct mpuc_whatif *edit,
				    enum mpuc_format format,
				    const struct mpuc_writer *w);

/* How many expectations were not met. */
MPUC_API size_t mpuc_whatif_broken(const struct mpuc_whatif *edit);

#ifdef __cplusplus
}
#endif

#endif
