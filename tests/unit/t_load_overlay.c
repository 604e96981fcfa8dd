/* SPDX-License-Identifier: BSD-2-Clause */
/* Overlays: what they change, whose position counts, what is refused. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "load/dts.h"
#include "load/overlay.h"
#include "load_fixture.h"

static const char base[] =
	"/dts-v1/;\n"
	"/ {\n"
	"\tchosen { a = <1>; b = <1>; };\n"
	"\tlab: node@1 { reg = <1>; };\n"
	"\tother: node@2 { };\n"
	"};\n";

static const char first[] =
	"/dts-v1/;\n"
	"/plugin/;\n"
	"&lab { reg = <2>; more { }; };\n"
	"&{/chosen} { b = <2>; fresh: fresh { ref = <&other>; }; };\n"
	"/ { fragment@9 { target-path = \"/\";\n"
	"\t__overlay__ { top = <&fresh>; }; }; };\n";

static const char second[] =
	"/dts-v1/;\n"
	"/plugin/;\n"
	"&{/chosen} { b = <3>; };\n"
	"&fresh { c = <3>; };\n"
	"&lab { more { d; }; };\n";

static const char *const forms[] = { "dts", "dtb" };

/* name.dts of text, and name.dtb of it with labels. */
static void put_source(const char *name, const char *text)
{
	const char *source = arena_printf(&arena, "%s.dts", name);
	const char *blob = arena_printf(&arena, "%s.dtb", name);
	struct load_session s = { .arena = &arena };
	struct load_tree t = { .name = source };

	tmp_text(source, text);
	t.blob.data = (uint8_t *)arena_strdup(&arena, text);
	t.blob.size = strlen(text);
	t.blob.regular = true;
	ck_assert_msg(dts_read(&s, &t, true) == MPUC_OK, "%s", s.error);
	tmp_put(blob, t.blob.data, t.blob.size);
}

static void put_all(void)
{
	put_source("base", base);
	put_source("first", first);
	put_source("second", second);
}

static const char *name_of(const char *name, int form)
{
	return arena_printf(&arena, "%s.%s", name, forms[form]);
}

/* Every mixture of sources and blobs says the same. */
START_TEST(values)
{
	struct doc *d;
	uint32_t fresh;

	put_all();
	d = load_good(name_of("base", _i & 1), name_of("first", _i >> 1 & 1),
		      name_of("second", _i >> 2));
	ck_assert_str_eq(d->input, name_of("base", _i & 1));
	ck_assert(d->located == !(_i & 1));
	ck_assert_uint_eq(cell_of(d, "/chosen", "a"), 1);
	ck_assert_uint_eq(cell_of(d, "/chosen", "b"), 3);
	ck_assert_uint_eq(cell_of(d, "/node@1", "reg"), 2);
	ck_assert_uint_eq(cell_of(d, "/chosen/fresh", "c"), 3);
	fresh = doc_by_phandle(d, cell_of(d, "/", "top"));
	ck_assert_uint_eq(fresh, doc_find(d, "/chosen/fresh"));
	ck_assert_uint_eq(cell_of(d, "/chosen/fresh", "ref"),
			  cell_of(d, "/node@2", "phandle"));
	ck_assert_uint_ne(doc_find(d, "/node@1/more"), DOC_NONE);
	ck_assert_uint_eq(inputs.files.count, 3);
}
END_TEST

static const struct {
	const char *node, *prop, *places;
} merged[] = {
	{ "/", NULL, "base.dts:2:3-6:3 first.dts:6:14-6:34" },
	{ "/", "top", "first.dts:6:16-6:31" },
	{ "/chosen", NULL, "base.dts:3:9-3:31 first.dts:4:12-4:59 "
	  "second.dts:3:12-3:25" },
	{ "/chosen", "a", "base.dts:3:11-3:19" },
	{ "/chosen", "b", "second.dts:3:14-3:22" },
	{ "/chosen/fresh", NULL, "first.dts:4:36-4:56 second.dts:4:8-4:21" },
	{ "/chosen/fresh", "c", "second.dts:4:10-4:18" },
	{ "/chosen/fresh", "ref", "first.dts:4:38-4:53" },
	{ "/chosen/fresh", "phandle", "" },
	{ "/node@1", NULL, "base.dts:4:14-4:29 first.dts:3:6-3:31 "
	  "second.dts:5:6-5:23" },
	{ "/node@1", "reg", "first.dts:3:8-3:18" },
	{ "/node@1/more", NULL, "first.dts:3:24-3:28 second.dts:5:13-5:20" },
	{ "/node@1/more", "d", "second.dts:5:15-5:17" },
	{ "/node@2", NULL, "base.dts:5:16-5:20" },
};

START_TEST(positions)
{
	struct doc *d;

	put_all();
	d = load_good("base.dts", "first.dts", "second.dts");
	for (size_t i = 0; i < ARRAY_SIZE(merged); i++)
		ck_assert_str_eq(places_of(d, merged[i].node, merged[i].prop),
				 merged[i].places);
}
END_TEST

/* What a compiled overlay wrote is not where the base had it. */
START_TEST(positions_with_blobs)
{
	struct doc *d;

	put_all();
	d = load_good("base.dts", "first.dtb", NULL);
	ck_assert_str_eq(places_of(d, "/chosen", "a"), "base.dts:3:11-3:19");
	ck_assert_str_eq(places_of(d, "/chosen", "b"), "");
	ck_assert_str_eq(places_of(d, "/chosen", NULL), "base.dts:3:9-3:31");
	d = load_good("base.dtb", "first.dts", NULL);
	ck_assert_str_eq(places_of(d, "/chosen", "a"), "");
	ck_assert_str_eq(places_of(d, "/chosen", "b"), "first.dts:4:14-4:22");
	ck_assert_str_eq(places_of(d, "/chosen", NULL),
			 "first.dts:4:12-4:59");
}
END_TEST

/* libfdt needs more room than both blobs have. */
START_TEST(large_overlay)
{
	char *text = arena_strdup(&arena, "/dts-v1/;\n/plugin/;\n");
	struct doc *d;

	put_all();
	for (unsigned i = 0; i < 300; i++)
		text = arena_printf(&arena, "%s&lab { n%u { r = <%u>; }; };\n",
				    text, i, i);
	put_source("large", text);
	d = load_good("base.dts", "large.dtb", NULL);
	ck_assert_uint_eq(cell_of(d, "/node@1/n299", "r"), 299);
	ck_assert_uint_eq(d->nodes.items[doc_find(d, "/node@1")].prop_count, 2);
}
END_TEST

#define PLUGIN "/dts-v1/; /plugin/; "
#define FRAGMENT(target, body) \
	PLUGIN "/ { fragment@0 { " target " __overlay__ { " body " }; }; };"

static const struct {
	const char *overlay, *error;
} refused[] = {
	{ "/dts-v1/; / { a; };", "not an overlay: no node has an "
	  "__overlay__" },
	{ "/dts-v1/; / { __overlay__ { }; };", "not an overlay: no node has "
	  "an __overlay__" },
	{ PLUGIN "&nope { };", "refers to label 'nope', which base.dtb has "
	  "not" },
	{ FRAGMENT("target-path = \"/nope\";", ""),
	  "/fragment@0: base.dtb has no node /nope, its target-path" },
	{ FRAGMENT("target-path = [2f];", ""),
	  "/fragment@0: neither target nor target-path" },
	{ FRAGMENT("", ""), "/fragment@0: neither target nor target-path" },
	{ FRAGMENT("target = <0x77>;", ""), "/fragment@0: base.dtb has no "
	  "node with the target's phandle 0x77" },
	{ FRAGMENT("target = <0xffffffff>;", ""), "/fragment@0: base.dtb has "
	  "no node with the target's phandle 0xffffffff" },
	{ FRAGMENT("target-path = \"/\";", "a { phandle = <0xfffffffe>; };"),
	  "can't be applied to base.dtb: there are no phandles left" },
};

START_TEST(refusals)
{
	put_source("base", base);
	tmp_text("o.dts", refused[_i].overlay);
	ck_assert_str_eq(load_bad("base.dtb", "o.dts", NULL, MPUC_E_SYNTAX),
			 arena_printf(&arena, "o.dts: %s",
				      refused[_i].error));
}
END_TEST

#define GOOD "fragment@0 { target-path = \"/\"; __overlay__ { p = <0 0>; " \
	"q { r = [00 01 02 03]; }; }; }; "
#define FIXUP(text) "/dts-v1/; / { " GOOD "__fixups__ { lab = " text "; }; };"
#define LOCAL(text) "/dts-v1/; / { " GOOD "__local_fixups__ { " text " }; };"
#define IN(text) LOCAL("fragment@0 { __overlay__ { " text " }; };")

/* What would make libfdt read or write beside a property. */
static const struct {
	const char *overlay;
	bool good;
} fixups[] = {
	{ FIXUP("\"/fragment@0/__overlay__:p:0\""), true },
	{ FIXUP("\"/fragment@0/__overlay__:p:4\""), true },
	{ FIXUP("\"/fragment@0/__overlay__:p:5\""), false },
	{ FIXUP("\"/fragment@0/__overlay__:p:4294967292\""), false },
	{ FIXUP("\"/fragment@0/__overlay__:p:18446744073709551612\""), false },
	{ FIXUP("\"/fragment@0/__overlay__:p:-4\""), false },
	{ FIXUP("\"/fragment@0/__overlay__:p:\""), false },
	{ FIXUP("\"/fragment@0/__overlay__:p\""), false },
	{ FIXUP("\"/fragment@0/__overlay__\""), false },
	{ FIXUP("\"/fragment@0/__overlay__:x:0\""), false },
	{ FIXUP("\"/fragment@0/__overlay__/q:r:0\""), true },
	{ FIXUP("\"/fragment@0/__overlay__/q:r:1\""), false },
	{ FIXUP("\"/fragment/__overlay__/q:r:0\""), true },
	{ FIXUP("\"/fragment@1/__overlay__/q:r:0\""), false },
	{ FIXUP("\"fragment@0/__overlay__:p:0\""), false },
	{ FIXUP("\"/__fixups__:lab:0\""), false },
	{ FIXUP("\"\""), false },
	{ FIXUP("[2f 3a]"), false },
	{ FIXUP("\"/fragment@0/__overlay__:p:0\", [2f]"), false },
	{ FIXUP("\"/fragment@0/__overlay__:p:0\", "
		"\"/fragment@0/__overlay__:p:4\""), true },
	{ FIXUP("\"/fragment@0/__overlay__:p:0\", "
		"\"/fragment@0/__overlay__:p:8\""), false },
	{ IN("p = <0>;"), true },
	{ IN("p = <4>;"), true },
	{ IN("p = <0 4>;"), true },
	{ IN("p = <5>;"), false },
	{ IN("p = <0 8>;"), false },
	{ IN("p = <0xfffffffc>;"), false },
	{ IN("p = [00];"), false },
	{ IN("x = <0>;"), false },
	{ IN("q { r = <0>; };"), true },
	{ IN("q { r = <1>; };"), false },
	{ IN("x { r = <0>; };"), false },
	{ LOCAL("__local_fixups__ { };"), false },
};

START_TEST(hostile_fixups)
{
	put_source("base", base);
	tmp_text("o.dts", fixups[_i].overlay);
	if (fixups[_i].good)
		load_good("base.dtb", "o.dts", NULL);
	else
		ck_assert_ptr_nonnull(strstr(load_bad("base.dtb", "o.dts",
			NULL, MPUC_E_SYNTAX), "fixups__: "));
}
END_TEST

/* dtc refuses to write this, so the name is changed afterwards. */
START_TEST(fixup_of_phandle)
{
	struct os_bytes b;
	const char *error;
	char *name;

	put_source("base", base);
	put_source("o", "/dts-v1/; / { f { target-path = \"/\"; __overlay__ {"
		   " xhandle = <9>; }; }; __local_fixups__ { f { __overlay__ {"
		   " xhandle = <0>; }; }; }; };");
	load_good("base.dtb", "o.dtb", NULL);
	ck_assert_int_eq(os_read_file(&arena, "o.dtb", 4096, &b, &error),
			 MPUC_OK);
	for (name = (char *)b.data; memcmp(name, "xhandle", 7) != 0; name++)
		ck_assert(name < (char *)b.data + b.size - 7);
	*name = 'p';
	tmp_put("o.dtb", b.data, b.size);
	ck_assert_str_eq(load_bad("base.dtb", "o.dtb", NULL, MPUC_E_SYNTAX),
			 "o.dtb: /__local_fixups__: 'phandle' does not say "
			 "where in this overlay a phandle is");
}
END_TEST

START_TEST(base_without_labels)
{
	struct doc *d;

	put_all();
	d = load_good("base.dts", NULL, NULL);
	ck_assert_uint_eq(doc_find(d, "/__symbols__"), DOC_NONE);
	put_source("bare", "/dts-v1/; / { };");
	ck_assert_str_eq(load_bad("bare.dtb", "first.dtb", NULL,
				  MPUC_E_SYNTAX),
			 "first.dtb: refers to label 'lab', but bare.dtb was "
			 "compiled without labels; compile it with dtc -@");
}
END_TEST

static const struct {
	unsigned depth;
	enum mpuc_status status;
} depths[] = { { 254, MPUC_OK }, { 255, MPUC_E_LIMIT } };

/* libfdt recurses: the root, the fragment and __overlay__ count, too. */
START_TEST(deep_overlay)
{
	const char *open = "", *close = "";

	for (unsigned i = 0; i < depths[_i].depth; i++) {
		open = arena_printf(&arena, "%sn { ", open);
		close = arena_printf(&arena, "%s};", close);
	}
	put_source("base", base);
	tmp_text("o.dts", arena_printf(&arena, FRAGMENT(
		 "target-path = \"/\";", "%s%s"), open, close));
	if (depths[_i].status == MPUC_OK)
		load_good("base.dtb", "o.dts", NULL);
	else
		ck_assert_str_eq(load_bad("base.dtb", "o.dts", NULL,
					  MPUC_E_LIMIT),
				 "o.dts: nodes nested deeper than 256 in an "
				 "overlay");
}
END_TEST

START_TEST(missing_overlay)
{
	put_source("base", base);
	ck_assert_str_eq(load_bad("base.dtb", "no.dtbo", NULL, MPUC_E_IO),
			 "no.dtbo: No such file or directory");
	ck_assert_uint_eq(inputs.files.count, 1);
}
END_TEST

START_TEST(without_memory)
{
	const char *const files[3] = { "base.dtb", "first.dtb", "second.dtb" };
	enum mpuc_status st = MPUC_E_NOMEM;
	const char *error = NULL;
	struct doc *d = NULL;
	uint64_t n;

	put_all();
	for (n = 1; st == MPUC_E_NOMEM; n++) {
		arena_done(&arena);
		memset(&inputs, 0, sizeof(inputs));
		arena.fail_in = n;
		st = load(files, &d, &error);
	}
	arena.fail_in = 0;
	ck_assert_msg(st == MPUC_OK, "%s", error);
	ck_assert_uint_gt(n, 40);
	ck_assert_uint_eq(cell_of(d, "/chosen", "b"), 3);
}
END_TEST

static void add_tests(TCase *t)
{
	tcase_add_loop_test(t, values, 0, 8);
	tcase_add_test(t, positions);
	tcase_add_test(t, positions_with_blobs);
	tcase_add_test(t, large_overlay);
	tcase_add_loop_test(t, refusals, 0, ARRAY_SIZE(refused));
	tcase_add_loop_test(t, hostile_fixups, 0, ARRAY_SIZE(fixups));
	tcase_add_test(t, fixup_of_phandle);
	tcase_add_test(t, base_without_labels);
	tcase_add_loop_test(t, deep_overlay, 0, ARRAY_SIZE(depths));
	tcase_add_test(t, missing_overlay);
	tcase_add_test(t, without_memory);
}

int main(void)
{
	Suite *s = suite_create("load_overlay");
	TCase *t = tcase_create("load_overlay");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	add_tests(t);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
