/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CMD_PLAN_FITS_H
#define CMD_PLAN_FITS_H

#include "opt.h"

/* plan --platforms: one tree on machines of several sizes. */
int plan_fits(const struct args *args);

#endif
