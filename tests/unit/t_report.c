/* SPDX-License-Identifier: BSD-2-Clause */
#include "report_fixture.h"

/* ---------------------------------------------------------- excerpts */

struct excerpt_case {
	const char *text;
	struct srcpos pos;
	const char *want;	/* the two lines, "" for none */
};

static const struct excerpt_case excerpt_cases[] = {
	{ "one\ntwo x\n", { "a.dts", 2, 1, 2, 4 },
	  "    2 | two x\n      | ^~~\n" },
	{ "one\n\tb = <1>;\n", { "a.dts", 2, 2, 2, 3 },
	  "    2 | \tb = <1>;\n      | \t^\n" },
	/* The span goes on in the next line: to the end of this one. */
	{ "one\nb = <1\n 2>;\n", { "a.dts", 2, 1, 3, 4 },
	  "    2 | b = <1\n      | ^~~~~~\n" },
	/* A tab inside the span is a mark, the first line works, too. */
	{ "a\tb", { "a.dts", 1, 1, 1, 4 }, "    1 | a\tb\n      | ^~~\n" },
	{ "\xc3\xa4 x", { "a.dts", 1, 4, 1, 5 },
	  "    1 | \xc3\xa4 x\n      |   ^\n" },
	{ "a\x1b[2Jb", { "a.dts", 1, 6, 1, 7 },
	  "    1 | a\\x1b[2Jb\n      |         ^\n" },
	{ "crlf\r\n", { "a.dts", 1, 1, 1, 9 },
	  "    1 | crlf\n      | ^~~~\n" },
	/* One past the end still has a place, more does not move it. */
	{ "ab\n", { "a.dts", 1, 3, 1, 4 }, "    1 | ab\n      |   ^\n" },
	{ "ab\n", { "a.dts", 1, 900, 1, 901 }, "    1 | ab\n      |   ^\n" },
	{ "ab\n", { "a.dts", 1, 0, 0, 0 }, "    1 | ab\n      | ^\n" },
	{ "ab\n", { "a.dts", 2, 1, 2, 2 }, "" },
	{ "ab\n", { "a.dts", 0, 1, 0, 2 }, "" },
	{ "", { "a.dts", 1, 1, 1, 2 }, "" },
	{ "ab\n", { "b.dts", 1, 1, 1, 2 }, "" },
	{ NULL, { "a.dts", 1, 1, 1, 2 }, "" },
};

START_TEST(excerpt)
{
	const struct excerpt_case *c = &excerpt_cases[_i];
	const char *text, *after;
	struct finding *f = add("m");

	source_bytes = c->text;
	f->at.pos = c->pos;
	text = check_text();
	after = strstr(text, "[MPU");
	ck_assert_ptr_nonnull(after);
	after = strchr(after, '\n') + 1;
	if (*c->want == '\0')
		ck_assert_int_eq(*after, '\n');
	ck_assert_msg(strncmp(after, c->want, strlen(c->want)) == 0,
		      "want\n%sgot\n%s", c->want, after);
}
END_TEST

START_TEST(excerpt_of_long_line)
{
	char line[4096];
	struct finding *f = add("m");

	memset(line, 'x', sizeof(line));
	line[2000] = 'Y';
	line[sizeof(line) - 1] = '\0';
	source_bytes = line;
	f->at.pos = (struct srcpos){ "a.dts", 1, 2001, 1, 4000 };
	has(check_text(), "xY");
	ck_assert_uint_lt(strlen(got), 1200);
}
END_TEST

/* Findings go forward and back through a file. */
START_TEST(excerpt_order)
{
	static const uint32_t lines[] = { 3, 1, 2, 2 };

	source_bytes = "one\ntwo\nthree\n";
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		add("m")->at.pos = (struct srcpos){ "a.dts", lines[i], 1,
						    lines[i], 2 };
	has(check_text(), "    3 | three\n");
	has(got, "    1 | one\n");
	has(strstr(got, "    2 | two\n") + 1, "    2 | two\n");
}
END_TEST

/* -------------------------------------------------------------- text */

START_TEST(text_of_source)
{
	struct finding *f = add("bank 0 is \x1b[31m outside");
	struct related *r = finding_related(&a_sink, f);

	f->spans[0] = (struct span){ 0x70000000, 64 << 20 };
	f->span_count = 1;
	f->effect = "xen stops";
	f->help = "move it";
	r->message = "the section";
	r->at.pos = (struct srcpos){ "b.dts", 7, 1, 7, 3 };
	r->spans[0] = (struct span){ 0x40000000, 0x1234 };
	r->span_count = 1;
	has(check_text(), "a.dts:2:2: error: bank 0 is \\x1b[31m outside "
	    "[MPU0117]\n"
	    "    range: [0x70000000, 0x74000000), 64 MiB\n"
	    "    xen: xen stops\n"
	    "    help: move it\n"
	    "b.dts:7:1: note: the section\n"
	    "    range: [0x40000000, 0x40001234), 4660 bytes\n");
	has(got, "1 error, 0 warnings, 0 notes; 0 checks skipped\n"
	    "verdict: pass\n");
	lacks(got, "\x1b");
}
END_TEST

/* Two ranges overlap: each is shown once, at its own place. */
START_TEST(text_of_overlap)
{
	struct finding *f = add("m");
	struct related *r = finding_related(&a_sink, f);

	f->spans[0] = (struct span){ 0x1000, 0x1000 };
	f->spans[1] = (struct span){ 0x1800, (size_t)_i * 0x1000 };
	f->span_count = 2;
	r->message = "other";
	r->at.pos = (struct srcpos){ "b.dts", 7, 1, 7, 3 };
	r->spans[0] = (struct span){ 0x1800, 0x1000 };
	r->span_count = 1;
	has(check_text(), _i == 1 ?
	    "    range: [0x1000, 0x2000), 4 KiB\n"
	    "b.dts:7:1: note: other\n"
	    "    range: [0x1800, 0x2800), 4 KiB\n" :
	    "    range: [0x1000, 0x2000), 4 KiB\n"
	    "    range: [0x1800, 0x3800), 8 KiB\n"
	    "b.dts:7:1: note: other\n");
}
END_TEST

struct place_case {
	struct place at;
	const char *want;
};

static const struct place_case place_cases[] = {
	{ { .input = "h.dtb", .node = "/chosen/domU1",
	    .property = "xen,static-mem", .offset = 0x1c8,
	    .has_offset = true },
	  "h.dtb: /chosen/domU1: xen,static-mem (offset 0x1c8): error: m [" },
	{ { .input = "h.dtb", .node = "/chosen" },
	  "h.dtb: /chosen: error: m [" },
	{ { .input = "h.dtb", .node = "/chosen", .offset = 0x274,
	    .has_offset = true },
	  "h.dtb: /chosen (offset 0x274): error: m [" },
	{ { .input = "h.dtb" }, "h.dtb: error: m [" },
	{ { .input = NULL }, "error: m [" },
	{ { .input = "h.dts", .node = "/x", .pos = { "i.dtsi", 9, 8, 9, 9 } },
	  "i.dtsi:9:8: error: m [" },
	{ { .input = "a\nb.dtb" }, "a\\x0ab.dtb: error: m [" },
};

START_TEST(text_place)
{
	add("m")->at = place_cases[_i].at;
	check_text();
	ck_assert_msg(strncmp(got, place_cases[_i].want,
			      strlen(place_cases[_i].want)) == 0,
		      "want %s, got %s", place_cases[_i].want, got);
}
END_TEST

struct size_case {
	struct span span;
	const char *want;
};

static const struct size_case size_cases[] = {
	{ { 0, 0 }, "[0x0, 0x0), empty\n" },
	{ { 0, 1 }, "[0x0, 0x1), 1 byte\n" },
	{ { 0, 1023 }, "[0x0, 0x3ff), 1023 bytes\n" },
	{ { 0, 1024 }, "[0x0, 0x400), 1 KiB\n" },
	{ { 0, 1025 }, "[0x0, 0x401), 1025 bytes\n" },
	{ { 0, 3 << 20 }, "[0x0, 0x300000), 3 MiB\n" },
	{ { 0, UINT64_C(5) << 30 }, "[0x0, 0x140000000), 5 GiB\n" },
	{ { 1, UINT64_MAX - 1 }, "[0x1, 0xffffffffffffffff), " },
	{ { 1, UINT64_MAX }, "[0x1, past 2^64), " },
};

START_TEST(text_size)
{
	struct finding *f = add("m");

	f->spans[0] = size_cases[_i].span;
	f->span_count = 1;
	has(check_text(), size_cases[_i].want);
}
END_TEST

static size_t shown(const char *text)
{
	size_t n = 0;

	while ((text = strstr(text, "[MPU0117]\n")) != NULL) {
		n++;
		text++;
	}
	return n;
}

START_TEST(text_repeats)
{
	for (int i = 0; i < 20; i++)
		add("m");
	ck_assert_uint_eq(shown(check_text()), 20);
	lacks(got, "not shown");
}
END_TEST

START_TEST(text_repeats_capped)
{
	for (int i = 0; i < 21; i++)
		add("m");
	sink_new(&a_sink, CODE_NOT_CHECKED)->message = "other";
	ck_assert_uint_eq(shown(check_text()), 20);
	has(got, "1 more of static-mem-outside-section [MPU0117] not shown");
	has(got, "note: other [MPU0104]\n");
	has(got, "21 errors, 0 warnings, 1 note;");
}
END_TEST

START_TEST(text_color)
{
	add("m");
	out.color = true;
	has(check_text(), "\x1b[1;31merror:\x1b[0m m");
}
END_TEST

START_TEST(text_without_plan)
{
	struct report_view v = view();

	v.plan = NULL;
	v.failed = true;
	a_system.regions_known = false;
	ck_assert_int_eq(report_check(&v, 1, REPORT_TEXT, &out), MPUC_OK);
	ck_assert_int_eq(report_plan(&v, 1, REPORT_TEXT, NULL, &out),
			 MPUC_OK);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	has(got, "regions   unknown: give --platform or --regions\n");
	has(got, "verdict: fail\n");
	has(got, "no plan: ");
}
END_TEST

/* -------------------------------------------------------------- json */

static const char *const report_keys[] = {
	"schema", "tool", "target", "platform", "regions", "findings",
	"budgets", "verdict", "summary", "derived",
};

START_TEST(json_keys)
{
	json_t *root = check_json();

	ck_assert_ptr_nonnull(json_object_get(root, report_keys[_i]));
	ck_assert_str_eq(text_of(root, "schema"), "mpuc-report-1");
	ck_assert_str_eq(text_of(root, "target"), "xen-test");
	ck_assert_str_eq(text_of(root, "verdict"), "pass");
	ck_assert(json_is_null(json_object_get(root, "platform")));
	ck_assert_int_eq(json_integer_value(json_object_get(root, "regions")),
			 16);
	json_decref(root);
}
END_TEST

static const char *const finding_keys[] = {
	"code", "id", "severity", "basis", "message", "help", "effect",
	"node", "property", "location", "offset", "ranges", "related",
};

START_TEST(json_finding_keys)
{
	json_t *root, *f;

	add("m");
	root = check_json();
	f = json_array_get(json_object_get(root, "findings"), 0);
	ck_assert_ptr_nonnull(json_object_get(f, finding_keys[_i]));
	ck_assert_str_eq(text_of(f, "code"), "MPU0117");
	ck_assert_str_eq(text_of(f, "id"), "static-mem-outside-section");
	ck_assert_str_eq(text_of(f, "severity"), "error");
	json_decref(root);
}
END_TEST

START_TEST(json_location)
{
	json_t *root, *l;

	add("m");
	root = check_json();
	l = json_object_get(json_array_get(json_object_get(root, "findings"),
					   0), "location");
	ck_assert_str_eq(text_of(l, "file"), "a.dts");
	ck_assert_int_eq(json_integer_value(json_object_get(l, "line")), 2);
	ck_assert_int_eq(json_integer_value(json_object_get(l, "column")), 2);
	ck_assert_int_eq(json_integer_value(json_object_get(l, "endLine")),
			 2);
	ck_assert_int_eq(json_integer_value(json_object_get(l, "endColumn")),
			 5);
	json_decref(root);
}
END_TEST

START_TEST(json_blob_place)
{
	json_t *root, *f;

	add("m")->at = (struct place){ .input = "h.dtb", .node = "/x",
				       .offset = 0x1c8, .has_offset = true };
	root = check_json();
	f = json_array_get(json_object_get(root, "findings"), 0);
	ck_assert(json_is_null(json_object_get(f, "location")));
	ck_assert_str_eq(text_of(f, "offset"), "0x1c8");
	ck_assert_str_eq(text_of(f, "node"), "/x");
	json_decref(root);
}
END_TEST

struct end_case {
	struct span span;
	const char *base, *end;
};

static const struct end_case end_cases[] = {
	{ { 0, 0 }, "0x0", "0x0" },
	{ { 0x40000000, 0x1000 }, "0x40000000", "0x40001000" },
	{ { UINT64_MAX - 1, 1 }, "0xfffffffffffffffe", "0xffffffffffffffff" },
	{ { UINT64_MAX, 1 }, "0xffffffffffffffff", NULL },
	{ { 1, UINT64_MAX }, "0x1", NULL },
};

START_TEST(json_range)
{
	struct finding *f = add("m");
	json_t *root, *range;

	f->spans[0] = end_cases[_i].span;
	f->span_count = 1;
	root = check_json();
	range = json_array_get(json_object_get(json_array_get(json_object_get(
		root, "findings"), 0), "ranges"), 0);
	ck_assert_str_eq(text_of(range, "base"), end_cases[_i].base);
	if (end_cases[_i].end != NULL)
		ck_assert_str_eq(text_of(range, "end"), end_cases[_i].end);
	else
		ck_assert(json_is_null(json_object_get(range, "end")));
	json_decref(root);
}
END_TEST

struct bytes_case {
	const char *in, *want;
};

static const struct bytes_case bytes_cases[] = {
	{ "plain", "plain" },
	{ "\xc3\xa4", "\xc3\xa4" },
	{ "a\xff" "b", "a\\xffb" },
	{ "cut \xe2\x82", "cut \\xe2\\x82" },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
	{ "quote \" and \n", "quote \" and \n" },
	{ "", "" },
};

START_TEST(json_bytes)
{
	json_t *root, *f;

	add(bytes_cases[_i].in);
	root = check_json();
	f = json_array_get(json_object_get(root, "findings"), 0);
	ck_assert_str_eq(text_of(f, "message"), bytes_cases[_i].want);
	json_decref(root);
}
END_TEST

START_TEST(json_complete)
{
	json_t *root;

	for (int i = 0; i < 100; i++)
		add("m");
	root = check_json();
	ck_assert_uint_eq(json_array_size(json_object_get(root, "findings")),
			  100);
	json_decref(root);
}
END_TEST

START_TEST(json_of_two)
{
	struct report_view v[2] = { view(), view() };
	json_t *root, *list;

	v[1].failed = true;
	ck_assert_int_eq(report_check(v, 2, REPORT_JSON, &out), MPUC_OK);
	root = parsed();
	ck_assert_str_eq(text_of(root, "schema"), "mpuc-reports-1");
	list = json_object_get(root, "reports");
	ck_assert_uint_eq(json_array_size(list), 2);
	ck_assert_str_eq(text_of(json_array_get(list, 0), "verdict"), "pass");
	ck_assert_str_eq(text_of(json_array_get(list, 1), "verdict"), "fail");
	json_decref(root);
}
END_TEST

#define LOOP(test, table) \
	tcase_add_loop_test(tc, test, 0, (int)ARRAY_SIZE(table))

static void add_tests(TCase *tc)
{
	LOOP(excerpt, excerpt_cases);
	tcase_add_test(tc, excerpt_of_long_line);
	tcase_add_test(tc, excerpt_order);
	tcase_add_test(tc, text_of_source);
	tcase_add_loop_test(tc, text_of_overlap, 1, 3);
	LOOP(text_place, place_cases);
	LOOP(text_size, size_cases);
	tcase_add_test(tc, text_repeats);
	tcase_add_test(tc, text_repeats_capped);
	tcase_add_test(tc, text_color);
	tcase_add_test(tc, text_without_plan);
	LOOP(json_keys, report_keys);
	LOOP(json_finding_keys, finding_keys);
	tcase_add_test(tc, json_location);
	tcase_add_test(tc, json_blob_place);
	LOOP(json_range, end_cases);
	LOOP(json_bytes, bytes_cases);
	tcase_add_test(tc, json_complete);
	tcase_add_test(tc, json_of_two);
}

int main(void)
{
	return run_tests("report", add_tests);
}
