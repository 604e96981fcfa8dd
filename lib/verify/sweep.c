/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One sweep over all boundaries of a context.  Between two neighbouring
 * boundaries nothing changes, so judging each such segment once judges
 * every byte.  Per layer the sweep keeps how many spans are open and the
 * exclusive or of their ids: with one open span, that is its id.
 */
#include <inttypes.h>

#include "base/try.h"
#include "verify/judge.h"

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

/*
 * Where the next span of a layer opens and where the next closes.  NEVER is
 * no boundary: spans are whole granules, so that none begins there, and what
 * reaches the top of the address space never closes.
 */
#define NEVER UINT64_MAX
struct cursor {
	size_t opened, closed;	/* spans so far */
	uint64_t open_at, close_at, at;	/* at: the lower one */
	struct range next;	/* the span that opens there */
};

struct sweep {
	struct judge *j;
	struct cursor cursors[VERIFY_LAYERS];
	uint32_t open[VERIFY_LAYERS], id[VERIFY_LAYERS];
	uint64_t base, last;	/* the segment */
};

static const char *region_name(const struct sweep *w)
{
	if (w->open[LAYER_REGION] != 1)
		return "several regions";
	return verify_name(&w->j->ctx->regions[
		w->j->entry_of.items[w->id[LAYER_REGION]]]);
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
	enum verdict rules = judge_rules(w, text), guest = judge_guest(w);

	if (rules != FINE)
		say(w, rules, text);
	if (guest != FINE)
		say(w, guest, text);
}

static void seek_open(struct sweep *w, enum verify_layer layer)
{
	const struct verify_spans *spans = &w->j->layers[layer];
	struct cursor *c = &w->cursors[layer];

	c->open_at = NEVER;
	if (c->opened == spans->count)
		return;
	c->next = verify_span(w->j, layer, verify_opening(spans, c->opened));
	c->open_at = c->next.base;
}

/* With none open, the next to open is mostly the next to close as well. */
static void seek_close(struct sweep *w, enum verify_layer layer)
{
	const struct verify_spans *spans = &w->j->layers[layer];
	struct cursor *c = &w->cursors[layer];
	uint64_t last = NEVER;

	if (c->closed == c->opened && spans->by_base && spans->by_last)
		last = c->open_at == NEVER ? NEVER : c->next.last;
	else if (c->closed < spans->count)
		last = verify_span(w->j, layer, verify_closing(spans,
				   c->closed)).last;
	c->close_at = last == NEVER ? NEVER : last + 1;
}

static void settle(struct cursor *c)
{
	c->at = c->open_at < c->close_at ? c->open_at : c->close_at;
}

/* Carry a layer over the boundary at. */
static void step(struct sweep *w, enum verify_layer layer, uint64_t at)
{
	const struct verify_spans *spans = &w->j->layers[layer];
	struct cursor *c = &w->cursors[layer];

	while (c->close_at == at) {
		w->id[layer] ^= verify_closing(spans, c->closed++);
		w->open[layer]--;
		seek_close(w, layer);
	}
	while (c->open_at == at) {
		w->id[layer] ^= verify_opening(spans, c->opened++);
		w->open[layer]++;
		seek_open(w, layer);
	}
	settle(c);
}

/* Carry all of them; the next boundary, or NEVER. */
static uint64_t step_all(struct sweep *w, uint64_t at)
{
	uint64_t next = NEVER;

	for (int i = 0; i < VERIFY_LAYERS; i++) {
		if (w->cursors[i].at == at)
			step(w, (enum verify_layer)i, at);
		next = w->cursors[i].at < next ? w->cursors[i].at : next;
	}
	return next;
}

enum mpuc_status verify_sweep(struct judge *j)
{
	struct sweep w = { .j = j };
	uint64_t next = NEVER;

	TRY(verify_layers(j));
	for (int i = 0; i < VERIFY_LAYERS; i++) {
		seek_open(&w, (enum verify_layer)i);
		seek_close(&w, (enum verify_layer)i);
		settle(&w.cursors[i]);
		next = w.cursors[i].at < next ? w.cursors[i].at : next;
	}
	while (next != NEVER) {
		w.base = next;
		next = step_all(&w, w.base);
		w.last = next == NEVER ? UINT64_MAX : next - 1;
		j->report.boundaries++;
		judge_segment(&w);
	}
	return MPUC_OK;
}
