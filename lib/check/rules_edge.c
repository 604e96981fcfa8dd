/* SPDX-License-Identifier: BSD-2-Clause */
/* The last address of a 32-bit Xen: where its own arithmetic wraps. */
#include "check/rules.h"

#define TOP32 UINT32_MAX

/* What happens to a thing whose end Xen computes as 0. */
static const char *effect_of(const struct object *o)
{
	switch ((enum object_kind)o->kind) {
	case OBJ_RAM:
		return "start-up panic or data abort without a message: the "
		       "end is 0 for Xen, so that this RAM has no place in "
		       "its frame table";
	case OBJ_HEAP:
		return "start-up panic: \"Base address ... must be smaller "
		       "than limit\", \"Failed to map static heap\"";
	case OBJ_DEVICE:
		return "start-up panic of the driver: \"Base address ... must "
		       "be smaller than limit\", for it can't map the device";
	case OBJ_MODULE:
		return "domain-build panic: \"Base address ... "
		       "must be smaller than limit\", for it can't map the "
		       "module";
	case OBJ_MEMRESERVE:
	case OBJ_RESERVED:
	case OBJ_STATIC_MEM:
	case OBJ_SHM:
	case OBJ_XEN:
	case OBJ_FDT:
	case OBJ_SECTION:
	case OBJ_PASSTHROUGH:
		return "it boots; the end is 0 for Xen, so that it notices no "
		       "overlap with this range";
	}
	return NULL;
}

static bool only_unseen(const struct object *o)
{
	return o->kind == OBJ_MEMRESERVE || o->kind == OBJ_RESERVED ||
	       o->kind == OBJ_STATIC_MEM || o->kind == OBJ_SHM;
}

void rule_top(struct reporter *r)
{
	if (r->s->arch != PMSA_V8_32 || !r->s->arch_known)
		return;
	for (size_t i = 0; i < r->s->objects.count; i++) {
		const struct object *o = &r->s->objects.items[i];
		struct finding *f;

		if (!o->usable || o->range.last != TOP32 ||
		    o->kind == OBJ_SECTION ||
		    (o->kind == OBJ_DEVICE && o->detail == DEV_EARLY_UART))
			continue;
		f = found(r, CODE_TOP_OF_SPACE, o->ref,
			  "%s ends exactly at 2^32", named(r, o));
		if (only_unseen(o))
			f->severity = SEV_WARNING;
		found_span(f, o->span);
		f->effect = effect_of(o);
		found_help(r, f, "end it one page lower, at 0xfffff000");
	}
}
