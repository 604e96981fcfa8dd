/* SPDX-License-Identifier: BSD-2-Clause */
/* What was there before, read from its file and held against findings. */
#include "load_fixture.h"

#include "base/try.h"
#include "load/baseline.h"

#define HEAD "{\"schema\": \"mpuc-baseline-1\", \"inputs\": ["
#define ONE(findings) HEAD "{\"input\": \"a.dts\", \"findings\": [" \
	findings "]}]}"
#define OVERLAP(count) "{\"code\": \"MPU0124\", \"id\": \"overlap-domains\", " \
	"\"node\": \"/chosen/a\", \"property\": \"xen,static-mem\", " \
	"\"count\": " count "}"

static struct sink sink;
static const struct place tree = { .input = "a.dts", .node = "/chosen" };

static void begin(void)
{
	setup();
	sink_init(&sink, &arena);
}

static struct baseline *read_for(const char *input, const char *text)
{
	struct baseline *b = NULL;
	const char *error = "no memory";

	tmp_text("b.json", text);
	ck_assert_msg(load_baseline(&arena, "b.json", input, &b, &error) ==
		      MPUC_OK, "%s", error);
	return b;
}

static void add(const char *node, const char *property, uint32_t line)
{
	struct finding *f = sink_new(&sink, CODE_OVERLAP_DOMAINS);

	f->at = (struct place){
		.input = "a.dts", .node = node, .property = property,
		.pos = { "a.dts", line, 1, line, 2 },
	};
	f->message = "it overlaps";
}

static void apply(struct baseline *b)
{
	ck_assert_int_eq(baseline_apply(&arena, b, &sink, &tree), MPUC_OK);
}

/* Wherever its line has moved to. */
static const uint32_t lines[] = { 1, 2, 100, UINT32_MAX };

START_TEST(survives_lines_that_move)
{
	add("/chosen/a", "xen,static-mem", lines[_i]);
	apply(read_for("a.dts", ONE(OVERLAP("1"))));
	ck_assert_uint_eq(sink.findings.count, 1);
	ck_assert_int_eq(sink.findings.items[0].by, BY_BASELINE);
	ck_assert_str_eq(sink.findings.items[0].by_says, "b.json");
}
END_TEST

/* Each part of the key counts; NULL: as in the file. */
static const struct {
	const char *node, *property;
	enum diag_code code;
} others[] = {
	{ "/chosen/b", "xen,static-mem", CODE_OVERLAP_DOMAINS },
	{ "/chosen/a", "memory", CODE_OVERLAP_DOMAINS },
	{ "/chosen/a", NULL, CODE_OVERLAP_DOMAINS },
	{ NULL, "xen,static-mem", CODE_OVERLAP_DOMAINS },
	{ "/chosen/a", "xen,static-mem", CODE_OVERLAP_IN_DOMAIN },
	/* The parts of the key do not run into each other. */
	{ "/chosen/a\nxen,static-mem", NULL, CODE_OVERLAP_DOMAINS },
};

START_TEST(another_is_new)
{
	const struct finding *gone;

	add(others[_i].node, others[_i].property, 1);
	sink.findings.items[0].code = others[_i].code;
	apply(read_for("a.dts", ONE(OVERLAP("1"))));
	ck_assert_uint_eq(sink.findings.count, 2);
	ck_assert_int_eq(sink.findings.items[0].by, BY_NOBODY);
	gone = &sink.findings.items[1];
	ck_assert_int_eq(gone->code, CODE_BASELINE_GONE);
	ck_assert_str_eq(gone->at.node, "/chosen/a");
	ck_assert_str_eq(gone->at.property, "xen,static-mem");
	ck_assert_str_eq(gone->message, "b.json has overlap-domains at "
			 "/chosen/a xen,static-mem, which is not found any "
			 "more");
}
END_TEST

/* Of those that are alike as many are known as there were. */
static const struct {
	const char *text;
	unsigned found, known;
	bool gone;
} counts[] = {
	{ ONE(OVERLAP("2")), 1, 1, true }, { ONE(OVERLAP("2")), 2, 2, false },
	{ ONE(OVERLAP("2")), 3, 2, false }, { ONE(OVERLAP("1")), 0, 0, true },
	/* What is no count is one. */
	{ ONE(OVERLAP("0")), 2, 1, false }, { ONE(OVERLAP("-1")), 2, 1, false },
	{ ONE(OVERLAP("\"2\"")), 2, 1, false },
};

START_TEST(as_many_as_there_were)
{
	unsigned known = 0;

	for (unsigned i = 0; i < counts[_i].found; i++)
		add("/chosen/a", "xen,static-mem", 1 + i);
	apply(read_for("a.dts", counts[_i].text));
	for (unsigned i = 0; i < counts[_i].found; i++)
		known += sink.findings.items[i].by == BY_BASELINE;
	ck_assert_uint_eq(known, counts[_i].known);
	ck_assert_uint_eq(sink.findings.count,
			  counts[_i].found + counts[_i].gone);
}
END_TEST

START_TEST(what_is_suppressed_counts_as_found)
{
	add("/chosen/a", "xen,static-mem", 1);
	sink.findings.items[0].by = BY_COMMENT;
	apply(read_for("a.dts", ONE(OVERLAP("1"))));
	ck_assert_uint_eq(sink.findings.count, 1);
	ck_assert_int_eq(sink.findings.items[0].by, BY_COMMENT);
}
END_TEST

/* Of several trees its own part, of one whatever it was called. */
START_TEST(the_part_of_the_tree)
{
	static const char two[] = HEAD
		"{\"input\": \"a.dts\", \"findings\": [" OVERLAP("1") "]},"
		"{\"input\": \"b.dts\", \"findings\": []}]}";

	ck_assert_uint_eq(read_for("a.dts", two)->entries.count, 1);
	ck_assert_uint_eq(read_for("b.dts", two)->entries.count, 0);
	ck_assert_uint_eq(read_for("c.dts", two)->entries.count, 0);
	ck_assert_uint_eq(read_for("c.dts", ONE(OVERLAP("1")))->entries.count,
			  1);
}
END_TEST

static const struct {
	const char *text;
	const char *error;
} bad[] = {
	{ "", "b.json:1:1: '[' or '{' expected near end of file" },
	{ "{\n  \"schema\": 1,\n}\n",
	  "b.json:3:1: string or '}' expected near '}'" },
	{ "{\"schema\": \"x\",\n \"schema\": \"x\"}", "b.json:2:9: duplicate "
	  "object key near '\"schema\"'" },
	{ "{}", "b.json: not a baseline: write one with mpuc check "
	  "--write-baseline" },
	{ "[]", "b.json: not a baseline: write one with mpuc check "
	  "--write-baseline" },
	{ "{\"schema\": \"mpuc-baseline-2\"}", "b.json: not a baseline: write "
	  "one with mpuc check --write-baseline" },
	{ ONE("{}"), "b.json: a finding without a code" },
	{ ONE("1"), "b.json: a finding without a code" },
	{ ONE("{\"code\": \"MPU9999\"}"),
	  "b.json: there is no diagnostic 'MPU9999'" },
};

START_TEST(refused)
{
	struct baseline *b = NULL;
	const char *error = NULL;

	tmp_text("b.json", bad[_i].text);
	ck_assert_int_eq(load_baseline(&arena, "b.json", "a.dts", &b, &error),
			 MPUC_E_SYNTAX);
	ck_assert_str_eq(error, bad[_i].error);
	ck_assert_ptr_null(b);
}
END_TEST

START_TEST(missing_file)
{
	struct baseline *b = NULL;
	const char *error = NULL;

	ck_assert_int_eq(load_baseline(&arena, "none.json", "a.dts", &b,
				       &error), MPUC_E_IO);
	ck_assert_str_eq(error, "none.json: No such file or directory");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("baseline");
	TCase *t = tcase_create("baseline");
	SRunner *runner = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(t, begin, teardown);
	tcase_add_loop_test(t, survives_lines_that_move, 0,
			    ARRAY_SIZE(lines));
	tcase_add_loop_test(t, another_is_new, 0, ARRAY_SIZE(others));
	tcase_add_loop_test(t, as_many_as_there_were, 0, ARRAY_SIZE(counts));
	tcase_add_test(t, what_is_suppressed_counts_as_found);
	tcase_add_test(t, the_part_of_the_tree);
	tcase_add_loop_test(t, refused, 0, ARRAY_SIZE(bad));
	tcase_add_test(t, missing_file);
	suite_add_tcase(s, t);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
