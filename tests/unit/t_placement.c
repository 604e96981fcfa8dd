/* SPDX-License-Identifier: BSD-2-Clause */
/* Placement in whole systems: what moves, what stays, which sections. */
#include "tree_fixture.h"

#include "plan/placement.h"

#define MIB UINT64_C(0x100000)

/* Domains in the order of their names; RAM is 0 to 2 GiB. */
#define DOM(name, props) \
	name " { compatible = \"xen,domain\"; #address-cells = <2>;\n" \
	"#size-cells = <2>; cpus = <1>; direct-map; " props "};\n"
#define SIZED(name, kib) DOM(name, "memory = <0 " kib ">;")
#define BANKED(name, kib, banks) \
	DOM(name, "memory = <0 " kib ">; xen,static-mem = <" banks ">;")
#define HEAP "xen,static-heap = <0 0x60000000 0 0x20000000>;\n"
#define GUESTS(list) "mpu,guest-memory-section = <" list ">;\n"

static struct placement_size sizes[4];
static struct placement_previous previous[70];
static struct placement_ask ask;
static struct placement out;

static enum mpuc_status place(const char *chosen)
{
	const struct build_input in = {
		.target = target_find("xen-mpu-v2"),
		.has_regions = true, .regions = 16,
	};

	ask.s = system_of(text_of(MACHINE CHOSEN("%s"), chosen), in);
	ask.plan = plan_of(ask.s);
	ask.sizes = sizes;
	ask.previous = previous;
	if (ask.align == 0)
		ask.align = 2 * MIB;
	if (ask.node_limit == 0)
		ask.node_limit = 100000;
	return placement_make(&arena, &ask, &out);
}

static void placed(const char *chosen)
{
	ck_assert_int_eq(place(chosen), MPUC_OK);
	ck_assert(out.result.found);
}

static void before(uint32_t domain, uint64_t base, uint64_t size)
{
	struct placement_previous *p = &previous[ask.previous_count++];

	p->domain = domain;
	ck_assert(range_make(base, size, &p->range));
}

static void bank(size_t i, uint32_t domain, uint64_t base, uint64_t size,
		 bool kept)
{
	const struct place_bank *b = &out.result.banks.items[i];

	ck_assert_uint_lt(i, out.result.banks.count);
	ck_assert_uint_eq(out.domains[b->request], domain);
	ck_assert_uint_eq(b->range.base, base);
	ck_assert_uint_eq(range_size(b->range), size);
	ck_assert_int_eq(b->kept, kept);
}

static void section(const char *name, uint64_t base, uint64_t size)
{
	const struct section_rule *rules = ask.s->target->sections;

	for (size_t i = 0; i < ask.s->target->section_count; i++) {
		if (strcmp(rules[i].name, name) != 0)
			continue;
		ck_assert_uint_eq(out.sections[i].count, 1);
		ck_assert_uint_eq(out.sections[i].items[0].base, base);
		ck_assert_uint_eq(range_size(out.sections[i].items[0]), size);
		return;
	}
	ck_abort_msg("no section %s", name);
}

START_TEST(only_sizes)
{
	placed(HEAP SIZED("a", "0x20000") SIZED("b", "0x40000"));
	ck_assert_uint_eq(out.result.banks.count, 2);
	ck_assert_uint_eq(out.result.score.fragments, 2);
	ck_assert_uint_eq(out.result.score.sections, 1);
	ck_assert(out.result.proven && out.moved_proven);
	section("guest", 0, 384 * MIB);
	section("device", 0x9c090000, 0xaf300000 - 0x9c090000);
}
END_TEST

/* The section that is there bounds the banks and stays as it is. */
START_TEST(inside_section)
{
	placed(HEAP GUESTS("0 0x20000000 0 0x10000000")
	       SIZED("a", "0x40000"));
	bank(0, 0, 0x20000000, 256 * MIB, false);
	for (size_t i = 0; i < ask.s->target->section_count; i++)
		ck_assert(strcmp(ask.s->target->sections[i].name, "guest") ||
			  out.sections[i].count == 0);
	ck_assert_int_eq(place(HEAP GUESTS("0 0x20000000 0 0xffff000")
			       SIZED("a", "0x40000")), MPUC_E_INFEASIBLE);
	ck_assert_ptr_nonnull(strstr(out.why, "the section for guests' "
				     "memory has 0xffff000 free"));
}
END_TEST

/* New banks lie beside those that stay, and the section holds both. */
START_TEST(beside_neighbours)
{
	placed(HEAP BANKED("a", "0x20000", "0 0x20000000 0 0x8000000")
	       SIZED("b", "0x20000"));
	bank(0, 1, 0x20000000 - 128 * MIB, 128 * MIB, false);
	ck_assert_uint_eq(out.result.score.over_mapped, 0);
	ck_assert(out.result.cover_proven);
	section("guest", 0x18000000, 256 * MIB);
}
END_TEST

START_TEST(stays_put)
{
	before(0, 0x30000000, 128 * MIB);
	before(1, 0x10000000, 128 * MIB);
	placed(HEAP SIZED("a", "0x20000") SIZED("b", "0x20000"));
	bank(0, 0, 0x30000000, 128 * MIB, true);
	bank(1, 1, 0x10000000, 128 * MIB, true);
	ck_assert_uint_eq(out.result.score.moved, 0);
	ck_assert(out.moved_proven);
}
END_TEST

/* One of the two has to move: the ranges that they had overlap. */
START_TEST(one_moves)
{
	before(0, 0x30000000, 128 * MIB);
	before(1, 0x34000000, 128 * MIB);
	placed(HEAP SIZED("a", "0x20000") SIZED("b", "0x20000"));
	bank(0, 0, 0x30000000, 128 * MIB, true);
	ck_assert(!out.result.banks.items[1].kept);
	ck_assert_uint_eq(out.result.score.moved, 1);
	ck_assert(out.moved_proven);
}
END_TEST

/* Fewer banks go before fewer moves. */
START_TEST(fragments_first)
{
	before(0, 0, 64 * MIB);
	before(0, 0x30000000, 64 * MIB);
	placed(HEAP SIZED("a", "0x20000"));
	ck_assert_uint_eq(out.result.banks.count, 1);
	ck_assert_uint_eq(out.result.score.moved, 2);
	ck_assert(out.moved_proven);
}
END_TEST

/* Up to the heap there is room to grow, one page more is too much. */
START_TEST(grows)
{
	sizes[0].domain = 0;
	sizes[0].size = 256 * MIB + (_i == 0 ? 0 : 0x1000);
	ask.size_count = 1;
	before(0, 0x50000000, 128 * MIB);
	placed(HEAP BANKED("a", "0x20000", "0 0x50000000 0 0x8000000"));
	ck_assert_uint_eq(out.result.banks.count, 1);
	ck_assert_int_eq(out.result.banks.items[0].kept, _i == 0);
	ck_assert_uint_eq(out.result.score.moved, _i == 0 ? 0 : 1);
	ck_assert_uint_eq(range_size(out.result.banks.items[0].range),
			  sizes[0].size);
}
END_TEST

/* Of two banks the last one shrinks, then goes. */
START_TEST(shrinks)
{
	static const uint64_t mib[] = { 192, 64 };

	sizes[0].domain = 0;
	sizes[0].size = mib[_i] * MIB;
	ask.size_count = 1;
	before(0, 0x10000000, 128 * MIB);
	before(0, 0x30000000, 128 * MIB);
	/* No gap holds 192 MiB, so that two banks are needed. */
	placed("xen,static-heap = <0 0x18000000 0 0x18000000 "
	       "0 0x38000000 0 0x48000000 0 0 0 0x10000000>;\n"
	       BANKED("a", "0x40000", "0 0x10000000 0 0x8000000 "
		      "0 0x30000000 0 0x8000000"));
	bank(0, 0, 0x10000000, (_i == 0 ? 128 : 64) * MIB, true);
	if (_i == 0)
		bank(1, 0, 0x30000000, 64 * MIB, true);
	ck_assert_uint_eq(out.result.banks.count, _i == 0 ? 2 : 1);
	ck_assert_uint_eq(out.result.score.moved, _i == 0 ? 0 : 1);
}
END_TEST

/* More banks than a choice has bits: the rest moves, and nothing is proven. */
START_TEST(too_many_before)
{
	for (uint32_t i = 0; i < 64; i++)
		before(0, i * 4 * MIB, 2 * MIB);
	placed(HEAP SIZED("a", "0x20000"));
	ck_assert_uint_eq(out.result.banks.count, 1);
	ck_assert(!out.moved_proven);
}
END_TEST

START_TEST(no_steps)
{
	ask.node_limit = 1;
	before(0, 0x30000000, 128 * MIB);
	ck_assert_int_eq(place(HEAP SIZED("a", "0x20000")
			       SIZED("b", "0x20000")), MPUC_E_INFEASIBLE);
	ck_assert_ptr_nonnull(strstr(out.why, "not proven"));
}
END_TEST

/* Two device ranges with RAM between them fit no one bank. */
START_TEST(section_conflict)
{
	const struct build_input in = { .target = target_find("xen-mpu-v2") };

	ask.s = system_of(MACHINE "memory@a0000000 {\n"
			  "device_type = \"memory\";\n"
			  "reg = <0 0xa0000000 0 0x1000>; };\n"
			  CHOSEN(HEAP SIZED("a", "0x20000")), in);
	ask.plan = plan_of(ask.s);
	ask.align = 2 * MIB;
	ask.node_limit = 1000;
	ck_assert_int_eq(placement_make(&arena, &ask, &out),
			 MPUC_E_INFEASIBLE);
	ck_assert_ptr_nonnull(strstr(out.why, "mpu,device-memory-section "
				     "can't be one bank: "));
}
END_TEST

static void setup(void)
{
	tree_setup();
	memset(&ask, 0, sizeof(ask));
	memset(&out, 0, sizeof(out));
}

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, only_sizes);
	tcase_add_test(tc, inside_section);
	tcase_add_test(tc, beside_neighbours);
	tcase_add_test(tc, stays_put);
	tcase_add_test(tc, one_moves);
	tcase_add_test(tc, fragments_first);
	tcase_add_loop_test(tc, grows, 0, 2);
	tcase_add_loop_test(tc, shrinks, 0, 2);
	tcase_add_test(tc, too_many_before);
	tcase_add_test(tc, no_steps);
	tcase_add_test(tc, section_conflict);
}

int main(void)
{
	return run_tests_with("placement", setup, tree_teardown, add_tests);
}
