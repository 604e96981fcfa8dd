/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of YAML that a configuration needs: one document of maps, lists
 * and scalars.  Anchors, aliases, tags, merge keys and keys given twice are
 * refused, so what a person reads is what we read.
 *
 * Files of others may ask for anchors and aliases, merge keys ("<<") and
 * lopper's "- <<+: *list", an item of a list that is all items of another.
 * What an alias stands for keeps the positions of where it was written.
 */
#ifndef LOAD_YAML_H
#define LOAD_YAML_H

#include <mpuc/status.h>

#include "base/arena.h"
#include "doc/value.h"

#define YAML_MAX_SIZE ((size_t)1 << 20)
#define YAML_MAX_DEPTH 32
#define YAML_MAX_ALIASED 16384	/* values, for all aliases together */

struct yaml_input {
	const char *name;	/* for positions; borrowed, never copied */
	const char *text;
	size_t size;
	bool aliases;		/* take all that */
};

/*
 * MPUC_E_SYNTAX, or MPUC_E_LIMIT for a file too large or too deep; then
 * *ret_error is "file:line:col: message".
 */
MPUC_MUST_CHECK
enum mpuc_status yaml_read(struct arena *a, const struct yaml_input *in,
			   const struct value **ret_root,
			   const char **ret_error);

#endif
