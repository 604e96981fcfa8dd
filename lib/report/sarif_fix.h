/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef REPORT_SARIF_FIX_H
#define REPORT_SARIF_FIX_H

#include "report/element.h"
#include "report/excerpt.h"
#include "report/view.h"

/*
 * The fixes of a finding that has changes; NULL when one of them can't be
 * said as a replacement in a source.
 */
json_t *sarif_fixes(struct element_ctx *c, const struct report_view *v,
		    struct excerpts *e, const struct finding *f);

#endif
