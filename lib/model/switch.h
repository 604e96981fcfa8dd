/* SPDX-License-Identifier: BSD-2-Clause */
/* A switch of contexts as the register writes that carry it out. */
#ifndef MODEL_SWITCH_H
#define MODEL_SWITCH_H

#include "model/plan.h"

#define SWITCH_SLOTS 256	/* the register file at its largest */
#define SWITCH_PRENR 32		/* PRENR holds the enable bits of these */

enum switch_register { REG_PRSELR, REG_PRBAR, REG_PRLAR, REG_PRENR };

struct switch_write {
	enum switch_register reg;
	uint32_t slot;		/* PRBAR, PRLAR */
	uint64_t value;
	bool known;		/* false: a region without an address */
};

/* A disable, a selection, base, limit and an enable for every slot. */
#define SWITCH_WRITES (6 * SWITCH_SLOTS)

/*
 * Clear the enable bits of sw->disable, load sw->write, set those of
 * sw->enable, in that order; when nothing is loaded, one write of PRENR does
 * the first and the last.  Returns how many writes there are.
 */
uint32_t switch_expand(const struct plan *p, const struct plan_switch *sw,
		       struct switch_write ret_writes[SWITCH_WRITES]);

/* Regions in force by slot, NULL where there is none. */
typedef const struct plan_region *switch_table[SWITCH_SLOTS];
void switch_fill(switch_table t, const struct plan_context *c);

/* The same registers, or the same thing that nobody knows the place of. */
bool switch_same(const struct plan_region *a, const struct plan_region *b);

#endif
