/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One sweep over all boundaries of a context.  Between two neighbouring
 * boundaries nothing changes, so judging each such segment once judges
 * every byte.  Per layer the sweep keeps how many spans are open and the
 * exclusive or of their ids: with one open span, that is its id.
 */
#include <inttypes.h>

#include "base/sort.h"
#include "base/try.h"
#include "verify/judge.h"

/* The top bit of an event's layer tells a span's end from its start. */
#define CLOSES 0x80

#define SEGMENT "0x%" PRIx64 "-0x%" PRIx64

enum verdict {
	FINE,
	HIT_TWICE,
	UNASKED,
	UNMAPPED,
	WRONG_ATTR,
	LEAK,
	BANK_LOST,
};

struct sweep {
	struct judge *j;
	uint32_t open[VERIFY_LAYERS], id[VERIFY_LAYERS];
	uint64_t base, last;	/* the segment */
};

static enum mpuc_status span(struct judge *j, enum verify_layer layer,
			     uint32_t id, struct range r)
{
	struct verify_event *e = VEC_PUSH(&j->scratch, &j->events);

	TRY_PTR(e);
	e->at = r.base;
	e->id = id;
	e->layer = (uint8_t)layer;
	if (r.last == UINT64_MAX)
		return MPUC_OK;
	e = VEC_PUSH(&j->scratch, &j->events);
	TRY_PTR(e);
	e->at = r.last + 1;
	e->id = id;
	e->layer = (uint8_t)(layer | CLOSES);
	return MPUC_OK;
}

static enum mpuc_status spans_of_plan(struct judge *j)
{
	for (uint32_t i = 0; i < j->ctx->need; i++) {
		const struct plan_region *r = &j->ctx->regions[i];
		const struct verify_entry *e = &j->entries.items[i];
		struct range range = { e->base, e->limit };

		if (r->placed && r->slot == SLOT_NONE &&
		    r->range.base <= r->range.last)
			TRY(span(j, LAYER_SLOTLESS, i, r->range));
		if (!e->enabled || e->limit < e->base)
			continue;
		TRY(span(j, LAYER_REGION, i, range));
		if ((e->fields.ap & 1) != 0)
			TRY(span(j, LAYER_EL1, i, range));
	}
	return MPUC_OK;
}

static enum mpuc_status spans_of_model(struct judge *j)
{
	for (uint32_t i = 0; i < j->demands.count; i++) {
		const struct verify_demand *d = &j->demands.items[i];

		if (d->known)
			TRY(span(j, LAYER_DEMAND, i, d->range));
	}
	return MPUC_OK;
}

static enum mpuc_status own(struct judge *j, uint32_t object)
{
	const struct system *s = j->sys;
	struct range pages;

	if (object >= s->objects.count || !s->objects.items[object].usable)
		return MPUC_OK;
	verify_round(ROUND_OUT, j->page, s->objects.items[object].range,
		     &pages);
	return span(j, LAYER_OWN, object, pages);
}

/* Banks whose region the plan could not place owe nothing. */
static enum mpuc_status find_unplaced(struct judge *j, const struct domain *d)
{
	j->unplaced_banks.count = 0;
	for (uint32_t i = 0; i < d->bank_count; i++) {
		uint8_t *flag = VEC_PUSH(&j->scratch, &j->unplaced_banks);

		TRY_PTR(flag);
		*flag = 0;
	}
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

static const char *region_name(const struct sweep *w)
{
	if (w->open[LAYER_REGION] != 1)
		return "several regions";
	return verify_name(&w->j->ctx->regions[w->id[LAYER_REGION]]);
}

static const char *rule_name(const struct sweep *w)
{
	const struct judge *j = w->j;

	return j->target->regions[
		j->demands.items[w->id[LAYER_DEMAND]].rule].name;
}

/* Registers against rules. */
static enum verdict judge_rules(const struct sweep *w, char text[64])
{
	const struct judge *j = w->j;
	uint32_t regions = w->open[LAYER_REGION];
	uint32_t demands = w->open[LAYER_DEMAND];
	const struct verify_demand *d;
	struct verify_fields side[2];

	/* The tree claims these bytes twice and has a finding for it. */
	if (demands > 1)
		return FINE;
	if (regions > 1)
		return HIT_TWICE;
	if (demands == 0)
		return regions == 0 ? FINE : UNASKED;
	d = &j->demands.items[w->id[LAYER_DEMAND]];
	if (regions == 0)
		return d->optional || w->open[LAYER_SLOTLESS] > 0 ?
		       FINE : UNMAPPED;
	side[0] = j->entries.items[w->id[LAYER_REGION]].fields;
	side[1] = j->rules[d->rule].want;
	return verify_difference(j->target, j->plan->arch, side, text) ?
	       WRONG_ATTR : FINE;
}

static bool may_be_absent(const struct sweep *w)
{
	return w->open[LAYER_DEMAND] == 1 && w->open[LAYER_REGION] == 0 &&
	       w->j->demands.items[w->id[LAYER_DEMAND]].optional;
}

/* Registers against the domain. */
static enum verdict judge_guest(const struct sweep *w)
{
	char access[4];

	if (w->j->domain == SYS_NONE)
		return FINE;
	if (w->open[LAYER_EL1] > 0 && w->open[LAYER_OWN] == 0)
		return LEAK;
	if (w->open[LAYER_BANK] == 0 || w->open[LAYER_DEMAND] > 1 ||
	    w->open[LAYER_SLOTLESS] > 0)
		return FINE;
	if (w->open[LAYER_REGION] != 1)
		return may_be_absent(w) ? FINE : BANK_LOST;
	verify_el1(w->j->entries.items[w->id[LAYER_REGION]].fields, access);
	return access[0] == 'r' && access[1] == 'w' ? FINE : BANK_LOST;
}

static void say(const struct sweep *w, enum verdict v, const char *text)
{
	struct judge *j = w->j;
	const char *name = region_name(w);

	switch (v) {
	case FINE:
		return;
	case HIT_TWICE:
		verify_say(j, w->base, SEGMENT " lies in more than one "
			   "enabled region", w->base, w->last);
		return;
	case UNASKED:
		verify_say(j, w->base, SEGMENT " is mapped by %s, but no rule "
			   "in force asks for it", w->base, w->last, name);
		return;
	case UNMAPPED:
		verify_say(j, w->base, SEGMENT " is not mapped, %s asks for "
			   "it", w->base, w->last, rule_name(w));
		return;
	case WRONG_ATTR:
		verify_say(j, w->base, SEGMENT " of %s: %s", w->base, w->last,
			   name, text);
		return;
	case LEAK:
		verify_say(j, w->base, SEGMENT " is open to the guest through "
			   "%s, but is not the guest's", w->base, w->last,
			   name);
		return;
	case BANK_LOST:
		verify_say(j, w->base, SEGMENT " is RAM that the guest can't "
			   "read and write", w->base, w->last);
		return;
	}
}

static void judge_segment(const struct sweep *w)
{
	char text[64] = "";

	say(w, judge_rules(w, text), text);
	say(w, judge_guest(w), text);
}

static int by_address(const void *pa, const void *pb, const void *arg)
{
	const struct verify_event *a = pa, *b = pb;

	(void)arg;
	return (a->at > b->at) - (a->at < b->at);
}

static void step(struct sweep *w, const struct verify_event *e)
{
	uint8_t layer = e->layer & (uint8_t)~CLOSES;

	w->id[layer] ^= e->id;
	if ((e->layer & CLOSES) != 0)
		w->open[layer]--;
	else
		w->open[layer]++;
}

static void run(struct judge *j)
{
	const struct verify_event *events = j->events.items;
	size_t count = j->events.count, i = 0;
	struct sweep w = { .j = j };

	while (i < count) {
		w.base = events[i].at;
		while (i < count && events[i].at == w.base)
			step(&w, &events[i++]);
		w.last = i < count ? events[i].at - 1 : UINT64_MAX;
		j->report.boundaries++;
		judge_segment(&w);
	}
}

enum mpuc_status verify_sweep(struct judge *j)
{
	j->events.count = 0;
	TRY(spans_of_plan(j));
	TRY(spans_of_model(j));
	if (j->domain != SYS_NONE)
		TRY(spans_of_guest(j));
	TRY(sort_stable(&j->scratch, j->events.items, j->events.count,
			sizeof(*j->events.items), by_address, NULL));
	run(j);
	return MPUC_OK;
}
