/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of regions. */
#ifndef PLAN_NAME_H
#define PLAN_NAME_H

#include <stdint.h>

#include "base/arena.h"

/*
 * "OWNER.NAME[INDEX]" without what is NULL, NULL at the cap.  To print it
 * would take as long as everything else that a region needs.
 */
const char *region_name(struct arena *a, const char *owner, const char *name,
			const uint32_t *index);

#endif
