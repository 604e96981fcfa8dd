/* SPDX-License-Identifier: BSD-2-Clause */
/* The plan as rows for a spreadsheet. */
#include "report/tables.h"

#include <string.h>

/* Quoted only where RFC 4180 asks for it. */
static void field(const char *s, struct out *o)
{
	if (strpbrk(s, ",\"\r\n") == NULL) {
		out_safe(o, s);
		return;
	}
	out_str(o, "\"");
	for (; *s != '\0'; s++) {
		char one[] = { *s, '\0' };

		if (*s == '"')
			out_str(o, "\"");
		out_str(o, one);
	}
	out_str(o, "\"");
}

static void hex(bool known, uint64_t value, struct out *o)
{
	if (known)
		out_fmt(o, "0x%llx", (unsigned long long)value);
	out_str(o, ",");
}

static void row(const struct plan_show *s, const struct plan_context *c,
		const struct plan_region *r, struct out *o)
{
	char access[4];

	field(c->name, o);
	out_str(o, ",");
	if (r->slot != SLOT_NONE)
		out_fmt(o, "%u", r->slot);
	out_str(o, ",");
	field(r->name != NULL ? r->name : "", o);
	out_str(o, ",");
	field(show_owner(s, r->owner), o);
	out_str(o, ",");
	hex(r->placed, r->range.base, o);
	hex(r->placed, r->range.last, o);
	hex(r->placed, r->regs.prbar, o);
	hex(r->placed, r->regs.prlar, o);
	pmsa_el2_access(s->plan->arch, r->attr, s->wxn, access);
	out_fmt(o, "%s,", access);
	pmsa_el1_access(s->plan->arch, r->attr, access);
	out_fmt(o, "%s,%s,%s,", access, show_memory(s, r->attr),
		show_lifetime(r->lifetime));
	field(r->why != NULL ? r->why : "", o);
	out_str(o, "\r\n");
}

void tables_csv(const struct report_view *v, const char *context,
		struct out *o)
{
	const struct plan_show show = show_plan(v);

	out_str(o, "context,slot,name,owner,base,limit,prbar,prlar,el2,el1,"
		"memory,lifetime,why\r\n");
	for (uint32_t i = 0; v->plan != NULL && i < v->plan->context_count;
	     i++) {
		const struct plan_context *c = &v->plan->contexts[i];

		if (!tables_shown(v->plan, i, context))
			continue;
		for (uint32_t k = 0; k < c->region_count; k++)
			row(&show, c, &c->regions[k], o);
	}
}
