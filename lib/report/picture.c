/* SPDX-License-Identifier: BSD-2-Clause */
/* The lanes: what the tree has, its sections, every context, findings. */
#include "report/picture.h"

#include <string.h>

#include "base/try.h"
#include "report/picture_axis.h"

static bool drawn(const struct object *o)
{
	return o->usable && o->kind != OBJ_RAM;
}

/* A section has a lane of its own: it holds what the tree has. */
static enum mpuc_status tree_lane(const struct picture *p, bool sections,
				  struct picture_lane *lane)
{
	const struct system *s = p->view->system;

	lane->kind = sections ? LANE_SECTIONS : LANE_TREE;
	lane->name = sections ? "sections" : "the tree";
	lane->boxes = arena_array(p->view->arena, s->objects.count,
				  sizeof(*lane->boxes));
	TRY_PTR(lane->boxes);
	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];
		struct picture_box *box = &lane->boxes[lane->count];

		if (!drawn(o) || (o->kind == OBJ_SECTION) != sections)
			continue;
		box->name = object_text(s, p->view->arena, o);
		TRY_PTR(box->name);
		box->owner = o->owner;
		box->range = o->range;
		lane->count++;
	}
	return MPUC_OK;
}

static enum mpuc_status context_lane(const struct picture *p,
				     uint32_t number,
				     struct picture_lane *lane)
{
	const struct plan_context *c = &p->view->plan->contexts[number];

	lane->kind = LANE_CONTEXT;
	lane->name = c->name;
	lane->context = c;
	lane->number = number;
	lane->boxes = arena_array(p->view->arena, c->region_count,
				  sizeof(*lane->boxes));
	TRY_PTR(lane->boxes);
	for (uint32_t i = 0; i < c->region_count; i++) {
		const struct plan_region *r = &c->regions[i];
		struct picture_box *box = &lane->boxes[lane->count];

		if (!r->placed) {
			lane->absent++;
			continue;
		}
		box->name = r->name != NULL ? r->name : "region";
		box->owner = r->owner;
		box->region = r;
		box->range = r->range;
		box->index = i;
		lane->count++;
	}
	return MPUC_OK;
}

static enum mpuc_status make_lanes(struct picture *p, const char *context)
{
	const struct plan *plan = p->view->plan;
	uint32_t contexts = plan != NULL ? plan->context_count : 0;

	p->lanes = arena_array(p->view->arena, (size_t)contexts + 2,
			       sizeof(*p->lanes));
	TRY_PTR(p->lanes);
	for (int i = 0; i < 2; i++) {
		struct picture_lane *lane = &p->lanes[p->lane_count];

		TRY(tree_lane(p, i == 1, lane));
		if (lane->count > 0)
			p->lane_count++;
		else
			memset(lane, 0, sizeof(*lane));
	}
	for (uint32_t i = 0; i < contexts; i++) {
		if (context == NULL ||
		    strcmp(plan->contexts[i].name, context) == 0)
			TRY(context_lane(p, i, &p->lanes[p->lane_count++]));
	}
	return MPUC_OK;
}

static enum mpuc_status make_ram(struct picture *p)
{
	const struct rset *ram = &p->view->system->ram;

	p->ram = arena_array(p->view->arena, ram->count, sizeof(*p->ram));
	TRY_PTR(p->ram);
	for (size_t i = 0; i < ram->count; i++) {
		p->ram[i].name = "RAM";
		p->ram[i].range = ram->items[i];
	}
	p->ram_count = (uint32_t)ram->count;
	return MPUC_OK;
}

static void add_mark(struct picture *p, const struct finding *f,
		     struct span span)
{
	struct picture_mark *m = &p->marks[p->mark_count];

	if (!range_make(span.base, span.size, &m->range))
		return;
	/* A finding's own ranges often stand in its related places, too. */
	for (uint32_t i = p->mark_count; i-- > 0 &&
	     p->marks[i].finding == f;) {
		if (p->marks[i].range.base == m->range.base &&
		    p->marks[i].range.last == m->range.last)
			return;
	}
	m->finding = f;
	m->number = (uint32_t)(f - p->view->sink->findings.items) + 1;
	p->mark_count++;
}

/* Notes are in the list only: they are about nothing that is wrong. */
static enum mpuc_status make_marks(struct picture *p)
{
	const struct sink *sink = p->view->sink;
	const size_t each = FINDING_SPANS * (FINDING_RELATED + 1);

	p->marks = arena_array(p->view->arena, sink->findings.count,
			       each * sizeof(*p->marks));
	TRY_PTR(p->marks);
	for (size_t i = 0; i < sink->findings.count; i++) {
		const struct finding *f = &sink->findings.items[i];

		if (f->severity < SEV_WARNING)
			continue;
		for (uint32_t k = 0; k < f->span_count; k++)
			add_mark(p, f, f->spans[k]);
		for (uint32_t k = 0; k < f->related_count; k++) {
			const struct related *r = &f->related[k];

			for (uint32_t n = 0; n < r->span_count; n++)
				add_mark(p, f, r->spans[n]);
		}
	}
	return MPUC_OK;
}

/* The first level where nothing of another finding is in the way. */
static void settle_marks(struct picture *p)
{
	uint32_t ends[PICTURE_LEVELS] = { 0 };

	for (uint32_t i = 0; i < p->mark_count; i++) {
		struct picture_mark *m = &p->marks[i];

		while (m->level + 1 < PICTURE_LEVELS &&
		       ends[m->level] > m->first)
			m->level++;
		ends[m->level] = m->last + 1;
		if (m->level + 1 > p->levels)
			p->levels = m->level + 1;
	}
}

uint64_t picture_excess(const struct plan_region *r)
{
	uint64_t excess = 0;

	if (!range_overlaps(r->range, r->demand))
		return 0;
	if (r->demand.base > r->range.base)
		excess += r->demand.base - r->range.base;
	if (r->demand.last < r->range.last)
		excess += r->range.last - r->demand.last;
	return excess;
}

enum mpuc_status picture_make(const struct report_view *v,
			      const char *context,
			      struct picture *ret_picture)
{
	struct picture p = { .view = v, .show = show_plan(v) };

	TRY(make_ram(&p));
	TRY(make_lanes(&p, context));
	TRY(make_marks(&p));
	TRY(picture_axis(&p));
	settle_marks(&p);
	*ret_picture = p;
	return MPUC_OK;
}
