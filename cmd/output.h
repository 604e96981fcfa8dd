/* SPDX-License-Identifier: BSD-2-Clause */
/* Where a command's result goes: standard output, or a file at the end. */
#ifndef CMD_OUTPUT_H
#define CMD_OUTPUT_H

#include <mpuc/mpuc.h>

#include "opt.h"

struct output {
	struct mpuc_writer writer;
	const char *path;	/* NULL: standard output, at once */
	char *bytes;
	size_t size, room;
	int error;		/* errno of the first failure */
};

/* To where -o says. */
void output_open(struct output *out, const struct args *args);

/* To another file than that; NULL: standard output. */
void output_to(struct output *out, const struct args *args, const char *path);

/*
 * Deliver everything.  status is what the writer of run (NULL: of none)
 * returned, worst the exit status so far; the result is the exit status of
 * both.  Says at most one thing on standard error.
 */
int output_close(struct output *out, const struct mpuc_run *run,
		 enum mpuc_status status, int worst);

#endif
