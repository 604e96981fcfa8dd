/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What must hold between the counts of two contexts that differ in one
 * thing, on contexts made by chance.
 */
#include "tree_fixture.h"

#include "plan/line.h"

#define PARTS 12
#define PAGE 4096

enum part { FREE, USED, HOLE, DATA, RODATA, DEVICE, PARTS_END };

static const struct attr_rule attrs[] = {
	{ .name = "data", .has = { true, true }, .arch = {
		{ PMSA_RW_EL2, 1, 0, 3, 7, 0 }, { PMSA_RW_EL2, 1, 0, 3, 7, 0 },
	} },
	{ .name = "rodata", .has = { true, true }, .arch = {
		{ PMSA_RO_EL2, 1, 0, 3, 7, 0 }, { PMSA_RO_EL2, 1, 0, 3, 7, 0 },
	} },
	{ .name = "device", .has = { true, true }, .arch = {
		{ PMSA_RW_EL2, 1, 0, 2, 4, 0 }, { PMSA_RW_EL2, 1, 0, 2, 4, 0 },
	} },
};
static const struct region_rule rules[] = {
	{ .name = "d", .attr = "data", .rounding = ROUND_OUT },
	{ .name = "r", .attr = "rodata", .rounding = ROUND_OUT },
	{ .name = "v", .attr = "device", .rounding = ROUND_OUT },
};
static const struct target target = {
	.name = "small", .limits = { .page = PAGE },
	.attrs = attrs, .attr_count = ARRAY_SIZE(attrs),
	.mair = { 0, 0x44, 0xaa, 0xee, 4, 0, 0, 0xff },
};

struct piece {
	enum part part;
	uint64_t base, last;	/* of the object, inside its pages */
	bool kept;
};

static struct piece pieces[2 * PARTS];
static size_t piece_count;
static uint32_t seed;

static uint32_t chance(uint32_t below)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % below;
}

/* One to three pages each; objects may leave some of the last one. */
static void throw_dice(void)
{
	uint64_t at = 0x40000000;

	piece_count = PARTS;
	for (size_t i = 0; i < PARTS; i++) {
		struct piece *p = &pieces[i];
		uint64_t pages = 1 + chance(3);

		p->part = (enum part)chance(PARTS_END);
		p->base = at;
		at += pages * PAGE;
		p->last = at - 1;
		if (p->part >= DATA)
			p->last -= 64 * (uint64_t)chance(3);
		p->kept = chance(2) == 0;
	}
}

static void add_object(struct system *s, enum object_kind kind,
		       const struct piece *p)
{
	struct object *o = VEC_PUSH(&arena, &s->objects);

	ck_assert_ptr_nonnull(o);
	o->kind = (uint8_t)kind;
	o->range = (struct range){ p->base, p->last };
	o->usable = true;
}

static uint32_t count_of(const struct planning_rules *planning, bool keep)
{
	static struct plan_region regions[2 * PARTS];
	static struct range ram[2 * PARTS];
	const struct line_rules how = { planning, keep };
	struct system s = { .target = &target };
	struct plan_context c = { .regions = regions };
	struct line_facts facts;
	struct plan_proof proof;
	size_t ram_count = 0;
	struct line l;

	memset(regions, 0, sizeof(regions));
	for (size_t i = 0; i < piece_count; i++) {
		const struct piece *p = &pieces[i];
		const struct range pages = range_grow(
			(struct range){ p->base, p->last }, PAGE);
		struct plan_region *r;

		if (p->part != HOLE && p->part != DEVICE)
			ram[ram_count++] = pages;
		if (p->part == USED || p->part >= DATA)
			add_object(&s, p->part == USED ? OBJ_MODULE :
				   OBJ_HEAP, p);
		if (p->part < DATA)
			continue;
		r = &regions[c.need++];
		r->name = "r";
		r->rule = &rules[p->part - DATA];
		r->attr = attrs[p->part - DATA].arch[0];
		r->demand = (struct range){ p->base, p->last };
		r->range = pages;
		r->kept = p->kept;
		r->placed = true;
	}
	c.region_count = c.need;
	ck_assert_int_eq(rset_make(&arena, ram, ram_count, &s.ram), MPUC_OK);
	ck_assert_int_eq(line_facts_make(&arena, &s, &facts), MPUC_OK);
	ck_assert_int_eq(line_make(&arena, &facts, &how, &c, &l), MPUC_OK);
	ck_assert_int_eq(line_prove(&arena, &arena, &l, &proof), MPUC_OK);
	ck_assert_uint_le(proof.count, c.need);
	return proof.count;
}

static const struct promotion promotions[] = { { "rodata", "data" } };
static const struct planning_rules all = {
	.merge = true, .fill = true, .promotions = promotions,
	.promotion_count = 1,
};
static const struct planning_rules no_promotion = {
	.merge = true, .fill = true,
};
static const struct planning_rules no_fill = {
	.merge = true, .promotions = promotions, .promotion_count = 1,
};
static const struct planning_rules nothing = { .merge = false };
static const struct planning_rules fine = {
	.merge = true, .fill = true, .granule = 64,
	.promotions = promotions, .promotion_count = 1,
};

static uint32_t mapped(void)
{
	uint32_t count = 0;

	for (size_t i = 0; i < piece_count; i++)
		count += pieces[i].part >= DATA;
	return count;
}

/* More freedom never takes more regions, less never fewer. */
static void freedom(uint32_t count)
{
	ck_assert_uint_ge(count_of(&no_promotion, false), count);
	ck_assert_uint_ge(count_of(&no_fill, false), count);
	ck_assert_uint_eq(count_of(&nothing, false), mapped());
	ck_assert_uint_ge(count_of(&all, true), count);
	/* Devices may touch by their pages only. */
	for (size_t i = 0; i < piece_count; i++) {
		if (pieces[i].part == DEVICE)
			return;
	}
	ck_assert_uint_le(count_of(&fine, false), count);
}

/* Memory that something used is free, a hole turns out to be RAM. */
static void more_to_cover(uint32_t count)
{
	size_t i = chance((uint32_t)piece_count);

	if (pieces[i].part != USED && pieces[i].part != HOLE)
		return;
	pieces[i].part = FREE;
	ck_assert_uint_le(count_of(&all, false), count);
}

/* Two halves that touch are one object. */
static void halves(uint32_t count)
{
	size_t i = chance((uint32_t)piece_count);
	struct piece *p = &pieces[i], *q = &pieces[piece_count];

	if (p->part < DATA || p->last - p->base < 2 * PAGE)
		return;
	*q = *p;
	q->base = p->base + PAGE;
	p->last = q->base - 1;
	piece_count++;
	ck_assert_uint_eq(count_of(&all, false), count);
}

static void moved(uint32_t count)
{
	uint64_t by = (1 + (uint64_t)chance(1000)) << 16;

	for (size_t i = 0; i < piece_count; i++) {
		pieces[i].base += by;
		pieces[i].last += by;
	}
	ck_assert_uint_eq(count_of(&all, false), count);
}

static void shuffled(uint32_t count)
{
	for (size_t i = piece_count; i > 1; i--) {
		size_t k = chance((uint32_t)i);
		struct piece other = pieces[i - 1];

		pieces[i - 1] = pieces[k];
		pieces[k] = other;
	}
	ck_assert_uint_eq(count_of(&all, false), count);
}

/* Less to map is no more regions, when what it leaves may be covered. */
static void less_to_map(uint32_t count)
{
	size_t i = chance((uint32_t)piece_count);

	if (pieces[i].part != DATA && pieces[i].part != RODATA)
		return;
	pieces[i].part = FREE;
	pieces[i].last = range_grow((struct range){ pieces[i].base,
				    pieces[i].last }, PAGE).last;
	ck_assert_uint_le(count_of(&all, false), count);
}

static void (*const properties[])(uint32_t count) = {
	freedom, more_to_cover, halves, moved, shuffled, less_to_map,
};

START_TEST(holds)
{
#ifdef __SANITIZE_ADDRESS__
	const uint32_t cases = 300;
#else
	const uint32_t cases = 2000;
#endif

	for (uint32_t n = 1; n <= cases; n++) {
		seed = n * 2654435761U;
		throw_dice();
		properties[_i](count_of(&all, false));
		if (n % 200 == 0)
			arena_done(&arena);
	}
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(holds, properties);
}

int main(void)
{
	return run_tests("plan_properties", add_tests);
}
