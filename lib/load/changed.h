/* SPDX-License-Identifier: BSD-2-Clause */
/* A loaded tree with edits made to it, without a file in between. */
#ifndef LOAD_CHANGED_H
#define LOAD_CHANGED_H

#include <mpuc/status.h>

#include "base/arena.h"
#include "doc/doc.h"
#include "doc/edits.h"

/*
 * base as it would be with the edits: the drops first, then the sets in the
 * order in which an overlay of them applies, so that both give one tree.
 * base NULL is an empty tree called name.  What base has keeps its
 * positions; what is new has none of its own.  MPUC_E_SYNTAX with
 * *ret_error when the edits don't fit the tree.
 */
struct load_edit {
	const struct doc *base;
	const char *name;
	const struct doc_edits *edits;
};
MPUC_MUST_CHECK
enum mpuc_status load_changed(struct arena *a, const struct load_edit *edit,
			      struct doc **ret_doc, const char **ret_error);

#endif
