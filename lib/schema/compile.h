/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the walk over a schema and the readers of its keywords. */
#ifndef SCHEMA_COMPILE_H
#define SCHEMA_COMPILE_H

#include "schema/rule.h"

typedef enum mpuc_status read_fn(struct compile *c, const struct value *v,
				 struct clause *cl);

struct word {
	const char *name;
	enum keyword keyword;
	read_fn *read;		/* NULL: says nothing of a tree */
};

/* NULL for a keyword that is not evaluated. */
const struct word *compile_word(const char *name);

/* The keyword that was probably meant; NULL when none is near. */
const char *compile_near(const char *name);

/* Is v the bare word? */
bool compile_is_word(const struct value *v, const char *word);

/* A number of items, into cl->least. */
MPUC_MUST_CHECK
enum mpuc_status compile_limit(struct compile *c, const struct value *v,
			       struct clause *cl);

#endif
