/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A configuration file as a located tree of maps, lists and scalars.
 * Nobody who reads it needs to know the syntax that it came from.
 */
#ifndef DOC_VALUE_H
#define DOC_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/vec.h"
#include "diag/src.h"

enum value_kind { VALUE_SCALAR, VALUE_SEQ, VALUE_MAP };

struct value {
	enum value_kind kind;
	struct srcpos pos;	/* of the value itself */
	const char *key;	/* as a map's child; else NULL */
	struct srcpos key_pos;
	const char *text;	/* VALUE_SCALAR; may be "" */
	bool quoted;		/* text stood in quotes or in a block */
	VEC(struct value) items;	/* children, in the file's order */
};

/* Child of a map by its key; NULL when there is none. */
const struct value *value_get(const struct value *map, const char *key);

/* "a map", "a list", "a scalar" */
const char *value_kind_text(enum value_kind kind);

/* "'KEY' must be a list, not a map", in memory of a; NULL: none left. */
const char *value_must_be(struct arena *a, const struct value *v,
			  enum value_kind kind);

/*
 * Whether an unquoted scalar is something else than a string to a YAML
 * reader: nothing, a number, or a boolean of any YAML version.
 */
bool value_is_typed(const struct value *v);

/* yes, no, on, off in any case: booleans to some YAML readers only. */
bool value_is_old_bool(const char *text);

/* a is b but for a slip or two of the keyboard: "did you mean". */
bool value_near(const char *a, const char *b);

#endif
