/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The region tables of every context: pure data, written by plan/, read by
 * rules, verifier, emitters and reporters.
 */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include "addr/range.h"
#include "base/vec.h"
#include "model/profile.h"
#include "model/system.h"
#include "pmsa/pmsa.h"

#define SLOT_NONE UINT32_MAX

struct plan_region {
	const char *name;	/* "xen.text", "domU1.ram[0]" */
	const struct region_rule *rule;
	uint32_t owner;		/* domain, or SYS_NONE for Xen */
	uint32_t object;	/* SYS_NONE: from symbols or run time */
	uint32_t slot;		/* SLOT_NONE: past the hardware */
	bool placed;		/* range and regs are valid */
	struct range range;	/* as programmed */
	struct range demand;	/* as the object has it, before rounding */
	struct pmsa_attr attr;
	struct pmsa_regs regs;
	enum lifetime lifetime;
	const char *why;
};

enum context_kind { CTX_BOOT, CTX_IDLE, CTX_GUEST };

struct plan_context {
	const char *name;	/* "boot/heap", "idle", "guest/domU1" */
	enum context_kind kind;
	uint32_t domain;	/* CTX_GUEST */
	struct plan_region *regions;	/* need first, then transients */
	uint32_t region_count;
	uint32_t need, peak, minimum;
	uint32_t unplaced;	/* regions without a slot or a range */
};

/*
 * One change of context, as register writes in a safe order: slots of
 * disable go off, then write slots get base and limit, then enable slots
 * go on.  Slots are indices below 256, ascending.
 */
struct plan_switch {
	uint32_t from, to;	/* contexts */
	const uint8_t *disable, *write, *enable;
	uint32_t disable_count, write_count, enable_count;
	uint32_t writes;	/* PRSELR, PRBAR, PRLAR and PRENR writes */
};

struct plan {
	enum pmsa_arch arch;
	uint32_t regions;	/* what the machine has */
	bool regions_known;
	struct plan_context *contexts;	/* boot, idle, guests */
	uint32_t context_count;
	uint32_t boot_count;	/* contexts[boot_count] is idle */
	VEC(struct plan_switch) switches;
	uint64_t switches_omitted;
};

#endif
