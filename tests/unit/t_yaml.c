/* SPDX-License-Identifier: BSD-2-Clause */
/* The YAML that we take, and the located values that come of it. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
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

/* --- anchors and aliases ------------------------------------------------ */

static enum mpuc_status parse_named(const char *text,
				    const struct value **ret_root,
				    const char **ret_error)
{
	const struct yaml_input in = {
		.name = "n", .text = text, .size = strlen(text),
		.aliases = true,
	};

	return yaml_read(&arena, &in, ret_root, ret_error);
}

/* "{a: 1, b: [x, y]}" */
static const char *shown(const struct value *v)
{
	bool map = v->kind == VALUE_MAP;
	const char *text = map ? "{" : "[";

	if (v->kind == VALUE_SCALAR)
		return v->text;
	for (size_t i = 0; i < v->items.count; i++)
		text = arena_printf(&arena, "%s%s%s%s%s", text,
			i > 0 ? ", " : "", map ? v->items.items[i].key : "",
			map ? ": " : "", shown(&v->items.items[i]));
	return arena_printf(&arena, "%s%s", text, map ? "}" : "]");
}

static const struct {
	const char *text, *want;
} named[] = {
	{ "a: &x 1\nb: *x\n", "{a: 1, b: 1}" },
	{ "a: &x [1, &y 2]\nb: [*x, *y]\n", "{a: [1, 2], b: [[1, 2], 2]}" },
	/* The last of a name counts, from there on. */
	{ "[&x 1, *x, &x 2, *x]", "[1, 1, 2, 2]" },
	{ "a: &x 1\nb: {x: *x}\n", "{a: 1, b: {x: 1}}" },
	/* What a map says itself wins, before and behind its "<<". */
	{ "a: &x {p: 1, q: 2}\nb: {p: 3, <<: *x}\n",
	  "{a: {p: 1, q: 2}, b: {p: 3, q: 2}}" },
	{ "a: &x {p: 1, q: 2}\nb: {<<: *x, p: 3}\n",
	  "{a: {p: 1, q: 2}, b: {p: 3, q: 2}}" },
	/* Of several the first. */
	{ "- &x {p: 1}\n- &y {p: 2, q: 3}\n- <<: [*x, *y]\n",
	  "[{p: 1}, {p: 2, q: 3}, {p: 1, q: 3}]" },
	{ "- &x {p: 1}\n- &y {<<: *x, q: 2}\n- {<<: *y}\n",
	  "[{p: 1}, {q: 2, p: 1}, {q: 2, p: 1}]" },
	{ "a: {<<: {p: 1}}\n", "{a: {p: 1}}" },
	{ "a: {'<<': 1, \"<<+\": 2}\n", "{a: {<<: 1, <<+: 2}}" },
	/* A list into a list, in its place. */
	{ "a: &x [1, 2]\nb: [0, {<<+: *x}, 3]\n",
	  "{a: [1, 2], b: [0, 1, 2, 3]}" },
	{ "a: &x []\nb:\n  - <<+: *x\n", "{a: [], b: []}" },
	{ "a: &x [1]\nb: {<<+: *x, c: 1}\n",
	  "{a: [1], b: {<<+: [1], c: 1}}" },
};

START_TEST(aliases_stand_for_values)
{
	const struct value *root;
	const char *error = "no memory";

	ck_assert_msg(parse_named(named[_i].text, &root, &error) == MPUC_OK,
		      "%s", error);
	ck_assert_str_eq(shown(root), named[_i].want);
	/* Nobody else takes them. */
	ck_assert_int_eq(parse("n", named[_i].text, strlen(named[_i].text),
			       &root, &error),
			 strchr(named[_i].text, '&') != NULL ||
			 strstr(named[_i].text, "{<<:") != NULL ?
			 MPUC_E_SYNTAX : MPUC_OK);
}
END_TEST

static const struct {
	const char *text, *want;
} misnamed[] = {
	{ "a: *x\nb: &x 1\n", "n:1:4: an alias of nothing: no value before "
	  "it ends that has this anchor" },
	{ "a: &x [1, *x]\n", "n:1:11: an alias of nothing: no value before "
	  "it ends that has this anchor" },
	{ "&k a: 1\n", "n:1:1: a key can't have an anchor" },
	{ "- &k a\n- {*k : 1}\n", "n:2:4: aliases are not allowed here" },
	{ "- &x [1]\n- <<: *x\n", "n:1:3: '<<' takes a map or a list of "
	  "maps" },
	{ "- &x 1\n- <<: *x\n", "n:1:3: '<<' takes a map or a list of "
	  "maps" },
	{ "- &x {}\n- {<<: *x,\n   <<: *x}\n", "n:3:4: '<<' stands twice; "
	  "it takes a list of maps" },
	{ "- &x {p: 1}\n- <<: *x\n  p: 2\n  p: 3\n", "n:4:3: 'p' stands "
	  "twice; first on line 3" },
	{ "- <<+: 1\n", "n:1:8: what '<<+' adds to a list must be a list" },
	{ "- <<+: []\n  a: 1\n", "n:1:3: '<<+' stands alone in an item of a "
	  "list" },
	{ "- !!str x\n", "n:1:3: tags are not allowed here" },
};

START_TEST(aliases_are_refused_with_their_place)
{
	const struct value *root = NULL;
	const char *error = NULL;

	ck_assert_int_eq(parse_named(misnamed[_i].text, &root, &error),
			 MPUC_E_SYNTAX);
	ck_assert_str_eq(error, misnamed[_i].want);
	ck_assert_ptr_null(root);
}
END_TEST

/* Each level stands for ten of the one before: 10^n values in n lines. */
START_TEST(bombs_have_a_bound)
{
	const struct value *root = NULL;
	const char *error = NULL, *text = "- &a0 [x, x, x, x, x, x, x, x, x]";

	for (unsigned n = 1; n < 9; n++)
		text = arena_printf(&arena, "%s\n- &a%u [*a%u, *a%u, *a%u, "
			"*a%u, *a%u, *a%u, *a%u, *a%u, *a%u, *a%u]", text, n,
			n - 1, n - 1, n - 1, n - 1, n - 1, n - 1, n - 1, n - 1,
			n - 1, n - 1);
	ck_assert_int_eq(parse_named(text, &root, &error), MPUC_E_LIMIT);
	ck_assert_str_eq(error, "n:5:8: aliases stand for more than 16384 "
			 "values");
}
END_TEST

START_TEST(aliased_values_have_a_bound)
{
	const struct value *root = NULL;
	const char *error = NULL, *text = "- &x 1";
	size_t len;
	char *many;

	/* One value each. */
	len = strlen(text);
	many = arena_alloc(&arena, len + (YAML_MAX_ALIASED + 1) * 5 + 1);
	memcpy(many, text, len);
	for (size_t i = 0; i < YAML_MAX_ALIASED; i++)
		memcpy(many + len + 5 * i, "\n- *x", 5);
	ck_assert_int_eq(parse_named(many, &root, &error), MPUC_OK);
	ck_assert_uint_eq(root->items.count, YAML_MAX_ALIASED + 1);
	memcpy(many + len + 5 * YAML_MAX_ALIASED, "\n- *x", 5);
	ck_assert_int_eq(parse_named(many, &root, &error), MPUC_E_LIMIT);
	ck_assert_str_eq(error, "n:16386:3: aliases stand for more than 16384 "
			 "values");
}
END_TEST

/* 30 lists in each other, and an alias of them inside one or two more. */
START_TEST(aliased_depth_has_a_bound)
{
	const struct value *root = NULL;
	const char *error = NULL;
	char deep[61] = "";

	memset(deep, '[', 30);
	memset(deep + 30, ']', 30);
	ck_assert_int_eq(parse_named(arena_printf(&arena, "- &x %s\n- [*x]",
						  deep), &root, &error),
			 MPUC_OK);
	ck_assert_int_eq(parse_named(arena_printf(&arena, "- &x %s\n- [[*x]]",
						  deep), &root, &error),
			 MPUC_E_LIMIT);
	ck_assert_str_eq(error, "n:2:5: nested more than 32 deep");
}
END_TEST

START_TEST(aliases_keep_their_positions)
{
	const struct value *root, *v;
	const char *error = NULL;

	ck_assert_int_eq(parse_named("a: &x\n  p: 1\nb: *x\nc: {<<: *x}\n",
				     &root, &error), MPUC_OK);
	v = value_get(root, "b");
	ck_assert_uint_eq(v->key_pos.line, 3);
	ck_assert_uint_eq(v->items.items[0].key_pos.line, 2);
	v = value_get(value_get(root, "c"), "p");
	ck_assert_uint_eq(v->key_pos.line, 2);
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
	tcase_add_loop_test(t, aliases_stand_for_values, 0,
			    (int)ARRAY_SIZE(named));
	tcase_add_loop_test(t, aliases_are_refused_with_their_place, 0,
			    (int)ARRAY_SIZE(misnamed));
	tcase_add_test(t, bombs_have_a_bound);
	tcase_add_test(t, aliased_values_have_a_bound);
	tcase_add_test(t, aliased_depth_has_a_bound);
	tcase_add_test(t, aliases_keep_their_positions);
	tcase_add_test(t, near_words_are_near);
	suite_add_tcase(s, t);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
