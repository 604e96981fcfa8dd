/* SPDX-License-Identifier: BSD-2-Clause */
/* What fits: each number against the session's own, one change at a time. */
#include "api_fixture.h"

static struct mpuc_whatif *edit;
static struct mpuc_whatif_result result;

/* Guest memory for the two guests and three more of 32 MiB. */
#define CHOSEN_OF(end) \
	"xen,static-heap = <0 0x60000000 0 0x10000000>;\n" \
	"mpu,boot-module-section = <0 0x10000000 0 0x4000000>;\n" \
	"mpu,guest-memory-section = <0 0x20000000 0 " end ">;\n" \
	"mpu,device-memory-section = <0 0x80000000 0 0x7ffff000>;\n"
#define TREE(end) MACHINE CHOSEN(CHOSEN_OF(end) \
	DOMAIN("domU1", "0x22000000", "0x10000000", "0x10100000") \
	DOMAIN("domU2", "0x20000000", "0x10200000", "0x10300000"))

static void open_tree(const char *text, uint32_t regions)
{
	static const char *const file = "tree.dtb";
	const struct mpuc_options options = {
		.has_regions = true, .regions = regions, .xen = "xen.sym",
		.has_fdt_address = true, .fdt_address = 0x1000000,
		.optimal = true,
	};

	mpuc_whatif_free(edit);
	put_dtb(file, text);
	edit = mpuc_whatif_new(&options);
	ck_assert_ptr_nonnull(edit);
	ck_assert_int_eq(mpuc_whatif_open(edit, &file, 1), MPUC_OK);
}

static void setup(void)
{
	tmp_enter();
	tree_setup();
	put_symbols("xen.sym");
	edit = NULL;
}

static void teardown(void)
{
	mpuc_whatif_free(edit);
	tree_teardown();
	tmp_leave();
}

static bool fits(const char *like)
{
	bool passes;

	got_len = 0;
	ck_assert_int_eq(mpuc_write_fits(edit, like, MPUC_JSON, &writer,
					 &passes), MPUC_OK);
	return passes;
}

/* The number behind key in the machine of so many regions. */
static long long number(unsigned regions, const char *key)
{
	char text[64];
	const char *at;

	snprintf(text, sizeof(text), "{\"regions\": %u, \"platforms\"",
		 regions);
	at = strstr(got, text);
	ck_assert_msg(at != NULL, "no %u regions in %s", regions, got);
	snprintf(text, sizeof(text), "\"%s\": ", key);
	at = strstr(at, text);
	ck_assert_ptr_nonnull(at);
	return strtoll(at + strlen(text), NULL, 10);
}

static size_t errors(void)
{
	size_t n = 0;
	struct mpuc_finding f;

	for (size_t i = 0; mpuc_finding_at(mpuc_whatif_run(edit), i, &f); i++)
		n += f.severity == MPUC_ERROR;
	return n;
}

static bool run(const char *line)
{
	enum mpuc_status st = mpuc_whatif_do(edit, line, 0, &result);

	ck_assert(st == MPUC_OK || st == MPUC_E_USAGE);
	return st == MPUC_OK;
}

static uint32_t highest_peak(void)
{
	const struct plan *plan = mpuc_whatif_run(edit)->plan;
	uint32_t most = 0;

	for (uint32_t i = 0; i < plan->context_count; i++) {
		if (plan->contexts[i].peak > most)
			most = plan->contexts[i].peak;
	}
	return most;
}

/* The last count that fits, the first that does not. */
START_TEST(counts)
{
	uint32_t peak;

	open_tree(TREE("0x40000000"), 16);
	peak = highest_peak();
	ck_assert_uint_lt(peak, 16);
	open_tree(TREE("0x40000000"), peak);
	ck_assert(fits(NULL));
	ck_assert_int_eq(number(peak, "over"), 0);
	ck_assert_int_eq(number(peak, "errors"), 0);
	ck_assert_int_eq(number(16, "boot/sections"), 16 - (int)peak);
	open_tree(TREE("0x40000000"), peak - 1);
	ck_assert(fits(NULL));
	ck_assert_int_ge(number(peak - 1, "over"), 1);
	ck_assert_int_eq(number(peak - 1, "errors"), (int)errors());
	ck_assert_int_ge(number(peak - 1, "errors"), 1);
	ck_assert_int_eq(number(16, "over"), 0);
	/* Where it does not fit no guest more does. */
	ck_assert(fits("domU2"));
	ck_assert_int_eq(number(peak - 1, "count"), 0);
	ck_assert_int_eq(number(16, "count"), 13);
}
END_TEST

/* As many copies as the session takes one by one, and not one more. */
START_TEST(guests)
{
	static const struct {
		const char *tree;
		int more;
	} rows[] = {
		{ TREE("0x3fff000"), 0 }, { TREE("0x4000000"), 0 },
		{ TREE("0x5fff000"), 0 }, { TREE("0x6000000"), 1 },
		{ TREE("0x9fff000"), 2 }, { TREE("0xa000000"), 3 },
		/* Memory for more, but no more than 32 modules. */
		{ TREE("0x40000000"), 13 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char line[64];
		size_t before;
		int n = 0;

		open_tree(rows[i].tree, 16);
		before = errors();
		fits("domU2");
		ck_assert_int_eq(number(16, "count"), rows[i].more);
		ck_assert(run("fit domU2"));
		ck_assert_int_eq(strtoll(result.text, NULL, 10),
				 rows[i].more);
		for (;; n++) {
			snprintf(line, sizeof(line), "add domain x%d like "
				 "domU2", n);
			if (!run(line))
				break;
			if (errors() > before) {
				ck_assert(run("undo"));
				break;
			}
		}
		ck_assert_int_eq(n, rows[i].more);
		/* The question left the session alone. */
		fits("domU2");
		ck_assert_int_eq(number(16, "count"), 0);
	}
}
END_TEST

/* Slots of the machine that a state is on say nothing about another one. */
START_TEST(smallest_elsewhere)
{
	open_tree(TREE("0x40000000"), 8);
	ck_assert(run("smallest 16"));
	ck_assert_str_eq(result.text, "it fits 16 regions as it is");
	open_tree(TREE("0x40000000"), 16);
	ck_assert(run("smallest"));
	ck_assert_str_eq(result.text, "it fits 16 regions as it is");
	ck_assert(!run("smallest 0"));
	ck_assert(!run("smallest 256"));
	ck_assert(run("smallest 255"));
}
END_TEST

START_TEST(refused)
{
	bool passes;

	open_tree(TREE("0x40000000"), 16);
	ck_assert_int_eq(mpuc_write_fits(edit, "domU9", MPUC_TEXT, &writer,
					 &passes), MPUC_E_USAGE);
	ck_assert_str_eq(mpuc_error(mpuc_whatif_run(edit)),
			 "there is no domain 'domU9'");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("fits");
	TCase *t = tcase_create("fits");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, counts);
	tcase_add_test(t, guests);
	tcase_add_test(t, smallest_elsewhere);
	tcase_add_test(t, refused);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
