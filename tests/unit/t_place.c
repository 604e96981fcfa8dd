/* SPDX-License-Identifier: BSD-2-Clause */
/* Placement against every labelling of small memories, and at real sizes. */
#include <check.h>
#include <string.h>

#include "plan/place.h"

#define UNIT 0x200000u
#define CELLS 8

static struct arena arena;
static struct place_gap gaps[40];
static struct place_request requests[40];
static struct place_cluster used[40];
static struct place_problem problem;
static uint64_t seed;

static void setup(void)
{
	arena_init(&arena, ARENA_CAP_DEFAULT);
	memset(used, 0, sizeof(used));
	memset(requests, 0, sizeof(requests));
	memset(&problem, 0, sizeof(problem));
	problem.gaps = gaps;
	problem.requests = requests;
	problem.clusters = used;
	problem.align = UNIT;
	problem.have = UINT32_MAX;
	problem.node_limit = 1000000;
}

static void teardown(void)
{
	arena_done(&arena);
}

static uint32_t below(uint32_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

static void add_gap(uint64_t units, uint32_t cluster)
{
	struct place_gap *g = &gaps[problem.gap_count];
	uint64_t base = (uint64_t)(problem.gap_count + 1) * 0x10000000;

	g->range.base = base;
	g->range.last = base + units * UNIT - 1;
	g->cluster = cluster;
	g->from_top = false;
	problem.gap_count++;
	if (cluster >= problem.cluster_count)
		problem.cluster_count = cluster + 1;
}

static void add_request(uint64_t size, uint32_t need)
{
	requests[problem.request_count].size = size;
	requests[problem.request_count].need = need;
	problem.request_count++;
}

static struct place_result search(void)
{
	struct place_result r;

	ck_assert_int_eq(place_search(&arena, &problem, &r), MPUC_OK);
	return r;
}

/* ------------------------------------------------- every labelling */

struct labelling {
	uint32_t gap[CELLS], label[CELLS], cells;	/* label 0: free */
	uint64_t base[CELLS];
	struct place_score best;
	bool found;
};

static void see(struct place_score *s, uint32_t need)
{
	s->over += need > problem.have;
	s->worst = need > s->worst ? need : s->worst;
}

static bool less(const struct place_score *a, const struct place_score *b)
{
	const uint64_t x[] = { a->over, a->worst, a->fragments, a->sections,
			       a->over_mapped };
	const uint64_t y[] = { b->over, b->worst, b->fragments, b->sections,
			       b->over_mapped };

	for (int i = 0; i < 5; i++) {
		if (x[i] != y[i])
			return x[i] < y[i];
	}
	return false;
}

/* Free cells between the first and the last byte of each cluster's use. */
static uint64_t covered(const struct labelling *l)
{
	uint64_t bytes = 0;

	for (uint32_t c = 0; c < problem.cluster_count; c++) {
		struct place_cluster hull = used[c];

		for (uint32_t i = 0; i < l->cells; i++) {
			if (l->label[i] == 0 || gaps[l->gap[i]].cluster != c)
				continue;
			if (!hull.used || l->base[i] < hull.low)
				hull.low = l->base[i];
			if (!hull.used || l->base[i] + UNIT - 1 > hull.high)
				hull.high = l->base[i] + UNIT - 1;
			hull.used = true;
		}
		for (uint32_t i = 0; hull.used && i < l->cells; i++) {
			if (l->label[i] == 0 &&
			    gaps[l->gap[i]].cluster == c &&
			    l->base[i] > hull.low && l->base[i] < hull.high)
				bytes += UNIT;
		}
	}
	return bytes;
}

static void judge(struct labelling *l)
{
	struct place_score s = { .over = 0 };
	uint32_t banks[4] = { 0 }, units[4] = { 0 };
	bool cluster[8] = { false };

	for (uint32_t i = 0; i < l->cells; i++) {
		uint32_t d = l->label[i];

		if (d == 0)
			continue;
		units[d]++;
		cluster[gaps[l->gap[i]].cluster] = true;
		banks[d] += i == 0 || l->label[i - 1] != d ||
			    l->gap[i - 1] != l->gap[i];
	}
	for (uint32_t d = 1; d <= problem.request_count; d++) {
		if (units[d] != requests[d - 1].size / UNIT)
			return;
		s.fragments += banks[d];
		s.fragments += requests[d - 1].banks;
		see(&s, requests[d - 1].need + requests[d - 1].banks +
		    banks[d]);
	}
	s.over_mapped = problem.covers ? covered(l) : 0;
	for (uint32_t c = 0; c < problem.cluster_count; c++)
		s.sections += used[c].used || cluster[c];
	see(&s, problem.shared_need + problem.section_cost * s.sections);
	if (!l->found || less(&s, &l->best))
		l->best = s;
	l->found = true;
}

static void label(struct labelling *l, uint32_t at)
{
	if (at == l->cells) {
		judge(l);
		return;
	}
	for (uint32_t d = 0; d <= problem.request_count; d++) {
		l->label[at] = d;
		label(l, at + 1);
	}
}

static struct labelling exhaust(void)
{
	struct labelling l = { .cells = 0 };

	for (uint32_t g = 0; g < problem.gap_count; g++) {
		uint64_t size = gaps[g].range.last - gaps[g].range.base + 1;

		for (uint64_t i = 0; i < size / UNIT; i++) {
			l.base[l.cells] = gaps[g].range.base + i * UNIT;
			l.gap[l.cells++] = g;
		}
	}
	label(&l, 0);
	return l;
}

/* What came out lies in gaps, overlaps nothing, and is complete. */
static void check_banks(const struct place_result *r)
{
	uint64_t got[40] = { 0 };
	uint32_t already = 0;

	for (uint32_t i = 0; i < problem.request_count; i++)
		already += requests[i].banks;
	ck_assert_uint_eq(r->banks.count, r->score.fragments - already);
	for (size_t i = 0; i < r->banks.count; i++) {
		const struct place_bank *b = &r->banks.items[i];
		uint32_t inside = 0;

		got[b->request] += range_size(b->range);
		ck_assert_uint_eq(b->range.base % problem.align, 0);
		for (uint32_t g = 0; g < problem.gap_count; g++)
			inside += range_contains(gaps[g].range, b->range);
		ck_assert_uint_eq(inside, 1);
		for (size_t k = 0; k < i; k++)
			ck_assert(!range_overlaps(b->range,
						  r->banks.items[k].range));
	}
	for (uint32_t i = 0; i < problem.request_count; i++)
		ck_assert_uint_eq(got[i], requests[i].size);
}

static void compare(void)
{
	const struct place_result r = search();
	const struct labelling l = exhaust();

	ck_assert(r.proven);
	ck_assert_int_eq(r.found, l.found);
	if (!r.found)
		return;
	ck_assert_uint_eq(r.score.over, l.best.over);
	ck_assert_uint_eq(r.score.worst, l.best.worst);
	ck_assert_uint_eq(r.score.fragments, l.best.fragments);
	ck_assert_uint_eq(r.score.sections, l.best.sections);
	ck_assert_uint_ge(r.score.over_mapped, l.best.over_mapped);
	if (r.cover_proven)
		ck_assert_uint_eq(r.score.over_mapped, l.best.over_mapped);
	check_banks(&r);
}

#define TINY 600

START_TEST(tiny)
{
	uint32_t cells = CELLS - 1, domains;

	seed = (uint64_t)_i * 7919 + 1;
	for (uint32_t g = 0; g < 1 + below(4) && cells > 0; g++) {
		uint32_t units = 1 + below(cells < 4 ? cells : 4);

		add_gap(units, g == 0 ? 0 : below(problem.cluster_count + 1));
		gaps[g].from_top = below(2) != 0;
		cells -= units;
	}
	domains = 1 + below(3);
	for (uint32_t d = 0; d < domains; d++) {
		add_request((1 + below(4)) * UNIT, 5 + below(4));
		requests[d].banks = below(4) == 0;
		if (requests[d].banks > 0 && below(3) == 0)
			requests[d].size = 0;
	}
	used[0].used = below(2) != 0;
	/* A bank that stays, on one side of the gap or on both. */
	used[0].low = gaps[0].range.base - (below(2) != 0 ? UNIT : 0);
	used[0].high = used[0].low + UNIT - 1;
	if (below(3) == 0)
		used[0].high = gaps[0].range.last + UNIT;
	else if (used[0].low == gaps[0].range.base)
		used[0].low = used[0].high = gaps[0].range.last + UNIT;
	gaps[0].from_top = used[0].used && gaps[0].range.base < used[0].low;
	problem.covers = below(2) != 0;
	problem.have = 6 + below(5);
	problem.shared_need = 3 + below(4);
	problem.section_cost = below(3);
	compare();
}
END_TEST

/* ------------------------------------------------------ boundaries */

START_TEST(just_fits)
{
	add_gap(4, 0);
	add_request(4 * UNIT - (_i == 0 ? 0 : 0x1000), 9);
	ck_assert(search().found);
	requests[0].size = 4 * UNIT + 1;
	ck_assert(!search().found);
	ck_assert(search().proven);
}
END_TEST

/* The one with room in its table is split, not the full one. */
START_TEST(splits_the_roomy)
{
	struct place_result r;

	problem.have = 16;
	add_gap(3, 0);
	add_gap(3, 1);
	add_request(2 * UNIT, 15);
	add_request(2 * UNIT, 15);
	add_request(2 * UNIT, 3);
	r = search();
	ck_assert(r.found && r.proven);
	ck_assert_uint_eq(r.score.over, 0);
	ck_assert_uint_eq(r.score.fragments, 4);
	ck_assert_uint_eq(r.banks.items[2].request, 2);
	ck_assert_uint_eq(r.banks.items[3].request, 2);
	check_banks(&r);
}
END_TEST

START_TEST(odd_sizes)
{
	struct place_result r;

	add_gap(2, 0);
	gaps[0].from_top = _i != 0;
	add_request(0x1000, 0);
	add_request(UNIT + 0x1000 - UNIT, 0);
	r = search();
	ck_assert(r.found);
	check_banks(&r);
}
END_TEST

START_TEST(top_of_memory)
{
	struct place_result r;

	problem.gap_count = 1;
	problem.cluster_count = 1;
	gaps[0].range.base = UINT64_MAX - 2 * UNIT + 1;
	gaps[0].range.last = UINT64_MAX;
	gaps[0].cluster = 0;
	gaps[0].from_top = _i != 0;
	add_request(2 * UNIT, 0);
	r = search();
	ck_assert(r.found);
	ck_assert_uint_eq(r.banks.items[0].range.last, UINT64_MAX);
}
END_TEST

START_TEST(nothing_asked)
{
	struct place_result r;

	add_gap(1, 0);
	r = search();
	ck_assert(r.found && r.proven);
	ck_assert_uint_eq(r.banks.count, 0);
}
END_TEST

/* Sixteen domains in six gaps, nearly full: found, and small. */
START_TEST(real_size)
{
	uint64_t total = 0;
	struct place_result r;

	seed = (uint64_t)_i + 5;
	problem.node_limit = 200000;
	for (uint32_t d = 0; d < 16; d++) {
		uint64_t units = 4 + below(60);

		add_request(units * UNIT, 10);
		total += units;
	}
	for (uint32_t g = 0; g < 5; g++)
		add_gap(total / 6, g);
	add_gap(total - total / 6 * 5 + 3, 5);
	r = search();
	ck_assert(r.found);
	ck_assert_uint_le(r.score.fragments, 16 + 5);
	check_banks(&r);
	ck_assert_uint_le(r.nodes, problem.node_limit + 1);
}
END_TEST

/* Out of steps: what was found is told apart from what is best. */
START_TEST(not_proven)
{
	problem.node_limit = 2;
	for (uint32_t g = 0; g < 6; g++)
		add_gap(5, g);
	for (uint32_t d = 0; d < 6; d++)
		add_request(4 * UNIT, 10);
	ck_assert(!search().proven);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("place");
	TCase *t = tcase_create("place");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, tiny, 0, TINY);
	tcase_add_loop_test(t, just_fits, 0, 2);
	tcase_add_test(t, splits_the_roomy);
	tcase_add_loop_test(t, odd_sizes, 0, 2);
	tcase_add_loop_test(t, top_of_memory, 0, 2);
	tcase_add_test(t, nothing_asked);
	tcase_add_loop_test(t, real_size, 0, 6);
	tcase_add_test(t, not_proven);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? 0 : 1;
}
