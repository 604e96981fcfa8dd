/* SPDX-License-Identifier: BSD-2-Clause */
#include "emit/layout_write.h"

#include <assert.h>
#include <mpuc/layout_read.h>
#include <string.h>
#include <zlib.h>

#include "base/sha256.h"
#include "base/sort.h"
#include "base/try.h"
#include "emit/layout_import.h"
#include "emit/layout_writer.h"

static void put(uint8_t *p, uint64_t value, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) {
		p[i] = (uint8_t)value;
		value >>= 8;
	}
}

static void put16(uint8_t *p, uint32_t value)
{
	put(p, value, 2);
}

static void put32(uint8_t *p, uint32_t value)
{
	put(p, value, 4);
}

static void put_name(struct layout_writer *w, uint8_t *field, const char *name)
{
	put32(field, strings_add(&w->strings, name));
}

static uint8_t *next_record(struct layout_writer *w,
			    enum mpuc_layout_table table)
{
	return w->bytes + w->offset[table] +
	       w->next[table]++ * layout_record_size[table];
}

static int by_slot(const void *pa, const void *pb, const void *arg)
{
	const struct plan_region *const *a = pa, *const *b = pb;

	(void)arg;
	return ((*a)->slot > (*b)->slot) - ((*a)->slot < (*b)->slot);
}

static void put_region(struct layout_writer *w, const struct plan_region *r)
{
	uint8_t *p = next_record(w, MPUC_REGIONS);

	put_name(w, p + MPUC_REGION_NAME, r->name);
	put16(p + MPUC_REGION_OWNER, r->owner == SYS_NONE ?
	      MPUC_LAYOUT_NONE : r->owner);
	p[MPUC_REGION_SLOT] = (uint8_t)r->slot;
	p[MPUC_REGION_LIFETIME] = r->resident ? MPUC_LIFETIME_RESIDENT :
				  (uint8_t)r->lifetime;
	if (r->resident)
		w->min_reader = MPUC_LAYOUT_MIN_RESIDENT;
	put(p + MPUC_REGION_PRBAR, r->regs.prbar, 8);
	put(p + MPUC_REGION_PRLAR, r->regs.prlar, 8);
}

static enum mpuc_status put_context(struct layout_writer *w,
				    const struct plan_context *c)
{
	const struct plan_region **sorted;
	uint8_t *p = next_record(w, MPUC_CONTEXTS);

	put_name(w, p + MPUC_CONTEXT_NAME, c->name);
	put32(p + MPUC_CONTEXT_FIRST, w->next[MPUC_REGIONS]);
	put16(p + MPUC_CONTEXT_COUNT, c->need);
	put16(p + MPUC_CONTEXT_DOMAIN, c->kind == CTX_GUEST ? c->domain :
	      MPUC_LAYOUT_NONE);
	put16(p + MPUC_CONTEXT_KIND, (uint32_t)c->kind);
	put16(p + MPUC_CONTEXT_PEAK, c->peak);
	put32(p + MPUC_CONTEXT_MINIMUM, c->minimum);
	sorted = arena_array(w->a, c->need, sizeof(*sorted));
	TRY_PTR(sorted);
	for (uint32_t i = 0; i < c->need; i++) {
		uint32_t slot = c->regions[i].slot;

		sorted[i] = &c->regions[i];
		if (slot <= MPUC_LAYOUT_REGION_MAX)
			p[MPUC_CONTEXT_SLOTS + slot / 8] |=
				(uint8_t)(1U << slot % 8);
	}
	/* The map's first word, byte for byte: all of them are enabled. */
	memcpy(p + MPUC_CONTEXT_PRENR, p + MPUC_CONTEXT_SLOTS, 4);
	TRY(sort_stable(w->a, sorted, c->need, sizeof(*sorted), by_slot,
			NULL));
	for (uint32_t i = 0; i < c->need; i++)
		put_region(w, sorted[i]);
	return MPUC_OK;
}

static void put_span(uint8_t *p, struct range r)
{
	put(p, r.base, 8);
	put(p + 8, range_size(r), 8);
}

static void put_domain(struct layout_writer *w, const struct domain *d)
{
	uint8_t *p = next_record(w, MPUC_DOMAINS);
	uint32_t flags = 0;

	if (d->static_mem.prop != DOC_NONE)
		flags |= MPUC_DOMAIN_STATIC;
	if (d->direct_map)
		flags |= MPUC_DOMAIN_DIRECT;
	put_name(w, p + MPUC_DOMAIN_NAME, d->name);
	put32(p + MPUC_DOMAIN_FIRST, w->next[MPUC_BANKS]);
	put16(p + MPUC_DOMAIN_COUNT, d->bank_count);
	put16(p + MPUC_DOMAIN_FLAGS, flags);
	for (uint32_t i = 0; i < d->bank_count; i++)
		put_span(next_record(w, MPUC_BANKS),
			 w->s->objects.items[d->bank + i].range);
}

static void put_section(struct layout_writer *w, const struct object *o)
{
	const struct section_rule *rule = &w->s->target->sections[o->detail];
	uint8_t *p = next_record(w, MPUC_SECTIONS);

	put_name(w, p + MPUC_SECTION_NAME, rule->name);
	put32(p + MPUC_SECTION_FLAGS, rule->device ? MPUC_SECTION_DEVICE : 0);
	put_span(p + MPUC_SECTION_BASE, o->range);
}

static int by_pair(const void *pa, const void *pb, const void *arg)
{
	const struct plan_switch *const *a = pa, *const *b = pb;

	(void)arg;
	if ((*a)->from != (*b)->from)
		return (*a)->from < (*b)->from ? -1 : 1;
	return ((*a)->to > (*b)->to) - ((*a)->to < (*b)->to);
}

static void put_ops(struct layout_writer *w, const uint8_t *list,
		    uint32_t count)
{
	uint8_t *p = w->bytes + w->offset[MPUC_OPS] + w->next[MPUC_OPS];

	if (count > 0)
		memcpy(p, list, count);
	w->next[MPUC_OPS] += count;
}

static void put_switch(struct layout_writer *w, const struct plan_switch *sw)
{
	const uint8_t *contexts = w->bytes + w->offset[MPUC_CONTEXTS];
	uint8_t *p = next_record(w, MPUC_SWITCHES);
	uint32_t from = sw->from - layout_first(w->p);
	uint32_t to = sw->to - layout_first(w->p);

	assert(sw->from < w->p->context_count && sw->to < w->p->context_count);
	put16(p + MPUC_SWITCH_FROM, from);
	put16(p + MPUC_SWITCH_TO, to);
	put32(p + MPUC_SWITCH_FIRST, w->next[MPUC_OPS]);
	put16(p + MPUC_SWITCH_COUNT, layout_ops(sw));
	put16(p + MPUC_SWITCH_WRITES, sw->writes);
	memcpy(p + MPUC_SWITCH_BEFORE, contexts + MPUC_CONTEXT_PRENR +
	       from * MPUC_CONTEXT_SIZE, 4);
	memcpy(p + MPUC_SWITCH_AFTER, contexts + MPUC_CONTEXT_PRENR +
	       to * MPUC_CONTEXT_SIZE, 4);
	p[MPUC_SWITCH_DISABLE] = (uint8_t)sw->disable_count;
	p[MPUC_SWITCH_WRITE] = (uint8_t)layout_loads(sw);
	p[MPUC_SWITCH_ENABLE] = (uint8_t)sw->enable_count;
	put_ops(w, sw->disable, sw->disable_count);
	/* With residents there is a third list, and it is the same. */
	put_ops(w, sw->enable_count > 0 ? sw->enable : sw->write,
		layout_loads(sw));
	put_ops(w, sw->enable, sw->enable_count);
}

static enum mpuc_status put_switches(struct layout_writer *w)
{
	size_t count = w->p->switches.count;
	const struct plan_switch **sorted;

	sorted = arena_array(w->a, count, sizeof(*sorted));
	TRY_PTR(sorted);
	for (size_t i = 0; i < count; i++)
		sorted[i] = &w->p->switches.items[i];
	TRY(sort_stable(w->a, sorted, count, sizeof(*sorted), by_pair, NULL));
	for (size_t i = 0; i < count; i++)
		put_switch(w, sorted[i]);
	return MPUC_OK;
}

static void put_header(struct layout_writer *w)
{
	uint8_t *p = w->bytes;

	put32(p + MPUC_HEADER_MAGIC, MPUC_LAYOUT_MAGIC);
	put32(p + MPUC_HEADER_MAGIC + 4, MPUC_LAYOUT_MAGIC);
	put16(p + MPUC_HEADER_VERSION, w->p->is_optimal ?
	      MPUC_LAYOUT_VERSION : 1);
	p[MPUC_HEADER_ARCH] = w->p->arch == PMSA_V8_64 ?
		MPUC_ARCH_PMSAV8_64 : MPUC_ARCH_PMSAV8_32;
	p[MPUC_HEADER_REGIONS] = (uint8_t)w->p->regions;
	put16(p + MPUC_HEADER_SEMANTICS, MPUC_LAYOUT_SEMANTICS);
	put_name(w, p + MPUC_HEADER_TARGET, w->s->target->name);
	put_name(w, p + MPUC_HEADER_PLATFORM, layout_platform(w->s));
	sha256(w->source->tree, w->source->tree_size,
	       p + MPUC_HEADER_SHA256);
}

/* The strings came last, so that repeats take no room. */
static void finish(struct layout_writer *w)
{
	uint32_t end = w->offset[MPUC_STRINGS] + w->strings.size;

	w->size = (end + 7) & ~7U;
	memcpy(w->bytes + w->offset[MPUC_STRINGS], w->strings.bytes,
	       w->strings.size);
	w->count[MPUC_STRINGS] = w->size - w->offset[MPUC_STRINGS];
	for (uint32_t i = 0; i < MPUC_LAYOUT_TABLES; i++) {
		uint8_t *entry = w->bytes + MPUC_HEADER_TABLES +
				 i * MPUC_ENTRY_SIZE;

		put32(entry + MPUC_ENTRY_OFFSET, w->offset[i]);
		put32(entry + MPUC_ENTRY_COUNT, (uint32_t)w->count[i]);
	}
	put16(w->bytes + MPUC_HEADER_MIN_READER, w->min_reader);
	put32(w->bytes + MPUC_HEADER_TOTAL, w->size);
	put32(w->bytes + MPUC_HEADER_CRC, (uint32_t)crc32(0, w->bytes,
							  w->size));
}

static enum mpuc_status allocate(struct layout_writer *w)
{
	uint32_t at = MPUC_HEADER_SIZE;

	for (uint32_t i = 0; i < MPUC_LAYOUT_TABLES; i++) {
		w->offset[i] = at;
		at += (uint32_t)w->count[i] * layout_record_size[i];
	}
	w->bytes = arena_alloc(w->a, at + w->text + 7);
	TRY_PTR(w->bytes);
	return strings_init(&w->strings, w->a, (uint32_t)w->text);
}

static enum mpuc_status write_all(struct layout_writer *w)
{
	struct mpuc_layout check;
	enum mpuc_layout_error error;

	TRY(layout_fit(w));
	TRY(allocate(w));
	put_header(w);
	for (uint32_t i = layout_first(w->p); i < w->p->context_count; i++)
		TRY(put_context(w, &w->p->contexts[i]));
	for (size_t i = 0; i < w->s->domains.count; i++)
		put_domain(w, &w->s->domains.items[i]);
	for (size_t i = 0; i < w->s->objects.count; i++) {
		if (w->s->objects.items[i].kind == OBJ_SECTION)
			put_section(w, &w->s->objects.items[i]);
	}
	TRY(put_switches(w));
	if (w->strings.failed)
		return MPUC_E_NOMEM;
	finish(w);
	error = mpuc_layout_open(w->bytes, w->size, &check);
	if (error != MPUC_LAYOUT_OK)
		return layout_refuse(w, MPUC_E_INTERNAL, arena_printf(w->a,
			      "the packed layout is refused by its own "
			      "reader: %s", layout_error_text(error)));
	return MPUC_OK;
}

enum mpuc_status layout_write(struct arena *a,
			      const struct layout_source *source,
			      struct layout_bytes *ret_layout)
{
	struct layout_writer w = {
		.a = a, .source = source, .s = source->system,
		.p = source->plan, .min_reader = MPUC_LAYOUT_MIN_READER,
	};
	enum mpuc_status status = write_all(&w);

	ret_layout->bytes = status == MPUC_OK ? w.bytes : NULL;
	ret_layout->size = status == MPUC_OK ? w.size : 0;
	ret_layout->error = w.error;
	return status;
}
