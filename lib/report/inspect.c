/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "report/region.h"
#include "report/report.h"
#include "report/table.h"

static struct plan_show show_layout(const struct layout_view *v)
{
	struct plan_show show = {
		.plan = v->plan, .mair = v->mair, .wxn = v->wxn,
		.domains = v->domains, .domain_count = v->domain_count,
	};

	return show;
}

static void named(struct out *o, const char *head, const char *text)
{
	out_fmt(o, "%-9s ", head);
	out_safe(o, text != NULL && *text != '\0' ? text : "not stated");
	out_str(o, "\n");
}

static void banks_text(const struct plan_show *s, const char *head,
		       const struct layout_bank *banks, size_t count,
		       struct out *o)
{
	if (count == 0)
		return;
	out_fmt(o, "%s\n", head);
	for (size_t i = 0; i < count; i++) {
		const struct layout_bank *b = &banks[i];

		out_str(o, "  ");
		out_safe(o, b->owner != SYS_NONE ? show_owner(s, b->owner) :
			 b->name);
		out_fmt(o, ": [0x%llx, ", (unsigned long long)b->range.base);
		if (b->range.last == UINT64_MAX)
			out_str(o, "2^64)");
		else
			out_fmt(o, "0x%llx), ",
				(unsigned long long)b->range.last + 1);
		if (b->range.last != UINT64_MAX)
			show_size(o, range_size(b->range));
		out_str(o, "\n");
	}
	out_str(o, "\n");
}

static void inspect_text(const struct layout_view *v, struct out *o)
{
	struct plan_show show = show_layout(v);

	named(o, "layout", v->file);
	out_fmt(o, "format    version %u, readers from version %u\n"
		"size      %llu bytes, CRC-32 0x%08x\n",
		(unsigned)v->version, (unsigned)v->min_reader_version,
		(unsigned long long)v->size, (unsigned)v->crc);
	named(o, "tree", v->tree_sha256);
	named(o, "target", v->target);
	named(o, "platform", v->platform);
	out_fmt(o, "mpu       %s, %u regions at EL2\n\n",
		pmsa_arch_name(v->plan->arch), (unsigned)v->plan->regions);
	banks_text(&show, "memory of domains", v->banks, v->bank_count, o);
	banks_text(&show, "sections", v->sections, v->section_count, o);
	for (uint32_t i = 0; i < v->plan->context_count; i++)
		region_table(&show, &v->plan->contexts[i], o);
	region_switches(v->plan, NULL, o);
}

static void banks_json(struct element_ctx *c, const struct plan_show *s,
		       const char *key, const struct layout_bank *banks,
		       size_t count)
{
	struct element_list list = element_list_open(c, key);

	for (size_t i = 0; i < count; i++) {
		json_t *object = element_object(c);

		element_set(c, object, "name",
			    element_text(c, banks[i].name));
		element_set(c, object, "owner", element_text(c,
			    show_owner(s, banks[i].owner)));
		element_set(c, object, "base",
			    element_hex(banks[i].range.base));
		element_set(c, object, "limit",
			    element_hex(banks[i].range.last));
		element_list_next(&list, object);
	}
	element_list_close(&list);
}

static void inspect_json(const struct layout_view *v, struct out *o)
{
	struct element_ctx c = { o, v->arena };
	struct plan_show show = show_layout(v);
	json_t *domains = element_array(&c);

	for (uint32_t i = 0; i < v->domain_count; i++)
		element_append(&c, domains, element_text(&c, v->domains[i]));
	out_str(o, "{\n");
	element_member(&c, "schema", json_string("mpuc-inspect-1"));
	element_member(&c, "layout", element_text(&c, v->file));
	element_member(&c, "version", element_count(v->version));
	element_member(&c, "min_reader_version",
		       element_count(v->min_reader_version));
	element_member(&c, "size", element_count(v->size));
	element_member(&c, "crc32", element_hex(v->crc));
	element_member(&c, "tree_sha256", element_text(&c, v->tree_sha256));
	element_member(&c, "target", element_text(&c, v->target));
	element_member(&c, "platform", element_text(&c, v->platform));
	region_frame(&c, &show, NULL);
	banks_json(&c, &show, "banks", v->banks, v->bank_count);
	banks_json(&c, &show, "sections", v->sections, v->section_count);
	element_last(&c, "domains", domains);
	out_str(o, "\n");
}

enum mpuc_status report_inspect(const struct layout_view *view,
				enum report_format format, struct out *o)
{
	if (format == REPORT_JSON)
		inspect_json(view, o);
	else
		inspect_text(view, o);
	return o->status;
}
