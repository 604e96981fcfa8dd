/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CMD_LAYOUT_H
#define CMD_LAYOUT_H

#include <mpuc/mpuc.h>

#include "opt.h"

/* The run of a packed layout; NULL after a message, ret_exit is set. */
struct mpuc_run *layout_open(const struct args *args, const char *file,
			     int *ret_exit);

#endif
