/* SPDX-License-Identifier: BSD-2-Clause */
/* The proven minimum against an exhaustive search on small contexts. */
#include "quick.h"
#include "tree_fixture.h"

#include "plan/line.h"

enum { A, B, D, ATTRS };	/* two kinds of normal memory, and devices */

static const struct pmsa_attr attrs[ATTRS] = {
	[A] = { PMSA_RW_EL2, 1, 0, 3, 7, 0 },
	[B] = { PMSA_RO_EL2, 1, 0, 3, 7, 0 },
	[D] = { PMSA_RW_EL2, 1, 0, 2, 4, 0 },
};

static const struct target target = {
	.name = "small", .limits = { .page = 4096 },
	.mair = { 0, 0x44, 0xaa, 0xee, 4, 0, 0, 0xff },
};

static struct system sys;
static VEC(struct plan_region) regions;
static VEC(struct range) ram;

static void reset(void)
{
	memset(&sys, 0, sizeof(sys));
	memset(&regions, 0, sizeof(regions));
	memset(&ram, 0, sizeof(ram));
	sys.target = &target;
}

static void add_ram(uint64_t base, uint64_t last)
{
	struct range *r = VEC_PUSH(&arena, &ram);

	quick_assert_ptr_nonnull(r);
	*r = (struct range){ base, last };
}

static void add_object(enum object_kind kind, uint64_t base, uint64_t last)
{
	struct object *o = VEC_PUSH(&arena, &sys.objects);

	quick_assert_ptr_nonnull(o);
	o->kind = (uint8_t)kind;
	o->range = (struct range){ base, last };
	o->usable = true;
}

static void add_region(int attr, uint64_t base, uint64_t last)
{
	struct plan_region *r = VEC_PUSH(&arena, &regions);

	quick_assert_ptr_nonnull(r);
	r->name = "r";
	r->placed = true;
	r->range = (struct range){ base, last };
	r->attr = attrs[attr];
}

static uint32_t minimum(void)
{
	struct plan_context c = {
		.regions = regions.items, .need = (uint32_t)regions.count,
		.region_count = (uint32_t)regions.count,
	};
	struct line_facts facts;
	struct line l;

	quick_assert_int_eq(rset_make(&arena, ram.items, ram.count, &sys.ram),
			 MPUC_OK);
	quick_assert_int_eq(line_facts_make(&arena, &sys, &facts), MPUC_OK);
	quick_assert_int_eq(line_make(&arena, &facts, &line_contract, &c, &l),
			 MPUC_OK);
	quick_assert_int_eq(line_prove(&arena, &arena, &l, &c.proof), MPUC_OK);
	return c.proof.count;
}

/* ----------------------------------------------- exhaustive search */

/* What a piece of the address line is; the first three are mapped. */
enum piece {
	MAP_A, MAP_B, MAP_DEVICE,
	FREE_RAM, USED_RAM, NO_RAM, PIECES
};

/* All contexts of so many pieces; sanitizers make each one dear. */
#ifdef __SANITIZE_ADDRESS__
#define LENGTH 5
#define CONTEXTS 7776	/* PIECES to the power of LENGTH */
#define BYTES UINT64_C(0x240)
#else
#define LENGTH 6
#define CONTEXTS 46656
#define BYTES UINT64_C(0x300)
#endif

static bool legal(const enum piece *line, int from, int to, int attr)
{
	for (int i = from; i <= to; i++) {
		if ((int)line[i] == attr ||
		    (line[i] == FREE_RAM && attr != D))
			continue;
		return false;
	}
	return true;
}

/* Fewest legal regions that cover every mapped piece from at on. */
static uint32_t search(const enum piece *line, int at)
{
	uint32_t best = UINT32_MAX;

	if (at == LENGTH)
		return 0;
	if (line[at] > MAP_DEVICE)
		best = search(line, at + 1);
	for (int attr = 0; attr < ATTRS; attr++) {
		for (int to = at; to < LENGTH &&
		     legal(line, at, to, attr); to++) {
			uint32_t rest = search(line, to + 1);

			if (rest != UINT32_MAX && rest + 1 < best)
				best = rest + 1;
		}
	}
	return best;
}

static void lay_out(const enum piece *line, uint64_t at)
{
	for (int i = 0; i < LENGTH; i++) {
		uint64_t last = at + 0x40 * (uint64_t)(i % 3 + 1) - 1;

		if (line[i] != NO_RAM && line[i] != MAP_DEVICE)
			add_ram(at, last);
		if (line[i] <= MAP_DEVICE)
			add_region((int)line[i], at, last);
		if (line[i] != FREE_RAM && line[i] != NO_RAM)
			add_object(line[i] == MAP_DEVICE ? OBJ_DEVICE :
				   OBJ_HEAP, at, last);
		at = last + 1;
	}
}

/* From 0 on, anywhere, and up to the last address. */
static const uint64_t origins[] = { 0, 0x40000000, 0 - BYTES };

START_TEST(exhaustive)
{
	enum piece line[LENGTH];

	for (uint32_t n = 0; n < CONTEXTS; n++) {
		uint32_t digits = n, got, want;

		for (int i = 0; i < LENGTH; i++, digits /= PIECES)
			line[i] = (enum piece)(digits % PIECES);
		reset();
		lay_out(line, origins[_i]);
		got = minimum();
		want = search(line, 0);
		quick_assert_msg(got == want, "case %u: %u, fewest %u", n, got,
			      want);
		if (n % 128 == 0)
			arena_done(&arena);
	}
}
END_TEST

/* The order in which a context lists its regions does not matter. */
START_TEST(any_order)
{
	static const enum piece line[LENGTH] = {
		MAP_A, FREE_RAM, MAP_A, MAP_B, MAP_A,
	};
	uint32_t want = search(line, 0);

	quick_assert_uint_eq(want, 3);
	reset();
	lay_out(line, 0);
	for (size_t turn = 0; turn < 24; turn++) {
		size_t i = turn % 3;
		struct plan_region other = regions.items[i];

		regions.items[i] = regions.items[i + 1];
		regions.items[i + 1] = other;
		quick_assert_uint_eq(minimum(), want);
	}
}
END_TEST

/* ------------------------------------------------- single properties */

START_TEST(touching)
{
	reset();
	add_region(A, 0x1000, 0x1fff);
	add_region(A, 0x2000, 0x2fff);
	quick_assert_uint_eq(minimum(), 1);
	regions.items[1].range.base = 0x2040;	/* no RAM in between */
	quick_assert_uint_eq(minimum(), 2);
	add_ram(0x2000, 0x203f);
	quick_assert_uint_eq(minimum(), 1);
	add_object(OBJ_MODULE, 0x203f, 0x203f);	/* one byte is used */
	quick_assert_uint_eq(minimum(), 2);
}
END_TEST

/* Every field of the attributes keeps two regions apart. */
START_TEST(each_field)
{
	struct pmsa_attr *attr;

	reset();
	add_region(A, 0x1000, 0x1fff);
	add_region(A, 0x2000, 0x2fff);
	attr = &regions.items[1].attr;
	quick_assert_uint_eq(minimum(), 1);
	((uint8_t *)attr)[_i] ^= 1;
	quick_assert_uint_eq(minimum(), 2);
}
END_TEST

/* RAM and sections are no use of memory; everything else is. */
static const struct {
	enum object_kind kind;
	uint32_t count;
} uses[] = {
	{ OBJ_RAM, 1 }, { OBJ_MEMRESERVE, 2 }, { OBJ_RESERVED, 2 },
	{ OBJ_HEAP, 2 }, { OBJ_STATIC_MEM, 2 }, { OBJ_SHM, 2 },
	{ OBJ_MODULE, 2 }, { OBJ_XEN, 2 }, { OBJ_FDT, 2 },
	{ OBJ_DEVICE, 2 }, { OBJ_SECTION, 1 }, { OBJ_PASSTHROUGH, 2 },
};

START_TEST(used)
{
	reset();
	add_ram(0, 0xffff);
	add_region(A, 0x1000, 0x1fff);
	add_region(A, 0x4000, 0x4fff);
	add_object(uses[_i].kind, 0x2800, 0x2fff);
	quick_assert_uint_eq(minimum(), uses[_i].count);
	sys.objects.items[0].usable = false;
	quick_assert_uint_eq(minimum(), 1);
}
END_TEST

/* Only a normal memory type may reach over RAM: index, is it normal. */
static const bool normal_types[8] = {
	false, true, true, true, false, false, false, true,
};

START_TEST(types)
{
	reset();
	add_ram(0, 0xffff);
	for (uint64_t i = 0; i < 2; i++) {
		add_region(A, i * 0x2000, i * 0x2000 + 0xfff);
		regions.items[i].attr.index = (uint8_t)_i;
	}
	quick_assert_uint_eq(minimum(), normal_types[_i] ? 1 : 2);
}
END_TEST

START_TEST(unplaced)
{
	reset();
	quick_assert_uint_eq(minimum(), 0);
	for (uint32_t i = 0; i < 3; i++) {
		add_region(A, 0, 0);
		regions.items[i].placed = false;
		quick_assert_uint_eq(minimum(), i + 1);
	}
	add_region(A, 0x1000, 0x1fff);
	add_region(A, 0x2000, 0x2fff);
	quick_assert_uint_eq(minimum(), 4);
}
END_TEST

/* A plan with overlaps: what lies inside what came before adds nothing. */
START_TEST(overlapping)
{
	reset();
	add_region(A, 0x1000, 0x8fff);
	add_region(A, 0x2000, 0x2fff);
	quick_assert_uint_eq(minimum(), 1);
	add_region(A, 0x9000, 0x9fff);	/* touches the first one's end */
	quick_assert_uint_eq(minimum(), 1);
	add_region(A, 0x9fff, 0xffff);
	quick_assert_uint_eq(minimum(), 1);
	add_region(B, 0x5000, 0x5fff);
	ck_assert_uint_gt(minimum(), 1);
}
END_TEST

START_TEST(top_of_memory)
{
	reset();
	add_region(A, UINT64_MAX - 0xfff, UINT64_MAX);
	add_region(A, UINT64_MAX - 0xfff, UINT64_MAX);
	quick_assert_uint_eq(minimum(), 1);
	add_region(A, 0, 0xfff);
	quick_assert_uint_eq(minimum(), 2);
}
END_TEST

/* minimum <= need on real plans, for every context. */
START_TEST(never_above_need)
{
	const struct build_input in = {
		.has_regions = true, .regions = 16, .image = xen_image(),
		.doc = doc_of_file(
			"testdata/systems/sixteen-regions/system.dts"),
	};
	const struct plan *p = plan_of(system_of(NULL, in));

	for (uint32_t i = 0; i < p->context_count; i++) {
		quick_assert_uint_le(p->contexts[i].minimum,
				  p->contexts[i].need);
		ck_assert_uint_ge(p->contexts[i].minimum, 1);
	}
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(exhaustive, origins);
	tcase_add_test(tc, any_order);
	tcase_add_test(tc, touching);
	tcase_add_loop_test(tc, each_field, 0, 6);
	LOOP(used, uses);
	LOOP(types, normal_types);
	tcase_add_test(tc, unplaced);
	tcase_add_test(tc, overlapping);
	tcase_add_test(tc, top_of_memory);
	tcase_add_test(tc, never_above_need);
}

int main(void)
{
	return run_tests("plan_minimum", add_tests);
}
