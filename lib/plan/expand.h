/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PLAN_EXPAND_H
#define PLAN_EXPAND_H

#include "plan/table.h"

/* A rule of the target on its way to regions. */
struct expansion {
	const struct table *t;
	const struct region_rule *rule;
	uint32_t domain;
	region_list *out;
	size_t first;		/* out's regions from here on are the rule's */
	const struct attr_rule *attr;
	bool kept;		/* all of them are */
};

/*
 * Add one region from an object, or from a range that has none (SYS_NONE).
 * Without a range it is there but has no place; one that the rule's rounding
 * leaves nothing of is none.
 */
MPUC_MUST_CHECK
enum mpuc_status expand_emit(const struct expansion *e, uint32_t object,
			     const struct range *range);

#endif
