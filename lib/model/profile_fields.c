/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/profile_fields.h"

#include "base/try.h"
#include "model/profile.h"

#define AT(type, name) .member = "." #name, .offset = offsetof(type, name), \
	.size = sizeof(((type *)0)->name)
#define LIST(type, name, count) AT(type, name), \
	.count_member = "." #count, .count_offset = offsetof(type, count)
#define HAS(type, name) .has_member = "." #name, \
	.has_offset = offsetof(type, name)
#define NAME(type, name) { .kind = FIELD_KEY, AT(type, name) }
#define TEXT(word, type, name) \
	{ .key = word, .kind = FIELD_TEXT, AT(type, name) }
#define BOOL(word, type, name) \
	{ .key = word, .kind = FIELD_BOOL, AT(type, name) }
#define COUNT(word, type, name, most) { .key = word, .kind = FIELD_NUMBER, \
	AT(type, name), .max = most, .required = true }
#define RECORD(type_, what_, table) { .type = #type_, .what = what_, \
	.size = sizeof(type_), .fields = table, \
	.field_count = ARRAY_SIZE(table) }
#define BARE(type_, what_, table) { .type = #type_, .what = what_, \
	.size = sizeof(type_), .fields = table, \
	.field_count = ARRAY_SIZE(table), .bare = true }

#define ADDRESS_MAX ((UINT64_C(1) << 48) - 1)

const struct field_choice field_arch_choices[] = {
	{ "pmsav8-32", PMSA_V8_32 }, { "pmsav8-64", PMSA_V8_64 }, { NULL, 0 },
};

static const struct field_choice ap_choices[] = {
	{ "rw-el2", PMSA_RW_EL2 }, { "rw-all", PMSA_RW_ALL },
	{ "ro-el2", PMSA_RO_EL2 }, { "ro-all", PMSA_RO_ALL }, { NULL, 0 },
};

static const struct field_choice sh_choices[] = {
	{ "none", PMSA_SH_NONE }, { "outer", PMSA_SH_OUTER },
	{ "inner", PMSA_SH_INNER }, { NULL, 0 },
};

static const struct field_choice source_choices[] = {
	{ "symbols", SRC_SYMBOLS }, { "load-block", SRC_LOAD_BLOCK },
	{ "fdt", SRC_FDT }, { "section", SRC_SECTION }, { "heap", SRC_HEAP },
	{ "early-uart", SRC_EARLY_UART }, { "console", SRC_CONSOLE },
	{ "gic-dist", SRC_GIC_DIST }, { "gic-redist", SRC_GIC_REDIST },
	{ "gic-span", SRC_GIC_SPAN }, { "static-mem", SRC_STATIC_MEM },
	{ "shm", SRC_SHM }, { "passthrough", SRC_PASSTHROUGH },
	{ "kernel", SRC_KERNEL }, { "ramdisk", SRC_RAMDISK },
	{ "partial-dtb", SRC_PARTIAL_DTB }, { "page", SRC_PAGE }, { NULL, 0 },
};

static const struct field_choice rounding_choices[] = {
	{ "granule", ROUND_GRANULE }, { "out", ROUND_OUT },
	{ "size", ROUND_SIZE }, { "end", ROUND_END }, { NULL, 0 },
};

static const struct field_choice policy_choices[] = {
	{ "fixed", SLOT_FIXED }, { "first-free", SLOT_FIRST_FREE },
	{ "last", SLOT_LAST }, { "grow", SLOT_GROW }, { NULL, 0 },
};

static const struct field_choice lifetime_choices[] = {
	{ "fixed", LIFE_FIXED }, { "boot", LIFE_BOOT },
	{ "switching", LIFE_SWITCHING }, { "transient", LIFE_TRANSIENT },
	{ NULL, 0 },
};

static const struct field_choice when_choices[] = {
	{ "always", COND_ALWAYS }, { "early-uart", COND_EARLY_UART },
	{ "no-early-uart", COND_NO_EARLY_UART }, { "vpl011", COND_VPL011 },
	{ NULL, 0 },
};

static const struct field_choice kind_choices[] = {
	{ "ram", OBJ_RAM }, { "memreserve", OBJ_MEMRESERVE },
	{ "reserved", OBJ_RESERVED }, { "heap", OBJ_HEAP },
	{ "static-mem", OBJ_STATIC_MEM }, { "shm", OBJ_SHM },
	{ "module", OBJ_MODULE }, { "xen", OBJ_XEN }, { "fdt", OBJ_FDT },
	{ "device", OBJ_DEVICE }, { "section", OBJ_SECTION },
	{ "passthrough", OBJ_PASSTHROUGH }, { NULL, 0 },
};

/* ns and xn-el1 are fields of AArch64 only. */
#define ATTR_COMMON \
	{ .key = "ap", .kind = FIELD_CHOICE, AT(struct pmsa_attr, ap), \
	  .choices = ap_choices, .required = true }, \
	BOOL("xn", struct pmsa_attr, xn), \
	{ .key = "sh", .kind = FIELD_CHOICE, AT(struct pmsa_attr, sh), \
	  .choices = sh_choices, .required = true }, \
	COUNT("index", struct pmsa_attr, index, MAIR_COUNT - 1)

static const struct field attr32_fields[] = { ATTR_COMMON };

static const struct field attr64_fields[] = {
	ATTR_COMMON,
	BOOL("xn-el1", struct pmsa_attr, xn_el1),
	BOOL("ns", struct pmsa_attr, ns),
};

static const struct record attr32_record =
	RECORD(struct pmsa_attr, "an attribute", attr32_fields);
static const struct record attr64_record =
	RECORD(struct pmsa_attr, "an attribute", attr64_fields);

static const struct field attr_fields[] = {
	NAME(struct attr_rule, name),
	{ .key = "pmsav8-32", .kind = FIELD_RECORD,
	  AT(struct attr_rule, arch[0]), HAS(struct attr_rule, has[0]),
	  .record = &attr32_record },
	{ .key = "pmsav8-64", .kind = FIELD_RECORD,
	  AT(struct attr_rule, arch[1]), HAS(struct attr_rule, has[1]),
	  .record = &attr64_record },
};
static const struct record attr_record =
	RECORD(struct attr_rule, "an attribute", attr_fields);

static const struct field section_fields[] = {
	NAME(struct section_rule, name),
	{ .key = "property", .kind = FIELD_TEXT,
	  AT(struct section_rule, property), .required = true },
	BOOL("required", struct section_rule, required),
	BOOL("enforced", struct section_rule, enforced),
	{ .key = "holds", .kind = FIELD_BITS, AT(struct section_rule, holds),
	  .choices = kind_choices },
	{ .key = "allows", .kind = FIELD_BITS, AT(struct section_rule, allows),
	  .choices = kind_choices },
	{ .key = "max-banks", .kind = FIELD_NUMBER,
	  AT(struct section_rule, max_banks), .max = UINT32_MAX },
	BOOL("device", struct section_rule, device),
	TEXT("effect", struct section_rule, effect),
};
static const struct record section_record =
	RECORD(struct section_rule, "a section", section_fields);

static const struct field region_fields[] = {
	NAME(struct region_rule, name),
	{ .key = "source", .kind = FIELD_CHOICE,
	  AT(struct region_rule, source), .choices = source_choices,
	  .required = true },
	TEXT("start", struct region_rule, start),
	TEXT("end", struct region_rule, end),
	{ .key = "section", .kind = FIELD_SECTION,
	  AT(struct region_rule, section) },
	{ .key = "size", .kind = FIELD_NUMBER, AT(struct region_rule, size),
	  .min = 1, .max = ADDRESS_MAX },
	{ .key = "attr", .kind = FIELD_ATTR, AT(struct region_rule, attr),
	  .required = true },
	{ .key = "rounding", .kind = FIELD_CHOICE,
	  AT(struct region_rule, rounding), .choices = rounding_choices,
	  .required = true },
	{ .key = "policy", .kind = FIELD_CHOICE,
	  AT(struct region_rule, policy), .choices = policy_choices,
	  .required = true },
	{ .key = "slot", .kind = FIELD_NUMBER, AT(struct region_rule, slot),
	  .max = 254 },
	{ .key = "lifetime", .kind = FIELD_CHOICE,
	  AT(struct region_rule, lifetime), .choices = lifetime_choices,
	  .required = true },
	{ .key = "when", .kind = FIELD_CHOICE, AT(struct region_rule, when),
	  .choices = when_choices },
	BOOL("first-only", struct region_rule, first_only),
	{ .key = "why", .kind = FIELD_TEXT, AT(struct region_rule, why),
	  .required = true },
};
static const struct record region_record =
	RECORD(struct region_rule, "a region", region_fields);

static const struct field phase_fields[] = {
	NAME(struct phase, name),
	{ .kind = FIELD_STEPS, LIST(struct phase, steps, step_count) },
};
static const struct record phase_record =
	BARE(struct phase, "a phase", phase_fields);

static const struct field effect_fields[] = {
	NAME(struct effect_rule, id),
	{ .kind = FIELD_TEXT, AT(struct effect_rule, text) },
};
static const struct record effect_record =
	BARE(struct effect_rule, "an effect", effect_fields);

#define PER_ARCH(i, kind_, size_, max_) \
	{ .key = (i) == 0 ? "pmsav8-32" : "pmsav8-64", \
	  .member = (i) == 0 ? "[0]" : "[1]", .kind = kind_, \
	  .offset = (i) * (size_), .size = size_, .max = max_, \
	  .required = true }

static const struct field wxn_fields[] = {
	PER_ARCH(0, FIELD_BOOL, sizeof(bool), 0),
	PER_ARCH(1, FIELD_BOOL, sizeof(bool), 0),
};
static const struct record wxn_record =
	RECORD(bool, "one value for each architecture", wxn_fields);

static const struct field cpus_fields[] = {
	PER_ARCH(0, FIELD_NUMBER, sizeof(uint32_t), UINT32_MAX),
	PER_ARCH(1, FIELD_NUMBER, sizeof(uint32_t), UINT32_MAX),
};
static const struct record cpus_record =
	RECORD(uint32_t, "one value for each architecture", cpus_fields);

static const struct field incomplete_fields[] = {
	TEXT("text", struct incomplete, text),
	TEXT("pmsav8-32", struct incomplete, arch_text[0]),
	TEXT("pmsav8-64", struct incomplete, arch_text[1]),
};
static const struct record incomplete_record =
	RECORD(struct incomplete, "what is incomplete", incomplete_fields);

#define TRAIT(word, name) BOOL(word, struct target_traits, name)

static const struct field traits_fields[] = {
	TRAIT("mpu-cells", mpu_cells),
	TRAIT("static-mem-required", static_mem_required),
	TRAIT("direct-map-required", direct_map_required),
	TRAIT("heap-required", heap_required),
	TRAIT("heap-first-only", heap_first_only),
	TRAIT("fdt-zero-refused", fdt_zero_refused),
	TRAIT("shm-owner-required", shm_owner_required),
	TRAIT("console-required", console_required),
	TRAIT("shm-unsupported", shm_unsupported),
	TRAIT("passthrough-identity", passthrough_identity),
	TRAIT("passthrough-forced", passthrough_forced),
	{ .key = "wxn", .kind = FIELD_RECORD, AT(struct target_traits, wxn),
	  .record = &wxn_record, .required = true },
	TRAIT("heap-pages-private", heap_pages_private),
	TRAIT("overlap-ignored", overlap_ignored),
	TRAIT("status-ignored", status_ignored),
	TRAIT("toggles-below-32", toggles_below_32),
	{ .key = "fdt-align", .kind = FIELD_POWER,
	  AT(struct target_traits, fdt_align), .min = 1,
	  .max = UINT64_C(1) << 30, .required = true },
	{ .key = "fdt-window", .kind = FIELD_NUMBER,
	  AT(struct target_traits, fdt_window), .max = ADDRESS_MAX },
};
static const struct record traits_record =
	RECORD(struct target_traits, "the traits", traits_fields);

#define LIMIT(word, name, most) COUNT(word, struct target_limits, name, most)

static const struct field limits_fields[] = {
	LIMIT("banks", banks, UINT32_MAX),
	LIMIT("modules", modules, UINT32_MAX),
	LIMIT("shm", shm, UINT32_MAX),
	LIMIT("depth", depth, UINT32_MAX),
	LIMIT("name", name, UINT32_MAX),
	LIMIT("shm-id", shm_id, UINT32_MAX),
	LIMIT("cmdline", cmdline, UINT32_MAX),
	LIMIT("path", path, UINT32_MAX),
	LIMIT("regions", regions, 255),
	{ .key = "cpus", .kind = FIELD_RECORD, AT(struct target_limits, cpus),
	  .record = &cpus_record, .required = true },
	{ .key = "page-info", .kind = FIELD_RECORD,
	  AT(struct target_limits, page_info), .record = &cpus_record,
	  .required = true },
	LIMIT("fdt-size", fdt_size, ADDRESS_MAX),
	{ .key = "page", .kind = FIELD_POWER, AT(struct target_limits, page),
	  .min = PMSA_GRANULE, .max = UINT64_C(1) << 30, .required = true },
};
static const struct record limits_record =
	RECORD(struct target_limits, "the limits", limits_fields);

static const struct field promotion_fields[] = {
	NAME(struct promotion, from),
	{ .kind = FIELD_ATTR, AT(struct promotion, to) },
};
static const struct record promotion_record =
	BARE(struct promotion, "a promotion", promotion_fields);

static const struct field planning_fields[] = {
	BOOL("merge", struct planning_rules, merge),
	BOOL("fill", struct planning_rules, fill),
	BOOL("move", struct planning_rules, move),
	BOOL("resident", struct planning_rules, resident),
	{ .key = "granule", .kind = FIELD_POWER,
	  AT(struct planning_rules, granule), .min = PMSA_GRANULE,
	  .max = UINT64_C(1) << 30 },
	{ .key = "promote", .kind = FIELD_NAMED, .record = &promotion_record,
	  LIST(struct planning_rules, promotions, promotion_count) },
};
static const struct record planning_record =
	RECORD(struct planning_rules, "planning", planning_fields);

#define HEADER(word) { .key = word, .kind = FIELD_HEADER }
#define IDENTITY(type) \
	HEADER("mpuc-profile"), HEADER("version"), \
	{ .key = "name", .kind = FIELD_TEXT, AT(type, name), \
	  .required = true, .own = true }, \
	{ .key = "title", .kind = FIELD_TEXT, AT(type, title), \
	  .required = true, .own = true }, \
	{ .key = "source", .kind = FIELD_TEXT, AT(type, source), \
	  .required = true, .own = true }

/* Names before their users: attributes, sections, regions, phases. */
static const struct field target_fields[] = {
	IDENTITY(struct target),
	HEADER("extends"),
	{ .key = "detect", .kind = FIELD_TEXTS,
	  LIST(struct target, detect, detect_count), .own = true },
	{ .key = "default", .kind = FIELD_BOOL, AT(struct target, is_default),
	  .own = true },
	{ .key = "incomplete", .kind = FIELD_RECORD,
	  AT(struct target, incomplete), .record = &incomplete_record,
	  .own = true },
	{ .key = "unread", .kind = FIELD_TEXTS,
	  LIST(struct target, unread, unread_count) },
	{ .key = "traits", .kind = FIELD_RECORD, AT(struct target, traits),
	  .record = &traits_record, .required = true },
	{ .key = "limits", .kind = FIELD_RECORD, AT(struct target, limits),
	  .record = &limits_record, .required = true },
	{ .key = "mair", .kind = FIELD_BYTES, AT(struct target, mair),
	  .required = true },
	{ .key = "attributes", .kind = FIELD_NAMED, .record = &attr_record,
	  LIST(struct target, attrs, attr_count), .required = true },
	{ .key = "planning", .kind = FIELD_RECORD,
	  AT(struct target, planning), .record = &planning_record },
	{ .key = "sections", .kind = FIELD_NAMED, .record = &section_record,
	  LIST(struct target, sections, section_count) },
	{ .key = "regions", .kind = FIELD_NAMED, .record = &region_record,
	  LIST(struct target, regions, region_count), .required = true },
	{ .key = "boot", .kind = FIELD_NAMED, .record = &phase_record,
	  LIST(struct target, boot, boot_count), .required = true },
	{ .key = "idle", .kind = FIELD_PHASE, AT(struct target, idle),
	  .record = &phase_record, .required = true },
	{ .key = "guest", .kind = FIELD_PHASE, AT(struct target, guest),
	  .record = &phase_record },
	{ .key = "effects", .kind = FIELD_NAMED, .record = &effect_record,
	  LIST(struct target, effects, effect_count) },
};
const struct record target_record =
	RECORD(struct target, "a target", target_fields);

static const struct field platform_fields[] = {
	IDENTITY(struct platform),
	{ .key = "arch", .kind = FIELD_CHOICE, AT(struct platform, arch),
	  .choices = field_arch_choices, .required = true },
	COUNT("regions", struct platform, regions, 255),
	{ .key = "verified", .kind = FIELD_BOOL,
	  AT(struct platform, verified), .required = true },
	{ .key = "pa-bits", .kind = FIELD_NUMBER,
	  AT(struct platform, pa_bits), .min = 16, .max = 48,
	  .required = true },
	{ .key = "page", .kind = FIELD_POWER, AT(struct platform, page),
	  .min = PMSA_GRANULE, .max = UINT64_C(1) << 30, .required = true },
	{ .key = "cpus", .kind = FIELD_TEXTS,
	  LIST(struct platform, cpus, cpu_count), .required = true },
};
const struct record platform_record =
	RECORD(struct platform, "a platform", platform_fields);
