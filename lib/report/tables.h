/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A plan as source or as rows, for who takes it without a boot layout: one
 * tree each.
 */
#ifndef REPORT_TABLES_H
#define REPORT_TABLES_H

#include "base/out.h"
#include "report/show.h"

/* C11 to be included, and the same as input of the GNU assembler. */
void tables_c(const struct report_view *v, const char *context,
	      struct out *o);
void tables_asm(const struct report_view *v, const char *context,
		struct out *o);
/* One line for each region of each context, RFC 4180. */
void tables_csv(const struct report_view *v, const char *context,
		struct out *o);

/* What both languages name alike. */
bool tables_shown(const struct plan *plan, uint32_t index,
		  const char *context);
/* Letters of a context's name, made different from every other's. */
void tables_name(const struct plan *plan, uint32_t index, bool upper,
		 struct out *o);
/* Text of a tree inside a comment or a string: what could end it is '?'. */
void tables_text(const char *s, struct out *o);
/* The enable bits of slots below 32. */
uint32_t tables_prenr(const struct plan_context *c);
/*
 * The next region, from place (context, region) on, that stays loaded in its
 * slot; each slot once.  NULL when there is none.
 */
struct tables_place {
	uint32_t context, region;
};
const struct plan_region *tables_resident(const struct plan *plan,
					  struct tables_place *place);
/* Why a region can't be in a table, NULL when it can. */
const char *tables_missing(const struct plan_region *r);
/* Tree, program, target and machine, each line behind prefix. */
void tables_head(const struct report_view *v, const char *prefix,
		 struct out *o);

#endif
