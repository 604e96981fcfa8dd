/* SPDX-License-Identifier: BSD-2-Clause */
/* Start-up step by step, and the moment at which most is mapped. */
#ifndef REPORT_TIMELINE_H
#define REPORT_TIMELINE_H

#include "report/element.h"
#include "report/show.h"

json_t *timeline_json(struct element_ctx *c, const struct plan_show *s,
		      const struct plan_context *context);

/* The peak of start-up, with its owners; null when there is no boot. */
json_t *timeline_peak(struct element_ctx *c, const struct plan_show *s);

void timeline_text(const struct plan_show *s, struct out *o);

#endif
