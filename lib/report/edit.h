/* SPDX-License-Identifier: BSD-2-Clause */
/* What reports on changes to a tree share. */
#ifndef REPORT_EDIT_H
#define REPORT_EDIT_H

#include "report/json.h"
#include "report/view.h"

/* Members changes, overlay, findings (errors that are left), budgets and
   verdict, and the closing brace. */
void edit_json_rest(struct element_ctx *c, const struct edit_view *v);

/* The ledger, the errors that are left, and the verdict. */
void edit_text_rest(const struct edit_view *v, struct out *o);

/* Without the ledger. */
void edit_text_errors(const struct edit_view *v, struct out *o);

#endif
