/* SPDX-License-Identifier: BSD-2-Clause */
/* A fix below its finding: spelled out while it is short. */
#include "report_fixture.h"

#include "report/fix_words.h"

static struct finding *a_finding(void)
{
	struct finding *f = sink_new(&a_sink, CODE_SECTION_MISSING);

	f->message = "a message";
	f->help = "some help";
	return f;
}

/* CELLS cells in the first of that many properties; the others are empty. */
static void put_fix(struct finding *f, uint32_t properties, uint32_t cells)
{
	static const uint32_t values[17] = { 0, 0xffffffff, 0x10 };

	for (uint32_t i = 0; i < properties; i++) {
		const char *name = arena_printf(&arena, "p%u", (unsigned)i);
		struct change *c = change_set(&arena, &f->fix.changes,
					      "/chosen", name);

		ck_assert_ptr_nonnull(c);
		c->form = CHANGE_EMPTY;
		if (i == 0 && cells > 0)
			ck_assert_int_eq(change_cells(&arena, c, values,
						      cells), MPUC_OK);
	}
}

struct fix_case {
	uint32_t properties, cells;
	bool is_unsafe;
	const char *want;	/* what stands behind the help */
};

static const struct fix_case fix_cases[] = {
	{ 0, 0, false, "    help: some help\n\n" },
	{ 1, 0, false, "    help: some help\n    fix: /chosen: p0\n\n" },
	{ 1, 3, false, "    help: some help\n"
	  "    fix: /chosen: p0 = <0x0 0xffffffff 0x10>\n\n" },
	{ 1, 3, true, "    help: some help\n    fix, if that is meant: "
	  "/chosen: p0 = <0x0 0xffffffff 0x10>\n\n" },
	{ 1, 16, false, "0x10 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0 "
	  "0x0 0x0>\n\n" },
	{ 1, 17, false, "    fix: mpuc fix writes 1 property anew\n\n" },
	{ 4, 1, false, "    fix: /chosen: p0 = <0x0>\n"
	  "    fix: /chosen: p1\n    fix: /chosen: p2\n"
	  "    fix: /chosen: p3\n\n" },
	{ 5, 1, true, "    help: some help\n    fix, if that is meant: mpuc "
	  "fix --unsafe writes 5 properties anew\n\n" },
};

START_TEST(fix_below_help)
{
	const struct fix_case *c = &fix_cases[_i];
	struct finding *f = a_finding();

	put_fix(f, c->properties, c->cells);
	f->fix.is_unsafe = c->is_unsafe;
	has(check_text(), c->want);
}
END_TEST

struct strings_case {
	const char *bytes;
	uint32_t len;
	const char *want;
};

/* A source needs escapes for some; a person is told of the property. */
static const struct strings_case strings_cases[] = {
	{ "mpu", 4, "/chosen: p0 = \"mpu\"" },
	{ "a\0b", 4, "/chosen: p0 = \"a\", \"b\"" },
	{ "a\0", 3, "/chosen: p0 = \"a\", \"\"" },
	{ "a\"b", 4, "/chosen: p0" },
	{ "a\\b", 4, "/chosen: p0" },
	{ "a\x1f", 3, "/chosen: p0" },
	{ "a~ ", 4, "/chosen: p0 = \"a~ \"" },
	{ "a\x7f", 3, "/chosen: p0" },
};

START_TEST(fix_of_strings)
{
	const struct strings_case *c = &strings_cases[_i];
	struct change change = {
		.node = "/chosen", .property = "p0", .form = CHANGE_STRINGS,
		.data = (const uint8_t *)c->bytes, .len = c->len,
	};

	ck_assert_str_eq(fix_change(&arena, &change), c->want);
}
END_TEST

START_TEST(fix_of_bytes)
{
	const struct change change = {
		.node = "/chosen", .property = "p0", .form = CHANGE_BYTES,
		.data = (const uint8_t *)"\1\2\3", .len = 3,
	};

	ck_assert(!fix_is_plain(&change));
	ck_assert_str_eq(fix_change(&arena, &change), "/chosen: p0");
}
END_TEST

#define LOOP(test, table) \
	tcase_add_loop_test(tc, test, 0, (int)ARRAY_SIZE(table))

static void add_tests(TCase *tc)
{
	LOOP(fix_below_help, fix_cases);
	LOOP(fix_of_strings, strings_cases);
	tcase_add_test(tc, fix_of_bytes);
}

int main(void)
{
	return run_tests("report_fix", add_tests);
}
