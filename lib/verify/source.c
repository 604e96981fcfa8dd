/* SPDX-License-Identifier: BSD-2-Clause */
/* From a rule's source to the ranges that the system has for it. */
#include <string.h>

#include "base/try.h"
#include "verify/judge.h"

/* What the steps of one expansion share. */
struct expansion {
	struct judge *j;
	uint32_t index;
	const struct region_rule *rule;
	struct verify_demands *out;
};

static enum mpuc_status put(const struct expansion *e, struct verify_demand d)
{
	const struct judge *j = e->j;
	struct verify_demand *to;

	d.rule = d.origin = e->index;
	if (d.known && (!j->rules[e->index].has_attr ||
			!verify_round(e->rule->rounding, j->page, d.range,
				      &d.range))) {
		d.known = false;
		d.optional = true;
	}
	if (d.known && d.range.last > j->top)
		d.optional = true;
	to = VEC_PUSH(j->pool, e->out);
	TRY_PTR(to);
	*to = d;
	return MPUC_OK;
}

static enum mpuc_status put_unknown(const struct expansion *e, bool optional)
{
	struct verify_demand d = { .object = SYS_NONE, .optional = optional };

	return put(e, d);
}

static enum mpuc_status put_span(const struct expansion *e, uint64_t base,
				 uint64_t size, bool optional)
{
	struct verify_demand d = {
		.object = SYS_NONE, .known = true, .optional = optional,
	};

	if (size == 0 || size - 1 > UINT64_MAX - base)
		return put_unknown(e, true);
	d.range.base = base;
	d.range.last = base + (size - 1);
	return put(e, d);
}

static enum mpuc_status put_object(const struct expansion *e, uint32_t index,
				   bool optional)
{
	const struct system *s = e->j->sys;
	struct verify_demand d = { .object = index, .optional = optional };

	if (index >= s->objects.count)
		return put_unknown(e, optional);
	d.known = s->objects.items[index].usable;
	if (d.known)
		d.range = s->objects.items[index].range;
	else
		d.optional = true;
	return put(e, d);
}

/* A symbol's value: the first of its name in the sorted table. */
static bool symbol(const struct system *s, const char *name, uint64_t *ret)
{
	size_t lo = 0, hi;

	if (s->image == NULL || name == NULL)
		return false;
	hi = s->image->symbols.count;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(s->image->symbols.items[mid].name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == s->image->symbols.count ||
	    strcmp(s->image->symbols.items[lo].name, name) != 0)
		return false;
	*ret = s->image->symbols.items[lo].value;
	return true;
}

static enum mpuc_status from_symbols(const struct expansion *e)
{
	const struct system *s = e->j->sys;
	uint64_t start, end;

	if (!symbol(s, e->rule->start, &start) ||
	    !symbol(s, e->rule->end, &end))
		return put_unknown(e, false);
	/* An empty part of the image has no region. */
	if (end <= start)
		return put_unknown(e, true);
	return put_span(e, start, end - start, false);
}

static enum mpuc_status from_block(const struct expansion *e)
{
	uint64_t start;

	if (!symbol(e->j->sys, "_start", &start))
		return put_unknown(e, false);
	return put_span(e, start, e->rule->size, false);
}

static enum mpuc_status from_fdt(const struct expansion *e)
{
	const struct system *s = e->j->sys;
	uint64_t window = e->j->target->traits.fdt_window;
	/* A tree that the target refuses may be mapped or not. */
	bool refused = s->fdt_base == 0 &&
		       e->j->target->traits.fdt_zero_refused;

	if (!s->has_fdt_base)
		return put_unknown(e, false);
	if (window == 0 && s->doc == NULL)
		return put_unknown(e, true);
	/* A tree that passes the window stops the target: either will do. */
	if (window != 0 && s->doc != NULL && s->doc->total_size > window) {
		refused = true;
		TRY(put_span(e, s->fdt_base, s->doc->total_size, refused));
	}
	return put_span(e, s->fdt_base, window != 0 ? window :
			s->doc->total_size, refused);
}

static bool in_section(const struct expansion *e, const struct object *o)
{
	const struct target *t = e->j->target;

	return o->detail < t->section_count && e->rule->section != NULL &&
	       strcmp(t->sections[o->detail].name, e->rule->section) == 0;
}

static enum mpuc_status from_tuples(const struct expansion *e)
{
	const struct system *s = e->j->sys;
	bool section = e->rule->source == SRC_SECTION;

	for (uint32_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];

		if (section ? o->kind == OBJ_SECTION && in_section(e, o) :
		    o->kind == OBJ_HEAP)
			TRY(put_object(e, i, false));
	}
	return MPUC_OK;
}

static enum mpuc_status from_console(const struct expansion *e)
{
	const struct system *s = e->j->sys;

	/* No console, or one without registers: no driver maps it. */
	if (s->console_object == SYS_NONE)
		return MPUC_OK;
	return put_object(e, s->console_object, false);
}

static bool is_redist(const struct system *s, uint32_t detail)
{
	if (s->gic.version == 2)
		return detail == DEV_GICC || detail == DEV_GICH;
	return detail == DEV_GICR;
}

static enum mpuc_status from_gic(const struct expansion *e)
{
	const struct system *s = e->j->sys;
	bool dist = e->rule->source == SRC_GIC_DIST;

	for (uint32_t i = 0; s->gic.present && i < s->gic.count; i++) {
		uint32_t detail = s->objects.items[s->gic.first + i].detail;

		if (dist ? detail == DEV_GICD : is_redist(s, detail))
			TRY(put_object(e, s->gic.first + i, false));
	}
	return MPUC_OK;
}

/*
 * One region over all registers.  With frames beyond distributor and
 * redistributors it is open how far the target spans.
 */
static enum mpuc_status from_gic_span(const struct expansion *e)
{
	const struct system *s = e->j->sys;
	struct verify_demand d = { .object = SYS_NONE };

	for (uint32_t i = 0; s->gic.present && i < s->gic.count; i++) {
		const struct object *o = &s->objects.items[s->gic.first + i];

		if (!o->usable || (o->detail != DEV_GICD &&
				   o->detail != DEV_GICR))
			d.optional = true;
		if (!o->usable)
			continue;
		if (!d.known || o->range.base < d.range.base)
			d.range.base = o->range.base;
		if (!d.known || o->range.last > d.range.last)
			d.range.last = o->range.last;
		d.known = true;
	}
	return d.known || d.optional ? put(e, d) : MPUC_OK;
}

static enum mpuc_status from_banks(const struct expansion *e,
				   const struct domain *d)
{
	if (!VEC_RESERVE(e->j->pool, e->out, d->bank_count))
		return MPUC_E_NOMEM;
	for (uint32_t i = 0; i < d->bank_count; i++)
		TRY(put_object(e, d->bank + i, false));
	return MPUC_OK;
}

/* A mapping that the target refuses may be in the plan or not. */
static enum mpuc_status from_shm(const struct expansion *e,
				 const struct domain *d)
{
	const struct target_traits *traits = &e->j->target->traits;

	for (uint32_t i = 0; i < d->shm_count; i++) {
		const struct shm *m = &e->j->sys->shms.items[d->shm + i];
		bool refused = m->object == SYS_NONE ||
			       traits->shm_unsupported ||
			       m->role == SHM_ROLE_BAD || m->id == NULL ||
			       (traits->shm_owner_required &&
				m->role != SHM_OWNER);

		TRY(put_object(e, m->object, refused));
	}
	return MPUC_OK;
}

static enum mpuc_status from_passthrough(const struct expansion *e,
					 const struct domain *d)
{
	const struct system *s = e->j->sys;
	bool forced = e->j->target->traits.passthrough_forced;

	for (uint32_t i = 0; i < d->pass_count; i++) {
		const struct passthrough *p =
			&s->passthroughs.items[d->pass + i];
		bool refused = p->object == SYS_NONE ||
			       (forced ? !p->forced :
				!p->forced && !p->has_path);

		TRY(put_object(e, p->object, refused));
	}
	return MPUC_OK;
}

static enum mpuc_status from_module(const struct expansion *e,
				    uint32_t module)
{
	const struct system *s = e->j->sys;

	if (module >= s->modules.count)
		return MPUC_OK;
	return put_object(e, s->modules.items[module].object,
			  s->modules.items[module].object == SYS_NONE);
}

static enum mpuc_status from_domain(const struct expansion *e,
				    const struct domain *d)
{
	enum source source = e->rule->source;

	if (source == SRC_STATIC_MEM)
		return from_banks(e, d);
	if (source == SRC_SHM)
		return from_shm(e, d);
	if (source == SRC_PASSTHROUGH)
		return from_passthrough(e, d);
	if (source == SRC_KERNEL)
		return from_module(e, d->kernel);
	return from_module(e, source == SRC_RAMDISK ? d->ramdisk : d->dtb);
}

static enum mpuc_status from_domains(const struct expansion *e,
				     uint32_t domain)
{
	const struct system *s = e->j->sys;

	if (domain != SYS_NONE)
		return from_domain(e, &s->domains.items[domain]);
	for (size_t i = 0; i < s->domains.count; i++)
		TRY(from_domain(e, &s->domains.items[i]));
	return MPUC_OK;
}

static enum mpuc_status from_source(const struct expansion *e,
				    uint32_t domain)
{
	const struct system *s = e->j->sys;

	switch (e->rule->source) {
	case SRC_SYMBOLS:
		return from_symbols(e);
	case SRC_LOAD_BLOCK:
		return from_block(e);
	case SRC_FDT:
		return from_fdt(e);
	case SRC_SECTION:
	case SRC_HEAP:
		return from_tuples(e);
	case SRC_EARLY_UART:
		return s->has_early_uart ? put_span(e, s->early_uart.base,
						    s->early_uart.size,
						    false) : MPUC_OK;
	case SRC_CONSOLE:
		return from_console(e);
	case SRC_GIC_DIST:
	case SRC_GIC_REDIST:
		return from_gic(e);
	case SRC_GIC_SPAN:
		return from_gic_span(e);
	case SRC_STATIC_MEM:
	case SRC_SHM:
	case SRC_PASSTHROUGH:
	case SRC_KERNEL:
	case SRC_RAMDISK:
	case SRC_PARTIAL_DTB:
		return from_domains(e, domain);
	case SRC_PAGE:
		return put_unknown(e, false);
	}
	return MPUC_OK;
}

/*
 * An object that the target can't do without but the tree lacks has a
 * finding; its region may be counted as unplaced.
 */
static bool may_stand_empty(enum source source)
{
	return source == SRC_SECTION || source == SRC_HEAP ||
	       source == SRC_CONSOLE || source == SRC_GIC_DIST ||
	       source == SRC_GIC_REDIST || source == SRC_GIC_SPAN ||
	       source == SRC_STATIC_MEM || source == SRC_KERNEL;
}

enum mpuc_status verify_source(struct judge *j, uint32_t rule,
			       uint32_t domain, struct verify_demands *out)
{
	struct expansion e = { j, rule, &j->target->regions[rule], out };
	size_t start = out->count;

	TRY(from_source(&e, domain));
	if (out->count == start && may_stand_empty(e.rule->source))
		TRY(put_unknown(&e, true));
	return MPUC_OK;
}
