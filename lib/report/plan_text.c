/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include "report/cost.h"
#include "report/proof.h"
#include "report/region.h"
#include "report/table.h"

#define COLUMNS 12	/* the last one is the reason, which may be missing */

struct region_row {
	char slot[16], base[24], limit[24], prbar[24], prlar[24];
	char el2[4], el1[4];
	const char *cells[COLUMNS];
};

static void hex(char out[24], uint64_t value)
{
	(void)snprintf(out, 24, "0x%llx", (unsigned long long)value);
}

static void fill_place(struct region_row *row, const struct plan_region *r)
{
	if (r->placed) {
		hex(row->base, r->range.base);
		hex(row->limit, r->range.last);
		hex(row->prbar, r->regs.prbar);
		hex(row->prlar, r->regs.prlar);
		return;
	}
	(void)snprintf(row->base, sizeof(row->base), "unplaced");
	row->limit[0] = '\0';
	row->prbar[0] = '\0';
	row->prlar[0] = '\0';
}

static const char *or_dash(const char *s)
{
	return s != NULL && *s != '\0' ? s : "-";
}

static void fill_row(struct region_row *row, const struct plan_show *s,
		     const struct plan_region *r)
{
	const char *const cells[COLUMNS] = {
		row->slot, or_dash(r->name), row->base, row->limit,
		row->prbar, row->prlar, row->el2, row->el1,
		or_dash(show_memory(s, r->attr)), r->resident ?
		"resident" : show_lifetime(r->lifetime),
		show_owner(s, r->owner), r->why != NULL ? r->why : "",
	};

	if (r->slot == SLOT_NONE)
		(void)snprintf(row->slot, sizeof(row->slot), "none");
	else
		(void)snprintf(row->slot, sizeof(row->slot), "%u",
			       (unsigned)r->slot);
	fill_place(row, r);
	pmsa_el2_access(s->plan->arch, r->attr, s->wxn, row->el2);
	pmsa_el1_access(s->plan->arch, r->attr, row->el1);
	memcpy(row->cells, cells, sizeof(cells));
}

static void start_table(const struct plan_show *s, struct table *t,
			bool reasons)
{
	static const char *const heads[][COLUMNS] = {
		[PMSA_V8_32] = {
			"slot", "region", "base", "limit", "HPRBAR", "HPRLAR",
			"EL2", "EL1", "memory", "lifetime", "owner", "why",
		},
		[PMSA_V8_64] = {
			"slot", "region", "base", "limit", "PRBAR", "PRLAR",
			"EL2", "EL1", "memory", "lifetime", "owner", "why",
		},
	};

	table_init(t, heads[s->plan->arch], reasons ? COLUMNS : COLUMNS - 1);
	t->right = 0x1;
}

/* One region at a time, from either form of a list. */
struct region_list {
	const struct plan_region *const *some;	/* NULL: all */
	const struct plan_region *all;
	size_t count;
};

static const struct plan_region *list_at(const struct region_list *l,
					 size_t i)
{
	return l->some != NULL ? l->some[i] : &l->all[i];
}

static void list_table(const struct plan_show *s,
		       const struct region_list *l, struct out *o)
{
	struct region_row row;
	struct table t;
	bool reasons = false;

	for (size_t i = 0; i < l->count; i++)
		reasons |= list_at(l, i)->why != NULL;
	start_table(s, &t, reasons);
	for (size_t i = 0; i < l->count; i++) {
		fill_row(&row, s, list_at(l, i));
		table_measure(&t, row.cells);
	}
	table_heads(&t, o);
	for (size_t i = 0; i < l->count; i++) {
		fill_row(&row, s, list_at(l, i));
		table_row(&t, o, row.cells);
	}
}

void region_rows(const struct plan_show *s,
		 const struct plan_region *const *regions, size_t count,
		 struct out *o)
{
	const struct region_list list = { .some = regions, .count = count };

	list_table(s, &list, o);
}

static void context_head(const struct plan *plan,
			 const struct plan_context *c, struct out *o)
{
	show_color(o, COLOR_PLACE);
	out_safe(o, c->name);
	show_color(o, COLOR_NONE);
	out_fmt(o, ": needs %u, peak %u", (unsigned)c->need,
		(unsigned)c->peak);
	if (plan->regions_known)
		out_fmt(o, ", of %u; left %lld", (unsigned)plan->regions,
			(long long)show_left(plan, c));
	if (c->minimum > 0)
		out_fmt(o, "; %u would do at best", (unsigned)c->minimum);
	if (c->unplaced > 0)
		out_fmt(o, "; %u unplaced", (unsigned)c->unplaced);
	out_str(o, "\n");
}

void region_table(const struct plan_show *s, const struct plan_context *c,
		  struct out *o)
{
	const struct region_list list = {
		.all = c->regions, .count = c->region_count,
	};

	context_head(s->plan, c, o);
	best_text(s, c, o);
	list_table(s, &list, o);
	out_str(o, "\n");
}

#define SWITCH_COLUMNS 6

struct switch_row {
	char counts[4][16];
	const char *cells[SWITCH_COLUMNS];
};

static void fill_switch(struct switch_row *row, const struct plan *plan,
			const struct plan_switch *sw)
{
	const uint32_t counts[] = {
		sw->disable_count, sw->write_count, sw->enable_count,
		sw->writes,
	};

	row->cells[0] = plan->contexts[sw->from].name;
	row->cells[1] = plan->contexts[sw->to].name;
	for (size_t i = 0; i < 4; i++) {
		(void)snprintf(row->counts[i], sizeof(row->counts[i]), "%u",
			       (unsigned)counts[i]);
		row->cells[i + 2] = row->counts[i];
	}
}

static bool wanted(const struct plan *plan, const struct plan_switch *sw,
		   const char *context)
{
	return context == NULL ||
	       strcmp(plan->contexts[sw->from].name, context) == 0 ||
	       strcmp(plan->contexts[sw->to].name, context) == 0;
}

void region_sequences(const struct plan *plan, const char *context,
		      struct out *o)
{
	for (size_t i = 0; i < plan->switches.count; i++) {
		if (wanted(plan, &plan->switches.items[i], context))
			cost_sequence_text(plan, &plan->switches.items[i], o);
	}
}

void region_switches(const struct plan *plan, const char *context,
		     struct out *o)
{
	static const char *const heads[SWITCH_COLUMNS] = {
		"from", "to", "off", "rewrite", "on", "register writes",
	};
	struct switch_row row;
	struct table t;
	size_t shown = 0;

	table_init(&t, heads, SWITCH_COLUMNS);
	t.right = 0x3c;
	for (size_t i = 0; i < plan->switches.count; i++) {
		if (!wanted(plan, &plan->switches.items[i], context))
			continue;
		fill_switch(&row, plan, &plan->switches.items[i]);
		table_measure(&t, row.cells);
		shown++;
	}
	if (shown > 0)
		table_heads(&t, o);
	for (size_t i = 0; i < plan->switches.count; i++) {
		if (!wanted(plan, &plan->switches.items[i], context))
			continue;
		fill_switch(&row, plan, &plan->switches.items[i]);
		table_row(&t, o, row.cells);
	}
	if (plan->switches_omitted > 0)
		out_fmt(o, "  %llu switches between guests not listed\n",
			(unsigned long long)plan->switches_omitted);
	if (shown > 0 || plan->switches_omitted > 0)
		out_str(o, "\n");
}
