/* SPDX-License-Identifier: BSD-2-Clause */
/* What a schema is held against: a node, a property, or a part of one. */
#ifndef SCHEMA_INSTANCE_H
#define SCHEMA_INSTANCE_H

#include "doc/doc.h"
#include "schema/rule.h"

enum instance_kind {
	INST_NODE,
	INST_FLAG,		/* a property without a value */
	INST_STRINGS,
	INST_CELLS,		/* numbers, flat or in rows */
	INST_BYTES,		/* not what its type says */
	INST_STRING,		/* one item */
	INST_NUMBER,
};

struct instance {
	enum instance_kind kind;
	const struct doc *d;
	uint32_t node, prop;	/* prop: DOC_NONE for a node or its name */
	const uint8_t *data;
	uint32_t len;
	uint32_t width;		/* bytes of a number */
	bool is_signed;
	uint32_t row;		/* numbers in a row; 0: no rows */
	const uint32_t *ends;	/* rows of different length, or NULL */
	uint32_t count;		/* strings, rows or numbers */
	struct scalar scalar;	/* INST_STRING, INST_NUMBER */
};

/* Position of an iteration over items; all zero is the beginning. */
struct item_at {
	uint32_t index, offset;
};

struct instance instance_of_node(const struct doc *d, uint32_t node);

/* The name of a node as a string. */
struct instance instance_of_name(const struct doc *d, uint32_t node);

/* named: what the schema knows of the property, or NULL. */
MPUC_MUST_CHECK
enum mpuc_status instance_of_prop(struct arena *a, const struct doc *d,
				  uint32_t node, uint32_t prop,
				  const struct named *named,
				  struct instance *ret_instance);

/* The next item, a row or a scalar; false at the end. */
bool instance_next(const struct instance *in, struct item_at *at,
		   struct instance *ret_item);

#endif
