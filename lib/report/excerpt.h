/* SPDX-License-Identifier: BSD-2-Clause */
/* The source line of a finding with what it is about underlined. */
#ifndef REPORT_EXCERPT_H
#define REPORT_EXCERPT_H

#include "base/out.h"
#include "report/view.h"

/*
 * Findings come in the order of their lines, so the place that was reached
 * in the last file is where the next search starts.
 */
struct excerpts {
	report_source_fn *source;
	void *arg;
	const char *file;	/* that text is of, NULL: none yet */
	const char *text;	/* NULL: the file can't be had */
	size_t len, at;
	uint32_t line;		/* of text + at, 1-based */
};

void excerpts_init(struct excerpts *e, const struct report_view *v);

/* Nothing is written when the line can't be had. */
void excerpts_show(struct excerpts *e, const struct srcpos *pos,
		   struct out *o);

/*
 * dtc counts bytes: column col of a line as a count of characters, 1-based.
 * As it is when the line can't be had.
 */
uint32_t excerpts_column(struct excerpts *e, const char *file, uint32_t line,
			 uint32_t col);

#endif
