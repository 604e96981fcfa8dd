/* SPDX-License-Identifier: BSD-2-Clause */
/* Findings: what is wrong with, or worth knowing of, the user's system. */
#ifndef DIAG_SINK_H
#define DIAG_SINK_H

#include <mpuc/status.h>

#include "base/arena.h"
#include "base/vec.h"
#include "diag/change.h"
#include "diag/codes.h"
#include "diag/src.h"

#define FINDING_RELATED 4
#define FINDING_SPANS 2

struct related {
	const char *message;
	struct place at;
	struct span spans[FINDING_SPANS];
	uint32_t span_count;
};

/*
 * Changes that mend a finding, all of them together; none: there is no
 * mechanical way.  Unsafe: another change may be what the user means.
 */
struct fix {
	change_list changes;
	bool is_unsafe;
};

/* Who passes over a finding. */
enum finding_by {
	BY_NOBODY,		/* it counts */
	BY_OPTION, BY_CONFIG, BY_COMMENT, BY_BASELINE,
};

/*
 * message: one sentence, lower case, no full stop.  effect: what the
 * target does with this tree; help: what to change.  Both may be NULL.
 */
struct finding {
	enum diag_code code;
	enum diag_severity severity;
	enum diag_basis basis;
	const char *message, *effect, *help;
	struct place at;
	struct span spans[FINDING_SPANS];
	uint32_t span_count;
	struct related related[FINDING_RELATED];
	uint32_t related_count;
	struct fix fix;
	enum finding_by by;
	const char *by_reason;	/* NULL: none was given */
	const char *by_says;	/* the option or the file, for a person */
	struct srcpos by_pos;	/* file NULL: an option */
};

struct sink {
	struct arena *arena;
	VEC(struct finding) findings;
	uint64_t skipped;	/* checks whose value already had an error */
	enum mpuc_status status;	/* latched: a finding was lost */
};

void sink_init(struct sink *s, struct arena *a);

/*
 * New finding with the severity and basis of its code, to be filled by the
 * caller.  Never NULL: out of memory is latched in s->status and the caller
 * gets a scratch record.
 */
struct finding *sink_new(struct sink *s, enum diag_code code);

/* Next related record of f, or a scratch record when all are in use. */
struct related *finding_related(struct sink *s, struct finding *f);

/* Order by file, line, column, offset, node, code; stable. */
MPUC_MUST_CHECK
enum mpuc_status sink_sort(struct sink *s);

/* Findings that count, of one severity. */
size_t sink_count(const struct sink *s, enum diag_severity severity);

/* Findings that are passed over; by the baseline, or by anyone else. */
size_t sink_passed_over(const struct sink *s, bool baseline);

#endif
