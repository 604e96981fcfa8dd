/* SPDX-License-Identifier: BSD-2-Clause */
/* From the cells of a property to objects. */
#include "model/build.h"

#include "base/try.h"

struct doc_ref build_ref(const struct build *b, uint32_t node,
			 const char *prop)
{
	struct doc_ref ref = { b->d, node, DOC_NONE };

	if (node != DOC_NONE && prop != NULL)
		ref.prop = doc_prop(b->d, node, prop);
	return ref;
}

void object_settle(const struct system *s, struct object *o)
{
	uint64_t top = UINT64_MAX >> (64 - s->pa_bits);

	o->usable = false;
	if (o->span.size == 0) {
		o->flags |= OBJ_ZERO;
		o->range.base = o->range.last = o->span.base;
		return;
	}
	if (!range_make(o->span.base, o->span.size, &o->range) ||
	    o->range.last > top) {
		o->flags |= OBJ_WRAPS;
		return;
	}
	o->usable = (o->flags & (OBJ_WIDE | OBJ_GUEST_ONLY)) == 0;
}

uint32_t build_object(struct build *b, const struct object *o)
{
	struct object *slot = VEC_PUSH(b->a, &b->s->objects);

	if (slot == NULL)
		return SYS_NONE;
	*slot = *o;
	object_settle(b->s, slot);
	return (uint32_t)(b->s->objects.count - 1);
}

enum mpuc_status build_tuples(struct build *b, const struct build_list *l)
{
	const struct doc_prop *p = &l->ref.doc->props.items[l->ref.prop];
	uint32_t each, count;
	struct tuples *t = VEC_PUSH(b->a, &b->s->tuples);
	struct object o = {
		.ref = l->ref, .kind = (uint8_t)l->kind, .owner = l->owner,
		.detail = l->detail, .order = l->ref.node + 1,
	};

	TRY_PTR(t);
	t->ref = l->ref;
	t->kind = l->kind;
	t->owner = l->owner;
	t->detail = l->detail;
	t->acells = l->acells;
	t->scells = l->scells;
	t->first = (uint32_t)b->s->objects.count;
	/* More than two cells matter to Xen only once it reads an entry. */
	t->bad_cells = l->acells < 1 || l->scells < 1 ||
		       ((l->acells > 2 || l->scells > 2) && p->len / 4 >=
			(uint64_t)l->acells + l->scells);
	if (t->bad_cells)
		return MPUC_OK;
	if (l->acells > 2 || l->scells > 2) {
		t->trailing = p->len;
		return MPUC_OK;
	}
	each = 4 * (l->acells + l->scells);
	count = p->len / each;
	t->trailing = p->len % each;
	if (l->max != 0 && count > l->max) {
		t->trailing = p->len - l->max * each;
		count = l->max;
	}
	if (!VEC_RESERVE(b->a, &b->s->objects, count))
		return MPUC_E_NOMEM;
	for (uint32_t i = 0; i < count; i++) {
		o.span.base = doc_cells(p, i * each, l->acells);
		o.span.size = doc_cells(p, i * each + 4 * l->acells,
					l->scells);
		o.index = i;
		if (build_object(b, &o) == SYS_NONE)
			return MPUC_E_NOMEM;
	}
	t->count = count;
	return MPUC_OK;
}
