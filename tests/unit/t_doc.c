/* SPDX-License-Identifier: BSD-2-Clause */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "doc/doc.h"
#include "doc_fixture.h"

#define CELL_1 "\0\0\0\1"
#define CELL_2 "\0\0\0\2"
#define CELL_3 "\0\0\0\3"

/* ------------------------------------------------------------- paths */

/*
 * 1 /chosen, 2 /chosen/a, 3 /memory@1000, 4 /memory@0, 5 /cpu@0, 6 /cpu,
 * 7 /cpu/x@1, 8 /memory@0 once more
 */
static struct doc *new_tree(void)
{
	struct doc *d = new_doc();
	uint32_t node = add_node(d, 0, "chosen");

	add_node(d, node, "a");
	add_node(d, 0, "memory@1000");
	add_node(d, 0, "memory@0");
	add_node(d, 0, "cpu@0");
	node = add_node(d, 0, "cpu");
	add_node(d, node, "x@1");
	add_node(d, 0, "memory@0");
	index_doc(d);
	return d;
}

static const struct {
	const char *path;
	uint32_t node;
} paths[] = {
	{ "/", 0 },
	{ "//", 0 },
	{ "/chosen", 1 },
	{ "/chosen/", 1 },
	{ "//chosen//a", 2 },
	{ "/chosen/b", DOC_NONE },
	{ "/chosen/a/a", DOC_NONE },
	{ "/chose", DOC_NONE },
	{ "/chosena", DOC_NONE },
	{ "/a", DOC_NONE },
	{ "chosen", DOC_NONE },
	{ "", DOC_NONE },
	{ "/memory@1000", 3 },
	{ "/memory@0", 4 },
	{ "/memory", 3 },
	{ "/memory@", DOC_NONE },
	{ "/memory@1", DOC_NONE },
	{ "/cpu", 6 },
	{ "/cpu@0", 5 },
	{ "/cpu/x", 7 },
	{ "/cpu/x@1", 7 },
	{ "/cpu@0/x", DOC_NONE },
};

START_TEST(find_by_path)
{
	struct doc *d = new_tree();

	ck_assert_uint_eq(doc_find(d, paths[_i].path), paths[_i].node);
}
END_TEST

static const char *const node_paths[] = {
	"/", "/chosen", "/chosen/a", "/memory@1000", "/memory@0", "/cpu@0",
	"/cpu", "/cpu/x@1", "/memory@0",
};

START_TEST(path_of_node)
{
	struct doc *d = new_tree();

	ck_assert_str_eq(doc_path(d, &arena, (uint32_t)_i), node_paths[_i]);
	arena.fail_in = 1;
	ck_assert_ptr_null(doc_path(d, &arena, (uint32_t)_i));
}
END_TEST

START_TEST(links)
{
	static const struct {
		uint32_t depth, first_child, next;
	} want[] = {
		{ 0, 1, DOC_NONE },
		{ 1, 2, 3 },
		{ 2, DOC_NONE, DOC_NONE },
		{ 1, DOC_NONE, 4 },
		{ 1, DOC_NONE, 5 },
		{ 1, DOC_NONE, 6 },
		{ 1, 7, 8 },
		{ 2, DOC_NONE, DOC_NONE },
		{ 1, DOC_NONE, DOC_NONE },
	};
	struct doc *d = new_tree();

	ck_assert_uint_eq(d->nodes.count, ARRAY_SIZE(want));
	ck_assert_uint_eq(d->max_depth, 2);
	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		const struct doc_node *n = &d->nodes.items[i];

		ck_assert_uint_eq(n->depth, want[i].depth);
		ck_assert_uint_eq(n->first_child, want[i].first_child);
		ck_assert_uint_eq(n->next, want[i].next);
	}
}
END_TEST

/* The name's end is given by its length. */
START_TEST(child_by_part)
{
	struct doc *d = new_tree();

	ck_assert_uint_eq(doc_child(d, 0, "chosen/a", 6), 1);
	ck_assert_uint_eq(doc_child(d, 0, "chosen", 5), DOC_NONE);
	ck_assert_uint_eq(doc_child(d, 0, "memory@0", 6), 3);
	ck_assert_uint_eq(doc_child(d, 0, "memory@0", 8), 4);
	ck_assert_uint_eq(doc_child(d, 1, "a", 1), 2);
	ck_assert_uint_eq(doc_child(d, 2, "a", 1), DOC_NONE);
}
END_TEST

#define MANY 5000

/* Names and base names of many nodes, so that slots are shared. */
START_TEST(find_among_many)
{
	struct doc *d = new_doc();
	char path[32];

	for (unsigned i = 0; i < MANY; i++) {
		add_node(d, 0, arena_printf(&arena, "n%u@%x", i, i));
		if (i % 3 == 0)
			add_node(d, 0, arena_printf(&arena, "n%u", i));
	}
	index_doc(d);
	for (unsigned i = 0, node = 1; i < MANY; i++) {
		snprintf(path, sizeof(path), "/n%u@%x", i, i);
		ck_assert_uint_eq(doc_find(d, path), node);
		snprintf(path, sizeof(path), "/n%u", i);
		ck_assert_uint_eq(doc_find(d, path), node + (i % 3 == 0));
		node += i % 3 == 0 ? 2 : 1;
		snprintf(path, sizeof(path), "/n%u@%x", i, i + 1);
		ck_assert_uint_eq(doc_find(d, path), DOC_NONE);
	}
}
END_TEST

START_TEST(phandles)
{
	struct doc *d = new_doc();

	add_node(d, 0, "both");
	add_prop(d, "linux,phandle", BYTES(CELL_2));
	add_prop(d, "phandle", BYTES(CELL_1));
	add_node(d, 0, "again");
	add_prop(d, "phandle", BYTES(CELL_2));
	add_node(d, 0, "short");
	add_prop(d, "phandle", BYTES("\0\0\1"));
	add_node(d, 0, "zero");
	add_prop(d, "phandle", BYTES("\0\0\0\0"));
	add_node(d, 0, "high");
	add_prop(d, "phandle", BYTES("\xff\xff\xff\xfe"));
	index_doc(d);
	ck_assert_uint_eq(doc_by_phandle(d, 2), 1);
	ck_assert_uint_eq(doc_by_phandle(d, 0xfffffffe), 5);
	ck_assert_uint_eq(doc_by_phandle(d, 0), DOC_NONE);
	ck_assert_uint_eq(doc_by_phandle(d, 1), DOC_NONE);
	ck_assert_uint_eq(doc_by_phandle(d, 3), DOC_NONE);
	ck_assert_uint_eq(d->nodes.items[3].phandle, 0);
}
END_TEST

/* ------------------------------------------------------------- cells */

static const struct {
	const char *name;
	const uint8_t *data;
	size_t len;
	uint32_t acells, scells;	/* where the parent has 2 and 1 */
} cells[] = {
	{ "other", BYTES(CELL_3), 2, 1 },
	{ "#address-cells", BYTES(CELL_3), 3, 1 },
	{ "#size-cells", BYTES(CELL_3), 2, 3 },
	{ "#address-cells", BYTES("\0\0\3"), 2, 1 },
	{ "#address-cells", BYTES(""), 2, 1 },
	{ "#size-cells", BYTES("\0\0\0"), 2, 1 },
	{ "#address-cells", BYTES(CELL_1 CELL_3), 1, 1 },
	{ "#size-cells", BYTES(CELL_2 "\0"), 2, 2 },
	{ "#size-cells", BYTES("\0\0\0\0"), 2, 0 },
	{ "#address-cells", BYTES("\xff\xff\xff\xff"), UINT32_MAX, 1 },
	{ "#mpu,address-cells", BYTES(CELL_3), 2, 1 },
};

START_TEST(cells_in_force)
{
	struct doc *d = new_doc();
	uint32_t top, below, sibling;

	top = add_node(d, 0, "top");
	add_prop(d, cells[_i].name, cells[_i].data, cells[_i].len);
	below = add_node(d, add_node(d, top, "middle"), "below");
	sibling = add_node(d, 0, "sibling");
	index_doc(d);
	ck_assert_uint_eq(d->nodes.items[0].acells, 2);
	ck_assert_uint_eq(d->nodes.items[0].scells, 1);
	ck_assert_uint_eq(d->nodes.items[top].acells, cells[_i].acells);
	ck_assert_uint_eq(d->nodes.items[top].scells, cells[_i].scells);
	ck_assert_uint_eq(d->nodes.items[below].acells, cells[_i].acells);
	ck_assert_uint_eq(d->nodes.items[below].scells, cells[_i].scells);
	ck_assert_uint_eq(d->nodes.items[sibling].acells, 2);
}
END_TEST

START_TEST(first_property_counts)
{
	struct doc *d = new_doc();

	add_prop(d, "#address-cells", BYTES(CELL_1));
	add_prop(d, "#address-cells", BYTES(CELL_3));
	add_prop(d, "#size-cells", BYTES("\0"));
	add_prop(d, "#size-cells", BYTES(CELL_3));
	index_doc(d);
	ck_assert_uint_eq(d->nodes.items[0].acells, 1);
	ck_assert_uint_eq(d->nodes.items[0].scells, 1);
	ck_assert_uint_eq(doc_prop(d, 0, "#address-cells"), 0);
	ck_assert_uint_eq(doc_prop(d, 0, "#size-cells"), 2);
	ck_assert_uint_eq(doc_prop(d, 0, "#size"), DOC_NONE);
}
END_TEST

START_TEST(read_cells)
{
	static const uint8_t data[] = "\1\2\3\4\5\6\7\10\11\12\13\14";
	const struct doc_prop p = { .data = data, .len = 12 };
	const struct doc_prop empty = { .data = NULL };

	ck_assert_uint_eq(doc_cells(&p, 0, 1), 0x01020304);
	ck_assert_uint_eq(doc_cells(&p, 0, 2), 0x0102030405060708);
	ck_assert_uint_eq(doc_cells(&p, 4, 2), 0x05060708090a0b0c);
	ck_assert_uint_eq(doc_cells(&p, 8, 1), 0x090a0b0c);
	/* One byte too far, and what would wrap. */
	ck_assert_uint_eq(doc_cells(&p, 9, 1), 0);
	ck_assert_uint_eq(doc_cells(&p, 5, 2), 0);
	ck_assert_uint_eq(doc_cells(&p, UINT32_MAX, 1), 0);
	ck_assert_uint_eq(doc_cells(&p, 0, 0), 0);
	ck_assert_uint_eq(doc_cells(&p, 0, 3), 0);
	ck_assert_uint_eq(doc_cells(&empty, 0, 1), 0);
}
END_TEST

START_TEST(index_without_memory)
{
	enum mpuc_status st = MPUC_E_NOMEM;
	uint64_t n;

	for (n = 1; st == MPUC_E_NOMEM; n++) {
		struct doc *d = new_tree();

		arena.fail_in = n;
		st = doc_index(&arena, d);
	}
	ck_assert_int_eq(st, MPUC_OK);
	ck_assert_uint_eq(n, 5);
}
END_TEST

static void add_tests(TCase *t)
{
	tcase_add_loop_test(t, find_by_path, 0, ARRAY_SIZE(paths));
	tcase_add_loop_test(t, path_of_node, 0, ARRAY_SIZE(node_paths));
	tcase_add_test(t, links);
	tcase_add_test(t, child_by_part);
	tcase_add_test(t, find_among_many);
	tcase_add_test(t, phandles);
	tcase_add_loop_test(t, cells_in_force, 0, ARRAY_SIZE(cells));
	tcase_add_test(t, first_property_counts);
	tcase_add_test(t, read_cells);
	tcase_add_test(t, index_without_memory);
}

int main(void)
{
	Suite *s = suite_create("doc");
	TCase *t = tcase_create("doc");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	add_tests(t);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
