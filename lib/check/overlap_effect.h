/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CHECK_OVERLAP_EFFECT_H
#define CHECK_OVERLAP_EFFECT_H

#include "check/rules.h"

/*
 * What becomes of f, an overlap of two objects of which Xen meets one later:
 * its effect, and where the target does not compare them also its severity
 * and basis.
 */
void overlap_effect(struct reporter *r, struct finding *f,
		    const struct object *later, const struct object *earlier);

#endif
