/* SPDX-License-Identifier: BSD-2-Clause */
/* One region's registers, field by field and in words. */
#include <stdio.h>

#include "base/try.h"
#include "report/element.h"
#include "report/report.h"
#include "report/show.h"

enum meaning { IS_ADDRESS, IS_LIMIT, IS_AP, IS_SH, IS_XN, IS_XN_EL2,
	       IS_XN_EL1, IS_INDEX, IS_NS, IS_ENABLE, IS_RESERVED };

/* Where the manual puts a field; for people, the codec has its own. */
struct field {
	const char *name;
	uint8_t lar;		/* 0: PRBAR, 1: PRLAR */
	uint8_t high, low;
	uint8_t meaning;
};

static const struct field fields_32[] = {
	{ "BASE", 0, 31, 6, IS_ADDRESS }, { "RES0", 0, 5, 5, IS_RESERVED },
	{ "SH", 0, 4, 3, IS_SH }, { "AP[2:1]", 0, 2, 1, IS_AP },
	{ "XN", 0, 0, 0, IS_XN },
	{ "LIMIT", 1, 31, 6, IS_LIMIT }, { "RES0", 1, 5, 4, IS_RESERVED },
	{ "AttrIndx", 1, 3, 1, IS_INDEX }, { "EN", 1, 0, 0, IS_ENABLE },
};

static const struct field fields_64[] = {
	{ "RES0", 0, 63, 48, IS_RESERVED }, { "BASE", 0, 47, 6, IS_ADDRESS },
	{ "SH", 0, 5, 4, IS_SH }, { "AP[2:1]", 0, 3, 2, IS_AP },
	{ "XN[1]", 0, 1, 1, IS_XN_EL2 }, { "XN[0]", 0, 0, 0, IS_XN_EL1 },
	{ "RES0", 1, 63, 48, IS_RESERVED }, { "LIMIT", 1, 47, 6, IS_LIMIT },
	{ "RES0", 1, 5, 5, IS_RESERVED }, { "NS", 1, 4, 4, IS_NS },
	{ "AttrIndx", 1, 3, 1, IS_INDEX }, { "EN", 1, 0, 0, IS_ENABLE },
};

/* Everything that is said about one pair of registers. */
struct decoded {
	enum pmsa_arch arch;
	struct pmsa_regs regs;
	struct pmsa_region region;
	enum pmsa_error error;
	char el2[4], el2_wxn[4], el1[4];
	const struct field *fields;
	size_t field_count;
};

static struct decoded decode(enum pmsa_arch arch, struct pmsa_regs regs)
{
	struct decoded d = { .arch = arch, .regs = regs };

	d.error = pmsa_decode(arch, regs, &d.region);
	pmsa_el2_access(arch, d.region.attr, false, d.el2);
	pmsa_el2_access(arch, d.region.attr, true, d.el2_wxn);
	pmsa_el1_access(arch, d.region.attr, d.el1);
	d.fields = arch == PMSA_V8_32 ? fields_32 : fields_64;
	d.field_count = arch == PMSA_V8_32 ? ARRAY_SIZE(fields_32) :
			ARRAY_SIZE(fields_64);
	return d;
}

static const char *register_name(enum pmsa_arch arch, unsigned lar)
{
	static const char *const names[][2] = {
		[PMSA_V8_32] = { "HPRBAR", "HPRLAR" },
		[PMSA_V8_64] = { "PRBAR_EL2", "PRLAR_EL2" },
	};

	return names[arch][lar];
}

static uint64_t field_value(const struct decoded *d, const struct field *f)
{
	uint64_t word = f->lar ? d->regs.prlar : d->regs.prbar;
	unsigned width = f->high - f->low + 1U;

	return word >> f->low & ((UINT64_C(1) << width) - 1);
}

static const char *ap_text(uint64_t value)
{
	static const char *const texts[] = {
		"EL2 reads and writes, EL1 and EL0 have no access",
		"all levels read and write",
		"EL2 reads, EL1 and EL0 have no access",
		"all levels read",
	};

	return texts[value];
}

static const char *sh_text(uint64_t value)
{
	static const char *const texts[] = {
		"not shareable", "reserved", "outer shareable",
		"inner shareable",
	};

	return texts[value];
}

static const char *flag_text(enum meaning meaning, bool set)
{
	switch (meaning) {
	case IS_XN:
		return set ? "nobody fetches instructions" :
		       "instructions may be fetched";
	case IS_XN_EL2:
		return set ? "EL2 does not fetch instructions" :
		       "EL2 may fetch instructions";
	case IS_XN_EL1:
		return set ? "EL1 and EL0 do not fetch instructions" :
		       "EL1 and EL0 may fetch instructions";
	case IS_NS:
		return set ? "non-secure" : "secure";
	case IS_ENABLE:
		return set ? "the region is on" : "the region is off";
	case IS_RESERVED:
		return set ? "reserved, should be 0" : "reserved";
	case IS_INDEX:
		return "attribute of MAIR_EL2 (HMAIR0, HMAIR1)";
	case IS_ADDRESS:
	case IS_LIMIT:
	case IS_AP:
	case IS_SH:
		break;
	}
	return "";
}

/* into has room for any of the texts. */
static void field_text(const struct field *f, uint64_t value, char into[64])
{
	const char *text;
	uint64_t address = value << f->low;

	switch ((enum meaning)f->meaning) {
	case IS_ADDRESS:
		(void)snprintf(into, 64, "from 0x%llx",
			       (unsigned long long)address);
		return;
	case IS_LIMIT:
		(void)snprintf(into, 64, "to 0x%llx, inclusive",
			       (unsigned long long)(address | 0x3f));
		return;
	case IS_AP:
		text = ap_text(value);
		break;
	case IS_SH:
		text = sh_text(value);
		break;
	case IS_XN:
	case IS_XN_EL2:
	case IS_XN_EL1:
	case IS_INDEX:
	case IS_NS:
	case IS_ENABLE:
	case IS_RESERVED:
	default:
		text = flag_text((enum meaning)f->meaning, value != 0);
		break;
	}
	(void)snprintf(into, 64, "%s", text);
}

#define PROBLEMS 4

/* What is wrong with the words; the number of texts in ret. */
static size_t problems(const struct decoded *d, const char *ret[PROBLEMS])
{
	size_t n = 0;

	if (d->error != PMSA_OK)
		ret[n++] = pmsa_error_text(d->error);
	if (d->region.attr.sh == 1)
		ret[n++] = "the shareability is a reserved value";
	if (d->region.reserved[0] != 0)
		ret[n++] = "reserved bits of the base register are set";
	if (d->region.reserved[1] != 0)
		ret[n++] = "reserved bits of the limit register are set";
	return n;
}

static const char *verb(const char access[4])
{
	bool r = access[0] == 'r', w = access[1] == 'w', x = access[2] == 'x';

	if (x)
		return w ? "may read, write and execute" :
		       r ? "may read and execute" : "may execute";
	return w ? "may read and write" : r ? "may read" : "has no access";
}

static void sentence(const struct decoded *d, struct out *o)
{
	bool el1_none = d->el1[0] == '-' && d->el1[2] == '-';

	if (d->error == PMSA_INVERTED) {
		out_str(o, "The limit is below the base: the region matches "
			"no address.\n");
		return;
	}
	if (!d->region.enabled) {
		out_str(o, "The region is off and matches no address.\n");
		return;
	}
	out_fmt(o, "From 0x%llx to 0x%llx EL2 %s",
		(unsigned long long)d->region.range.base,
		(unsigned long long)d->region.range.last, verb(d->el2));
	if (d->el2[2] != d->el2_wxn[2])
		out_str(o, " (not execute while SCTLR_EL2.WXN is on)");
	out_fmt(o, ", EL1 and EL0 %s.\n",
		el1_none ? "have no access" : verb(d->el1));
}

static void fields_text(const struct decoded *d, struct out *o)
{
	for (size_t i = 0; i < d->field_count; i++) {
		const struct field *f = &d->fields[i];
		uint64_t value = field_value(d, f);
		char bits[16], text[64];

		if (i == 0 || f->lar != d->fields[i - 1].lar)
			out_fmt(o, "%s = 0x%llx\n",
				register_name(d->arch, f->lar),
				(unsigned long long)(f->lar ? d->regs.prlar :
						     d->regs.prbar));
		if (f->high == f->low)
			(void)snprintf(bits, sizeof(bits), "[%u]", f->low);
		else
			(void)snprintf(bits, sizeof(bits), "[%u:%u]", f->high,
				       f->low);
		field_text(f, value, text);
		out_fmt(o, "  %-8s %-8s 0x%-11llx %s\n", f->name, bits,
			(unsigned long long)value, text);
	}
}

static void region_text(const struct decoded *d, struct out *o)
{
	const char *texts[PROBLEMS];
	size_t n = problems(d, texts);

	out_str(o, "\n");
	if (d->error == PMSA_OK && range_size(d->region.range) != 0) {
		out_str(o, "size ");
		show_size(o, range_size(d->region.range));
		out_fmt(o, ", EL2 %s, EL1 %s\n", d->el2, d->el1);
	}
	sentence(d, o);
	for (size_t i = 0; i < n; i++)
		out_fmt(o, "problem: %s\n", texts[i]);
}

static json_t *fields_json(struct element_ctx *c, const struct decoded *d)
{
	json_t *array = element_array(c);

	for (size_t i = 0; i < d->field_count; i++) {
		const struct field *f = &d->fields[i];
		json_t *object = element_object(c);
		char text[64];

		field_text(f, field_value(d, f), text);
		element_set(c, object, "register",
			    json_string(register_name(d->arch, f->lar)));
		element_set(c, object, "name", json_string(f->name));
		element_set(c, object, "high", element_count(f->high));
		element_set(c, object, "low", element_count(f->low));
		element_set(c, object, "value",
			    element_hex(field_value(d, f)));
		element_set(c, object, "meaning", json_string(text));
		element_append(c, array, object);
	}
	return array;
}

static void region_json_view(const struct decoded *d, struct out *o)
{
	struct element_ctx c = { o, NULL };
	json_t *object = element_object(&c), *array = element_array(&c);
	const struct pmsa_attr *a = &d->region.attr;
	const char *texts[PROBLEMS];
	size_t n = problems(d, texts);

	for (size_t i = 0; i < n; i++)
		element_append(&c, array, json_string(texts[i]));
	element_set(&c, object, "schema", json_string("mpuc-region-1"));
	element_set(&c, object, "arch", json_string(pmsa_arch_name(d->arch)));
	element_set(&c, object, "prbar", element_hex(d->regs.prbar));
	element_set(&c, object, "prlar", element_hex(d->regs.prlar));
	element_set(&c, object, "base", element_hex(d->region.range.base));
	element_set(&c, object, "limit", element_hex(d->region.range.last));
	element_set(&c, object, "enabled", json_boolean(d->region.enabled));
	element_set(&c, object, "el2", json_string(d->el2));
	element_set(&c, object, "el2_wxn", json_string(d->el2_wxn));
	element_set(&c, object, "el1", json_string(d->el1));
	element_set(&c, object, "ap", element_count(a->ap));
	element_set(&c, object, "sh", element_count(a->sh));
	element_set(&c, object, "index", element_count(a->index));
	element_set(&c, object, "fields", fields_json(&c, d));
	element_set(&c, object, "problems", array);
	element_dump(&c, object);
	out_str(o, "\n");
}

enum mpuc_status report_encode(enum pmsa_arch arch, struct pmsa_regs regs,
			       enum report_format format, struct out *o)
{
	struct decoded d = decode(arch, regs);

	if (format == REPORT_JSON) {
		region_json_view(&d, o);
		return o->status;
	}
	out_fmt(o, "%s = 0x%llx\n%s = 0x%llx\n", register_name(arch, 0),
		(unsigned long long)regs.prbar, register_name(arch, 1),
		(unsigned long long)regs.prlar);
	region_text(&d, o);
	return o->status;
}

enum mpuc_status report_decode(enum pmsa_arch arch, struct pmsa_regs regs,
			       enum report_format format, struct out *o)
{
	struct decoded d = decode(arch, regs);

	if (format == REPORT_JSON) {
		region_json_view(&d, o);
		return o->status;
	}
	fields_text(&d, o);
	region_text(&d, o);
	return o->status;
}
