/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CMD_PLAN_TRIALS_H
#define CMD_PLAN_TRIALS_H

#include "opt.h"

/* plan --platforms and --repairs: states of the tree that nobody wrote. */
int plan_trials(const struct args *args);

#endif
