/* SPDX-License-Identifier: BSD-2-Clause */
#include "report_fixture.h"
#include "report/wrap.h"

/* --------------------------------------------------------- registers */

struct decode_case {
	enum pmsa_arch arch;
	struct pmsa_regs regs;
	const char *want;
};

static const struct decode_case decode_cases[] = {
	{ PMSA_V8_64, { 0x40000032, 0x4fffffcf },
	  "From 0x40000000 to 0x4fffffff EL2 may read and write, EL1 and EL0 "
	  "have no access.\n" },
	{ PMSA_V8_64, { 0x40000038, 0x4fffffcf },
	  "EL2 may read and execute, EL1 and EL0 have no access.\n" },
	{ PMSA_V8_64, { 0x40000034, 0x4fffffcf },
	  "EL2 may read, write and execute (not execute while "
	  "SCTLR_EL2.WXN is on), EL1 and EL0 may read, write and execute" },
	{ PMSA_V8_64, { 0x40000032, 0x4fffffce }, "is off and matches no" },
	{ PMSA_V8_64, { 0x50000032, 0x4fffffcf }, "is below the base" },
	{ PMSA_V8_64, { 0x50000032, 0x4fffffcf }, "problem: " },
	{ PMSA_V8_64, { UINT64_C(1) << 48 | 0x40000032, 0x4fffffcf },
	  "problem: reserved bits of the base register are set\n" },
	{ PMSA_V8_64, { 0x40000032, 0x4fffffef },
	  "problem: reserved bits of the limit register are set\n" },
	{ PMSA_V8_64, { 0x40000012, 0x4fffffcf },
	  "problem: the shareability is a reserved value\n" },
	{ PMSA_V8_64, { 0x40000032, 0x4fffffcf },
	  "  AP[2:1]  [3:2]    0x0           EL2 reads and writes, EL1 and "
	  "EL0 have no access\n" },
	{ PMSA_V8_64, { 0x40000032, 0x4fffffcf },
	  "  XN[1]    [1]      0x1           EL2 does not fetch " },
	{ PMSA_V8_64, { 0x40000032, 0x4fffffdf },
	  "  NS       [4]      0x1           non-secure\n" },
	{ PMSA_V8_32, { 0x20000018, 0x2008250f }, "HPRBAR = 0x20000018\n" },
	{ PMSA_V8_32, { 0x20000018, 0x2008250f },
	  "  LIMIT    [31:6]   0x802094      to 0x2008253f, inclusive\n" },
	{ PMSA_V8_32, { 0xe7c00011, 0xe7c00fc9 },
	  "  AttrIndx [3:1]    0x4  " },
	{ PMSA_V8_32, { 0xe7c00011, 0xe7c00fc9 },
	  "  SH       [4:3]    0x2           outer shareable\n" },
	{ PMSA_V8_32, { 0xe7c00011, 0xe7c00fc9 }, "size 4 KiB, EL2 rw-" },
};

START_TEST(decode)
{
	const struct decode_case *c = &decode_cases[_i];

	ck_assert_int_eq(report_decode(c->arch, c->regs, REPORT_TEXT, &out),
			 MPUC_OK);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	has(got, c->want);
}
END_TEST

/* The listed fields of each register are all of its bits, once. */
START_TEST(decode_fields)
{
	const struct decode_case *c = &decode_cases[_i];
	uint64_t bits[2] = { 0, 0 };
	json_t *root, *f;
	size_t i;

	ck_assert_int_eq(report_decode(c->arch, c->regs, REPORT_JSON, &out),
			 MPUC_OK);
	root = parsed();
	json_array_foreach(json_object_get(root, "fields"), i, f) {
		json_int_t high = json_integer_value(json_object_get(f,
						     "high"));
		json_int_t low = json_integer_value(json_object_get(f,
						    "low"));
		size_t lar = strstr(text_of(f, "register"), "LAR") != NULL;

		for (json_int_t b = low; b <= high; b++) {
			ck_assert_uint_eq(bits[lar] >> b & 1, 0);
			bits[lar] |= UINT64_C(1) << b;
		}
	}
	ck_assert_uint_eq(bits[0], c->arch == PMSA_V8_32 ? UINT32_MAX :
			  UINT64_MAX);
	ck_assert_uint_eq(bits[1], bits[0]);
	json_decref(root);
}
END_TEST

START_TEST(encode)
{
	struct pmsa_regs regs = { 0x40000032, 0x4fffffcf };

	ck_assert_int_eq(report_encode(PMSA_V8_64, regs, REPORT_TEXT, &out),
			 MPUC_OK);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	has(got, "PRBAR_EL2 = 0x40000032\nPRLAR_EL2 = 0x4fffffcf\n");
}
END_TEST

START_TEST(explain)
{
	const struct code_info *info = code_at((size_t)_i);
	json_t *root;

	ck_assert_int_eq(report_explain(info, REPORT_JSON, &out), MPUC_OK);
	root = parsed();
	ck_assert_str_eq(text_of(root, "id"), info->id);
	ck_assert_str_eq(text_of(root, "fix"), info->fix);
	json_decref(root);
	got_len = 0;
	ck_assert_int_eq(report_explain(info, REPORT_TEXT, &out), MPUC_OK);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	has(got, info->id);
	has(got, "What to change\n");
}
END_TEST

START_TEST(codes)
{
	json_t *root;
	size_t n = 0;

	while (code_at(n) != NULL)
		n++;
	ck_assert_int_eq(report_codes(REPORT_JSON, &out), MPUC_OK);
	root = parsed();
	ck_assert_uint_eq(json_array_size(json_object_get(root, "codes")), n);
	json_decref(root);
}
END_TEST

START_TEST(profiles)
{
	json_t *root;
	size_t n = 0;

	while (target_at(n) != NULL)
		n++;
	ck_assert_uint_gt(n, 0);
	ck_assert_int_eq(report_profiles(REPORT_JSON, &out), MPUC_OK);
	root = parsed();
	ck_assert_uint_eq(json_array_size(json_object_get(root, "targets")),
			  n);
	json_decref(root);
	got_len = 0;
	ck_assert_int_eq(report_profiles(REPORT_TEXT, &out), MPUC_OK);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	has(got, target_at(n - 1)->name);
	lacks(got, " \n");
}
END_TEST

struct wrap_case {
	const char *in, *want;
};

static const struct wrap_case wrap_cases[] = {
	{ "a b", "    a b\n" },
	{ "  a   b  ", "    a b\n" },
	/* The last word ends in column 78, then it would pass it. */
	{ "1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 "
	  "12345678",
	  "    1234567890 1234567890 1234567890 1234567890 1234567890 "
	  "1234567890 12345678\n" },
	{ "1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 "
	  "123456789",
	  "    1234567890 1234567890 1234567890 1234567890 1234567890 "
	  "1234567890\n    123456789\n" },
};

START_TEST(wrapping)
{
	wrap(&out, 4, wrap_cases[_i].in);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	ck_assert_str_eq(got, wrap_cases[_i].want);
}
END_TEST

/* ---------------------------------------------------------- failures */

START_TEST(write_fails)
{
	struct report_view v = view();

	put_switches();
	add("m");
	room = 10;
	(void)!report_check(&v, 1, _i == 0 ? REPORT_TEXT : REPORT_JSON, &out);
	ck_assert_int_eq(out_flush(&out), MPUC_E_IO);
}
END_TEST

/* The k-th allocation of our own fails; the report says so. */
START_TEST(memory_fails)
{
	struct report_view v = view();
	enum mpuc_status st;

	add("broken \xff");
	arena.fail_in = 1;
	st = report_check(&v, 1, _i == 0 ? REPORT_TEXT : REPORT_JSON, &out);
	ck_assert_int_eq(st, MPUC_E_NOMEM);
}
END_TEST

/* The k-th allocation of the JSON library fails, for most k. */
static uint64_t json_calls, json_fails_at;

static void *failing_malloc(size_t size)
{
	return ++json_calls == json_fails_at ? NULL : malloc(size);
}

static enum mpuc_status write_page(int which)
{
	struct report_view v = view();
	struct pmsa_regs regs = { 0x40000032, 0x4fffffef };
	struct query_view q = { .plan = &a_plan, .context = "idle",
				.arena = &arena };
	struct verify_view d = { .layout = "l", .tree = "t",
				 .arena = &arena };

	switch (which) {
	case 0:
		return report_check(&v, 1, REPORT_JSON, &out);
	case 1:
		return report_plan(&v, 1, REPORT_JSON, NULL, &out);
	case 2:
		return report_query(&q, REPORT_JSON, &out);
	case 3:
		return report_verify(&d, REPORT_JSON, &out);
	case 4:
		return report_explain(code_at(0), REPORT_JSON, &out);
	case 5:
		return report_codes(REPORT_JSON, &out);
	case 6:
		return report_profiles(REPORT_JSON, &out);
	default:
		return report_decode(PMSA_V8_64, regs, REPORT_JSON, &out);
	}
}

START_TEST(json_memory_fails)
{
	enum mpuc_status st = MPUC_E_NOMEM;

	put_switches();
	finding_related(&a_sink, add("m"))->message = "r";
	json_set_alloc_funcs(failing_malloc, free);
	for (json_fails_at = 1; st == MPUC_E_NOMEM;
	     json_fails_at += 1 + json_fails_at / 32) {
		json_calls = 0;
		out_init(&out, take, NULL);
		got_len = 0;
		st = write_page(_i);
		if (json_calls < json_fails_at)
			break;
		ck_assert_int_eq(st, MPUC_E_NOMEM);
	}
	ck_assert_int_eq(st, MPUC_OK);
	ck_assert_uint_gt(json_fails_at, 8);
	json_fails_at = 0;
	json_decref(parsed());
}
END_TEST

#define LOOP(test, table) \
	tcase_add_loop_test(tc, test, 0, (int)ARRAY_SIZE(table))

static void add_tests(TCase *tc)
{
	int count = 0;

	while (code_at((size_t)count) != NULL)
		count++;
	LOOP(decode, decode_cases);
	LOOP(decode_fields, decode_cases);
	tcase_add_test(tc, encode);
	tcase_add_loop_test(tc, explain, 0, count);
	tcase_add_test(tc, codes);
	tcase_add_test(tc, profiles);
	LOOP(wrapping, wrap_cases);
	tcase_add_loop_test(tc, write_fails, 0, 2);
	tcase_add_loop_test(tc, memory_fails, 0, 2);
	tcase_add_loop_test(tc, json_memory_fails, 0, 8);
}

int main(void)
{
	return run_tests("report_pages", add_tests);
}
