/* SPDX-License-Identifier: BSD-2-Clause */
/* Why a context takes so many regions, and what could be. */
#ifndef REPORT_PROOF_H
#define REPORT_PROOF_H

#include "report/element.h"
#include "report/show.h"

/*
 * "... and ... can't be one region: domU2 RAM [0x.., 0x..] lies between",
 * for witness i > 0 of a proof about the as-is context c.  NULL at the cap.
 */
const char *proof_text(const struct plan_show *s, struct arena *a,
		       const struct plan_context *c,
		       const struct plan_proof *proof, uint32_t i);

json_t *proof_json(struct element_ctx *c, const struct plan_show *s,
		   const struct plan_context *context,
		   const struct plan_proof *proof);

/* What the hypervisor has to do for it, one sentence each. */
json_t *best_json(struct element_ctx *c, const struct plan_show *s,
		  const struct plan_context *context);

/* Members objects and planning: what a proof builds on. */
void proof_facts(struct element_ctx *c, const struct plan_show *s);

/* One or two lines below the head of a context. */
void best_text(const struct plan_show *s, const struct plan_context *c,
	       struct out *o);

/* The proof of minimum, line by line. */
void proof_lines(const struct plan_show *s, struct arena *a,
		 const struct plan_context *c, struct out *o);

#endif
