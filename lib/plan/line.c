/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan/line.h"

#include <string.h>

#include "base/sort.h"
#include "base/try.h"

static const struct planning_rules contract = { .merge = true, .fill = true };
const struct line_rules line_contract = { .planning = &contract };

/* ------------------------------------------------------------- facts */

static bool uses_memory(const struct object *o)
{
	return o->usable && o->kind != OBJ_RAM && o->kind != OBJ_SECTION;
}

static int by_object(const void *pa, const void *pb, const void *arg)
{
	const struct object *objects = arg;
	const uint32_t *a = pa, *b = pb;
	uint64_t x = objects[*a].range.base, y = objects[*b].range.base;

	return (x > y) - (x < y);
}

static enum mpuc_status list_users(struct arena *a, struct line_facts *f)
{
	const struct object *objects = f->s->objects.items;
	VEC(uint32_t) users = { NULL, 0, 0 };
	uint64_t *reach, most = 0;

	if (!VEC_RESERVE(a, &users, f->s->objects.count))
		return MPUC_E_NOMEM;
	for (size_t i = 0; i < f->s->objects.count; i++) {
		uint32_t *at;

		if (!uses_memory(&objects[i]))
			continue;
		at = VEC_PUSH(a, &users);
		TRY_PTR(at);
		*at = (uint32_t)i;
	}
	TRY(sort_stable(a, users.items, users.count, sizeof(*users.items),
			by_object, objects));
	reach = arena_array(a, users.count, sizeof(*reach));
	TRY_PTR(reach);
	for (size_t i = 0; i < users.count; i++) {
		if (objects[users.items[i]].range.last > most)
			most = objects[users.items[i]].range.last;
		reach[i] = most;
	}
	f->objects = users.items;
	f->object_count = users.count;
	f->reach = reach;
	return MPUC_OK;
}

enum mpuc_status line_facts_make(struct arena *a, const struct system *s,
				 struct line_facts *ret_facts)
{
	struct line_facts f = { .s = s };

	TRY(list_users(a, &f));
	*ret_facts = f;
	return MPUC_OK;
}

uint32_t line_user(const struct line_facts *f, struct range range,
		   size_t *near)
{
	size_t lo = 0, hi = f->object_count, step = 1;

	if (near != NULL && *near < hi && f->reach[*near] < range.base) {
		lo = *near + 1;
		while (step < hi - lo && f->reach[lo + step] < range.base) {
			lo += step + 1;
			step *= 2;
		}
		hi = step < hi - lo ? lo + step : hi;
	}
	/* The first object that anything up to it reaches into range. */
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (f->reach[mid] < range.base)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (near != NULL)
		*near = lo > 0 ? lo - 1 : 0;
	if (lo == f->object_count ||
	    f->s->objects.items[f->objects[lo]].range.base > range.last)
		return SYS_NONE;
	return f->objects[lo];
}

bool line_free(const struct line_facts *f, struct range range, size_t *near)
{
	return rset_contains(&f->s->ram, range) &&
	       line_user(f, range, near) == SYS_NONE;
}

/* ------------------------------------------------------------ labels */

static bool same_attr(struct pmsa_attr a, struct pmsa_attr b)
{
	return a.ap == b.ap && a.xn == b.xn && a.xn_el1 == b.xn_el1 &&
	       a.sh == b.sh && a.index == b.index && a.ns == b.ns;
}

/* Bit of a label, 0 when there is no room: its regions stand alone. */
static uint64_t label_bit(struct line *l, const struct line_label *want)
{
	for (uint32_t i = 0; i < l->label_count; i++) {
		if (same_attr(l->labels[i].attr, want->attr) &&
		    l->labels[i].kept == want->kept)
			return UINT64_C(1) << i;
	}
	if (l->label_count == COVER_LABELS)
		return 0;
	l->labels[l->label_count] = *want;
	return UINT64_C(1) << l->label_count++;
}

static uint64_t own_label(struct line *l, const struct plan_region *r)
{
	const struct line_label own = {
		.attr = r->attr, .kept = l->rules.keep && r->kept,
		.name = r->rule != NULL ? r->rule->attr : NULL,
	};

	return label_bit(l, &own);
}

static uint64_t other_labels(struct line *l, const struct plan_region *r)
{
	const struct planning_rules *p = l->rules.planning;
	const struct target *t = l->f->s->target;
	uint64_t bits = 0;

	for (size_t i = 0; r->rule != NULL && i < p->promotion_count; i++) {
		const struct attr_rule *to = target_attr(t,
							 p->promotions[i].to);
		struct line_label label = {
			.kept = l->rules.keep && r->kept,
			.name = p->promotions[i].to,
		};

		if (strcmp(p->promotions[i].from, r->rule->attr) != 0 ||
		    to == NULL || !to->has[l->f->s->arch])
			continue;
		label.attr = to->arch[l->f->s->arch];
		bits |= label_bit(l, &label);
	}
	return bits;
}

/* near_own: labels that cost r nothing; near_allowed: all it may have. */
static void labels_of(struct line *l, const struct plan_region *r)
{
	const struct plan_region *near = l->near_region;

	/* Neighbours are mostly of one rule. */
	if (near == NULL || near->rule != r->rule || near->kept != r->kept ||
	    !same_attr(near->attr, r->attr)) {
		l->near_own = own_label(l, r);
		l->near_allowed = l->near_own | other_labels(l, r);
	}
	l->near_region = r;
}

/* MAIR: a device type has its upper half zero. */
static bool is_normal(const struct line *l, struct pmsa_attr attr)
{
	return (l->f->s->target->mair[attr.index & 7] & 0xf0) != 0;
}

static uint64_t normal_labels(const struct line *l)
{
	uint64_t bits = 0;

	for (uint32_t i = 0; i < l->label_count; i++) {
		if (is_normal(l, l->labels[i].attr))
			bits |= UINT64_C(1) << i;
	}
	return bits;
}

/* ------------------------------------------------------------- items */

/* What has to be mapped: the region as programmed, or less of it. */
static struct range required(const struct line *l,
			     const struct plan_region *r)
{
	uint64_t granule = l->rules.planning->granule;
	struct range fine;

	if (granule == 0 || r->rule == NULL || r->rule->rounding != ROUND_OUT)
		return r->range;
	fine = range_grow(r->demand, granule);
	return range_contains(r->range, fine) ? fine : r->range;
}

static int by_base(const void *pa, const void *pb, const void *arg)
{
	const struct line *l = arg;
	const uint32_t *a = pa, *b = pb;
	uint64_t x = required(l, &l->c->regions[*a]).base;
	uint64_t y = required(l, &l->c->regions[*b]).base;

	return (x > y) - (x < y);
}

static enum mpuc_status list_members(struct arena *a, struct line *l)
{
	uint32_t *members = arena_array(a, l->c->need, sizeof(*members));

	TRY_PTR(members);
	for (uint32_t i = 0; i < l->c->need; i++) {
		if (l->c->regions[i].placed)
			members[l->member_count++] = i;
		else
			l->blind++;
	}
	l->members = members;
	return sort_stable(a, members, l->member_count, sizeof(*members),
			   by_base, l);
}

static enum mpuc_status put(struct arena *a, struct line *l,
			    const struct cover_item *item,
			    struct line_span span)
{
	struct cover_item *it = VEC_PUSH(a, &l->items);
	struct line_span *of = VEC_PUSH(a, &l->of);

	TRY_PTR(it);
	TRY_PTR(of);
	*it = *item;
	*of = span;
	return MPUC_OK;
}

/* Free RAM between two objects is an item of its own. */
static bool gap_between(struct line *l, struct range prev,
			struct range next, struct range *ret_gap)
{
	struct range gap = { prev.last + 1, next.base - 1 };

	if (!l->rules.planning->fill || gap.base == next.base ||
	    !line_free(l->f, gap, &l->near))
		return false;
	*ret_gap = gap;
	return true;
}

/* What it may be part of is known when all labels are. */
static enum mpuc_status put_gap(struct arena *a, struct line *l,
				struct range next)
{
	const struct line_span none = { 0, 0 };
	struct cover_item gap = { .required = false };

	return l->items.count > 0 &&
	       gap_between(l, l->items.items[l->items.count - 1].range, next,
			   &gap.range) ? put(a, l, &gap, none) : MPUC_OK;
}

/* Objects that share a byte go together: no region could tell them apart. */
static struct cover_item take_cluster(struct line *l, uint32_t *at,
				      struct line_span *ret_span)
{
	struct line_span span = { .first = *at };
	struct cover_item it = { .required = true, .allowed = UINT64_MAX,
				 .own = UINT64_MAX };
	uint64_t before = 0;

	for (; *at < l->member_count; ++*at) {
		const struct plan_region *r =
			&l->c->regions[l->members[*at]];
		struct range range = required(l, r);
		uint64_t own;

		if (span.count > 0 && range.base > it.range.last)
			break;
		if (span.count++ == 0)
			it.range = range;
		else if (range.last > it.range.last)
			it.range.last = range.last;
		l->finer |= range_size(range) < range_size(r->range);
		labels_of(l, r);
		own = l->near_own;
		it.weight += own != before || own == 0;
		before = own;
		it.allowed &= l->near_allowed;
		it.own &= own;
	}
	l->torn |= it.allowed == 0 && it.weight > 1;
	if (!l->rules.planning->merge) {
		it.allowed = 0;
		it.weight = span.count;
	}
	*ret_span = span;
	return it;
}

static enum mpuc_status put_cluster(struct arena *a, struct line *l,
				    uint32_t *at)
{
	struct line_span span;
	const struct cover_item it = take_cluster(l, at, &span);

	TRY(put_gap(a, l, it.range));
	return put(a, l, &it, span);
}

enum mpuc_status line_make(struct arena *a, const struct line_facts *f,
			   const struct line_rules *rules,
			   const struct plan_context *c,
			   struct line *ret_line)
{
	struct line l = { .f = f, .rules = *rules, .c = c };
	uint64_t normal;
	uint32_t at = 0;

	TRY(list_members(a, &l));
	while (at < l.member_count)
		TRY(put_cluster(a, &l, &at));
	normal = normal_labels(&l);
	for (size_t i = 0; i < l.items.count; i++) {
		if (!l.items.items[i].required)
			l.items.items[i].allowed = normal;
	}
	*ret_line = l;
	return MPUC_OK;
}

struct cover_line line_cover(const struct line *l)
{
	struct cover_line line = { l->items.items, l->items.count };

	return line;
}

/* Every label that any item of the line may have. */
static uint64_t all_normal(struct line *l)
{
	for (uint32_t i = 0; i < l->member_count; i++)
		labels_of(l, &l->c->regions[l->members[i]]);
	return normal_labels(l);
}

enum mpuc_status line_fewest(struct arena *a, const struct line_facts *f,
			     const struct plan_context *c,
			     uint32_t *ret_count)
{
	struct line l = { .f = f, .rules = line_contract, .c = c };
	uint64_t normal, common = 0;	/* labels of the region at work */
	struct range prev = { 0, 0 }, gap;
	uint32_t count = 0, at = 0;

	TRY(list_members(a, &l));
	normal = all_normal(&l);
	while (at < l.member_count) {
		struct line_span span;
		const struct cover_item it = take_cluster(&l, &at, &span);

		/* The first has none before it: nothing is in common. */
		if (span.first > 0 && gap_between(&l, prev, it.range, &gap))
			common &= normal;
		else if (prev.last + 1 != it.range.base)
			common = 0;
		common &= it.allowed;
		if (common == 0) {
			count += it.allowed == 0 ? it.weight : 1;
			common = it.allowed;
		}
		prev = it.range;
	}
	*ret_count = count + l.blind;
	return MPUC_OK;
}
