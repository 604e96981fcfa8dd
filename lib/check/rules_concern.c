/* SPDX-License-Identifier: BSD-2-Clause */
/* What a design costs, or leaves to luck, in a tree that may be right. */
#include "check/rules.h"

#include <string.h>

static const char *joined(struct reporter *r, const char *list,
			  const char *name)
{
	const char *text = arena_printf(r->a, "%s%s%s", list,
					*list == '\0' ? "" : ", ", name);

	if (text == NULL)
		r->sink->status = MPUC_E_NOMEM;
	return text == NULL ? "" : text;
}

/* Xen's own code that EL2 may both write and run. */
void rule_writable_text(struct reporter *r)
{
	const struct target *t = r->s->target;
	const char *names = "";

	if (!r->s->arch_known)
		return;
	for (size_t i = 0; i < t->region_count; i++) {
		const struct region_rule *rule = &t->regions[i];
		const struct attr_rule *attr = target_attr(t, rule->attr);
		char access[4];

		if (rule->source != SRC_SYMBOLS || attr == NULL ||
		    !attr->has[r->s->arch])
			continue;
		pmsa_el2_access(r->s->arch, attr->arch[r->s->arch],
				t->traits.wxn[r->s->arch], access);
		if (strcmp(access, "rwx") == 0)
			names = joined(r, names, rule->name);
	}
	if (*names != '\0')
		found(r, CODE_WRITABLE_TEXT, system_ref(r->s),
		      "target %s maps Xen's own code writable and executable "
		      "on %s: %s", t->name, pmsa_arch_name(r->s->arch), names);
}

static bool is_emulated(const struct region_rule *rule)
{
	return rule->source == SRC_GIC_SPAN || rule->when == COND_VPL011;
}

/* Regions of a guest's table that only Xen can use. */
void rule_emulated(struct reporter *r)
{
	const struct plan *p = r->facts->plan;
	const char *names = "";
	uint32_t count = 0, guests = 0;

	for (uint32_t i = 0; i < p->context_count; i++) {
		const struct plan_context *c = &p->contexts[i];
		uint32_t before = count;

		for (uint32_t j = 0; c->kind == CTX_GUEST && j < c->need;
		     j++) {
			if (!is_emulated(c->regions[j].rule))
				continue;
			if (guests == 0)
				names = joined(r, names,
					       c->regions[j].rule->name);
			count++;
		}
		guests += count > before;
	}
	if (count > 0)
		found(r, CODE_EMULATED_MAPPED, system_ref(r->s),
		      "regions for devices that Xen emulates (%s) in guests' "
		      "tables: %u, in %u contexts", names, count, guests);
}

/* Is there a section in this tree that covers guests' memory? */
static bool guests_covered(const struct system *s)
{
	for (size_t i = 0; i < s->tuples.count; i++) {
		const struct tuples *t = &s->tuples.items[i];

		if (t->kind == OBJ_SECTION &&
		    (s->target->sections[t->detail].holds &
		     1U << OBJ_STATIC_MEM) != 0)
			return true;
	}
	return false;
}

static void scattered(struct reporter *r, const struct domain *d)
{
	const struct object *banks = &r->s->objects.items[d->bank];
	struct finding *f;
	uint32_t touching = 0;

	for (uint32_t i = 1; i < d->bank_count; i++) {
		touching += banks[i - 1].usable && banks[i].usable &&
			    banks[i].range.base != 0 &&
			    banks[i].range.base - 1 == banks[i - 1].range.last;
	}
	f = found(r, CODE_GUEST_RAM_SCATTERED, d->static_mem,
		  "%s has its memory in %u banks, each a region of its own "
		  "while it runs", d->name, d->bank_count);
	if (touching > 0)
		found_help(r, f, "%u of them touch the one before: write them "
			   "as one bank", touching);
}

void rule_scattered(struct reporter *r)
{
	if (r->s->target->guest.name == NULL || !guests_covered(r->s))
		return;
	for (size_t i = 0; i < r->s->domains.count; i++) {
		if (r->s->domains.items[i].bank_count > 1)
			scattered(r, &r->s->domains.items[i]);
	}
}

static const struct plan_region *same_region(const struct plan_context *c,
					     const struct plan_region *g)
{
	for (uint32_t i = 0; i < c->need; i++) {
		if (c->regions[i].rule == g->rule &&
		    c->regions[i].owner == g->owner &&
		    c->regions[i].object == g->object)
			return &c->regions[i];
	}
	return NULL;
}

static void slot_moves(struct reporter *r, const struct plan_context *asmc)
{
	const struct plan *p = r->facts->plan;

	for (uint32_t j = 0; j < asmc->need; j++) {
		const struct plan_region *g = &asmc->regions[j];

		for (uint32_t i = 1; i < p->context_count &&
		     g->slot != SLOT_NONE; i++) {
			const struct plan_region *then =
				same_region(&p->contexts[i], g);

			if (then == NULL || then->slot == g->slot)
				continue;
			found(r, CODE_ASM_SLOT_MOVES, system_ref(r->s),
			      "region %s stands in slot %u in %s and in "
			      "another one in %s", g->name, g->slot,
			      asmc->name, p->contexts[i].name);
			return;
		}
	}
}

static bool stands(const struct plan_context *c, const struct region_rule *g)
{
	for (uint32_t i = 0; i < c->need; i++) {
		if (c->regions[i].rule == g)
			return true;
	}
	return false;
}

/* An empty part of the image takes no slot, and what follows moves up. */
static void slot_skipped(struct reporter *r, const struct plan_context *asmc)
{
	const struct target *t = r->s->target;
	const struct phase *phase = &t->boot[0];

	for (size_t i = 0; i + 1 < phase->step_count; i++) {
		const struct region_rule *g;

		if (phase->steps[i].op != STEP_ADD)
			continue;
		g = &t->regions[phase->steps[i].regions[0]];
		if (g->source != SRC_SYMBOLS || g->policy == SLOT_FIXED ||
		    stands(asmc, g))
			continue;
		found(r, CODE_ASM_SLOT_MOVES, system_ref(r->s),
		      "%s is empty in this image and takes no slot in %s: "
		      "every later region stands one slot lower", g->name,
		      asmc->name);
		return;
	}
}

void rule_asm_slots(struct reporter *r)
{
	const struct plan *p = r->facts->plan;

	if (p->boot_count == 0)
		return;
	slot_moves(r, &p->contexts[0]);
	if (r->s->image != NULL)
		slot_skipped(r, &p->contexts[0]);
}
