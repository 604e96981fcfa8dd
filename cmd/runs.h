/* SPDX-License-Identifier: BSD-2-Clause */
/* From operands to runs: every tree with the overlays behind it. */
#ifndef CMD_RUNS_H
#define CMD_RUNS_H

#include <mpuc/mpuc.h>

#include "opt.h"

struct runs {
	struct mpuc_run **items;	/* those that have a result */
	size_t count;
	struct mpuc_run **all;	/* and those that have none, in their order */
	size_t all_count;
	struct mpuc_config **configs;	/* of all trees, for runs_done() */
	size_t config_count;
	int worst;		/* exit status so far */
};

/* The options of a run as the library takes them. */
struct mpuc_options runs_options(const struct args *args);

/* Into config: that of --config, or the one above input, or nothing. */
MPUC_MUST_CHECK
enum mpuc_status runs_find_config(const struct args *args, const char *input,
				  struct mpuc_config *config);

/*
 * The configuration for input, which the caller frees: that of --config, or
 * the one above it, or an empty one.  NULL after a message; *ret_exit is set.
 */
struct mpuc_config *runs_config(const struct args *args, const char *input,
				int *ret_exit);

/* fn(arg, i) for each i below count, by as many threads as jobs says. */
typedef void runs_fn(void *arg, size_t i);
void runs_each(size_t count, size_t jobs, runs_fn *fn, void *arg);

/*
 * Make a run of every tree in files[0..count).  False after a message when
 * the operands themselves are wrong; a tree that can't be read is only told
 * of and counted in worst.
 */
bool runs_open(struct runs *r, const struct args *args,
	       const char *const *files, size_t count);

/* The same for a command that takes one tree. */
bool runs_open_one(struct runs *r, const struct args *args,
		   const char *const *files, size_t count);

/* One tree and overlays behind it; false after a message. */
bool runs_check_one(const char *const *files, size_t count);
void runs_done(struct runs *r);

/* Exit status of a failed library call. */
int exit_of(enum mpuc_status status);

/* Text from an input, to standard error. */
void runs_put_safe(const char *s);

/* Say why a call failed; the exit status. */
int runs_complain(const struct mpuc_run *run, enum mpuc_status status);

#endif
