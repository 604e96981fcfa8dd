/* SPDX-License-Identifier: BSD-2-Clause */
/* mpuc budget: a session from a script, or from a terminal. */
#ifndef CMD_BUDGET_H
#define CMD_BUDGET_H

#include <mpuc/mpuc.h>

#include "opt.h"

/* All lines of args->batch; the exit status. */
int budget_batch(const struct args *args, struct mpuc_whatif *edit);

#endif
