/* SPDX-License-Identifier: BSD-2-Clause */
/* What Xen does with an overlap: one version refuses it, one runs into it. */
#include "check/overlap_effect.h"

static bool either(const struct object *a, const struct object *b,
		   enum object_kind kind)
{
	return a->kind == kind || b->kind == kind;
}

/* Its pages go to an allocator of Xen's. */
static bool has_pages(const struct object *o)
{
	return o->kind == OBJ_HEAP || o->kind == OBJ_STATIC_MEM ||
	       o->kind == OBJ_SHM;
}

static void passed_over(struct finding *f)
{
	f->severity = SEV_WARNING;
	f->basis = BASIS_PRACTICE;
}

/* A second entry of the very same range is left out of Xen's table. */
static void both_paged(struct reporter *r, struct finding *f,
		       const struct object *later,
		       const struct object *earlier)
{
	if (later->range.base == earlier->range.base &&
	    later->range.last == earlier->range.last)
		found_effect(r, f, "domain-build panic: \"failed to acquire "
			     "static memory\", \"Failed to assign requested "
			     "static memory for direct-map domain\"");
	else
		found_effect(r, f, "start-up panic: BUG in its page "
			     "allocator (\"pg MFN ...\"), to which a page "
			     "comes twice");
}

/* Nothing compares them; shared memory alone is compared with banks. */
static void unseen(struct reporter *r, struct finding *f,
		   const struct object *later, const struct object *earlier)
{
	if (later->kind == OBJ_SHM &&
	    (has_pages(earlier) || earlier->kind == OBJ_RESERVED)) {
		found_effect(r, f, "silent loss: \"shared memory region "
			     "overlap with an existing entry\" ends the early "
			     "scan at %s, and nothing behind it is read",
			     named(r, later));
	} else if (either(later, earlier, OBJ_RESERVED) ||
		   either(later, earlier, OBJ_MEMRESERVE)) {
		found_effect(r, f, "it boots: with a static heap nothing "
			     "looks at reserved memory, so that it is not "
			     "kept free");
		passed_over(f);
	} else if (has_pages(later) && has_pages(earlier)) {
		both_paged(r, f, later, earlier);
	} else if (either(later, earlier, OBJ_XEN)) {
		found_effect(r, f, "data abort without a message, once one "
			     "is written over the other: this version "
			     "compares nothing");
	} else if (either(later, earlier, OBJ_MODULE)) {
		found_effect(r, f, "silent loss: this version compares "
			     "nothing, and one is written over the other "
			     "before it is read");
	} else {
		found_effect(r, f, "it boots, when the tree was copied "
			     "before its pages are used: this version "
			     "compares nothing");
		passed_over(f);
	}
}

void overlap_effect(struct reporter *r, struct finding *f,
		    const struct object *later, const struct object *earlier)
{
	if (r->s->target->traits.overlap_ignored)
		unseen(r, f, later, earlier);
	else if (later->kind == OBJ_MODULE)
		found_effect(r, f, "silent loss: Xen meets %s first and drops "
			     "%s without stopping (\"Region: ... "
			     "overlapping with ...\")",
			     named(r, earlier), named(r, later));
	else
		found_effect(r, f, "early-parse panic: Xen meets %s first and "
			     "stops at %s: \"Region: ... overlapping with "
			     "...\", \"Early FDT parsing failed\"",
			     named(r, earlier), named(r, later));
}
