/* SPDX-License-Identifier: BSD-2-Clause */
/* A phase's steps, as they change the set of rules in force. */
#include "base/try.h"
#include "verify/judge.h"

/* Index into state of the region that goes by this rule; count if none. */
static size_t find(const struct verify_state *state, uint32_t rule)
{
	for (size_t i = 0; i < state->count; i++) {
		if (state->items[i].rule == rule)
			return i;
	}
	/* After a change of range it may still go by its first rule. */
	for (size_t i = 0; i < state->count; i++) {
		if (state->items[i].origin == rule)
			return i;
	}
	return state->count;
}

static enum mpuc_status add(struct judge *j, struct verify_state *state,
			    struct verify_live live)
{
	struct verify_live *to;

	for (size_t i = 0; i < state->count; i++) {
		if (state->items[i].rule == live.rule)
			return MPUC_OK;
	}
	to = VEC_PUSH(j->arena, state);
	TRY_PTR(to);
	*to = live;
	return MPUC_OK;
}

static void drop(struct verify_state *state, uint32_t rule)
{
	size_t at = find(state, rule);

	if (at == state->count)
		return;
	for (state->count--; at < state->count; at++)
		state->items[at] = state->items[at + 1];
}

static enum mpuc_status become(struct judge *j, struct verify_state *state,
			       uint32_t rule, uint32_t other)
{
	struct verify_live fresh = { other, other, false, true };
	size_t at = find(state, rule);

	if (at == state->count)
		return add(j, state, fresh);
	state->items[at].rule = other;
	return MPUC_OK;
}

static enum mpuc_status apply(struct judge *j, const struct step *step,
			      struct verify_state *state)
{
	switch (step->op) {
	case STEP_ADD:
		for (uint32_t i = 0; i < step->region_count; i++) {
			struct verify_live live = {
				step->regions[i], step->regions[i],
				false, false,
			};

			TRY(add(j, state, live));
		}
		return MPUC_OK;
	case STEP_REMOVE:
		for (uint32_t i = 0; i < step->region_count; i++)
			drop(state, step->regions[i]);
		return MPUC_OK;
	case STEP_BECOME:
		if (step->region_count < 2)
			return MPUC_OK;
		return become(j, state, step->regions[0], step->regions[1]);
	case STEP_PACK:
		for (size_t i = 0; i < state->count; i++)
			state->items[i].packed = true;
		return MPUC_OK;
	case STEP_TRANSIENT:
		return MPUC_OK;
	}
	return MPUC_OK;
}

enum mpuc_status verify_phase(struct judge *j, const struct phase *phase,
			      struct verify_state *state)
{
	for (size_t i = 0; i < phase->step_count; i++)
		TRY(apply(j, &phase->steps[i], state));
	return MPUC_OK;
}
