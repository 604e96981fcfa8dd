/* SPDX-License-Identifier: BSD-2-Clause */
/* Bindings that are refused: what is not evaluated, and hostile ones. */
#include "schema_fixture.h"

#include <stdio.h>

#include "schema/pattern.h"

static const struct {
	const char *text;	/* behind HEAD, so from line 2 on */
	enum mpuc_status status;
	const char *error;
} refused[] = {
	{ "additionalItems: false\n", MPUC_E_UNSUPPORTED,
	  "t.yaml:2:1: keyword 'additionalItems' is not supported, so what it "
	  "asks for can't be checked" },
	{ "properties:\n  p:\n    maxLength: 3\n", MPUC_E_UNSUPPORTED,
	  "t.yaml:4:5: keyword 'maxLength' is not supported, so what it asks "
	  "for can't be checked" },
	{ "properties:\n  p:\n    minItem: 3\n", MPUC_E_UNSUPPORTED,
	  "t.yaml:4:5: keyword 'minItem' is not supported; did you mean "
	  "'minItems'?" },
	/* What may stand at the top only. */
	{ "properties:\n  p:\n    select: true\n", MPUC_E_UNSUPPORTED,
	  "t.yaml:4:5: keyword 'select' is not supported, so what it asks for "
	  "can't be checked" },
	{ "properties: { p: { type: string } }\n", MPUC_E_UNSUPPORTED,
	  "t.yaml:2:20: of the types only object, boolean and array are "
	  "supported; others are a $ref to /schemas/types.yaml#/definitions/" },
	{ "properties: { p: { $ref: /schemas/types.yaml#/definitions/u8 } }\n",
	  MPUC_E_UNSUPPORTED, "t.yaml:2:20: type 'u8' is not supported" },
	{ "properties: { p: { $ref: /schemas/types.yaml#/u8 } }\n",
	  MPUC_E_SYNTAX, "t.yaml:2:20: '/schemas/types.yaml#/u8' names no "
	  "type; write /schemas/types.yaml#/definitions/NAME" },
	{ "$ref: other.yaml#\n", MPUC_E_UNSUPPORTED,
	  "t.yaml:2:1: no file here has the $id "
	  "'http://devicetree.org/schemas/other.yaml#'; put it into the same "
	  "directory" },
	{ "$ref: '#/$defs/a'\n", MPUC_E_SYNTAX,
	  "t.yaml:2:1: '#/$defs/a' leads to nothing" },
	{ "properties: []\n", MPUC_E_SYNTAX,
	  "t.yaml:2:1: 'properties' must be a map, not a list" },
	{ "allOf: {}\n", MPUC_E_SYNTAX,
	  "t.yaml:2:1: 'allOf' must be a list, not a map" },
	{ "properties: { p: 3 }\n", MPUC_E_SYNTAX,
	  "t.yaml:2:15: a schema must be a map, true or false" },
	{ "properties: { p: { minimum: x } }\n", MPUC_E_SYNTAX,
	  "t.yaml:2:20: 'minimum' must be a number" },
	{ "properties: { p: { multipleOf: 0 } }\n", MPUC_E_SYNTAX,
	  "t.yaml:2:20: 'multipleOf' must be a number above 0" },
	{ "properties: { p: { maxItems: -1 } }\n", MPUC_E_SYNTAX,
	  "t.yaml:2:20: 'maxItems' must be a number" },
	{ "properties: { p: { const: 1.5 } }\n", MPUC_E_UNSUPPORTED,
	  "t.yaml:2:20: '1.5' is neither a number nor a string" },
	{ "properties: { p: { uniqueItems: false } }\n", MPUC_E_UNSUPPORTED,
	  "t.yaml:2:20: of 'uniqueItems' only true is supported" },
	{ "properties: { p: { pattern: '(' } }\n", MPUC_E_SYNTAX,
	  "t.yaml:2:20: pattern '(': '(' without ')'" },
	{ "patternProperties: { 'a{2': true }\n", MPUC_E_SYNTAX,
	  "t.yaml:2:22: pattern 'a{2': a broken {m,n}" },
	/* In a circle at one place, which would never end. */
	{ "$ref: '#'\n", MPUC_E_SYNTAX,
	  "t.yaml:2:1: '$ref' comes back to where it stands" },
	{ "$defs: { a: { allOf: [ { $ref: '#/$defs/b' } ] }, "
	  "b: { $ref: '#/$defs/a' } }\n$ref: '#/$defs/a'\n", MPUC_E_SYNTAX,
	  "t.yaml:2:56: '$ref' comes back to where it stands" },
};

START_TEST(files_are_refused)
{
	char text[512];
	struct schema_set *set = NULL;
	const char *error = NULL;

	snprintf(text, sizeof(text), HEAD "%s", refused[_i].text);
	ck_assert_int_eq(compile_text(text, &set, &error),
			 refused[_i].status);
	ck_assert_str_eq(error, refused[_i].error);
	ck_assert_ptr_null(set);
}
END_TEST

START_TEST(no_schema_is_refused)
{
	struct schema_set *set = NULL;
	const char *error = NULL;

	ck_assert_int_eq(compile_text("title: x\n", &set, &error),
			 MPUC_E_SYNTAX);
	ck_assert_str_eq(error, "t.yaml:1:1: the binding has no $id, so this "
			 "is no schema");
	ck_assert_int_eq(compile_text("[ a ]\n", &set, &error),
			 MPUC_E_SYNTAX);
	ck_assert_str_eq(error, "t.yaml:1:1: a binding must be a map");
}
END_TEST

/* d0 refers to d1 twice, and so on: 2^count steps, or count deep. */
static const char *chain(unsigned count, unsigned times)
{
	char *text = arena_alloc(&arena, 128 * ((size_t)count + 4));
	size_t at = (size_t)sprintf(text, "%s", FOR_N "$defs:\n");

	for (unsigned i = 0; i < count; i++) {
		at += (size_t)sprintf(text + at, "  d%u: { allOf: [ ", i);
		for (unsigned k = 0; k < times; k++)
			at += (size_t)sprintf(text + at, "%s{ $ref: "
				"'#/$defs/d%u' }", k > 0 ? ", " : "", i + 1);
		at += (size_t)sprintf(text + at, " ] }\n");
	}
	sprintf(text + at, "  d%u: { required: [ p ] }\n$ref: '#/$defs/d0'\n",
		count);
	return text;
}

static enum mpuc_status run(const char *text, const char **ret_error)
{
	static const struct test_node node = {
		{ { "p", BYTES("\0\0\0\1") } }, { NULL },
	};
	struct answers a = { .count = 0 };
	struct schema_set *set = NULL;
	enum mpuc_status st = compile_text(text, &set, ret_error);

	if (st != MPUC_OK)
		return st;
	st = schema_check(&arena, set, doc_of(&node), take_fault, &a,
			  ret_error);
	ck_assert_uint_eq(a.count, 0);
	return st;
}

START_TEST(alternatives_that_explode_end)
{
	const char *error = NULL;

	ck_assert_int_eq(run(chain(15, 2), &error), MPUC_OK);
	ck_assert_int_eq(run(chain(40, 2), &error), MPUC_E_LIMIT);
	ck_assert_ptr_nonnull(strstr(error, ": on this tree the schema takes "
				     "more than a million steps"));
}
END_TEST

START_TEST(chains_of_references_have_a_bound)
{
	const char *error = NULL;

	/* Each link is a reference and an allOf. */
	ck_assert_int_eq(run(chain(SCHEMA_MAX_DEPTH / 2 - 2, 1), &error),
			 MPUC_OK);
	ck_assert_int_eq(run(chain(SCHEMA_MAX_DEPTH / 2 + 2, 1), &error),
			 MPUC_E_LIMIT);
	ck_assert_ptr_nonnull(strstr(error, "references and alternatives more "
				     "than 128 deep"));
	ck_assert_int_eq(run(chain(5000, 1), &error), MPUC_E_LIMIT);
}
END_TEST

static const struct {
	const char *pattern, *text;
	bool matches;
} matches[] = {
	{ "", "", true }, { "", "a", true }, { "a", "ba", true },
	{ "^a", "ba", false }, { "a$", "ab", false }, { "^$", "", true },
	{ "^$", "a", false }, { "^a*$", "", true }, { "^a*$", "aaa", true },
	{ "^a+$", "", false }, { "^a+$", "aa", true }, { "^a?b$", "b", true },
	{ "^a?b$", "aab", false }, { "^a{2}$", "a", false },
	{ "^a{2}$", "aa", true }, { "^a{2}$", "aaa", false },
	{ "^a{2,}$", "a", false }, { "^a{2,}$", "aaaa", true },
	{ "^a{1,3}$", "aaa", true }, { "^a{1,3}$", "aaaa", false },
	{ "^a{0,1}b{0}$", "a", true }, { "^a{0}$", "a", false },
	{ "^(ab|c)d$", "abd", true }, { "^(ab|c)d$", "cd", true },
	{ "^(ab|c)d$", "ad", false }, { "^(?:ab)+$", "abab", true },
	{ "^(ab)+$", "aba", false }, { "^a|b$", "ax", true },
	{ "^a|b$", "xb", true }, { "^a|b$", "xa", false },
	{ "^(a|b|)c$", "c", true }, { "^[a-c]$", "c", true },
	{ "^[a-c]$", "d", false }, { "^[^a-c]$", "d", true },
	{ "^[^a-c]$", "b", false }, { "^[]]$", "]", true },
	{ "^[a-]$", "-", true }, { "^[\\]x]$", "]", true },
	{ "^[\\w]$", "_", true }, { "^[\\d-]$", "-", true },
	{ "^\\d+$", "09", true }, { "^\\d+$", "0a", false },
	{ "^\\.$", ".", true }, { "^\\.$", "a", false }, { "^.$", "a", true },
	{ "^.$", "\n", false }, { "^\\s$", "\t", true }, { "^a.c$", "abc", true },
	{ "@[0-9a-f]+$", "memory@80000000", true },
	{ "@[0-9a-f]+$", "memory@", false },
	{ "^(a*)*$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", false },
	{ "^(a|aa)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", false },
};

START_TEST(patterns_match)
{
	struct pattern *p = NULL;
	const char *error = NULL;

	ck_assert_int_eq(pattern_compile(&arena, matches[_i].pattern, &p,
					 &error), MPUC_OK);
	ck_assert_msg(pattern_matches(p, matches[_i].text) ==
		      matches[_i].matches, "%s on %s", matches[_i].pattern,
		      matches[_i].text);
	/* A pattern is scratch, too: the second time is like the first. */
	ck_assert(pattern_matches(p, matches[_i].text) == matches[_i].matches);
}
END_TEST

static const struct {
	const char *pattern;
	enum mpuc_status status;
} broken[] = {
	{ "a{255}", MPUC_OK }, { "a{256}", MPUC_E_LIMIT },
	{ "((a{20}){20}){4}", MPUC_OK },
	{ "((a{200}){200}){200}", MPUC_E_LIMIT },
	{ "((()){255}){255}", MPUC_E_LIMIT },
	{ "((((((((((((((((a))))))))))))))))", MPUC_OK },
	{ "(((((((((((((((((a)))))))))))))))))", MPUC_E_LIMIT },
	{ "*", MPUC_E_SYNTAX }, { "a**", MPUC_E_UNSUPPORTED },
	{ "a+?", MPUC_E_UNSUPPORTED }, { "(?=a)", MPUC_E_UNSUPPORTED },
	{ "\\b", MPUC_E_UNSUPPORTED }, { "(a)\\1", MPUC_E_UNSUPPORTED },
	{ "a)", MPUC_E_SYNTAX }, { "(a", MPUC_E_SYNTAX },
	{ "[a", MPUC_E_SYNTAX }, { "[b-a]", MPUC_E_SYNTAX },
	{ "a{3,2}", MPUC_E_SYNTAX }, { "a\\", MPUC_E_SYNTAX },
};

START_TEST(patterns_are_refused)
{
	struct pattern *p = NULL;
	const char *error = NULL;

	ck_assert_msg(pattern_compile(&arena, broken[_i].pattern, &p, &error)
		      == broken[_i].status, "%s: %s", broken[_i].pattern,
		      error != NULL ? error : "fits");
	ck_assert((error != NULL) == (broken[_i].status != MPUC_OK));
}
END_TEST

START_TEST(pattern_length_has_a_bound)
{
	char text[PATTERN_MAX_LENGTH + 2];
	struct pattern *p = NULL;
	const char *error = NULL;

	memset(text, 'a', sizeof(text));
	text[PATTERN_MAX_LENGTH] = '\0';
	ck_assert_int_eq(pattern_compile(&arena, text, &p, &error), MPUC_OK);
	text[PATTERN_MAX_LENGTH] = 'a';
	text[PATTERN_MAX_LENGTH + 1] = '\0';
	ck_assert_int_eq(pattern_compile(&arena, text, &p, &error),
			 MPUC_E_LIMIT);
}
END_TEST

/* With one allocation failing after the other: an answer or no memory. */
START_TEST(memory_may_end_anywhere)
{
	static const char text[] = FOR_N "properties: { q: { pattern: 'a|b' } }"
		"\nrequired: [ z ]\nunevaluatedProperties: false\n";
	static const struct test_node node = {
		{ { "q", BYTES("c\0") } }, { NULL },
	};
	const struct value *root = yaml_of("t.yaml", text);
	const struct doc *d = doc_of(&node);
	enum mpuc_status st = MPUC_E_NOMEM;

	for (uint64_t i = 1; st == MPUC_E_NOMEM; i++) {
		struct answers a = { .count = 0 };
		struct schema_set *set = NULL;
		const char *error = NULL;
		struct arena own;

		arena_init(&own, ARENA_CAP_DEFAULT);
		own.fail_in = i;
		st = schema_compile(&own, &root, 1, &set, &error);
		if (st == MPUC_OK)
			st = schema_check(&own, set, d, take_fault, &a,
					  &error);
		ck_assert(st == MPUC_OK || st == MPUC_E_NOMEM);
		ck_assert(st == MPUC_E_NOMEM || a.count == 2);
		arena_done(&own);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("schema-limits");
	TCase *t = tcase_create("schema-limits");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, files_are_refused, 0,
			    (int)(sizeof(refused) / sizeof(refused[0])));
	tcase_add_test(t, no_schema_is_refused);
	tcase_add_test(t, alternatives_that_explode_end);
	tcase_add_test(t, chains_of_references_have_a_bound);
	tcase_add_loop_test(t, patterns_match, 0,
			    (int)(sizeof(matches) / sizeof(matches[0])));
	tcase_add_loop_test(t, patterns_are_refused, 0,
			    (int)(sizeof(broken) / sizeof(broken[0])));
	tcase_add_test(t, pattern_length_has_a_bound);
	tcase_add_test(t, memory_may_end_anywhere);
	suite_add_tcase(s, t);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
