/* SPDX-License-Identifier: BSD-2-Clause */
/* Which reports check writes, and where to. */
#ifndef CMD_FORMATS_H
#define CMD_FORMATS_H

#include "opt.h"

/* The choice behind those of enum mpuc_format. */
#define FORMAT_AUTO (MPUC_GITLAB + 1)

/*
 * Settle args' formats: text when none was given, --output for the one
 * without a file, and the surroundings' own for auto.  False after a
 * message when two of them would go to one place.
 */
bool formats_settle(struct args *args);

#endif
