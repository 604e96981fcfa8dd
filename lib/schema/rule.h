/* SPDX-License-Identifier: BSD-2-Clause */
/* A schema after compilation: clauses, one for each keyword. */
#ifndef SCHEMA_RULE_H
#define SCHEMA_RULE_H

#include "schema/pattern.h"
#include "schema/schema.h"
#include "schema/types.h"

/* In the order of evaluation: the type is the best thing to complain of. */
enum keyword {
	KW_OBJECT,		/* type: object */
	KW_BOOLEAN,		/* type: boolean */
	KW_ARRAY,		/* type: array */
	KW_TYPE,		/* $ref to types.yaml */
	KW_REF,			/* $ref to a schema */
	KW_COUNT,		/* minItems, maxItems, or a list's own */
	KW_CONST,
	KW_ENUM,
	KW_PATTERN,
	KW_MINIMUM,
	KW_MAXIMUM,
	KW_ABOVE,		/* exclusiveMinimum */
	KW_BELOW,		/* exclusiveMaximum */
	KW_MULTIPLE,
	KW_ITEMS,		/* one schema for all items */
	KW_ITEM_LIST,		/* one for each */
	KW_CONTAINS,
	KW_UNIQUE,
	KW_REQUIRED,
	KW_PROPERTIES,
	KW_PATTERNS,		/* patternProperties */
	KW_ADDITIONAL,
	KW_DEPENDENT,		/* dependentRequired */
	KW_DEPENDENT_SCHEMAS,
	KW_ALL,
	KW_ANY,
	KW_ONE,
	KW_NOT,
	KW_IF,			/* schemas: if, then, else; NULL: none */
	KW_UNEVALUATED,
};

struct scalar {
	bool is_number, negative;
	uint64_t number;	/* without its sign */
	const char *text;
};

/* What a schema says of a property or a child node. */
struct named {
	const char *name;
	struct pattern *pattern;	/* patternProperties, else NULL */
	struct schema *schema;	/* dependentRequired: NULL */
	VEC(const char *) others;	/* dependentRequired */
	type_set types;		/* of all that the set says of it */
	uint64_t row, rows;	/* cells in each row, rows; 0: open */
};

struct clause {
	enum keyword keyword;
	const struct value *from;
	uint32_t type;
	uint64_t least, most;
	VEC(struct scalar) scalars;
	VEC(struct schema *) schemas;
	VEC(struct named) names;
	struct pattern *pattern;
};

struct schema {
	const struct value *from;
	bool is_false;		/* the schema "false" */
	bool unevaluated;	/* has that clause */
	bool typed;		/* types is known */
	type_set types;		/* of a property that it describes */
	uint32_t height;	/* 0: not measured; see link.c */
	VEC(struct clause) clauses;
};

struct names { VEC(const char *) list; };

struct schema_file {
	const struct value *root;
	const char *id;
	struct schema *schema;
	struct schema *select;	/* or NULL */
	VEC(const char *) compatibles;	/* instead of select */
	/*
	 * What select can't fit without, so that it is evaluated for few
	 * nodes: one of these names, one of these properties, one of these
	 * strings of compatible.  Empty: nothing is known.
	 */
	struct names need_names, need_props, need_compatibles;
};

struct schema_set {
	VEC(struct schema_file) files;
	VEC(struct schema *) schemas;
};

/* The clause of a keyword, NULL when the schema has none. */
const struct clause *schema_clause(const struct schema *s,
				   enum keyword keyword);

/* ------------------------------------------------------- compilation */

struct compile {
	struct arena *a;
	struct schema_set *set;
	struct schema_file *file;	/* the one at work */
	VEC(struct pending) pending;	/* targets of $ref */
	const char *error;
};

/* A schema that was referred to and is compiled when its turn comes. */
struct pending {
	const struct value *from;
	struct schema_file *file;
	struct schema *schema;
};

/* Keep "file:line:column: ..." and return status. */
__attribute__((format(printf, 4, 5)))
enum mpuc_status compile_refuse(struct compile *c, const struct value *v,
				enum mpuc_status status, const char *fmt,
				...);

/* The schema that v is: "true", "false" or a map of keywords. */
MPUC_MUST_CHECK
enum mpuc_status compile_schema(struct compile *c, const struct value *v,
				struct schema *ret_schema);
MPUC_MUST_CHECK
enum mpuc_status compile_new(struct compile *c, const struct value *v,
			     struct schema **ret_schema);

/* $ref: a type, or a schema that becomes pending. */
MPUC_MUST_CHECK
enum mpuc_status compile_ref(struct compile *c, const struct value *v,
			     struct clause *ret_clause);

/* Which nodes the file at work is for. */
MPUC_MUST_CHECK
enum mpuc_status compile_select(struct compile *c);

/* Refuse references in a circle, and chains deeper than the limit. */
MPUC_MUST_CHECK
enum mpuc_status compile_heights(struct compile *c);

/* Give every named property the types that the set says it has. */
MPUC_MUST_CHECK
enum mpuc_status compile_types(struct compile *c);

#endif
