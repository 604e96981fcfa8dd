/* SPDX-License-Identifier: BSD-2-Clause */
/* The region table while the target's phases run over it. */
#ifndef PLAN_TABLE_H
#define PLAN_TABLE_H

#include "model/plan.h"

typedef VEC(struct plan_region) region_list;

struct table {
	struct arena *a;
	const struct system *s;
	region_list live;
	uint32_t have;		/* slots; 0 when the count is not known */
	bool used[256];
	uint32_t next_grow;	/* SLOT_GROW: next index never used */
	uint32_t top;		/* ... for all policies together */
};

/*
 * Append what rule maps for a domain (SYS_NONE: for Xen), in order; slots are
 * not chosen yet.  An unknown address gives an entry that is not placed, an
 * empty range gives none.
 */
MPUC_MUST_CHECK
enum mpuc_status expand_rule(const struct table *t,
			     const struct region_rule *rule, uint32_t domain,
			     region_list *regions);

/* Map live's regions from first on: each gets a slot by its rule's policy. */
void table_place(struct table *t, size_t first);

/* Unmap every region of rule. */
void table_remove(struct table *t, const struct region_rule *rule);

/* The region of rule takes over what other maps, in its slot. */
MPUC_MUST_CHECK
enum mpuc_status table_become(struct table *t,
			      const struct region_rule *rule,
			      const struct region_rule *other);

/* Move everything to the lowest slots: fixed first, then the others. */
MPUC_MUST_CHECK
enum mpuc_status table_pack(struct table *t);

/* Deep copy, for a guest that starts from idle; memory is there to be used. */
MPUC_MUST_CHECK
enum mpuc_status table_copy(const struct table *t, const region_list *memory,
			    struct table *ret_table);

/* Slot that a region of this rule would get now, or SLOT_NONE. */
uint32_t table_slot(struct table *t, const struct region_rule *rule);

#endif
