/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "report/region.h"
#include "report/report.h"

static struct plan_show show_query(const struct query_view *v)
{
	struct plan_show show = {
		.plan = v->plan, .mair = v->mair, .wxn = v->wxn,
		.system = v->system, .domains = v->domains,
		.domain_count = v->domain_count,
	};

	return show;
}

static void access_text(const struct query_view *v, char out[4])
{
	(void)snprintf(out, 4, "%s%s%s", v->read ? "r" : "",
		       v->write ? "w" : "", v->exec ? "x" : "");
}

static void query_text(const struct query_view *v, struct out *o)
{
	struct plan_show show = show_query(v);
	char access[4];

	access_text(v, access);
	out_safe(o, v->context);
	out_fmt(o, ": EL%u %s at 0x%llx, %llu byte%s: ", v->el, access,
		(unsigned long long)v->addr, (unsigned long long)v->size,
		v->size == 1 ? "" : "s");
	show_color(o, v->allowed ? COLOR_CARET : COLOR_ERROR);
	out_str(o, v->allowed ? "allowed" : "faults");
	show_color(o, COLOR_NONE);
	if (v->reason != NULL && *v->reason != '\0') {
		out_str(o, ", ");
		out_safe(o, v->reason);
	}
	out_str(o, "\n");
	if (v->region_count > 0)
		region_rows(&show, v->regions, v->region_count, o);
}

static void query_json(const struct query_view *v, struct out *o)
{
	struct element_ctx c = { o, v->arena };
	struct plan_show show = show_query(v);
	struct element_list list;
	char access[4];

	access_text(v, access);
	out_str(o, "{\n");
	element_member(&c, "schema", json_string("mpuc-query-1"));
	element_member(&c, "target", element_text(&c, v->target));
	element_member(&c, "platform", element_text(&c, v->platform));
	element_member(&c, "context", element_text(&c, v->context));
	element_member(&c, "addr", element_hex(v->addr));
	element_member(&c, "size", element_count(v->size));
	element_member(&c, "el", element_count(v->el));
	element_member(&c, "access", json_string(access));
	list = element_list_open(&c, "regions");
	for (size_t i = 0; i < v->region_count; i++)
		element_list_next(&list, region_json(&c, &show,
				  v->regions[i]));
	element_list_close(&list);
	element_member(&c, "reason", element_text(&c, v->reason));
	element_last(&c, "allowed", json_boolean(v->allowed));
	out_str(o, "\n");
}

enum mpuc_status report_query(const struct query_view *view,
			      enum report_format format, struct out *o)
{
	if (format == REPORT_JSON)
		query_json(view, o);
	else
		query_text(view, o);
	return o->status;
}
