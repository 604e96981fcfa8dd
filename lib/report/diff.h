/* SPDX-License-Identifier: BSD-2-Clause */
/* What the forms of a diff share. */
#ifndef REPORT_DIFF_H
#define REPORT_DIFF_H

#include "base/out.h"
#include "report/view.h"

void diff_text(const struct diff_view *v, struct out *o);
void diff_markdown(const struct diff_view *v, struct out *o);
void diff_json(const struct diff_view *v, struct out *o);

/* "differs, and a context needs more regions" */
const char *diff_verdict(const struct diff_view *v);

/* A budget with nothing to tell. */
bool diff_same_budget(const struct diff_budget *b);

/* "5", "5 -> 6", "- -> 6" */
const char *diff_counts(const struct diff_view *v, bool has_before,
			int64_t before, bool has_after, int64_t after);

/* "slot 3 0x1000..0x1fff rw-/--- normal"; NULL at the arena's cap. */
const char *diff_region_text(const struct diff_view *v, size_t side,
			     const struct plan_region *r);

/* Regions left at the peak; false when the machine's count is unknown. */
bool diff_left(const struct diff_view *v, size_t side,
	       const struct plan_context *c, int64_t *ret_left);

#endif
