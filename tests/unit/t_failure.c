/* SPDX-License-Identifier: BSD-2-Clause */
/* A message and its place, apart again. */
#include "tree_fixture.h"

#include "diag/failure.h"

#define LONGEST "a.dts:3:4: b.dts"

static const char *const names[] = { "a.dts", NULL, LONGEST, "e\x1b[31m.dts" };

static const struct {
	const char *text;
	const char *file;	/* NULL: none */
	uint32_t line, col;	/* 0: no place */
	const char *message;
} cases[] = {
	{ "a.dts: no such file", "a.dts", 0, 0, "no such file" },
	{ "a.dts:3:11: syntax error", "a.dts", 3, 11, "syntax error" },
	{ "a.dts:3: no listing", "a.dts", 3, 1, "no listing" },
	/* A number needs a place's form, and to be one. */
	{ "a.dts:0:1: x", "a.dts", 0, 0, "0:1: x" },
	{ "a.dts:1:0: x", "a.dts", 0, 0, "1:0: x" },
	{ "a.dts:4294967295:1: x", "a.dts", 4294967295, 1, "x" },
	{ "a.dts:4294967296:1: x", "a.dts", 0, 0, "4294967296:1: x" },
	{ "a.dts:1:2:x", "a.dts", 0, 0, "1:2:x" },
	{ "a.dts: structure block: no end at offset 0x44", "a.dts", 0, 0,
	  "structure block: no end at offset 0x44" },
	/* The longest name is the file, whatever it looks like. */
	{ LONGEST ":7:8: x", LONGEST, 7, 8, "x" },
	{ LONGEST ": x", LONGEST, 0, 0, "x" },
	{ "a.dts:3:4: b.dt: x", "a.dts", 3, 4, "b.dt: x" },
	/* Control characters are question marks in messages. */
	{ "e?[31m.dts:1:2: x", "e\x1b[31m.dts", 1, 2, "x" },
	{ "e?[31n.dts:1:2: x", "e?[31n.dts", 1, 2, "x" },
	/* A file that nobody named: an included one. */
	{ "inner.dtsi:2:7: x", "inner.dtsi", 2, 7, "x" },
	{ "c:d.dtsi:2:7: x", "c:d.dtsi", 2, 7, "x" },
	{ "a.dtsi:2:7: x", "a.dtsi", 2, 7, "x" },
	{ "inner.dtsi: x", NULL, 0, 0, "inner.dtsi: x" },
	{ "no target 'x'; y", NULL, 0, 0, "no target 'x'; y" },
	{ "", NULL, 0, 0, "" },
};

START_TEST(taken_apart)
{
	struct failure f = { .kind = FAILURE_USAGE };

	ck_assert(failure_read(&arena, cases[_i].text, names,
			       ARRAY_SIZE(names), &f));
	ck_assert_str_eq(f.message, cases[_i].message);
	ck_assert_pstr_eq(f.at.input, cases[_i].file);
	ck_assert_pstr_eq(f.at.pos.file, cases[_i].line > 0 ? cases[_i].file :
			  NULL);
	ck_assert_uint_eq(f.at.pos.line, cases[_i].line);
	ck_assert_uint_eq(f.at.pos.col, cases[_i].col);
	ck_assert_int_eq(f.kind, FAILURE_USAGE);
}
END_TEST

START_TEST(without_room)
{
	struct failure f = { .kind = FAILURE_INPUT };
	struct arena none;

	arena_init(&none, 0);
	ck_assert(!failure_read(&none, "inner.dtsi:2:7: x", names,
				ARRAY_SIZE(names), &f));
	/* A name that was given needs none. */
	ck_assert(failure_read(&none, "a.dts:2:7: x", names,
			       ARRAY_SIZE(names), &f));
	ck_assert_ptr_eq(f.at.input, names[0]);
}
END_TEST

static void add_tests(TCase *tc)
{
	LOOP(taken_apart, cases);
	tcase_add_test(tc, without_room);
}

int main(void)
{
	return run_tests("failure", add_tests);
}
