/* SPDX-License-Identifier: BSD-2-Clause */
/* What the judge's files share. */
#ifndef VERIFY_JUDGE_H
#define VERIFY_JUDGE_H

#include "verify/regs.h"
#include "verify/verify.h"

#define VERIFY_SLOTS 256	/* the register file at its largest */
#define SLOT_SHARED UINT32_MAX	/* more than one rule had it */

/*
 * One region that the model asks for.  Not known: it has no range that
 * mpuc could know, so its region is unplaced.  Optional: the system or the
 * target is broken there, and a plan with and without it is right.
 */
struct verify_demand {
	struct range range;	/* as the rule rounds it, when known */
	uint32_t rule;
	uint32_t origin;	/* the rule that chose the slot */
	uint32_t object;	/* SYS_NONE for none */
	bool known, optional;
	bool packed;		/* has moved since it got its slot */
	bool single;		/* the only region of its rule */
};

struct verify_demands {		/* a VEC */
	struct verify_demand *items;
	size_t count, cap;
};

/* A rule in force: the regions of rule, in the slots that origin got. */
struct verify_live {
	uint32_t rule, origin;
	bool packed;
	bool unsure;		/* became something out of nothing */
};

struct verify_state {		/* a VEC */
	struct verify_live *items;
	size_t count, cap;
};

struct verify_rule {
	struct verify_fields want;
	bool has_attr;
	bool per_domain;
	struct verify_demands shared;	/* unless per_domain */
};

enum verify_layer {
	LAYER_REGION,		/* enabled regions; id: index in entries */
	LAYER_DEMAND,		/* known demands; id: index in demands */
	LAYER_SLOTLESS,		/* demanded, but past the hardware */
	LAYER_EL1,		/* enabled regions open to EL1 */
	LAYER_OWN,		/* what the guest may reach */
	LAYER_BANK,		/* what the guest must read and write */
};
#define VERIFY_LAYERS 6

/*
 * The spans of one layer, as ids.  As long as ids is empty they are the count
 * numbers from first on, in both orders: millions of them take no memory.
 */
struct verify_spans {
	uint32_t first, count;
	VEC(uint32_t) ids;	/* by base */
	const uint32_t *ends;	/* by last; may be ids itself */
	struct range newest;	/* while they are collected */
	bool by_base, by_last;	/* so far they came in this order */
};

struct verify_used {
	uint64_t base, last;	/* last: highest of all up to this one */
};

struct judge {
	struct arena *arena;
	struct arena scratch;	/* what one context needs; emptied often */
	struct arena *pool;	/* the one that demands come from */
	const struct system *sys;
	const struct target *target;
	const struct plan *plan;
	uint64_t page;
	uint64_t top;		/* highest address of this machine */
	struct verify_rule *rules;	/* one for each rule of the target */
	struct verify_report report;
	enum mpuc_status status;	/* latched: a problem was lost */

	VEC(struct verify_used) used;	/* memory that has a use, by base */
	/* What the hypervisor runs on in idle and in every guest. */
	VEC(struct range) vital;
	const struct plan_region *residents[VERIFY_SLOTS];

	/* The context being judged; arrays live in scratch. */
	const char *context;
	const struct plan_context *ctx;
	uint32_t domain;	/* SYS_NONE outside guest contexts */
	struct verify_demands demands;	/* by range */
	size_t found;		/* the one that was looked for last */
	VEC(struct verify_entry) entries;	/* of regions with a slot */
	VEC(uint32_t) entry_of;	/* the region of each */
	struct verify_spans layers[VERIFY_LAYERS];
	VEC(uint32_t) slots;
	VEC(uint8_t) unplaced_banks;

	/* Of all boot contexts and idle, as far as judged. */
	uint32_t peak;
	uint32_t slot_user[VERIFY_SLOTS];	/* rule + 1, or SLOT_SHARED */
};

/* Report a problem of j->context. */
__attribute__((format(printf, 3, 4)))
void verify_say(struct judge *j, uint64_t address, const char *fmt, ...);

/* Prepare j->rules. */
MPUC_MUST_CHECK
enum mpuc_status verify_rules_init(struct judge *j);

/* Expand one rule; domain SYS_NONE: of all domains. */
MPUC_MUST_CHECK
enum mpuc_status verify_expand(struct judge *j, uint32_t rule,
			       uint32_t domain, struct verify_demands *out);

/* The demands of one source before conditions: verify_expand() calls it. */
MPUC_MUST_CHECK
enum mpuc_status verify_source(struct judge *j, uint32_t rule,
			       uint32_t domain, struct verify_demands *out);

/* False when nothing is left, or it would leave 64 bits. */
bool verify_round(enum rounding how, uint64_t page, struct range in,
		  struct range *ret_range);

/* Carry the steps of one phase out on the rules in force. */
MPUC_MUST_CHECK
enum mpuc_status verify_phase(struct judge *j, const struct phase *phase,
			      struct verify_state *state);

/* Fill j->demands, sorted, for j->domain. */
MPUC_MUST_CHECK
enum mpuc_status verify_collect(struct judge *j,
				const struct verify_state *state);

/* A demand of exactly this range, or NULL; unique: there is no other. */
const struct verify_demand *verify_find(struct judge *j, struct range range,
					bool *ret_unique);

/* Ledger, and every region on its own; fills j->entries. */
MPUC_MUST_CHECK
enum mpuc_status verify_table(struct judge *j);

/* Collect and order j->layers, the input of the sweep. */
MPUC_MUST_CHECK
enum mpuc_status verify_layers(struct judge *j);

/* The i-th span of a layer by base, and by last. */
uint32_t verify_opening(const struct verify_spans *spans, size_t i);
uint32_t verify_closing(const struct verify_spans *spans, size_t i);

/* The range of a layer's span. */
struct range verify_span(const struct judge *j, enum verify_layer layer,
			 uint32_t id);

/* Registers against model, and guests against each other. */
MPUC_MUST_CHECK
enum mpuc_status verify_sweep(struct judge *j);

/* Both of the above for a context of an optimal plan. */
MPUC_MUST_CHECK
enum mpuc_status verify_optimal(struct judge *j);

/*
 * Before idle's rules become guests', and after: what is fixed in both must
 * be mapped at every moment.
 */
MPUC_MUST_CHECK
enum mpuc_status verify_vital(struct judge *j,
			      const struct verify_state *idle,
			      const struct verify_state *guest);

/*
 * Fill residents.  A resident region is loaded once, before the first switch,
 * and whatever context has a region in that slot has this one.
 */
void verify_residents(struct judge *j);

/* All switch lists, register write by register write. */
MPUC_MUST_CHECK
enum mpuc_status verify_switches(struct judge *j);

const char *verify_name(const struct plan_region *r);

#endif
