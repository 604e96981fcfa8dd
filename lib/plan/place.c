/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Branch and bound over sets of gaps, largest domain first.  A branch ends
 * when its best possible score is no better than what was found, or when
 * the sizes can't flow into the gaps that are left.  The limit is a number
 * of steps, never a time, so that a result is the same on every machine.
 */
#include "plan/place.h"

#include <string.h>

#include "base/sort.h"
#include "base/try.h"
#include "plan/place_cover.h"
#include "plan/place_flow.h"
#include "plan/place_lay.h"

#define TIE_NODES 20000	/* steps for the last member of the score */

struct search {
	struct arena *a;
	const struct place_problem *p;
	struct place_result *result;
	struct place_flow flow;
	uint32_t count;			/* requests */
	uint32_t *order;		/* requests, largest first */
	uint32_t *fewest;		/* gaps that order[i] needs at least */
	uint64_t *clusters;		/* capacity of each, in units */
	uint32_t gap[PLACE_GAPS];	/* gaps in the order they are tried */
	uint32_t gap_count;
	uint32_t *sets;			/* chosen for order[i] */
	uint32_t *best;
	struct place_score bound;	/* no solution is better than this */
	uint64_t least_cover;		/* nor maps less for nobody */
	uint64_t limit;			/* steps of this pass */
	bool ties;			/* look for less over-mapped only */
	bool stop, cut;
};

static uint32_t bits(uint32_t set)
{
	uint32_t n = 0;

	for (; set != 0; set &= set - 1)
		n++;
	return n;
}

bool place_better(const struct place_score *a, const struct place_score *b)
{
	if (a->over != b->over)
		return a->over < b->over;
	if (a->worst != b->worst)
		return a->worst < b->worst;
	if (a->fragments != b->fragments)
		return a->fragments < b->fragments;
	return a->sections < b->sections;
}

static const struct place_gap *gap_at(const struct search *s, uint32_t bit)
{
	return &s->p->gaps[s->gap[bit]];
}

static bool in_set(const struct search *s, uint32_t set, uint32_t cluster)
{
	for (uint32_t g = 0; g < s->gap_count; g++) {
		if ((set >> g & 1) != 0 && gap_at(s, g)->cluster == cluster)
			return true;
	}
	return false;
}

/*
 * Clusters in use when the gaps of set are, and the fewest more whose room
 * makes up for what does not fit into those.
 */
static uint32_t least_sections(const struct search *s, uint32_t set)
{
	uint64_t room = 0, total = 0, last = UINT64_MAX;
	uint32_t count = 0;

	for (uint32_t i = 0; i < s->count; i++)
		total += s->flow.sizes[i];
	for (uint32_t c = 0; c < s->p->cluster_count; c++) {
		if (!s->p->clusters[c].used && !in_set(s, set, c))
			continue;
		room += s->clusters[c];
		count++;
	}
	/* The largest of the others first; equal ones all at once. */
	while (room < total) {
		uint64_t largest = 0;
		uint32_t equal = 0;

		for (uint32_t c = 0; c < s->p->cluster_count; c++) {
			if (s->p->clusters[c].used || in_set(s, set, c) ||
			    s->clusters[c] >= last)
				continue;
			if (s->clusters[c] > largest)
				equal = 0;
			if (s->clusters[c] >= largest) {
				largest = s->clusters[c];
				equal++;
			}
		}
		if (equal == 0 || largest == 0)
			break;
		for (; equal > 0 && room < total; equal--, count++)
			room += largest;
		last = largest;
	}
	return count;
}

static void add_context(const struct search *s, struct place_score *score,
			uint32_t need)
{
	score->over += need > s->p->have;
	if (need > score->worst)
		score->worst = need;
}

/* The best that order[0..decided) as chosen can lead to. */
static struct place_score best_possible(const struct search *s,
					uint32_t decided)
{
	struct place_score score = { .over = 0 };
	uint32_t set = 0;

	for (uint32_t i = 0; i < s->count; i++) {
		const struct place_request *r =
			&s->p->requests[s->order[i]];
		uint32_t banks = r->banks + (i < decided ?
				 bits(s->sets[i]) : s->fewest[i]);

		add_context(s, &score, r->need + banks);
		score.fragments += banks;
		if (i < decided)
			set |= s->sets[i];
	}
	score.sections = least_sections(s, set);
	add_context(s, &score, s->p->shared_need +
		    s->p->section_cost * score.sections);
	return score;
}

static void keep(struct search *s, const struct place_score *score)
{
	s->result->found = true;
	s->result->score = *score;
	if (s->count > 0)
		memcpy(s->best, s->sets, s->count * sizeof(*s->best));
	s->stop = s->ties ? score->over_mapped <= s->least_cover :
		  !place_better(&s->bound, score);
}

/* Can a branch with this score still lead to something better? */
static bool is_wanted(const struct search *s, const struct place_score *score)
{
	return s->ties ? !place_better(&s->result->score, score) :
	       place_better(score, &s->result->score);
}

static bool twins(const struct search *s, uint32_t i)
{
	const struct place_request *r = s->p->requests;

	return i > 0 && r[s->order[i]].size == r[s->order[i - 1]].size &&
	       r[s->order[i]].banks == r[s->order[i - 1]].banks &&
	       r[s->order[i]].need == r[s->order[i - 1]].need;
}

static void decide(struct search *s, uint32_t i);

/* order[i] gets this set, if that can still lead to something better. */
static void try_set(struct search *s, uint32_t i, uint32_t set)
{
	struct place_score score;

	/* Of domains that could change places, one order is enough. */
	if (twins(s, i) && (bits(set) < bits(s->sets[i - 1]) ||
			    (bits(set) == bits(s->sets[i - 1]) &&
			     set < s->sets[i - 1])))
		return;
	if (s->result->nodes++ >= s->limit) {
		s->stop = s->cut = true;
		return;
	}
	s->sets[i] = set;
	score = best_possible(s, i + 1);
	if (s->result->found && !is_wanted(s, &score))
		return;
	s->flow.allowed[i] = set;
	if (place_flow_fits(&s->flow))
		decide(s, i + 1);
	s->flow.allowed[i] = s->flow.all;
}

/* Of the first k gaps, which are PLACE_GAPS at most. */
static uint32_t first_set(uint32_t k)
{
	return k >= PLACE_GAPS ? UINT32_MAX : ((uint32_t)1 << k) - 1;
}

/* The next larger number with as many bits set; 0 past the last. */
static uint32_t next_set(uint32_t set, uint32_t all)
{
	uint64_t low = set & (~set + 1), ripple = (uint64_t)set + low;
	uint64_t next = ripple | (((set ^ ripple) >> 2) / low);

	return next > all ? 0 : (uint32_t)next;
}

static void decide(struct search *s, uint32_t i)
{
	const struct place_score *at = &s->result->score;
	struct place_score score;

	if (i == s->count) {
		score = best_possible(s, i);
		score.over_mapped = s->p->covers ?
			place_cover(s->p, &s->flow, s->gap) : 0;
		if (!s->result->found || place_better(&score, at) ||
		    (s->ties && score.over_mapped < at->over_mapped))
			keep(s, &score);
		return;
	}
	if (s->fewest[i] == 0)
		try_set(s, i, 0);
	for (uint32_t k = s->fewest[i]; k > 0 && k <= s->gap_count; k++) {
		uint32_t set = first_set(k);

		for (; set != 0 && !s->stop;
		     set = next_set(set, s->flow.all))
			try_set(s, i, set);
	}
}

static int by_room(const void *pa, const void *pb, const void *arg)
{
	const struct search *s = arg;
	const uint32_t *a = pa, *b = pb;
	const struct place_gap *ga = &s->p->gaps[*a], *gb = &s->p->gaps[*b];
	bool ua = s->p->clusters[ga->cluster].used;
	bool ub = s->p->clusters[gb->cluster].used;
	uint64_t ra = range_size(ga->range), rb = range_size(gb->range);

	if (ua != ub)
		return ua ? -1 : 1;
	return (ra > rb) - (ra < rb);
}

static int by_size(const void *pa, const void *pb, const void *arg)
{
	const struct search *s = arg;
	uint64_t a = s->p->requests[*(const uint32_t *)pa].size;
	uint64_t b = s->p->requests[*(const uint32_t *)pb].size;

	return (a < b) - (a > b);
}

/* Aligned units that a gap has room for. */
static uint64_t units(const struct search *s, const struct place_gap *gap)
{
	struct range r;

	if (!range_shrink(gap->range, s->p->align, &r))
		return 0;
	return (r.last - r.base) / s->p->align + 1;
}

/*
 * Gaps that can hold anything, those of used clusters first, then small
 * ones.  Past PLACE_GAPS the smallest go, and nothing is proven.
 */
static enum mpuc_status choose_gaps(struct search *s)
{
	uint32_t *all = arena_array(s->a, s->p->gap_count, sizeof(*all));
	uint32_t count = 0, drop;

	TRY_PTR(all);
	for (uint32_t g = 0; g < s->p->gap_count; g++) {
		if (units(s, &s->p->gaps[g]) > 0)
			all[count++] = g;
	}
	TRY(sort_stable(s->a, all, count, sizeof(*all), by_room, s));
	drop = count > PLACE_GAPS ? count - PLACE_GAPS : 0;
	s->cut = drop > 0;
	for (uint32_t g = drop; g < count; g++)
		s->gap[s->gap_count++] = all[g];
	s->flow.all = first_set(s->gap_count);
	for (uint32_t g = 0; g < s->gap_count; g++) {
		s->flow.room[g] = units(s, gap_at(s, g));
		s->clusters[gap_at(s, g)->cluster] += s->flow.room[g];
	}
	s->flow.gap_count = s->gap_count;
	return MPUC_OK;
}

/* Gaps that this many units take at least: those with the most room. */
static uint32_t fewest_gaps(const struct search *s, uint64_t size)
{
	bool taken[PLACE_GAPS] = { false };
	uint32_t count = 0;

	while (size > 0 && count < s->gap_count) {
		uint32_t largest = 0;

		for (uint32_t g = 0; g < s->gap_count; g++) {
			if (!taken[g] && (taken[largest] ||
			    s->flow.room[g] > s->flow.room[largest]))
				largest = g;
		}
		taken[largest] = true;
		size -= s->flow.room[largest] < size ?
			s->flow.room[largest] : size;
		count++;
	}
	return count;
}

static enum mpuc_status prepare(struct search *s)
{
	uint32_t n = s->count;

	s->order = arena_array(s->a, n, sizeof(*s->order));
	s->fewest = arena_array(s->a, n, sizeof(*s->fewest));
	s->sets = arena_array(s->a, n, sizeof(*s->sets));
	s->best = arena_array(s->a, n, sizeof(*s->best));
	s->clusters = arena_array(s->a, s->p->cluster_count,
				  sizeof(*s->clusters));
	if (s->order == NULL || s->fewest == NULL || s->sets == NULL ||
	    s->best == NULL || s->clusters == NULL)
		return MPUC_E_NOMEM;
	for (uint32_t i = 0; i < n; i++)
		s->order[i] = i;
	TRY(sort_stable(s->a, s->order, n, sizeof(*s->order), by_size, s));
	TRY(place_flow_init(s->a, &s->flow, n));
	TRY(choose_gaps(s));
	for (uint32_t i = 0; i < n; i++) {
		uint64_t size = s->p->requests[s->order[i]].size;

		s->flow.sizes[i] = size == 0 ? 0 :
				   (size - 1) / s->p->align + 1;
		s->flow.allowed[i] = s->flow.all;
		s->fewest[i] = fewest_gaps(s, s->flow.sizes[i]);
	}
	s->bound = best_possible(s, 0);
	return MPUC_OK;
}

/*
 * Of placements that are equal otherwise, one that covers less.  How a
 * domain's bytes are split over its gaps is not varied, so only the bound
 * proves that none covers less still.
 */
static void settle_ties(struct search *s)
{
	const struct place_score *score = &s->result->score;

	s->least_cover = s->p->covers ? place_least_cover(s->p) : 0;
	s->ties = true;
	s->stop = score->over_mapped <= s->least_cover;
	s->limit = s->result->nodes + TIE_NODES < s->p->node_limit ?
		   s->result->nodes + TIE_NODES : s->p->node_limit;
	if (!s->stop)
		decide(s, 0);
	s->result->cover_proven = score->over_mapped <= s->least_cover;
}

enum mpuc_status place_search(struct arena *a, const struct place_problem *p,
			      struct place_result *ret_result)
{
	struct search s = {
		.a = a, .p = p, .result = ret_result,
		.count = p->request_count, .limit = p->node_limit,
	};

	memset(ret_result, 0, sizeof(*ret_result));
	TRY(prepare(&s));
	if (place_flow_fits(&s.flow))
		decide(&s, 0);
	ret_result->proven = !s.cut;
	if (!ret_result->found)
		return MPUC_OK;
	settle_ties(&s);
	for (uint32_t i = 0; i < s.count; i++)
		s.flow.allowed[i] = s.best[i];
	if (!place_flow_fits(&s.flow))
		return MPUC_E_INTERNAL;
	return place_lay_out(a, p, &s.flow, s.gap, s.order, ret_result);
}
