/* SPDX-License-Identifier: BSD-2-Clause */
/* Shell variables without a shell, and the guests that come of them. */
#include "load_fixture.h"

#include "base/try.h"
#include "load/vars.h"
#include "load/imagebuilder.h"

static struct vars vars;

static enum mpuc_status read_text(const char *text, const char **ret_error)
{
	struct load_session s = { .arena = &arena };
	const struct os_bytes bytes = {
		.data = (uint8_t *)arena_strdup(&arena, text),
		.size = strlen(text),
	};
	enum mpuc_status st = vars_read(&s, "c", &bytes, &vars);

	*ret_error = s.error;
	return st;
}

/* index -1: none. */
static const struct {
	const char *text, *key;
	int index;
	const char *value;
	uint32_t line, col, end_line, end_col;
} good[] = {
	{ "A=1", "A", -1, "1", 1, 1, 1, 4 },
	{ "\n \tA=1\n", "A", -1, "1", 2, 3, 2, 6 },
	{ "A=", "A", -1, "", 1, 1, 1, 3 },
	{ "A=\"\"", "A", -1, "", 1, 1, 1, 5 },
	{ "A_b9=x", "A_b9", -1, "x", 1, 1, 1, 7 },
	{ "A[0]=1", "A", 0, "1", 1, 1, 1, 7 },
	{ "A[1023]=1", "A", 1023, "1", 1, 1, 1, 10 },
	{ "A='a \"b\" $c `'", "A", -1, "a \"b\" $c `", 1, 1, 1, 15 },
	{ "A=\"a 'b' #c\"", "A", -1, "a 'b' #c", 1, 1, 1, 13 },
	{ "A=\"\\\"\\\\\\$\\`\\x\"", "A", -1, "\"\\$`\\x", 1, 1, 1, 15 },
	{ "A=\\$x\\ y", "A", -1, "$x y", 1, 1, 1, 9 },
	{ "A=x\"y z\"'w'", "A", -1, "xy zw", 1, 1, 1, 12 },
	{ "A=a#b", "A", -1, "a#b", 1, 1, 1, 6 },
	{ "A=a # b=c", "A", -1, "a", 1, 1, 1, 4 },
	{ "A=a;", "A", -1, "a", 1, 1, 1, 4 },
	{ "A=a ; # x", "A", -1, "a", 1, 1, 1, 4 },
	{ "export A=a", "A", -1, "a", 1, 8, 1, 11 },
	{ "exported=a", "exported", -1, "a", 1, 1, 1, 11 },
	{ "# c\n\nA=\"1\n2\"\n", "A", -1, "1\n2", 3, 1, 4, 3 },
	{ "A=a\\\nb", "A", -1, "ab", 1, 1, 2, 2 },
	{ "A=\"a\\\nb\"", "A", -1, "ab", 1, 1, 2, 3 },
	{ "A=1\nA=2", "A", -1, "2", 2, 1, 2, 4 },
	{ "A=1\nA[0]=2", "A", -1, "1", 1, 1, 1, 4 },
};

START_TEST(accepted)
{
	const struct var *v;
	const char *error = NULL;

	ck_assert_msg(read_text(good[_i].text, &error) == MPUC_OK, "%s",
		      error);
	v = vars_get(&vars, good[_i].key, good[_i].index < 0 ?
		       VARS_NO_INDEX : (uint32_t)good[_i].index);
	ck_assert_ptr_nonnull(v);
	ck_assert_str_eq(v->text, good[_i].value);
	ck_assert_str_eq(v->pos.file, "c");
	ck_assert_uint_eq(v->pos.line, good[_i].line);
	ck_assert_uint_eq(v->pos.col, good[_i].col);
	ck_assert_uint_eq(v->pos.end_line, good[_i].end_line);
	ck_assert_uint_eq(v->pos.end_col, good[_i].end_col);
}
END_TEST

#define SHELL "this needs a shell"

static const struct {
	const char *text, *error;
} bad[] = {
	{ "A=$B", "c:1:3: " SHELL }, { "A=\"x $B\"", "c:1:6: " SHELL },
	{ "A=`b`", "c:1:3: " SHELL }, { "A=\"`b`\"", "c:1:4: " SHELL },
	{ "A=$(b)", "c:1:3: " SHELL }, { "A=$((1))", "c:1:3: " SHELL },
	{ "A=1 && B=2", "c:1:5: something behind" },
	{ "A=1&", "c:1:4: " SHELL }, { "A=1|b", "c:1:4: " SHELL },
	{ "A=1>b", "c:1:4: " SHELL }, { "A=(1 2)", "c:1:3: a list" },
	{ "A=1; B=2", "c:1:6: something behind" },
	{ "A=1 2", "c:1:5: something behind" },
	{ "\nA", "c:2:2: not KEY=VALUE" }, { "A = 1", "c:1:2: not KEY=VALUE" },
	{ "A+=1", "c:1:2: not KEY=VALUE" }, { "1A=1", "c:1:3: not KEY" },
	{ "source x", "c:1:7: not KEY=VALUE" },
	{ "if true; then", "c:1:3: not KEY=VALUE" },
	{ ". x", "c:1:1: not KEY=VALUE" },
	{ "A[=1", "c:1:3: an index is" }, { "A[]=1", "c:1:3: an index is" },
	{ "A[x]=1", "c:1:3: an index is" },
	{ "A[-1]=1", "c:1:3: an index is" },
	{ "A[1024]=1", "c:1:6: an index above 1023" },
	{ "A[99999999999]=1", "c:1:6: an index above 1023" },
	{ "B=1\nA='1\n\n", "c:2:3: this quote is not closed" },
	{ "A=\"1", "c:1:3: this quote is not closed" },
	{ "A=1\r\n", "c:1:4: a carriage return" },
	{ "A=\001", "c:1:3: a control character" },
};

START_TEST(refused)
{
	const char *error = NULL;

	ck_assert_int_eq(read_text(bad[_i].text, &error), MPUC_E_SYNTAX);
	ck_assert_msg(strncmp(error, bad[_i].error,
			      strlen(bad[_i].error)) == 0,
		      "'%s' is not '%s'", error, bad[_i].error);
}
END_TEST

/* The last value that fits, the first that does not. */
START_TEST(many_values)
{
	size_t count = VARS_MAX + (size_t)_i;
	char *text = arena_alloc(&arena, count * 8 + 1), *at = text;
	const char *error = NULL;

	for (size_t i = 0; i < count; i++)
		at += sprintf(at, "A%zu=\n", i);
	ck_assert_int_eq(read_text(text, &error), _i == 0 ? MPUC_OK :
			 MPUC_E_SYNTAX);
	if (_i != 0)
		ck_assert_str_eq(error, "c:4097:7: more than 4096 values");
}
END_TEST

/* -------------------------------------------------------------- guests */

static struct builder builder;

static enum mpuc_status build(const char *text, const char **ret_error)
{
	tmp_text("config", text);
	tmp_text("k", "0123456789");
	memset(&builder, 0, sizeof(builder));
	return load_imagebuilder(&arena, "config", NULL, &builder,
				 ret_error);
}

static const struct doc_prop *prop(const char *node, const char *name)
{
	uint32_t n = doc_find(builder.doc, node), p;

	ck_assert_msg(n != DOC_NONE, "no %s", node);
	p = doc_prop(builder.doc, n, name);
	return p == DOC_NONE ? NULL : &builder.doc->props.items[p];
}

static void cells(const char *node, const char *name, uint32_t line,
		  const uint32_t *want, uint32_t count)
{
	const struct doc_prop *p = prop(node, name);
	const struct srcpos *pos;

	ck_assert_msg(p != NULL, "%s has no %s", node, name);
	ck_assert_uint_eq(p->len, 4 * count);
	for (uint32_t i = 0; i < count; i++)
		ck_assert_uint_eq(doc_cells(p, 4 * i, 1), want[i]);
	ck_assert_uint_gt(p->pos_count, 0);
	pos = &builder.doc->positions.items[p->pos];
	ck_assert_str_eq(pos->file, "config");
	ck_assert_uint_eq(pos->line, line);
}

#define CELLS(node, name, line, ...) do { \
	static const uint32_t want_[] = { __VA_ARGS__ }; \
	cells(node, name, line, want_, ARRAY_SIZE(want_)); \
} while (0)

START_TEST(guests)
{
	const char *error = NULL;

	ck_assert_msg(build(
		"MEMORY_START=0x0\nMEMORY_END=0x80000000\nNUM_DOMUS=3\n"
		"DOMU_KERNEL[0]=k\n"
		"DOMU_STATIC_MEM[0]=\"0x30000000 0x10000000 "
		"0x140000000 0x1000\"\n"
		"DOMU_KERNEL[1]=k\nDOMU_RAMDISK[1]=k\n"
		"DOMU_MEM[1]=64\nDOMU_VCPUS[1]=2\nDOMU_VPL011[1]=0\n"
		"DOMU_KERNEL[2]=k\nDOMU_NOBOOT[2]=y\n"
		"XEN_STATIC_HEAP=\"0x60000000 0x10000000\"\n"
		"DOMU_SHARED_MEM[1]=\"ring 0x70000000 0x70000000 0x1000\"\n"
		"DOMU_MEM[0]=256\nSURPRISE=1\n", &error) == MPUC_OK, "%s",
		error);
	CELLS("/chosen", "xen,static-heap", 13, 0, 0x60000000, 0, 0x10000000);
	CELLS("/chosen/domU0", "xen,static-mem", 5, 0, 0x30000000, 0,
	      0x10000000, 1, 0x40000000, 0, 0x1000);
	CELLS("/chosen/domU0", "memory", 5, 0, 0x40004);
	CELLS("/chosen/domU0", "cpus", 4, 1);
	CELLS("/chosen/domU1", "memory", 8, 0, 0x10000);
	CELLS("/chosen/domU1", "cpus", 9, 2);
	CELLS("/chosen/domU1/shared-mem@70000000", "xen,shared-mem", 14, 0,
	      0x70000000, 0, 0x70000000, 0, 0x1000);
	/* Two MiB each, behind 12 MiB and the script. */
	CELLS("/chosen/domU0/module@e00000", "reg", 4, 0, 0xe00000, 0, 10);
	CELLS("/chosen/domU1/module@1000000", "reg", 6, 0, 0x1000000, 0, 10);
	CELLS("/chosen/domU1/module@1200000", "reg", 7, 0, 0x1200000, 0, 10);
	CELLS("/memory@0", "reg", 1, 0, 0, 0, 0x80000000);
	ck_assert_ptr_nonnull(prop("/chosen/domU0", "direct-map"));
	ck_assert_ptr_nonnull(prop("/chosen/domU0", "vpl011"));
	ck_assert_ptr_null(prop("/chosen/domU1", "direct-map"));
	ck_assert_ptr_null(prop("/chosen/domU1", "vpl011"));
	ck_assert_uint_eq(doc_find(builder.doc, "/chosen/domU2"), DOC_NONE);
	ck_assert_uint_eq(builder.notes.count, 3);
	ck_assert_int_eq(builder.notes.items[0].kind, GUEST_MEMORY);
	ck_assert_uint_eq(builder.notes.items[0].pos.line, 15);
	ck_assert_int_eq(builder.notes.items[1].kind, GUEST_SKIPPED);
	ck_assert_uint_eq(builder.notes.items[1].pos.line, 12);
	ck_assert_int_eq(builder.notes.items[2].kind, GUEST_KEY_UNKNOWN);
	ck_assert_uint_eq(builder.notes.items[2].pos.line, 16);
}
END_TEST

static const struct {
	const char *text, *error;
} unusable[] = {
	{ "", ": no KEY=VALUE in this file" },
	{ "LINUX=Image\n", ":1:1: a boot without Xen" },
	{ "NUM_DOMUS=x\n", ":1:1: not a number" },
	{ "NUM_DOMUS=010\n", ":1:1: not a number" },
	{ "NUM_DOMUS=1024\n", ":1:1: more than 1023 guests" },
	{ "NUM_DOMUS=1\nDOMU_KERNEL[0]=none\n", "none: no such file" },
	{ "NUM_DOMUS=1\nDOMU_STATIC_MEM[0]=0x1000\n",
	  ":2:1: an address without a size" },
	{ "NUM_DOMUS=1\nDOMU_STATIC_MEM[0]=\"1 x\"\n",
	  ":2:1: not a list of addresses" },
	{ "NUM_DOMUS=1\nDOMU_STATIC_MEM[0]="
	  "\"0 0xffffffffffffffff 0 1\"\n", ":2:1: more than 64 bits" },
	{ "NUM_DOMUS=1\nDOMU_MEM[0]=0xffffffffffffffff\n",
	  ":2:1: DOMU_MEM is a number of MiB" },
	{ "NUM_DOMUS=1\nDOMU_SHARED_MEM[0]=ring\n",
	  ":2:1: 'DOMU_SHARED_MEM' is an id" },
	{ "NUM_DOMUS=1\nDOMU_SHARED_MEM[0]=\"ring 1 2 3 4\"\n",
	  ":2:1: 'DOMU_SHARED_MEM' is an id" },
	{ "NUM_DOMUS=1\nDOMU_KERNEL[0]=k\nMEMORY_END=0xfffffe\n",
	  ":2:1: no room below MEMORY_END" },
};

START_TEST(not_usable)
{
	const char *error = "";

	ck_assert_int_ne(build(unusable[_i].text, &error), MPUC_OK);
	ck_assert_msg(strstr(error, unusable[_i].error) != NULL,
		      "'%s' lacks '%s'", error, unusable[_i].error);
}
END_TEST

/* Text of any kind stays one string. */
START_TEST(command_line)
{
	const char *error = NULL;
	const struct doc_prop *p;

	ck_assert_msg(build("NUM_DOMUS=1\nDOMU_KERNEL[0]=k\n"
		"DOMU_CMD[0]='a=\"b\\c\"; }; /* x */'\n", &error) == MPUC_OK,
		"%s", error);
	p = prop("/chosen/domU0/module@e00000", "bootargs");
	ck_assert_str_eq((const char *)p->data, "a=\"b\\c\"; }; /* x */");
}
END_TEST

#define LOOP(test, table) \
	tcase_add_loop_test(tc, test, 0, (int)ARRAY_SIZE(table))

int main(void)
{
	Suite *s = suite_create("load_vars");
	TCase *tc = tcase_create("load_vars");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 120);
	LOOP(accepted, good);
	LOOP(refused, bad);
	tcase_add_loop_test(tc, many_values, 0, 2);
	tcase_add_test(tc, guests);
	LOOP(not_usable, unusable);
	tcase_add_test(tc, command_line);
	suite_add_tcase(s, tc);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? 0 : 1;
}
