/* SPDX-License-Identifier: BSD-2-Clause */
/* A rule for make and ninja: what was written depends on what was read. */
#ifndef CMD_DEPFILE_H
#define CMD_DEPFILE_H

#include "opt.h"
#include "runs.h"

/*
 * Write args->depfile, when it is given.  targets: the files that the
 * command wrote; without any, depfile's own name less its ".d".  The exit
 * status of that and of worst.
 */
int depfile_write(const struct args *args, const struct runs *runs,
		  const char *const *targets, size_t count, int worst);

#endif
