/* SPDX-License-Identifier: BSD-2-Clause */
/* A run made by hand, and what a reporter writes about it. */
#ifndef REPORT_FIXTURE_H
#define REPORT_FIXTURE_H

#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "report/report.h"

static const struct target a_target = {
	.name = "xen-test",
	.mair = { 0x00, 0x44, 0xaa, 0xee, 0x04, 0x00, 0x00, 0xff },
	.traits = { .wxn = { false, true } },
};

static struct arena arena;
static struct doc a_doc;
static struct system a_system;
static struct sink a_sink;
static struct plan a_plan;
static struct domain a_domain;
static struct out out;
static char got[1 << 20];
static size_t got_len;
static size_t room;	/* bytes the writer takes before it fails */
static const char *source_bytes;

static inline enum mpuc_status take(void *arg, const void *data, size_t len)
{
	(void)arg;
	if (len > room - got_len)
		return MPUC_E_IO;
	memcpy(got + got_len, data, len);
	got_len += len;
	got[got_len] = '\0';
	return MPUC_OK;
}

static inline bool source(void *arg, const char *file, const char **ret_text,
		   size_t *ret_len)
{
	(void)arg;
	if (source_bytes == NULL || strcmp(file, "a.dts") != 0)
		return false;
	*ret_text = source_bytes;
	*ret_len = strlen(source_bytes);
	return true;
}

static inline void setup(void)
{
	arena_init(&arena, ARENA_CAP_DEFAULT);
	memset(&a_doc, 0, sizeof(a_doc));
	memset(&a_system, 0, sizeof(a_system));
	memset(&a_plan, 0, sizeof(a_plan));
	a_doc.input = "a.dts";
	a_system.target = &a_target;
	a_system.doc = &a_doc;
	a_system.regions_known = true;
	a_system.regions = 16;
	a_system.arch = PMSA_V8_64;
	a_system.arch_known = true;
	a_domain.name = "domU1";
	a_system.domains.items = &a_domain;
	a_system.domains.count = 1;
	sink_init(&a_sink, &arena);
	a_plan.arch = PMSA_V8_64;
	a_plan.regions = 16;
	a_plan.regions_known = true;
	source_bytes = NULL;
	got_len = 0;
	got[0] = '\0';
	room = sizeof(got) - 1;
	out_init(&out, take, NULL);
}

static inline void teardown(void)
{
	arena_done(&arena);
}

static inline struct report_view view(void)
{
	struct report_view v = {
		.input = "a.dts", .system = &a_system, .sink = &a_sink, .plan = &a_plan,
		.source = source, .arena = &arena,
	};

	return v;
}

static inline struct finding *add(const char *message)
{
	struct finding *f = sink_new(&a_sink, CODE_STATIC_MEM_OUTSIDE_SECTION);

	f->message = message;
	f->at.input = "a.dts";
	f->at.pos = (struct srcpos){ "a.dts", 2, 2, 2, 5 };
	return f;
}

static inline const char *check_text(void)
{
	struct report_view v = view();

	ck_assert_int_eq(report_check(&v, 1, REPORT_TEXT, &out), MPUC_OK);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	return got;
}

static inline json_t *parsed(void)
{
	json_error_t error;
	json_t *root;

	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	root = json_loads(got, JSON_REJECT_DUPLICATES, &error);
	ck_assert_msg(root != NULL, "%s in\n%s", error.text, got);
	return root;
}

static inline json_t *check_json(void)
{
	struct report_view v = view();

	ck_assert_int_eq(report_check(&v, 1, REPORT_JSON, &out), MPUC_OK);
	return parsed();
}

static inline json_t *plan_json(const char *context)
{
	struct report_view v = view();

	ck_assert_int_eq(report_plan(&v, 1, REPORT_JSON, context, &out),
			 MPUC_OK);
	return parsed();
}

static inline const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static inline void has(const char *text, const char *part)
{
	ck_assert_msg(strstr(text, part) != NULL, "no\n%s\nin\n%s", part,
		      text);
}

static inline void lacks(const char *text, const char *part)
{
	ck_assert_msg(strstr(text, part) == NULL, "a\n%s\nin\n%s", part,
		      text);
}

static struct plan_context one_context;

static inline void put_context(uint32_t need, uint32_t peak)
{
	memset(&one_context, 0, sizeof(one_context));
	one_context.name = "idle";
	one_context.kind = CTX_IDLE;
	one_context.need = need;
	one_context.peak = peak;
	one_context.minimum = need;
	a_plan.contexts = &one_context;
	a_plan.context_count = 1;
}

static struct plan_region regions[3];

static inline void put_regions(void)
{
	memset(regions, 0, sizeof(regions));
	regions[0] = (struct plan_region){
		.name = "xen.text", .owner = SYS_NONE, .slot = 0,
		.placed = true, .range = { 0x40000000, 0x4007ffff },
		.attr = { .ap = PMSA_RO_EL2, .sh = PMSA_SH_INNER,
			  .index = 7 },
		.regs = { 0x40000038, 0x4007ffcf }, .lifetime = LIFE_FIXED,
		.why = "code",
	};
	regions[1] = (struct plan_region){
		.name = "domU1.ram[0]", .owner = 0, .slot = SLOT_NONE,
		.placed = true, .range = { 0x50000000, 0x5fffffff },
		.attr = { .ap = PMSA_RW_ALL, .sh = PMSA_SH_INNER,
			  .index = 7 },
		.regs = { 0x50000034, 0x5fffffcf },
		.lifetime = LIFE_SWITCHING,
	};
	regions[2] = (struct plan_region){
		.name = "uart", .owner = SYS_NONE, .slot = 3,
		.attr = { .xn = 1, .index = 4 }, .lifetime = LIFE_TRANSIENT,
	};
	put_context(3, 3);
	one_context.regions = regions;
	one_context.region_count = 3;
	one_context.unplaced = 1;
}

static const uint8_t slots[] = { 4, 5 };

static inline void put_switches(void)
{
	static struct plan_context two[2];
	static struct plan_switch one;

	put_regions();
	two[0] = one_context;
	two[1] = one_context;
	two[1].name = "guest/domU1";
	two[1].kind = CTX_GUEST;
	a_plan.contexts = two;
	a_plan.context_count = 2;
	one = (struct plan_switch){ .from = 0, .to = 1, .disable = slots,
				    .disable_count = 2, .enable = slots + 1,
				    .enable_count = 1, .writes = 4 };
	a_plan.switches.items = &one;
	a_plan.switches.count = 1;
	a_plan.switches_omitted = 7;
}

static inline int run_tests(const char *name, void (*add_tests)(TCase *tc))
{
	Suite *suite = suite_create(name);
	TCase *tc = tcase_create(name);
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tc, setup, teardown);
	add_tests(tc);
	suite_add_tcase(suite, tc);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
