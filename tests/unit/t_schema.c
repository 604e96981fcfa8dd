/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every keyword of a binding: the last value that fits and the first that
 * does not, and what is said of it.
 */
#include "schema_fixture.h"

#define ONE { "p", BYTES("\0\0\0\1") }
#define TWO { "p", BYTES("\0\0\0\1\0\0\0\2") }
#define THREE { "p", BYTES("\0\0\0\1\0\0\0\2\0\0\0\3") }
#define CELL(c) { "p", BYTES("\0\0\0" c) }
#define TEXT(s) { "p", (const uint8_t *)(s), sizeof(s) }
#define FLAG { "p", NULL, 0 }
#define U32 "$ref: /schemas/types.yaml#/definitions/uint32"
#define ARRAY U32 "-array"
#define MATRIX U32 "-matrix"
#define STRING "$ref: /schemas/types.yaml#/definitions/string"
#define TYPE(t) "{ $ref: /schemas/types.yaml#/definitions/" t " }"
#define P(s) FOR_N "properties: { p: { " s " } }\n"

struct row {
	const char *text;
	struct test_node node;
	const char *says;	/* NULL: it fits */
};

static const struct row rows[] = {
	/* Types. */
	{ P("type: boolean"), { { FLAG }, { NULL } }, NULL },
	{ P("type: boolean"), { { ONE }, { NULL } },
	  "p has 1 cell, its binding wants no value" },
	{ P("type: boolean"), { { TEXT("on") }, { NULL } },
	  "p has \"on\", its binding wants no value" },
	{ P(U32), { { ONE }, { NULL } }, NULL },
	{ P(U32), { { TWO }, { NULL } },
	  "p has 2 cells, its binding wants one cell (uint32)" },
	{ P(U32), { { FLAG }, { NULL } },
	  "p has no value, its binding wants one cell (uint32)" },
	{ P(U32), { { { "p", BYTES("\0\0\1") } }, { NULL } },
	  "p has 3 bytes, its binding wants one cell (uint32)" },
	{ P(ARRAY), { { TWO }, { NULL } }, NULL },
	{ P(ARRAY), { { { "p", BYTES("\0\0\0\1\2") } }, { NULL } },
	  "p has 5 bytes, its binding wants cells (uint32-array)" },
	{ P("$ref: /schemas/types.yaml#/definitions/uint64"),
	  { { TWO }, { NULL } }, NULL },
	{ P("$ref: /schemas/types.yaml#/definitions/uint64"),
	  { { THREE }, { NULL } },
	  "p has 3 cells, its binding wants two cells (uint64)" },
	{ P("$ref: types.yaml#/definitions/uint8"),
	  { { { "p", BYTES("\1") } }, { NULL } }, NULL },
	{ P("$ref: types.yaml#/definitions/uint8"),
	  { { { "p", BYTES("\1\2") } }, { NULL } },
	  "p has 2 bytes, its binding wants one byte (uint8)" },
	{ P(STRING), { { TEXT("a") }, { NULL } }, NULL },
	{ P(STRING), { { TEXT("a\0b") }, { NULL } },
	  "p has 2 strings, its binding wants one string (string)" },
	{ P(STRING), { { { "p", BYTES("ab") } }, { NULL } },
	  "p has 2 bytes, its binding wants one string (string)" },
	{ P("$ref: /schemas/types.yaml#/definitions/string-array"),
	  { { TEXT("a\0b") }, { NULL } }, NULL },
	{ P("$ref: /schemas/types.yaml#/definitions/string-array"),
	  { { TEXT("a\0a") }, { NULL } },
	  "p has 2 strings, its binding wants strings (string-array)" },
	{ P("$ref: /schemas/types.yaml#/definitions/phandle"),
	  { { ONE }, { NULL } }, NULL },
	{ P("$ref: /schemas/types.yaml#/definitions/phandle"),
	  { { TWO }, { NULL } },
	  "p has 2 cells, its binding wants one reference (phandle)" },
	{ FOR_N "properties: { c: { type: object } }\n",
	  { { ONE }, { "c" } }, NULL },
	{ P("type: object"), { { ONE }, { NULL } },
	  "p has 1 cell, its binding wants a node" },
	{ FOR_N "properties: { c: { type: boolean } }\n",
	  { { ONE }, { "c" } }, "c is a node, its binding wants no value" },
	/* Numbers. */
	{ P(U32 ", minimum: 2"), { { CELL("\2") }, { NULL } }, NULL },
	{ P(U32 ", minimum: 2"), { { CELL("\1") }, { NULL } },
	  "p is 1, its binding wants at least 2" },
	{ P(U32 ", maximum: 2"), { { CELL("\2") }, { NULL } }, NULL },
	{ P(U32 ", maximum: 2"), { { CELL("\3") }, { NULL } },
	  "p is 3, its binding wants at most 2" },
	{ P(U32 ", exclusiveMinimum: 2"), { { CELL("\3") }, { NULL } }, NULL },
	{ P(U32 ", exclusiveMinimum: 2"), { { CELL("\2") }, { NULL } },
	  "p is 2, its binding wants more than 2" },
	{ P(U32 ", exclusiveMaximum: 2"), { { CELL("\1") }, { NULL } }, NULL },
	{ P(U32 ", exclusiveMaximum: 2"), { { CELL("\2") }, { NULL } },
	  "p is 2, its binding wants less than 2" },
	{ P(U32 ", multipleOf: 4"), { { CELL("\4") }, { NULL } }, NULL },
	{ P(U32 ", multipleOf: 4"), { { CELL("\6") }, { NULL } },
	  "p is 6, its binding wants a multiple of 4" },
	{ P("$ref: types.yaml#/definitions/int8, minimum: -1"),
	  { { { "p", BYTES("\377") } }, { NULL } }, NULL },
	{ P("$ref: types.yaml#/definitions/int8, minimum: -1"),
	  { { { "p", BYTES("\376") } }, { NULL } },
	  "p is -2, its binding wants at least -1" },
	{ P("$ref: types.yaml#/definitions/int8, minimum: -128"),
	  { { { "p", BYTES("\200") } }, { NULL } }, NULL },
	{ P(U32 ", const: 0x10"), { { CELL("\20") }, { NULL } }, NULL },
	{ P(U32 ", const: 0x10"), { { CELL("\21") }, { NULL } },
	  "p is 17, its binding wants 16" },
	{ P(U32 ", enum: [ 1, 3 ]"), { { CELL("\3") }, { NULL } }, NULL },
	{ P(U32 ", enum: [ 1, 3 ]"), { { CELL("\2") }, { NULL } },
	  "p is 2, its binding wants 1 or 3" },
	/* Strings, whose type the value implies. */
	{ P("const: a"), { { TEXT("a") }, { NULL } }, NULL },
	{ P("const: a"), { { TEXT("b") }, { NULL } },
	  "p is \"b\", its binding wants \"a\"" },
	{ P("enum: [ a, b ]"), { { TEXT("a\0b") }, { NULL } },
	  "p has 2 strings, its binding wants one value" },
	{ P("pattern: '^a[0-9]+$'"), { { TEXT("a10") }, { NULL } }, NULL },
	{ P("pattern: '^a[0-9]+$'"), { { TEXT("a1b") }, { NULL } },
	  "p is \"a1b\", its binding wants the pattern ^a[0-9]+$" },
	/* Counts: one limit states both, unless items are described. */
	{ P(ARRAY ", minItems: 2, maxItems: 3"), { { TWO }, { NULL } }, NULL },
	{ P(ARRAY ", minItems: 2, maxItems: 3"), { { ONE }, { NULL } },
	  "p has 1 cell, its binding wants at least 2" },
	{ P(ARRAY ", minItems: 1, maxItems: 2"), { { THREE }, { NULL } },
	  "p has 3 cells, its binding wants at most 2" },
	{ P(ARRAY ", maxItems: 2"), { { ONE }, { NULL } },
	  "p has 1 cell, its binding wants 2" },
	{ P(ARRAY ", minItems: 2"), { { THREE }, { NULL } },
	  "p has 3 cells, its binding wants 2" },
	{ P(ARRAY ", items: { maximum: 2 }, maxItems: 2"),
	  { { ONE }, { NULL } }, NULL },
	{ P(ARRAY ", items: { maximum: 2 }"), { { THREE }, { NULL } },
	  "p is 3, its binding wants at most 2" },
	{ P(ARRAY ", items: [ { const: 1 }, { const: 2 } ]"),
	  { { TWO }, { NULL } }, NULL },
	{ P(ARRAY ", items: [ { const: 1 }, { const: 3 } ]"),
	  { { TWO }, { NULL } }, "p is 2, its binding wants 3" },
	{ P(ARRAY ", items: [ { const: 1 } ]"), { { TWO }, { NULL } },
	  "p has 2 cells, its binding wants 1" },
	{ P(ARRAY ", minItems: 1, items: [ { const: 1 }, { const: 2 } ]"),
	  { { ONE }, { NULL } }, NULL },
	/* Rows have the length that the binding gives them. */
	{ P(MATRIX ", maxItems: 1, items: { maxItems: 3 }"),
	  { { THREE }, { NULL } }, NULL },
	{ P(MATRIX ", minItems: 2, items: { maxItems: 1 }"),
	  { { THREE }, { NULL } }, NULL },
	{ P(MATRIX ", minItems: 4, items: { maxItems: 1 }"),
	  { { THREE }, { NULL } },
	  "p has 3 cells in 3 entries, its binding wants at least 4" },
	{ P(MATRIX ", items: { items: [ {}, { const: 2 } ] }"),
	  { { TWO }, { NULL } }, NULL },
	{ P(MATRIX ", items: { items: [ {}, { const: 3 } ] }"),
	  { { TWO }, { NULL } }, "p is 2, its binding wants 3" },
	{ P("contains: { const: b }"), { { TEXT("a\0b") }, { NULL } }, NULL },
	{ P("contains: { const: b }"), { { TEXT("a\0c") }, { NULL } },
	  "p has no value that its binding asks for" },
	{ P(ARRAY ", uniqueItems: true"), { { TWO }, { NULL } }, NULL },
	{ P(ARRAY ", uniqueItems: true"),
	  { { { "p", BYTES("\0\0\0\1\0\0\0\1") } }, { NULL } },
	  "p has one value twice" },
	/* Without a type a printable value is a string, else cells. */
	{ P("minItems: 2, maxItems: 2"), { { TEXT("a\0b") }, { NULL } },
	  NULL },
	{ P("minItems: 2, maxItems: 2"), { { TWO }, { NULL } }, NULL },
	/* reg has as many cells for each entry as the parent states. */
	{ FOR_N "properties: { reg: { maxItems: 1 } }\n",
	  { { { "reg", BYTES("\0\0\0\0\0\0\0\1\0\0\0\2") } }, { NULL } },
	  NULL },
	{ FOR_N "properties: { reg: { maxItems: 1 } }\n",
	  { { { "reg", BYTES("\0\0\0\0\0\0\0\1\0\0\0\2\0\0\0\3") } },
	    { NULL } },
	  "reg has 4 cells in 2 entries, its binding wants 1" },
	/* Members. */
	{ FOR_N "required: [ p ]\n", { { ONE }, { NULL } }, NULL },
	{ FOR_N "required: [ q ]\n", { { ONE }, { NULL } },
	  "'q' is missing, and the binding of this node requires it" },
	{ FOR_N "required: [ c ]\n", { { ONE }, { "c" } }, NULL },
	{ FOR_N "required: [ q ]\n",
	  { { { "status", BYTES("disabled\0") } }, { NULL } }, NULL },
	{ FOR_N "properties: { p: true }\nadditionalProperties: false\n",
	  { { ONE, { "status", BYTES("okay\0") },
	      { "phandle", BYTES("\0\0\0\1") } }, { NULL } }, NULL },
	{ FOR_N "properties: { q: true }\nadditionalProperties: false\n",
	  { { ONE }, { NULL } },
	  "the binding of this node has no property 'p'" },
	{ FOR_N "properties: { p: true }\nadditionalProperties: false\n",
	  { { ONE }, { "c" } },
	  "the binding of this node has no child 'c'" },
	{ FOR_N "properties: { p: true }\n"
	  "additionalProperties: { type: object }\n",
	  { { ONE }, { "c" } }, NULL },
	{ FOR_N "additionalProperties: { type: object }\n",
	  { { ONE }, { "c" } },
	  "the binding of this node has no property 'p'" },
	{ FOR_N "additionalProperties: { const: x }\n",
	  { { TEXT("y") }, { NULL } }, "p is \"y\", its binding wants \"x\"" },
	{ FOR_N "patternProperties: { '^p$': { type: boolean } }\n"
	  "additionalProperties: false\n", { { FLAG }, { NULL } }, NULL },
	{ FOR_N "patternProperties: { '^p': { type: boolean } }\n",
	  { { ONE }, { NULL } }, "p has 1 cell, its binding wants no value" },
	{ FOR_N "patternProperties: { '^c@[0-9]$': { type: object, "
	  "properties: { p: { const: 2 } } } }\n", { { ONE }, { "c@1" } },
	  "p is 1, its binding wants 2" },
	{ FOR_N "properties: { p: false }\n", { { ONE }, { NULL } },
	  "the binding forbids p here" },
	{ FOR_N "dependentRequired: { p: [ q ] }\n", { { ONE }, { NULL } },
	  "'q' is missing, and 'p' goes with it" },
	{ FOR_N "dependentRequired: { q: [ r ] }\n", { { ONE }, { NULL } },
	  NULL },
	{ FOR_N "dependencies: { p: [ q ] }\n", { { ONE }, { NULL } },
	  "'q' is missing, and 'p' goes with it" },
	{ FOR_N "dependencies: { p: { required: [ q ] } }\n",
	  { { ONE }, { NULL } },
	  "'q' is missing, and the binding of this node requires it" },
	{ FOR_N "dependentSchemas: { p: { required: [ p ] } }\n",
	  { { ONE }, { NULL } }, NULL },
	{ FOR_N "unevaluatedProperties: false\nallOf: [ { properties: "
	  "{ p: true } } ]\n", { { ONE }, { NULL } }, NULL },
	{ FOR_N "unevaluatedProperties: false\nallOf: [ { properties: "
	  "{ q: true } } ]\n", { { ONE }, { NULL } },
	  "the binding of this node has no property 'p'" },
	/* What an alternative that does not fit has seen does not count. */
	{ FOR_N "unevaluatedProperties: false\nanyOf:\n"
	  "  - { properties: { p: true }, required: [ q ] }\n"
	  "  - { properties: { r: true } }\n", { { ONE }, { NULL } },
	  "the binding of this node has no property 'p'" },
	{ FOR_N "unevaluatedProperties: false\nif: { properties: { p: true } }"
	  "\nthen: { required: [ p ] }\n", { { ONE }, { NULL } }, NULL },
	/* Logic. */
	{ P("allOf: [ " TYPE("uint32") ", { minimum: 1 } ]"),
	  { { ONE }, { NULL } }, NULL },
	{ P("allOf: [ " TYPE("uint32") ", { minimum: 2 } ]"),
	  { { ONE }, { NULL } }, "p is 1, its binding wants at least 2" },
	{ P("anyOf: [ { type: boolean }, " TYPE("uint32") " ]"),
	  { { ONE }, { NULL } }, NULL },
	{ P("anyOf: [ { type: boolean }, " TYPE("uint32") " ]"),
	  { { FLAG }, { NULL } }, NULL },
	{ P("anyOf: [ { type: boolean }, " TYPE("uint32") " ]"),
	  { { TWO }, { NULL } }, "p has 2 cells, its binding wants no value; "
	  "or p has 2 cells, its binding wants one cell (uint32)" },
	{ P(U32 ", oneOf: [ { maximum: 1 }, { minimum: 2 } ]"),
	  { { ONE }, { NULL } }, NULL },
	{ P(U32 ", oneOf: [ { maximum: 1 }, { minimum: 1 } ]"),
	  { { ONE }, { NULL } },
	  "p fits more than one of the alternatives of its binding" },
	{ P(U32 ", not: { const: 2 }"), { { ONE }, { NULL } }, NULL },
	{ P(U32 ", not: { const: 1 }"), { { ONE }, { NULL } },
	  "p is as its binding forbids it" },
	{ FOR_N "if: { required: [ p ] }\nthen: { required: [ p ] }\n"
	  "else: { required: [ q ] }\n", { { ONE }, { NULL } }, NULL },
	{ FOR_N "if: { required: [ p ] }\nthen: { required: [ q ] }\n",
	  { { ONE }, { NULL } },
	  "'q' is missing, and the binding of this node requires it" },
	{ FOR_N "if: { required: [ q ] }\nthen: { required: [ p ] }\n"
	  "else: { required: [ r ] }\n", { { ONE }, { NULL } },
	  "'r' is missing, and the binding of this node requires it" },
	/* References. */
	{ FOR_N "$defs: { two: { const: 2 } }\n"
	  "properties: { p: { $ref: '#/$defs/two' } }\n",
	  { { ONE }, { NULL } }, "p is 1, its binding wants 2" },
	{ FOR_N "definitions: { two: { " U32 " } }\n"
	  "properties: { p: { $ref: '#/definitions/two' } }\n",
	  { { ONE }, { NULL } }, NULL },
	{ FOR_N "properties: { p: { const: 2 } }\n"
	  "patternProperties: { '^c': { $ref: '#' } }\n",
	  { { CELL("\2") }, { "c" } }, "p is 1, its binding wants 2" },
};

START_TEST(keywords_decide)
{
	const struct row *r = &rows[_i];
	struct answers a = ask(r->text, &r->node);

	if (r->says == NULL) {
		ck_assert_msg(a.count == 0, "row %d: %s", _i,
			      a.first.message);
		return;
	}
	ck_assert_msg(a.count == 1, "row %d: %u faults", _i, a.count);
	ck_assert_str_eq(a.first.message, r->says);
}
END_TEST

START_TEST(fault_has_its_places)
{
	static const struct test_node node = {
		{ ONE, { "qq", BYTES("\0\0\0\1") } }, { NULL },
	};
	struct answers a = ask(FOR_N "properties:\n  p:\n    " U32 "\n"
			       "    minimum: 2\n", &node);

	ck_assert_int_eq(a.first.kind, SCHEMA_VALUE);
	ck_assert_uint_eq(a.first.node, a.node);
	ck_assert_uint_eq(a.first.prop, 0);
	ck_assert_uint_eq(a.first.wanted.line, 6);
	ck_assert_uint_eq(a.first.wanted.col, 5);
	ck_assert_str_eq(a.first.keyword, "minimum: 2");
	a = ask(FOR_N "required: [ z ]\n", &node);
	ck_assert_int_eq(a.first.kind, SCHEMA_MISSING);
	ck_assert_uint_eq(a.first.prop, DOC_NONE);
	ck_assert_str_eq(a.first.missing, "z");
	a = ask(FOR_N "properties: { p: true, qqq: true }\n"
		"additionalProperties: false\n", &node);
	ck_assert_int_eq(a.first.kind, SCHEMA_UNKNOWN);
	ck_assert_uint_eq(a.first.prop, 1);
	ck_assert_ptr_null(a.first.near);
	a = ask(FOR_N "properties: { p: true, qqxyz: true }\n"
		"additionalProperties: false\n",
		&(struct test_node){ { { "qqxy", BYTES("\1") } }, { NULL } });
	ck_assert_str_eq(a.first.near, "qqxyz");
}
END_TEST

static const struct {
	const char *text;
	const char *compatible;	/* one string */
	bool selected;
} selections[] = {
	{ HEAD "required: [ z ]\nselect: true\n", "a", true },
	{ HEAD "required: [ z ]\nselect: false\n", "a", false },
	{ HEAD "required: [ z ]\n", "a", false },
	{ HEAD "required: [ z ]\nproperties: { compatible: { const: a } }\n",
	  "a", true },
	{ HEAD "required: [ z ]\nproperties: { compatible: { const: a } }\n",
	  "ab", false },
	{ HEAD "required: [ z ]\nproperties: { compatible: { items: "
	  "[ { enum: [ b, a ] }, { const: c } ] } }\n", "c", true },
	{ HEAD "required: [ z ]\nproperties: { compatible: { items: "
	  "[ { const: a }, { const: syscon } ] } }\n", "syscon", false },
	{ HEAD "required: [ z ]\nproperties: { $nodename: "
	  "{ pattern: '^n$' } }\n", "a", true },
	{ HEAD "required: [ z ]\nproperties: { $nodename: { const: m } }\n",
	  "a", false },
	{ HEAD "required: [ z ]\nselect: { required: [ compatible ], "
	  "properties: { compatible: { contains: { enum: [ b, a ] } } } }\n",
	  "a", true },
	{ HEAD "required: [ z ]\nselect: { required: [ compatible ], "
	  "properties: { compatible: { contains: { enum: [ b, a ] } } } }\n",
	  "c", false },
	{ HEAD "required: [ z ]\nselect: { anyOf: [ { required: [ q ] }, "
	  "{ required: [ compatible ] } ] }\n", "a", true },
	{ HEAD "required: [ z ]\nselect: { anyOf: [ { required: [ q ] }, "
	  "{ required: [ p ] } ] }\n", "a", false },
	/* Without a property that it requires one says nothing of them. */
	{ HEAD "required: [ z ]\nselect: { anyOf: [ { required: [ q ] }, "
	  "{ properties: { compatible: { const: a } } } ] }\n", "a", true },
	{ HEAD "required: [ z ]\nselect: { required: [ $nodename ] }\n", "a",
	  true },
	{ HEAD "required: [ z ]\nproperties: { $nodename: { contains: "
	  "{ const: m } } }\n", "a", true },
	{ HEAD "required: [ z ]\nproperties: { $nodename: "
	  "{ enum: [ m, n ] } }\n", "a", true },
	/* A compatible goes before the node's name. */
	{ HEAD "required: [ z ]\nproperties: { compatible: { const: b }, "
	  "$nodename: { const: n } }\n", "a", false },
};

START_TEST(files_select_nodes)
{
	const char *with = selections[_i].compatible;
	const struct test_node node = {
		{ { "compatible", (const uint8_t *)with, strlen(with) + 1 } },
		{ NULL },
	};
	struct answers a = ask(selections[_i].text, &node);
	bool found = false;

	/* "select: true" takes the root as well. */
	for (unsigned i = 0; i < a.count; i++)
		found |= a.first.kind == SCHEMA_MISSING || a.count > 1;
	ck_assert_msg(found == selections[_i].selected, "row %d: %u faults",
		      _i, a.count);
}
END_TEST

START_TEST(files_refer_to_each_other)
{
	const struct value *roots[2] = {
		yaml_of("a.yaml", "$id: http://devicetree.org/schemas/x/a.yaml#"
			"\nproperties: { $nodename: { const: n } }\n"
			"$ref: b.yaml#\n"),
		yaml_of("b.yaml", "$id: http://devicetree.org/schemas/x/b.yaml#"
			"\nrequired: [ z ]\n"),
	};
	struct answers a = { .count = 0 };
	struct schema_set *set = NULL;
	const char *error = NULL;
	static const struct test_node node = { { ONE }, { NULL } };

	ck_assert_int_eq(schema_compile(&arena, roots, 2, &set, &error),
			 MPUC_OK);
	ck_assert_int_eq(schema_check(&arena, set, doc_of(&node), take_fault,
				      &a, &error), MPUC_OK);
	ck_assert_uint_eq(a.count, 1);
	ck_assert_str_eq(a.first.wanted.file, "b.yaml");
}
END_TEST

START_TEST(references_take_what_their_providers_say)
{
	struct doc *d = new_doc();
	struct answers a = { .count = 0 };
	struct schema_set *set = NULL;
	const char *error = NULL;

	add_node(d, 0, "clk");
	add_prop(d, "phandle", BYTES("\0\0\0\7"));
	add_prop(d, "#clock-cells", BYTES("\0\0\0\1"));
	add_node(d, 0, "n");
	add_prop(d, "clocks", BYTES("\0\0\0\7\0\0\0\1\0\0\0\7\0\0\0\2"));
	index_doc(d);
	ck_assert_int_eq(compile_text(FOR_N "properties: { clocks: "
				      "{ maxItems: 1 } }\n", &set, &error),
			 MPUC_OK);
	ck_assert_int_eq(schema_check(&arena, set, d, take_fault, &a, &error),
			 MPUC_OK);
	ck_assert_str_eq(a.first.message, "clocks has 2 references, its "
			 "binding wants 1");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("schema");
	TCase *t = tcase_create("schema");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, keywords_decide, 0,
			    (int)(sizeof(rows) / sizeof(rows[0])));
	tcase_add_test(t, fault_has_its_places);
	tcase_add_loop_test(t, files_select_nodes, 0,
			    (int)(sizeof(selections) / sizeof(selections[0])));
	tcase_add_test(t, files_refer_to_each_other);
	tcase_add_test(t, references_take_what_their_providers_say);
	suite_add_tcase(s, t);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
