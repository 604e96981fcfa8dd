/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Regular expressions as bindings use them: literals, classes, groups,
 * alternatives, * + ? {m,n}, ^ and $.  Matching takes time in proportion to
 * pattern times text whatever the pattern is, which a user's file needs and
 * a matcher that backtracks can't promise.
 *
 * Why our own: bindings are written in the dialect that Python has, where
 * regcomp() reads \d and \w otherwise or not at all, and takes its memory
 * from malloc and its meaning from the locale.  PCRE2 reads the dialect, but
 * backtracks up to a limit on work, so that a hostile expression would be an
 * error of the run; and shared libraries are most of what a start costs.
 */
#ifndef SCHEMA_PATTERN_H
#define SCHEMA_PATTERN_H

#include <mpuc/status.h>

#include <stdbool.h>

#include "base/arena.h"

#define PATTERN_MAX_LENGTH 256
#define PATTERN_MAX_STATES 2048

struct pattern;

/*
 * MPUC_E_SYNTAX, MPUC_E_UNSUPPORTED or MPUC_E_LIMIT with a sentence in
 * *ret_error, which names no place.
 */
MPUC_MUST_CHECK
enum mpuc_status pattern_compile(struct arena *a, const char *text,
				 struct pattern **ret_pattern,
				 const char **ret_error);

/* Does the pattern match anywhere in text?  p is scratch, too. */
bool pattern_matches(struct pattern *p, const char *text);

#endif
