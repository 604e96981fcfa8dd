/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CMD_CONFINE_H
#define CMD_CONFINE_H

#include "opt.h"

/*
 * Give up the rights that a command with these options doesn't need.  For a
 * check, the files that its configuration names are among the outputs.
 */
void confine(const struct args *args, bool is_check);

#endif
