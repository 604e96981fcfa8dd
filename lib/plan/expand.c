/* SPDX-License-Identifier: BSD-2-Clause */
/* From a rule of the target to the ranges that it maps on this system. */
#include "plan/expand.h"

#include "base/try.h"

/* Does a guest's context do without a region of idle's? */
static bool guest_drops(const struct target *t, const struct region_rule *rule)
{
	for (size_t i = 0; i < t->guest.step_count; i++) {
		const struct step *step = &t->guest.steps[i];

		if (step->op == STEP_PACK)
			return true;
		if (step->op != STEP_REMOVE && step->op != STEP_BECOME)
			continue;
		for (uint32_t k = 0; k < step->region_count; k++) {
			if (&t->regions[step->regions[k]] == rule)
				return true;
		}
	}
	return false;
}

/* Xen may run on it, and be reading a switch list from it. */
static bool is_kept(const struct expansion *e)
{
	return e->rule->lifetime == LIFE_FIXED && e->domain == SYS_NONE &&
	       !guest_drops(e->t->s->target, e->rule);
}

static enum mpuc_status emit_object(const struct expansion *e, uint32_t i)
{
	const struct object *o = &e->t->s->objects.items[i];

	if (o->usable)
		return expand_emit(e, i, &o->range);
	/* Xen skips empty banks; a range it can't hold has no address. */
	return (o->flags & OBJ_ZERO) != 0 ? MPUC_OK : expand_emit(e, i, NULL);
}

static enum mpuc_status from_symbols(const struct expansion *e)
{
	const struct image *image = e->t->s->image;
	struct range range;
	uint64_t start, end;

	if (image == NULL || !image_symbol(image, e->rule->start, &start) ||
	    !image_symbol(image, e->rule->end, &end) || end < start)
		return expand_emit(e, SYS_NONE, NULL);
	/* The start-up code skips an empty section. */
	if (!range_make(start, end - start, &range))
		return MPUC_OK;
	return expand_emit(e, SYS_NONE, &range);
}

static enum mpuc_status from_load_block(const struct expansion *e)
{
	const struct image *image = e->t->s->image;
	struct range range;
	uint64_t start;

	if (image == NULL || !image_symbol(image, "_start", &start) ||
	    !range_make(start, e->rule->size, &range))
		return expand_emit(e, SYS_NONE, NULL);
	return expand_emit(e, SYS_NONE, &range);
}

static enum mpuc_status from_fdt(const struct expansion *e)
{
	const struct system *s = e->t->s;
	uint64_t size = s->doc->total_size;
	struct range range;

	/* Some targets map a fixed window, whatever the tree's size. */
	if (s->target->traits.fdt_window != 0)
		size = s->target->traits.fdt_window;
	if (!s->has_fdt_base || !range_make(s->fdt_base, size, &range))
		return expand_emit(e, SYS_NONE, NULL);
	return expand_emit(e, SYS_NONE, &range);
}

/* Every object of a list property of /chosen. */
static enum mpuc_status from_list(const struct expansion *e,
				  enum object_kind kind)
{
	const struct system *s = e->t->s;

	for (size_t i = 0; i < s->tuples.count; i++) {
		const struct tuples *list = &s->tuples.items[i];

		if (list->kind != kind || (kind == OBJ_SECTION &&
		    target_section(s->target, e->rule->section) !=
		    &s->target->sections[list->detail]))
			continue;
		for (uint32_t j = 0; j < list->count; j++) {
			TRY(emit_object(e, list->first + j));
			if (e->rule->first_only &&
			    e->out->count > e->first)
				return MPUC_OK;
		}
	}
	return MPUC_OK;
}

static bool in_early_uart(const struct system *s)
{
	struct range early, console;

	if (!s->has_early_uart || s->console_object == SYS_NONE ||
	    !s->objects.items[s->console_object].usable ||
	    !range_make(s->early_uart.base, s->early_uart.size, &early))
		return false;
	console = range_grow(s->objects.items[s->console_object].range,
			     s->target->limits.page);
	return range_contains(early, console);
}

static bool applies(const struct expansion *e)
{
	const struct system *s = e->t->s;

	switch (e->rule->when) {
	case COND_ALWAYS:
		return true;
	case COND_EARLY_UART:
		return s->has_early_uart;
	case COND_NO_EARLY_UART:
		return !in_early_uart(s);
	case COND_VPL011:
		return e->domain != SYS_NONE &&
		       s->domains.items[e->domain].vpl011;
	}
	return false;
}

static enum mpuc_status from_gic(const struct expansion *e, bool dist)
{
	const struct system *s = e->t->s;

	for (uint32_t i = 0; i < s->gic.count; i++) {
		uint32_t object = s->gic.first + i;
		uint32_t kind = s->objects.items[object].detail;

		/* The virtual interface is the guest's, Xen has no use. */
		if (kind != DEV_GICV && dist == (kind == DEV_GICD))
			TRY(emit_object(e, object));
	}
	return MPUC_OK;
}

static enum mpuc_status from_gic_span(const struct expansion *e)
{
	const struct system *s = e->t->s;
	struct range span = { UINT64_MAX, 0 };

	for (uint32_t i = 0; i < s->gic.count; i++) {
		const struct object *o = &s->objects.items[s->gic.first + i];

		if (!o->usable)
			continue;
		if (o->range.base < span.base)
			span.base = o->range.base;
		if (o->range.last > span.last)
			span.last = o->range.last;
	}
	if (span.base > span.last && !s->gic.present)
		return MPUC_OK;
	if (span.base > span.last)
		return expand_emit(e, SYS_NONE, NULL);
	return expand_emit(e, SYS_NONE, &span);
}

static enum mpuc_status from_shm(const struct expansion *e)
{
	const struct system *s = e->t->s;
	const struct domain *d = &s->domains.items[e->domain];

	for (uint32_t i = 0; i < d->shm_count; i++) {
		const struct shm *m = &s->shms.items[d->shm + i];

		if (m->object == SYS_NONE)
			continue;
		/* Without a host address Xen takes it from its heap. */
		if (m->has_host)
			TRY(emit_object(e, m->object));
		else
			TRY(expand_emit(e, m->object, NULL));
	}
	return MPUC_OK;
}

static enum mpuc_status from_module(const struct expansion *e,
				    uint32_t module)
{
	const struct system *s = e->t->s;

	if (module == SYS_NONE || s->modules.items[module].object == SYS_NONE)
		return MPUC_OK;
	return emit_object(e, s->modules.items[module].object);
}

static enum mpuc_status from_domain(const struct expansion *e)
{
	const struct system *s = e->t->s;
	const struct domain *d;

	if (e->domain == SYS_NONE)
		return MPUC_OK;
	d = &s->domains.items[e->domain];
	if (e->rule->source == SRC_SHM)
		return from_shm(e);
	if (e->rule->source == SRC_KERNEL)
		return from_module(e, d->kernel);
	if (e->rule->source == SRC_RAMDISK)
		return from_module(e, d->ramdisk);
	if (e->rule->source == SRC_PARTIAL_DTB)
		return from_module(e, d->dtb);
	if (e->rule->source == SRC_STATIC_MEM) {
		if (!VEC_RESERVE(e->t->a, e->out, d->bank_count))
			return MPUC_E_NOMEM;
		for (uint32_t i = 0; i < d->bank_count; i++)
			TRY(emit_object(e, d->bank + i));
		return MPUC_OK;
	}
	for (uint32_t i = 0; i < d->pass_count; i++)
		TRY(emit_object(e, s->passthroughs.items[d->pass + i].object));
	return MPUC_OK;
}

static enum mpuc_status from_early_uart(const struct expansion *e)
{
	const struct system *s = e->t->s;
	struct range range;

	if (!s->has_early_uart || !range_make(s->early_uart.base,
					      s->early_uart.size, &range))
		return MPUC_OK;
	return expand_emit(e, SYS_NONE, &range);
}

enum mpuc_status expand_rule(const struct table *t,
			     const struct region_rule *rule, uint32_t domain,
			     region_list *regions)
{
	struct expansion e = {
		.t = t, .rule = rule, .domain = domain, .out = regions,
		.first = regions->count,
		.attr = target_attr(t->s->target, rule->attr),
	};

	if (!applies(&e))
		return MPUC_OK;
	e.kept = is_kept(&e);
	switch (rule->source) {
	case SRC_SYMBOLS:
		return from_symbols(&e);
	case SRC_LOAD_BLOCK:
		return from_load_block(&e);
	case SRC_FDT:
		return from_fdt(&e);
	case SRC_SECTION:
		return from_list(&e, OBJ_SECTION);
	case SRC_HEAP:
		return from_list(&e, OBJ_HEAP);
	case SRC_EARLY_UART:
		return from_early_uart(&e);
	case SRC_CONSOLE:
		/* A virtual UART takes the place of one that must exist. */
		if (t->s->console.node == DOC_NONE &&
		    rule->when != COND_VPL011)
			return MPUC_OK;
		/* A console without a reg has a region all the same. */
		if (t->s->console_object == SYS_NONE)
			return expand_emit(&e, SYS_NONE, NULL);
		return emit_object(&e, t->s->console_object);
	case SRC_GIC_DIST:
		return from_gic(&e, true);
	case SRC_GIC_REDIST:
		return from_gic(&e, false);
	case SRC_GIC_SPAN:
		return from_gic_span(&e);
	case SRC_STATIC_MEM:
	case SRC_SHM:
	case SRC_PASSTHROUGH:
	case SRC_KERNEL:
	case SRC_RAMDISK:
	case SRC_PARTIAL_DTB:
		return from_domain(&e);
	case SRC_PAGE:
		return expand_emit(&e, SYS_NONE, NULL);
	}
	return MPUC_OK;
}
