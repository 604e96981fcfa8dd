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

/* There are millions of them: 104 bytes each, and no hole. */
struct plan_region {
	const char *name;	/* "xen.text", "domU1.ram[0]" */
	const struct region_rule *rule;
	const char *why;
	/* Optimal plan: the as-is regions that this one is for; else NULL. */
	const struct plan_region *const *covers;
	uint32_t cover_count;
	uint32_t owner;		/* domain, or SYS_NONE for Xen */
	uint32_t object;	/* SYS_NONE: from symbols or run time */
	uint32_t slot;		/* SLOT_NONE: past the hardware */
	struct range range;	/* as programmed */
	struct range demand;	/* as the object has it, before rounding */
	struct pmsa_regs regs;
	struct pmsa_attr attr;
	uint8_t lifetime;	/* enum lifetime */
	bool placed : 1;	/* range and regs are valid */
	bool kept : 1;		/* must never lose its mapping */
	bool resident : 1;	/* stays loaded while it is disabled */
};

enum context_kind { CTX_BOOT, CTX_IDLE, CTX_GUEST };

/* Why one region can't hold two objects and what lies between them. */
enum plan_barrier {
	BARRIER_NONE,		/* the first witness */
	BARRIER_ATTR,		/* the next object has other attributes */
	BARRIER_OBJECT,		/* memory of something else lies between */
	BARRIER_HOLE,		/* no RAM lies between, or nobody knows */
	BARRIER_DEVICE,		/* a device region must not cover RAM */
	BARRIER_FILL,		/* free RAM, which the target may not cover */
	BARRIER_MERGE,		/* the target may not join regions */
	BARRIER_KEPT,		/* only one of the two must never go away */
};

/*
 * An object with which a region of the leftmost cover begins.  No legal
 * region holds two witnesses, so there are as many regions as witnesses.
 */
struct plan_witness {
	uint32_t region;	/* of the as-is context */
	struct range range;	/* what must be mapped there */
	enum plan_barrier barrier;	/* against the witness before */
	uint32_t other;		/* BARRIER_ATTR, _KEPT: as-is region that does
				   not join; BARRIER_OBJECT: object, or
				   SYS_NONE for a region without one */
	struct range between;	/* where the barrier is */
	uint32_t weight;	/* regions that it stands for; above 1 where
				   the tree maps one byte in two ways */
};

/* The proof that a context takes count regions or more. */
struct plan_proof {
	const struct plan_witness *witnesses;	/* ascending */
	uint32_t witness_count;
	uint32_t blind;		/* regions without an address, one each */
	uint32_t count;		/* weights and blind */
};

/* One way to trade regions for bytes that nobody asked to map. */
struct plan_point {
	uint32_t regions;
	uint64_t excess;
};

/* What the hypervisor has to be able to do for an optimal context; bits. */
enum plan_need {
	NEED_MERGE = 1,		/* map touching equal ranges as one */
	NEED_FILL = 2,		/* ... and free RAM between them */
	NEED_PROMOTE = 4,	/* give some memory more rights than asked */
	NEED_GRANULE = 8,	/* place regions finer than pages */
	NEED_RESIDENT = 16,	/* keep regions loaded that are disabled */
	NEED_MOVE = 32,		/* other slots than its own code chooses */
};

/* The best that the target's rules allow for one context. */
struct plan_best {
	uint32_t count;		/* regions */
	uint64_t excess;	/* bytes mapped beyond what is asked for */
	unsigned needs;		/* bits of plan_need */
	bool feasible;		/* false: more than the budget */
	struct plan_proof proof;	/* that fewer won't do */
	const struct plan_point *curve;	/* fewest regions first */
	uint32_t curve_count;
};

/*
 * One step of a phase: what it maps and unmaps, and what is in force then.
 * A transient moment ends at once: what it maps is gone after it.
 */
struct plan_moment {
	const char *const *adds, *const *removes;	/* names of regions */
	uint32_t add_count, remove_count;
	bool transient;
	uint32_t owner;		/* domain that it is for, or SYS_NONE */
	uint32_t regions;	/* in force, with what it adds */
	uint32_t owned;		/* of those, the owner's */
	uint32_t slots;		/* lowest index that was never used since the
				   last pack: what an allocator that only
				   grows has left behind */
};

struct plan_context {
	const char *name;	/* "boot/heap", "idle", "guest/domU1" */
	enum context_kind kind;
	uint32_t domain;	/* CTX_GUEST */
	struct plan_region *regions;	/* need first, then transients */
	uint32_t region_count;
	uint32_t need, peak, minimum;
	uint32_t unplaced;	/* regions without a slot or a range */
	struct plan_proof proof;	/* of minimum, when there is a best */
	const struct plan_moment *moments;	/* as-is plan, in order */
	uint32_t moment_count;
	uint32_t peak_moment;	/* the first one at the peak */
	struct plan_best best;	/* as-is plan: what could be */
	uint64_t excess;	/* optimal plan: bytes nobody asked for */
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
	uint32_t bound;		/* ... that any plan of these tables takes */
};

/* Regions are those that a switch loads, writes those of all registers. */
struct plan_cost {
	uint32_t worst_regions, worst_writes;	/* of the switches listed */
	uint32_t worst_bound;	/* regions: no plan of these tables has less */
	bool has_round;		/* one round of the schedule is known */
	uint64_t round_regions, round_writes;
	uint64_t round_bound;	/* regions */
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
	struct plan_cost cost;
	/*
	 * The same contexts under the target's planning rules; boot phases
	 * are as they are.  NULL when it was not asked for.
	 */
	struct plan *optimal;
	bool is_optimal;
	bool has_best;		/* best of every context is filled */
	bool has_budget;	/* ... within so many regions */
	uint32_t budget;
};

#endif
