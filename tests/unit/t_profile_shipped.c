/* SPDX-License-Identifier: BSD-2-Clause */
/* The shipped profiles: tables, files and schemas agree, facts are right. */
#include <check.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

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

static void check_shipped(const char *path)
{
	const struct target *t = NULL;
	const struct platform *p = NULL;
	const struct field *differs;
	const struct value *root;
	struct os_bytes bytes;
	const char *error = NULL, *text;

	ck_assert_int_eq(os_read_file(&arena, path, YAML_MAX_SIZE, &bytes,
				      &error), MPUC_OK);
	ck_assert_int_eq(parse(path, (const char *)bytes.data, bytes.size,
			       &root, &error), MPUC_OK);
	ck_assert_int_eq(understand(root, &t, &p, &error), MPUC_OK);
	if (t)
		differs = record_differs(&target_record, t,
					 target_find(t->name));
	else
		differs = record_differs(&platform_record, p,
					 platform_find(p->name));
	ck_assert_msg(!differs, "%s: %s", path,
		      differs ? differs->member : "");
	text = profile_text(t ? t->name : p->name);
	ck_assert_ptr_nonnull(text);
	ck_assert_str_eq(text, (const char *)bytes.data);
	text = strstr(path, t ? t->name : p->name);
	ck_assert_ptr_nonnull(text);
	ck_assert_str_eq(text + strlen(t ? t->name : p->name), ".yaml");
}

START_TEST(shipped_files_equal_the_tables)
{
	glob_t files;

	ck_assert_int_eq(glob("profiles/*/*.yaml", 0, NULL, &files), 0);
	ck_assert_uint_eq(files.gl_pathc,
			  profile_target_count + profile_platform_count);
	ck_assert_uint_eq(files.gl_pathc, profile_file_count);
	for (size_t i = 0; i < files.gl_pathc; i++)
		check_shipped(files.gl_pathv[i]);
	globfree(&files);
}
END_TEST

/* The comparison itself must be able to see a difference. */
START_TEST(comparison_sees_differences)
{
	const struct target *a = target_find("xen-4.22");
	struct target b = *a;
	struct phase boot[16];
	struct step step;

	ck_assert_ptr_null(record_differs(&target_record, a, &b));
	b.mair[7] ^= 1;
	ck_assert_str_eq(record_differs(&target_record, a, &b)->member,
			 ".mair");
	b = *a;
	b.traits.wxn[1] = false;
	ck_assert_str_eq(record_differs(&target_record, a, &b)->member,
			 "[1]");
	b = *a;
	memcpy(boot, a->boot, a->boot_count * sizeof(*boot));
	step = boot[1].steps[0];
	step.regions[0]++;
	boot[1].steps = &step;
	b.boot = boot;
	ck_assert_str_eq(record_differs(&target_record, a, &b)->member,
			 ".steps");
	b = *a;
	b.region_count--;
	ck_assert_str_eq(record_differs(&target_record, a, &b)->member,
			 ".regions");
}
END_TEST

START_TEST(tables_are_in_order)
{
	size_t defaults = 0;

	for (size_t i = 0; target_at(i); i++) {
		ck_assert_ptr_eq(target_find(target_at(i)->name),
				 target_at(i));
		ck_assert(i == 0 || strcmp(target_at(i - 1)->name,
					   target_at(i)->name) < 0);
		defaults += target_at(i)->is_default;
	}
	for (size_t i = 1; platform_at(i); i++)
		ck_assert_int_lt(strcmp(platform_at(i - 1)->name,
					platform_at(i)->name), 0);
	ck_assert_uint_eq(defaults, 1);
	ck_assert(target_find("xen-mpu-v2")->is_default);
	ck_assert_uint_eq(profile_target_count, 4);
	ck_assert_uint_eq(profile_platform_count, 7);
	ck_assert_ptr_null(target_at(profile_target_count));
	ck_assert_ptr_null(platform_at(profile_platform_count));
	ck_assert_ptr_null(target_find("cortex-r52-16"));
	ck_assert_ptr_null(platform_find("xen-4.22"));
	ck_assert_ptr_null(profile_text("none"));
}
END_TEST

/* Register words on [0, 0x1000), low bits as each Xen writes them. */
static const struct {
	const char *target, *attr;
	enum pmsa_arch arch;
	uint64_t prbar, prlar;
} words[] = {
	{ "xen-4.22", "text", PMSA_V8_64, 0x38, 0xfcf },
	{ "xen-4.22", "rodata", PMSA_V8_64, 0x3a, 0xfcf },
	{ "xen-4.22", "data", PMSA_V8_64, 0x32, 0xfcf },
	{ "xen-4.22", "device", PMSA_V8_64, 0x22, 0xfc9 },
	{ "xen-4.22", "copy", PMSA_V8_64, 0x22, 0xfc3 },
	{ "xen-4.22", "text", PMSA_V8_32, 0x18, 0xfcf },
	{ "xen-4.22", "rodata", PMSA_V8_32, 0x1d, 0xfcf },
	{ "xen-4.22", "data", PMSA_V8_32, 0x19, 0xfcf },
	{ "xen-4.22", "device", PMSA_V8_32, 0x11, 0xfc9 },
	{ "xen-guests-2026", "text", PMSA_V8_64, 0x38, 0xfcf },
	{ "xen-guests-2026", "guest-ram", PMSA_V8_64, 0x34, 0xfcf },
	{ "xen-guests-2026", "guest-device", PMSA_V8_64, 0x26, 0xfc9 },
	{ "xen-mpu-v2", "text", PMSA_V8_64, 0x38, 0xfcf },
	{ "xen-mpu-v2", "rodata", PMSA_V8_64, 0x3a, 0xfcf },
	{ "xen-mpu-v2", "data", PMSA_V8_64, 0x32, 0xfcf },
	{ "xen-mpu-v2", "device", PMSA_V8_64, 0x22, 0xfc9 },
	{ "xen-mpu-v2", "text", PMSA_V8_32, 0x18, 0xfcf },
	{ "xen-mpu-v2", "guest-ram", PMSA_V8_64, 0x34, 0xfcf },
	{ "xen-mpu-v2", "guest-ram", PMSA_V8_32, 0x1a, 0xfcf },
	{ "xen-mpu-v2", "guest-device", PMSA_V8_32, 0x13, 0xfc9 },
	{ "xen-4.17-amd", "boot", PMSA_V8_64, 0x30, 0xfcf },
	{ "xen-4.17-amd", "boot-device", PMSA_V8_64, 0x20, 0xfc9 },
	{ "xen-4.17-amd", "boot", PMSA_V8_32, 0x10, 0xfcf },
	{ "xen-4.17-amd", "boot-device", PMSA_V8_32, 0x00, 0xfc9 },
	{ "xen-4.17-amd", "text", PMSA_V8_64, 0x38, 0xfcf },
	{ "xen-4.17-amd", "rodata", PMSA_V8_64, 0x39, 0xfcf },
	{ "xen-4.17-amd", "data", PMSA_V8_64, 0x31, 0xfcf },
	{ "xen-4.17-amd", "device", PMSA_V8_64, 0x21, 0xfc9 },
	{ "xen-4.17-amd", "text", PMSA_V8_32, 0x1c, 0xfcf },
	{ "xen-4.17-amd", "rodata", PMSA_V8_32, 0x1d, 0xfcf },
	{ "xen-4.17-amd", "data", PMSA_V8_32, 0x19, 0xfcf },
	{ "xen-4.17-amd", "device", PMSA_V8_32, 0x11, 0xfc9 },
	{ "xen-4.17-amd", "guest-ram", PMSA_V8_32, 0x1a, 0xfcf },
	{ "xen-4.17-amd", "guest-device", PMSA_V8_32, 0x13, 0xfc9 },
	{ "xen-4.17-amd", "guest-trap", PMSA_V8_32, 0x11, 0xfc9 },
};

START_TEST(attributes_make_the_words_of_xen)
{
	const struct target *t = target_find(words[_i].target);
	const struct attr_rule *attr = target_attr(t, words[_i].attr);
	struct pmsa_region r = { .range = { 0, 0xfff }, .enabled = true };
	struct pmsa_regs regs;

	ck_assert_ptr_nonnull(attr);
	ck_assert(attr->has[words[_i].arch]);
	r.attr = attr->arch[words[_i].arch];
	ck_assert_int_eq(pmsa_encode(words[_i].arch, &r, &regs), PMSA_OK);
	ck_assert_uint_eq(regs.prbar, words[_i].prbar);
	ck_assert_uint_eq(regs.prlar, words[_i].prlar);
}
END_TEST

START_TEST(mair_is_the_one_of_xen)
{
	for (size_t i = 0; target_at(i); i++) {
		uint64_t mair = 0;

		for (size_t j = MAIR_COUNT; j-- > 0; )
			mair = mair << 8 | target_at(i)->mair[j];
		ck_assert_uint_eq(mair, UINT64_C(0xff000004eeaa4400));
	}
}
END_TEST

/* The names are a contract: check and plan print them. */
static const struct {
	const char *target, *phases[9];
	const char *guest;
} timelines[] = {
	{ "xen-4.17-amd", { "boot/asm", "boot/split", "boot/fdt", "boot/heap",
	  "boot/guest", "boot/device", "boot/modules", "boot/discard" },
	  "guest" },
	{ "xen-4.22", { "boot/asm", "boot/fdt", "boot/heap", "boot/uart",
	  "boot/gic", "boot/domains", "boot/discard", "boot/after-init" },
	  NULL },
	{ "xen-guests-2026", { "boot/asm", "boot/fdt", "boot/heap",
	  "boot/uart", "boot/gic", "boot/domains", "boot/discard",
	  "boot/after-init" }, "guest" },
	{ "xen-mpu-v2", { "boot/asm", "boot/fdt", "boot/sections" }, "guest" },
};

START_TEST(contexts_have_their_names)
{
	const struct target *t = target_find(timelines[_i].target);
	size_t i;

	for (i = 0; timelines[_i].phases[i]; i++) {
		ck_assert_uint_lt(i, t->boot_count);
		ck_assert_str_eq(t->boot[i].name, timelines[_i].phases[i]);
	}
	ck_assert_uint_eq(i, t->boot_count);
	ck_assert_str_eq(t->idle.name, "idle");
	ck_assert_pstr_eq(t->guest.name, timelines[_i].guest);
}
END_TEST

/* Every region has fields for both kinds of machine, and is used. */
START_TEST(regions_are_complete)
{
	const struct target *t = target_at((size_t)_i);

	for (uint32_t i = 0; i < t->region_count; i++) {
		const struct attr_rule *attr =
			target_attr(t, t->regions[i].attr);

		ck_assert_ptr_nonnull(attr);
		ck_assert(attr->has[0] && attr->has[1]);
		ck_assert(attr->arch[0].xn_el1 == 0 && attr->arch[0].ns == 0);
		ck_assert_ptr_nonnull(t->regions[i].why);
	}
}
END_TEST

static const struct {
	const char *name;
	enum pmsa_arch arch;
	uint32_t regions, pa_bits;
	bool verified;
} machines[] = {
	{ "cortex-r52-16", PMSA_V8_32, 16, 32, true },
	{ "cortex-r52-20", PMSA_V8_32, 20, 32, true },
	{ "cortex-r52-24", PMSA_V8_32, 24, 32, true },
	{ "cortex-r82-16", PMSA_V8_64, 16, 48, false },
	{ "cortex-r82-32", PMSA_V8_64, 32, 48, false },
	{ "fvp-baser-aemv8r", PMSA_V8_64, 32, 48, false },
	{ "qemu-mps3-an536", PMSA_V8_32, 16, 32, true },
};

START_TEST(platforms_are_what_is_known)
{
	const struct platform *p = platform_find(machines[_i].name);

	ck_assert_ptr_nonnull(p);
	ck_assert_int_eq(p->arch, machines[_i].arch);
	ck_assert_uint_eq(p->regions, machines[_i].regions);
	ck_assert_uint_eq(p->pa_bits, machines[_i].pa_bits);
	ck_assert_int_eq(p->verified, machines[_i].verified);
	ck_assert_uint_eq(p->page, 4096);
}
END_TEST

/* The schema behind "$ref": "#/$defs/NAME", or the schema itself. */
static const json_t *resolve(const json_t *root, const json_t *schema)
{
	const char *ref = json_string_value(json_object_get(schema, "$ref"));

	if (!ref)
		return schema;
	ck_assert_int_eq(strncmp(ref, "#/$defs/", 8), 0);
	schema = json_object_get(json_object_get(root, "$defs"), ref + 8);
	ck_assert_msg(schema, "%s", ref);
	return schema;
}

static void check_choices(const struct field *f, const json_t *schema)
{
	const json_t *list = json_object_get(schema, "enum");
	size_t i;

	for (i = 0; f->choices[i].name; i++)
		ck_assert_pstr_eq(json_string_value(json_array_get(list, i)),
				  f->choices[i].name);
	ck_assert_uint_eq(json_array_size(list), i);
}

static void check_record(const json_t *root, const struct record *record,
			 const json_t *schema);

static void check_field(const json_t *root, const struct field *f,
			const json_t *schema)
{
	const json_t *min = json_object_get(schema, "minimum");
	const json_t *max = json_object_get(schema, "maximum");

	if (f->kind == FIELD_RECORD)
		check_record(root, f->record, schema);
	if (f->kind == FIELD_NAMED && !f->record->bare)
		check_record(root, f->record, resolve(root, json_object_get(
			schema, "additionalProperties")));
	if (f->kind == FIELD_CHOICE)
		check_choices(f, schema);
	if (f->kind == FIELD_BITS)
		check_choices(f, json_object_get(schema, "items"));
	/* A region's size is a multiple of 64, the field says it elsewhere. */
	if ((f->kind != FIELD_NUMBER && f->kind != FIELD_POWER) ||
	    json_object_get(schema, "multipleOf"))
		return;
	ck_assert_uint_eq((uint64_t)json_integer_value(min), f->min);
	ck_assert_uint_eq((uint64_t)json_integer_value(max), f->max);
}

static void check_record(const json_t *root, const struct record *record,
			 const json_t *schema)
{
	const json_t *properties = json_object_get(schema, "properties");
	size_t count = 0;

	for (size_t i = 0; i < record->field_count; i++) {
		const struct field *f = &record->fields[i];
		const json_t *property;

		if (!f->key)
			continue;
		count++;
		property = json_object_get(properties, f->key);
		ck_assert_msg(property, "%s: %s", record->type, f->key);
		check_field(root, f, resolve(root, property));
	}
	ck_assert_uint_eq(json_object_size(properties), count);
	ck_assert(json_is_false(json_object_get(schema,
						"additionalProperties")));
}

START_TEST(schemas_have_the_same_keys)
{
	json_error_t error;
	json_t *target, *platform;

	target = json_load_file("schemas/target.schema.json",
				JSON_REJECT_DUPLICATES, &error);
	platform = json_load_file("schemas/platform.schema.json",
				  JSON_REJECT_DUPLICATES, &error);
	ck_assert_msg(target && platform, "%s", error.text);
	check_record(target, &target_record, target);
	check_record(platform, &platform_record, platform);
	json_decref(target);
	json_decref(platform);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("profile_shipped");
	TCase *t = tcase_create("profile_shipped");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, shipped_files_equal_the_tables);
	tcase_add_test(t, comparison_sees_differences);
	tcase_add_test(t, tables_are_in_order);
	tcase_add_loop_test(t, attributes_make_the_words_of_xen, 0,
			    ARRAY_SIZE(words));
	tcase_add_test(t, mair_is_the_one_of_xen);
	tcase_add_loop_test(t, contexts_have_their_names, 0,
			    ARRAY_SIZE(timelines));
	tcase_add_loop_test(t, regions_are_complete, 0, 4);
	tcase_add_loop_test(t, platforms_are_what_is_known, 0,
			    ARRAY_SIZE(machines));
	tcase_add_test(t, schemas_have_the_same_keys);
	suite_add_tcase(s, t);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
