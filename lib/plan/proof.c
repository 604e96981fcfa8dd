/* SPDX-License-Identifier: BSD-2-Clause */
/* The witnesses of a line's fewest regions, each with its barrier. */
#include "base/try.h"
#include "plan/line.h"

static uint32_t first_member(const struct line *l, size_t item)
{
	return l->members[l->of.items[item].first];
}

/* What lies between two items that don't touch. */
static void between(const struct line *l, size_t i, struct plan_witness *w)
{
	w->between.base = l->items.items[i - 1].range.last + 1;
	w->between.last = l->items.items[i].range.base - 1;
	w->other = line_user(l->f, w->between, NULL);
	if (w->other != SYS_NONE)
		w->barrier = BARRIER_OBJECT;
	else if (line_free(l->f, w->between, NULL))
		w->barrier = BARRIER_FILL;
	else
		w->barrier = BARRIER_HOLE;
}

/* Item i allows nothing of what the items before it have in common. */
static void differs(const struct line *l, size_t from, size_t i,
		    struct plan_witness *w)
{
	const struct plan_region *a, *b;

	w->between = l->items.items[i].range;
	w->other = first_member(l, from);
	if (!l->items.items[i].required) {
		w->barrier = BARRIER_DEVICE;
		return;
	}
	a = &l->c->regions[first_member(l, from)];
	b = &l->c->regions[first_member(l, i)];
	w->barrier = l->rules.keep && a->kept != b->kept ? BARRIER_KEPT :
		     BARRIER_ATTR;
}

/* Why no region from item from on holds item i. */
static void explain(const struct line *l, size_t from, size_t i,
		    struct plan_witness *w)
{
	const struct cover_line line = line_cover(l);
	uint64_t common = line.items[from].allowed;

	for (size_t j = from + 1; j <= i; j++) {
		if (!cover_touches(&line, j)) {
			between(l, j, w);
			return;
		}
		if (!l->rules.planning->merge) {
			w->barrier = BARRIER_MERGE;
			w->other = first_member(l, from);
			w->between = line.items[i].range;
			return;
		}
		common &= line.items[j].allowed;
		if (common == 0) {
			differs(l, from, j, w);
			return;
		}
	}
}

enum mpuc_status line_prove(struct arena *a, struct arena *scratch,
			    const struct line *l,
			    struct plan_proof *ret_proof)
{
	const struct cover_line line = line_cover(l);
	struct plan_proof proof = { .blind = l->blind };
	cover_starts starts = { NULL, 0, 0 };
	struct plan_witness *witnesses;

	TRY(cover_fewest(scratch, &line, &starts, &proof.count));
	proof.count += l->blind;
	witnesses = arena_array(a, starts.count, sizeof(*witnesses));
	TRY_PTR(witnesses);
	for (size_t i = 0; i < starts.count; i++) {
		const struct cover_item *it = &line.items[starts.items[i]];
		struct plan_witness *w = &witnesses[i];

		w->region = first_member(l, starts.items[i]);
		w->range = it->range;
		w->weight = it->allowed == 0 ? it->weight : 1;
		w->other = SYS_NONE;
		if (i > 0)
			explain(l, starts.items[i - 1], starts.items[i], w);
	}
	proof.witnesses = witnesses;
	proof.witness_count = (uint32_t)starts.count;
	*ret_proof = proof;
	return MPUC_OK;
}
