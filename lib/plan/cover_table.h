/* SPDX-License-Identifier: BSD-2-Clause */
/* Dynamic programming over items, labels and, if wanted, region counts. */
#ifndef PLAN_COVER_TABLE_H
#define PLAN_COVER_TABLE_H

#include "plan/cover.h"

#define TABLE_NEVER UINT64_MAX	/* no cover has that many regions */

struct cover_best {
	uint64_t excess;	/* TABLE_NEVER: there is none */
	uint32_t count;
};

/*
 * Layer k holds covers of exactly k regions; a table of one layer, limit
 * 0, holds those of fewest regions instead.  trace says for every item,
 * layer and label how the best cover of all items up to it came about.
 */
struct cover_table {
	const struct cover_line *line;
	uint32_t layers, labels;
	bool counted;		/* layers are counts */
	struct cover_best *closed;	/* per layer: no region is open */
	struct cover_best *open;	/* per layer and label */
	struct cover_best *before;	/* both, one item earlier */
	uint8_t *trace;		/* per item: layers x (labels + 1) */
};

/* Is there room for the table of so many regions at most? */
bool cover_table_fits(const struct cover_line *line, uint32_t limit);

/* limit 0: fewest regions. */
MPUC_MUST_CHECK
enum mpuc_status cover_table_fill(struct arena *a,
				  const struct cover_line *line,
				  uint32_t limit,
				  struct cover_table *ret_table);

/* Least excess with exactly k regions. */
uint64_t cover_table_excess(const struct cover_table *t, uint32_t k);

/* The best cover of layer k; there must be one. */
MPUC_MUST_CHECK
enum mpuc_status cover_table_trace(struct arena *a, const struct cover_table *t,
			     uint32_t k, struct cover *ret_cover);

#endif
