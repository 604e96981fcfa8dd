/* SPDX-License-Identifier: BSD-2-Clause */
/* From a range to the region that maps it: rounded, encoded, named. */
#include "plan/expand.h"

#include "base/num.h"
#include "base/try.h"
#include "plan/name.h"

/*
 * Xen's arithmetic, word for word: where it rounds the base up and the
 * size down, the end can move past what the tree says.
 */
static bool round_range(const struct expansion *e, struct range in,
			struct range *ret_range)
{
	uint64_t page = e->t->s->target->limits.page, base, size;

	switch (e->rule->rounding) {
	case ROUND_GRANULE:
		*ret_range = range_grow(in, PMSA_GRANULE);
		return true;
	case ROUND_OUT:
		*ret_range = range_grow(in, page);
		return true;
	case ROUND_SIZE:
		size = num_align_down(range_size(in), page);
		return num_align_up(in.base, page, &base) &&
		       range_make(base, size, ret_range);
	case ROUND_END:
		return range_shrink(in, page, ret_range);
	}
	return false;
}

static void encode(const struct expansion *e, struct plan_region *r)
{
	enum pmsa_arch arch = e->t->s->arch;
	struct pmsa_region p = { .range = r->range, .enabled = true };

	if (e->attr == NULL || !e->attr->has[arch]) {
		r->placed = false;
		return;
	}
	r->attr = e->attr->arch[arch];
	p.attr = r->attr;
	if (r->placed)
		r->placed = pmsa_encode(arch, &p, &r->regs) == PMSA_OK;
}

/* "heap", "gicr[1]", "domU1.vgic", "domU1.ram[0]" */
static const char *name_of(const struct expansion *e, uint32_t count)
{
	struct arena *a = e->t->a;
	const char *name = e->rule->name;
	bool list = e->rule->source == SRC_STATIC_MEM ||
		    e->rule->source == SRC_SHM ||
		    e->rule->source == SRC_PASSTHROUGH;

	if (e->domain == SYS_NONE)
		return count == 0 ? name :
		       region_name(a, NULL, name, &count);
	return region_name(a, system_owner(e->t->s, e->domain), name,
			   list ? &count : NULL);
}

/* A cover for devices saves one region for each but the first. */
static const char *why_of(const struct expansion *e, const struct range *range)
{
	const struct system *s = e->t->s;
	uint32_t inside = 0;

	if (e->rule->source != SRC_SECTION || range == NULL ||
	    !target_section(s->target, e->rule->section)->device)
		return e->rule->why;
	for (size_t i = 0; i < s->device_regs.count; i++)
		inside += range_contains(*range, s->device_regs.items[i]);
	if (inside < 2)
		return e->rule->why;
	return arena_printf(e->t->a, "%s; one region for %u device ranges, "
			    "which would take %u regions one by one",
			    e->rule->why, inside, inside);
}

enum mpuc_status expand_emit(const struct expansion *e, uint32_t object,
			     const struct range *range)
{
	struct plan_region r = {
		.rule = e->rule, .owner = e->domain, .object = object,
		.slot = SLOT_NONE, .lifetime = e->rule->lifetime,
		.why = why_of(e, range), .kept = e->kept,
	}, *slot;

	if (range != NULL) {
		r.demand = *range;
		r.placed = round_range(e, *range, &r.range);
		if (!r.placed)
			return MPUC_OK;
	}
	TRY_PTR(r.why);
	r.name = name_of(e, (uint32_t)(e->out->count - e->first));
	TRY_PTR(r.name);
	encode(e, &r);
	slot = VEC_PUSH(e->t->a, e->out);
	TRY_PTR(slot);
	*slot = r;
	return MPUC_OK;
}
