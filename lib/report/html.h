/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A plan as one page that needs nothing else.  Anchors are made of numbers
 * only: fN finding, rC-I region I of context C, tN-I and sN-I what the tree
 * and its sections have, N of a side, lI a line of a source.
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "base/out.h"
#include "report/picture.h"

/* The page, of one view. */
void html_plan(const struct report_view *v, const char *context,
	       struct out *o);

/* The page of two plans. */
void html_diff(const struct diff_view *v, struct out *o);

/* The same as the map in words: ledger, then the lanes as tables. */
void html_ledger(const struct picture *p, struct out *o);
void html_lanes(const struct picture *p, struct out *o);

void html_diff_ledger(const struct diff_view *v, struct out *o);
void html_differences(const struct diff_view *v, struct out *o);

/* A cell with a ledger's bar. */
void html_bar(const struct plan *plan, const struct plan_context *c,
	      struct out *o);

/* A line that a finding speaks of. */
struct html_line {
	const char *file;
	uint32_t line;
	bool exists;		/* the file could be read, and has it */
};

/* Every line once, by file and number. */
struct html_sources {
	const struct report_view *view;
	struct html_line *lines;
	size_t count;
};

MPUC_MUST_CHECK
enum mpuc_status html_sources(const struct report_view *v,
			      struct html_sources *ret_sources);

/* All findings, with links into the sources, and these. */
void html_findings(const struct html_sources *s, struct out *o);
void html_listing(const struct html_sources *s, struct out *o);

#endif
