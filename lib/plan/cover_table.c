/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan/cover_table.h"

#include <string.h>

#include "base/try.h"

#define TABLE_ROOM ((uint64_t)1 << 22)	/* bytes of trace */

/* How a state was reached; for a closed one also a label that ended. */
enum { TRACE_STARTED, TRACE_WENT_ON };
enum { TRACE_SKIPPED = COVER_LABELS, TRACE_ALONE };

static uint32_t label_count(const struct cover_line *line)
{
	uint64_t all = 0;
	uint32_t count = 0;

	for (size_t i = 0; i < line->count; i++)
		all |= line->items[i].allowed;
	for (; all != 0; all >>= 1)
		count++;
	return count;
}

bool cover_table_fits(const struct cover_line *line, uint32_t limit)
{
	uint64_t row = ((uint64_t)limit + 1) * (label_count(line) + 1);

	return row < TABLE_ROOM && line->count < TABLE_ROOM / row;
}

static bool better(struct cover_best a, struct cover_best b)
{
	if (a.excess == TABLE_NEVER || b.excess == TABLE_NEVER)
		return a.excess != TABLE_NEVER;
	return a.count != b.count ? a.count < b.count : a.excess < b.excess;
}

static struct cover_best plus(struct cover_best from, uint32_t regions,
			      uint64_t excess)
{
	if (from.excess == TABLE_NEVER)
		return from;
	from.count += regions;
	from.excess += excess;
	return from;
}

static uint64_t cost(const struct cover_item *it, uint32_t label)
{
	bool own = it->required && (it->own >> label & 1) != 0;

	return own ? 0 : range_size(it->range);
}

/* The closed state from which so many more regions lead to layer k. */
static struct cover_best from_closed(const struct cover_table *t, uint32_t k,
				     uint32_t regions)
{
	const struct cover_best never = { .excess = TABLE_NEVER };

	if (!t->counted)
		return plus(t->before[0], regions, 0);
	return k < regions ? never :
	       plus(t->before[(k - regions) * (t->labels + 1)], regions, 0);
}

static void fill_open(struct cover_table *t, size_t i, uint32_t k,
		      uint8_t *trace)
{
	const struct cover_item *it = &t->line->items[i];
	const struct cover_best *before = t->before + k * (t->labels + 1) + 1;
	struct cover_best *open = t->open + k * t->labels;
	bool touches = cover_touches(t->line, i);

	for (uint32_t a = 0; a < t->labels; a++) {
		struct cover_best start, on = { .excess = TABLE_NEVER };

		open[a] = on;
		if ((it->allowed >> a & 1) == 0)
			continue;
		if (touches)
			on = plus(before[a], 0, cost(it, a));
		/* A region that begins on what nobody needs is too long. */
		start = from_closed(t, k, 1);
		start = it->required ? plus(start, 0, cost(it, a)) : open[a];
		trace[a + 1] = better(start, on) ? TRACE_STARTED :
			       TRACE_WENT_ON;
		open[a] = better(start, on) ? start : on;
	}
}

static void fill_closed(struct cover_table *t, size_t i, uint32_t k,
			uint8_t *trace)
{
	const struct cover_item *it = &t->line->items[i];
	struct cover_best best = { .excess = TABLE_NEVER };

	trace[0] = TRACE_SKIPPED;
	if (!it->required) {
		best = t->before[k * (t->labels + 1)];
	} else if (it->allowed == 0) {
		best = from_closed(t, k, it->weight);
		trace[0] = TRACE_ALONE;
	}
	for (uint32_t a = 0; a < t->labels; a++) {
		if (!better(t->open[k * t->labels + a], best))
			continue;
		best = t->open[k * t->labels + a];
		trace[0] = (uint8_t)a;
	}
	t->closed[k] = best;
}

static void keep_before(struct cover_table *t)
{
	for (uint32_t k = 0; k < t->layers; k++) {
		struct cover_best *before = t->before + k * (t->labels + 1);

		before[0] = t->closed[k];
		if (t->labels > 0)
			memcpy(before + 1, t->open + k * t->labels,
			       t->labels * sizeof(*before));
	}
}

static enum mpuc_status allocate(struct arena *a, struct cover_table *t)
{
	size_t row = (size_t)t->layers * (t->labels + 1);

	t->closed = arena_array(a, t->layers, sizeof(*t->closed));
	t->open = arena_array(a, row, sizeof(*t->open));
	t->before = arena_array(a, row, sizeof(*t->before));
	t->trace = arena_array(a, t->line->count + 1, row);
	if (t->closed == NULL || t->open == NULL || t->before == NULL ||
	    t->trace == NULL)
		return MPUC_E_NOMEM;
	for (uint32_t k = 0; k < t->layers; k++)
		t->closed[k].excess = k == 0 ? 0 : TABLE_NEVER;
	for (size_t i = 0; i < row; i++)
		t->open[i].excess = TABLE_NEVER;
	return MPUC_OK;
}

enum mpuc_status cover_table_fill(struct arena *a,
				  const struct cover_line *line,
				  uint32_t limit, struct cover_table *ret_table)
{
	struct cover_table t = {
		.line = line, .layers = limit + 1, .counted = limit > 0,
		.labels = label_count(line),
	};

	TRY(allocate(a, &t));
	for (size_t i = 0; i < line->count; i++) {
		uint8_t *trace = t.trace + i * t.layers * (t.labels + 1);

		keep_before(&t);
		for (uint32_t k = 0; k < t.layers; k++) {
			fill_open(&t, i, k, trace);
			fill_closed(&t, i, k, trace);
			trace += t.labels + 1;
		}
	}
	*ret_table = t;
	return MPUC_OK;
}

uint64_t cover_table_excess(const struct cover_table *t, uint32_t k)
{
	return t->closed[k].excess;
}

static uint8_t traced(const struct cover_table *t, size_t i, uint32_t k,
		      uint32_t column)
{
	return t->trace[(i * t->layers + k) * (t->labels + 1) + column];
}

/* The region with this label that ends at item i; returns where it starts. */
static size_t walk(const struct cover_table *t, size_t i, uint32_t k,
		   uint32_t label)
{
	while (traced(t, i, k, label + 1) == TRACE_WENT_ON)
		i--;
	return i;
}

enum mpuc_status cover_table_trace(struct arena *a, const struct cover_table *t,
			     uint32_t k, struct cover *ret_cover)
{
	struct cover c = {
		.count = t->closed[k].count, .excess = t->closed[k].excess,
	};
	size_t i = t->line->count;

	while (i > 0) {
		uint8_t how = traced(t, --i, k, 0);
		struct cover_region *r;
		uint32_t used = 1;

		if (how == TRACE_SKIPPED)
			continue;
		r = VEC_PUSH(a, &c.regions);
		TRY_PTR(r);
		r->last = (uint32_t)i;
		r->label = how == TRACE_ALONE ? COVER_ALONE : how;
		if (how == TRACE_ALONE)
			used = t->line->items[i].weight;
		else
			i = walk(t, i, k, how);
		r->first = (uint32_t)i;
		k -= t->counted ? used : 0;
	}
	for (size_t n = c.regions.count, j = 0; j < n / 2; j++) {
		struct cover_region other = c.regions.items[j];

		c.regions.items[j] = c.regions.items[n - 1 - j];
		c.regions.items[n - 1 - j] = other;
	}
	*ret_cover = c;
	return MPUC_OK;
}
