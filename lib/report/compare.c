/* SPDX-License-Identifier: BSD-2-Clause */
/* The plans of one tree for two targets, side by side. */
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "report/compare.h"
#include "report/report.h"
#include "report/table.h"

const char *compare_target(const struct compare *c, unsigned side)
{
	return c->views[side].system->target->name;
}

struct arena *compare_arena(const struct compare *c)
{
	return c->views[0].arena;
}

static bool add_pair(struct compare *c, const struct plan_context *a,
		     const struct plan_context *b)
{
	struct pair *pair = VEC_PUSH(compare_arena(c), &c->pairs);

	if (pair == NULL)
		return false;
	*pair = (struct pair){ a != NULL ? a->name : b->name, { a, b } };
	return true;
}

/* Contexts of plan by name. */
static bool index_contexts(struct arena *a, const struct plan *plan,
			   struct map *ret_map)
{
	struct map map = { NULL, 0, 0 };

	for (uint32_t i = 0; i < plan->context_count; i++) {
		if (!map_put(a, &map, plan->contexts[i].name,
			     &plan->contexts[i]))
			return false;
	}
	*ret_map = map;
	return true;
}

/*
 * Both lists in their own order.  What only the second has stands before
 * the next context that both have.
 */
static bool pair_contexts(struct compare *c)
{
	const struct plan *a = c->show[0].plan, *b = c->show[1].plan;
	struct map in_a, in_b;
	uint32_t next = 0;

	if (!index_contexts(compare_arena(c), a, &in_a) ||
	    !index_contexts(compare_arena(c), b, &in_b))
		return false;
	for (uint32_t i = 0; i < a->context_count; i++) {
		const struct plan_context *same =
			map_get(&in_b, a->contexts[i].name);

		for (; same != NULL && &b->contexts[next] < same; next++) {
			if (map_get(&in_a, b->contexts[next].name) == NULL &&
			    !add_pair(c, NULL, &b->contexts[next]))
				return false;
		}
		if (same != NULL && &b->contexts[next] == same)
			next++;
		if (!add_pair(c, &a->contexts[i], same))
			return false;
	}
	for (; next < b->context_count; next++) {
		if (map_get(&in_a, b->contexts[next].name) == NULL &&
		    !add_pair(c, NULL, &b->contexts[next]))
			return false;
	}
	return true;
}

/* --- the ledger --- */

#define LEDGER_COLUMNS 9

struct ledger_row {
	char numbers[LEDGER_COLUMNS - 1][24];
	const char *cells[LEDGER_COLUMNS];
};

static void fill_ledger(struct ledger_row *row, const struct compare *c,
			const struct pair *pair)
{
	row->cells[0] = pair->name;
	for (unsigned side = 0; side < SIDES; side++) {
		const struct plan_context *x = pair->side[side];
		const struct plan *plan = c->show[side].plan;
		char (*to)[24] = &row->numbers[side * 4];

		for (unsigned k = 0; k < 4; k++) {
			(void)snprintf(to[k], sizeof(to[k]), "%s",
				       x == NULL ? "-" : "?");
			row->cells[1 + side * 4 + k] = to[k];
		}
		if (x == NULL)
			continue;
		(void)snprintf(to[0], sizeof(to[0]), "%u", x->need);
		(void)snprintf(to[1], sizeof(to[1]), "%u", x->peak);
		if (!plan->regions_known)
			continue;
		(void)snprintf(to[2], sizeof(to[2]), "%u", plan->regions);
		(void)snprintf(to[3], sizeof(to[3]), "%lld",
			       (long long)show_left(plan, x));
	}
}

static void ledger(const struct compare *c)
{
	static const char *const heads[LEDGER_COLUMNS] = {
		"context", "A need", "peak", "have", "left",
		"B need", "peak", "have", "left",
	};
	struct ledger_row row;
	struct table t;

	table_init(&t, heads, LEDGER_COLUMNS);
	t.right = 0x1fe;
	for (size_t i = 0; i < c->pairs.count; i++) {
		fill_ledger(&row, c, &c->pairs.items[i]);
		table_measure(&t, row.cells);
	}
	table_heads(&t, c->o);
	for (size_t i = 0; i < c->pairs.count; i++) {
		fill_ledger(&row, c, &c->pairs.items[i]);
		table_row(&t, c->o, row.cells);
	}
	out_str(c->o, "\n");
}

/* --- regions --- */

/* The first of the given name, from at on, that the second side lacks. */
static struct twin *unpaired(struct twins *twins, size_t at, const char *name)
{
	/* Several pages of one domain have one name, a few at most. */
	for (size_t i = at; i < twins->count && i < at + 64; i++) {
		if (twins->items[i].side[1] == NULL &&
		    strcmp(twins->items[i].name, name) == 0)
			return &twins->items[i];
	}
	return NULL;
}

static bool add_twin(const struct compare *c, struct twins *twins,
		     unsigned side, const struct plan_region *g)
{
	struct twin *twin = VEC_PUSH(compare_arena(c), twins);

	if (twin == NULL)
		return false;
	*twin = (struct twin){ g->name, { NULL, NULL } };
	twin->side[side] = g;
	return true;
}

static bool remember(const struct compare *c, struct map *index,
		     const char *name, size_t at)
{
	size_t *slot;

	if (map_get(index, name) != NULL)
		return true;
	slot = arena_alloc(compare_arena(c), sizeof(*slot));
	if (slot == NULL)
		return false;
	*slot = at;
	return map_put(compare_arena(c), index, name, slot);
}

bool compare_regions(const struct compare *c, const struct pair *pair,
			 struct twins *ret)
{
	const struct plan_context *first = pair->side[0];
	const struct plan_context *second = pair->side[1];
	struct map index = { NULL, 0, 0 };

	for (uint32_t i = 0; first != NULL && i < first->region_count; i++) {
		const struct plan_region *g = &first->regions[i];

		if (!add_twin(c, ret, 0, g) ||
		    !remember(c, &index, g->name, ret->count - 1))
			return false;
	}
	for (uint32_t i = 0; second != NULL && i < second->region_count;
	     i++) {
		const struct plan_region *g = &second->regions[i];
		const size_t *at = map_get(&index, g->name);
		struct twin *twin = at == NULL ? NULL :
				    unpaired(ret, *at, g->name);

		if (twin != NULL)
			twin->side[1] = g;
		else if (!add_twin(c, ret, 1, g))
			return false;
	}
	return true;
}

/* A page of a domain may be any of its memory: its first bank stands for it. */
static bool wanted_range(const struct compare *c, unsigned side,
			 const struct plan_region *moment,
			 struct range *ret_range)
{
	const struct system *s = c->views[side].system;
	const struct domain *d;

	*ret_range = moment->demand;
	if (moment->placed || moment->rule->source != SRC_PAGE ||
	    moment->owner >= s->domains.count)
		return moment->placed;
	d = &s->domains.items[moment->owner];
	if (d->bank_count == 0 || !s->objects.items[d->bank].usable)
		return false;
	*ret_range = s->objects.items[d->bank].range;
	return true;
}

const struct plan_region *compare_through(const struct compare *c,
					 unsigned side,
					 const struct plan_region *moment)
{
	const struct plan *plan = c->show[side].plan;
	struct range wanted;

	if (moment->lifetime != LIFE_TRANSIENT ||
	    !wanted_range(c, side, moment, &wanted))
		return NULL;
	for (uint32_t i = plan->boot_count; i > 0; i--) {
		const struct plan_context *x = &plan->contexts[i - 1];

		for (uint32_t k = 0; k < x->need; k++) {
			if (x->regions[k].placed &&
			    range_contains(x->regions[k].range, wanted))
				return &x->regions[k];
		}
	}
	return NULL;
}

static const char *range_text(const struct compare *c, const struct twin *twin,
			      unsigned side)
{
	const struct plan_region *g = twin->side[side], *by;
	const char *text;

	if (g == NULL) {
		by = compare_through(c, side, twin->side[1 - side]);
		text = by == NULL ? "-" : arena_printf(compare_arena(c),
			"through %s", by->name);
	} else if (!g->placed) {
		text = "unplaced";
	} else {
		text = arena_printf(compare_arena(c), "0x%llx..0x%llx",
				    (unsigned long long)g->range.base,
				    (unsigned long long)g->range.last);
	}
	return text == NULL ? "" : text;
}

static const char *slot_text(const struct compare *c, const struct twin *twin,
			     unsigned side)
{
	const struct plan_region *g = twin->side[side];
	const char *text;

	if (g == NULL)
		return "-";
	if (g->slot == SLOT_NONE)
		return g->lifetime == LIFE_TRANSIENT ? "(none)" : "none";
	text = arena_printf(compare_arena(c), g->lifetime == LIFE_TRANSIENT ?
			    "(%u)" : "%u", g->slot);
	return text == NULL ? "" : text;
}

#define REGION_COLUMNS 5

static void fill_region(const char *cells[REGION_COLUMNS],
			const struct compare *c, const struct twin *twin)
{
	cells[0] = twin->name;
	cells[1] = slot_text(c, twin, 0);
	cells[2] = range_text(c, twin, 0);
	cells[3] = slot_text(c, twin, 1);
	cells[4] = range_text(c, twin, 1);
}

static void region_text(const struct compare *c, const struct twins *twins)
{
	static const char *const heads[REGION_COLUMNS] = {
		"region", "A slot", "range", "B slot", "range",
	};
	const char *cells[REGION_COLUMNS];
	struct table t;

	table_init(&t, heads, REGION_COLUMNS);
	t.right = 0xa;
	for (size_t i = 0; i < twins->count; i++) {
		fill_region(cells, c, &twins->items[i]);
		table_measure(&t, cells);
	}
	table_heads(&t, c->o);
	for (size_t i = 0; i < twins->count; i++) {
		fill_region(cells, c, &twins->items[i]);
		table_row(&t, c->o, cells);
	}
	out_str(c->o, "\n");
}

static bool contexts_text(const struct compare *c)
{
	for (size_t i = 0; i < c->pairs.count; i++) {
		const struct pair *pair = &c->pairs.items[i];
		struct twins twins = { NULL, 0, 0 };

		if (!compare_regions(c, pair, &twins))
			return false;
		show_color(c->o, COLOR_PLACE);
		out_safe(c->o, pair->name);
		show_color(c->o, COLOR_NONE);
		for (unsigned side = 0; side < SIDES; side++) {
			if (pair->side[side] == NULL)
				out_fmt(c->o, "  (%s has no such context)",
					compare_target(c, side));
		}
		out_str(c->o, "\n");
		region_text(c, &twins);
	}
	return true;
}

static void compare_text(const struct compare *c)
{
	for (unsigned side = 0; side < SIDES; side++) {
		out_fmt(c->o, "%c  %s: ", 'A' + (int)side, compare_target(c, side));
		show_counts(c->o, c->views[side].sink);
		out_fmt(c->o, "; verdict: %s\n",
			c->views[side].failed ? "fail" : "pass");
	}
	out_str(c->o, "(N): a slot in use for a moment only\n\n");
	ledger(c);
	if (!contexts_text(c))
		c->o->status = MPUC_E_NOMEM;
}

static void only(struct compare *c, const char *context)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->pairs.count; i++) {
		if (strcmp(c->pairs.items[i].name, context) == 0)
			c->pairs.items[kept++] = c->pairs.items[i];
	}
	c->pairs.count = kept;
}

enum mpuc_status report_compare(const struct report_view *views,
				enum report_format format, const char *context,
				struct out *o)
{
	struct compare c = { .views = views, .o = o };

	for (unsigned side = 0; side < SIDES; side++)
		c.show[side] = show_plan(&views[side]);
	if (views[0].plan == NULL || views[1].plan == NULL)
		return MPUC_E_INFEASIBLE;
	if (!pair_contexts(&c))
		return MPUC_E_NOMEM;
	if (context != NULL)
		only(&c, context);
	if (c.pairs.count == 0)
		return MPUC_E_USAGE;
	if (format == REPORT_JSON)
		compare_json(&c);
	else
		compare_text(&c);
	return o->status;
}
