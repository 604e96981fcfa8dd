/* SPDX-License-Identifier: BSD-2-Clause */
/* The lanes: what the tree has, its sections, every context, findings. */
#include "report/picture.h"

#include <string.h>

#include "base/map.h"
#include "base/try.h"
#include "model/query.h"
#include "report/picture_axis.h"

static bool drawn(const struct object *o)
{
	return o->usable && o->kind != OBJ_RAM;
}

uint32_t picture_owner(const struct picture_side *side, uint32_t domain)
{
	return domain == SYS_NONE ? SYS_NONE : side->owners[domain];
}

const char *picture_owner_name(const struct picture *p, uint32_t owner)
{
	return owner == SYS_NONE ? "xen" : p->owners[owner];
}

/* The same name is the same owner, whatever its number on its side. */
static enum mpuc_status add_owners(struct picture *p,
				   struct picture_side *side)
{
	uint32_t count = show_domains(&side->show);
	const char **all = arena_array(p->arena, (size_t)p->owner_count +
				       count, sizeof(*all));
	struct map known = { NULL, 0, 0 };

	side->owners = arena_array(p->arena, count, sizeof(*side->owners));
	TRY_PTR(all);
	TRY_PTR(side->owners);
	for (uint32_t i = 0; i < p->owner_count; i++) {
		all[i] = p->owners[i];
		if (!map_put(p->arena, &known, all[i], &all[i]))
			return MPUC_E_NOMEM;
	}
	for (uint32_t i = 0; i < count; i++) {
		const char *name = show_owner(&side->show, i);
		const char *const *same = map_get(&known, name);

		if (same == NULL) {
			same = &all[p->owner_count];
			all[p->owner_count++] = name;
		}
		side->owners[i] = (uint32_t)(same - (const char *const *)all);
	}
	p->owners = all;
	return MPUC_OK;
}

enum mpuc_status picture_side(struct picture *p, const struct plan_show *show,
			      const struct rset *ram)
{
	struct picture_side *side = &p->sides[p->side_count++];

	side->show = *show;
	TRY(add_owners(p, side));
	if (ram == NULL)
		return MPUC_OK;
	side->ram = arena_array(p->arena, ram->count, sizeof(*side->ram));
	TRY_PTR(side->ram);
	for (size_t i = 0; i < ram->count; i++) {
		side->ram[i].name = "RAM";
		side->ram[i].range = ram->items[i];
	}
	side->ram_count = (uint32_t)ram->count;
	return MPUC_OK;
}

/* A section has a lane of its own: it holds what the tree has. */
static enum mpuc_status tree_lane(const struct picture *p, bool sections,
				  struct picture_lane *lane)
{
	const struct system *s = p->view->system;

	*lane = (struct picture_lane){
		.kind = sections ? LANE_SECTIONS : LANE_TREE,
		.name = sections ? "sections" : "the tree",
		.side = &p->sides[0],
	};
	lane->boxes = arena_array(p->arena, s->objects.count,
				  sizeof(*lane->boxes));
	TRY_PTR(lane->boxes);
	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];
		struct picture_box *box = &lane->boxes[lane->count];

		if (!drawn(o) || (o->kind == OBJ_SECTION) != sections)
			continue;
		box->name = object_text(s, p->arena, o);
		TRY_PTR(box->name);
		box->owner = picture_owner(lane->side, o->owner);
		box->range = o->range;
		lane->count++;
	}
	return MPUC_OK;
}

enum mpuc_status picture_context(struct picture *p,
				 const struct picture_side *side,
				 const struct plan_context *c,
				 struct picture_lane *lane)
{
	*lane = (struct picture_lane){
		.kind = LANE_CONTEXT, .name = c->name, .side = side,
		.context = c,
	};
	lane->boxes = arena_array(p->arena, c->region_count,
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
		box->owner = picture_owner(side, r->owner);
		box->region = r;
		box->range = r->range;
		box->index = i;
		lane->count++;
	}
	return MPUC_OK;
}

static bool same_table(const struct plan_context *a,
		       const struct plan_context *b)
{
	if (a->need != b->need)
		return false;
	for (uint32_t i = 0; i < a->need; i++) {
		if (!plan_region_same(&a->regions[i], &b->regions[i]))
			return false;
	}
	return true;
}

/* A context as it is, and below it the optimal one if that is another. */
static enum mpuc_status context_lanes(struct picture *p, uint32_t number)
{
	const struct plan *plan = p->view->plan;
	const struct plan_context *c = &plan->contexts[number], *best;
	struct picture_lane *lane = &p->lanes[p->lane_count++];

	TRY(picture_context(p, &p->sides[0], c, lane));
	lane->number = number;
	if (p->side_count < 2)
		return MPUC_OK;
	best = &plan->optimal->contexts[number];
	if (best->kind == CTX_BOOT || same_table(c, best))
		return MPUC_OK;
	lane = &p->lanes[p->lane_count++];
	TRY(picture_context(p, &p->sides[1], best, lane));
	lane->number = plan->context_count + number;
	lane->name = arena_printf(p->arena, "optimal: %s", c->name);
	TRY_PTR(lane->name);
	return MPUC_OK;
}

static enum mpuc_status make_lanes(struct picture *p, const char *context)
{
	const struct plan *plan = p->view->plan;
	uint32_t contexts = plan != NULL ? plan->context_count : 0;

	p->lanes = arena_array(p->arena, 2 * (size_t)contexts + 2,
			       sizeof(*p->lanes));
	TRY_PTR(p->lanes);
	for (int i = 0; i < 2; i++) {
		struct picture_lane *lane = &p->lanes[p->lane_count];

		TRY(tree_lane(p, i == 1, lane));
		p->lane_count += lane->count > 0;
	}
	for (uint32_t i = 0; i < contexts; i++) {
		if (context == NULL ||
		    strcmp(plan->contexts[i].name, context) == 0)
			TRY(context_lanes(p, i));
	}
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

	p->marks = arena_array(p->arena, sink->findings.count,
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
	struct plan_show show = show_plan(v);
	const struct rset *ram = &v->system->ram;
	struct picture *p = ret_picture;

	*p = (struct picture){ .arena = v->arena, .view = v };
	TRY(picture_side(p, &show, ram));
	if (v->plan != NULL && v->plan->optimal != NULL) {
		show.plan = v->plan->optimal;
		TRY(picture_side(p, &show, ram));
	}
	TRY(make_lanes(p, context));
	TRY(make_marks(p));
	TRY(picture_axis(p));
	settle_marks(p);
	return MPUC_OK;
}
