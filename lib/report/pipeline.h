/* SPDX-License-Identifier: BSD-2-Clause */
/* Findings in the forms that build pipelines show; one document for all. */
#ifndef REPORT_PIPELINE_H
#define REPORT_PIPELINE_H

#include "base/out.h"
#include "report/view.h"

typedef void report_all_fn(const struct report_view *views, size_t count,
			   struct out *o);

report_all_fn sarif_check, junit_check, github_check, gitlab_check;

/*
 * A finding's message, then what Xen does and what to change, a line each;
 * NULL at the arena's cap, which is latched in o.
 */
const char *pipeline_text(const struct report_view *v,
			  const struct finding *f, struct out *o);

/* The finding's message alone, in printable form. */
const char *pipeline_message(const struct report_view *v,
			     const struct finding *f, struct out *o);

/* The message of what ended a run, in printable form. */
const char *pipeline_failure(const struct report_view *v, struct out *o);

/* The file that something is shown at; NULL when it is in none. */
const char *pipeline_file(const struct place *at);

#endif
