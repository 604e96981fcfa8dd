/* SPDX-License-Identifier: BSD-2-Clause */
#include "edit/free.h"

#include "base/num.h"
#include "base/try.h"

typedef VEC(struct range) ranges;

static enum mpuc_status push(struct arena *a, ranges *list, struct range r)
{
	struct range *slot = VEC_PUSH(a, list);

	TRY_PTR(slot);
	*slot = r;
	return MPUC_OK;
}

static bool is_for(const struct system *s, const struct object *section,
		   enum object_kind kind)
{
	const struct section_rule *r = &s->target->sections[section->detail];

	return ((r->holds | r->allows) >> kind & 1) != 0;
}

/* All of RAM, or what the sections for this kind leave of it. */
static enum mpuc_status bounds(struct arena *a, const struct free_memory *f,
			       enum object_kind kind, struct rset *ret_set)
{
	ranges inside = { NULL, 0, 0 };
	struct rset wanted, outside;

	for (size_t i = 0; i < f->s->objects.count; i++) {
		const struct object *o = &f->s->objects.items[i];

		if (o->kind == OBJ_SECTION && o->usable &&
		    is_for(f->s, o, kind))
			TRY(push(a, &inside, o->range));
	}
	if (inside.count == 0) {
		*ret_set = f->s->ram;
		return MPUC_OK;
	}
	/* RAM and sections: what is left of RAM without what is outside. */
	TRY(rset_make(a, inside.items, inside.count, &wanted));
	TRY(rset_subtract(a, &f->s->ram, &wanted, &outside));
	return rset_subtract(a, &f->s->ram, &outside, ret_set);
}

static enum mpuc_status used(struct arena *a, const struct free_memory *f,
			     enum object_kind kind, uint32_t without,
			     struct rset *ret_set)
{
	ranges list = { NULL, 0, 0 };

	for (size_t i = 0; i < f->s->objects.count; i++) {
		const struct object *o = &f->s->objects.items[i];

		if (!o->usable || o->kind == OBJ_RAM || i == without ||
		    (o->kind == OBJ_SECTION && is_for(f->s, o, kind)))
			continue;
		TRY(push(a, &list, range_grow(o->range,
					      f->s->target->limits.page)));
	}
	for (size_t i = 0; i < f->taken.count; i++)
		TRY(push(a, &list, f->taken.items[i]));
	return rset_make(a, list.items, list.count, ret_set);
}

enum mpuc_status free_gaps(struct arena *a, const struct free_memory *f,
			   enum object_kind kind, uint32_t without,
			   struct rset *ret_gaps)
{
	struct rset where, not_free;

	TRY(bounds(a, f, kind, &where));
	TRY(used(a, f, kind, without, &not_free));
	return rset_subtract(a, &where, &not_free, ret_gaps);
}

enum mpuc_status free_take(struct arena *a, struct free_memory *f,
			   enum object_kind kind, struct span *span,
			   uint64_t align)
{
	struct rset gaps;

	TRY(free_gaps(a, f, kind, SYS_NONE, &gaps));
	for (size_t i = 0; i < gaps.count; i++) {
		struct range r, *slot;
		uint64_t base;

		/* Address 0 is no good place for anything in some of Xen. */
		if (!num_align_up(gaps.items[i].base, align, &base) ||
		    (base == 0 && !num_align_up(1, align, &base)) ||
		    !range_make(base, span->size, &r) ||
		    r.last > gaps.items[i].last)
			continue;
		slot = VEC_PUSH(a, &f->taken);
		TRY_PTR(slot);
		*slot = r;
		span->base = base;
		return MPUC_OK;
	}
	return MPUC_E_INFEASIBLE;
}
