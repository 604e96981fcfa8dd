/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Edits of a tree: changes as an overlay can say them, and what an overlay
 * can't say, properties and nodes that go.  What goes does so before the
 * changes are made.
 */
#ifndef DOC_EDITS_H
#define DOC_EDITS_H

#include "diag/change.h"

struct doc_drop {
	const char *node;	/* full path */
	const char *property;	/* NULL: the node with all below it */
};

struct doc_edits {
	change_list sets;
	VEC(struct doc_drop) drops;
};

#endif
