/* SPDX-License-Identifier: BSD-2-Clause */
/* The static heap: its banks, and whether it holds Xen's frame table. */
#include "check/rules.h"

#include "base/num.h"

static void heap_banks(struct reporter *r, const struct tuples *t)
{
	uint32_t used = 0;

	for (uint32_t i = 0; i < t->count; i++) {
		const struct object *o = &r->s->objects.items[t->first + i];
		struct finding *f;

		if ((o->flags & OBJ_ZERO) != 0)
			continue;
		if (++used < 2 || !r->s->target->traits.heap_first_only)
			continue;
		f = found(r, CODE_HEAP_SECOND_BANK, t->ref,
			  "heap bank %u is never mapped: Xen maps the first "
			  "one only", i);
		found_span(f, o->span);
	}
	/* A list too short for one entry has its own finding. */
	if (used == 0 && t->trailing == 0 && !t->bad_cells)
		found(r, CODE_HEAP_EMPTY, t->ref,
		      "xen,static-heap has no bank with a size");
}

void rule_heap(struct reporter *r)
{
	for (size_t i = 0; i < r->s->tuples.count; i++) {
		if (r->s->tuples.items[i].kind == OBJ_HEAP) {
			heap_banks(r, &r->s->tuples.items[i]);
			return;
		}
	}
	if (r->s->chosen_is_module) {
		if (r->s->target->traits.heap_required)
			found(r, CODE_HEAP_MISSING, r->s->chosen,
			      "/chosen is a boot module by its compatible, so "
			      "Xen reads no heap from it");
	} else if (ref_of(r->s->doc, r->s->chosen.node,
			  "xen,static-heap").prop != DOC_NONE)
		found(r, CODE_HEAP_EMPTY, ref_of(r->s->doc, r->s->chosen.node,
						 "xen,static-heap"),
		      "/chosen is disabled by its status, so Xen reads no "
		      "heap bank");
	else if (r->s->target->traits.heap_required)
		found(r, CODE_HEAP_MISSING, r->s->chosen,
		      "/chosen has no xen,static-heap");
}

/*
 * The frame table has a record for every page from the first of RAM to the
 * last.  Page numbers lose the widest run of bits, above the low ones, that
 * no page of RAM needs (CONFIG_PDX_MASK_COMPRESSION, the default on Arm).
 */
#define PDX_KEEP_BITS 18	/* PAGEALLOC_MAX_ORDER */

struct pdx {
	uint64_t bottom, top;	/* bits that stay, below and above */
	unsigned at, bits;	/* those that go */
};

static uint64_t fill_down(uint64_t mask)
{
	for (unsigned shift = 1; shift < 64; shift *= 2)
		mask |= mask >> shift;
	return mask;
}

static bool is_ram(const struct object *o)
{
	return o->kind == OBJ_RAM && o->usable;
}

/* No bit inside a bank can go: those that differ there are all needed. */
static struct pdx find_hole(const struct system *s, uint64_t page)
{
	uint64_t need = (UINT64_C(1) << PDX_KEEP_BITS) - 1;
	struct pdx p = { .bottom = UINT64_MAX };
	unsigned zeros = 0;

	for (size_t i = 0; i < s->objects.count; i++) {
		const struct range *b = &s->objects.items[i].range;

		if (is_ram(&s->objects.items[i]))
			need |= b->base / page |
				fill_down(b->base / page ^ b->last / page);
	}
	for (unsigned bit = PDX_KEEP_BITS; bit < 64; bit++) {
		if ((need >> bit & 1) == 0) {
			zeros++;
			continue;
		}
		if (zeros > p.bits) {
			p.bits = zeros;
			p.at = bit - zeros;
		}
		zeros = 0;
	}
	if (p.bits != 0) {
		p.bottom = (UINT64_C(1) << p.at) - 1;
		p.top = ~(((UINT64_C(1) << p.bits) - 1) << p.at | p.bottom);
	}
	return p;
}

static uint64_t pdx_of(const struct pdx *p, uint64_t page)
{
	return (page & p->bottom) | (page & p->top) >> p->bits;
}

struct frame_table {
	struct pdx pdx;
	uint64_t ram, pages;	/* pages of RAM, and what has a record */
	uint64_t bytes, ram_bytes;
};

/* False when there is no RAM, or more of it than can be counted. */
static bool frame_table(const struct system *s, struct frame_table *ret)
{
	uint64_t page = s->target->limits.page;
	uint32_t each = s->target->limits.page_info[s->arch];
	struct frame_table t = { .pdx = find_hole(s, page) };
	struct range all;

	if (s->ram.count == 0)
		return false;
	for (size_t i = 0; i < s->ram.count; i++)
		t.ram += range_size(s->ram.items[i]) / page;
	all.base = s->ram.items[0].base;
	all.last = s->ram.items[s->ram.count - 1].last;
	t.pages = pdx_of(&t.pdx, all.last / page) -
		  pdx_of(&t.pdx, all.base / page) + 1;
	if (!num_mul(t.ram, each, &t.ram_bytes) ||
	    !num_mul(t.pages, each, &t.bytes) ||
	    !num_align_up(t.bytes, page, &t.bytes))
		return false;
	*ret = t;
	return true;
}

/* What is left for the rest of Xen is not known, so this is the least. */
void rule_heap_size(struct reporter *r)
{
	const struct system *s = r->s;
	uint32_t each = s->target->limits.page_info[s->arch];
	const struct object *heap = NULL;
	struct frame_table t;
	uint64_t best = 0;
	struct finding *f;

	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];

		if (o->kind != OBJ_HEAP || !o->usable)
			continue;
		if (heap == NULL)
			heap = o;
		if (o->span.size > best)
			best = o->span.size;
	}
	if (heap == NULL || !frame_table(s, &t) || best > t.bytes)
		return;
	f = found(r, CODE_HEAP_TOO_SMALL, heap->ref,
		  "the static heap holds %s; Xen's frame table alone takes "
		  "0x%llx bytes (%llu pages%s, %u bytes each)",
		  sized(r, best), (unsigned long long)t.bytes,
		  (unsigned long long)t.pages,
		  t.pages > t.ram ? " of RAM and of holes in it" : " of RAM",
		  each);
	found_span(f, heap->span);
	/* An MMU build leaves the holes out. */
	if (best > t.ram_bytes) {
		f->basis = BASIS_XEN_MPU;
		found_help(r, f, "make the heap larger than 0x%llx bytes, or "
			   "leave out memory far from the rest: %llu pages "
			   "are RAM", (unsigned long long)t.bytes,
			   (unsigned long long)t.ram);
	}
}
