/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/picture_axis.h"

#include "base/sort.h"
#include "base/try.h"
#include "base/vec.h"

#define MIN_CELL 26	/* room for a slot's number */
#define MIN_SLIVER 8	/* less than a page, as rounding leaves it */
#define MIN_CUT 30
#define SHARES 760	/* that all cells have together */
#define PAGE 12		/* bits */
#define NAMED_CELLS 64	/* what is wider names none of them */

/* Where something begins, or something else is behind it. */
struct points {
	VEC(uint64_t) list;
	bool top;		/* something ends where addresses end */
};

static int by_address(const void *a, const void *b, const void *arg)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	(void)arg;
	return (x > y) - (x < y);
}

static enum mpuc_status add(struct arena *a, struct points *points,
			    struct range r)
{
	uint64_t *point = VEC_PUSH(a, &points->list);

	TRY_PTR(point);
	*point = r.base;
	if (r.last == UINT64_MAX) {
		points->top = true;
		return MPUC_OK;
	}
	point = VEC_PUSH(a, &points->list);
	TRY_PTR(point);
	*point = r.last + 1;
	return MPUC_OK;
}

static enum mpuc_status add_box(struct arena *a, struct points *points,
				const struct picture_box *box)
{
	TRY(add(a, points, box->range));
	if (box->region != NULL && picture_excess(box->region) > 0)
		TRY(add(a, points, range_intersection(box->range,
						      box->region->demand)));
	return MPUC_OK;
}

static enum mpuc_status collect(const struct picture *p, struct points *points)
{
	struct arena *a = p->arena;

	for (uint32_t i = 0; i < p->side_count; i++) {
		for (uint32_t k = 0; k < p->sides[i].ram_count; k++)
			TRY(add_box(a, points, &p->sides[i].ram[k]));
	}
	for (uint32_t i = 0; i < p->lane_count; i++) {
		for (uint32_t k = 0; k < p->lanes[i].count; k++)
			TRY(add_box(a, points, &p->lanes[i].boxes[k]));
	}
	for (uint32_t i = 0; i < p->mark_count; i++)
		TRY(add(a, points, p->marks[i].range));
	return sort_stable(a, points->list.items, points->list.count,
			   sizeof(*points->list.items), by_address, NULL);
}

/* The last point ends the last cell, unless that goes to the very top. */
static enum mpuc_status make_cells(struct picture *p,
				   const struct points *points)
{
	const uint64_t *items = points->list.items;
	size_t count = points->list.count, next;

	p->cells = arena_array(p->arena, count + 1, sizeof(*p->cells));
	TRY_PTR(p->cells);
	for (size_t i = 0; i < count; i = next) {
		for (next = i + 1; next < count && items[next] == items[i];)
			next++;
		if (next == count && !points->top)
			break;
		p->cells[p->cell_count++].range = (struct range){
			items[i], next == count ? UINT64_MAX :
			items[next] - 1,
		};
	}
	return MPUC_OK;
}

uint32_t picture_cell_at(const struct picture *p, uint64_t address)
{
	uint32_t low = 0, high = p->cell_count;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (p->cells[middle].range.base <= address)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* depth[i] - depth[i - 1]: what begins at cell i less what has ended. */
static void place_box(const struct picture *p, struct picture_box *box,
		      int64_t *depth)
{
	box->first = picture_cell_at(p, box->range.base);
	box->last = picture_cell_at(p, box->range.last);
	depth[box->first]++;
	depth[box->last + 1]--;
}

static void name_cells(struct picture *p, const struct picture_box *box)
{
	if (box->last - box->first > NAMED_CELLS)
		return;
	for (uint32_t i = box->first; i <= box->last; i++) {
		struct picture_cell *cell = &p->cells[i];

		if (cell->top == NULL ||
		    cell->top->range.last - cell->top->range.base >
		    box->range.last - box->range.base)
			cell->top = box;
	}
}

/* Regions before objects: their names are what the tables have. */
static void name_all(struct picture *p)
{
	for (uint32_t i = p->lane_count; i-- > 0;) {
		for (uint32_t k = 0; k < p->lanes[i].count; k++)
			name_cells(p, &p->lanes[i].boxes[k]);
	}
}

static enum mpuc_status place_all(struct picture *p)
{
	int64_t *depth = arena_array(p->arena,
				     (size_t)p->cell_count + 1,
				     sizeof(*depth)), now = 0;

	TRY_PTR(depth);
	for (uint32_t i = 0; i < p->side_count; i++) {
		for (uint32_t k = 0; k < p->sides[i].ram_count; k++)
			place_box(p, &p->sides[i].ram[k], depth);
	}
	for (uint32_t i = 0; i < p->lane_count; i++) {
		for (uint32_t k = 0; k < p->lanes[i].count; k++)
			place_box(p, &p->lanes[i].boxes[k], depth);
	}
	for (uint32_t i = 0; i < p->mark_count; i++) {
		struct picture_mark *m = &p->marks[i];

		m->first = picture_cell_at(p, m->range.base);
		m->last = picture_cell_at(p, m->range.last);
		depth[m->first]++;
		depth[m->last + 1]--;
	}
	for (uint32_t i = 0; i < p->cell_count; i++) {
		now += depth[i];
		p->cells[i].cut = now == 0;
	}
	return MPUC_OK;
}

static uint64_t pages(const struct picture_cell *cell)
{
	return ((cell->range.last - cell->range.base) >> PAGE) + 1;
}

/* Cells are disjoint, so all pages together are below 2^53. */
static void measure(struct picture *p)
{
	uint64_t all = 0;

	for (uint32_t i = 0; i < p->cell_count; i++)
		all += p->cells[i].cut ? 0 : pages(&p->cells[i]);
	for (uint32_t i = 0; i < p->cell_count; i++) {
		struct picture_cell *cell = &p->cells[i];
		uint64_t size = cell->range.last - cell->range.base;

		cell->x = p->width;
		cell->min = size >> PAGE == 0 && size + 1 < 1 << PAGE ?
			    MIN_SLIVER : MIN_CELL;
		if (!cell->cut)
			cell->share = (uint32_t)(pages(cell) * SHARES / all);
		else if (cell->min == MIN_CELL)
			cell->min = MIN_CUT;
		p->width += cell->min + cell->share;
	}
}

enum mpuc_status picture_axis(struct picture *p)
{
	struct points points = { { NULL, 0, 0 }, false };

	TRY(collect(p, &points));
	TRY(make_cells(p, &points));
	if (p->cell_count == 0)
		return MPUC_OK;
	TRY(place_all(p));
	name_all(p);
	measure(p);
	return MPUC_OK;
}
