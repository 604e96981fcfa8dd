/* SPDX-License-Identifier: BSD-2-Clause */
/* The types of properties: dt-schema's types.yaml, and what names imply. */
#ifndef SCHEMA_TYPES_H
#define SCHEMA_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum type_shape { SHAPE_FLAG, SHAPE_STRING, SHAPE_CELLS, SHAPE_ROWS };

struct type_info {
	const char *name;	/* in types.yaml */
	enum type_shape shape;
	unsigned width;		/* bytes of a number */
	bool is_signed, single, unique;
	const char *text;	/* "one cell (uint32)" */
};

/* A set of types is a word with one bit for each. */
typedef uint32_t type_set;

#define TYPE_NONE UINT32_MAX
/* Bits that have no name in types.yaml. */
#define TYPE_SET_NODE ((type_set)1 << 31)

/* Index of a type by its name[0..len); TYPE_NONE when there is none. */
uint32_t type_find(const char *name, size_t len);
const struct type_info *type_at(uint32_t type);
type_set type_bit(uint32_t type);

/* The first type of a set with this shape; TYPE_NONE when none has it. */
uint32_t type_of_shape(type_set set, enum type_shape shape);

/*
 * What dt-schema's core knows of a property by its name alone: common
 * properties, "#...-cells", "...-names", units.  0: nothing.
 */
type_set type_by_name(const char *prop);

#endif
