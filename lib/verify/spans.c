/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the sweep runs over: for every layer, which spans there are, in the
 * order in which they begin and in the order in which they end.
 */
#include <string.h>

#include "base/sort.h"
#include "base/try.h"
#include "verify/judge.h"

struct range verify_span(const struct judge *j, enum verify_layer layer,
			 uint32_t id)
{
	struct range r = { 0, 0 };

	switch (layer) {
	case LAYER_REGION:
	case LAYER_EL1:
		r.base = j->entries.items[id].base;
		r.last = j->entries.items[id].limit;
		break;
	case LAYER_DEMAND:
		return j->demands.items[id].range;
	case LAYER_SLOTLESS:
		return j->ctx->regions[id].range;
	case LAYER_OWN:
		verify_round(ROUND_OUT, j->page,
			     j->sys->objects.items[id].range, &r);
		break;
	case LAYER_BANK:
		verify_round(ROUND_END, j->page,
			     j->sys->objects.items[id].range, &r);
		break;
	}
	return r;
}

uint32_t verify_opening(const struct verify_spans *spans, size_t i)
{
	return spans->ids.count == 0 ? spans->first + (uint32_t)i :
	       spans->ids.items[i];
}

uint32_t verify_closing(const struct verify_spans *spans, size_t i)
{
	return spans->ids.count == 0 ? spans->first + (uint32_t)i :
	       spans->ends[i];
}

/* The ids that are in a row, one by one. */
static enum mpuc_status spell_out(struct judge *j, struct verify_spans *spans)
{
	if (spans->ids.count > 0 || spans->count == 0)
		return MPUC_OK;
	if (!VEC_RESERVE(&j->scratch, &spans->ids, spans->count))
		return MPUC_E_NOMEM;
	spans->ids.count = spans->count;
	for (uint32_t i = 0; i < spans->count; i++)
		spans->ids.items[i] = spans->first + i;
	return MPUC_OK;
}

static enum mpuc_status put_id(struct judge *j, struct verify_spans *spans,
			       uint32_t id)
{
	uint32_t *at;

	if (spans->count == 0)
		spans->first = id;
	if (spans->ids.count > 0 || id != spans->first + spans->count) {
		TRY(spell_out(j, spans));
		at = VEC_PUSH(&j->scratch, &spans->ids);
		TRY_PTR(at);
		*at = id;
	}
	spans->count++;
	return MPUC_OK;
}

/* r is what verify_span() says of this id. */
static enum mpuc_status span(struct judge *j, enum verify_layer layer,
			     uint32_t id, struct range r)
{
	struct verify_spans *spans = &j->layers[layer];

	spans->by_base &= spans->newest.base <= r.base;
	spans->by_last &= spans->newest.last <= r.last;
	spans->newest = r;
	return put_id(j, spans, id);
}

static enum mpuc_status spans_of_plan(struct judge *j)
{
	for (uint32_t i = 0; i < j->ctx->need; i++) {
		const struct plan_region *r = &j->ctx->regions[i];

		if (r->placed && r->slot == SLOT_NONE &&
		    r->range.base <= r->range.last)
			TRY(span(j, LAYER_SLOTLESS, i, r->range));
	}
	for (uint32_t i = 0; i < j->entries.count; i++) {
		const struct verify_entry *e = &j->entries.items[i];
		const struct range r = { e->base, e->limit };

		if (!e->enabled || e->limit < e->base)
			continue;
		TRY(span(j, LAYER_REGION, i, r));
		if ((e->fields.ap & 1) != 0)
			TRY(span(j, LAYER_EL1, i, r));
	}
	return MPUC_OK;
}

static enum mpuc_status spans_of_model(struct judge *j)
{
	for (uint32_t i = 0; i < j->demands.count; i++) {
		if (j->demands.items[i].known)
			TRY(span(j, LAYER_DEMAND, i,
				 j->demands.items[i].range));
	}
	return MPUC_OK;
}

static enum mpuc_status own(struct judge *j, uint32_t object)
{
	const struct system *s = j->sys;

	if (object >= s->objects.count || !s->objects.items[object].usable)
		return MPUC_OK;
	return span(j, LAYER_OWN, object, verify_span(j, LAYER_OWN, object));
}

/* Banks whose region the plan could not place owe nothing. */
static enum mpuc_status find_unplaced(struct judge *j, const struct domain *d)
{
	j->unplaced_banks.count = 0;
	if (!VEC_RESERVE(&j->scratch, &j->unplaced_banks, d->bank_count))
		return MPUC_E_NOMEM;
	j->unplaced_banks.count = d->bank_count;
	if (d->bank_count > 0)
		memset(j->unplaced_banks.items, 0, d->bank_count);
	for (uint32_t i = 0; i < j->ctx->need; i++) {
		const struct plan_region *r = &j->ctx->regions[i];

		if (!r->placed && r->object >= d->bank &&
		    r->object - d->bank < d->bank_count)
			j->unplaced_banks.items[r->object - d->bank] = 1;
	}
	return MPUC_OK;
}

/* Straight from the domain, whatever the target's rules say. */
static enum mpuc_status spans_of_guest(struct judge *j)
{
	const struct system *s = j->sys;
	const struct domain *d = &s->domains.items[j->domain];

	TRY(find_unplaced(j, d));
	for (uint32_t i = 0; i < d->bank_count; i++) {
		const struct object *o = &s->objects.items[d->bank + i];
		struct range whole;

		TRY(own(j, d->bank + i));
		/* An unaligned bank may lose the rest of a page. */
		if (o->usable && o->range.last <= j->top &&
		    j->unplaced_banks.items[i] == 0 &&
		    verify_round(ROUND_END, j->page, o->range, &whole))
			TRY(span(j, LAYER_BANK, d->bank + i, whole));
	}
	for (uint32_t i = 0; i < d->shm_count; i++)
		TRY(own(j, s->shms.items[d->shm + i].object));
	for (uint32_t i = 0; i < d->pass_count; i++)
		TRY(own(j, s->passthroughs.items[d->pass + i].object));
	return MPUC_OK;
}

struct order {
	const struct judge *j;
	enum verify_layer layer;
};

static int by_base(const void *pa, const void *pb, const void *arg)
{
	const struct order *o = arg;
	const uint32_t *a = pa, *b = pb;
	uint64_t x = verify_span(o->j, o->layer, *a).base;
	uint64_t y = verify_span(o->j, o->layer, *b).base;

	return (x > y) - (x < y);
}

static int by_last(const void *pa, const void *pb, const void *arg)
{
	const struct order *o = arg;
	const uint32_t *a = pa, *b = pb;
	uint64_t x = verify_span(o->j, o->layer, *a).last;
	uint64_t y = verify_span(o->j, o->layer, *b).last;

	return (x > y) - (x < y);
}

/* Most come in order, and end in the order in which they begin. */
static enum mpuc_status order_layer(struct judge *j, enum verify_layer layer)
{
	struct verify_spans *spans = &j->layers[layer];
	const struct order o = { j, layer };
	size_t count = spans->count;
	uint32_t *ends;

	if (!spans->by_base || !spans->by_last)
		TRY(spell_out(j, spans));
	if (!spans->by_base)
		TRY(sort_stable(&j->scratch, spans->ids.items, count,
				sizeof(*spans->ids.items), by_base, &o));
	spans->ends = spans->ids.items;
	if (spans->by_base && spans->by_last)
		return MPUC_OK;
	ends = arena_array(&j->scratch, count, sizeof(*ends));
	TRY_PTR(ends);
	memcpy(ends, spans->ids.items, count * sizeof(*ends));
	spans->ends = ends;
	return sort_stable(&j->scratch, ends, count, sizeof(*ends), by_last,
			   &o);
}

enum mpuc_status verify_layers(struct judge *j)
{
	for (int i = 0; i < VERIFY_LAYERS; i++) {
		j->layers[i].ids.count = 0;
		j->layers[i].count = 0;
		j->layers[i].newest = (struct range){ 0, 0 };
		j->layers[i].by_base = j->layers[i].by_last = true;
	}
	TRY(spans_of_plan(j));
	TRY(spans_of_model(j));
	if (j->domain != SYS_NONE)
		TRY(spans_of_guest(j));
	for (int i = 0; i < VERIFY_LAYERS; i++)
		TRY(order_layer(j, (enum verify_layer)i));
	return MPUC_OK;
}
