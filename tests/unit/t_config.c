/* SPDX-License-Identifier: BSD-2-Clause */
/* .mpuc.yaml: what it says, where it is found, and who wins over it. */
#include "load_fixture.h"

#include "base/try.h"
#include "load/config.h"
#include "mpuc/run.h"

static struct config *read_text(const char *text)
{
	struct config *c = NULL;
	const char *error = "no memory";

	tmp_text("c.yaml", text);
	ck_assert_msg(load_config(&arena, "c.yaml", &c, &error) == MPUC_OK,
		      "%s", error);
	return c;
}

START_TEST(every_key)
{
	const struct config *c = read_text(
		"target: xen-mpu-v2\nplatform: p.yaml\nregions: 255\n"
		"xen: xen-syms\nfdt-address: 0\nearly-uart: \"0x10:1\"\n"
		"modules:\n  /chosen/a/m@0: m.dtb\n  /b: /abs.dtb\n"
		"domains: g.yaml\nstrict: true\nfail-on: never\n"
		"severities:\n  0117: warning\n"
		"formats: [text, sarif=out.sarif]\nbaseline: b.json\n");

	ck_assert_str_eq(c->target, "xen-mpu-v2");
	ck_assert_str_eq(c->platform, "p.yaml");
	ck_assert(c->has_regions && c->regions == 255);
	ck_assert_str_eq(c->xen, "xen-syms");
	ck_assert(c->has_fdt_address && c->fdt_address == 0);
	ck_assert(c->has_early_uart && c->early_uart[0] == 0x10 &&
		  c->early_uart[1] == 1);
	ck_assert_uint_eq(c->modules.count, 2);
	ck_assert_str_eq(c->modules.items[0].node, "/chosen/a/m@0");
	ck_assert_str_eq(c->modules.items[0].file, "m.dtb");
	ck_assert_str_eq(c->modules.items[1].file, "/abs.dtb");
	ck_assert_str_eq(c->domains, "g.yaml");
	ck_assert(c->strict && c->has_fail_on && c->fail_on == 3);
	ck_assert_uint_eq(c->rules.count, 1);
	ck_assert_int_eq(c->rules.items[0].severity, SEV_WARNING);
	ck_assert_uint_eq(c->formats.count, 2);
	ck_assert_ptr_null(c->formats.items[0].file);
	ck_assert_str_eq(c->formats.items[1].name, "sarif");
	ck_assert_str_eq(c->formats.items[1].file, "out.sarif");
	ck_assert_str_eq(c->baseline, "b.json");
}
END_TEST

START_TEST(nothing_is_nothing)
{
	const struct config *c = read_text("{}\n");

	ck_assert_ptr_null(c->target);
	ck_assert_ptr_null(c->domains);
	ck_assert(!c->has_regions && !c->has_fdt_address &&
		  !c->has_early_uart && !c->has_fail_on && !c->strict);
	ck_assert_uint_eq(c->formats.count + c->modules.count +
			  c->rules.count, 0);
}
END_TEST

START_TEST(files_are_beside_it)
{
	struct config *c = NULL;
	const char *error = NULL;

	ck_assert_int_eq(mkdir("sub", 0700), 0);
	tmp_text("sub/c.yaml", "target: t.yaml\nplatform: cortex-r52-16\n"
		 "xen: ../x\ndomains: g.yaml\nbaseline: /b\n"
		 "formats: junit=o\n");
	ck_assert_int_eq(load_config(&arena, "sub/c.yaml", &c, &error),
			 MPUC_OK);
	ck_assert_str_eq(c->target, "sub/t.yaml");
	/* A name that is no file stays one. */
	ck_assert_str_eq(c->platform, "cortex-r52-16");
	ck_assert_str_eq(c->xen, "sub/../x");
	ck_assert_str_eq(c->domains, "sub/g.yaml");
	ck_assert_str_eq(c->baseline, "/b");
	ck_assert_str_eq(c->formats.items[0].file, "sub/o");
}
END_TEST

START_TEST(rules_know_their_lines)
{
	const struct config *c = read_text(
		"suppressions:\n  - code: 0142\n    path: /chosen/a*\n"
		"    reason: measured\n    expires: 2028-02-29\n"
		"severities:\n  not-checked: {severity: note, reason: r}\n");
	const struct policy_rule *rule = c->rules.items;

	ck_assert_uint_eq(c->rules.count, 2);
	ck_assert_int_eq(rule[0].kind, POLICY_IGNORE);
	ck_assert_int_eq(rule[0].code, CODE_UNALIGNED_SIZE);
	ck_assert_str_eq(rule[0].path, "/chosen/a*");
	ck_assert_str_eq(rule[0].reason, "measured");
	ck_assert_str_eq(rule[0].expires, "2028-02-29");
	ck_assert_uint_eq(rule[0].pos.line, 2);
	ck_assert_str_eq(rule[0].says, "c.yaml:2");
	ck_assert_int_eq(rule[1].kind, POLICY_SEVERITY);
	ck_assert_int_eq(rule[1].code, CODE_NOT_CHECKED);
	ck_assert_str_eq(rule[1].reason, "r");
	ck_assert_uint_eq(rule[1].pos.line, 7);
	ck_assert_int_eq(rule[1].by, BY_CONFIG);
}
END_TEST

/* The last that is taken stands before the first that is not. */
static const struct {
	const char *text;
	const char *error;	/* NULL: taken */
} edges[] = {
	{ "regions: 255", NULL },
	{ "regions: 256", "c.yaml:1:10: regions is 0 to 255" },
	{ "regions: 1Q", "c.yaml:1:10: '1Q' is not a number" },
	{ "regions: ''", "c.yaml:1:10: 'regions' is empty" },
	{ "regions: [1]",
	  "c.yaml:1:10: 'regions' must be a scalar, not a list" },
	{ "fdt-address: 0xffffffffffffffff", NULL },
	{ "fdt-address: 0x10000000000000000",
	  "c.yaml:1:14: '0x10000000000000000' is not a number" },
	{ "early-uart: \"0xffffffffffffffff:1\"", NULL },
	{ "early-uart: \"0xffffffffffffffff:2\"",
	  "c.yaml:1:13: early-uart is empty or passes 2^64" },
	{ "early-uart: \"1:0\"",
	  "c.yaml:1:13: early-uart is empty or passes 2^64" },
	{ "early-uart: 1", "c.yaml:1:13: early-uart is \"BASE:SIZE\"" },
	{ "strict: false", NULL },
	{ "strict: yes", "c.yaml:1:9: strict is true or false" },
	{ "fail-on: never", NULL },
	{ "fail-on: fatal",
	  "c.yaml:1:10: fail-on is error, warning, note or never" },
	{ "modules: {/a: b}", NULL },
	{ "modules: {a: b}", "c.yaml:1:11: a module is named by the full path "
	  "of its node" },
	{ "modules: []", "c.yaml:1:10: 'modules' must be a map, not a list" },
	{ "formats: auto", NULL },
	{ "formats: autos", "c.yaml:1:10: there is no format 'autos': text, "
	  "json, sarif, junit, github, gitlab or auto" },
	{ "formats: [json=x]", NULL },
	{ "formats: [text, json=]", "c.yaml:1:17: no file behind 'json='" },
	{ "formats: {}", "c.yaml:1:10: 'formats' must be a list, not a map" },
	{ "severities: {0117: note}", NULL },
	{ "severities: {0117: never}",
	  "c.yaml:1:20: a severity is error, warning or note" },
	{ "severities: {0117: {reason: x}}",
	  "c.yaml:1:20: no 'severity' for 0117" },
	{ "severities: {0999: note}", "c.yaml:1:14: there is no diagnostic "
	  "'0999'; 'mpuc explain' lists them" },
	{ "severities: {0117: {severity: note, expires: 2027-01-01}}",
	  "c.yaml:1:37: unknown key 'expires': severity, path and reason are "
	  "known here" },
	{ "suppressions: [{code: 0117, expires: 2027-01-31}]", NULL },
	{ "suppressions: [{code: 0117, expires: 2027-01-32}]",
	  "c.yaml:1:38: '2027-01-32' is not a day as in 2027-01-31" },
	{ "suppressions: [{code: 0117, path: /}]", NULL },
	{ "suppressions: [{code: 0117, path: x}]",
	  "c.yaml:1:35: a node's path begins with a slash" },
	{ "suppressions: [{code: 0117, severity: note}]",
	  "c.yaml:1:29: unknown key 'severity': code, expires, path and "
	  "reason are known here" },
	{ "suppressions: [{reason: x}]", "c.yaml:1:16: a suppression names a "
	  "code: or an id with the key 'code'" },
	{ "suppressions: [0117]",
	  "c.yaml:1:16: an item must be a map, not a scalar" },
	{ "region: 1",
	  "c.yaml:1:1: unknown key 'region'; did you mean 'regions'?" },
	{ "colour: red", "c.yaml:1:1: unknown key 'colour'; mpuc-config(5) has "
	  "the keys" },
	{ "strict: true\nstrict: true",
	  "c.yaml:2:1: 'strict' stands twice; first on line 1" },
	{ "target: &x a", "c.yaml:1:9: anchors are not allowed here" },
	{ "- target", "c.yaml:1:1: an item must be a map, not a list" },
	{ "", "c.yaml:1:1: the file is empty" },
};

START_TEST(taken_or_refused_with_its_line)
{
	struct config *c = NULL;
	const char *error = NULL;
	enum mpuc_status st;

	tmp_text("c.yaml", edges[_i].text);
	st = load_config(&arena, "c.yaml", &c, &error);
	ck_assert_pstr_eq(error, edges[_i].error);
	ck_assert_int_eq(st, edges[_i].error == NULL ? MPUC_OK :
			 MPUC_E_SYNTAX);
	ck_assert((c != NULL) == (edges[_i].error == NULL));
}
END_TEST

/* ------------------------------------------------------------- who wins */

/* The options of a run of c.yaml and opts; the run has not run. */
static struct mpuc_run *settled(struct mpuc_options opts, const char *text,
				struct mpuc_config **ret_config)
{
	struct mpuc_run *run;

	tmp_text("c.yaml", text);
	*ret_config = mpuc_config_new();
	ck_assert_int_eq(mpuc_config_load(*ret_config, "c.yaml"), MPUC_OK);
	opts.config = *ret_config;
	run = mpuc_new(&opts);
	ck_assert_int_eq(run_settle(run), MPUC_OK);
	return run;
}

static const char full[] =
	"target: t1\nplatform: p1\nxen: x1\nregions: 16\ndomains: d1\n"
	"fdt-address: 0x1000\nearly-uart: \"0x10:1\"\nfail-on: warning\n"
	"baseline: b1\nmodules: {/a: a1, /b: b1}\n"
	"severities: {0117: note}\n";

START_TEST(the_file_fills_what_is_not_given)
{
	struct mpuc_config *config;
	struct mpuc_run *run = settled((struct mpuc_options){ .strict = true },
				       full, &config);
	const struct mpuc_options *o = &run->opts;

	ck_assert_str_eq(o->target, "t1");
	ck_assert_str_eq(o->platform, "p1");
	ck_assert_str_eq(o->xen, "x1");
	ck_assert_str_eq(o->domains, "d1");
	ck_assert_str_eq(o->baseline, "b1");
	ck_assert(o->has_regions && o->regions == 16);
	ck_assert(o->has_fdt_address && o->fdt_address == 0x1000);
	ck_assert(o->has_early_uart && o->early_uart_base == 0x10);
	ck_assert(o->fail_on_given && o->fail_on == MPUC_WARNING);
	ck_assert(o->strict);
	ck_assert_uint_eq(o->module_count, 2);
	ck_assert_uint_eq(run->own_modules, 0);
	/* It is among what was read. */
	ck_assert_str_eq(mpuc_file_read(run, 0), "c.yaml");
	mpuc_free(run);
	mpuc_config_free(config);
}
END_TEST

START_TEST(options_win_over_the_file)
{
	static const struct mpuc_module_file module = { "/b", "b2" };
	static const struct mpuc_policy policy = { MPUC_AS_ERROR, "0117" };
	const struct mpuc_options given = {
		.target = "t2", .platform = "p2", .xen = "x2",
		.domains = "d2", .baseline = "b2", .has_regions = true,
		.regions = 0, .has_fdt_address = true, .fdt_address = 0,
		.has_early_uart = true, .early_uart_base = 0x20,
		.early_uart_size = 2, .fail_on_given = true,
		.fail_on = MPUC_NEVER, .modules = &module, .module_count = 1,
		.policies = &policy, .policy_count = 1,
	};
	struct mpuc_config *config;
	struct mpuc_run *run = settled(given, full, &config);
	const struct mpuc_options *o = &run->opts;

	ck_assert_str_eq(o->target, "t2");
	ck_assert_str_eq(o->platform, "p2");
	ck_assert_str_eq(o->xen, "x2");
	ck_assert_str_eq(o->domains, "d2");
	ck_assert_str_eq(o->baseline, "b2");
	/* 0 is a value. */
	ck_assert(o->has_regions && o->regions == 0);
	ck_assert(o->has_fdt_address && o->fdt_address == 0);
	ck_assert(o->early_uart_base == 0x20 && o->early_uart_size == 2);
	ck_assert_int_eq(o->fail_on, MPUC_NEVER);
	/* A module of both is the option's, and stands once. */
	ck_assert_uint_eq(o->module_count, 2);
	ck_assert_str_eq(o->modules[0].file, "b2");
	ck_assert_str_eq(o->modules[1].node, "/a");
	ck_assert_uint_eq(run->own_modules, 1);
	/* The last severity wins, and that is the option's. */
	ck_assert_uint_eq(run->policy.rules.count, 2);
	ck_assert_int_eq(run->policy.rules.items[0].by, BY_CONFIG);
	ck_assert_int_eq(run->policy.rules.items[1].by, BY_OPTION);
	ck_assert_int_eq(run->policy.rules.items[1].severity, SEV_ERROR);
	mpuc_free(run);
	mpuc_config_free(config);
}
END_TEST

START_TEST(a_broken_one_fails_the_run)
{
	const char *const files[] = { "none.dts" };
	struct mpuc_config *config = mpuc_config_new();
	const struct mpuc_options opts = { .config = config };
	struct mpuc_run *run = mpuc_new(&opts);

	tmp_text("c.yaml", "strict: maybe\n");
	ck_assert_int_eq(mpuc_config_load(config, "c.yaml"), MPUC_E_SYNTAX);
	ck_assert_int_eq(mpuc_run(run, files, 1), MPUC_E_SYNTAX);
	ck_assert_str_eq(mpuc_error(run),
			 "c.yaml:1:9: strict is true or false");
	ck_assert_str_eq(run->failure.at.pos.file, "c.yaml");
	ck_assert_uint_eq(run->failure.at.pos.line, 1);
	ck_assert_str_eq(run->failure.message, "strict is true or false");
	mpuc_free(run);
	mpuc_config_free(config);
}
END_TEST

/* -------------------------------------------------------- where it is */

/* In the folder of the input or the nearest one above it. */
static const struct {
	const char *at;		/* folder that has one; NULL: none has */
	const char *input, *found;
} places[] = {
	{ "a/b", "a/b/t.dts", "a/b/.mpuc.yaml" },
	{ "a", "a/b/t.dts", "a/.mpuc.yaml" },
	{ ".", "a/b/t.dts", ".mpuc.yaml" },
	{ ".", "t.dts", ".mpuc.yaml" },
	{ ".", "-", ".mpuc.yaml" },
	{ "a", "a/b/../t.dts", "a/b/../.mpuc.yaml" },
	{ "a/b", "a/t.dts", NULL },
	{ NULL, "a/b/t.dts", NULL },
};

START_TEST(found_upward)
{
	ck_assert_int_eq(mkdir("a", 0700) | mkdir("a/b", 0700), 0);
	if (places[_i].at != NULL)
		tmp_text(arena_printf(&arena, "%s/.mpuc.yaml", places[_i].at),
			 "{}\n");
	ck_assert_pstr_eq(config_find(&arena, places[_i].input),
			  places[_i].found);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("config");
	TCase *t = tcase_create("config");
	SRunner *runner = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, every_key);
	tcase_add_test(t, nothing_is_nothing);
	tcase_add_test(t, files_are_beside_it);
	tcase_add_test(t, rules_know_their_lines);
	tcase_add_loop_test(t, taken_or_refused_with_its_line, 0,
			    ARRAY_SIZE(edges));
	tcase_add_test(t, the_file_fills_what_is_not_given);
	tcase_add_test(t, options_win_over_the_file);
	tcase_add_test(t, a_broken_one_fails_the_run);
	tcase_add_loop_test(t, found_upward, 0, ARRAY_SIZE(places));
	suite_add_tcase(s, t);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
