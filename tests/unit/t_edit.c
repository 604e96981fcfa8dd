/* SPDX-License-Identifier: BSD-2-Clause */
/* The language of what-if: parsing, completion, folding. */
#include "tree_fixture.h"

#include "edit/complete.h"
#include "edit/edit.h"

static struct edit_command command;
static struct edit_refusal refusal;

static enum mpuc_status parse(const char *line)
{
	memset(&refusal, 0, sizeof(refusal));
	return edit_parse(&arena, line, &command, &refusal);
}

/* ------------------------------------------------------------- parsing */

static const struct {
	const char *line;
	enum edit_verb verb;
	uint32_t count;
} good[] = {
	{ "add bank domU1 0x40000000 64M", EDIT_ADD_BANK, 3 },
	{ "\t add  bank\tdomU1 1G 4096 # why", EDIT_ADD_BANK, 3 },
	{ "add domain x like y", EDIT_ADD_LIKE, 3 },
	{ "add domain x 0 1", EDIT_ADD_DOMAIN, 3 },
	{ "add domain like like like", EDIT_ADD_LIKE, 3 },
	{ "heap off", EDIT_HEAP_OFF, 1 },
	{ "heap 0x0 1K", EDIT_HEAP, 2 },
	{ "undo", EDIT_UNDO, 0 },
	{ "undo 4294967295", EDIT_UNDO, 1 },
	{ "add shm r 0x1000 4K a", EDIT_ADD_SHM, 4 },
	{ "add shm r 0x1000 4K a b c", EDIT_ADD_SHM, 6 },
	{ "expect left idle >= -1", EDIT_EXPECT_COUNT, 4 },
	{ "expect code 0117", EDIT_EXPECT_CODE, 1 },
	{ "expect code 0117 == 0", EDIT_EXPECT_CODE, 3 },
	{ "expect findings == 0", EDIT_EXPECT_FOUND, 3 },
	{ "expect verdict pass", EDIT_EXPECT_VERDICT, 1 },
	{ "save \"a b.dtso\" over", EDIT_SAVE, 2 },
	{ "quit", EDIT_QUIT, 0 },
};

START_TEST(good_line)
{
	ck_assert_int_eq(parse(good[_i].line), MPUC_OK);
	ck_assert_ptr_nonnull(command.rule);
	ck_assert_int_eq(command.rule->verb, good[_i].verb);
	ck_assert_uint_eq(command.count, good[_i].count);
}
END_TEST

static const struct {
	const char *line;
	uint32_t column;
	const char *says;
} bad[] = {
	{ "nothing", 1, "no command" },
	{ "  add", 6, "followed by one of: bank, device" },
	{ "add bank", 9, "wants a domain" },
	{ "add bank domU1 0x1g 4K", 16, "is not an address" },
	{ "add bank domU1 0x1000 -1", 23, "is not a size" },
	{ "add bank domU1 0x1000 1 2", 25, "one word too many" },
	{ "undo 4294967296", 6, "is not a count" },
	{ "expect left idle => 1", 18, "is not ==, !=" },
	{ "expect left idle > 2147483648", 20, "is not a number" },
	{ "expect left idle > -2147483648", 20, "is not a number" },
	{ "save \"a b", 6, "not closed" },
	{ "save x overr", 8, "is not over" },
	{ "add shm r 0 1", 14, "wants a domain" },
	{ "section guest of", 15, "or section SECTION BASE SIZE" },
};

START_TEST(bad_line)
{
	ck_assert_int_eq(parse(bad[_i].line), MPUC_E_SYNTAX);
	ck_assert_msg(strstr(refusal.text, bad[_i].says) != NULL, "%s",
		      refusal.text);
	ck_assert_uint_eq(refusal.column, bad[_i].column);
}
END_TEST

START_TEST(values)
{
	ck_assert_int_eq(parse("  add bank domU1 0xffffffffffffffff 2G #x"),
			 MPUC_OK);
	ck_assert_str_eq(command.text,
			 "add bank domU1 0xffffffffffffffff 2G");
	ck_assert_str_eq(command.args[0].text, "domU1");
	ck_assert_uint_eq(command.args[1].value, UINT64_MAX);
	ck_assert_uint_eq(command.args[2].value, (uint64_t)2 << 30);
	ck_assert_uint_eq(command.args[2].column, 37);
	ck_assert_int_eq(parse("save \"a #b\""), MPUC_OK);
	ck_assert_str_eq(command.args[0].text, "a #b");
	ck_assert_int_eq(parse("expect left idle == -3"), MPUC_OK);
	ck_assert(command.args[3].negative);
	ck_assert_uint_eq(command.args[3].value, 3);
}
END_TEST

START_TEST(no_command)
{
	static const char *const lines[] = { "", " \t", "# add", "  #", "\n" };

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		ck_assert_int_eq(parse(lines[i]), MPUC_OK);
		ck_assert_ptr_null(command.rule);
	}
}
END_TEST

/* As many words as there is room for, and one more. */
START_TEST(many_words)
{
	char line[4 * EDIT_ARGS + 64] = "add shm r 0 1";

	for (int i = 3; i < EDIT_ARGS; i++)
		strcat(line, " d");
	ck_assert_int_eq(parse(line), MPUC_OK);
	ck_assert_uint_eq(command.count, EDIT_ARGS);
	strcat(line, " d");
	ck_assert_int_eq(parse(line), MPUC_E_SYNTAX);
	strcat(line, " d d d d");
	ck_assert_int_eq(parse(line), MPUC_E_SYNTAX);
}
END_TEST

/* Every row has a pattern that can be read and words of its own. */
START_TEST(rows)
{
	for (size_t i = 0; i < edit_rule_count; i++) {
		const char *at = edit_rules[i].pattern;
		struct edit_element e;
		bool open_end = false;

		ck_assert_str_ne(edit_rules[i].help, "");
		while (edit_element_next(&at, &e)) {
			/* What may be missing or repeat stands at the end. */
			ck_assert(!open_end || e.optional);
			open_end |= e.optional || e.repeated;
			ck_assert(e.kind != ARG_WORD || e.words[0] >= 'a');
		}
		for (size_t k = i + 1; k < edit_rule_count; k++)
			ck_assert_int_ne(edit_rules[i].verb,
					 edit_rules[k].verb);
	}
}
END_TEST

/* ---------------------------------------------------------- completion */

static char words[4096];

static void hear(void *arg, const char *word)
{
	(void)arg;
	strcat(strcat(words, word), " ");
}

static const char *no_code(size_t index)
{
	return index == 0 ? "overlap-heap" : NULL;
}

static const struct {
	const char *line, *words;
} completions[] = {
	{ "", "add drop move resize split join heap section early-uart "
	  "platform regions target place undo redo snapshot restore compare fit "
	  "smallest expect show save help quit " },
	{ "re", "resize regions redo restore " },
	{ "add ", "bank device domain memory module shm vpl011 " },
	{ "add d", "device domain " },
	{ "add bank ", "domU1 domU2 " },
	{ "add bank domU1 ", "" },
	{ "drop bank domU1 ", "0 " },
	{ "section ", "guest device boot-module shared-memory " },
	{ "section guest ", "off " },
	{ "heap o", "off " },
	{ "expect ", "need peak left minimum findings errors warnings notes "
	  "domains contexts code verdict " },
	{ "expect left guest/", "guest/domU1 guest/domU2 " },
	{ "expect left idle ", "== != < <= > >= " },
	{ "expect code ", "overlap-heap " },
	{ "add shm x 0 1 domU1 ", "domU1 domU2 " },
	{ "target xen-4", "xen-4.17-amd xen-4.22 " },
	{ "platform cortex-r52-2", "cortex-r52-20 cortex-r52-24 " },
	{ "restore ", "kept " },
	{ "add domain x l", "like " },
	{ "quit ", "" },
	{ "nothing ", "" },
};

START_TEST(complete)
{
	static const char *const kept[] = { "kept" };
	struct system *s;
	struct edit_words w = {
		.snapshots = kept, .snapshot_count = 1, .code = no_code,
		.word = hear,
	};
	const struct build_input in = {
		.target = target_find("xen-mpu-v2"),
		.has_regions = true, .regions = 16,
		.doc = doc_of(MACHINE CHOSEN(
			"domU1 { compatible = \"xen,domain\";\n"
			"xen,static-mem = <0 0x40000000 0 0x100000>; };\n"
			"domU2 { compatible = \"xen,domain\"; };\n")),
	};
	const char *error = NULL;
	struct plan *plan;

	ck_assert_int_eq(system_build(&arena, &in, &s, &error), MPUC_OK);
	ck_assert_int_eq(plan_make(&arena, s, &plan), MPUC_OK);
	w.s = s;
	w.plan = plan;
	words[0] = '\0';
	ck_assert_int_eq(edit_complete(&arena, completions[_i].line, &w),
			 MPUC_OK);
	ck_assert_str_eq(words, completions[_i].words);
}
END_TEST

/* ------------------------------------------------------------- folding */

static edit_ops ops;

static void set(const char *node, const char *property, uint32_t value)
{
	struct change *c;

	ck_assert_int_eq(edit_set(&arena, &ops, node, property, &c), MPUC_OK);
	ck_assert_int_eq(change_cells(&arena, c, &value, 1), MPUC_OK);
}

static const struct doc_edits *folded(void)
{
	static struct edit_total total;

	memset(&total, 0, sizeof(total));
	ck_assert_int_eq(edit_fold(&arena, &ops, &total), MPUC_OK);
	return edit_tree_edits(&total, NULL);
}

START_TEST(fold_replaces)
{
	memset(&ops, 0, sizeof(ops));
	set("/a", "x", 1);
	set("/a", "y", 2);
	set("/a", "x", 3);
	ck_assert_uint_eq(folded()->sets.count, 2);
	ck_assert_uint_eq(folded()->sets.items[0].data[3], 3);
	/* A drop takes the setting back, and a setting the drop. */
	ck_assert_int_eq(edit_drop(&arena, &ops, "/a", "x"), MPUC_OK);
	ck_assert_uint_eq(folded()->sets.count, 1);
	ck_assert_uint_eq(folded()->drops.count, 1);
	set("/a", "x", 4);
	ck_assert_uint_eq(folded()->sets.count, 2);
	ck_assert_uint_eq(folded()->drops.count, 0);
}
END_TEST

START_TEST(fold_node)
{
	memset(&ops, 0, sizeof(ops));
	set("/a/b", "x", 1);
	set("/a/b/c", "x", 1);
	set("/a/bc", "x", 1);
	ck_assert_int_eq(edit_drop(&arena, &ops, "/a/b", NULL), MPUC_OK);
	ck_assert_uint_eq(folded()->sets.count, 1);
	ck_assert_str_eq(folded()->sets.items[0].node, "/a/bc");
	/* The old node stays dropped, the new one comes behind it. */
	set("/a/b", "x", 2);
	ck_assert_uint_eq(folded()->sets.count, 2);
	ck_assert_uint_eq(folded()->drops.count, 1);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("edit");
	TCase *t = tcase_create("edit");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, tree_setup, tree_teardown);
	tcase_add_loop_test(t, good_line, 0, ARRAY_SIZE(good));
	tcase_add_loop_test(t, bad_line, 0, ARRAY_SIZE(bad));
	tcase_add_test(t, values);
	tcase_add_test(t, no_command);
	tcase_add_test(t, many_words);
	tcase_add_test(t, rows);
	tcase_add_loop_test(t, complete, 0, ARRAY_SIZE(completions));
	tcase_add_test(t, fold_replaces);
	tcase_add_test(t, fold_node);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
