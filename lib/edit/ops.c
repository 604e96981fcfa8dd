/* SPDX-License-Identifier: BSD-2-Clause */
#include "edit/ops.h"

#include <string.h>

#include "base/try.h"

static struct edit_op *push(struct arena *a, edit_ops *ops,
			    enum edit_op_kind kind, const char *node,
			    const char *property)
{
	struct edit_op *op = VEC_PUSH(a, ops);

	if (op == NULL)
		return NULL;
	op->kind = kind;
	op->change.form = CHANGE_EMPTY;
	op->change.node = arena_strdup(a, node);
	if (op->change.node == NULL)
		return NULL;
	if (property != NULL) {
		op->change.property = arena_strdup(a, property);
		if (op->change.property == NULL)
			return NULL;
	}
	return op;
}

enum mpuc_status edit_set(struct arena *a, edit_ops *ops, const char *node,
			  const char *property, struct change **ret_change)
{
	struct edit_op *op = push(a, ops, OP_SET, node, property);

	TRY_PTR(op);
	*ret_change = &op->change;
	return MPUC_OK;
}

enum mpuc_status edit_drop(struct arena *a, edit_ops *ops, const char *node,
			   const char *property)
{
	return push(a, ops, OP_DROP, node, property) != NULL ? MPUC_OK :
	       MPUC_E_NOMEM;
}

static bool same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

const struct doc_edits *edit_tree_edits(const struct edit_total *total,
					const char *module)
{
	for (size_t i = 0; i < total->trees.count; i++) {
		if (same(total->trees.items[i].module, module))
			return &total->trees.items[i].edits;
	}
	return NULL;
}

static struct doc_edits *tree_of(struct arena *a, struct edit_total *total,
				 const char *module)
{
	struct edit_tree *t;

	for (size_t i = 0; i < total->trees.count; i++) {
		t = &total->trees.items[i];
		if (same(t->module, module))
			return &t->edits;
	}
	t = VEC_PUSH(a, &total->trees);
	if (t == NULL)
		return NULL;
	t->module = module;
	return &t->edits;
}

static bool is_below(const char *path, const char *top)
{
	size_t len = strlen(top);

	return strncmp(path, top, len) == 0 &&
	       (path[len] == '\0' || path[len] == '/');
}

/* Does dropping this take the setting back? */
static bool undoes(const struct change *drop, const struct change *set)
{
	if (drop->property == NULL)
		return is_below(set->node, drop->node);
	return strcmp(set->node, drop->node) == 0 &&
	       strcmp(set->property, drop->property) == 0;
}

static enum mpuc_status fold_drop(struct arena *a, struct doc_edits *e,
				  const struct change *drop)
{
	size_t kept = 0;
	struct doc_drop *slot;

	for (size_t i = 0; i < e->sets.count; i++) {
		if (!undoes(drop, &e->sets.items[i]))
			e->sets.items[kept++] = e->sets.items[i];
	}
	e->sets.count = kept;
	for (size_t i = 0; i < e->drops.count; i++) {
		if (strcmp(e->drops.items[i].node, drop->node) == 0 &&
		    same(e->drops.items[i].property, drop->property))
			return MPUC_OK;
	}
	slot = VEC_PUSH(a, &e->drops);
	TRY_PTR(slot);
	slot->node = drop->node;
	slot->property = drop->property;
	return MPUC_OK;
}

static enum mpuc_status fold_set(struct arena *a, struct doc_edits *e,
				 const struct change *set)
{
	struct change *slot;
	size_t kept = 0;

	/* A value that is set again was not dropped. */
	for (size_t i = 0; i < e->drops.count; i++) {
		const struct doc_drop *d = &e->drops.items[i];

		if (d->property == NULL || strcmp(d->node, set->node) != 0 ||
		    strcmp(d->property, set->property) != 0)
			e->drops.items[kept++] = *d;
	}
	e->drops.count = kept;
	slot = change_set(a, &e->sets, set->node, set->property);
	TRY_PTR(slot);
	*slot = *set;
	return MPUC_OK;
}

static enum mpuc_status fold_one(struct arena *a, const struct edit_op *op,
				 struct edit_total *total)
{
	struct doc_edits *e;

	switch (op->kind) {
	case OP_SET:
	case OP_DROP:
		e = tree_of(a, total, op->module);
		TRY_PTR(e);
		return op->kind == OP_SET ? fold_set(a, e, &op->change) :
		       fold_drop(a, e, &op->change);
	case OP_TARGET:
		total->target = op->name;
		break;
	case OP_PLATFORM:
		/* A machine has the regions that it has. */
		total->platform = op->name;
		total->has_regions = false;
		break;
	case OP_REGIONS:
		total->has_regions = true;
		total->regions = op->count;
		break;
	case OP_EARLY_UART:
		total->has_early_uart = true;
		total->early_uart = op->span;
		break;
	case OP_RESET:
		memset(total, 0, sizeof(*total));
		break;
	}
	return MPUC_OK;
}

enum mpuc_status edit_fold(struct arena *a, const edit_ops *ops,
			   struct edit_total *total)
{
	for (size_t i = 0; i < ops->count; i++)
		TRY(fold_one(a, &ops->items[i], total));
	return MPUC_OK;
}
