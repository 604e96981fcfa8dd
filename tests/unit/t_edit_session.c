/* SPDX-License-Identifier: BSD-2-Clause */
/* Sessions: states that are reached in two ways are the same state. */
#include "api_fixture.h"

static struct mpuc_whatif *edit;
static struct mpuc_whatif_result result;

static void setup(void)
{
	/* A blob: a source gets symbols when an overlay follows it. */
	static const char *const file = "tree.dtb";
	static const struct mpuc_module_file part = {
		"/chosen/domU1/dtb", "part.dtb",
	};
	const struct mpuc_options options = {
		.has_regions = true, .regions = 16, .xen = "xen.sym",
		.has_fdt_address = true, .fdt_address = 0x1000000,
		.modules = &part, .module_count = 1,
	};

	tmp_enter();
	tree_setup();
	put_symbols("xen.sym");
	put_dtb("part.dtb", PART_TREE);
	put_dtb(file, GOOD_TREE("0x20000000"));
	edit = mpuc_whatif_new(&options);
	ck_assert_ptr_nonnull(edit);
	ck_assert_int_eq(mpuc_whatif_open(edit, &file, 1), MPUC_OK);
}

static void teardown(void)
{
	mpuc_whatif_free(edit);
	tree_teardown();
	tmp_leave();
}

static void run(const char *line, enum mpuc_whatif_kind kind)
{
	enum mpuc_status st = mpuc_whatif_do(edit, line, 0, &result);

	ck_assert_msg(result.kind == kind, "%s: %s", line, result.text);
	ck_assert_int_eq(st == MPUC_OK, kind != MPUC_WHATIF_REFUSED);
}

static void change(const char *line)
{
	run(line, MPUC_WHATIF_CHANGE);
}

/* Plan and findings of the state, as text in the test's memory. */
static char *state_text(void)
{
	struct mpuc_run *state = mpuc_whatif_run(edit);
	char *copy;

	got_len = 0;
	ck_assert_int_eq(mpuc_write_plan(&state, 1, MPUC_JSON, NULL,
					 &writer), MPUC_OK);
	ck_assert_int_eq(mpuc_write_check(&state, 1, MPUC_JSON, &writer),
			 MPUC_OK);
	copy = arena_strndup(&arena, got, got_len);
	ck_assert_ptr_nonnull(copy);
	return copy;
}

/* One change of every kind, each of which suits what the others leave. */
static const char *const all[] = {
	"add bank domU1 0x30000000 1M", "split bank domU1 0 16M",
	"join bank domU1 0 1", "move bank domU1 1 0x31000000",
	"resize bank domU1 1 2M", "drop bank domU1 1",
	"add domain domU3 like domU2", "add domain bare 0x38000000 1M",
	"add module bare kernel 0x10400000 1M",
	"add module bare dtb 0x10600000 64K",
	"add device bare 0x9c090000 4K", "add vpl011 bare",
	"drop module bare dtb", "add shm ring 0x3c000000 64K domU1 domU2",
	"drop shm ring", "drop device domU1 0x9c0a0000",
	"drop vpl011 domU2", "place domU2", "place domU1 1M",
	"drop domain domU2",
	"heap 0x60000000 64M", "section guest 0x20000000 512M",
	"section boot-module off", "heap off", "early-uart 0x9c090000 4K",
	"early-uart off", "add memory 0x100000000 1M",
	"platform cortex-r82-32", "regions 12",
	"target xen-guests-2026",
};

/* Every state on the way back is the one on the way there. */
START_TEST(undo_all)
{
	char *states[ARRAY_SIZE(all) + 1];

	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		states[i] = state_text();
		change(all[i]);
		ck_assert_uint_eq(mpuc_whatif_depth(edit), i + 1);
	}
	states[ARRAY_SIZE(all)] = state_text();
	for (size_t i = ARRAY_SIZE(all); i > 0; i--) {
		ck_assert_str_eq(state_text(), states[i]);
		change("undo");
	}
	ck_assert_str_eq(state_text(), states[0]);
	run("undo", MPUC_WHATIF_REFUSED);
	for (size_t i = 1; i <= ARRAY_SIZE(all); i++) {
		change("redo");
		ck_assert_str_eq(state_text(), states[i]);
	}
	run("redo", MPUC_WHATIF_REFUSED);
}
END_TEST

START_TEST(undo_a_hundred)
{
	char *first = state_text(), *last;
	char line[64];

	for (unsigned i = 1; i <= 100; i++) {
		snprintf(line, sizeof(line), "resize bank domU1 0 %uM", i);
		change(line);
	}
	last = state_text();
	change("undo 100");
	ck_assert_str_eq(state_text(), first);
	ck_assert_uint_eq(mpuc_whatif_redoable(edit), 100);
	change("redo 100");
	ck_assert_str_eq(state_text(), last);
	/* A change after going back is the end of what could be redone. */
	change("undo 50");
	change("drop vpl011 domU1");
	ck_assert_uint_eq(mpuc_whatif_redoable(edit), 0);
	ck_assert_uint_eq(mpuc_whatif_depth(edit), 51);
}
END_TEST

START_TEST(snapshots)
{
	char *kept;

	change("add bank domU1 0x30000000 1M");
	run("snapshot a", MPUC_WHATIF_ANSWER);
	run("snapshot a", MPUC_WHATIF_REFUSED);
	kept = state_text();
	change("undo");
	change("drop domain domU2");
	change("restore a");
	ck_assert_str_eq(state_text(), kept);
	change("regions 9");
	run("snapshot b", MPUC_WHATIF_ANSWER);
	/* A snapshot of a restored state holds what was restored. */
	change("undo 3");
	change("restore b");
	change("regions 16");
	ck_assert_str_eq(state_text(), kept);
	run("compare a b", MPUC_WHATIF_ANSWER);
	ck_assert_ptr_nonnull(strstr(result.text, "left "));
	run("compare a", MPUC_WHATIF_ANSWER);
	ck_assert_str_eq(result.text, "a -> this state\n  errors 1");
}
END_TEST

/* What is refused changes nothing, whatever the command got to. */
START_TEST(refused)
{
	static const char *const lines[] = {
		"add bank domU9 0 1", "add shm x 0x30000000 1M domU1 domU9",
		"add bank domU1 0xfffffffffffff000 1M", "regions 256",
		"add memory 0x1000 0", "add memory 0 1M",
		"target nowhere.yaml", "platform ./none", "undo",
		"add bank domU1 0x1000 0", "add domain a/b 0x1000 1M",
		"drop module domU1 ramdisk", "compare none", "fit domU9",
		"place", "place domU9", "place domU1 3G",
		"save", "save /none/x.dtb", "expect code 117 ==",
	};
	char *before = state_text();

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		run(lines[i], MPUC_WHATIF_REFUSED);
		ck_assert_str_ne(result.text, "");
		ck_assert_uint_ge(result.column, 1);
		ck_assert_str_eq(state_text(), before);
		ck_assert_uint_eq(mpuc_whatif_depth(edit), 0);
	}
}
END_TEST

/* The overlay, the tree and the script each lead to the state again. */
START_TEST(save_and_load)
{
	static const char *const lines[] = {
		"add domain domU3 like domU2", "drop domain domU2",
		"resize bank domU1 0 8M", "section guest 0x20000000 1G",
		"add shm ring 0x7f000000 64K domU1 domU3",
	};
	static const char *const files[] = { "tree.dtb", "out.dtso" };
	const struct mpuc_module_file part = { "/chosen/domU1/dtb",
					       "part.dtb" };
	const struct mpuc_options options = {
		.has_regions = true, .regions = 16, .xen = "xen.sym",
		.has_fdt_address = true, .fdt_address = 0x1000000,
		.modules = &part, .module_count = 1,
	};
	struct mpuc_run *loaded = mpuc_new(&options);

	char *state;

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		change(lines[i]);
	/* The copy has what its original had. */
	run("add vpl011 domU3", MPUC_WHATIF_REFUSED);
	run("save out.dtso", MPUC_WHATIF_ANSWER);
	run("save out.dtso", MPUC_WHATIF_REFUSED);
	run("save out.dtso over", MPUC_WHATIF_ANSWER);
	run("save tree.dtb", MPUC_WHATIF_REFUSED);
	state = state_text();
	ck_assert_int_eq(mpuc_run(loaded, files, 2), MPUC_OK);
	got_len = 0;
	ck_assert_int_eq(mpuc_write_plan(&loaded, 1, MPUC_JSON, NULL,
					 &writer), MPUC_OK);
	ck_assert_mem_eq(state, got, got_len);
	mpuc_free(loaded);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("edit session");
	TCase *t = tcase_create("session");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, undo_all);
	tcase_add_test(t, undo_a_hundred);
	tcase_add_test(t, snapshots);
	tcase_add_test(t, refused);
	tcase_add_test(t, save_and_load);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
