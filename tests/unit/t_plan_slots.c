/* SPDX-License-Identifier: BSD-2-Clause */
/* Slot policies, steps and rounding, on small targets made by hand. */
#include "tree_fixture.h"

#include "plan/table.h"

enum { NORMAL, DEVICE, BARE };

static const struct attr_rule attrs[] = {
	[NORMAL] = { "normal", { { PMSA_RW_EL2, 1, 0, 3, 7, 0 },
				 { PMSA_RW_EL2, 1, 0, 3, 7, 0 } },
		     { true, true } },
	[DEVICE] = { "device", { { PMSA_RW_EL2, 1, 0, 2, 4, 0 },
				 { PMSA_RW_EL2, 1, 0, 2, 4, 0 } },
		     { true, true } },
	[BARE] = { "bare", { { 0 }, { PMSA_RW_EL2, 1, 0, 3, 7, 0 } },
		   { false, true } },
};

/* Each rule has one letter in the scripts below. */
#define SYMBOL(letter, start, end, policy, slot, life) { \
	letter, SRC_SYMBOLS, start, end, NULL, 0, "normal", ROUND_GRANULE, \
	policy, slot, life, COND_ALWAYS, false, "" }
#define LIST(letter, source, policy, slot, first) { \
	letter, source, NULL, NULL, NULL, 0, "normal", ROUND_SIZE, policy, \
	slot, LIFE_FIXED, COND_ALWAYS, first, "" }

static const struct region_rule rules[] = {
	SYMBOL("a", "s0", "s1", SLOT_FIRST_FREE, 0, LIFE_FIXED),
	SYMBOL("b", "s1", "s2", SLOT_FIRST_FREE, 0, LIFE_FIXED),
	SYMBOL("c", "s2", "s3", SLOT_FIRST_FREE, 0, LIFE_FIXED),
	SYMBOL("d", "s3", "s4", SLOT_FIRST_FREE, 0, LIFE_BOOT),
	SYMBOL("e", "s1", "s1", SLOT_FIRST_FREE, 0, LIFE_FIXED),
	SYMBOL("f", "s0", "s1", SLOT_FIXED, 3, LIFE_FIXED),
	SYMBOL("g", "s1", "s2", SLOT_FIXED, 3, LIFE_FIXED),
	SYMBOL("h", "s1", "s2", SLOT_FIXED, 4, LIFE_FIXED),
	SYMBOL("l", "s0", "s1", SLOT_LAST, 0, LIFE_FIXED),
	SYMBOL("m", "s1", "s2", SLOT_LAST, 4, LIFE_FIXED),
	SYMBOL("n", "s1", "s2", SLOT_LAST, 5, LIFE_FIXED),
	SYMBOL("p", "s0", "s1", SLOT_GROW, 0, LIFE_BOOT),
	SYMBOL("q", "s1", "s2", SLOT_GROW, 0, LIFE_SWITCHING),
	SYMBOL("r", "s2", "s3", SLOT_GROW, 0, LIFE_FIXED),
	SYMBOL("s", "s0", "s1", SLOT_FIRST_FREE, 2, LIFE_FIXED),
	SYMBOL("u", "s0", "nowhere", SLOT_FIRST_FREE, 0, LIFE_FIXED),
	SYMBOL("v", "s1", "s0", SLOT_FIRST_FREE, 0, LIFE_FIXED),
	LIST("H", SRC_HEAP, SLOT_FIRST_FREE, 0, false),
	LIST("O", SRC_HEAP, SLOT_FIRST_FREE, 0, true),
	LIST("L", SRC_HEAP, SLOT_LAST, 0, false),
};

static const struct symbol symbols[] = {
	{ "s0", 0x10000 }, { "s1", 0x11040 }, { "s2", 0x12000 },
	{ "s3", 0x13000 }, { "s4", 0x14000 },
};

static const struct target target = {
	.name = "small", .limits = { .page = 4096, .regions = 255 },
	.attrs = attrs, .attr_count = ARRAY_SIZE(attrs),
	.regions = rules, .region_count = ARRAY_SIZE(rules),
	.mair = { 0, 0x44, 0xaa, 0xee, 4, 0, 0, 0xff },
};

static struct system sys;

static struct object *add_object(enum object_kind kind, uint64_t base,
				 uint64_t size)
{
	struct object *o = VEC_PUSH(&arena, &sys.objects);

	ck_assert_ptr_nonnull(o);
	o->kind = (uint8_t)kind;
	o->owner = SYS_NONE;
	o->span.base = base;
	o->span.size = size;
	object_settle(&sys, o);
	return o;
}

/* A heap of three banks, the second one empty. */
static void make_system(uint32_t regions)
{
	static const struct doc doc;
	struct tuples *t;

	memset(&sys, 0, sizeof(sys));
	sys.target = &target;
	sys.doc = &doc;
	sys.arch = PMSA_V8_32;
	sys.pa_bits = 32;
	sys.regions = regions;
	sys.regions_known = true;
	sys.console_object = SYS_NONE;
	sys.image = image_of(symbols, ARRAY_SIZE(symbols));
	t = VEC_PUSH(&arena, &sys.tuples);
	ck_assert_ptr_nonnull(t);
	t->kind = OBJ_HEAP;
	t->count = 3;
	add_object(OBJ_HEAP, 0x100000, 0x10000);
	add_object(OBJ_HEAP, 0x200000, 0);
	add_object(OBJ_HEAP, 0x300000, 0x10000);
}

static const struct region_rule *rule_of(char letter)
{
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		if (rules[i].name[0] == letter)
			return &rules[i];
	}
	ck_abort_msg("no rule %c", letter);
	return NULL;
}

static void add(struct table *t, const struct region_rule *rule)
{
	size_t before = t->live.count;

	ck_assert_int_eq(expand_rule(t, rule, SYS_NONE, &t->live), MPUC_OK);
	table_place(t, before);
}

/* "+a": add, "-a": remove, "=ab": a becomes b, "P": pack. */
static void play(struct table *t, const char *script)
{
	for (const char *at = script; *at != '\0'; at++) {
		if (*at == '+')
			add(t, rule_of(*++at));
		else if (*at == '-')
			table_remove(t, rule_of(*++at));
		else if (*at == 'P')
			ck_assert_int_eq(table_pack(t), MPUC_OK);
		else if (*at == '=') {
			ck_assert_int_eq(table_become(t, rule_of(at[1]),
						      rule_of(at[2])),
					 MPUC_OK);
			at += 2;
		}
	}
}

/* Six slots.  A region without a slot has '-', one without a place '?'. */
static const struct {
	const char *script, *table;
} scripts[] = {
	/* First free: the lowest hole is used again. */
	{ "+a+b+c", "a0 b1 c2 " },
	{ "+a+b+c-a+d", "b1 c2 d0 " },
	{ "+a+b+c-b-a+d+f", "c2 d0 f3 " },
	{ "+s+a+b+c", "s2 a0 b1 c3 " },
	{ "+a+a+a+a+a+b", "a0 a1 a2 a3 a4 b5 " },
	{ "+a+a+a+a+a+b+c", "a0 a1 a2 a3 a4 b5 c- " },
	/* Preferred from slot 2 on; then from the start, to the last one. */
	{ "+s+s+s+s+s", "s2 s3 s4 s5 s0 " },
	{ "+s+s+s+s+s+s+s", "s2 s3 s4 s5 s0 s1 s- " },
	/* What found no slot stays without when one comes free. */
	{ "+a+a+a+a+a+b+c-b", "a0 a1 a2 a3 a4 c- " },
	/* Fixed: one index, free or not. */
	{ "+f", "f3 " },
	{ "+f+g", "f3 g- " },
	{ "+f-f+g", "g3 " },
	{ "+f+g-f", "g- " },
	{ "+a+a+a+a+f", "a0 a1 a2 a3 f- " },
	{ "+h", "h4 " },
	/* Last: counted from the end of what the machine has. */
	{ "+l+m", "l5 m1 " },
	{ "+n", "n0 " },
	{ "+l+l", "l5 l- " },
	{ "+L", "L5 L[1]- " },
	/* Grow: holes are left until the table is packed. */
	{ "+p+q-p+r", "q1 r2 " },
	{ "+p+p+p+p+p+q", "p0 p1 p2 p3 p4 q5 " },
	{ "+p+p+p+p+p+q-p+r", "q5 r- " },
	{ "+p+q-p+rP", "r0 q1 " },
	{ "+p+q-p+rP+p", "r0 q1 p2 " },
	{ "+p+q+r-qP+q", "r0 p1 q2 " },
	/* Pack: fixed first, the order is kept within both. */
	{ "+d+q+a+p+cP", "a0 c1 d2 q3 p4 " },
	{ "+a+b+c-a-bP+d", "c0 d1 " },
	{ "P+a", "a0 " },
	/* Become: same slot; into nothing is a removal; nobody: nothing. */
	{ "+a+b=ac", "c0 b1 " },
	{ "+a+b=ae", "b1 " },
	{ "+a+b=ae+c", "b1 c0 " },
	{ "+a+b=dc", "a0 b1 " },
	{ "+f+g=gc", "f3 c- " },
	/* Nothing for an empty section, a slot for an unknown one. */
	{ "+e+a", "a0 " },
	{ "+u+a", "u0? a1 " },
	{ "+v+a", "v0? a1 " },
	/* Empty banks are skipped; a list takes one slot for each. */
	{ "+H+a", "H0 H[1]1 a2 " },
	{ "+O+a", "O0 a1 " },
	{ "+a+H-H+b", "a0 b1 " },
};

static const char *table_text(const struct table *t)
{
	const char *text = text_of("%s", "");

	for (size_t i = 0; i < t->live.count; i++) {
		const struct plan_region *r = &t->live.items[i];
		const char *slot = r->slot == SLOT_NONE ? "-" :
				   text_of("%u", r->slot);

		text = text_of("%s%s%s%s ", text, r->name, slot,
			       r->placed ? "" : "?");
	}
	return text;
}

START_TEST(policies)
{
	struct table t = { .a = &arena, .s = &sys, .have = 6 };

	make_system(6);
	play(&t, scripts[_i].script);
	ck_assert_str_eq(table_text(&t), scripts[_i].table);
}
END_TEST

/* A copy changes without its original, and starts with its slots. */
START_TEST(copies)
{
	struct table t = { .a = &arena, .s = &sys, .have = 6 }, copy;
	region_list memory = { NULL, 0, 0 };

	make_system(6);
	play(&t, "+a+p+d");
	ck_assert_int_eq(table_copy(&t, &memory, &copy), MPUC_OK);
	play(&copy, "-a+b+c+p");
	ck_assert_str_eq(table_text(&t), "a0 p- d1 ");
	ck_assert_str_eq(table_text(&copy), "p- d1 b0 c2 p- ");
	play(&t, "+s");
	ck_assert_str_eq(table_text(&t), "a0 p- d1 s2 ");
	/* The next one has the memory of the last. */
	memory = copy.live;
	ck_assert_int_eq(table_copy(&t, &memory, &copy), MPUC_OK);
	ck_assert_ptr_eq(copy.live.items, memory.items);
	ck_assert_str_eq(table_text(&copy), "a0 p- d1 s2 ");
}
END_TEST

/* { known, have, how many get a slot of 300 }: 255 is what PMSAv8 can. */
static const struct {
	bool known;
	uint32_t have, slots;
} ends[] = {
	{ true, 0, 0 }, { true, 1, 1 }, { true, 254, 254 },
	{ true, 255, 255 }, { false, 0, 255 },
};

START_TEST(slot_ends)
{
	struct table t = { .a = &arena, .s = &sys, .have = ends[_i].have };
	uint32_t slots = 0;

	make_system(ends[_i].have);
	sys.regions_known = ends[_i].known;
	for (uint32_t i = 0; i < 300; i++) {
		play(&t, "+a");
		slots += t.live.items[i].slot == i;
		ck_assert(t.live.items[i].slot == i ||
			  t.live.items[i].slot == SLOT_NONE);
	}
	ck_assert_uint_eq(slots, ends[_i].slots);
	play(&t, "+l");
	ck_assert_uint_eq(t.live.items[300].slot, SLOT_NONE);
}
END_TEST

START_TEST(last_of_unknown)
{
	struct table t = { .a = &arena, .s = &sys };

	make_system(0);
	sys.regions_known = false;
	play(&t, "+l+a");
	ck_assert_str_eq(table_text(&t), "l- a0 ");
}
END_TEST

/* ------------------------------------------------------- rounding */

#define TOP UINT64_MAX

static const struct {
	enum rounding rounding;
	uint64_t base, size;
	uint64_t first, last;	/* last below first: no region */
} rounded[] = {
	{ ROUND_GRANULE, 0x1000, 0x1000, 0x1000, 0x1fff },
	{ ROUND_GRANULE, 0x1001, 1, 0x1000, 0x103f },
	{ ROUND_GRANULE, 0x103f, 2, 0x1000, 0x107f },
	{ ROUND_GRANULE, 0xffffffff, 1, 0xffffffc0, 0xffffffff },
	{ ROUND_OUT, 0x1000, 0x1000, 0x1000, 0x1fff },
	{ ROUND_OUT, 0x1fff, 2, 0x1000, 0x2fff },
	{ ROUND_OUT, 0, 1, 0, 0xfff },
	{ ROUND_OUT, 0xfffff800, 0x800, 0xfffff000, 0xffffffff },
	/* As a running Xen programmed an unaligned heap. */
	{ ROUND_SIZE, 0x30000800, 0x06000c00, 0x30001000, 0x36000fff },
	{ ROUND_SIZE, 0x1001, 0x1000, 0x2000, 0x2fff },
	{ ROUND_SIZE, 0x1000, 0x1fff, 0x1000, 0x1fff },
	{ ROUND_SIZE, 0x1000, 0x1000, 0x1000, 0x1fff },
	{ ROUND_SIZE, 0x1000, 0xfff, 1, 0 },
	{ ROUND_SIZE, 0xfffff000, 0x1000, 0xfffff000, 0xffffffff },
	{ ROUND_SIZE, 0xffffe800, 0x1800, 0xfffff000, 0xffffffff },
	{ ROUND_SIZE, 0xfffff800, 0x800, 1, 0 },
	{ ROUND_END, 0x1000, 0x1000, 0x1000, 0x1fff },
	{ ROUND_END, 0x1001, 0x1fff, 0x2000, 0x2fff },
	{ ROUND_END, 0x1001, 0x1ffe, 1, 0 },
	{ ROUND_END, 0x1800, 0x1000, 1, 0 },
	{ ROUND_END, 0, 0xfff, 1, 0 },
	{ ROUND_END, 0, 0x1000, 0, 0xfff },
	{ ROUND_END, 0xfffff000, 0x1000, 0xfffff000, 0xffffffff },
	{ ROUND_END, 0xfffff001, 0xfff, 1, 0 },
};

START_TEST(rounding)
{
	struct region_rule rule = *rule_of('H');
	struct table t = { .a = &arena, .s = &sys, .have = 16 };
	struct object *o;

	make_system(16);
	sys.tuples.items[0].count = 1;
	rule.rounding = rounded[_i].rounding;
	o = &sys.objects.items[0];
	o->span.base = rounded[_i].base;
	o->span.size = rounded[_i].size;
	object_settle(&sys, o);
	ck_assert(o->usable);
	add(&t, &rule);
	if (rounded[_i].last < rounded[_i].first) {
		ck_assert_uint_eq(t.live.count, 0);
		return;
	}
	ck_assert_uint_eq(t.live.count, 1);
	ck_assert(t.live.items[0].placed);
	ck_assert_uint_eq(t.live.items[0].range.base, rounded[_i].first);
	ck_assert_uint_eq(t.live.items[0].range.last, rounded[_i].last);
	ck_assert_uint_eq(t.live.items[0].demand.base, rounded[_i].base);
	ck_assert_uint_eq(range_size(t.live.items[0].demand),
			  rounded[_i].size);
}
END_TEST

/* What the registers can't hold keeps its slot, without a place. */
static const struct {
	enum pmsa_arch arch;
	uint64_t base, size;
	const char *attr;
	bool placed;
} encodable[] = {
	{ PMSA_V8_32, 0xfffff000, 0x1000, "normal", true },
	{ PMSA_V8_32, 0xfffff000, 0x2000, "normal", false },
	{ PMSA_V8_64, 0xfffffffff000, 0x1000, "normal", true },
	{ PMSA_V8_64, 0xfffffffff000, 0x2000, "normal", false },
	{ PMSA_V8_64, 0x1000, 0x1000, "bare", true },
	{ PMSA_V8_32, 0x1000, 0x1000, "bare", false },
	{ PMSA_V8_64, 0x1000, 0x1000, "unheard of", false },
};

START_TEST(encoding)
{
	struct region_rule rule = *rule_of('H');
	struct table t = { .a = &arena, .s = &sys, .have = 16 };
	struct object *o;

	make_system(16);
	sys.arch = encodable[_i].arch;
	sys.pa_bits = 64;
	sys.tuples.items[0].count = 1;
	rule.attr = encodable[_i].attr;
	o = &sys.objects.items[0];
	o->span.base = encodable[_i].base;
	o->span.size = encodable[_i].size;
	object_settle(&sys, o);
	add(&t, &rule);
	ck_assert_uint_eq(t.live.count, 1);
	ck_assert_uint_eq(t.live.items[0].slot, 0);
	ck_assert_int_eq(t.live.items[0].placed, encodable[_i].placed);
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(policies, scripts);
	tcase_add_test(tc, copies);
	LOOP(slot_ends, ends);
	tcase_add_test(tc, last_of_unknown);
	LOOP(rounding, rounded);
	LOOP(encoding, encodable);
}

int main(void)
{
	return run_tests("plan_slots", add_tests);
}
