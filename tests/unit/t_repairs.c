/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Single changes against brute force: every position of everything that can
 * move is applied through the session, which models and plans it anew.
 */
#include "api_fixture.h"

#include "mpuc/edit_repair.h"

#define RAM 0x20000000u
#define UNIT 0x100000u		/* a bank; the heap has two */
#define UNITS 8u
#define BANKS 4u

static struct mpuc_whatif *edit;
static struct mpuc_whatif_result result;
static const char *const owners[BANKS] = { "domU1", "domU1", "domU2",
					   "domU2" };

static void setup(void)
{
	tmp_enter();
	tree_setup();
	edit = NULL;
}

static void teardown(void)
{
	mpuc_whatif_free(edit);
	tree_teardown();
	tmp_leave();
}

static void open_file(struct mpuc_options options)
{
	static const char *const file = "tree.dtb";

	options.target = "xen-guests-2026";
	options.has_regions = true;
	mpuc_whatif_free(edit);
	edit = mpuc_whatif_new(&options);
	ck_assert_ptr_nonnull(edit);
	ck_assert_int_eq(mpuc_whatif_open(edit, &file, 1), MPUC_OK);
}

static void open_tree(const char *text, struct mpuc_options options)
{
	put_dtb("tree.dtb", text);
	open_file(options);
}

/* Where the banks and the heap lie, in units; the heap is the last. */
struct layout {
	unsigned at[BANKS + 1];
};

static unsigned length(unsigned i)
{
	return i == BANKS ? 2 : 1;
}

/* May part i lie at unit, given where the others are? */
static bool is_free(const struct layout *l, unsigned i, unsigned unit)
{
	for (unsigned k = 0; k <= BANKS; k++) {
		if (k != i && unit < l->at[k] + length(k) &&
		    l->at[k] < unit + length(i))
			return false;
	}
	return unit + length(i) <= UNITS;
}

static const char *tree_of(const struct layout *l)
{
	unsigned long long a[BANKS + 1];

	for (unsigned i = 0; i <= BANKS; i++)
		a[i] = RAM + (unsigned long long)l->at[i] * UNIT;
	return text_of("/dts-v1/; / { #address-cells = <2>;"
		"#size-cells = <2>; cpus { #address-cells = <1>;"
		"#size-cells = <0>; cpu@0 { device_type = \"cpu\";"
		"reg = <0>; compatible = \"arm,cortex-r82\"; }; };"
		"memory@20000000 { device_type = \"memory\";"
		"reg = <0 0x%x 0 0x%x>; };" MACHINE_GIC
		"chosen { xen,static-heap = <0 0x%llx 0 0x%x>;"
		"domU1 { compatible = \"xen,domain\"; memory = <0 0x800>;"
		"cpus = <1>; xen,static-mem = <0 0x%llx 0 0x%x 0 0x%llx 0 "
		"0x%x>; }; domU2 { compatible = \"xen,domain\";"
		"memory = <0 0x800>; cpus = <1>; xen,static-mem = "
		"<0 0x%llx 0 0x%x 0 0x%llx 0 0x%x>; }; }; };",
		RAM, UNITS * UNIT, a[4], 2 * UNIT, a[0], UNIT, a[1], UNIT,
		a[2], UNIT, a[3], UNIT);
}

/* Errors that are no budget's. */
static size_t others(void)
{
	const struct sink *sink = &mpuc_whatif_run(edit)->sink;
	size_t n = 0;

	for (size_t i = 0; i < sink->findings.count; i++) {
		const struct finding *f = &sink->findings.items[i];

		n += f->severity == SEV_ERROR &&
		     f->code != CODE_BUDGET_EXCEEDED &&
		     f->code != CODE_BOOT_PEAK_EXCEEDED;
	}
	return n;
}

/* Counted here once more, from the contexts alone. */
static uint64_t over(void)
{
	const struct plan *plan = run_plan(mpuc_whatif_run(edit));
	uint64_t sum = 0, slotless = 0;

	for (uint32_t i = 0; i < plan->context_count; i++) {
		const struct plan_context *c = &plan->contexts[i];

		sum += c->peak > plan->regions ? c->peak - plan->regions : 0;
		for (uint32_t k = 0; k < c->need; k++)
			slotless += c->regions[k].slot == SLOT_NONE;
	}
	return sum > 0 ? sum : slotless;
}

static void apply(const char *line)
{
	enum mpuc_status st = mpuc_whatif_do(edit, line, 0, &result);

	ck_assert_msg(st == MPUC_OK, "%s: %s", line, result.text);
}

/* The least that any position of any one part leaves. */
static uint64_t brute(const struct layout *l, size_t *ret_tried)
{
	uint64_t best = over();
	size_t before = others();

	*ret_tried = 0;
	for (unsigned i = 0; i <= BANKS; i++) {
		for (unsigned unit = 0; unit < UNITS; unit++) {
			char line[80];

			if (unit == l->at[i] || !is_free(l, i, unit))
				continue;
			if (i == BANKS)
				snprintf(line, sizeof(line), "heap 0x%x 2M",
					 RAM + unit * UNIT);
			else
				snprintf(line, sizeof(line),
					 "move bank %s %u 0x%x", owners[i],
					 i % 2, RAM + unit * UNIT);
			apply(line);
			if (others() <= before && over() < best)
				best = over();
			(*ret_tried)++;
			apply("undo");
		}
	}
	return best;
}

static struct layout random_layout(unsigned *seed)
{
	struct layout l;

	for (unsigned i = 0; i <= BANKS; i++)
		l.at[i] = UNITS + 100 * i;	/* nowhere yet */
	for (unsigned i = BANKS + 1; i-- > 0;) {
		unsigned unit;

		do {
			*seed = *seed * 1103515245u + 12345u;
			unit = (*seed >> 16) % UNITS;
		} while (!is_free(&l, i, unit));
		l.at[i] = unit;
	}
	return l;
}

/* What each repair promises is what the session says when it is typed. */
static uint64_t best_move(struct repair_search *s)
{
	uint64_t best = s->start.over;

	for (size_t i = 0; i < s->helps.count; i++) {
		const struct repair *r = &s->helps.items[i];
		char line[160];
		char *at;

		ck_assert_uint_lt(r->score.over, s->start.over);
		if (i > 0)
			ck_assert_uint_ge(r->score.over,
					  r[-1].score.over);
		snprintf(line, sizeof(line), "%s", r->line->text);
		for (char *one = strtok_r(line, ";", &at); one != NULL;
		     one = strtok_r(NULL, ";", &at))
			apply(one);
		ck_assert_uint_eq(over(), r->score.over);
		ck_assert_uint_eq(others(), r->score.others);
		apply(strchr(r->line->text, ';') != NULL ? "undo 2" :
		      "undo");
		if (r->line->kind == SEARCH_MOVE && r->score.over < best)
			best = r->score.over;
	}
	return best;
}

/* The ends of gaps are as good as all positions. */
START_TEST(all_positions)
{
	unsigned seed = (unsigned)_i / 2 + 1, helped = 0, none = 0;

	for (unsigned n = 0; n < 8; n++) {
		struct layout l = random_layout(&seed);
		struct repair_search s;
		size_t tried;
		uint64_t best;

		/* Fewer than anybody has: every region counts. */
		open_tree(tree_of(&l), (struct mpuc_options){
			.regions = 6, .use_optimal = _i % 2 == 0,
		});
		ck_assert_uint_gt(over(), 0);
		best = brute(&l, &tried);
		ck_assert_int_eq(repair_open(edit, 0, &s), MPUC_OK);
		ck_assert_uint_eq(s.start.over, over());
		ck_assert_int_eq(repair_run(&s), MPUC_OK);
		ck_assert_uint_eq(s.untried, 0);
		ck_assert_uint_le(s.tried[SEARCH_MOVE], tried);
		ck_assert_uint_eq(best_move(&s), best);
		helped += best < s.start.over;
		none += best == s.start.over;
		repair_close(&s);
	}
	/* Neither answer is the only one there is. */
	if (_i % 2 == 0)
		ck_assert(helped > 0);
	else
		ck_assert(none > 0);
}
END_TEST

/* The first change of this kind that helps, or NULL. */
static const char *first_of(const struct repair_search *s,
			    enum search_kind kind)
{
	for (size_t i = 0; i < s->helps.count; i++) {
		if (s->helps.items[i].line->kind == kind)
			return s->helps.items[i].line->text;
	}
	return NULL;
}

static struct repair_search search(void)
{
	struct repair_search s;

	ck_assert_int_eq(repair_open(edit, 0, &s), MPUC_OK);
	ck_assert_int_eq(repair_run(&s), MPUC_OK);
	return s;
}

/* RAM in two pieces, a bank of one guest on each side of the hole. */
#define HOLE_TREE(device) "/dts-v1/; / { #address-cells = <2>;" \
	"#size-cells = <2>; cpus { #address-cells = <1>;" \
	"#size-cells = <0>; cpu@0 { device_type = \"cpu\"; reg = <0>;" \
	"compatible = \"arm,cortex-r82\"; }; };" \
	"memory@20000000 { device_type = \"memory\";" \
	"reg = <0 0x20000000 0 0x400000 0 0x20500000 0 0x400000>; };" \
	MACHINE_GIC "serial@" device " { compatible = \"arm,pl011\";" \
	"reg = <0 0x" device " 0 0x1000>; };" \
	"chosen { stdout-path = \"/serial@" device "\";" \
	"xen,static-heap = <0 0x20000000 0 0x100000>;" \
	"domU1 { compatible = \"xen,domain\"; memory = <0 0x800>;" \
	"cpus = <1>; xen,static-mem = <0 0x20300000 0 0x100000 " \
	"0 0x20500000 0 0x100000>; }; }; };"

START_TEST(ram_between)
{
	const struct mpuc_options options = {
		.regions = 6, .use_optimal = true,
	};
	struct repair_search s;

	open_tree(HOLE_TREE("9c090000"), options);
	s = search();
	ck_assert_str_eq(first_of(&s, SEARCH_STATE),
			 "add memory 0x20400000 0x100000");
	repair_close(&s);
	/* What is used is no gap. */
	open_tree(HOLE_TREE("20480000"), options);
	s = search();
	ck_assert_uint_eq(s.tried[SEARCH_STATE], 0);
	repair_close(&s);
}
END_TEST

START_TEST(early_printk)
{
	struct mpuc_options options = { .regions = 6 };
	struct repair_search s;

	open_tree(HOLE_TREE("9c090000"), options);
	s = search();
	ck_assert_ptr_null(first_of(&s, SEARCH_STATE));
	repair_close(&s);
	options.has_early_uart = true;
	options.early_uart_base = 0x9c090000;
	options.early_uart_size = 0x1000;
	open_tree(HOLE_TREE("9c090000"), options);
	s = search();
	ck_assert_str_eq(first_of(&s, SEARCH_STATE), "early-uart off");
	repair_close(&s);
}
END_TEST

/* Nothing is tried for what fits, and the proof is in the report. */
START_TEST(reports)
{
	const struct mpuc_options fits = { .regions = 32 };
	const struct mpuc_options unknown = { .regions = 0 };

	open_tree(HOLE_TREE("9c090000"), fits);
	got_len = 0;
	ck_assert_int_eq(mpuc_write_repairs(edit, MPUC_TEXT, &writer),
			 MPUC_OK);
	ck_assert_ptr_nonnull(strstr(got, "as-is plan: it fits as it is"));
	ck_assert_ptr_null(strstr(got, "tried"));
	open_tree(HOLE_TREE("9c090000"), unknown);
	got_len = 0;
	ck_assert_int_eq(mpuc_write_repairs(edit, MPUC_TEXT, &writer),
			 MPUC_OK);
	ck_assert_ptr_nonnull(strstr(got, "no single move helps: these are "
				     "all there are"));
}
END_TEST

/* A name that no command can say leaves changes that are not tried. */
START_TEST(unspeakable)
{
	const struct mpuc_options options = { .regions = 6 };
	const struct doc *d = doc_of(HOLE_TREE("9c090000"));
	size_t size = (size_t)d->total_size;
	uint8_t *blob = arena_alloc(&arena, size);
	struct repair_search s;
	size_t all;

	memcpy(blob, d->blob, size);
	tmp_put("tree.dtb", blob, size);
	open_file(options);
	s = search();
	ck_assert_uint_eq(s.untried, 0);
	all = s.lines.count;
	repair_close(&s);
	for (size_t i = 0; i + 5 < size; i++) {
		if (memcmp(blob + i, "domU1", 5) == 0)
			blob[i + 3] = ' ';
	}
	tmp_put("tree.dtb", blob, size);
	open_file(options);
	s = search();
	ck_assert_uint_eq(s.lines.count, all);
	ck_assert_uint_gt(s.untried, 0);
	ck_assert_uint_eq(s.untried + s.tried[SEARCH_JOIN] +
			  s.tried[SEARCH_MOVE] + s.tried[SEARCH_STATE] +
			  s.tried[SEARCH_LEAVE], all);
	repair_close(&s);
	got_len = 0;
	ck_assert_int_eq(mpuc_write_repairs(edit, MPUC_TEXT, &writer),
			 MPUC_OK);
	ck_assert_ptr_nonnull(strstr(got, "which could not be tried"));
	ck_assert_ptr_null(strstr(got, "no single move helps"));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("repairs");
	TCase *t = tcase_create("repairs");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, all_positions, 0, 4);
	tcase_add_test(t, ram_between);
	tcase_add_test(t, early_printk);
	tcase_add_test(t, reports);
	tcase_add_test(t, unspeakable);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
