/* SPDX-License-Identifier: BSD-2-Clause */
/* Region tables and their elements, for plans, layouts and queries. */
#ifndef REPORT_REGION_H
#define REPORT_REGION_H

#include "report/element.h"
#include "report/show.h"

/* The table of one context, headed by its ledger in words. */
void region_table(const struct plan_show *s, const struct plan_context *c,
		  struct out *o);
/* Only the given regions, headed by column names. */
void region_rows(const struct plan_show *s,
		 const struct plan_region *const *regions, size_t count,
		 struct out *o);
/* Switches of the plan; only those of one context unless it is NULL. */
void region_switches(const struct plan *plan, const char *context,
		     struct out *o);

/* Their register writes, one by one. */
void region_sequences(const struct plan *plan, const char *context,
		      struct out *o);

json_t *region_json(struct element_ctx *c, const struct plan_show *s,
		    const struct plan_region *r);
/* Members mpu, contexts, switches and switches_omitted of a frame. */
void region_frame(struct element_ctx *c, const struct plan_show *s,
		  const char *context);

#endif
