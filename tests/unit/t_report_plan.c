/* SPDX-License-Identifier: BSD-2-Clause */
#include "report_fixture.h"

/* ------------------------------------------------------------ ledger */

struct ledger_case {
	uint32_t need, peak, have;
	bool known;
	const char *want;
};

static const struct ledger_case ledger_cases[] = {
	{ 13, 14, 16, true, "13    14    16     2  #############+..\n" },
	{ 16, 16, 16, true, "16    16    16     0  ################\n" },
	{ 17, 17, 16, true, "17    17    16    -1  ################!\n" },
	{ 4, 6, 5, true, "4     6     5    -1  ####+!\n" },
	{ 3, 3, 0, true, "3     3     0    -3  !!!\n" },
	{ 3, 4, 0, false, "3     4     ?     ?  ###+\n" },
	/* More than the bar holds: scaled to 40 marks. */
	{ 40, 40, 80, true, "40    40    80    40  "
	  "####################....................\n" },
};

START_TEST(ledger)
{
	const struct ledger_case *c = &ledger_cases[_i];

	put_context(c->need, c->peak);
	a_plan.regions = c->have;
	a_plan.regions_known = c->known;
	has(check_text(), c->want);
}
END_TEST

START_TEST(json_budget)
{
	const struct ledger_case *c = &ledger_cases[_i];
	json_t *root, *b;

	put_context(c->need, c->peak);
	a_plan.regions = c->have;
	a_plan.regions_known = c->known;
	root = check_json();
	b = json_array_get(json_object_get(root, "budgets"), 0);
	ck_assert_int_eq(json_integer_value(json_object_get(b, "need")),
			 c->need);
	ck_assert_int_eq(json_integer_value(json_object_get(b, "peak")),
			 c->peak);
	if (c->known) {
		ck_assert_int_eq(json_integer_value(json_object_get(b,
				 "left")), (int)c->have - (int)c->peak);
	} else {
		ck_assert(json_is_null(json_object_get(b, "have")));
		ck_assert(json_is_null(json_object_get(b, "left")));
	}
	json_decref(root);
}
END_TEST

/* -------------------------------------------------------------- plan */

static json_t *region_at(const json_t *root, size_t i)
{
	return json_array_get(json_object_get(json_array_get(json_object_get(
		root, "contexts"), 0), "regions"), i);
}

START_TEST(plan_json_placed)
{
	json_t *root, *r;

	put_regions();
	root = plan_json(NULL);
	ck_assert_str_eq(text_of(root, "schema"), "mpuc-plan-1");
	r = region_at(root, 0);
	ck_assert_int_eq(json_integer_value(json_object_get(r, "slot")), 0);
	ck_assert_str_eq(text_of(r, "owner"), "xen");
	ck_assert_str_eq(text_of(r, "base"), "0x40000000");
	ck_assert_str_eq(text_of(r, "limit"), "0x4007ffff");
	ck_assert_str_eq(text_of(r, "prbar"), "0x40000038");
	ck_assert_str_eq(text_of(r, "prlar"), "0x4007ffcf");
	ck_assert_str_eq(text_of(r, "el2"), "r-x");
	ck_assert_str_eq(text_of(r, "el1"), "---");
	ck_assert_str_eq(text_of(r, "memory"), "normal");
	ck_assert_str_eq(text_of(r, "lifetime"), "fixed");
	ck_assert_str_eq(json_string_value(json_array_get(
			 json_object_get(r, "why"), 0)), "code");
	json_decref(root);
}
END_TEST

START_TEST(plan_json_past_hardware)
{
	json_t *root, *r;

	put_regions();
	root = plan_json(NULL);
	r = region_at(root, 1);
	ck_assert(json_is_null(json_object_get(r, "slot")));
	ck_assert(json_is_true(json_object_get(r, "placed")));
	ck_assert_str_eq(text_of(r, "owner"), "domU1");
	/* WXN takes execution from EL2 alone. */
	ck_assert_str_eq(text_of(r, "el2"), "rw-");
	ck_assert_str_eq(text_of(r, "el1"), "rwx");
	ck_assert_uint_eq(json_array_size(json_object_get(r, "why")), 0);
	json_decref(root);
}
END_TEST

static const char *const place_keys[] = { "base", "limit", "prbar", "prlar" };

START_TEST(plan_json_unplaced)
{
	json_t *root, *r;

	put_regions();
	root = plan_json(NULL);
	r = region_at(root, 2);
	ck_assert(json_is_null(json_object_get(r, place_keys[_i])));
	ck_assert(json_is_false(json_object_get(r, "placed")));
	ck_assert_str_eq(text_of(r, "memory"), "device");
	ck_assert_int_eq(json_integer_value(json_object_get(r, "slot")), 3);
	json_decref(root);
}
END_TEST

static const char *const memories[] = {
	"device", "nc", "normal", "normal", "device", "device", "device",
	"normal",
};

START_TEST(plan_json_memory)
{
	json_t *root;

	put_regions();
	regions[0].attr.index = (uint8_t)_i;
	root = plan_json(NULL);
	ck_assert_str_eq(text_of(region_at(root, 0), "memory"),
			 memories[_i]);
	json_decref(root);
}
END_TEST

START_TEST(plan_json_switches)
{
	json_t *root, *s;

	put_switches();
	root = plan_json(NULL);
	s = json_array_get(json_object_get(root, "switches"), 0);
	ck_assert_str_eq(text_of(s, "from"), "idle");
	ck_assert_str_eq(text_of(s, "to"), "guest/domU1");
	ck_assert_int_eq(json_integer_value(json_object_get(s, "writes")), 4);
	ck_assert_uint_eq(json_array_size(json_object_get(s, "disable")), 2);
	ck_assert_int_eq(json_integer_value(json_object_get(root,
			 "switches_omitted")), 7);
	json_decref(root);
}
END_TEST

START_TEST(plan_of_one_context)
{
	json_t *root, *list;

	put_switches();
	root = plan_json("guest/domU1");
	list = json_object_get(root, "contexts");
	ck_assert_uint_eq(json_array_size(list), 1);
	ck_assert_str_eq(text_of(json_array_get(list, 0), "name"),
			 "guest/domU1");
	ck_assert_str_eq(text_of(json_array_get(list, 0), "kind"), "guest");
	json_decref(root);
}
END_TEST

START_TEST(plan_of_no_context)
{
	struct report_view v = view();

	put_switches();
	ck_assert_int_eq(report_plan(&v, 1, REPORT_JSON, "guest/domU2", &out),
			 MPUC_E_USAGE);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	ck_assert_uint_eq(got_len, 0);
}
END_TEST

START_TEST(plan_text)
{
	struct report_view v = view();

	put_switches();
	ck_assert_int_eq(report_plan(&v, 1, REPORT_TEXT, NULL, &out),
			 MPUC_OK);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	has(got, "idle: needs 3, peak 3, of 16; left 13; 3 would do at "
	    "best; 1 unplaced\n");
	has(got, "     0  xen.text      0x40000000  0x4007ffff  0x40000038  "
	    "0x4007ffcf  r-x  ---  normal  fixed      xen    code\n");
	has(got, "  none  domU1.ram[0]  0x50000000  0x5fffffff  0x50000034  "
	    "0x5fffffcf  rw-  rwx  normal  switching  domU1\n");
	has(got, "unplaced");
	has(got, "  7 switches between guests not listed\n");
	lacks(got, " \n");
}
END_TEST

START_TEST(plan_without_plan)
{
	struct report_view v = view();
	json_t *root;

	v.plan = NULL;
	a_system.arch_known = false;
	ck_assert_int_eq(report_plan(&v, 1, REPORT_JSON, NULL, &out),
			 MPUC_OK);
	root = parsed();
	ck_assert_uint_eq(json_array_size(json_object_get(root, "contexts")),
			  0);
	ck_assert(json_is_null(json_object_get(json_object_get(root, "mpu"),
					       "arch")));
	json_decref(root);
}
END_TEST

/* ----------------------------------------------------- other reports */

static struct layout_view layout(void)
{
	static const char *const domains[] = { "domU1" };
	static const struct layout_bank bank = {
		0, "bank", { 0x50000000, 0x5fffffff },
	};
	struct layout_view v = {
		.file = "l.bin", .target = "xen-test", .platform = "",
		.version = 1, .min_reader_version = 1, .size = 1024,
		.crc = 0xdeadbeef, .tree_sha256 = "00ff", .plan = &a_plan,
		.mair = a_target.mair, .domains = domains, .domain_count = 1,
		.banks = &bank, .bank_count = 1, .arena = &arena,
	};

	put_switches();
	return v;
}

START_TEST(inspect_text)
{
	struct layout_view v = layout();

	ck_assert_int_eq(report_inspect(&v, REPORT_TEXT, &out), MPUC_OK);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	has(got, "size      1024 bytes, CRC-32 0xdeadbeef\n");
	has(got, "platform  not stated\n");
	has(got, "  domU1: [0x50000000, 0x60000000), 256 MiB\n");
	has(got, "xen.text");
}
END_TEST

START_TEST(inspect_json)
{
	struct layout_view v = layout();
	json_t *root;

	ck_assert_int_eq(report_inspect(&v, REPORT_JSON, &out), MPUC_OK);
	root = parsed();
	ck_assert_str_eq(text_of(root, "schema"), "mpuc-inspect-1");
	ck_assert_str_eq(text_of(root, "crc32"), "0xdeadbeef");
	ck_assert_uint_eq(json_array_size(json_object_get(root, "contexts")),
			  2);
	json_decref(root);
}
END_TEST

static struct query_view query(bool allowed)
{
	static const struct plan_region *const hits[] = { &regions[0] };
	struct query_view v = {
		.plan = &a_plan, .system = &a_system, .mair = a_target.mair,
		.context = "idle", .addr = 0x40000000, .size = 4, .el = 2,
		.read = true, .exec = true, .allowed = allowed,
		.reason = allowed ? NULL : "no region matches",
		.regions = hits, .region_count = allowed ? 1 : 0,
		.arena = &arena,
	};

	put_switches();
	return v;
}

START_TEST(query_text)
{
	struct query_view v = query(_i == 1);

	ck_assert_int_eq(report_query(&v, REPORT_TEXT, &out), MPUC_OK);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	has(got, _i == 1 ? "idle: EL2 rx at 0x40000000, 4 bytes: allowed\n" :
	    "4 bytes: faults, no region matches\n");
	ck_assert_int_eq(strstr(got, "xen.text") != NULL, _i);
}
END_TEST

START_TEST(query_json)
{
	struct query_view v = query(_i == 1);
	json_t *root;

	ck_assert_int_eq(report_query(&v, REPORT_JSON, &out), MPUC_OK);
	root = parsed();
	ck_assert_int_eq(json_is_true(json_object_get(root, "allowed")), _i);
	ck_assert_uint_eq(json_array_size(json_object_get(root, "regions")),
			  (size_t)_i);
	ck_assert_str_eq(text_of(root, "access"), "rx");
	json_decref(root);
}
END_TEST

static const struct verify_difference differences[] = {
	{ "idle", "slot 3: base", "0x0", "0x40" },
	{ NULL, "target", "a", NULL },
};

START_TEST(verify)
{
	struct verify_view v = {
		.layout = "l.bin", .tree = "a.dts", .same = _i == 0,
		.items = differences, .count = (size_t)_i, .arena = &arena,
	};
	json_t *root;

	ck_assert_int_eq(report_verify(&v, REPORT_JSON, &out), MPUC_OK);
	root = parsed();
	ck_assert_str_eq(text_of(root, "verdict"), _i == 0 ? "same" :
			 "differs");
	ck_assert_uint_eq(json_array_size(json_object_get(root,
			  "differences")), (size_t)_i);
	json_decref(root);
	got_len = 0;
	ck_assert_int_eq(report_verify(&v, REPORT_TEXT, &out), MPUC_OK);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	has(got, _i == 0 ? "l.bin is the plan of a.dts\n" :
	    "l.bin differs from a.dts\n");
}
END_TEST

#define LOOP(test, table) \
	tcase_add_loop_test(tc, test, 0, (int)ARRAY_SIZE(table))

static void add_tests(TCase *tc)
{
	LOOP(ledger, ledger_cases);
	LOOP(json_budget, ledger_cases);
	tcase_add_test(tc, plan_json_placed);
	tcase_add_test(tc, plan_json_past_hardware);
	LOOP(plan_json_unplaced, place_keys);
	LOOP(plan_json_memory, memories);
	tcase_add_test(tc, plan_json_switches);
	tcase_add_test(tc, plan_of_one_context);
	tcase_add_test(tc, plan_of_no_context);
	tcase_add_test(tc, plan_text);
	tcase_add_test(tc, plan_without_plan);
	tcase_add_test(tc, inspect_text);
	tcase_add_test(tc, inspect_json);
	tcase_add_loop_test(tc, query_text, 0, 2);
	tcase_add_loop_test(tc, query_json, 0, 2);
	tcase_add_loop_test(tc, verify, 0, 3);
}

int main(void)
{
	return run_tests("report_plan", add_tests);
}
