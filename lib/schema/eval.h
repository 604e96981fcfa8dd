/* SPDX-License-Identifier: BSD-2-Clause */
/* One schema file against one node. */
#ifndef SCHEMA_EVAL_H
#define SCHEMA_EVAL_H

#include "schema/instance.h"
#include "schema/rule.h"

struct faults {
	VEC(struct schema_fault) list;
};

struct eval {
	struct arena *a;
	const struct doc *d;
	uint64_t steps, most_steps;
	uint32_t depth;
	struct faults *faults;	/* NULL: only the answer counts */
	/*
	 * Members of the node at hand that some schema has spoken of: its
	 * properties, then its children.  NULL when nobody asks.
	 */
	bool *seen;
	size_t seen_count;
	enum mpuc_status status;	/* latched */
	const char *error;	/* of MPUC_E_LIMIT */
};

/* Does in fit s?  Also true once e->status is no longer MPUC_OK. */
bool eval_schema(struct eval *e, const struct schema *s,
		 const struct instance *in);

/* All clauses of s, behind what eval_schema() looks at first. */
bool eval_clauses(struct eval *e, const struct schema *s,
		  const struct instance *in);

/* $ref, allOf, anyOf, oneOf, not, if. */
bool eval_logic(struct eval *e, const struct clause *cl,
		const struct instance *in);

/* As eval_clauses() for a schema with unevaluatedProperties. */
bool eval_apart(struct eval *e, const struct schema *s,
		const struct instance *in);

/* The clauses that are about the members of a node. */
bool eval_members(struct eval *e, const struct schema *s,
		  const struct clause *cl, const struct instance *in);

/* The property named, if the node has it. */
bool eval_has(const struct eval *e, const struct instance *in,
	      const char *name);

/* Is this number or string the one? */
bool scalar_equal(const struct scalar *a, const struct scalar *b);

/* Negative, 0 or positive. */
int scalar_compare(const struct scalar *a, const struct scalar *b);

/*
 * Note that in does not fit and return false.  The message may be NULL
 * when faults are not wanted; the caller asks e->faults.
 */
struct schema_fault *fault_new(struct eval *e, const struct instance *in,
			       const struct value *from);
__attribute__((format(printf, 4, 5)))
bool fault(struct eval *e, const struct instance *in,
	   const struct value *from, const char *fmt, ...);
__attribute__((format(printf, 3, 4)))
void fault_text(struct eval *e, struct schema_fault *f, const char *fmt, ...);

/* "2 cells", "the string \"x\"" */
const char *describe(struct eval *e, const struct instance *in);
/* "cpus", or a node's name */
const char *subject(const struct instance *in);
/* "a, b or c" */
const char *list_scalars(struct eval *e, const struct clause *cl);
const char *scalar_text(struct eval *e, const struct scalar *s);
const char *printed(struct eval *e, const char *text);

#endif
