/* SPDX-License-Identifier: BSD-2-Clause */
/* The YAML that we take, and the located values that come of it. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "doc/value.h"
#include "load/yaml.h"

static struct arena arena;

static void setup(void)
{
	arena_init(&arena, ARENA_CAP_DEFAULT);
}

static void teardown(void)
{
	arena_done(&arena);
}

static enum mpuc_status parse(const char *name, const char *text, size_t size,
			      const struct value **ret_root,
			      const char **ret_error)
{
	const struct yaml_input in = {
		.name = name, .text = text, .size = size,
	};

	return yaml_read(&arena, &in, ret_root, ret_error);
}

START_TEST(input_size_has_a_bound)
{
	char *text = arena_alloc(&arena, YAML_MAX_SIZE + 1);
	const struct value *root = NULL;
	const char *error = NULL;

	memset(text, '\n', YAML_MAX_SIZE + 1);
	memcpy(text, "a: 1", 4);
	ck_assert_int_eq(parse("s", text, YAML_MAX_SIZE, &root, &error),
			 MPUC_OK);
	ck_assert_int_eq(parse("s", text, YAML_MAX_SIZE + 1, &root, &error),
			 MPUC_E_LIMIT);
	ck_assert_str_eq(error, "s:1:1: larger than 1 MiB");
}
END_TEST

START_TEST(input_depth_has_a_bound)
{
	const struct value *root = NULL;
	const char *error = NULL;
	char text[80];
	size_t deep = YAML_MAX_DEPTH;

	memset(text, '[', deep);
	memset(text + deep, ']', deep);
	ck_assert_int_eq(parse("d", text, 2 * deep, &root, &error), MPUC_OK);
	deep++;
	memset(text, '[', deep);
	memset(text + deep, ']', deep);
	ck_assert_int_eq(parse("d", text, 2 * deep, &root, &error),
			 MPUC_E_LIMIT);
	ck_assert_str_eq(error, "d:1:33: nested more than 32 deep");
}
END_TEST

START_TEST(values_know_where_they_stand)
{
	static const char text[] =
		"# \xc3\xa4\n\"k\xc3\xa4y\": { b: 'x y' }\nlist:\n  - 0x10\n"
		"  - |\n    block\n";
	const struct value *root, *v;
	const char *error = NULL;

	ck_assert_int_eq(parse("v", text, strlen(text), &root, &error),
			 MPUC_OK);
	v = value_get(root, "k\xc3\xa4y");
	ck_assert_uint_eq(v->key_pos.line, 2);
	ck_assert_uint_eq(v->key_pos.col, 1);
	ck_assert_uint_eq(v->key_pos.end_col, 6);
	ck_assert_uint_eq(v->pos.col, 8);
	v = value_get(v, "b");
	ck_assert_str_eq(v->text, "x y");
	ck_assert(v->quoted);
	ck_assert_uint_eq(v->pos.col, 13);
	v = value_get(root, "list");
	ck_assert_uint_eq(v->items.count, 2);
	ck_assert(!v->items.items[0].quoted);
	ck_assert_uint_eq(v->items.items[0].pos.line, 4);
	ck_assert_uint_eq(v->items.items[0].pos.col, 5);
	ck_assert_str_eq(v->items.items[1].text, "block\n");
	ck_assert(v->items.items[1].quoted);
	ck_assert_ptr_null(value_get(root, "none"));
}
END_TEST

START_TEST(near_words_are_near)
{
	ck_assert(value_near("regions", "region"));
	ck_assert(value_near("heap", "haep"));
	ck_assert(!value_near("heap", "banks"));
	ck_assert(!value_near("ab", "abc"));
	ck_assert(!value_near("abc", "xyz"));
	ck_assert(value_near("regions", "rexioms"));
	ck_assert(!value_near("regions", "rexiomz"));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("yaml");
	TCase *t = tcase_create("yaml");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, input_size_has_a_bound);
	tcase_add_test(t, input_depth_has_a_bound);
	tcase_add_test(t, values_know_where_they_stand);
	tcase_add_test(t, near_words_are_near);
	suite_add_tcase(s, t);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
