/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Overlaps among everything that Xen registers early, in one sorted sweep.
 * For each object and each kind of partner, the one that reaches furthest
 * is reported: n objects on one address give n findings, not n squared.
 */
#include "check/overlap_effect.h"

#include <string.h>

#include "base/sort.h"

enum { CLASS_COUNT = OBJECT_KINDS };

/* The two furthest-reaching objects of a class, of different groups. */
struct front {
	const struct object *far[2];
};

static uint64_t name_hash(const char *s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; s != NULL && *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return h;
}

/* Objects of one group: banks of a domain, ends of one shared memory. */
static uint64_t group_of(const struct reporter *r, const struct object *o)
{
	if (o->kind == OBJ_STATIC_MEM)
		return o->owner;
	if (o->kind == OBJ_SHM)
		return name_hash(r->s->shms.items[o->detail].id);
	return (uint64_t)o->order << 32 | o->index;
}

static int by_base(const void *pa, const void *pb, const void *arg)
{
	const struct object *a = *(const struct object *const *)pa;
	const struct object *b = *(const struct object *const *)pb;

	(void)arg;
	return (a->range.base > b->range.base) -
	       (a->range.base < b->range.base);
}

static void advance(struct front *f, const struct reporter *r,
		    const struct object *o)
{
	uint64_t group = group_of(r, o);
	unsigned at = f->far[0] == NULL || o->range.last >
		      f->far[0]->range.last ? 0 : 1;

	if (at == 0 && f->far[0] != NULL && group_of(r, f->far[0]) != group)
		f->far[1] = f->far[0];
	if (at == 1 && (group_of(r, f->far[0]) == group ||
	    (f->far[1] != NULL && f->far[1]->range.last >= o->range.last)))
		return;
	f->far[at] = o;
}

static bool is_kind(const struct object *a, const struct object *b,
		    enum object_kind kind)
{
	return a->kind == kind || b->kind == kind;
}

static enum diag_code code_of(const struct object *a, const struct object *b)
{
	if (is_kind(a, b, OBJ_XEN))
		return CODE_OVERLAP_XEN;
	if (is_kind(a, b, OBJ_FDT))
		return CODE_OVERLAP_FDT;
	if (is_kind(a, b, OBJ_MODULE))
		return CODE_OVERLAP_MODULE;
	if (is_kind(a, b, OBJ_SHM))
		return CODE_OVERLAP_SHM;
	if (is_kind(a, b, OBJ_RESERVED) || is_kind(a, b, OBJ_MEMRESERVE))
		return CODE_OVERLAP_RESERVED;
	if (is_kind(a, b, OBJ_HEAP))
		return CODE_OVERLAP_HEAP;
	return a->owner == b->owner ? CODE_OVERLAP_IN_DOMAIN :
	       CODE_OVERLAP_DOMAINS;
}

/* Does Xen let these two lie on one another? */
static bool tolerated(const struct reporter *r, const struct object *a,
		      const struct object *b)
{
	const struct object *reserve = a->kind == OBJ_MEMRESERVE ? a : b;
	const struct object *other = reserve == a ? b : a;

	if (reserve->kind == OBJ_MEMRESERVE)
		return other->kind == OBJ_MEMRESERVE ||
		       other->kind == OBJ_XEN || other->kind == OBJ_FDT ||
		       (other->kind != OBJ_SHM &&
			range_contains(reserve->range, other->range));
	if (a->kind == OBJ_SHM && b->kind == OBJ_SHM)
		return group_of(r, a) == group_of(r, b);
	/* One kernel for several domains: the second finds the first. */
	if (a->kind == OBJ_MODULE && b->kind == OBJ_MODULE)
		return a->range.base == b->range.base &&
		       r->s->modules.items[a->detail].kind ==
		       r->s->modules.items[b->detail].kind;
	return false;
}

/*
 * The subject is the domain's memory where there is one, otherwise what Xen
 * meets later, because that is what it refuses.
 */
static bool first_is_subject(const struct object *a, const struct object *b)
{
	if ((a->kind == OBJ_STATIC_MEM) != (b->kind == OBJ_STATIC_MEM))
		return a->kind == OBJ_STATIC_MEM;
	if (a->order != b->order)
		return a->order > b->order;
	return a->index > b->index;
}

static void report(struct reporter *r, const struct object *a,
		   const struct object *b)
{
	bool a_later = a->order != b->order ? a->order > b->order :
		       a->index > b->index;
	bool swap = !first_is_subject(a, b);
	const struct object *subject = swap ? b : a, *other = swap ? a : b;
	struct range both = range_intersection(a->range, b->range);
	struct finding *f = found(r, code_of(a, b), subject->ref,
		"%s overlaps %s: both hold 0x%llx bytes from 0x%llx",
		named(r, subject), named(r, other),
		(unsigned long long)range_size(both),
		(unsigned long long)both.base);

	found_span(f, subject->span);
	found_span(f, other->span);
	found_related(r, f, other->ref, &other->span, "%s is here",
		      named(r, other));
	overlap_effect(r, f, a_later ? a : b, a_later ? b : a);
	if (module_is_idle(r->s, a_later ? a : b))
		f->severity = SEV_WARNING;
}

/*
 * An empty entry of a list counts only inside what came before it, and is
 * not kept.  An empty module is: what comes after may not lie around it.
 */
static bool meets_point(const struct object *far, const struct object *o)
{
	if (far->range.base == o->range.base)
		return false;
	if (o->kind == OBJ_MODULE)
		return far->order > o->order && far->kind != OBJ_MODULE;
	return far->order < o->order;
}

static void meet(struct reporter *r, const struct front *f,
		 const struct object *o)
{
	bool own = false, foreign = false;

	for (unsigned i = 0; i < 2; i++) {
		const struct object *far = f->far[i];
		bool same;

		if (far == NULL || far->range.last < o->range.base)
			continue;
		if ((o->flags & OBJ_ZERO) != 0 && !meets_point(far, o))
			continue;
		same = far->kind == o->kind && far->owner == o->owner;
		if ((same ? own : foreign) || tolerated(r, far, o))
			continue;
		*(same ? &own : &foreign) = true;
		report(r, far, o);
	}
}

static bool registered(const struct reporter *r, const struct object *o)
{
	if (!early_object(o))
		return false;
	/* A disabled domain's memory is never entered. */
	if (o->kind == OBJ_STATIC_MEM)
		return !r->s->domains.items[o->owner].disabled;
	/* Nor is a module that Xen drops; what drops it is the finding. */
	if (o->kind == OBJ_MODULE && (o->flags & OBJ_ZERO) != 0 &&
	    r->dropped[o->detail])
		return false;
	return (o->flags & OBJ_GUEST_ONLY) == 0;
}

/* Xen tests also the empty entries of these. */
static bool is_point(const struct object *o)
{
	return (o->flags & OBJ_ZERO) != 0 &&
	       (o->kind == OBJ_RESERVED || o->kind == OBJ_HEAP ||
		o->kind == OBJ_MODULE);
}

void rule_overlap(struct reporter *r)
{
	const struct system *s = r->s;
	struct front fronts[CLASS_COUNT];
	const struct object **sorted;
	uint64_t reach = 0;	/* of all fronts */
	size_t count = 0;

	memset(fronts, 0, sizeof(fronts));
	sorted = arena_array(r->a, s->objects.count,
			     sizeof(const struct object *));
	if (sorted == NULL) {
		r->sink->status = MPUC_E_NOMEM;
		return;
	}
	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];

		if (!registered(r, o))
			continue;
		if (o->usable || is_point(o))
			sorted[count++] = o;
		else if ((o->flags & OBJ_ZERO) == 0)
			skipped(r);
	}
	if (sort_stable(r->a, sorted, count, sizeof(const struct object *),
			by_base, NULL) != MPUC_OK) {
		r->sink->status = MPUC_E_NOMEM;
		return;
	}
	for (size_t i = 0; i < count; i++) {
		const struct object *o = sorted[i];

		for (unsigned c = 0; o->range.base <= reach &&
		     c < CLASS_COUNT; c++)
			meet(r, &fronts[c], o);
		if (!o->usable)
			continue;
		advance(&fronts[o->kind], r, o);
		reach = o->range.last > reach ? o->range.last : reach;
	}
	arena_drop(r->a, sorted, s->objects.count * sizeof(*sorted));
}
