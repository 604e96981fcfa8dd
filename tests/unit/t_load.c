/* SPDX-License-Identifier: BSD-2-Clause */
/* Blobs, good and bad.  To be run from the top of the source tree. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/try.h"
#include "load/dtb.h"
#include "load_fixture.h"

#define REJECT "testdata/reject/"
#define REJECT_MAX 128

/* ----------------------------------------------------- testdata/reject */

static char rejects[REJECT_MAX][64];
static int reject_count;

static void list_rejects(void)
{
	DIR *dir = opendir(REJECT);
	struct dirent *e;

	while (dir != NULL && (e = readdir(dir)) != NULL) {
		const char *dot = strstr(e->d_name, ".expect");

		if (dot == NULL || reject_count == REJECT_MAX)
			continue;
		snprintf(rejects[reject_count++], sizeof(rejects[0]), "%.*s",
			 (int)(dot - e->d_name), e->d_name);
	}
	if (dir != NULL)
		closedir(dir);
}

/* These stay in the top directory, where the files are. */
static void setup_arena(void)
{
	arena_init(&arena, ARENA_CAP_DEFAULT);
}

static void teardown_arena(void)
{
	arena_done(&arena);
}

static bool ends(const char *name, const char *suffix)
{
	size_t len = strlen(name), tail = strlen(suffix);

	return len > tail && strcmp(name + len - tail, suffix) == 0;
}

static const char *load_reject(const char *path, enum mpuc_status *st)
{
	const char *error = NULL;
	struct image *image = NULL;
	struct doc *d = NULL;

	if (ends(path, ".sym") || ends(path, ".elf"))
		*st = load_image(&arena, path, &image, &error);
	else
		*st = load_tree(&arena, NULL, &path, 1, &d, &error);
	ck_assert_ptr_null(image);
	ck_assert_ptr_null(d);
	return error;
}

START_TEST(rejected)
{
	const char *name = rejects[_i], *error;
	struct os_bytes want;
	enum mpuc_status st;

	ck_assert_int_eq(os_read_file(&arena, arena_printf(&arena,
			 REJECT "%s.expect", name), 4096, &want, &error),
			 MPUC_OK);
	ck_assert_uint_gt(want.size, 1);
	want.data[want.size - 1] = '\0';
	error = load_reject(arena_printf(&arena, REJECT "%s", name), &st);
	ck_assert_int_eq(st, MPUC_E_SYNTAX);
	ck_assert_str_eq(error + strlen(REJECT), (const char *)want.data);
}
END_TEST

/* ------------------------------------------------------- a small blob */

#define BEGIN "\0\0\0\1"
#define END_NODE "\0\0\0\2"
#define PROP "\0\0\0\3"
#define NOP "\0\0\0\4"
#define END "\0\0\0\x9"

/*
 * /memreserve/ 0x1000 0x20; / { #address-cells = <1>; a@1 { e; reg = <1>; };
 * a@1 { }; b { reg = [01]; reg = <2>; }; };
 */
static const char small[] =
	"\xd0\x0d\xfe\xed" "\0\0\0\xff" "\0\0\0\x48" "\0\0\0\xe8"
	"\0\0\0\x28" "\0\0\0\x11" "\0\0\0\x10" "\0\0\0\0"
	"\0\0\0\x17" "\0\0\0\xa0"
	"\0\0\0\0\0\0\x10\0" "\0\0\0\0\0\0\0\x20"
	"\0\0\0\0\0\0\0\0" "\0\0\0\0\0\0\0\0"
	BEGIN "\0\0\0\0" NOP				/* 0x48 */
	PROP "\0\0\0\4" "\0\0\0\0" "\0\0\0\1"		/* 0x54 */
	BEGIN "a@1\0"					/* 0x64 */
	PROP "\0\0\0\0" "\0\0\0\x13"			/* 0x6c */
	NOP PROP "\0\0\0\4" "\0\0\0\xf" "\0\0\0\1"	/* 0x7c */
	END_NODE
	BEGIN "a@1\0" END_NODE				/* 0x90 */
	BEGIN "b\0\0\0"					/* 0x9c */
	PROP "\0\0\0\1" "\0\0\0\xf" "\1\0\0\0"
	PROP "\0\0\0\4" "\0\0\0\xf" "\0\0\0\2"
	END_NODE NOP END_NODE END
	"\0\0\0\0" "\0\0\0\0" "\0\0\0\0" "\0\0\0\0"	/* behind the end */
	"\0\0\0\0"
	"#address-cells\0reg\0e\0\0\0";

#define SMALL_SIZE (sizeof(small) - 1)

START_TEST(read_small)
{
	static const struct {
		const char *path;
		uint32_t offset, prop_count;
	} nodes[] = {
		{ "/", 0x48, 1 }, { "/a@1", 0x64, 2 }, { "/a@1", 0x90, 0 },
		{ "/b", 0x9c, 2 },
	};
	struct doc *d;
	uint32_t e;

	tmp_put("small.dtb", small, SMALL_SIZE);
	d = load_good("small.dtb", NULL, NULL);
	ck_assert_str_eq(d->input, "small.dtb");
	ck_assert(!d->located);
	ck_assert_uint_eq(d->total_size, SMALL_SIZE);
	ck_assert_uint_eq(d->reserves.count, 1);
	ck_assert_uint_eq(d->reserves.items[0].base, 0x1000);
	ck_assert_uint_eq(d->reserves.items[0].size, 0x20);
	ck_assert_uint_eq(d->nodes.count, ARRAY_SIZE(nodes));
	for (uint32_t i = 0; i < ARRAY_SIZE(nodes); i++) {
		const struct doc_node *n = &d->nodes.items[i];

		ck_assert_str_eq(doc_path(d, &arena, i), nodes[i].path);
		ck_assert_uint_eq(n->offset, nodes[i].offset);
		ck_assert_uint_eq(n->prop_count, nodes[i].prop_count);
		ck_assert_uint_eq(n->acells, 1);
	}
	ck_assert_uint_eq(doc_find(d, "/a"), 1);
	e = doc_prop(d, 1, "e");
	ck_assert_uint_eq(d->props.items[e].offset, 0x6c);
	ck_assert_uint_eq(d->props.items[e].len, 0);
	ck_assert_ptr_null(d->props.items[e].data);
	ck_assert_uint_eq(d->props.items[doc_prop(d, 1, "reg")].offset, 0x7c);
	/* Of two the first. */
	ck_assert_uint_eq(d->props.items[doc_prop(d, 3, "reg")].len, 1);
}
END_TEST

START_TEST(read_with_trailing_bytes)
{
	static char longer[SMALL_SIZE + 100];

	memset(longer, 0xff, sizeof(longer));
	memcpy(longer, small, SMALL_SIZE);
	tmp_put("f", longer, sizeof(longer));
	ck_assert_uint_eq(load_good("f", NULL, NULL)->total_size, SMALL_SIZE);
}
END_TEST

static const struct {
	uint8_t version, compatible;
	bool good;
} versions[] = {
	{ 15, 15, false },
	{ 16, 16, true },
	{ 17, 16, true },
	{ 17, 17, true },
	{ 18, 17, true },
	{ 255, 16, true },
	{ 18, 18, false },
};

START_TEST(read_versions)
{
	static char copy[SMALL_SIZE];

	memcpy(copy, small, SMALL_SIZE);
	copy[23] = (char)versions[_i].version;
	copy[27] = (char)versions[_i].compatible;
	tmp_put("f", copy, SMALL_SIZE);
	if (versions[_i].good)
		ck_assert_uint_eq(load_good("f", NULL, NULL)->nodes.count, 4);
	else
		load_bad("f", NULL, NULL, MPUC_E_SYNTAX);
}
END_TEST

/* Version 16 has no size_dt_struct: garbage there must not matter. */
START_TEST(read_version_16)
{
	static char copy[SMALL_SIZE];

	memcpy(copy, small, SMALL_SIZE);
	copy[23] = 16;
	memset(copy + 36, 0xff, 4);
	tmp_put("f", copy, SMALL_SIZE);
	ck_assert_uint_eq(load_good("f", NULL, NULL)->nodes.count, 4);
}
END_TEST

/* ------------------------------------------------------------ damage */

/* Touch every byte that the tree hands out. */
static uint32_t read_all(const struct doc *d)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < d->nodes.count; i++)
		sum += (uint32_t)strlen(doc_path(d, &arena, i));
	for (size_t i = 0; i < d->props.count; i++) {
		const struct doc_prop *p = &d->props.items[i];

		sum += (uint32_t)strlen(p->name);
		for (uint32_t j = 0; j < p->len; j++)
			sum += p->data[j];
	}
	return sum;
}

/* From a buffer of exactly that size, so that a sanitizer sees its end. */
static bool read_damaged(const char *bytes, size_t size)
{
	struct load_session s = { .arena = &arena };
	struct load_tree t = { .name = "f" };
	enum mpuc_status st;

	t.blob.size = size;
	t.blob.data = malloc(size + (size == 0));
	ck_assert_ptr_nonnull(t.blob.data);
	memcpy(t.blob.data, bytes, size);
	st = dtb_read(&s, &t);
	if (st == MPUC_OK) {
		read_all(t.doc);
	} else {
		ck_assert_int_eq(st, MPUC_E_SYNTAX);
		ck_assert_ptr_nonnull(s.error);
	}
	free(t.blob.data);
	arena_done(&arena);
	return st == MPUC_OK;
}

START_TEST(every_truncation)
{
	for (size_t size = 0; size < SMALL_SIZE; size++)
		ck_assert(!read_damaged(small, size));
	ck_assert(read_damaged(small, SMALL_SIZE));
}
END_TEST

/* The same with a header that fits, down to the end tag or a string. */
START_TEST(every_short_struct)
{
	static char copy[SMALL_SIZE];
	const uint32_t needed = 0xd4 - 0x48;

	memcpy(copy, small, SMALL_SIZE);
	for (uint32_t size = 0; size <= 0xa0; size++) {
		copy[39] = (char)size;
		ck_assert(read_damaged(copy, SMALL_SIZE) == (size >= needed));
	}
}
END_TEST

START_TEST(every_short_strings)
{
	static char copy[SMALL_SIZE];

	memcpy(copy, small, SMALL_SIZE);
	for (uint32_t size = 0; size <= 0x17; size++) {
		copy[35] = (char)size;
		ck_assert(read_damaged(copy, SMALL_SIZE) == (size >= 0x15));
	}
}
END_TEST

START_TEST(every_flipped_bit)
{
	static char copy[SMALL_SIZE];
	unsigned good = 0;

	for (size_t bit = 0; bit < SMALL_SIZE * 8; bit++) {
		memcpy(copy, small, SMALL_SIZE);
		copy[bit / 8] = (char)(copy[bit / 8] ^ 1 << bit % 8);
		good += read_damaged(copy, SMALL_SIZE);
	}
	/* Values and names may change, the frame may not. */
	ck_assert_uint_gt(good, 100);
	ck_assert_uint_lt(good, SMALL_SIZE * 4);
}
END_TEST

START_TEST(every_hostile_word)
{
	static const char words[][5] = {
		"\0\0\0\0", "\xff\xff\xff\xff", "\x7f\xff\xff\xff",
		"\x80\0\0\0", "\xff\xff\xff\xf8", "\0\0\1\0", BEGIN, END_NODE,
		PROP, END,
	};
	static char copy[SMALL_SIZE];
	unsigned bad = 0;

	for (size_t at = 0; at + 4 <= SMALL_SIZE; at += 4) {
		memcpy(copy, small, SMALL_SIZE);
		memcpy(copy + at, words[_i], 4);
		bad += !read_damaged(copy, SMALL_SIZE);
	}
	ck_assert_uint_gt(bad, 5);
}
END_TEST

/* ------------------------------------------------------------- sizes */

static size_t put_word(uint8_t *at, uint32_t word)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(word >> (24 - 8 * i));
	return 4;
}

/* depth nodes in each other, of which the root is one. */
static uint8_t *make_nested(uint32_t depth, size_t *ret_size)
{
	size_t size = 56 + (size_t)depth * 12 + 4, at = 56;
	uint8_t *b = arena_alloc(&arena, size);

	ck_assert_ptr_nonnull(b);
	for (uint32_t i = 0; i < depth; i++) {
		at += put_word(b + at, 1);
		at += put_word(b + at, i == 0 ? 0 : 0x6e000000);
	}
	for (uint32_t i = 0; i < depth; i++)
		at += put_word(b + at, 2);
	at += put_word(b + at, 9);
	put_word(b, 0xd00dfeed);
	put_word(b + 4, (uint32_t)size);
	put_word(b + 8, 56);
	put_word(b + 12, (uint32_t)size);
	put_word(b + 16, 40);
	put_word(b + 20, 17);
	put_word(b + 24, 16);
	put_word(b + 36, (uint32_t)(at - 56));
	*ret_size = size;
	return b;
}

START_TEST(read_deep)
{
	size_t size;
	uint8_t *blob = make_nested(200000, &size);
	struct doc *d;

	tmp_put("deep.dtb", blob, size);
	d = load_good("deep.dtb", NULL, NULL);
	ck_assert_uint_eq(d->nodes.count, 200000);
	ck_assert_uint_eq(d->max_depth, 199999);
	ck_assert_uint_eq(strlen(doc_path(d, &arena, 199999)), 199999 * 2);
}
END_TEST

static const struct {
	off_t size;
	enum mpuc_status status;
} sizes[] = {
	{ (off_t)OS_FILE_CAP, MPUC_OK },
	{ (off_t)OS_FILE_CAP + 1, MPUC_E_LIMIT },
};

START_TEST(size_limit)
{
	tmp_put("big.dtb", small, SMALL_SIZE);
	ck_assert_int_eq(truncate("big.dtb", sizes[_i].size), 0);
	if (sizes[_i].status == MPUC_OK)
		load_good("big.dtb", NULL, NULL);
	else
		ck_assert_str_eq(load_bad("big.dtb", NULL, NULL, MPUC_E_LIMIT),
				 "big.dtb: larger than 64 MiB");
}
END_TEST

START_TEST(missing_file)
{
	ck_assert_str_eq(load_bad("a.dtb", NULL, NULL, MPUC_E_IO),
			 "a.dtb: No such file or directory");
	ck_assert_str_eq(load_bad(".", NULL, NULL, MPUC_E_IO),
			 ".: Is a directory");
}
END_TEST

/* A name can't make the error more than a line. */
START_TEST(odd_names)
{
	tmp_text("a\nb\x1b.dtb", "text");
	ck_assert_str_eq(load_bad("a\nb\x1b.dtb", NULL, NULL, MPUC_E_SYNTAX),
			 "a?b?.dtb: not a device tree: it begins with "
			 "0x74657874 instead of 0xd00dfeed");
}
END_TEST

START_TEST(partial_tree)
{
	const struct load_opts opts = { .inputs = &inputs };
	const char *error = NULL;
	struct doc *d;

	tmp_put("small.dtb", small, SMALL_SIZE);
	tmp_text("small.dts", "/dts-v1/; / { passthrough { }; };");
	ck_assert_int_eq(load_partial(&arena, NULL, "small.dtb", &d, &error),
			 MPUC_OK);
	ck_assert_uint_eq(d->nodes.count, 4);
	ck_assert_int_eq(load_partial(&arena, &opts, "small.dts", &d, &error),
			 MPUC_OK);
	ck_assert_uint_eq(d->nodes.count, 2);
	ck_assert_uint_eq(inputs.files.count, 1);
	ck_assert_int_eq(load_partial(&arena, NULL, "none", &d, &error),
			 MPUC_E_IO);
	ck_assert_str_eq(error, "none: No such file or directory");
}
END_TEST

START_TEST(without_memory)
{
	const char *const files[3] = { "small.dtb" };
	enum mpuc_status st = MPUC_E_NOMEM;
	const char *error = NULL;
	uint64_t n;

	tmp_put("small.dtb", small, SMALL_SIZE);
	for (n = 1; st == MPUC_E_NOMEM; n++) {
		struct doc *d = NULL;

		arena_done(&arena);
		memset(&inputs, 0, sizeof(inputs));
		arena.fail_in = n;
		st = load(files, &d, &error);
		ck_assert((d != NULL) == (st == MPUC_OK));
		ck_assert_ptr_null(error);
	}
	ck_assert_int_eq(st, MPUC_OK);
	ck_assert_uint_gt(n, 8);
}
END_TEST

static void add_tests(TCase *t)
{
	tcase_add_test(t, read_small);
	tcase_add_test(t, read_with_trailing_bytes);
	tcase_add_loop_test(t, read_versions, 0, ARRAY_SIZE(versions));
	tcase_add_test(t, read_version_16);
	tcase_add_test(t, every_truncation);
	tcase_add_test(t, every_short_struct);
	tcase_add_test(t, every_short_strings);
	tcase_add_test(t, every_flipped_bit);
	tcase_add_loop_test(t, every_hostile_word, 0, 10);
	tcase_add_test(t, read_deep);
	tcase_add_loop_test(t, size_limit, 0, ARRAY_SIZE(sizes));
	tcase_add_test(t, missing_file);
	tcase_add_test(t, odd_names);
	tcase_add_test(t, partial_tree);
	tcase_add_test(t, without_memory);
}

int main(void)
{
	Suite *s = suite_create("load");
	TCase *t = tcase_create("load"), *reject = tcase_create("reject");
	SRunner *r = srunner_create(s);
	int failed;

	list_rejects();
	if (reject_count == 0) {
		fputs("t_load: nothing in " REJECT "\n", stderr);
		return EXIT_FAILURE;
	}
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_set_timeout(reject, 60);
	tcase_add_checked_fixture(reject, setup_arena, teardown_arena);
	tcase_add_loop_test(reject, rejected, 0, reject_count);
	add_tests(t);
	suite_add_tcase(s, reject);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
