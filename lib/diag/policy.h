/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the user says of findings: which to pass over, and how grave others
 * are.  It is said in options, in a configuration file, or in comments of a
 * source, and applied after all rules have run.
 */
#ifndef DIAG_POLICY_H
#define DIAG_POLICY_H

#include <mpuc/status.h>

#include "base/vec.h"
#include "diag/sink.h"

enum policy_kind { POLICY_IGNORE, POLICY_SEVERITY };

struct policy_rule {
	enum policy_kind kind;
	enum diag_code code;
	const char *path;	/* of the node, * at its end; NULL: any */
	const char *reason;	/* NULL: none */
	const char *expires;	/* last day, "2027-01-31"; NULL: none */
	enum diag_severity severity;	/* POLICY_SEVERITY */
	enum finding_by by;
	const char *says;	/* "--ignore 0117", for a person */
	struct srcpos pos;	/* where it is said; file NULL: an option */
	uint32_t first, last;	/* lines that a comment is for */
	bool used, expired;
};

struct policy {
	VEC(struct policy_rule) rules;
	const char *today;	/* NULL: not known, nothing expires */
};

/*
 * CODE[@PATH][: REASON] in text[0..len), with code a number or an id.
 * False when the code is none, or the path does not begin with a slash;
 * *ret_error then says so.  Memory that runs out is a NULL there.
 */
bool policy_parse(struct arena *a, const char *text, size_t len,
		  struct policy_rule *ret_rule, const char **ret_error);

/* A day as "YYYY-MM-DD". */
bool policy_is_date(const char *text);

/*
 * Every mpuc-ignore comment of a source becomes rules; one that can't be
 * read is a finding.  at: the tree's place, for findings.
 */
MPUC_MUST_CHECK
enum mpuc_status policy_comments(struct arena *a, struct policy *policy,
				 const char *file, const char *text,
				 size_t len, struct sink *sink,
				 const struct place *at);

/* Apply all rules, and report what is wrong with them at their places. */
MPUC_MUST_CHECK
enum mpuc_status policy_apply(struct arena *a, struct policy *policy,
			      struct sink *sink, const struct place *at);

#endif
