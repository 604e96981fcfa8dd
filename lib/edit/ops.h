/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a command does, in the words of trees and options.  A session is a
 * list of operations; folding the first n of them gives the state behind
 * them, so undo and redo need nothing but a number.
 */
#ifndef EDIT_OPS_H
#define EDIT_OPS_H

#include <mpuc/status.h>

#include "base/arena.h"
#include "base/vec.h"
#include "diag/src.h"
#include "doc/doc.h"
#include "doc/edits.h"

enum edit_op_kind {
	OP_SET,			/* a property gets a value */
	OP_DROP,		/* a property or a node goes */
	OP_TARGET, OP_PLATFORM,	/* name */
	OP_REGIONS,		/* count */
	OP_EARLY_UART,		/* span; size 0: off */
	OP_RESET,		/* forget everything before */
};

struct edit_op {
	enum edit_op_kind kind;
	const char *module;	/* whose partial tree; NULL: the host's */
	struct change change;	/* OP_SET; node and property of OP_DROP */
	const char *name;
	uint32_t count;
	struct span span;
};

typedef VEC(struct edit_op) edit_ops;

/* One tree of the run and all that is done to it. */
struct edit_tree {
	const char *module;	/* path of the module's node; NULL: host */
	struct doc_edits edits;
};

/* A state: the base and this. */
struct edit_total {
	VEC(struct edit_tree) trees;
	const char *target, *platform;	/* NULL: as the base */
	bool has_regions, has_early_uart;
	uint32_t regions;
	struct span early_uart;
};

/* A setting of a property, to be filled by change_cells() and the like. */
MPUC_MUST_CHECK
enum mpuc_status edit_set(struct arena *a, edit_ops *ops, const char *node,
			  const char *property, struct change **ret_change);

/* property NULL: the node. */
MPUC_MUST_CHECK
enum mpuc_status edit_drop(struct arena *a, edit_ops *ops, const char *node,
			   const char *property);

/*
 * Add ops to total.  A setting replaces an earlier one of its property; a
 * drop takes earlier settings back.
 */
MPUC_MUST_CHECK
enum mpuc_status edit_fold(struct arena *a, const edit_ops *ops,
			   struct edit_total *total);

/* The edits of one tree, NULL when there are none. */
const struct doc_edits *edit_tree_edits(const struct edit_total *total,
					const char *module);

#endif
