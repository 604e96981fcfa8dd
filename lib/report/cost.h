/* SPDX-License-Identifier: BSD-2-Clause */
/* Switches register by register, and what they cost at worst. */
#ifndef REPORT_COST_H
#define REPORT_COST_H

#include "report/element.h"
#include "report/show.h"

json_t *cost_json(struct element_ctx *c, const struct plan *plan);

/* The writes of one switch, in order. */
json_t *cost_sequence(struct element_ctx *c, const struct plan *plan,
		      const struct plan_switch *sw);

/* Lines below the table of switches. */
void cost_text(const struct plan *plan, struct out *o);
void cost_sequence_text(const struct plan *plan, const struct plan_switch *sw,
			struct out *o);

#endif
