/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every allocation of every part of the public interface fails once: the
 * call says so, and nothing crashes or leaks.
 */
#include "api_fixture.h"

static char whole[sizeof(got)];	/* output when nothing fails */
static size_t whole_len;

static const char *dtb, *layout, *bad_dtb, *target_file, *xen_file;

/* What is under test: a call on a run, which may be finished before. */
typedef enum mpuc_status act_fn(struct mpuc_run *run);

static struct mpuc_options options(void)
{
	return (struct mpuc_options){
		.target = "xen-mpu-v2", .platform = "cortex-r82-16",
		.has_regions = true, .regions = 16,
		.has_fdt_address = true, .fdt_address = 0x1000000,
		.xen = xen_file,
	};
}

static enum mpuc_status run_good(struct mpuc_run *run)
{
	return mpuc_run(run, &dtb, 1);
}

static enum mpuc_status run_bad(struct mpuc_run *run)
{
	return mpuc_run(run, &bad_dtb, 1);
}

static enum mpuc_status check_text(struct mpuc_run *run)
{
	return mpuc_write_check(&run, 1, MPUC_TEXT, &writer);
}

static enum mpuc_status check_json(struct mpuc_run *run)
{
	return mpuc_write_check(&run, 1, MPUC_JSON, &writer);
}

/* What finds no memory for its part is written all the same. */
static enum mpuc_status check_parts(struct mpuc_run *run)
{
	mpuc_prepare_check(run, MPUC_JSON, &writer);
	return check_json(run);
}

static enum mpuc_status plan_text(struct mpuc_run *run)
{
	return mpuc_write_plan(&run, 1, MPUC_TEXT, NULL, &writer);
}

static enum mpuc_status plan_json(struct mpuc_run *run)
{
	return mpuc_write_plan(&run, 1, MPUC_JSON, NULL, &writer);
}

static enum mpuc_status pack(struct mpuc_run *run)
{
	const void *bytes;
	size_t size;

	return mpuc_pack(run, &bytes, &size);
}

static enum mpuc_status open_layout(struct mpuc_run *run)
{
	return mpuc_open_layout(run, layout);
}

static enum mpuc_status inspect_text(struct mpuc_run *run)
{
	return mpuc_write_inspect(run, MPUC_TEXT, &writer);
}

static enum mpuc_status inspect_json(struct mpuc_run *run)
{
	return mpuc_write_inspect(run, MPUC_JSON, &writer);
}

static enum mpuc_status query(struct mpuc_run *run, enum mpuc_format format)
{
	const struct mpuc_query q = {
		.context = "guest/domU1", .addr = 0x40000000, .size = 4,
		.el = 1, .read = true,
	};
	bool allowed = false;
	enum mpuc_status st = mpuc_write_query(run, &q, format, &writer,
					       &allowed);

	ck_assert(st != MPUC_OK || allowed);
	return st;
}

static enum mpuc_status query_text(struct mpuc_run *run)
{
	return query(run, MPUC_TEXT);
}

static enum mpuc_status query_json(struct mpuc_run *run)
{
	return query(run, MPUC_JSON);
}

/* The layout's side stays whole: its run gets no failing arena. */
static enum mpuc_status verify(struct mpuc_run *run)
{
	struct mpuc_run *other = mpuc_new(NULL);
	enum mpuc_status st = mpuc_open_layout(other, layout);
	bool same = false;

	ck_assert_int_eq(st, MPUC_OK);
	st = mpuc_write_verify(other, run, MPUC_JSON, &writer, &same);
	ck_assert(st != MPUC_OK || same);
	mpuc_free(other);
	return st;
}

static enum mpuc_status write_file(struct mpuc_run *run)
{
	return mpuc_write_file(run, "out.bin", "bytes", 5);
}

/* before: what has to be done first, with all the memory it wants. */
static const struct {
	act_fn *before, *act;
} acts[] = {
	{ NULL, run_good },
	{ NULL, run_bad },
	{ NULL, open_layout },
	{ run_good, check_text }, { run_good, check_json },
	{ run_bad, check_text }, { run_bad, check_json },
	{ run_good, check_parts }, { run_bad, check_parts },
	{ run_good, plan_text }, { run_good, plan_json },
	{ run_good, pack }, { run_good, write_file },
	{ run_good, query_text }, { run_good, query_json },
	{ run_good, verify },
	{ open_layout, inspect_text }, { open_layout, inspect_json },
	{ open_layout, query_text }, { open_layout, query_json },
};

/* All that a finished run has to say. */
static void show(struct mpuc_run *run)
{
	if (run->system == NULL)
		return;
	ck_assert_int_eq(check_json(run), MPUC_OK);
	ck_assert_int_eq(plan_json(run), MPUC_OK);
}

/*
 * Fail allocation k; false when there are not that many.  Whoever gets over
 * the failure must have lost nothing: what it prints, and what the run prints
 * later, is what it prints with all the memory it wants (k = 0).  The
 * verifier's scratch memory counts by itself.
 */
static bool try(const struct mpuc_options *opts, act_fn *before, act_fn *act,
		uint64_t k)
{
	struct mpuc_run *run = mpuc_new(opts);
	enum mpuc_status st;
	bool reached;

	ck_assert_ptr_nonnull(run);
	if (before != NULL)
		ck_assert_int_eq(before(run), MPUC_OK);
	got_len = 0;
	run->arena.fail_in = k;
	st = act(run);
	reached = k != 0 && run->arena.fail_in == 0;
	run->arena.fail_in = 0;
	if (st == MPUC_OK) {
		show(run);
		if (k == 0) {
			memcpy(whole, got, got_len);
			whole_len = got_len;
		}
		ck_assert_msg(got_len == whole_len &&
			      memcmp(got, whole, got_len) == 0,
			      "allocation %llu got lost",
			      (unsigned long long)k);
	}
	ck_assert_msg(st == MPUC_OK || (k != 0 && st == MPUC_E_NOMEM),
		      "allocation %llu: status %d, %s",
		      (unsigned long long)k, (int)st, mpuc_error(run));
	mpuc_free(run);
	return k == 0 || reached || st != MPUC_OK;
}

static void prepare(void)
{
	struct mpuc_options opts;
	struct mpuc_run *run;
	const void *bytes;
	size_t size;

	tmp_enter();
	tree_setup();
	xen_file = "xen.sym";
	put_symbols(xen_file);
	dtb = "good.dtb";
	put_dtb(dtb, text_of(GOOD_TREE("0x20000000")));
	bad_dtb = "bad.dtb";
	put_dtb(bad_dtb, text_of(GOOD_TREE("0x20000800")));
	opts = options();
	run = mpuc_new(&opts);
	ck_assert_int_eq(mpuc_run(run, &dtb, 1), MPUC_OK);
	ck_assert_int_eq(mpuc_pack(run, &bytes, &size), MPUC_OK);
	layout = "good.bin";
	tmp_put(layout, bytes, size);
	mpuc_free(run);
}

static void clean(void)
{
	tree_teardown();
	tmp_leave();
}

START_TEST(every_allocation)
{
	const struct mpuc_options opts = options();
	uint64_t k = 0;

	while (try(&opts, acts[_i].before, acts[_i].act, k))
		k++;
	/* Printing a layout takes no memory, everything else does. */
	ck_assert(k > 1 || acts[_i].before == open_layout);
}
END_TEST

/* The other ways in: source, overlay, partial tree, profile from a file. */
enum { SOURCE, OVERLAY, MODULE, TARGET_FILE, WAYS };

static enum mpuc_status run_way(struct mpuc_run *run, int way)
{
	static const char *const source[] = { "tree.dts" };
	static const char *const overlay[] = { "good.dtb", "over.dtbo" };

	return way == SOURCE ? mpuc_run(run, source, 1) :
	       mpuc_run(run, way == OVERLAY ? overlay : &dtb,
			way == OVERLAY ? 2 : 1);
}

static enum mpuc_status way_source(struct mpuc_run *run)
{
	return run_way(run, SOURCE);
}

static enum mpuc_status way_overlay(struct mpuc_run *run)
{
	return run_way(run, OVERLAY);
}

static act_fn *const ways[WAYS] = {
	[SOURCE] = way_source, [OVERLAY] = way_overlay,
	[MODULE] = run_good, [TARGET_FILE] = run_good,
};

START_TEST(other_ways)
{
	static const struct mpuc_module_file module = {
		"/chosen/domU1/dtb", "part.dtb",
	};
	struct mpuc_options opts = options();
	uint64_t k = 0;

	tmp_text("tree.dts", text_of(GOOD_TREE("0x20000000")));
	put_dtb("over.dtbo", "/dts-v1/; /plugin/; / { fragment@0 {"
		"target-path = \"/chosen/domU1\"; __overlay__ {"
		"vpl011; }; }; };");
	put_dtb("part.dtb", PART_TREE);
	if (_i == MODULE) {
		opts.modules = &module;
		opts.module_count = 1;
	}
	if (_i == TARGET_FILE) {
		opts.target = target_file = "./target.yaml";
		got_len = 0;
		ck_assert_int_eq(mpuc_write_profiles("xen-mpu-v2", MPUC_TEXT,
						     &writer), MPUC_OK);
		tmp_put(target_file, got, got_len);
	}
	while (try(&opts, NULL, ways[_i], k))
		k++;
	ck_assert_uint_gt(k, 1);
}
END_TEST

/* A cap that is far too small, and one that is just enough. */
START_TEST(memory_cap)
{
	struct mpuc_options opts = options();
	size_t enough = 0;

	for (size_t cap = 1; enough == 0; cap *= 2) {
		struct mpuc_run *run;
		enum mpuc_status st;

		ck_assert_uint_lt(cap, (size_t)1 << 30);
		opts.memory_cap = cap;
		run = mpuc_new(&opts);
		if (run == NULL)
			continue;
		st = mpuc_run(run, &dtb, 1);
		if (st == MPUC_OK)
			enough = cap;
		else
			ck_assert_int_eq(st, MPUC_E_NOMEM);
		ck_assert_msg(st == MPUC_OK || strstr(mpuc_error(run),
			      "out of memory") != NULL, "%s",
			      mpuc_error(run));
		mpuc_free(run);
	}
	ck_assert_uint_gt(enough, 65536);
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(every_allocation, acts);
	tcase_add_loop_test(tc, other_ways, 0, WAYS);
	tcase_add_test(tc, memory_cap);
}

int main(void)
{
	return run_tests_with("api_memory", prepare, clean, add_tests);
}
