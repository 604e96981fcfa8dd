/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "base/try.h"
#include "emit/layout_writer.h"

const uint32_t layout_record_size[MPUC_LAYOUT_TABLES] = {
	[MPUC_CONTEXTS] = MPUC_CONTEXT_SIZE,
	[MPUC_REGIONS] = MPUC_REGION_SIZE,
	[MPUC_DOMAINS] = MPUC_DOMAIN_SIZE,
	[MPUC_BANKS] = MPUC_BANK_SIZE,
	[MPUC_SECTIONS] = MPUC_SECTION_SIZE,
	[MPUC_SWITCHES] = MPUC_SWITCH_SIZE,
	[MPUC_OPS] = 1,
	[MPUC_STRINGS] = 1,
};

enum mpuc_status layout_refuse(struct layout_writer *w, enum mpuc_status status,
			       const char *error)
{
	TRY_PTR(error);
	w->error = error;
	return status;
}

uint32_t layout_first(const struct plan *p)
{
	return p->is_optimal ? p->boot_count : 0;
}

const char *layout_platform(const struct system *s)
{
	return s->platform != NULL ? s->platform->name : "";
}

/* Also a transient needs a slot while it lasts; its address can wait. */
static bool is_missing(const struct plan_context *c, uint32_t region)
{
	const struct plan_region *r = &c->regions[region];

	return r->slot == SLOT_NONE || (region < c->need && !r->placed);
}

#define NAMED_AT_MOST 8

static enum mpuc_status refuse_unplaced(struct layout_writer *w)
{
	const char *list = NULL;
	uint64_t missing = 0;

	for (uint32_t i = layout_first(w->p); i < w->p->context_count; i++) {
		const struct plan_context *c = &w->p->contexts[i];

		for (uint32_t k = 0; k < c->region_count; k++) {
			if (!is_missing(c, k) || missing++ >= NAMED_AT_MOST)
				continue;
			list = arena_printf(w->a, "%s%s%s in %s",
					    list != NULL ? list : "",
					    list != NULL ? ", " : "",
					    c->regions[k].name, c->name);
			TRY_PTR(list);
		}
	}
	if (missing == 0)
		return MPUC_OK;
	if (missing > NAMED_AT_MOST)
		list = arena_printf(w->a, "%s and %llu more", list,
				    (unsigned long long)missing -
				    NAMED_AT_MOST);
	TRY_PTR(list);
	return layout_refuse(w, MPUC_E_INFEASIBLE, arena_printf(w->a,
		      "regions without a slot or an address: %s", list));
}

static enum mpuc_status check_plan(struct layout_writer *w)
{
	const struct plan *p = w->p;

	if (!p->regions_known)
		return layout_refuse(w, MPUC_E_INFEASIBLE, "the number of EL2 "
				     "MPU regions of the machine is not "
				     "known");
	if (p->regions > MPUC_LAYOUT_REGION_MAX)
		return layout_refuse(w, MPUC_E_LIMIT, arena_printf(w->a,
			      "%u regions: a layout has room for %u",
			      p->regions, MPUC_LAYOUT_REGION_MAX));
	if (p->context_count - layout_first(p) > MPUC_LAYOUT_CONTEXT_MAX)
		return layout_refuse(w, MPUC_E_LIMIT, arena_printf(w->a,
			      "%u contexts: a layout has room for %u",
			      p->context_count - layout_first(p),
			      MPUC_LAYOUT_CONTEXT_MAX));
	if (w->s->domains.count >= MPUC_LAYOUT_NONE)
		return layout_refuse(w, MPUC_E_LIMIT, "more domains than a "
				     "layout has room for");
	return refuse_unplaced(w);
}

static enum mpuc_status check_object(struct layout_writer *w,
				     const struct object *o)
{
	if (o->usable && o->range.last >> 48 == 0)
		return MPUC_OK;
	return layout_refuse(w, MPUC_E_INFEASIBLE, arena_printf(w->a,
		      "%s has no address range that a layout can hold",
		      object_text(w->s, w->a, o)));
}

static void count_name(struct layout_writer *w, const char *name)
{
	w->text += strlen(name) + 1;
}

static enum mpuc_status count_system(struct layout_writer *w)
{
	const struct system *s = w->s;

	count_name(w, s->target->name);
	count_name(w, layout_platform(s));
	for (size_t i = 0; i < s->domains.count; i++) {
		const struct domain *d = &s->domains.items[i];

		if (d->bank_count > UINT16_MAX)
			return layout_refuse(w, MPUC_E_LIMIT, arena_printf(w->a,
				      "domain %s has %u banks", d->name,
				      d->bank_count));
		w->count[MPUC_DOMAINS]++;
		count_name(w, d->name);
		for (uint32_t k = 0; k < d->bank_count; k++)
			TRY(check_object(w, &s->objects.items[d->bank + k]));
		w->count[MPUC_BANKS] += d->bank_count;
	}
	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];

		if (o->kind != OBJ_SECTION)
			continue;
		TRY(check_object(w, o));
		w->count[MPUC_SECTIONS]++;
		count_name(w, s->target->sections[o->detail].name);
	}
	return MPUC_OK;
}

uint32_t layout_loads(const struct plan_switch *sw)
{
	return sw->enable_count > 0 ? sw->enable_count : sw->write_count;
}

uint32_t layout_ops(const struct plan_switch *sw)
{
	return sw->disable_count + layout_loads(sw) + sw->enable_count;
}

static void count_plan(struct layout_writer *w)
{
	const struct plan *p = w->p;

	for (uint32_t i = layout_first(p); i < p->context_count; i++) {
		const struct plan_context *c = &p->contexts[i];

		w->count[MPUC_CONTEXTS]++;
		count_name(w, c->name);
		w->count[MPUC_REGIONS] += c->need;
		for (uint32_t k = 0; k < c->need; k++)
			count_name(w, c->regions[k].name);
	}
	w->count[MPUC_SWITCHES] = p->switches.count;
	for (size_t i = 0; i < p->switches.count; i++) {
		const struct plan_switch *sw = &p->switches.items[i];

		w->count[MPUC_OPS] += layout_ops(sw);
	}
}

/* An upper bound first: so every product and sum below fits 32 bits. */
static enum mpuc_status check_size(struct layout_writer *w)
{
	uint64_t total = MPUC_HEADER_SIZE + w->text;

	for (uint32_t i = 0; i < MPUC_LAYOUT_TABLES; i++) {
		if (w->count[i] > MPUC_LAYOUT_SIZE_MAX)
			total += MPUC_LAYOUT_SIZE_MAX;
		else
			total += w->count[i] * layout_record_size[i];
	}
	if (total >= MPUC_LAYOUT_SIZE_MAX)
		return layout_refuse(w, MPUC_E_LIMIT, "the layout would be "
				     "larger than 16 MiB");
	return MPUC_OK;
}

enum mpuc_status layout_fit(struct layout_writer *w)
{
	TRY(check_plan(w));
	TRY(count_system(w));
	count_plan(w);
	return check_size(w);
}
