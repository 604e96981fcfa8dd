/* SPDX-License-Identifier: BSD-2-Clause */
/* The public interface from end to end, as a program would use it. */
#include "api_fixture.h"

static struct mpuc_options options;

static void setup(void)
{
	tmp_enter();
	tree_setup();
	put_symbols("xen.sym");
	tmp_text("good.dts", GOOD_TREE("0x20000000"));
	tmp_text("bad.dts", GOOD_TREE("0x20000800"));
	put_dtb("good.dtb", GOOD_TREE("0x20000000"));
	put_dtb("part.dtb", PART_TREE);
	put_dtb("over.dtbo", "/dts-v1/; /plugin/; / { fragment@0 {"
		"target-path = \"/chosen/domU1\"; __overlay__ {"
		"memory = <0 0x4000>; xen,static-mem = <0 0x40000000 0 "
		"0x1000000>; }; }; };");
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

/* A run that is released at the end of the process, not of the test. */
static struct mpuc_run *run_of(const char *file)
{
	struct mpuc_run *run = mpuc_new(&options);

	ck_assert_ptr_nonnull(run);
	ck_assert_msg(mpuc_run(run, &file, 1) == MPUC_OK, "%s: %s", file,
		      mpuc_error(run));
	return run;
}

static void has(const char *part)
{
	ck_assert_msg(strstr(got, part) != NULL, "no '%s' in:\n%s", part,
		      got);
}

static void check_as(struct mpuc_run *run, enum mpuc_format format)
{
	got_len = 0;
	ck_assert_int_eq(mpuc_write_check(&run, 1, format, &writer), MPUC_OK);
}

static void pack_to(struct mpuc_run *run, const char *file)
{
	const void *bytes = NULL;
	size_t size = 0;

	ck_assert_msg(mpuc_pack(run, &bytes, &size) == MPUC_OK, "%s",
		      mpuc_error(run));
	ck_assert_int_eq(mpuc_write_file(run, file, bytes, size), MPUC_OK);
}

/* --------------------------------------------------- the whole way */

START_TEST(good_way)
{
	struct mpuc_run *run = run_of("good.dts"), *opened;
	bool same = false;

	ck_assert(!mpuc_failed(run));
	ck_assert_str_eq(mpuc_error(run), "");
	check_as(run, MPUC_JSON);
	has("\"schema\": \"mpuc-report-1\"");
	has("\"verdict\": \"pass\"");
	got_len = 0;
	ck_assert_int_eq(mpuc_write_plan(&run, 1, MPUC_JSON, NULL, &writer),
			 MPUC_OK);
	has("\"schema\": \"mpuc-plan-1\"");
	has("\"guest/domU2\"");
	pack_to(run, "good.bin");
	ck_assert(mpuc_is_layout("good.bin"));
	ck_assert(!mpuc_is_layout("good.dtb"));
	opened = mpuc_new(NULL);
	ck_assert_int_eq(mpuc_open_layout(opened, "good.bin"), MPUC_OK);
	got_len = 0;
	ck_assert_int_eq(mpuc_write_inspect(opened, MPUC_TEXT, &writer),
			 MPUC_OK);
	has("guest/domU1");
	ck_assert_int_eq(mpuc_write_verify(opened, run, MPUC_TEXT, &writer,
					   &same), MPUC_OK);
	ck_assert(same);
	mpuc_free(opened);
	mpuc_free(run);
}
END_TEST

START_TEST(bad_way)
{
	struct mpuc_run *run = run_of("bad.dts");
	const void *bytes;
	size_t size;

	ck_assert(mpuc_failed(run));
	check_as(run, MPUC_TEXT);
	has("bad.dts:");
	has("0x20000800");
	ck_assert_int_eq(mpuc_pack(run, &bytes, &size), MPUC_E_INFEASIBLE);
	ck_assert_str_ne(mpuc_error(run), "");
	/* The plan is made all the same. */
	got_len = 0;
	ck_assert_int_eq(mpuc_write_plan(&run, 1, MPUC_TEXT, "guest/domU2",
					 &writer), MPUC_OK);
	has("domU2.ram");
	mpuc_free(run);
}
END_TEST

/* A layout of another tree differs; so does one for another machine. */
START_TEST(verify_differs)
{
	static const char *const files[] = { "good.dts", "over.dtbo" };
	struct mpuc_run *run = run_of("good.dts"), *opened, *other;
	bool same = true;

	pack_to(run, "good.bin");
	mpuc_free(run);
	opened = mpuc_new(NULL);
	ck_assert_int_eq(mpuc_open_layout(opened, "good.bin"), MPUC_OK);
	if (_i == 1)
		options.regions = 17;
	other = mpuc_new(&options);
	ck_assert_int_eq(mpuc_run(other, files, _i == 0 ? 2 : 1), MPUC_OK);
	ck_assert(!mpuc_failed(other));
	got_len = 0;
	ck_assert_int_eq(mpuc_write_verify(opened, other, MPUC_TEXT, &writer,
					   &same), MPUC_OK);
	ck_assert(!same);
	has(_i == 0 ? "SHA-256" : "regions of the machine");
	mpuc_free(other);
	mpuc_free(opened);
}
END_TEST

/* domU1: 40000000+2000000, domU2: 20000000+2000000. */
static const struct {
	const char *context;
	uint64_t addr, size;
	unsigned el;
	const char *rights;
	bool allowed;
} queries[] = {
	{ "guest/domU1", 0x40000000, 4, 1, "rwx", true },
	{ "guest/domU1", 0x41fffffc, 4, 0, "r", true },
	{ "guest/domU1", 0x41fffffc, 5, 1, "r", false },
	{ "guest/domU1", 0x42000000, 1, 1, "r", false },
	{ "guest/domU1", 0x3fffffff, 1, 1, "r", false },
	{ "guest/domU1", 0x20000000, 4, 1, "r", false },
	{ "guest/domU1", 0x20000000, 4, 2, "r", false },
	{ "guest/domU2", 0x20000000, 0, 1, "r", true },
	{ "idle", 0x20000000, 4, 2, "rw", true },
	{ "idle", 0x20000000, 4, 2, "x", false },
	{ "idle", 0x20000000, 4, 1, "r", false },
	{ "idle", 0x200000, 4, 2, "rx", true },
	{ "idle", 0x200000, 4, 2, "w", false },
	{ "guest/domU1", 0x9c090000, 4, 1, "r", false },
	{ "guest/domU1", 0x9c090000, 4, 2, "rw", true },
};

START_TEST(query_both)
{
	const struct mpuc_query q = {
		.context = queries[_i].context, .addr = queries[_i].addr,
		.size = queries[_i].size, .el = queries[_i].el,
		.read = strchr(queries[_i].rights, 'r') != NULL,
		.write = strchr(queries[_i].rights, 'w') != NULL,
		.exec = strchr(queries[_i].rights, 'x') != NULL,
	};
	struct mpuc_run *run = run_of("good.dtb"), *opened = mpuc_new(NULL);
	bool from_tree = false, from_layout = false;

	pack_to(run, "good.bin");
	ck_assert_int_eq(mpuc_open_layout(opened, "good.bin"), MPUC_OK);
	ck_assert_int_eq(mpuc_write_query(run, &q, MPUC_TEXT, &writer,
					  &from_tree), MPUC_OK);
	ck_assert_int_eq(mpuc_write_query(opened, &q, MPUC_TEXT, &writer,
					  &from_layout), MPUC_OK);
	ck_assert_int_eq(from_tree, queries[_i].allowed);
	ck_assert_int_eq(from_layout, queries[_i].allowed);
	mpuc_free(opened);
	mpuc_free(run);
}
END_TEST

/* ----------------------------------------------------- what fails */

static const struct {
	const char *target, *platform, *xen, *file;
	enum mpuc_status status;
	const char *text;
} errors[] = {
	{ "xen-5", NULL, NULL, "good.dtb", MPUC_E_USAGE, "no target 'xen-5'" },
	{ NULL, "r53", NULL, "good.dtb", MPUC_E_USAGE, "no platform 'r53'" },
	{ "./none.yaml", NULL, NULL, "good.dtb", MPUC_E_IO, "none.yaml" },
	{ NULL, "none.yaml", NULL, "good.dtb", MPUC_E_IO, "none.yaml" },
	{ NULL, NULL, "none.sym", "good.dtb", MPUC_E_IO, "none.sym" },
	{ NULL, NULL, "short.sym", "good.dtb", MPUC_E_SYNTAX, "short.sym" },
	{ NULL, NULL, NULL, "none.dts", MPUC_E_IO, "none.dts" },
	{ NULL, NULL, NULL, "empty.dtb", MPUC_E_SYNTAX, "empty.dtb" },
	{ NULL, NULL, NULL, "broken.dts", MPUC_E_SYNTAX, "broken.dts:2" },
	{ "bad.yaml", NULL, NULL, "good.dtb", MPUC_E_SYNTAX, "bad.yaml" },
};

START_TEST(fails)
{
	struct mpuc_run *run;

	tmp_text("empty.dtb", "");
	tmp_text("broken.dts", "/dts-v1/;\n/ { a = ; };\n");
	tmp_text("short.sym", "0000000000200000 T _start\n");
	tmp_text("bad.yaml", "mpuc-profile: platform\nversion: 1\n");
	options.target = errors[_i].target;
	options.platform = errors[_i].platform;
	options.xen = errors[_i].xen;
	run = mpuc_new(&options);
	ck_assert_int_eq(mpuc_run(run, &errors[_i].file, 1),
			 errors[_i].status);
	ck_assert_msg(strstr(mpuc_error(run), errors[_i].text) != NULL,
		      "%s", mpuc_error(run));
	mpuc_free(run);
}
END_TEST

/* Layouts that are none, or no longer. */
static const struct {
	const char *file;
	enum mpuc_status status;
} layouts[] = {
	{ "none.bin", MPUC_E_IO }, { "good.dtb", MPUC_E_SYNTAX },
	{ "cut.bin", MPUC_E_SYNTAX }, { "flipped.bin", MPUC_E_SYNTAX },
};

START_TEST(bad_layouts)
{
	struct mpuc_run *run = run_of("good.dtb");
	const void *bytes;
	size_t size;
	char *copy;

	ck_assert_int_eq(mpuc_pack(run, &bytes, &size), MPUC_OK);
	tmp_put("cut.bin", bytes, size - 1);
	copy = arena_alloc(&arena, size);
	ck_assert_ptr_nonnull(copy);
	memcpy(copy, bytes, size);
	copy[size / 2] ^= 1;
	tmp_put("flipped.bin", copy, size);
	mpuc_free(run);
	run = mpuc_new(NULL);
	ck_assert_int_eq(mpuc_open_layout(run, layouts[_i].file),
			 layouts[_i].status);
	ck_assert_msg(strstr(mpuc_error(run), layouts[_i].file) != NULL,
		      "%s", mpuc_error(run));
	mpuc_free(run);
}
END_TEST

START_TEST(usage)
{
	static const struct mpuc_module_file module = {
		"/chosen/domU1/kernal", "part.dtb",
	};
	const struct mpuc_query q = { .context = "guest/domU3" };
	struct mpuc_run *run = run_of("good.dtb");
	const char *file = "good.dtb";
	bool allowed;

	ck_assert_int_eq(mpuc_write_plan(&run, 1, MPUC_TEXT, "guest/domU3",
					 &writer), MPUC_E_USAGE);
	ck_assert_ptr_nonnull(strstr(mpuc_error(run), "guest/domU3"));
	ck_assert_int_eq(mpuc_write_query(run, &q, MPUC_TEXT, &writer,
					  &allowed), MPUC_E_USAGE);
	mpuc_free(run);
	options.modules = &module;
	options.module_count = 1;
	run = mpuc_new(&options);
	ck_assert_int_eq(mpuc_run(run, &file, 1), MPUC_E_USAGE);
	ck_assert_ptr_nonnull(strstr(mpuc_error(run), "kernal"));
	mpuc_free(run);
}
END_TEST

static enum mpuc_status refuse(void *arg, const void *data, size_t len)
{
	(void)arg;
	(void)data;
	(void)len;
	return MPUC_E_IO;
}

START_TEST(full_disk)
{
	const struct mpuc_writer w = { .write = refuse };
	struct mpuc_run *run = run_of("good.dtb");

	for (int format = MPUC_TEXT; format <= MPUC_JSON; format++) {
		enum mpuc_format f = (enum mpuc_format)format;

		ck_assert_int_eq(mpuc_write_check(&run, 1, f, &w), MPUC_E_IO);
		ck_assert_int_eq(mpuc_write_plan(&run, 1, f, NULL, &w),
				 MPUC_E_IO);
	}
	ck_assert_int_eq(mpuc_write_file(run, "no/such/dir", "x", 1),
			 MPUC_E_IO);
	ck_assert_str_ne(mpuc_error(run), "");
	mpuc_free(run);
}
END_TEST

/* { fail_on, given, good fails, bad fails }: R82's count is a warning. */
static const struct {
	enum mpuc_severity fail_on;
	bool given, warned, bad;
} thresholds[] = {
	{ MPUC_NOTE, false, false, true }, { MPUC_ERROR, true, false, true },
	{ MPUC_WARNING, true, true, true }, { MPUC_NOTE, true, true, true },
	{ MPUC_NEVER, true, false, false },
};

START_TEST(fail_on)
{
	struct mpuc_run *run;

	options.fail_on = thresholds[_i].fail_on;
	options.fail_on_given = thresholds[_i].given;
	run = run_of("bad.dts");
	ck_assert_int_eq(mpuc_failed(run), thresholds[_i].bad);
	mpuc_free(run);
	options.has_regions = false;
	run = run_of("good.dts");
	ck_assert_int_eq(mpuc_failed(run), thresholds[_i].warned);
	mpuc_free(run);
}
END_TEST

/* What could not be checked: a note, an error under strict. */
START_TEST(strict)
{
	struct mpuc_run *run;

	options.xen = NULL;
	options.strict = _i != 0;
	run = run_of("good.dtb");
	ck_assert_int_eq(mpuc_failed(run), _i != 0);
	check_as(run, MPUC_TEXT);
	has("--xen FILE");
	mpuc_free(run);
}
END_TEST

/* A run that failed has a report in every form, also for want of memory. */
static const struct {
	const char *file;
	size_t cap;
	enum mpuc_status status;
	const char *says;
} ends[] = {
	{ "none.dtb", 0, MPUC_E_IO, "No such file or directory" },
	{ "good.dtb", 1 << 16, MPUC_E_NOMEM, "out of memory" },
};

START_TEST(failed_runs_are_reported)
{
	static const enum mpuc_format formats[] = {
		MPUC_TEXT, MPUC_JSON, MPUC_SARIF, MPUC_JUNIT, MPUC_GITHUB,
		MPUC_GITLAB,
	};
	struct mpuc_run *run;

	options.memory_cap = ends[_i].cap;
	run = mpuc_new(&options);
	ck_assert_ptr_nonnull(run);
	ck_assert_int_eq(mpuc_run(run, &ends[_i].file, 1), ends[_i].status);
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++) {
		got_len = 0;
		ck_assert_int_eq(mpuc_write_check(&run, 1, formats[i],
						  &writer), MPUC_OK);
		ck_assert_ptr_nonnull(strstr(got, ends[_i].says));
		ck_assert_ptr_nonnull(strstr(got, ends[_i].file));
	}
	mpuc_free(run);
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(failed_runs_are_reported, ends);
	tcase_add_test(tc, good_way);
	tcase_add_test(tc, bad_way);
	tcase_add_loop_test(tc, verify_differs, 0, 2);
	LOOP(query_both, queries);
	LOOP(fails, errors);
	LOOP(bad_layouts, layouts);
	tcase_add_test(tc, usage);
	tcase_add_test(tc, full_disk);
	LOOP(fail_on, thresholds);
	tcase_add_loop_test(tc, strict, 0, 2);
}

int main(void)
{
	return run_tests_with("api", setup, teardown, add_tests);
}
