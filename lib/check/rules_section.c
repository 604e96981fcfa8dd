/* SPDX-License-Identifier: BSD-2-Clause */
/* Sections: covers that a target maps as a whole. */
#include "check/rules.h"

#include "base/sort.h"
#include "base/vec.h"

/*
 * Banks of one section, by base.  reach[i] is the furthest end among the
 * banks up to i, so one look-up answers "is it inside ONE bank": banks that
 * touch are not merged, because Xen does not merge them.
 */
struct cover {
	const struct section_rule *rule;
	const struct tuples *list;	/* NULL: the tree has none */
	VEC(struct range) banks;
	uint64_t *reach;
	struct rset set;
	uint32_t fixes;		/* that were worked out */
};

static int by_base(const void *pa, const void *pb, const void *arg)
{
	const struct range *a = pa, *b = pb;

	(void)arg;
	return (a->base > b->base) - (a->base < b->base);
}

static bool cover_fill(struct reporter *r, struct cover *c)
{
	for (uint32_t i = 0; i < c->list->count; i++) {
		const struct object *o =
			&r->s->objects.items[c->list->first + i];
		struct range *bank;

		if (!o->usable)
			continue;
		bank = VEC_PUSH(r->a, &c->banks);
		if (bank == NULL)
			return false;
		*bank = o->range;
	}
	if (sort_stable(r->a, c->banks.items, c->banks.count,
			sizeof(*c->banks.items), by_base, NULL) != MPUC_OK)
		return false;
	c->reach = arena_array(r->a, c->banks.count, sizeof(*c->reach));
	if (c->reach == NULL)
		return false;
	for (size_t i = 0; i < c->banks.count; i++) {
		uint64_t last = c->banks.items[i].last;

		c->reach[i] = i > 0 && c->reach[i - 1] > last ?
			      c->reach[i - 1] : last;
	}
	return rset_make(r->a, c->banks.items, c->banks.count, &c->set) ==
	       MPUC_OK;
}

/* The cover of section i, or false when memory ran out. */
static bool cover_make(struct reporter *r, uint32_t i, struct cover *ret)
{
	struct cover c = { .rule = &r->s->target->sections[i] };

	for (size_t t = 0; t < r->s->tuples.count; t++) {
		const struct tuples *list = &r->s->tuples.items[t];

		if (list->kind == OBJ_SECTION && list->detail == i)
			c.list = list;
	}
	if (c.list != NULL && !cover_fill(r, &c)) {
		r->sink->status = MPUC_E_NOMEM;
		return false;
	}
	*ret = c;
	return true;
}

static bool cover_contains(const struct cover *c, struct range range)
{
	size_t lo = 0, hi = c->banks.count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->banks.items[mid].base <= range.base)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo > 0 && c->reach[lo - 1] >= range.last;
}

static void device_section(struct reporter *r, const struct cover *c)
{
	const struct rset *ram = &r->s->ram;

	for (uint32_t i = 0; i < c->list->count; i++) {
		const struct object *o =
			&r->s->objects.items[c->list->first + i];
		struct finding *f;
		struct span where = { 0, 0 };

		if (!o->usable || !rset_overlaps(ram, o->range))
			continue;
		for (size_t j = 0; j < ram->count && where.size == 0; j++) {
			struct range both;

			if (!range_overlaps(ram->items[j], o->range))
				continue;
			both = range_intersection(ram->items[j], o->range);
			where.base = both.base;
			where.size = range_size(both);
		}
		f = found(r, CODE_DEVICE_SECTION_COVERS_RAM, o->ref,
			  "the device section covers %s of RAM from 0x%llx",
			  sized(r, where.size),
			  (unsigned long long)where.base);
		found_span(f, o->span);
		found_span(f, where);
		f->fix.is_unsafe = true;
		fix_section(r, f, o->detail);
	}
}

void rule_sections(struct reporter *r)
{
	const struct target *t = r->s->target;

	for (uint32_t i = 0; i < t->section_count; i++) {
		struct cover c;

		if (!cover_make(r, i, &c))
			return;
		if (c.list == NULL && c.rule->required) {
			struct finding *f = found(r, CODE_SECTION_MISSING,
				r->s->chosen, "/chosen has no %s",
				c.rule->property);

			found_help(r, f, "add %s = <base size>, with the "
				   "cells of the root", c.rule->property);
			fix_section(r, f, i);
		}
		if (c.list == NULL)
			continue;
		if (c.list->count == 0 && c.list->trailing == 0 &&
		    !c.list->bad_cells)
			fix_section(r, found(r, CODE_SECTION_MISSING,
				c.list->ref, "%s is empty",
				c.rule->property), i);
		if (c.rule->max_banks != 0 &&
		    c.list->count > c.rule->max_banks) {
			struct finding *f = found(r,
				CODE_DEVICE_SECTION_MANY, c.list->ref,
				"%s has %u banks, the design supports %u",
				c.rule->property, c.list->count,
				c.rule->max_banks);

			f->fix.is_unsafe = true;
			fix_section(r, f, i);
		}
		if (c.rule->device)
			device_section(r, &c);
	}
}

static enum diag_code outside_code(const struct object *o)
{
	if (o->kind == OBJ_MODULE)
		return CODE_MODULE_OUTSIDE_SECTION;
	if (o->kind == OBJ_SHM)
		return CODE_SHM_OUTSIDE_SECTION;
	return CODE_STATIC_MEM_OUTSIDE_SECTION;
}

static void outside(struct reporter *r, struct cover *c,
		    const struct object *o)
{
	bool merged = rset_contains(&c->set, o->range);
	const struct range *bank = rset_find(&c->set, o->range.base);
	struct finding *f = found(r, outside_code(o), o->ref,
		"%s is outside %s%s", named(r, o), c->rule->property,
		merged ? ": it spans banks that only touch" : "");

	found_span(f, o->span);
	if (c->rule->effect != NULL)
		f->effect = c->rule->effect;
	/* Each looks at every object; one change grows the section anyway. */
	if (c->fixes++ < FIX_LIST_MAX)
		fix_extend(r, f, c->list->detail, o->range);
	if (bank == NULL && c->set.count > 0)
		bank = &c->set.items[0];
	if (bank == NULL)
		return;
	found_related(r, f, c->list->ref,
		      &(struct span){ bank->base, range_size(*bank) },
		      "the section is here");
	if (merged)
		found_help(r, f, "join the banks of %s into one",
			   c->rule->property);
	else
		found_help(r, f, "extend %s to hold 0x%llx..0x%llx, or move "
			   "%s into it", c->rule->property,
			   (unsigned long long)o->range.base,
			   (unsigned long long)o->range.last, named(r, o));
}

void rule_containment(struct reporter *r)
{
	const struct target *t = r->s->target;

	for (uint32_t i = 0; i < t->section_count; i++) {
		struct cover c;

		if (!cover_make(r, i, &c))
			return;
		for (size_t j = 0; j < r->s->objects.count; j++) {
			const struct object *o = &r->s->objects.items[j];

			if ((c.rule->holds & 1U << o->kind) == 0 ||
			    (o->kind == OBJ_MODULE && o->owner == SYS_NONE))
				continue;
			if (c.list == NULL || c.banks.count == 0) {
				/* That the section lacks is said already. */
				if (c.rule->required)
					skipped(r);
			} else if (!o->usable) {
				skipped(r);
			} else if (!cover_contains(&c, o->range)) {
				outside(r, &c, o);
			}
		}
	}
}

static bool foreign(const struct section_rule *rule, const struct object *o)
{
	uint32_t own = rule->holds | rule->allows;

	switch ((enum object_kind)o->kind) {
	case OBJ_RAM:
	case OBJ_MEMRESERVE:
	case OBJ_SECTION:
		return false;
	case OBJ_RESERVED:
	case OBJ_HEAP:
	case OBJ_STATIC_MEM:
	case OBJ_SHM:
	case OBJ_MODULE:
	case OBJ_XEN:
	case OBJ_FDT:
	case OBJ_DEVICE:
	case OBJ_PASSTHROUGH:
		return (own & 1U << o->kind) == 0;
	}
	return false;
}

/* Objects that stand nowhere in the tree are reported at the section. */
static void report_foreign(struct reporter *r, struct cover *c,
			   const struct object *o)
{
	bool placeless = o->ref.prop == DOC_NONE;
	struct finding *f = found(r, CODE_FOREIGN_MEMORY_IN_SECTION,
		placeless ? c->list->ref : o->ref, "%s lies inside %s",
		named(r, o), c->rule->property);

	found_span(f, o->span);
	for (uint32_t i = 0; i < c->list->count; i++) {
		const struct object *bank =
			&r->s->objects.items[c->list->first + i];

		if (!bank->usable || !range_overlaps(bank->range, o->range))
			continue;
		found_span(f, bank->span);
		found_related(r, f, c->list->ref, &bank->span,
			      "the section is here");
		break;
	}
	if (c->fixes++ < FIX_LIST_MAX) {
		f->fix.is_unsafe = true;
		fix_section(r, f, c->list->detail);
	}
}

void rule_foreign(struct reporter *r)
{
	const struct target *t = r->s->target;

	for (uint32_t i = 0; i < t->section_count; i++) {
		struct cover c;

		if (!cover_make(r, i, &c))
			return;
		if (c.list == NULL)
			continue;
		for (size_t j = 0; j < r->s->objects.count; j++) {
			const struct object *o = &r->s->objects.items[j];

			if (foreign(c.rule, o) && o->usable &&
			    rset_overlaps(&c.set, o->range))
				report_foreign(r, &c, o);
		}
	}
}
