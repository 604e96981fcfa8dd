/* SPDX-License-Identifier: BSD-2-Clause */
/* Ranges: their sizes, ends and alignment; and what of them is RAM. */
#include "check/rules.h"

#include "base/num.h"
#include "base/sort.h"

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
			found_kind(r, f, "shm", "early-parse panic: \"static "
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
	/* Sections are read by MPU builds only. */
	if (o->kind == OBJ_SECTION)
		f->basis = BASIS_XEN_MPU;
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
	if (o->kind == OBJ_SHM)
		found_kind(r, f, "shm", "early-parse panic: \"... is not "
			   "suitably aligned\", \"Early FDT parsing failed\"");
	if (o->kind == OBJ_PASSTHROUGH)
		found_kind(r, f, "passthrough", "domain-build panic: \"DomU "
			   "passthrough config has not page aligned addresses/"
			   "sizes\", \"Could not set up domain\"");
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
		    doc_prop(d, n, "reg") == DOC_NONE && system_scans(r->s, n)) {
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
