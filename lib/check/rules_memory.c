/* SPDX-License-Identifier: BSD-2-Clause */
/* Lists of addresses and sizes: their cells, their values, their RAM. */
#include "check/rules.h"

#include "base/num.h"
#include "base/sort.h"

static const char *list_text(const struct tuples *t)
{
	return t->ref.prop == DOC_NONE ? "reg" :
	       t->ref.doc->props.items[t->ref.prop].name;
}

/* Sections are read by MPU builds only. */
static struct finding *on_list(struct finding *f, enum object_kind kind)
{
	if (kind == OBJ_SECTION)
		f->basis = BASIS_XEN_MPU;
	return f;
}

static void bad_length(struct reporter *r, const struct tuples *t)
{
	uint32_t len = t->ref.doc->props.items[t->ref.prop].len;
	uint32_t each = 4 * (t->acells + t->scells);
	struct finding *f;

	if (t->kind == OBJ_PASSTHROUGH)
		each += 4 * t->acells;
	if (t->kind == OBJ_SHM) {
		f = found(r, CODE_CELLS_TRUNCATED, t->ref,
			  "xen,shared-mem has %u cells; with %u address and "
			  "%u size cells it needs %u (host, guest, size)",
			  len / 4, t->acells, t->scells,
			  2 * t->acells + t->scells);
		found_effect(r, f, "early-parse panic: \"fdt: invalid "
			     "`xen,shared-mem` property.\", \"Early FDT "
			     "parsing failed\"");
		return;
	}
	if (t->count > 0 && t->kind == OBJ_MODULE) {
		f = found(r, CODE_CELLS_TRAILING, t->ref,
			  "%s has %u bytes; Xen reads the first entry, %u "
			  "bytes, of a module", list_text(t), len, each);
		found_help(r, f, "write one address and one size");
		fix_trailing(r, f, t);
		return;
	}
	if (t->count > 0) {
		f = found(r, CODE_CELLS_TRAILING, t->ref,
			  "the last %u bytes of %s fill no entry of %u address "
			  "and %u size cells", t->trailing, list_text(t),
			  t->acells, t->scells);
		found_help(r, f, "each entry has %u bytes; the property "
			   "has %u", each, len);
		on_list(f, t->kind);
		fix_trailing(r, f, t);
		return;
	}
	f = found(r, CODE_CELLS_TRUNCATED, t->ref,
		  "%s has %u bytes, one entry of %u address and %u size "
		  "cells has %u", list_text(t), len, t->acells, t->scells,
		  each);
	on_list(f, t->kind);
	if (t->kind == OBJ_RAM || t->kind == OBJ_RESERVED)
		f->severity = SEV_WARNING;
	if (t->kind == OBJ_MODULE)
		found_effect(r, f, "early-parse panic: \"fdt: node `...': "
			     "`reg` property length is too short\"");
	else
		found_effect(r, f, "silent loss: the property counts as "
			     "an empty list");
}

/* The root's cells for sections, where they fit and nobody said others. */
static void fix_mpu_cells(struct reporter *r, struct finding *f,
			  const struct tuples *t)
{
	static const char *const names[] = {
		"#mpu,address-cells", "#mpu,size-cells",
	};
	const struct doc *d = r->s->doc;
	const uint32_t cells[] = {
		d->nodes.items[0].acells, d->nodes.items[0].scells,
	};
	uint32_t each = 4 * (cells[0] + cells[1]);

	if (cells[0] < 1 || cells[0] > 2 || cells[1] < 1 || cells[1] > 2 ||
	    d->props.items[t->ref.prop].len % each != 0)
		return;
	for (int i = 0; i < 2; i++) {
		if (doc_prop(d, r->s->chosen.node, names[i]) != DOC_NONE)
			f->fix.is_unsafe = true;
		fix_cells(r, f, r->s->chosen, names[i], &cells[i], 1);
	}
}

static void bad_cells(struct reporter *r, const struct tuples *t, bool odd)
{
	struct finding *f = found(r, CODE_CELLS_INVALID, t->ref,
		"%s is read with %u address and %u size cells%s",
		list_text(t), t->acells, t->scells,
		odd ? " (#mpu,address-cells and #mpu,size-cells of /chosen)" :
		"");

	on_list(f, t->kind);
	if (odd)
		fix_mpu_cells(r, f, t);
}

/*
 * The nodes that set the cells in force are named with the finding, since
 * they are often where the mistake is.
 */
void rule_cells(struct reporter *r)
{
	for (size_t i = 0; i < r->s->tuples.count; i++) {
		const struct tuples *t = &r->s->tuples.items[i];
		bool odd = t->kind == OBJ_SECTION &&
			   r->s->target->traits.mpu_cells;

		if (t->bad_cells)
			bad_cells(r, t, odd);
		else if (t->trailing != 0 || (t->count == 0 &&
			 (t->kind == OBJ_MODULE || t->kind == OBJ_SHM)))
			bad_length(r, t);
	}
}

static bool reserved_fits(const struct doc *d, uint32_t parent,
			  uint32_t cells)
{
	uint32_t n = d->nodes.items[parent].first_child;

	for (; n != DOC_NONE; n = d->nodes.items[n].next) {
		uint32_t reg = doc_prop(d, n, "reg");

		if (reg != DOC_NONE && (cells == 0 ||
		    d->props.items[reg].len % (4 * cells) != 0))
			return false;
	}
	return true;
}

void rule_reserved_cells(struct reporter *r)
{
	const struct doc *d = r->s->doc;
	struct finding *f;
	uint32_t n = doc_find(d, "/reserved-memory");
	const struct doc_node *root = &d->nodes.items[0];

	if (n == DOC_NONE || d->nodes.items[n].first_child == DOC_NONE ||
	    (root->acells == 2 && root->scells == 1) ||
	    (doc_prop(d, n, "#address-cells") != DOC_NONE &&
	     doc_prop(d, n, "#size-cells") != DOC_NONE))
		return;
	f = found(r, CODE_CELLS_NOT_INHERITED, ref_of(d, n, NULL),
		  "Xen reads /reserved-memory with 2 address cells and 1 size "
		  "cell where it has none of its own; the root has %u and %u",
		  root->acells, root->scells);
	if (doc_prop(d, n, "#address-cells") != DOC_NONE ||
	    doc_prop(d, n, "#size-cells") != DOC_NONE)
		return;
	/* Which of the two was meant shows in entries that fit one only. */
	f->fix.is_unsafe = reserved_fits(d, n, 2 + 1);
	if (!reserved_fits(d, n, root->acells + root->scells))
		return;
	fix_cells(r, f, ref_of(d, n, NULL), "#address-cells", &root->acells,
		  1);
	fix_cells(r, f, ref_of(d, n, NULL), "#size-cells", &root->scells, 1);
}

/* Is size 0 an error for this kind, or does Xen pass over it? */
static bool zero_matters(const struct object *o)
{
	switch ((enum object_kind)o->kind) {
	case OBJ_STATIC_MEM:
	case OBJ_SHM:
	case OBJ_SECTION:
	case OBJ_PASSTHROUGH:
		return true;
	case OBJ_RAM:
	case OBJ_MEMRESERVE:
	case OBJ_RESERVED:
	case OBJ_HEAP:
	case OBJ_MODULE:
	case OBJ_XEN:
	case OBJ_FDT:
	case OBJ_DEVICE:
		return false;
	}
	return false;
}

static void check_range(struct reporter *r, const struct object *o)
{
	struct finding *f = NULL;
	struct range any;

	if ((o->flags & OBJ_ZERO) != 0 && zero_matters(o)) {
		f = found(r, CODE_SIZE_ZERO, o->ref, "%s has size 0",
			  named(r, o));
		if (o->kind == OBJ_SHM)
			found_effect(r, f, "early-parse panic: \"static "
				     "shared memory region ... overflow\", "
				     "\"Early FDT parsing failed\"");
		else if (o->kind != OBJ_STATIC_MEM)
			found_effect(r, f, "silent loss: Xen has nothing to "
				     "map there");
	} else if ((o->flags & OBJ_WRAPS) != 0 &&
		   !range_make(o->span.base, o->span.size, &any)) {
		f = found(r, CODE_RANGE_WRAPS, o->ref,
			  "%s starts at 0x%llx and has 0x%llx bytes: the end "
			  "is past 2^64", named(r, o),
			  (unsigned long long)o->span.base,
			  (unsigned long long)o->span.size);
	} else if ((o->flags & OBJ_WRAPS) != 0) {
		f = found(r, CODE_ADDRESS_TOO_WIDE, o->ref,
			  "%s ends at 0x%llx; this machine has %u address "
			  "bits", named(r, o),
			  (unsigned long long)any.last, r->s->pa_bits);
	}
	if (f == NULL)
		return;
	found_span(f, o->span);
	on_list(f, (enum object_kind)o->kind);
	/* The wrapped end is low, so nothing seems to overlap it. */
	if (o->kind == OBJ_RESERVED || o->kind == OBJ_MEMRESERVE ||
	    module_is_idle(r->s, o))
		f->severity = SEV_WARNING;
}

void rule_ranges(struct reporter *r)
{
	for (size_t i = 0; i < r->s->objects.count; i++) {
		const struct object *o = &r->s->objects.items[i];

		if ((o->flags & (OBJ_ZERO | OBJ_WRAPS)) != 0)
			check_range(r, o);
	}
}

static void unaligned(struct reporter *r, const struct object *o,
		      enum diag_code code, uint64_t value, bool soft)
{
	uint64_t page = r->s->target->limits.page, up;
	bool is_base = code == CODE_UNALIGNED_BASE;
	struct range inner;
	struct finding *f = found(r, code, o->ref,
		"%s of %s, 0x%llx, is not a multiple of 0x%llx",
		is_base ? "base" : "size", named(r, o),
		(unsigned long long)value, (unsigned long long)page);

	found_span(f, o->span);
	/* Inwards: less memory, but nobody else's. */
	if (o->usable && range_shrink(o->range, page, &inner)) {
		f->fix.is_unsafe = true;
		fix_entry(r, f, o, inner);
	}
	if (num_align_up(value, page, &up) && !is_base && value < page)
		found_help(r, f, "use 0x%llx", (unsigned long long)up);
	else if (num_align_up(value, page, &up))
		found_help(r, f, "use 0x%llx or 0x%llx",
			   (unsigned long long)num_align_down(value, page),
			   (unsigned long long)up);
	if (!soft)
		return;
	f->severity = SEV_WARNING;
	f->basis = BASIS_XEN_MPU;
	found_effect(r, f, "it boots; it rounds the base up and the size "
		     "down to whole pages without a word; the plan shows what it "
		     "programs");
}

void rule_alignment(struct reporter *r)
{
	uint64_t page = r->s->target->limits.page;

	for (size_t i = 0; i < r->s->objects.count; i++) {
		const struct object *o = &r->s->objects.items[i];
		bool soft = o->kind == OBJ_HEAP || o->kind == OBJ_SECTION;
		bool hard = o->kind == OBJ_STATIC_MEM || o->kind == OBJ_SHM ||
			    o->kind == OBJ_PASSTHROUGH;

		if (!soft && !hard)
			continue;
		if (!num_is_aligned(o->span.base, page))
			unaligned(r, o, CODE_UNALIGNED_BASE, o->span.base,
				  soft);
		if (!num_is_aligned(o->span.size, page))
			unaligned(r, o, CODE_UNALIGNED_SIZE, o->span.size,
				  soft);
	}
}

void rule_ram_nodes(struct reporter *r)
{
	const struct doc *d = r->s->doc;
	bool any = false;

	for (size_t i = 0; i < r->s->objects.count && !any; i++)
		any = r->s->objects.items[i].kind == OBJ_RAM &&
		      (r->s->objects.items[i].flags & OBJ_ZERO) == 0;
	for (uint32_t n = d->nodes.items[0].first_child; n != DOC_NONE;
	     n = d->nodes.items[n].next) {
		if (system_is_memory(d, n) &&
		    doc_prop(d, n, "reg") == DOC_NONE && doc_enabled(d, n)) {
			found(r, CODE_RAM_REG_MISSING, ref_of(d, n, NULL),
			      "memory node without reg");
			any = true;
		}
	}
	if (!any)
		found(r, CODE_RAM_MISSING, ref_of(d, 0, NULL),
		      "no enabled memory@... node with device_type = "
		      "\"memory\" gives any RAM");
}

static int by_base(const void *pa, const void *pb, const void *arg)
{
	const struct object *a = *(const struct object *const *)pa;
	const struct object *b = *(const struct object *const *)pb;

	(void)arg;
	return (a->range.base > b->range.base) -
	       (a->range.base < b->range.base);
}

void rule_ram_overlap(struct reporter *r)
{
	const struct object **banks;
	const struct object *reach = NULL;
	size_t count = 0;

	banks = arena_array(r->a, r->s->objects.count,
			    sizeof(const struct object *));
	for (size_t i = 0; banks != NULL && i < r->s->objects.count; i++) {
		const struct object *o = &r->s->objects.items[i];

		if (o->kind == OBJ_RAM && o->usable)
			banks[count++] = o;
	}
	if (banks == NULL || sort_stable(r->a, banks, count,
			sizeof(const struct object *), by_base, NULL) !=
	    MPUC_OK) {
		r->sink->status = MPUC_E_NOMEM;
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (reach != NULL &&
		    reach->range.last >= banks[i]->range.base) {
			struct finding *f = found(r, CODE_RAM_OVERLAP,
				banks[i]->ref, "two memory banks overlap from "
				"0x%llx",
				(unsigned long long)banks[i]->range.base);

			found_span(f, banks[i]->span);
			found_span(f, reach->span);
			found_related(r, f, reach->ref, &reach->span,
				      "the other bank is here");
		}
		if (reach == NULL || banks[i]->range.last > reach->range.last)
			reach = banks[i];
	}
	arena_drop(r->a, banks, r->s->objects.count * sizeof(*banks));
}

static void outside_ram(struct reporter *r, const struct object *o,
			enum diag_code code)
{
	struct finding *f = found(r, code, o->ref,
				  "%s is not covered by any memory node",
				  named(r, o));
	const struct range *near = rset_find(&r->s->ram, o->range.base);

	found_span(f, o->span);
	if (near != NULL)
		found_help(r, f, "RAM ends at 0x%llx here: end the range "
			   "there, or move it",
			   (unsigned long long)near->last + 1);
	else
		found_help(r, f, "no RAM at 0x%llx: the first RAM is at 0x%llx",
			   (unsigned long long)o->range.base,
			   (unsigned long long)r->s->ram.items[0].base);
}

void rule_ram(struct reporter *r)
{
	for (size_t i = 0; i < r->s->objects.count; i++) {
		const struct object *o = &r->s->objects.items[i];
		enum diag_code code;

		if (o->kind == OBJ_STATIC_MEM)
			code = CODE_STATIC_MEM_OUTSIDE_RAM;
		else if (o->kind == OBJ_SHM)
			code = CODE_SHM_OUTSIDE_RAM;
		else if (o->kind == OBJ_HEAP)
			code = CODE_HEAP_OUTSIDE_RAM;
		else if (o->kind == OBJ_XEN)
			code = CODE_XEN_OUTSIDE_RAM;
		else if (o->kind == OBJ_RESERVED &&
			 o->detail == RESERVED_STATIC &&
			 (o->flags & OBJ_ZERO) == 0)
			code = CODE_STATIC_MEM_OUTSIDE_RAM;
		else
			continue;
		if (!o->usable)
			skipped(r);
		else if (!rset_contains(&r->s->ram, o->range))
			outside_ram(r, o, code);
	}
}

static void heap_banks(struct reporter *r, const struct tuples *t)
{
	const struct object *banks = &r->s->objects.items[t->first];
	uint32_t used = 0;

	for (uint32_t i = 0; i < t->count; i++) {
		struct finding *f;

		if ((banks[i].flags & OBJ_ZERO) != 0)
			continue;
		if (++used < 2 || !r->s->target->traits.heap_first_only)
			continue;
		f = found(r, CODE_HEAP_SECOND_BANK, t->ref,
			  "heap bank %u is never mapped: Xen maps the first "
			  "one only", i);
		found_span(f, banks[i].span);
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
 * Xen keeps a record for every page in one contiguous block of the heap.
 * Counted is only what is RAM, a lower bound where the RAM has holes.
 */
void rule_heap_size(struct reporter *r)
{
	const struct system *s = r->s;
	uint64_t pages = 0, best = 0, table, page = s->target->limits.page;
	const struct object *heap = NULL;
	struct finding *f;

	for (size_t i = 0; i < s->ram.count; i++)
		pages += range_size(s->ram.items[i]) / page;
	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];

		if (o->kind != OBJ_HEAP || !o->usable)
			continue;
		if (heap == NULL)
			heap = o;
		if (o->span.size > best)
			best = o->span.size;
	}
	if (heap == NULL || !num_mul(pages, s->target->limits.page_info[
				     s->arch], &table) || best > table)
		return;
	f = found(r, CODE_HEAP_TOO_SMALL, heap->ref,
		  "the static heap holds %s; Xen's frame table alone takes "
		  "0x%llx bytes (%llu pages of RAM, %u bytes each)",
		  sized(r, best), (unsigned long long)table,
		  (unsigned long long)pages,
		  s->target->limits.page_info[s->arch]);
	found_span(f, heap->span);
}
