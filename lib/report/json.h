/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "report/element.h"
#include "report/view.h"

/* One mpuc-report-1 object, without a line end. */
void json_check(const struct report_view *v, struct out *o);

/* Members that reports on a tree share. */
void json_machine(struct element_ctx *c, const struct system *s);
json_t *json_tool(struct element_ctx *c);

/* In their place for a tree that could not be checked: "error" says why. */
void json_no_machine(struct element_ctx *c, const struct report_view *v);

/* All trees of a report: how many of which verdict, and each by itself. */
json_t *json_totals(struct element_ctx *c, const struct report_view *views,
		    size_t count);

json_t *json_summary(struct element_ctx *c, const struct sink *sink);
/* A tree, its machine and its ledger, as one value. */
json_t *json_system(struct element_ctx *c, const struct report_view *v);
json_t *json_finding(struct element_ctx *c, const struct finding *f);
json_t *json_change(struct element_ctx *c, const struct change *change);
json_t *json_suppression(struct element_ctx *c, const struct finding *f);
json_t *json_budget(struct element_ctx *c, const struct plan *plan,
		    const struct plan_context *context);

#endif
