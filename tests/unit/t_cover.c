/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every context of five and of six segments, against every set of regions
 * over them, judged by a reference MPU that knows nothing but registers.
 */
#include "quick.h"
#include "tree_fixture.h"

#include "plan/cover.h"
#include "plan/cover_table.h"

/* ------------------------------------------------- the reference MPU */

struct registers {
	uint64_t base, limit;	/* inclusive */
	int attr;
};

#define FAULT (-1)
#define REGISTERS 6

static int access_at(const struct registers *regs, int count, uint64_t addr)
{
	int hits = 0, attr = FAULT;

	for (int i = 0; i < count; i++) {
		if (addr < regs[i].base || addr > regs[i].limit)
			continue;
		hits++;
		attr = regs[i].attr;
	}
	return hits == 1 ? attr : FAULT;
}

/* ------------------------------------------------------- the contexts */

enum segment { MUST_A, MUST_B, MUST_A_OR_B, MUST_NOT, ANY };
#define SEGMENTS 5

#define SEGMENTS_MAX 6
static uint64_t bounds[SEGMENTS_MAX + 1];

/* Sizes of which no two sums are the same. */
static void cut(void)
{
	bounds[0] = 0x40000000;
	for (int i = 0; i < SEGMENTS_MAX; i++)
		bounds[i + 1] = bounds[i] + (UINT64_C(64) << i);
}

/* May the segment be accessed like this, FAULT for not at all? */
static bool fits(enum segment kind, int attr)
{
	switch (kind) {
	case MUST_A:
		return attr == 0;
	case MUST_B:
		return attr == 1;
	case MUST_A_OR_B:
		return attr != FAULT;
	case MUST_NOT:
		return attr == FAULT;
	case ANY:
		return true;
	}
	return false;
}

/* Bytes that nobody asked for; kinds with a choice ask for attribute 0. */
static uint64_t waste(enum segment kind, int i, int attr)
{
	bool asked = kind == MUST_A || kind == MUST_B ||
		     (kind == MUST_A_OR_B && attr == 0);

	return asked || attr == FAULT ? 0 : bounds[i + 1] - bounds[i];
}

static void lay_out(const enum segment *kinds, int length,
		    struct cover_item *items, struct cover_line *line)
{
	line->items = items;
	line->count = 0;
	for (int i = 0; i < length; i++) {
		struct cover_item *it = &items[line->count];

		if (kinds[i] == MUST_NOT)
			continue;
		memset(it, 0, sizeof(*it));
		it->range = (struct range){ bounds[i], bounds[i + 1] - 1 };
		it->required = kinds[i] != ANY;
		it->weight = 1;
		it->allowed = kinds[i] == MUST_A ? 1 :
			      kinds[i] == MUST_B ? 2 : 3;
		it->own = kinds[i] == MUST_B ? 2 : kinds[i] == ANY ? 0 : 1;
		line->count++;
	}
}

/* -------------------------------------- every register file, looked up */

struct outcome {
	int attr[SEGMENTS_MAX];
	int count;
};

#define OUTCOMES 4096
static struct outcome outcomes[OUTCOMES];
static int outcome_count;

static void look_up(const struct registers *regs, int count, int length)
{
	struct outcome *o = &outcomes[outcome_count++];

	quick_assert_int_lt(outcome_count, OUTCOMES);
	o->count = count;
	for (int i = 0; i < length; i++) {
		o->attr[i] = access_at(regs, count, bounds[i]);
		quick_assert_int_eq(o->attr[i],
				 access_at(regs, count, bounds[i + 1] - 1));
	}
}

static void enumerate(struct registers *regs, int count, int at, int length)
{
	if (at == length) {
		look_up(regs, count, length);
		return;
	}
	enumerate(regs, count, at + 1, length);
	for (int end = at + 1; end <= length; end++) {
		for (int attr = 0; attr < 2; attr++) {
			regs[count] = (struct registers){
				bounds[at], bounds[end] - 1, attr,
			};
			enumerate(regs, count + 1, end, length);
		}
	}
}

/* Least waste for each number of regions; UINT64_MAX: not possible. */
static void brute_force(const enum segment *kinds, int length,
			uint64_t least[REGISTERS + 1])
{
	for (int k = 0; k <= REGISTERS; k++)
		least[k] = UINT64_MAX;
	for (int n = 0; n < outcome_count; n++) {
		const struct outcome *o = &outcomes[n];
		uint64_t sum = 0;
		bool right = true;

		for (int i = 0; i < length && right; i++) {
			right = fits(kinds[i], o->attr[i]);
			sum += waste(kinds[i], i, o->attr[i]);
		}
		if (right && sum < least[o->count])
			least[o->count] = sum;
	}
}

/* --------------------------------------------------------- judgements */

static const enum segment *now;	/* for messages */
static int now_length;

static const char *spell(void)
{
	char *text = text_of("%s", "");

	for (int i = 0; i < now_length; i++)
		text = text_of("%s%c", text, "ABE-?"[now[i]]);
	return text;
}

/* Program the cover and look every segment up. */
static void judge_cover(const struct cover_line *line,
			const struct cover *cover)
{
	struct registers regs[REGISTERS + 1];
	uint64_t sum = 0;
	int count = 0;

	quick_assert_uint_eq(cover->count, cover->regions.count);
	for (size_t i = 0; i < cover->regions.count; i++) {
		const struct cover_region *r = &cover->regions.items[i];

		quick_assert_int_lt(count, REGISTERS + 1);
		regs[count++] = (struct registers){
			line->items[r->first].range.base,
			line->items[r->last].range.last, r->label,
		};
	}
	for (int i = 0; i < now_length; i++) {
		int attr = access_at(regs, count, bounds[i]);

		quick_assert_msg(fits(now[i], attr) && attr ==
			      access_at(regs, count, bounds[i + 1] - 1),
			      "%s: segment %d", spell(), i);
		sum += waste(now[i], i, attr);
	}
	quick_assert_msg(sum == cover->excess, "%s: excess", spell());
}

static void judge_proof(const struct cover_line *line, uint32_t fewest)
{
	cover_starts starts = { NULL, 0, 0 };
	uint32_t count = UINT32_MAX;

	quick_assert_int_eq(cover_fewest(&arena, line, &starts, &count),
			 MPUC_OK);
	quick_assert_msg(count == fewest && starts.count == fewest,
		      "%s: %u of %u", spell(), count, fewest);
	/* No attribute is legal from one witness to the next. */
	for (size_t i = 1; i < starts.count; i++) {
		uint64_t base = line->items[starts.items[i - 1]].range.base;
		uint64_t last = line->items[starts.items[i]].range.last;

		for (int attr = 0; attr < 2; attr++) {
			bool legal = true;

			for (int k = 0; k < now_length; k++)
				legal &= bounds[k] < base ||
					 bounds[k] > last ||
					 fits(now[k], attr);
			quick_assert_msg(!legal, "%s: witness %zu", spell(), i);
		}
	}
}

static void judge_budgets(const struct cover_line *line,
			  const uint64_t least[REGISTERS + 1])
{
	uint64_t best = UINT64_MAX;
	uint32_t want = 0;

	for (uint32_t limit = 0; limit <= REGISTERS; limit++) {
		struct cover cover = { .count = 0 };
		enum mpuc_status st = cover_within(&arena, line, limit,
						   &cover);

		if (least[limit] < best) {
			best = least[limit];
			want = limit;
		}
		quick_assert_msg((st == MPUC_OK) == (best != UINT64_MAX),
			      "%s: budget %u", spell(), limit);
		if (st != MPUC_OK)
			continue;
		quick_assert_msg(cover.excess == best && cover.count == want,
			      "%s: budget %u", spell(), limit);
		judge_cover(line, &cover);
	}
}

static void judge_curve(const struct cover_line *line,
			const uint64_t least[REGISTERS + 1])
{
	cover_points points = { NULL, 0, 0 };
	uint64_t best = UINT64_MAX;
	size_t at = 0;

	quick_assert_int_eq(cover_curve(&arena, line, &points), MPUC_OK);
	for (uint32_t k = 0; k <= REGISTERS; k++) {
		if (least[k] >= best)
			continue;
		best = least[k];
		quick_assert_msg(at < points.count &&
			      points.items[at].regions == k &&
			      points.items[at].excess == best,
			      "%s: curve at %u", spell(), k);
		at++;
	}
	quick_assert_msg(at == points.count, "%s: curve too long", spell());
}

/* The table and the shortcut for lines without a choice agree. */
static void judge_table(const struct cover_line *line,
			const uint64_t least[REGISTERS + 1])
{
	struct cover_table t;

	quick_assert_int_eq(cover_table_fill(&arena, line, REGISTERS, &t),
			 MPUC_OK);
	for (uint32_t k = 0; k <= REGISTERS; k++) {
		uint64_t got = cover_table_excess(&t, k);

		quick_assert_msg(got >= least[k], "%s: table %u", spell(), k);
	}
}

static void judge_case(const enum segment *kinds, int length)
{
	struct cover_item items[SEGMENTS_MAX];
	uint64_t least[REGISTERS + 1];
	struct cover cover;
	struct cover_line line;
	uint32_t fewest = 0;

	now = kinds;
	now_length = length;
	lay_out(kinds, length, items, &line);
	brute_force(kinds, length, least);
	while (least[fewest] == UINT64_MAX)
		fewest++;
	judge_proof(&line, fewest);
	quick_assert_int_eq(cover_least(&arena, &line, &cover), MPUC_OK);
	quick_assert_msg(cover.count == fewest && cover.excess == least[fewest],
		      "%s: least", spell());
	judge_cover(&line, &cover);
	judge_budgets(&line, least);
	judge_curve(&line, least);
	judge_table(&line, least);
}

static const int lengths[] = { 5, 6 };

START_TEST(exhaustive)
{
	enum segment kinds[SEGMENTS_MAX];
	struct registers regs[REGISTERS + 1];
	int length = lengths[_i];
	unsigned cases = 1;

	for (int i = 0; i < length; i++)
		cases *= SEGMENTS;
	cut();
	outcome_count = 0;
	enumerate(regs, 0, 0, length);
	for (unsigned n = 0; n < cases; n++) {
		unsigned digits = n;

#ifdef __SANITIZE_ADDRESS__
		if (n % 16 != 0)
			continue;
#endif
		for (int i = 0; i < length; i++, digits /= SEGMENTS)
			kinds[i] = (enum segment)(digits % SEGMENTS);
		judge_case(kinds, length);
		if (n % 1024 == 0)
			arena_done(&arena);
	}
}
END_TEST

/* ------------------------------------------------- items that stand alone */

static struct cover_item item(uint64_t base, uint64_t last, uint64_t allowed)
{
	struct cover_item it = {
		.range = { base, last }, .allowed = allowed, .own = allowed,
		.weight = 1, .required = true,
	};

	return it;
}

START_TEST(alone)
{
	struct cover_item items[] = {
		item(0, 63, 1), item(64, 127, 0), item(128, 191, 1),
		item(192, 255, 3),
	};
	const struct cover_line line = { items, ARRAY_SIZE(items) };
	cover_starts starts = { NULL, 0, 0 };
	struct cover cover;
	uint32_t count;

	items[1].weight = 2;
	items[3].own = 2;
	quick_assert_int_eq(cover_fewest(&arena, &line, &starts, &count),
			 MPUC_OK);
	quick_assert_uint_eq(count, 4);
	quick_assert_uint_eq(starts.count, 3);
	quick_assert_int_eq(cover_least(&arena, &line, &cover), MPUC_OK);
	quick_assert_uint_eq(cover.count, 4);
	quick_assert_uint_eq(cover.excess, 64);
	quick_assert_uint_eq(cover.regions.items[1].label, COVER_ALONE);
	quick_assert_int_eq(cover_within(&arena, &line, 3, &cover),
			 MPUC_E_INFEASIBLE);
	quick_assert_int_eq(cover_within(&arena, &line, 5, &cover), MPUC_OK);
	quick_assert_uint_eq(cover.excess, 0);
	quick_assert_uint_eq(cover.regions.count, 4);
}
END_TEST

/* A line too large for the table by count still has its best cover. */
START_TEST(large)
{
	static struct cover_item items[40000];
	const struct cover_line line = { items, ARRAY_SIZE(items) };
	cover_points points = { NULL, 0, 0 };
	struct cover cover;

	for (size_t i = 0; i < ARRAY_SIZE(items); i++) {
		items[i] = item(i * 64, i * 64 + 63, 3);
		items[i].own = i % 4 == 0 ? 1 : 2;
	}
	ck_assert(!cover_table_fits(&line, 40000));
	quick_assert_int_eq(cover_least(&arena, &line, &cover), MPUC_OK);
	quick_assert_uint_eq(cover.count, 1);
	quick_assert_uint_eq(cover.excess, 10000 * 64);
	quick_assert_uint_eq(cover.regions.items[0].label, 1);
	quick_assert_int_eq(cover_within(&arena, &line, 20000, &cover),
				    MPUC_OK);
	quick_assert_uint_eq(cover.count, 1);
	quick_assert_int_eq(cover_curve(&arena, &line, &points), MPUC_OK);
	quick_assert_uint_eq(points.count, 1);
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(exhaustive, lengths);
	tcase_add_test(tc, alone);
	tcase_add_test(tc, large);
}

int main(void)
{
	return run_tests("cover", add_tests);
}
