/* SPDX-License-Identifier: BSD-2-Clause */
/* What the search for the smallest change tries. */
#ifndef MPUC_EDIT_SEARCH_H
#define MPUC_EDIT_SEARCH_H

#include "model/system.h"

typedef VEC(const char *) search_lines;

/*
 * Commands that may take regions away, the one that costs its user least
 * first: banks are joined (moved together before, parted by ';'), then
 * something is left out: early printk, a virtual UART, a device, shared
 * memory, a section that the target does not ask for, a domain.
 */
MPUC_MUST_CHECK
enum mpuc_status search_candidates(struct arena *a, const struct system *s,
				   search_lines *ret_lines);

#endif
