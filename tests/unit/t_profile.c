/* SPDX-License-Identifier: BSD-2-Clause */
/* The profile reader: what it takes, and what it refuses where. */
#include <check.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "load/yaml.h"
#include "model/profile.h"
#include "model/profile_fields.h"
#include "model/profile_read.h"
#include "os/file.h"

static struct arena arena;

static void setup(void)
{
	arena_init(&arena, ARENA_CAP_DEFAULT);
}

static void teardown(void)
{
	arena_done(&arena);
}

static enum mpuc_status parse(const char *name, const char *text, size_t size,
			      const struct value **ret_root,
			      const char **ret_error)
{
	const struct yaml_input in = {
		.name = name, .text = text, .size = size,
	};

	return yaml_read(&arena, &in, ret_root, ret_error);
}

/* Either kind of profile, by its header; errors stay as they come. */
static enum mpuc_status understand(const struct value *root,
				   const struct target **ret_target,
				   const struct platform **ret_platform,
				   const char **ret_error)
{
	const struct value *kind = NULL;

	if (root->kind == VALUE_MAP)
		kind = value_get(root, "mpuc-profile");
	if (kind && strcmp(kind->text, "platform") == 0)
		return profile_read_platform(&arena, root, ret_platform,
					     ret_error);
	return profile_read_target(&arena, root, ret_target, ret_error);
}

static const struct target *read_target(const char *text)
{
	const struct value *root;
	const struct target *t = NULL;
	const char *error = NULL;

	if (parse("t.yaml", text, strlen(text), &root, &error) == MPUC_OK &&
	    profile_read_target(&arena, root, &t, &error) == MPUC_OK)
		return t;
	ck_abort_msg("%s", error);
	return NULL;
}

/* "# expect: LINE:COL: MESSAGE" on the first line. */
static void check_bad(const char *path)
{
	const struct target *t = NULL;
	const struct platform *p = NULL;
	const struct value *root;
	struct os_bytes bytes;
	const char *error = NULL, *expect;
	enum mpuc_status status;
	size_t len;

	ck_assert_int_eq(os_read_file(&arena, path, YAML_MAX_SIZE, &bytes,
				      &error), MPUC_OK);
	expect = (const char *)bytes.data;
	ck_assert_int_eq(strncmp(expect, "# expect: ", 10), 0);
	len = strcspn(expect += 10, "\n");
	expect = arena_printf(&arena, "%s:%.*s", path, (int)len, expect);
	status = parse(path, (const char *)bytes.data, bytes.size, &root,
		       &error);
	if (status == MPUC_OK)
		status = understand(root, &t, &p, &error);
	ck_assert_msg(status == MPUC_E_SYNTAX || status == MPUC_E_LIMIT,
		      "%s: accepted", path);
	ck_assert_str_eq(error, expect);
}

START_TEST(bad_files_are_refused_where_they_are_bad)
{
	glob_t files;

	ck_assert_int_eq(glob("testdata/profiles/*.yaml", 0, NULL, &files), 0);
	ck_assert_uint_ge(files.gl_pathc, 80);
	for (size_t i = 0; i < files.gl_pathc; i++)
		check_bad(files.gl_pathv[i]);
	globfree(&files);
}
END_TEST

static const char platform_text[] =
	"mpuc-profile: platform\nversion: 1\nname: p\ntitle: A platform\n"
	"source: test\nverified: true\n";

static const char target_text[] =
	"mpuc-profile: target\nversion: 1\nname: t\ntitle: A target\n"
	"source: test\nextends: xen-4.22\n";

#define PLATFORM(arch, regions, bits, page) "arch: pmsav8-" arch \
	"\nregions: " regions "\npa-bits: " bits "\npage: " page "\ncpus: []\n"
#define REGION(more) "regions: { r: { source: load-block, attr: data, " \
	"rounding: out, policy: grow, lifetime: fixed, why: x, " more " } }\n"
#define ATTR(index) "attributes: { a: { pmsav8-64: { ap: rw-el2, " \
	"sh: none, index: " index " } } }\n"

/* Pairs: the last value that is taken, the first that is not. */
static const struct {
	bool target, good;
	const char *text;
} bounds[] = {
	{ false, true, PLATFORM("32", "0", "32", "4096") },
	{ false, true, PLATFORM("32", "255", "32", "4096") },
	{ false, false, PLATFORM("32", "256", "32", "4096") },
	{ false, true, PLATFORM("32", "0xff", "32", "4096") },
	{ false, false, PLATFORM("32", "0x100", "32", "4096") },
	{ false, true, PLATFORM("32", "16", "16", "4096") },
	{ false, false, PLATFORM("32", "16", "15", "4096") },
	{ false, false, PLATFORM("32", "16", "33", "4096") },
	{ false, true, PLATFORM("64", "16", "48", "4096") },
	{ false, false, PLATFORM("64", "16", "49", "4096") },
	{ false, true, PLATFORM("32", "16", "32", "64") },
	{ false, false, PLATFORM("32", "16", "32", "32") },
	{ false, true, PLATFORM("32", "16", "32", "0x40000000") },
	{ false, false, PLATFORM("32", "16", "32", "0x80000000") },
	{ true, true, REGION("size: 64") },
	{ true, false, REGION("size: 63") },
	{ true, false, REGION("size: 65") },
	{ true, false, REGION("size: 0") },
	{ true, true, REGION("size: 0xffffffffffc0") },
	{ true, false, REGION("size: 0x1000000000000") },
	{ true, true, REGION("size: 64, slot: 254") },
	{ true, false, REGION("size: 64, slot: 255") },
	{ true, true, ATTR("7") },
	{ true, false, ATTR("8") },
	{ true, true, "traits: { fdt-align: 1 }\n" },
	{ true, false, "traits: { fdt-align: 0 }\n" },
	{ true, false, "traits: { fdt-align: 3 }\n" },
	{ true, true, "traits: { fdt-window: 0xffffffffffff }\n" },
	{ true, false, "traits: { fdt-window: 0x1000000000000 }\n" },
	{ true, true, "limits: { banks: 0xffffffff }\n" },
	{ true, false, "limits: { banks: 0x100000000 }\n" },
	{ true, true, "limits: { regions: 255 }\n" },
	{ true, false, "limits: { regions: 256 }\n" },
	{ true, true, "mair: [0, 0, 0, 0, 0, 0, 0, 255]\n" },
	{ true, false, "mair: [0, 0, 0, 0, 0, 0, 0, 256]\n" },
	{ true, false, "mair: [0, 0, 0, 0, 0, 0, 0, 0, 0]\n" },
};

START_TEST(numbers_have_bounds)
{
	const struct target *t = NULL;
	const struct platform *p = NULL;
	const struct value *root;
	const char *error = NULL, *text;
	enum mpuc_status status;

	text = arena_printf(&arena, "%s%s", bounds[_i].target ? target_text :
			    platform_text, bounds[_i].text);
	ck_assert_int_eq(parse("b", text, strlen(text), &root, &error),
			 MPUC_OK);
	status = understand(root, &t, &p, &error);
	ck_assert_int_eq(status, bounds[_i].good ? MPUC_OK : MPUC_E_SYNTAX);
}
END_TEST

START_TEST(extends_starts_from_the_other)
{
	const struct target *base = target_find("xen-4.17-amd"), *t;
	char *text = arena_strdup(&arena,
		"mpuc-profile: target\nversion: 1\nname: mine\n"
		"title: Mine\nsource: me\nextends: xen-4.17-amd\n"
		"traits: { fdt-align: 8 }\n"
		"attributes:\n  data: { pmsav8-64: { index: 3 } }\n"
		"  mine: { pmsav8-32: { ap: ro-all, sh: none, index: 0 } }\n"
		"regions:\n  xen.heap: { slot: 7 }\n"
		"  last: { source: page, size: 64, attr: mine, rounding: out,"
		" policy: last, lifetime: transient, why: x }\n"
		"boot:\n  boot/fdt: [ { transient: last } ]\n  boot/new: []\n"
		"guest: []\neffects: { size-zero: mine }\n");

	t = read_target(text);
	ck_assert_str_eq(t->name, "mine");
	ck_assert_uint_eq(t->detect_count, 0);
	ck_assert_ptr_null(t->incomplete.arch_text[1]);
	ck_assert(!t->is_default);
	ck_assert_uint_eq(t->traits.fdt_align, 8);
	ck_assert(t->traits.mpu_cells);
	ck_assert_uint_eq(t->limits.banks, base->limits.banks);
	ck_assert_mem_eq(t->mair, base->mair, sizeof(t->mair));
	ck_assert_uint_eq(t->attr_count, base->attr_count + 1);
	ck_assert_uint_eq(target_attr(t, "data")->arch[1].index, 3);
	ck_assert_uint_eq(target_attr(t, "data")->arch[1].xn_el1, 1);
	ck_assert_uint_eq(target_attr(base, "data")->arch[1].index, 7);
	ck_assert(target_attr(t, "mine")->has[0]);
	ck_assert(!target_attr(t, "mine")->has[1]);
	ck_assert_uint_eq(t->region_count, base->region_count + 1);
	ck_assert_str_eq(t->regions[base->region_count].name, "last");
	for (size_t i = 0; i < base->region_count; i++) {
		ck_assert_str_eq(t->regions[i].name, base->regions[i].name);
		ck_assert_uint_eq(t->regions[i].slot, strcmp(
			t->regions[i].name, "xen.heap") == 0 ? 7 :
			base->regions[i].slot);
	}
	ck_assert_uint_eq(t->boot_count, base->boot_count + 1);
	ck_assert_str_eq(t->boot[2].name, "boot/fdt");
	ck_assert_int_eq(t->boot[2].steps[0].op, STEP_TRANSIENT);
	ck_assert_uint_eq(t->boot[2].steps[0].regions[0], base->region_count);
	ck_assert_str_eq(t->boot[base->boot_count].name, "boot/new");
	ck_assert_str_eq(t->guest.name, "guest");
	ck_assert_uint_eq(t->guest.step_count, 0);
	ck_assert_ptr_eq(t->idle.steps, base->idle.steps);
	ck_assert_str_eq(target_effect(t, "size-zero"), "mine");
	ck_assert_ptr_nonnull(target_effect(t, "budget-exceeded"));
	ck_assert_ptr_null(target_effect(base, "size-zero"));
}
END_TEST

/* Whichever allocation fails, the reader says so and no worse happens. */
START_TEST(every_allocation_may_fail)
{
	const char *text = profile_text("xen-guests-2026");
	const struct yaml_input in = {
		.name = "m", .text = text, .size = strlen(text),
	};
	enum mpuc_status status = MPUC_E_NOMEM;
	uint64_t k;

	for (k = 1; status == MPUC_E_NOMEM; k++) {
		const struct target *t = NULL;
		const struct value *root;
		const char *error = NULL;
		struct arena a;

		arena_init(&a, ARENA_CAP_DEFAULT);
		a.fail_in = k;
		status = yaml_read(&a, &in, &root, &error);
		if (status == MPUC_OK)
			status = profile_read_target(&a, root, &t, &error);
		ck_assert_ptr_null(error);
		arena_done(&a);
	}
	ck_assert_int_eq(status, MPUC_OK);
	ck_assert_uint_gt(k, 50);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("profile");
	TCase *t = tcase_create("profile");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, bad_files_are_refused_where_they_are_bad);
	tcase_add_loop_test(t, numbers_have_bounds, 0, ARRAY_SIZE(bounds));
	tcase_add_test(t, extends_starts_from_the_other);
	tcase_add_test(t, every_allocation_may_fail);
	suite_add_tcase(s, t);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
