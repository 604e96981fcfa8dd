/* SPDX-License-Identifier: BSD-2-Clause */
/* Sections that map more than what belongs into them. */
#include "check/rules.h"

#include <string.h>

#include "base/vec.h"
#include "model/build.h"

typedef VEC(struct range) ranges;

static uint64_t bytes_of(const struct rset *s)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < s->count; i++)
		sum += range_size(s->items[i]);
	return sum;
}

static bool push(struct reporter *r, ranges *to, struct range range)
{
	struct range *slot = VEC_PUSH(r->a, to);

	if (slot == NULL)
		r->sink->status = MPUC_E_NOMEM;
	else
		*slot = range;
	return slot != NULL;
}

static bool make(struct reporter *r, const ranges *from, struct rset *ret)
{
	bool ok = rset_make(r->a, from->items, from->count, ret) == MPUC_OK;

	if (!ok)
		r->sink->status = MPUC_E_NOMEM;
	return ok;
}

static bool without(struct reporter *r, const struct rset *a,
		    const struct rset *b, struct rset *ret)
{
	bool ok = rset_subtract(r->a, a, b, ret) == MPUC_OK;

	if (!ok)
		r->sink->status = MPUC_E_NOMEM;
	return ok;
}

static bool banks_of(struct reporter *r, const struct tuples *t,
		     struct rset *ret)
{
	ranges list = { NULL, 0, 0 };

	for (uint32_t i = 0; i < t->count; i++) {
		const struct object *o = &r->s->objects.items[t->first + i];

		if (o->usable && !push(r, &list, o->range))
			return false;
	}
	return make(r, &list, ret);
}

/* All that has a place in the section, in whole pages. */
static bool contents_of(struct reporter *r, const struct section_rule *rule,
			struct rset *ret)
{
	uint32_t kinds = rule->holds | rule->allows;
	uint64_t page = r->s->target->limits.page;
	ranges list = { NULL, 0, 0 };

	for (size_t i = 0; i < r->s->objects.count; i++) {
		const struct object *o = &r->s->objects.items[i];

		if ((kinds & 1U << o->kind) != 0 && o->usable &&
		    !push(r, &list, range_grow(o->range, page)))
			return false;
	}
	for (size_t i = 0; rule->device && i < r->s->device_regs.count; i++) {
		if (!push(r, &list, range_grow(r->s->device_regs.items[i],
					       page)))
			return false;
	}
	return make(r, &list, ret);
}

static uint32_t devices_in(const struct reporter *r, const struct rset *set)
{
	uint32_t count = 0;

	for (size_t i = 0; i < r->s->device_regs.count; i++)
		count += rset_overlaps(set, r->s->device_regs.items[i]);
	return count;
}

/* Normal memory attributes where there is no memory. */
static void outside_ram(struct reporter *r, const struct tuples *t,
			const struct rset *surplus)
{
	const char *prop = r->s->target->sections[t->detail].property;
	struct rset bare;
	struct finding *f;
	uint32_t devices;

	if (r->s->ram.count == 0 ||
	    !without(r, surplus, &r->s->ram, &bare) || bare.count == 0)
		return;
	devices = devices_in(r, &bare);
	f = found(r, CODE_SECTION_OUTSIDE_RAM, t->ref,
		  "%s maps %s as normal memory where no memory node is, from "
		  "0x%llx%s", prop, sized(r, bytes_of(&bare)),
		  (unsigned long long)bare.items[0].base,
		  devices > 0 ? ", devices among it" : "");
	found_span(f, (struct span){ bare.items[0].base,
				     range_size(bare.items[0]) });
}

static void check_section(struct reporter *r, const struct tuples *t)
{
	const struct section_rule *rule = &r->s->target->sections[t->detail];
	struct rset banks, contents, surplus, bare;
	uint64_t all, more, ram;
	struct finding *f;

	if (!banks_of(r, t, &banks) || !contents_of(r, rule, &contents) ||
	    !without(r, &banks, &contents, &surplus) || surplus.count == 0 ||
	    !without(r, &surplus, &r->s->ram, &bare))
		return;
	all = bytes_of(&banks);
	more = bytes_of(&surplus);
	ram = more - bytes_of(&bare);
	f = found(r, CODE_SECTION_SURPLUS, t->ref,
		  "%s maps 0x%llx bytes and 0x%llx of them hold nothing that "
		  "belongs there: %s%s%s", rule->property,
		  (unsigned long long)all, (unsigned long long)more,
		  ram > 0 ? sized(r, ram) : "",
		  ram > 0 ? " of RAM" : "",
		  ram == more ? "" : ram > 0 ? ", the rest no RAM" :
		  "no RAM");
	found_span(f, (struct span){ surplus.items[0].base,
				     range_size(surplus.items[0]) });
	if (!rule->device)
		outside_ram(r, t, &surplus);
}

void rule_surplus(struct reporter *r)
{
	for (size_t i = 0; i < r->s->tuples.count; i++) {
		const struct tuples *t = &r->s->tuples.items[i];

		if (t->kind == OBJ_SECTION && t->count > 0)
			check_section(r, t);
	}
}

/* Memory that a tree describes in nodes of its own, not as RAM. */
static bool is_memory_device(const struct doc *d, uint32_t n)
{
	static const char *const kinds[] = {
		"mmio-sram", "cfi-flash", "jedec-flash", "mtd-ram", "mtd-rom",
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (doc_has_string(d, n, "compatible", kinds[i]))
			return true;
	}
	return false;
}

static void not_a_device(struct reporter *r, const struct tuples *t,
			 uint32_t n, struct span span)
{
	const struct doc *d = r->s->doc;
	struct finding *f = found(r, CODE_DEVICE_SECTION_NON_DEVICE,
		ref_of(d, n, "reg"), "'%s' is memory, and %s maps it as a "
		"device", d->nodes.items[n].name,
		r->s->target->sections[t->detail].property);

	found_span(f, span);
	found_related(r, f, t->ref, NULL, "the section is here");
}

static void device_contents(struct reporter *r, const struct tuples *t)
{
	const struct doc *d = r->s->doc;
	struct rset banks;

	if (!banks_of(r, t, &banks))
		return;
	for (uint32_t n = 1; n < d->nodes.count; n++) {
		struct span span;
		struct range range;

		if (!is_memory_device(d, n) || !doc_enabled(d, n))
			continue;
		for (uint32_t i = 0; build_reg(d, n, i, &span); i++) {
			if (!range_make(span.base, span.size, &range) ||
			    !rset_overlaps(&banks, range))
				continue;
			not_a_device(r, t, n, span);
			break;
		}
	}
}

void rule_device_contents(struct reporter *r)
{
	for (size_t i = 0; i < r->s->tuples.count; i++) {
		const struct tuples *t = &r->s->tuples.items[i];

		if (t->kind == OBJ_SECTION &&
		    r->s->target->sections[t->detail].device)
			device_contents(r, t);
	}
}
