/* SPDX-License-Identifier: BSD-2-Clause */
/* Trees made by hand, as a loader would. */
#ifndef DOC_FIXTURE_H
#define DOC_FIXTURE_H

#include <check.h>

#include "doc/doc.h"

#define BYTES(s) (const uint8_t *)(s), sizeof(s) - 1

static struct arena arena;

static inline void setup(void)
{
	arena_init(&arena, ARENA_CAP_DEFAULT);
}

static inline void teardown(void)
{
	arena_done(&arena);
}

static inline uint32_t add_node(struct doc *d, uint32_t parent,
				const char *name)
{
	struct doc_node *n = VEC_PUSH(&arena, &d->nodes);

	ck_assert_ptr_nonnull(n);
	n->name = name;
	n->parent = parent;
	n->prop = (uint32_t)d->props.count;
	n->offset = 100 + (uint32_t)d->nodes.count;
	return (uint32_t)d->nodes.count - 1;
}

/* To the node added last. */
static inline uint32_t add_prop(struct doc *d, const char *name,
				const uint8_t *data, size_t len)
{
	struct doc_prop *p = VEC_PUSH(&arena, &d->props);

	ck_assert_ptr_nonnull(p);
	p->name = name;
	p->data = len == 0 ? NULL : data;
	p->len = (uint32_t)len;
	p->offset = 1000 + (uint32_t)d->props.count;
	d->nodes.items[d->nodes.count - 1].prop_count++;
	return (uint32_t)d->props.count - 1;
}

static inline struct doc *new_doc(void)
{
	struct doc *d = arena_alloc(&arena, sizeof(*d));

	d->input = "t.dtb";
	add_node(d, DOC_NONE, "");
	return d;
}

static inline void index_doc(struct doc *d)
{
	ck_assert_int_eq(doc_index(&arena, d), MPUC_OK);
}

#endif
