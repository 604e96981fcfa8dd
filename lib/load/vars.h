/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file of shell variables, as far as it can be read without a shell:
 * KEY=VALUE and KEY[INDEX]=VALUE with quotes, escapes and comments.
 */
#ifndef LOAD_VARS_H
#define LOAD_VARS_H

#include <mpuc/status.h>

#include "load/session.h"

#define VARS_NO_INDEX UINT32_MAX
#define VARS_INDEX_MAX 1023
#define VARS_MAX 4096

struct var {
	const char *key, *text;
	uint32_t index;		/* VARS_NO_INDEX without [] */
	struct srcpos pos;	/* of the whole assignment */
	bool is_known;		/* for the caller: somebody asked for it */
};

struct vars {
	const char *file;
	VEC(struct var) values;	/* the last of each key */
};

/*
 * Read the text of a file.  Whatever needs a shell, such as a variable, a
 * command or a list in parentheses, is refused with its line.
 */
MPUC_MUST_CHECK
enum mpuc_status vars_read(struct load_session *s, const char *file,
			   const struct os_bytes *text,
			   struct vars *ret_vars);

/* The value of KEY or KEY[index], marked as known; NULL: there is none. */
struct var *vars_get(struct vars *c, const char *key, uint32_t index);

#endif
