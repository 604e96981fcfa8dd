/* SPDX-License-Identifier: BSD-2-Clause */
/* Two plans as lanes in pairs on one axis. */
#include "report/picture.h"

#include <string.h>

#include "base/try.h"
#include "report/diff.h"
#include "report/picture_axis.h"

static const char *const whens[] = { "before", "after" };

enum picture_change picture_change_of(const struct diff_region *r)
{
	if (r->before == NULL)
		return BOX_ADDED;
	return r->after == NULL ? BOX_REMOVED : BOX_CHANGED;
}

static enum picture_change lonely(size_t side)
{
	return side == 0 ? BOX_REMOVED : BOX_ADDED;
}

/* Number of the picture's next lane, to be named "before: NAME". */
static enum mpuc_status name_lane(struct picture *p,
				  struct picture_lane *lane, size_t side,
				  bool both, const char *name)
{
	lane->number = p->lane_count++;
	lane->name = both ? name : arena_printf(p->arena, "%s: %s",
						whens[side], name);
	TRY_PTR(lane->name);
	return MPUC_OK;
}

/* --- what the inputs have ------------------------------------------------ */

static bool of_group(const struct diff_object *o, enum lane_kind kind)
{
	return (strcmp(o->group, "section") == 0) == (kind == LANE_SECTIONS);
}

/* The same thing on the other side, if it has it. */
static const struct diff_object *twin(const struct diff_view *v, size_t side,
				      const struct diff_object *o)
{
	for (size_t i = 0; i < v->object_counts[!side]; i++) {
		const struct diff_object *other = &v->objects[!side][i];

		if (strcmp(other->name, o->name) == 0 &&
		    strcmp(other->group, o->group) == 0)
			return other;
	}
	return NULL;
}

static enum picture_change object_change(const struct diff_view *v,
					 size_t side,
					 const struct diff_object *o)
{
	const struct diff_object *other = twin(v, side, o);

	if (other == NULL)
		return lonely(side);
	return other->range.base == o->range.base &&
	       other->range.last == o->range.last ? BOX_SAME : BOX_CHANGED;
}

static enum mpuc_status object_lane(struct picture *p, size_t side,
				    enum lane_kind kind,
				    struct picture_lane *lane)
{
	const struct diff_view *v = p->diff;

	*lane = (struct picture_lane){
		.kind = kind, .side = &p->sides[side],
	};
	lane->boxes = arena_array(p->arena, v->object_counts[side],
				  sizeof(*lane->boxes));
	TRY_PTR(lane->boxes);
	for (size_t i = 0; i < v->object_counts[side]; i++) {
		const struct diff_object *o = &v->objects[side][i];

		if (!of_group(o, kind))
			continue;
		lane->boxes[lane->count++] = (struct picture_box){
			.name = o->name, .range = o->range,
			.owner = picture_owner(lane->side, o->owner),
			.change = object_change(v, side, o),
		};
	}
	return MPUC_OK;
}

static bool all_same(const struct picture_lane *lane)
{
	for (uint32_t i = 0; i < lane->count; i++) {
		if (lane->boxes[i].change != BOX_SAME)
			return false;
	}
	return true;
}

static enum mpuc_status object_lanes(struct picture *p, enum lane_kind kind)
{
	const char *name = kind == LANE_TREE ? "memory of domains" :
			   "sections";
	struct picture_lane *pair = &p->lanes[p->lane_count];
	bool both;

	for (size_t side = 0; side < 2; side++)
		TRY(object_lane(p, side, kind, &pair[side]));
	both = pair[0].count == pair[1].count && all_same(&pair[0]) &&
	       all_same(&pair[1]);
	if (both && pair[0].count == 0)
		return MPUC_OK;
	TRY(name_lane(p, &pair[0], 0, both, name));
	return both ? MPUC_OK : name_lane(p, &pair[1], 1, false, name);
}

/* --- contexts ------------------------------------------------------------ */

/* rows: what the diff says of this context. */
static enum mpuc_status mark_regions(struct picture *p, size_t side,
				     const struct diff_region *rows,
				     size_t count, struct picture_lane *lane)
{
	const struct plan_context *c = lane->context;

	lane->changes = arena_array(p->arena, c->region_count,
				    sizeof(*lane->changes));
	TRY_PTR(lane->changes);
	for (uint32_t i = 0; i < c->region_count; i++)
		lane->changes[i] = i < c->need ? BOX_SAME : BOX_PASSING;
	for (size_t i = 0; i < count; i++) {
		const struct plan_region *r = side == 0 ? rows[i].before :
					      rows[i].after;

		if (r != NULL)
			lane->changes[r - c->regions] =
				picture_change_of(&rows[i]);
	}
	for (uint32_t i = 0; i < lane->count; i++)
		lane->boxes[i].change = lane->changes[lane->boxes[i].index];
	return MPUC_OK;
}

static bool same_budget(const struct diff_view *v, const struct diff_budget *b)
{
	const struct plan *x = v->shows[0].plan, *y = v->shows[1].plan;

	return diff_same_budget(b) && x->regions_known == y->regions_known &&
	       (!x->regions_known || x->regions == y->regions);
}

static enum mpuc_status context_lanes(struct picture *p,
				      const struct diff_budget *b,
				      const struct diff_region *rows,
				      size_t count)
{
	const struct plan_context *sides[2] = { b->before, b->after };
	bool both = count == 0 && same_budget(p->diff, b);

	for (size_t side = 0; side < (both ? 1 : 2); side++) {
		struct picture_lane *lane = &p->lanes[p->lane_count];

		if (sides[side] == NULL)
			continue;
		TRY(picture_context(p, &p->sides[side], sides[side], lane));
		TRY(mark_regions(p, side, rows, count, lane));
		TRY(name_lane(p, lane, side, both, b->context));
	}
	return MPUC_OK;
}

/* The diff's regions come in the order of its budgets. */
static enum mpuc_status make_lanes(struct picture *p)
{
	const struct diff_view *v = p->diff;
	size_t next = 0;

	p->lanes = arena_array(p->arena, v->budget_count + 2,
			       2 * sizeof(*p->lanes));
	TRY_PTR(p->lanes);
	TRY(object_lanes(p, LANE_TREE));
	TRY(object_lanes(p, LANE_SECTIONS));
	for (size_t i = 0; i < v->budget_count; i++) {
		size_t first = next;

		while (next < v->region_count &&
		       v->regions[next].context == v->budgets[i].context)
			next++;
		TRY(context_lanes(p, &v->budgets[i], &v->regions[first],
				  next - first));
	}
	return MPUC_OK;
}

enum mpuc_status picture_make_diff(const struct diff_view *v,
				   struct picture *ret_picture)
{
	struct picture *p = ret_picture;

	*p = (struct picture){ .arena = v->arena, .diff = v };
	for (size_t side = 0; side < 2; side++)
		TRY(picture_side(p, &v->shows[side], v->ram[side]));
	TRY(make_lanes(p));
	return picture_axis(p);
}
