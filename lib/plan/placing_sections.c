/* SPDX-License-Identifier: BSD-2-Clause */
/* The sections around banks that were placed, in the end. */
#include "plan/placing.h"

#include "base/try.h"

enum mpuc_status placing_refuse(struct placing *p, const char *text)
{
	p->out->why = text;
	return text == NULL ? MPUC_E_NOMEM : MPUC_E_INFEASIBLE;
}

static enum mpuc_status conflict(struct placing *p, uint32_t section,
				 uint32_t foreign)
{
	const char *what = "memory that the tree does not describe";

	if (foreign != SYS_NONE)
		what = object_text(p->s, p->a, &p->s->objects.items[foreign]);
	TRY_PTR(what);
	return placing_refuse(p, arena_printf(p->a, "%s can't be one bank: %s lies "
		"between what it must hold",
		p->s->target->sections[section].property, what));
}

enum mpuc_status placing_sections(struct placing *p)
{
	uint32_t count = (uint32_t)p->s->target->section_count;
	range_list banks = { NULL, 0, 0 };

	p->out->sections = arena_array(p->a, count,
				       sizeof(*p->out->sections));
	TRY_PTR(p->out->sections);
	for (size_t i = 0; i < p->out->result.banks.count; i++) {
		struct range *slot = VEC_PUSH(p->a, &banks);

		TRY_PTR(slot);
		*slot = p->out->result.banks.items[i].range;
	}
	for (uint32_t i = 0; i < count; i++) {
		struct section_ask ask = {
			.s = p->s, .section = i, .without = p->moves,
		};
		uint32_t foreign;
		enum mpuc_status st;

		if (section_list(p->s, i) != NULL && !p->ask->sections)
			continue;
		if (i == p->guest) {
			ask.more = banks.items;
			ask.more_count = banks.count;
		}
		st = section_compute(p->a, &ask, &p->out->sections[i],
				     &foreign);
		if (st == MPUC_E_INFEASIBLE)
			return conflict(p, i, foreign);
		TRY(st);
	}
	return MPUC_OK;
}
