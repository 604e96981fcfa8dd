/* SPDX-License-Identifier: BSD-2-Clause */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "doc/doc.h"
#include "doc/image.h"
#include "doc_fixture.h"

static const struct {
	const uint8_t *data;
	size_t len;
	bool fits;
} u32s[] = {
	{ BYTES("\0\0\1"), false },
	{ BYTES("\0\0\1\2"), true },
	{ BYTES("\0\0\1\2\0"), false },
	{ BYTES(""), false },
};

START_TEST(read_u32)
{
	struct doc *d = new_doc();
	uint32_t value = 77;

	add_prop(d, "p", u32s[_i].data, u32s[_i].len);
	index_doc(d);
	ck_assert(doc_u32(d, 0, "p", &value) == u32s[_i].fits);
	ck_assert_uint_eq(value, u32s[_i].fits ? 0x102 : 77);
	ck_assert(!doc_u32(d, 0, "q", &value));
}
END_TEST

/* ----------------------------------------------------------- strings */

static const struct {
	const uint8_t *data;
	size_t len;
	const char *strings[3];
	bool has_b, has_empty;
} lists[] = {
	{ BYTES("a\0"), { "a" }, false, false },
	{ BYTES("a\0b\0"), { "a", "b" }, true, false },
	{ BYTES("b\0a\0"), { "b", "a" }, true, false },
	{ BYTES("bb\0ab\0"), { "bb", "ab" }, false, false },
	{ BYTES("a\0\0b\0"), { "a", "", "b" }, true, true },
	{ BYTES("\0"), { "" }, false, true },
	{ BYTES(""), { NULL }, false, false },
	/* Without its NUL it is no string, but it is found. */
	{ BYTES("b"), { NULL }, true, false },
	{ BYTES("bb"), { NULL }, false, false },
	{ BYTES("a\0b"), { "a" }, true, false },
	{ BYTES("b\0a"), { "b" }, true, false },
};

START_TEST(string_lists)
{
	struct doc *d = new_doc();
	uint32_t p = add_prop(d, "p", lists[_i].data, lists[_i].len);

	index_doc(d);
	for (uint32_t i = 0; i < 3; i++) {
		const char *want = lists[_i].strings[i];
		const char *got = doc_string(d, p, i);

		if (want == NULL)
			ck_assert_ptr_null(got);
		else
			ck_assert_str_eq(got, want);
	}
	ck_assert(doc_has_string(d, 0, "p", "b") == lists[_i].has_b);
	ck_assert(doc_has_string(d, 0, "p", "") == lists[_i].has_empty);
	ck_assert(!doc_has_string(d, 0, "q", "b"));
}
END_TEST

static const struct {
	const uint8_t *data;
	size_t len;
	bool enabled;
} statuses[] = {
	{ BYTES("ok\0"), true },
	{ BYTES("okay\0"), true },
	{ BYTES("okay\0disabled\0"), true },
	{ BYTES("disabled\0"), false },
	{ BYTES("okay "), false },
	{ BYTES("Okay\0"), false },
	{ BYTES("o\0"), false },
	{ BYTES("okays\0"), false },
	{ BYTES("okay"), true },
	{ BYTES("ok"), true },
	{ BYTES("oka"), false },
	{ BYTES("\0"), false },
	{ BYTES(""), false },
};

START_TEST(enabled)
{
	struct doc *d = new_doc();

	ck_assert(doc_enabled(d, 0));
	add_prop(d, "status", statuses[_i].data, statuses[_i].len);
	index_doc(d);
	ck_assert(doc_enabled(d, 0) == statuses[_i].enabled);
}
END_TEST

/* ------------------------------------------------------------ places */

static void set_pos(struct doc *d, uint32_t *pos, uint32_t *count,
		    uint32_t line)
{
	struct srcpos *p;

	if (*count == 0)
		*pos = (uint32_t)d->positions.count;
	p = VEC_PUSH(&arena, &d->positions);
	ck_assert_ptr_nonnull(p);
	p->file = "t.dts";
	p->line = line;
	++*count;
}

/* Root at 10, /a/b at 20 and 30 with p at 40 and q nowhere; /a nowhere. */
static struct doc *new_located(void)
{
	struct doc *d = new_doc();
	uint32_t b = add_node(d, add_node(d, 0, "a"), "b");
	struct doc_node *n;
	struct doc_prop *p;

	add_prop(d, "p", NULL, 0);
	add_prop(d, "q", NULL, 0);
	index_doc(d);
	n = &d->nodes.items[0];
	set_pos(d, &n->pos, &n->pos_count, 10);
	n = &d->nodes.items[b];
	set_pos(d, &n->pos, &n->pos_count, 20);
	set_pos(d, &n->pos, &n->pos_count, 30);
	p = &d->props.items[0];
	set_pos(d, &p->pos, &p->pos_count, 40);
	return d;
}

/* With the tree from source, and with a blob that source was added to. */
static const struct {
	uint32_t node, prop;
	uint32_t line, blob_line;
	uint64_t blob_offset;
	const char *path, *name;
} places[] = {
	{ 0, DOC_NONE, 10, 10, 0, "/", NULL },
	{ 1, DOC_NONE, 10, 0, 102, "/a", NULL },
	{ 2, DOC_NONE, 20, 20, 0, "/a/b", NULL },
	{ 2, 0, 40, 40, 0, "/a/b", "p" },
	{ 2, 1, 20, 0, 1002, "/a/b", "q" },
};

static void check_place(struct place got, uint32_t line, uint64_t offset,
			int i)
{
	ck_assert_str_eq(got.input, "t.dtb");
	ck_assert_str_eq(got.node, places[i].path);
	if (places[i].name == NULL)
		ck_assert_ptr_null(got.property);
	else
		ck_assert_str_eq(got.property, places[i].name);
	ck_assert_uint_eq(got.pos.line, line);
	ck_assert((got.pos.file != NULL) == (line != 0));
	ck_assert(got.has_offset == (offset != 0));
	ck_assert_uint_eq(got.offset, offset);
}

START_TEST(place_of_ref)
{
	struct doc *d = new_located();
	const struct doc_ref ref = { d, places[_i].node, places[_i].prop };

	d->located = true;
	check_place(doc_place(&arena, ref), places[_i].line, 0, _i);
	d->located = false;
	check_place(doc_place(&arena, ref), places[_i].blob_line,
		    places[_i].blob_offset, _i);
}
END_TEST

/* -------------------------------------------------------- compatible */

/* Xen compares without case, and takes an end without a NUL for one. */
static const struct {
	const uint8_t *data;
	size_t len;
	bool is;		/* "xen,domain" */
} compatibles[] = {
	{ BYTES("xen,domain\0"), true },
	{ BYTES("XEN,Domain\0"), true },
	{ BYTES("a\0xen,domain\0"), true },
	{ BYTES("xen,domain"), true },
	{ BYTES("a\0xen,domain"), true },
	{ BYTES(""), false },
	{ BYTES("\0"), false },
	{ BYTES("\0xen,domain\0"), true },
	{ BYTES("xen,domai"), false },
	{ BYTES("xen,domai\0n"), false },
	{ BYTES("xen,domain2\0"), false },
	{ BYTES("xen,doma\0xen,domai"), false },
};

START_TEST(compatible)
{
	struct doc *d = new_doc();

	ck_assert(!doc_compatible(d, 0, "xen,domain"));
	add_prop(d, "compatible", compatibles[_i].data, compatibles[_i].len);
	index_doc(d);
	ck_assert(doc_compatible(d, 0, "xen,domain") == compatibles[_i].is);
}
END_TEST

/* ------------------------------------------------------------- image */

static const struct {
	size_t count;		/* of the symbols below */
	const char *name;
	uint64_t value;		/* 0: not found */
} symbols[] = {
	{ 0, "a", 0 },
	{ 1, "a", 1 },
	{ 1, "b", 0 },
	{ 6, "a", 1 },
	{ 6, "b", 2 },
	{ 6, "c", 5 },
	{ 6, "d", 6 },
	{ 6, "", 0 },
	{ 6, "aa", 0 },
	{ 6, "e", 0 },
};

START_TEST(symbol_by_name)
{
	struct image_symbol items[] = {
		{ "a", 1 }, { "b", 2 }, { "b", 3 }, { "b", 4 }, { "c", 5 },
		{ "d", 6 },
	};
	const struct image image = {
		.symbols = { items, symbols[_i].count, ARRAY_SIZE(items) },
	};
	uint64_t value = 77;
	bool found = image_symbol(&image, symbols[_i].name, &value);

	ck_assert(found == (symbols[_i].value != 0));
	ck_assert_uint_eq(value, found ? symbols[_i].value : 77);
}
END_TEST

static void add_tests(TCase *t)
{
	tcase_add_loop_test(t, read_u32, 0, ARRAY_SIZE(u32s));
	tcase_add_loop_test(t, string_lists, 0, ARRAY_SIZE(lists));
	tcase_add_loop_test(t, enabled, 0, ARRAY_SIZE(statuses));
	tcase_add_loop_test(t, compatible, 0, ARRAY_SIZE(compatibles));
	tcase_add_loop_test(t, place_of_ref, 0, ARRAY_SIZE(places));
	tcase_add_loop_test(t, symbol_by_name, 0, ARRAY_SIZE(symbols));
}

int main(void)
{
	Suite *s = suite_create("doc_read");
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
