/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "base/out.h"
#include "report/view.h"

#define TEXT_REPEATS 20		/* findings of one code that are shown */

/* Findings, ledger, summary and verdict of one run. */
void text_check(const struct report_view *v, struct out *o);

/* Why a tree could not be checked, in place of all that. */
void text_failure(const struct report_view *v, struct out *o);

/* The findings at or above least, capped, and how many were left out. */
void text_findings(const struct report_view *v, enum diag_severity least,
		   struct out *o);

/* Place, severity, message and code, on one line. */
void text_head(struct out *o, const struct finding *f);

/* The line that ends every report: counts and verdict. */
void text_verdict(const struct report_view *v, struct out *o);

#endif
