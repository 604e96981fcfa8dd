/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "report/element.h"
#include "report/report.h"
#include "report/table.h"

static void targets_text(struct out *o)
{
	static const char *const heads[] = { "target", "", "what" };
	const struct target *t;
	struct table table;

	table_init(&table, heads, 3);
	for (int pass = 0; pass < 2; pass++) {
		if (pass == 1)
			table_heads(&table, o);
		for (size_t i = 0; (t = target_at(i)) != NULL; i++) {
			const char *const cells[] = {
				t->name, t->is_default ? "default" : "",
				t->title,
			};

			if (pass == 0)
				table_measure(&table, cells);
			else
				table_row(&table, o, cells);
		}
	}
}

static void platforms_text(struct out *o)
{
	static const char *const heads[] = {
		"platform", "mpu", "regions", "", "what",
	};
	const struct platform *p;
	struct table table;
	char regions[16];

	table_init(&table, heads, 5);
	table.right = 0x4;
	for (int pass = 0; pass < 2; pass++) {
		if (pass == 1)
			table_heads(&table, o);
		for (size_t i = 0; (p = platform_at(i)) != NULL; i++) {
			const char *const cells[] = {
				p->name, pmsa_arch_name(p->arch), regions,
				p->verified ? "verified" : "unverified",
				p->title,
			};

			(void)snprintf(regions, sizeof(regions), "%u",
				       (unsigned)p->regions);
			if (pass == 0)
				table_measure(&table, cells);
			else
				table_row(&table, o, cells);
		}
	}
}

static json_t *target_json(struct element_ctx *c, const struct target *t)
{
	json_t *object = element_object(c);

	element_set(c, object, "name", json_string(t->name));
	element_set(c, object, "title", element_text(c, t->title));
	element_set(c, object, "source", element_text(c, t->source));
	element_set(c, object, "default", json_boolean(t->is_default));
	element_set(c, object, "guests", json_boolean(t->guest.name != NULL));
	element_set(c, object, "incomplete",
		    element_text(c, t->incomplete.text));
	return object;
}

static json_t *platform_json(struct element_ctx *c, const struct platform *p)
{
	json_t *object = element_object(c);
	json_t *cpus = element_array(c);

	element_set(c, object, "name", json_string(p->name));
	element_set(c, object, "title", element_text(c, p->title));
	element_set(c, object, "source", element_text(c, p->source));
	element_set(c, object, "arch", json_string(pmsa_arch_name(p->arch)));
	element_set(c, object, "regions", element_count(p->regions));
	element_set(c, object, "verified", json_boolean(p->verified));
	element_set(c, object, "pa_bits", element_count(p->pa_bits));
	element_set(c, object, "page", element_count(p->page));
	for (size_t i = 0; i < p->cpu_count; i++)
		element_append(c, cpus, element_text(c, p->cpus[i]));
	element_set(c, object, "cpus", cpus);
	return object;
}

static void profiles_json(struct out *o)
{
	struct element_ctx c = { o, NULL };
	struct element_list list;
	json_t *platforms = element_array(&c);

	out_str(o, "{\n");
	element_member(&c, "schema", json_string("mpuc-profiles-1"));
	list = element_list_open(&c, "targets");
	for (size_t i = 0; target_at(i) != NULL; i++)
		element_list_next(&list, target_json(&c, target_at(i)));
	element_list_close(&list);
	for (size_t i = 0; platform_at(i) != NULL; i++)
		element_append(&c, platforms,
			       platform_json(&c, platform_at(i)));
	element_last(&c, "platforms", platforms);
	out_str(o, "\n");
}

enum mpuc_status report_profiles(enum report_format format, struct out *o)
{
	if (format == REPORT_JSON) {
		profiles_json(o);
	} else {
		targets_text(o);
		out_str(o, "\n");
		platforms_text(o);
	}
	return o->status;
}
