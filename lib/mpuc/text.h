/* SPDX-License-Identifier: BSD-2-Clause */
/* Reports as the answers of a what-if session. */
#ifndef MPUC_TEXT_H
#define MPUC_TEXT_H

#include "mpuc/session.h"

MPUC_MUST_CHECK
enum mpuc_status text_ledger(struct edit_work *w);
MPUC_MUST_CHECK
enum mpuc_status text_found(struct edit_work *w);
MPUC_MUST_CHECK
enum mpuc_status text_regions(struct edit_work *w,
			      const struct plan_context *c);
MPUC_MUST_CHECK
enum mpuc_status text_compare(struct edit_work *w,
			      const struct mpuc_run *from,
			      const struct mpuc_run *to);

#endif
