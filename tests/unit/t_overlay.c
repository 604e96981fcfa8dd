/* SPDX-License-Identifier: BSD-2-Clause */
/* Changes, the overlay that says them, and the tree that comes of it. */
#include "load_fixture.h"

#include "diag/change.h"
#include "emit/overlay.h"

static char text[1 << 16];
static size_t text_len;

static enum mpuc_status keep(void *arg, const void *data, size_t len)
{
	(void)arg;
	ck_assert_uint_lt(len, sizeof(text) - text_len);
	memcpy(text + text_len, data, len);
	text_len += len;
	text[text_len] = '\0';
	return MPUC_OK;
}

static change_list list;

static struct change *set(const char *node, const char *property)
{
	struct change *c = change_set(&arena, &list, node, property);

	ck_assert_ptr_nonnull(c);
	return c;
}

static void cells(const char *node, const char *property, uint32_t first,
		  uint32_t count)
{
	uint32_t values[8];

	for (uint32_t i = 0; i < count; i++)
		values[i] = first + i;
	ck_assert_int_eq(change_cells(&arena, set(node, property), values,
				      count), MPUC_OK);
}

static void write_overlay(const struct doc *base)
{
	static struct out o;

	text_len = 0;
	out_init(&o, keep, NULL);
	ck_assert_int_eq(overlay_write(&arena, base, &list, "a test", &o),
			 MPUC_OK);
	ck_assert_int_eq(out_flush(&o), MPUC_OK);
}

static struct doc *apply(const struct doc *base)
{
	struct load_text overlay = { .name = "edits" };
	const char *error = "no memory";
	struct doc *d = NULL;

	write_overlay(base);
	overlay.text = text;
	overlay.len = text_len;
	ck_assert_msg(load_overlaid(&arena, base, &overlay, &d, &error) ==
		      MPUC_OK, "%s\n%s", error, text);
	return d;
}

static struct doc *base_tree(void)
{
	list.items = NULL;
	list.count = list.cap = 0;
	tmp_text("base.dts", "/dts-v1/;\n/ {\n\tchosen {\n"
		"\t\tdomU1 { memory = <0 1>; };\n\t};\n};\n");
	return load_good("base.dts", NULL, NULL);
}

static const struct doc_prop *prop(const struct doc *d, const char *node,
				   const char *name)
{
	uint32_t n = doc_find(d, node), p;

	ck_assert_msg(n != DOC_NONE, "no node %s", node);
	p = doc_prop(d, n, name);
	ck_assert_msg(p != DOC_NONE, "no property %s", name);
	return &d->props.items[p];
}

START_TEST(values)
{
	static const uint8_t mac[] = { 2, 0, 0xa0, 0, 0xff };
	struct doc *base = base_tree(), *d;
	const struct doc_prop *p;
	struct change *c;

	cells("/chosen/domU1", "memory", 7, 2);
	cells("/chosen/domU1", "xen,static-mem", 0x10, 6);
	ck_assert_int_eq(change_string(&arena, set("/chosen/domU1", "label"),
				       "a \"b\"\\\n\x01"), MPUC_OK);
	set("/chosen/domU1", "direct-map");
	/* As a copy of a property that is neither text nor cells. */
	c = set("/chosen/domU1", "local-mac-address");
	c->form = CHANGE_BYTES;
	c->data = mac;
	c->len = sizeof(mac);
	d = apply(base);
	p = prop(d, "/chosen/domU1", "local-mac-address");
	ck_assert_uint_eq(p->len, sizeof(mac));
	ck_assert_mem_eq(p->data, mac, sizeof(mac));
	p = prop(d, "/chosen/domU1", "memory");
	ck_assert_uint_eq(doc_cells(p, 0, 2), 0x700000008);
	p = prop(d, "/chosen/domU1", "xen,static-mem");
	ck_assert_uint_eq(p->len, 24);
	ck_assert_uint_eq(doc_cells(p, 16, 2), 0x1400000015);
	p = prop(d, "/chosen/domU1", "label");
	ck_assert_uint_eq(p->len, 9);
	ck_assert_mem_eq(p->data, "a \"b\"\\\n\x01", 9);
	ck_assert_uint_eq(prop(d, "/chosen/domU1", "direct-map")->len, 0);
	/* The base is as it was. */
	p = prop(base, "/chosen/domU1", "memory");
	ck_assert_uint_eq(doc_cells(p, 0, 2), 1);
	ck_assert_uint_eq(doc_prop(base, doc_find(base, "/chosen/domU1"),
				   "direct-map"), DOC_NONE);
}
END_TEST

START_TEST(new_nodes)
{
	struct doc *d;

	d = base_tree();
	cells("/chosen/domU2/module@100", "reg", 1, 4);
	cells("/chosen/domU2", "cpus", 3, 1);
	cells("/other", "x", 4, 1);
	cells("/", "y", 5, 1);
	d = apply(d);
	ck_assert_uint_eq(prop(d, "/chosen/domU2/module@100", "reg")->len, 16);
	ck_assert_uint_eq(prop(d, "/chosen/domU2", "cpus")->data[3], 3);
	ck_assert_uint_eq(prop(d, "/other", "x")->data[3], 4);
	ck_assert_uint_eq(prop(d, "/", "y")->data[3], 5);
}
END_TEST

/* A later change of the same property replaces the earlier one. */
START_TEST(replaced)
{
	struct doc *d = base_tree();

	cells("/chosen", "a", 1, 1);
	cells("/chosen", "b", 2, 1);
	cells("/chosen", "a", 9, 1);
	ck_assert_uint_eq(list.count, 2);
	d = apply(d);
	ck_assert_uint_eq(prop(d, "/chosen", "a")->data[3], 9);
	ck_assert_uint_eq(prop(d, "/chosen", "b")->data[3], 2);
}
END_TEST

/* What is new stands in the overlay, on the line that it was written to. */
START_TEST(positions)
{
	struct doc *d = base_tree();
	const struct doc_prop *p;
	const struct srcpos *pos;

	cells("/chosen/domU1", "cpus", 1, 1);
	d = apply(d);
	p = prop(d, "/chosen/domU1", "cpus");
	pos = &d->positions.items[p->pos];
	ck_assert_str_eq(pos->file, "edits");
	ck_assert_uint_eq(pos->line, 9);
	p = prop(d, "/chosen/domU1", "memory");
	ck_assert_str_eq(d->positions.items[p->pos].file, "base.dts");
	ck_assert_uint_eq(d->positions.items[p->pos].line, 4);
}
END_TEST

START_TEST(as_text)
{
	struct change *c;
	struct doc *d = base_tree();

	cells("/chosen/domU1", "a", 1, 5);
	c = set("/chosen/domU1", "on");
	c->comment = "ends */ here";
	write_overlay(d);
	ck_assert_str_eq(text,
		"/* a test */\n/dts-v1/;\n/plugin/;\n\n/ {\n"
		"\tfragment@0 {\n\t\ttarget-path = \"/chosen/domU1\";\n"
		"\t\t__overlay__ {\n"
		"\t\t\ta = <0x1 0x2 0x3 0x4\n\t\t\t\t0x5>;\n"
		"\t\t\t/* ends  / here */\n\t\t\ton;\n"
		"\t\t};\n\t};\n};\n");
}
END_TEST

static const struct refusal {
	const char *node, *property;
	bool refused;
} refusals[] = {
	{ "/chosen/dom U", "a", true },
	{ "/chosen/domU1", "a;b", true },
	{ "/chosen/domU1", "", true },
	{ "chosen", "a", true },
	{ "/chosen//x", "a", true },
	{ "/chosen/", "a", false },
	{ "/", "#address-cells", false },
	{ "/a,b.c_d+e*f#g?h@0-", "xen,static-mem", false },
	{ "/a\"", "b", true },
	{ "/a", "b\n", true },
};

START_TEST(refused)
{
	const struct refusal *r = &refusals[_i];

	list.items = NULL;
	list.count = list.cap = 0;
	set(r->node, r->property);
	ck_assert_int_eq(overlay_refused(&list) != NULL, r->refused);
}
END_TEST

START_TEST(numbers)
{
	uint32_t got[4] = { 0 }, used = 0;

	ck_assert(change_put(got, &used, UINT32_MAX, 1));
	ck_assert(!change_put(got, &used, (uint64_t)UINT32_MAX + 1, 1));
	ck_assert_uint_eq(used, 1);
	ck_assert(change_put(got, &used, 0x100000002, 2));
	ck_assert_uint_eq(used, 3);
	ck_assert_uint_eq(got[1], 1);
	ck_assert_uint_eq(got[2], 2);
	ck_assert(!change_put(got, &used, 0, 0));
	ck_assert(!change_put(got, &used, 0, 3));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("overlay");
	TCase *t = tcase_create("overlay");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, values);
	tcase_add_test(t, new_nodes);
	tcase_add_test(t, replaced);
	tcase_add_test(t, positions);
	tcase_add_test(t, as_text);
	tcase_add_loop_test(t, refused, 0,
			    sizeof(refusals) / sizeof(refusals[0]));
	tcase_add_test(t, numbers);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? 0 : 1;
}
