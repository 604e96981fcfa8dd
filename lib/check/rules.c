/* SPDX-License-Identifier: BSD-2-Clause */
#include "check/rules.h"

#include <stdarg.h>

static const char *vtext(struct reporter *r, const char *fmt, va_list ap)
{
	const char *text = arena_vprintf(r->a, fmt, ap);

	if (text == NULL)
		r->sink->status = MPUC_E_NOMEM;
	return text == NULL ? "" : text;
}

/* Every place has a node; without one the arena was at its cap. */
static struct place placed(struct reporter *r, struct doc_ref ref)
{
	struct place at = doc_place(r->a, ref);

	if (at.node == NULL)
		r->sink->status = MPUC_E_NOMEM;
	return at;
}

struct finding *found(struct reporter *r, enum diag_code code,
		      struct doc_ref ref, const char *fmt, ...)
{
	struct finding *f = sink_new(r->sink, code);
	const struct code_info *info = code_info(code);
	va_list ap;

	va_start(ap, fmt);
	f->message = vtext(r, fmt, ap);
	va_end(ap);
	f->at = placed(r, ref);
	f->effect = target_effect(r->s->target, info->id);
	if (f->effect == NULL)
		f->effect = info->xen;
	f->help = info->fix;
	return f;
}

void found_span(struct finding *f, struct span span)
{
	if (f->span_count < FINDING_SPANS)
		f->spans[f->span_count++] = span;
}

void found_help(struct reporter *r, struct finding *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	f->help = vtext(r, fmt, ap);
	va_end(ap);
}

void found_effect(struct reporter *r, struct finding *f, const char *fmt,
		  ...)
{
	va_list ap;

	va_start(ap, fmt);
	f->effect = vtext(r, fmt, ap);
	va_end(ap);
}

void found_kind(struct reporter *r, struct finding *f, const char *kind,
		const char *text)
{
	const char *id = arena_printf(r->a, "%s/%s", code_info(f->code)->id,
				      kind);

	if (id == NULL) {
		r->sink->status = MPUC_E_NOMEM;
		return;
	}
	f->effect = target_effect(r->s->target, id);
	if (f->effect == NULL)
		f->effect = text;
}

void found_related(struct reporter *r, struct finding *f, struct doc_ref ref,
		   const struct span *span, const char *fmt, ...)
{
	struct related *rel = finding_related(r->sink, f);
	va_list ap;

	va_start(ap, fmt);
	rel->message = vtext(r, fmt, ap);
	va_end(ap);
	rel->at = placed(r, ref);
	if (span != NULL)
		rel->spans[rel->span_count++] = *span;
}

void skipped(struct reporter *r)
{
	r->sink->skipped++;
}

const char *named(struct reporter *r, const struct object *o)
{
	const char *text = object_text(r->s, r->a, o);

	if (text == NULL)
		r->sink->status = MPUC_E_NOMEM;
	return text == NULL ? "" : text;
}

const char *sized(struct reporter *r, uint64_t bytes)
{
	static const char *const units[] = { "bytes", "KiB", "MiB", "GiB" };
	uint64_t n = bytes;
	unsigned unit = 0;
	const char *text;

	while (unit < 3 && n != 0 && n % 1024 == 0) {
		n /= 1024;
		unit++;
	}
	text = arena_printf(r->a, "0x%llx (%llu %s)",
			    (unsigned long long)bytes,
			    (unsigned long long)n, units[unit]);
	if (text == NULL)
		r->sink->status = MPUC_E_NOMEM;
	return text == NULL ? "" : text;
}

struct doc_ref ref_of(const struct doc *d, uint32_t node, const char *prop)
{
	struct doc_ref ref = { d, node, DOC_NONE };

	if (prop != NULL)
		ref.prop = doc_prop(d, node, prop);
	return ref;
}

struct doc_ref system_ref(const struct system *s)
{
	if (s->chosen.node != DOC_NONE)
		return s->chosen;
	return ref_of(s->doc, 0, NULL);
}

struct doc_ref context_ref(const struct system *s,
			   const struct plan_context *c)
{
	if (c->kind == CTX_GUEST)
		return s->domains.items[c->domain].node;
	return system_ref(s);
}

struct doc_ref node_ref(struct doc_ref ref)
{
	ref.prop = DOC_NONE;
	return ref;
}

bool early_object(const struct object *o)
{
	switch ((enum object_kind)o->kind) {
	case OBJ_MEMRESERVE:
	case OBJ_RESERVED:
	case OBJ_HEAP:
	case OBJ_STATIC_MEM:
	case OBJ_SHM:
	case OBJ_MODULE:
	case OBJ_XEN:
	case OBJ_FDT:
		return true;
	case OBJ_RAM:
	case OBJ_DEVICE:
	case OBJ_SECTION:
	case OBJ_PASSTHROUGH:
		return false;
	}
	return false;
}
