/* SPDX-License-Identifier: BSD-2-Clause */
/* What the steps of the slot assignment share. */
#ifndef PLAN_SLOT_VALUES_H
#define PLAN_SLOT_VALUES_H

#include "model/switch.h"
#include "plan/slots.h"

/* A region of one context. */
struct slot_use {
	struct plan_region *region;
	uint32_t context;	/* counted from idle */
	uint32_t value;
};

/* Equal registers in any number of contexts: uses[first..first + count). */
struct slot_value {
	uint32_t first, count;
	uint32_t pin;		/* the slot that it must have, or SLOT_NONE */
	uint32_t slot;		/* its own in all contexts, or SLOT_NONE */
	uint64_t visits;	/* how often it is needed */
	bool common;		/* in every context */
};

struct slot_work {
	struct arena *a;
	const struct slots_ask *ask;
	uint32_t contexts;	/* idle and guests */
	VEC(struct slot_use) uses;	/* by value */
	VEC(struct slot_value) values;
	uint32_t *load;		/* per context: values without a slot */
	bool taken[SWITCH_SLOTS];	/* pinned, or a value's own */
	uint32_t end;		/* slots of the machine */
	uint32_t toggle_end;	/* ... that PRENR reaches */
	uint32_t over[SWITCH_SLOTS];	/* slots that contexts share */
	uint32_t over_count;
	/* uses by context: by[by_first[c]..by_first[c + 1]) */
	uint32_t *by, *by_first;
};

/* Values, with those that are pinned or common in their slots. */
MPUC_MUST_CHECK
enum mpuc_status slot_values_make(struct arena *a,
				  const struct slots_ask *ask,
				  struct slot_work *ret_work);

/* Slots of their own for some values, so that few have to be shared. */
MPUC_MUST_CHECK
enum mpuc_status slot_values_reside(struct slot_work *w);

/* The rest, into the slots that are shared. */
MPUC_MUST_CHECK
enum mpuc_status slot_values_overlay(struct slot_work *w);

#endif
