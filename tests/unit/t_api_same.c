/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Outputs that must not change: the same input twice, and inputs that say
 * the same in another way.
 */
#include "api_fixture.h"

static struct mpuc_options options;

static void setup(void)
{
	tmp_enter();
	tree_setup();
	put_symbols("xen.sym");
	put_dtb("part.dtb", PART_TREE);
	options = (struct mpuc_options){
		.target = "xen-mpu-v2", .platform = "cortex-r82-16",
		.has_regions = true, .regions = 16,
		.has_fdt_address = true, .fdt_address = 0x1000000,
		.xen = "xen.sym",
	};
}

static void teardown(void)
{
	tree_teardown();
	tmp_leave();
}

/* All bytes that a tree gives, in the arena of the test. */
static char *output_of(const char *file, bool packs, size_t *ret_len)
{
	struct mpuc_run *run = mpuc_new(&options);
	const void *bytes;
	size_t size;
	char *copy;

	ck_assert_int_eq(mpuc_run(run, &file, 1), MPUC_OK);
	got_len = 0;
	for (int format = MPUC_TEXT; format <= MPUC_JSON; format++) {
		enum mpuc_format f = (enum mpuc_format)format;

		ck_assert_int_eq(mpuc_write_check(&run, 1, f, &writer),
				 MPUC_OK);
		ck_assert_int_eq(mpuc_write_plan(&run, 1, f, NULL, &writer),
				 MPUC_OK);
	}
	if (packs) {
		ck_assert_int_eq(mpuc_pack(run, &bytes, &size), MPUC_OK);
		keep(NULL, bytes, size);
	}
	mpuc_free(run);
	copy = arena_alloc(&arena, got_len);
	ck_assert_ptr_nonnull(copy);
	memcpy(copy, got, got_len);
	*ret_len = got_len;
	return copy;
}

START_TEST(twice)
{
	size_t first_len, second_len;
	char *first, *second;

	tmp_text("tree.dts", _i == 0 ? GOOD_TREE("0x20000000") :
		 GOOD_TREE("0x20000800"));
	first = output_of("tree.dts", _i == 0, &first_len);
	second = output_of("tree.dts", _i == 0, &second_len);
	ck_assert_uint_eq(first_len, second_len);
	ck_assert_mem_eq(first, second, first_len);
}
END_TEST

/* ---------------------------------------- the same in other words */

static struct plan *plan_of_text(const char *text)
{
	const struct build_input in = {
		.target = target_find(options.target),
		.has_regions = true, .regions = options.regions,
		.has_fdt_base = true, .fdt_base = 0x1000000,
		.image = xen_image(),
	};

	return plan_of(system_of(text, in));
}

#define TREE(...) MACHINE CHOSEN(GOOD_CHOSEN __VA_ARGS__)
#define DOM1 DOMAIN("domU1", "0x40000000", "0x10000000", "0x10100000")
#define DOM2 DOMAIN("domU2", "0x20000000", "0x10200000", "0x10300000")
#define DOM3 "domU3 { compatible = \"xen,domain\"; cpus = <1>;" \
	"memory = <0 0x2000>; direct-map; xen,static-mem = " \
	"<0 0x30000000 0 0x400000>, <0 0x30800000 0 0x400000>; };"

static const char *const orders[] = {
	TREE(DOM1 DOM2 DOM3), TREE(DOM1 DOM3 DOM2), TREE(DOM2 DOM1 DOM3),
	TREE(DOM2 DOM3 DOM1), TREE(DOM3 DOM1 DOM2), TREE(DOM3 DOM2 DOM1),
};

static void same_budgets(const struct plan *a, const struct plan *b)
{
	ck_assert_uint_eq(a->context_count, b->context_count);
	for (uint32_t i = 0; i < a->context_count; i++) {
		const struct plan_context *c = &a->contexts[i];
		const struct plan_context *d = context_of(b, c->name);

		ck_assert_uint_eq(c->need, d->need);
		ck_assert_uint_eq(c->peak, d->peak);
		ck_assert_uint_eq(c->minimum, d->minimum);
		ck_assert_uint_eq(c->unplaced, d->unplaced);
	}
}

static const char *const targets[] = {
	"xen-mpu-v2", "xen-4.17-amd", "xen-4.22", "xen-guests-2026",
};

START_TEST(permuted_domains)
{
	const struct plan *first;

	options.target = targets[_i];
	first = plan_of_text(orders[0]);
	for (size_t i = 1; i < ARRAY_SIZE(orders); i++)
		same_budgets(first, plan_of_text(orders[i]));
}
END_TEST

/* What each guest's context holds does not depend on the others, either. */
START_TEST(without_the_others)
{
	const struct plan *all = plan_of_text(orders[0]);
	const struct plan *alone = plan_of_text(TREE(DOM2));
	const struct plan_context *a = context_of(all, "guest/domU2");
	const struct plan_context *b = context_of(alone, "guest/domU2");

	ck_assert_uint_eq(a->need, b->need);
	for (uint32_t i = 0; i < a->need; i++) {
		ck_assert_str_eq(a->regions[i].name, b->regions[i].name);
		ck_assert_uint_eq(a->regions[i].slot, b->regions[i].slot);
		ck_assert_uint_eq(a->regions[i].regs.prbar,
				  b->regions[i].regs.prbar);
		ck_assert_uint_eq(a->regions[i].regs.prlar,
				  b->regions[i].regs.prlar);
	}
}
END_TEST

#define MOVED(heap, section, ram) MACHINE CHOSEN( \
	"xen,static-heap = <0 " heap " 0 0x10000000>;\n" \
	"mpu,boot-module-section = <0 0x10000000 0 0x1000000>;\n" \
	"mpu,guest-memory-section = <0 " section " 0 0x20000000>;\n" \
	"mpu,device-memory-section = <0 0x80000000 0 0x7ffff000>;\n" \
	DOMAIN("domU1", ram, "0x10000000", "0x10100000"))

/* Everything 64 KiB further: same counts, every address moved. */
START_TEST(translated)
{
	const struct plan *a = plan_of_text(MOVED("0x60000000", "0x20000000",
						  "0x28000000"));
	const struct plan *b = plan_of_text(MOVED("0x60010000", "0x20010000",
						  "0x28010000"));
	const struct plan_context *c = context_of(b, "guest/domU1");

	same_budgets(a, b);
	ck_assert_uint_eq(region_of(context_of(b, "idle"),
				    "xen.heap")->range.base, 0x60010000);
	ck_assert_uint_eq(region_of(context_of(b, "idle"),
		"xen.guest-section")->range.base, 0x20010000);
	ck_assert_uint_eq(region_of(c, "domU1.ram[0]")->range.last,
			  0x2a00ffff);
}
END_TEST

/* Two halves that touch are two regions for Xen, and one at least. */
START_TEST(halves)
{
	const struct plan *a = plan_of_text(TREE("domU1 { compatible = "
		"\"xen,domain\"; xen,static-mem = "
		"<0 0x30000000 0 0x800000>; };"));
	const struct plan *b = plan_of_text(TREE("domU1 { compatible = "
		"\"xen,domain\"; xen,static-mem = <0 0x30000000 0 0x400000>,"
		"<0 0x30400000 0 0x400000>; };"));
	const struct plan_context *one = context_of(a, "guest/domU1");
	const struct plan_context *two = context_of(b, "guest/domU1");

	ck_assert_uint_eq(two->need, one->need + 1);
	ck_assert_uint_eq(two->minimum, one->minimum);
}
END_TEST

/* Other names of nodes: the same numbers, under other names. */
START_TEST(renamed)
{
	const struct plan *a = plan_of_text(TREE(DOM1));
	const struct plan *b = plan_of_text(TREE(DOMAIN("guest-one",
		"0x40000000", "0x10000000", "0x10100000")));
	const struct plan_context *c = context_of(a, "guest/domU1");
	const struct plan_context *d = context_of(b, "guest/guest-one");

	ck_assert_uint_eq(c->need, d->need);
	ck_assert_uint_eq(c->minimum, d->minimum);
	for (uint32_t i = 0; i < c->need; i++)
		ck_assert_uint_eq(c->regions[i].regs.prbar,
				  d->regions[i].regs.prbar);
	ck_assert_uint_eq(region_of(d, "guest-one.ram[0]")->owner, 0);
}
END_TEST

/* A blob and its source have the same findings, but for their places. */
START_TEST(source_and_blob)
{
	static const char *const files[] = { "tree.dts", "tree.dtb" };
	struct mpuc_run *runs[2];

	tmp_text(files[0], GOOD_TREE("0x20000800"));
	put_dtb(files[1], GOOD_TREE("0x20000800"));
	for (int i = 0; i < 2; i++) {
		runs[i] = mpuc_new(&options);
		ck_assert_int_eq(mpuc_run(runs[i], &files[i], 1), MPUC_OK);
	}
	ck_assert_uint_eq(runs[0]->sink.findings.count,
			  runs[1]->sink.findings.count);
	ck_assert_uint_gt(runs[0]->sink.findings.count, 0);
	for (size_t i = 0; i < runs[0]->sink.findings.count; i++) {
		const struct finding *f = &runs[0]->sink.findings.items[i];
		bool found = false;

		ck_assert_ptr_nonnull(f->at.pos.file);
		for (size_t j = 0; j < runs[1]->sink.findings.count; j++) {
			const struct finding *g =
				&runs[1]->sink.findings.items[j];

			ck_assert(g->at.has_offset);
			found |= strcmp(f->message, g->message) == 0 &&
				 f->code == g->code;
		}
		ck_assert_msg(found, "%s", f->message);
	}
	same_budgets(runs[0]->plan, runs[1]->plan);
	mpuc_free(runs[0]);
	mpuc_free(runs[1]);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, twice, 0, 2);
	LOOP(permuted_domains, targets);
	tcase_add_test(tc, without_the_others);
	tcase_add_test(tc, translated);
	tcase_add_test(tc, halves);
	tcase_add_test(tc, renamed);
	tcase_add_test(tc, source_and_blob);
}

int main(void)
{
	return run_tests_with("api_same", setup, teardown, add_tests);
}
