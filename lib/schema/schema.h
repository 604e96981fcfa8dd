/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bindings of device trees as dt-schema writes them: YAML files of JSON
 * Schema, each for the nodes that it selects.  The subset of keywords that
 * bindings use is evaluated; any other one refuses the file, since a check
 * that is skipped in silence looks like one that passed.
 *
 * As in dt-schema, minItems without maxItems states both and so does the
 * reverse, a list of items has its own length, and a property that takes
 * one value may be described by the value alone.
 */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include <mpuc/status.h>

#include "base/arena.h"
#include "doc/doc.h"
#include "doc/value.h"

#define SCHEMA_MAX_DEPTH 128	/* of references and alternatives */
#define SCHEMA_MAX_STEPS 1000000	/* for one node and one file */

struct schema_set;

/*
 * Files that may refer to each other by $id.  On MPUC_E_SYNTAX, _LIMIT and
 * _UNSUPPORTED *ret_error is "file:line:column: message".
 */
MPUC_MUST_CHECK
enum mpuc_status schema_compile(struct arena *a,
				const struct value *const *roots,
				size_t count, struct schema_set **ret_set,
				const char **ret_error);

enum schema_fault_kind {
	SCHEMA_VALUE,		/* a property is not of its shape */
	SCHEMA_MISSING,		/* a property is absent */
	SCHEMA_UNKNOWN,		/* the binding has no such property */
};

struct schema_fault {
	enum schema_fault_kind kind;
	uint32_t node, prop;	/* prop: DOC_NONE for the node itself */
	const char *missing;	/* the absent property, else NULL */
	const char *near;	/* UNKNOWN: did you mean, or NULL */
	const char *message;	/* one sentence as in struct finding */
	struct srcpos wanted;	/* of the keyword in the schema */
	const char *keyword;	/* as written: "maxItems: 1" */
};

typedef void schema_fault_fn(void *arg, const struct schema_fault *fault);

/*
 * Every node against every file that selects it, in the order of the tree
 * and of the files; at most one fault of each file for one property.
 * MPUC_E_LIMIT with *ret_error for a schema that takes too long or goes too
 * deep on this tree.
 */
MPUC_MUST_CHECK
enum mpuc_status schema_check(struct arena *a, const struct schema_set *set,
			      const struct doc *d, schema_fault_fn *report,
			      void *arg, const char **ret_error);

#endif
