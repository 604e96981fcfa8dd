/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sweep and the proof that comes with it.  It is optimal because from
 * the first item that is not covered no region reaches further than the one
 * it takes, and so no other cover is ever ahead of it.
 */
#include "plan/cover.h"

#include "base/sort.h"
#include "base/try.h"
#include "plan/cover_table.h"

bool cover_touches(const struct cover_line *line, size_t i)
{
	return i > 0 && i < line->count &&
	       line->items[i - 1].range.last + 1 == line->items[i].range.base;
}

/* One past the last required item that a region from item i can hold. */
static size_t reach(const struct cover_line *line, size_t i)
{
	uint64_t common = line->items[i].allowed;
	size_t end = i + 1;

	for (size_t j = i + 1; cover_touches(line, j); j++) {
		common &= line->items[j].allowed;
		if (common == 0)
			break;
		if (line->items[j].required)
			end = j + 1;
	}
	return end;
}

enum mpuc_status cover_fewest(struct arena *a, const struct cover_line *line,
			      cover_starts *ret_starts, uint32_t *ret_count)
{
	size_t i = 0;

	*ret_count = 0;
	while (i < line->count) {
		uint32_t *start;

		if (!line->items[i].required) {
			i++;
			continue;
		}
		start = VEC_PUSH(a, ret_starts);
		TRY_PTR(start);
		*start = (uint32_t)i;
		*ret_count += line->items[i].allowed == 0 ?
			      line->items[i].weight : 1;
		i = reach(line, i);
	}
	return MPUC_OK;
}

/* -------------------------------------- lines without a choice of labels */

/* A join of two neighbours across what lies between them. */
struct join {
	uint64_t excess;
	uint32_t left;		/* item */
	bool made;
};
typedef VEC(struct join) join_list;

static bool is_plain(const struct cover_line *line)
{
	for (size_t i = 0; i < line->count; i++) {
		const struct cover_item *it = &line->items[i];

		if (it->required && (it->allowed != it->own ||
				     (it->own & (it->own - 1)) != 0))
			return false;
	}
	return true;
}

/* The next required item that one region could hold with item i, or count. */
static size_t partner(const struct cover_line *line, size_t i,
		      uint64_t *ret_excess)
{
	*ret_excess = 0;
	for (size_t j = i + 1; cover_touches(line, j); j++) {
		if ((line->items[j].allowed & line->items[i].allowed) == 0)
			break;
		if (line->items[j].required)
			return j;
		*ret_excess += range_size(line->items[j].range);
	}
	return line->count;
}

static enum mpuc_status list_joins(struct arena *a,
				   const struct cover_line *line,
				   join_list *joins, uint32_t *ret_count)
{
	*ret_count = 0;
	for (size_t i = 0; i < line->count; i++) {
		const struct cover_item *it = &line->items[i];
		struct join *join;
		uint64_t excess;

		if (!it->required)
			continue;
		*ret_count += it->allowed == 0 ? it->weight : 1;
		if (partner(line, i, &excess) == line->count)
			continue;
		join = VEC_PUSH(a, joins);
		TRY_PTR(join);
		join->excess = excess;
		join->left = (uint32_t)i;
	}
	return MPUC_OK;
}

static int by_excess(const void *pa, const void *pb, const void *arg)
{
	const struct join *a = pa, *b = pb;

	(void)arg;
	return (a->excess > b->excess) - (a->excess < b->excess);
}

static int by_left(const void *pa, const void *pb, const void *arg)
{
	const struct join *a = pa, *b = pb;

	(void)arg;
	return (a->left > b->left) - (a->left < b->left);
}

static enum mpuc_status put(struct arena *a, struct cover *c,
			    struct cover_region region)
{
	struct cover_region *r = VEC_PUSH(a, &c->regions);

	TRY_PTR(r);
	*r = region;
	return MPUC_OK;
}

static uint8_t lowest(uint64_t labels)
{
	uint8_t label = 0;

	while (labels != 0 && (labels & 1) == 0) {
		labels >>= 1;
		label++;
	}
	return labels == 0 ? COVER_ALONE : label;
}

/* joins by left item */
static enum mpuc_status apply_joins(struct arena *a,
				    const struct cover_line *line,
				    const join_list *joins, struct cover *c)
{
	size_t at = 0, i = 0;

	while (i < line->count) {
		struct cover_region r = { .first = (uint32_t)i };
		uint64_t excess;

		if (!line->items[i].required) {
			i++;
			continue;
		}
		r.label = lowest(line->items[i].own);
		while (at < joins->count && joins->items[at].left == i) {
			if (!joins->items[at++].made)
				break;
			i = partner(line, i, &excess);
		}
		r.last = (uint32_t)i++;
		TRY(put(a, c, r));
	}
	return MPUC_OK;
}

static enum mpuc_status plain_within(struct arena *a,
				     const struct cover_line *line,
				     uint32_t limit, struct cover *ret_cover)
{
	join_list joins = { NULL, 0, 0 };
	struct cover c = { .count = 0 };

	TRY(list_joins(a, line, &joins, &c.count));
	TRY(sort_stable(a, joins.items, joins.count, sizeof(*joins.items),
			by_excess, NULL));
	for (size_t i = 0; i < joins.count; i++) {
		struct join *join = &joins.items[i];

		if (join->excess > 0 && c.count <= limit)
			break;
		join->made = true;
		c.count--;
		c.excess += join->excess;
	}
	if (c.count > limit)
		return MPUC_E_INFEASIBLE;
	TRY(sort_stable(a, joins.items, joins.count, sizeof(*joins.items),
			by_left, NULL));
	TRY(apply_joins(a, line, &joins, &c));
	*ret_cover = c;
	return MPUC_OK;
}

static enum mpuc_status plain_curve(struct arena *a,
				    const struct cover_line *line,
				    cover_points *ret_points)
{
	join_list joins = { NULL, 0, 0 };
	uint64_t excess = 0;
	uint32_t count;
	size_t free_joins = 0;

	TRY(list_joins(a, line, &joins, &count));
	TRY(sort_stable(a, joins.items, joins.count, sizeof(*joins.items),
			by_excess, NULL));
	for (size_t i = 0; i < joins.count; i++) {
		excess += joins.items[i].excess;
		free_joins += joins.items[i].excess == 0;
	}
	count -= (uint32_t)joins.count;
	for (size_t i = joins.count; ; i--) {
		struct plan_point *p = VEC_PUSH(a, ret_points);

		TRY_PTR(p);
		p->regions = count++;
		p->excess = excess;
		if (i == free_joins)
			return MPUC_OK;
		excess -= joins.items[i - 1].excess;
	}
}

/* --------------------------------------------------------- all lines */

enum mpuc_status cover_least(struct arena *a, const struct cover_line *line,
			     struct cover *ret_cover)
{
	struct cover_table t;

	TRY(cover_table_fill(a, line, 0, &t));
	return cover_table_trace(a, &t, 0, ret_cover);
}

/* Regions of the cover that has no excess, or more. */
static uint32_t most(const struct cover_line *line)
{
	uint32_t count = 0;

	for (size_t i = 0; i < line->count; i++) {
		const struct cover_item *it = &line->items[i];

		if (it->required)
			count += it->allowed == 0 ? it->weight : 1;
	}
	return count;
}

enum mpuc_status cover_within(struct arena *a, const struct cover_line *line,
			      uint32_t limit, struct cover *ret_cover)
{
	uint32_t top = most(line), best = 0;
	struct cover_table t;

	if (limit > top)
		limit = top;
	if (is_plain(line))
		return plain_within(a, line, limit, ret_cover);
	if (limit == 0)
		return MPUC_E_INFEASIBLE;
	if (!cover_table_fits(line, limit)) {
		TRY(cover_least(a, line, ret_cover));
		return ret_cover->count > limit ? MPUC_E_INFEASIBLE : MPUC_OK;
	}
	TRY(cover_table_fill(a, line, limit, &t));
	for (uint32_t k = 0; k <= limit; k++) {
		if (cover_table_excess(&t, k) < cover_table_excess(&t, best))
			best = k;
	}
	if (cover_table_excess(&t, best) == TABLE_NEVER)
		return MPUC_E_INFEASIBLE;
	return cover_table_trace(a, &t, best, ret_cover);
}

enum mpuc_status cover_curve(struct arena *a, const struct cover_line *line,
			     cover_points *ret_points)
{
	uint32_t limit = most(line);
	uint64_t before = TABLE_NEVER;
	struct plan_point *p;
	struct cover_table t;
	struct cover least;

	if (is_plain(line))
		return plain_curve(a, line, ret_points);
	if (!cover_table_fits(line, limit)) {
		TRY(cover_least(a, line, &least));
		p = VEC_PUSH(a, ret_points);
		TRY_PTR(p);
		p->regions = least.count;
		p->excess = least.excess;
		return MPUC_OK;
	}
	TRY(cover_table_fill(a, line, limit, &t));
	for (uint32_t k = 0; k <= limit; k++) {
		if (cover_table_excess(&t, k) >= before)
			continue;
		p = VEC_PUSH(a, ret_points);
		TRY_PTR(p);
		p->regions = k;
		p->excess = before = cover_table_excess(&t, k);
	}
	return MPUC_OK;
}
