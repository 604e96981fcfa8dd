/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The files of schemas/bindings/, which the build makes into tables.  There
 * is no pointer in them: the loader would have to write to each page of
 * them before main, in every run.
 */
#ifndef SCHEMA_SHIPPED_H
#define SCHEMA_SHIPPED_H

#include "doc/value.h"

/* line, column, line and column of the end; all 0: none */
typedef uint16_t shipped_pos[4];

/* Of strings, the byte at which they begin in schema_strings; 0: none. */
struct shipped_value {
	uint32_t key, text, file;
	uint32_t first, count;	/* children, in schema_values */
	shipped_pos pos, key_pos;
	uint8_t kind;		/* enum value_kind */
	bool quoted;
};

/* The roots come first. */
extern const struct shipped_value schema_values[];
extern const size_t schema_value_count, schema_root_count;
extern const char schema_strings[];

/* The schema_root_count roots, in memory of a; NULL: none left. */
const struct value **schema_shipped(struct arena *a);

#endif
