/* SPDX-License-Identifier: BSD-2-Clause */
/* A finding's fix in words, as it stands below its help. */
#ifndef REPORT_FIX_WORDS_H
#define REPORT_FIX_WORDS_H

#include "base/arena.h"
#include "diag/sink.h"

/* Whether a source can state the new value without escapes. */
bool fix_is_plain(const struct change *change);

/*
 * "memory = <0x0 0x10000>" for such a change, as a source has it; NULL at the
 * arena's cap.
 */
const char *fix_statement(struct arena *a, const struct change *change);

/*
 * "/chosen/domU1: memory = <0x0 0x10000>", not escaped, without the value
 * when it is not plain; NULL at the arena's cap.
 */
const char *fix_change(struct arena *a, const struct change *change);

/* "fix", or what says that something else may be meant. */
const char *fix_head(const struct fix *fix);

/*
 * Lines that stand behind that head: each change, or one line that leaves
 * changes of many bytes to mpuc fix.  A finding without a fix has none.
 */
size_t fix_lines(const struct fix *fix);

/* Line i of these, not escaped; NULL at the arena's cap. */
const char *fix_line(struct arena *a, const struct fix *fix, size_t i);

#endif
