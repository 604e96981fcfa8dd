/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Views of results for people and for machines.  All of them write into a
 * struct out whose first failure is latched: the returned status is that
 * of the writing, never of what was found.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <mpuc/status.h>

#include "base/out.h"
#include "report/view.h"

enum report_format {
	REPORT_TEXT, REPORT_JSON,
	/* of check only */
	REPORT_SARIF, REPORT_JUNIT, REPORT_GITHUB, REPORT_GITLAB,
	/* of plan only, one view */
	REPORT_CSV, REPORT_C, REPORT_ASM, REPORT_SVG, REPORT_HTML,
	REPORT_MARKDOWN,	/* of diff only */
};

/* One view's part of the below, in text or JSON. */
MPUC_MUST_CHECK
enum mpuc_status report_part(const struct report_view *view,
			     enum report_format format, struct out *o);

/*
 * Findings and ledgers.  In JSON more than one view becomes mpuc-reports-1;
 * the forms for build pipelines have one document for all of them.
 */
MPUC_MUST_CHECK
enum mpuc_status report_check(const struct report_view *views, size_t count,
			      enum report_format format, struct out *o);

/* An mpuc-baseline-1 document. */
MPUC_MUST_CHECK
enum mpuc_status report_baseline(const struct report_view *views,
				 size_t count, struct out *o);

MPUC_MUST_CHECK
enum mpuc_status report_diff(const struct diff_view *view,
			     enum report_format format, struct out *o);

MPUC_MUST_CHECK
enum mpuc_status report_settings(const struct settings_view *view,
				 enum report_format format, struct out *o);

/*
 * Region tables of all contexts, or of the named one.  MPUC_E_USAGE, and
 * nothing is written, when no view has a context of that name.
 */
MPUC_MUST_CHECK
enum mpuc_status report_plan(const struct report_view *views, size_t count,
			     enum report_format format, const char *context,
			     struct out *o);

/*
 * The plans of two views, one tree for two targets, context by context.
 * MPUC_E_USAGE when neither has the context, MPUC_E_INFEASIBLE when one has
 * no plan.
 */
MPUC_MUST_CHECK
enum mpuc_status report_compare(const struct report_view *views,
				enum report_format format, const char *context,
				struct out *o);

MPUC_MUST_CHECK
enum mpuc_status report_inspect(const struct layout_view *view,
				enum report_format format, struct out *o);
MPUC_MUST_CHECK
enum mpuc_status report_query(const struct query_view *view,
			      enum report_format format, struct out *o);
MPUC_MUST_CHECK
enum mpuc_status report_verify(const struct verify_view *view,
			       enum report_format format, struct out *o);

/* What changes to a tree are shown as. */
enum report_edit_format { EDIT_TEXT, EDIT_JSON, EDIT_DTSO, EDIT_C };

/* EDIT_C: macros of the sections. */
MPUC_MUST_CHECK
enum mpuc_status report_place(const struct place_view *view,
			      enum report_edit_format format, struct out *o);

/* The commands of a what-if session and the state behind them. */
MPUC_MUST_CHECK
enum mpuc_status report_budget(const struct budget_view *view,
			       enum report_format format, struct out *o);

/* One tree on machines of several region counts, at most FITS_MOST. */
#define FITS_MOST 10
MPUC_MUST_CHECK
enum mpuc_status report_fits(const struct fits_view *view,
			     enum report_format format, struct out *o);

/* Single changes that bring a tree nearer to its budget. */
MPUC_MUST_CHECK
enum mpuc_status report_repairs(const struct repairs_view *view,
				enum report_format format, struct out *o);

/* What was changed, what may be with --unsafe, and what is left. */
MPUC_MUST_CHECK
enum mpuc_status report_fix(const struct edit_view *view,
			    enum report_edit_format format, struct out *o);

/* One code, with the examples compiled in. */
MPUC_MUST_CHECK
enum mpuc_status report_explain(const struct code_info *info,
				enum report_format format, struct out *o);
/* All codes, one line each. */
MPUC_MUST_CHECK
enum mpuc_status report_codes(enum report_format format, struct out *o);

/* All profiles, targets first. */
MPUC_MUST_CHECK
enum mpuc_status report_profiles(enum report_format format, struct out *o);

/* Registers of one region, field by field, both from their own words. */
MPUC_MUST_CHECK
enum mpuc_status report_encode(enum pmsa_arch arch, struct pmsa_regs regs,
			       enum report_format format, struct out *o);
MPUC_MUST_CHECK
enum mpuc_status report_decode(enum pmsa_arch arch, struct pmsa_regs regs,
			       enum report_format format, struct out *o);

#endif
