/* SPDX-License-Identifier: BSD-2-Clause */
/* Budgets, and regions that would hit one address. */
#include "check/rules.h"

#include "base/sort.h"
#include "base/try.h"

/* "xen.text, gicr x 3, domU1.ram[0]": who takes the regions, in slots. */
static const char *owners(struct reporter *r, const struct plan_context *c,
			  uint32_t count)
{
	const char *text = "";
	uint32_t run;

	for (uint32_t i = 0; i < count && text != NULL; i += run) {
		const struct plan_region *g = &c->regions[i];

		for (run = 1; i + run < count &&
		     c->regions[i + run].rule == g->rule; run++)
			;
		text = run == 1 ?
			arena_printf(r->a, "%s%s%s", text,
				     i == 0 ? "" : ", ", g->name) :
			arena_printf(r->a, "%s%s%s and %u more", text,
				     i == 0 ? "" : ", ", g->name, run - 1);
	}
	return text == NULL ? "" : text;
}

/* What would free the most: the rule with the most regions beyond one. */
static void advise(struct reporter *r, struct finding *f,
		   const struct plan_context *c, uint32_t over)
{
	const struct region_rule *best = NULL;
	uint32_t most = 1, run = 0;

	for (uint32_t i = 0; i < c->need; i++) {
		run = i > 0 && c->regions[i].rule == c->regions[i - 1].rule ?
		      run + 1 : 1;
		if (run > most) {
			most = run;
			best = c->regions[i].rule;
		}
	}
	if (best != NULL)
		found_help(r, f, "%u too many; joining the %u regions of '%s' "
			   "into one would free %u", over, most, best->name,
			   most - 1);
	else if (c->minimum < c->need)
		found_help(r, f, "%u too many; every kind of region stands "
			   "once, but %u would do for the same memory if "
			   "equal neighbours were joined", over, c->minimum);
	else
		found_help(r, f, "%u too many; no two of these regions can "
			   "be joined: give the context less to map, or a "
			   "part with more regions", over);
}

/*
 * Few enough regions are not enough: where the target's slots are fixed, or
 * only grow, one can be left without a slot while others are free.
 */
static bool without_slot(struct reporter *r, const struct plan_context *c)
{
	for (uint32_t i = 0; i < c->region_count; i++) {
		const struct plan_region *g = &c->regions[i];
		struct finding *f;

		if (g->slot != SLOT_NONE)
			continue;
		f = found(r, i < c->need ? CODE_BUDGET_EXCEEDED :
			  CODE_BOOT_PEAK_EXCEEDED, context_ref(r->s, c),
			  "in %s no slot is left for %s, though %u regions "
			  "are fewer than the machine's %u or as many",
			  c->name, g->name, c->peak, r->s->regions);
		found_help(r, f, "the slot that the target gives %s is taken: "
			   "give the context less to map, or take a part with "
			   "more regions", g->rule->name);
		return true;
	}
	return false;
}

static bool over_budget(struct reporter *r, const struct plan_context *c)
{
	uint32_t have = r->s->regions;
	struct finding *f;

	if (c->need > have) {
		f = found(r, CODE_BUDGET_EXCEEDED, context_ref(r->s, c),
			  "%s needs %u regions, the machine has %u: %s",
			  c->name, c->need, have, owners(r, c, c->need));
		advise(r, f, c, c->need - have);
	} else if (c->peak > have) {
		f = found(r, CODE_BOOT_PEAK_EXCEEDED, context_ref(r->s, c),
			  "%s needs %u regions for a moment (%u when it "
			  "stands), the machine has %u", c->name, c->peak,
			  c->need, have);
		found_help(r, f, "%u too many for that moment",
			   c->peak - have);
	}
	return c->peak > have || c->need > have;
}

void rule_budget(struct reporter *r)
{
	const struct plan *plan = r->facts->plan;
	bool over = false;

	for (uint32_t i = 0; i < plan->context_count; i++)
		over |= over_budget(r, &plan->contexts[i]);
	/* Too many regions is reason enough for one without a slot. */
	for (uint32_t i = 0; !over && i < plan->context_count; i++)
		over = without_slot(r, &plan->contexts[i]);
}

static int by_base(const void *pa, const void *pb, const void *arg)
{
	const struct plan_region *a = *(const struct plan_region *const *)pa;
	const struct plan_region *b = *(const struct plan_region *const *)pb;

	(void)arg;
	return (a->range.base > b->range.base) -
	       (a->range.base < b->range.base);
}

static struct doc_ref region_ref(const struct reporter *r,
				 const struct plan_context *c,
				 const struct plan_region *g)
{
	if (g->object != SYS_NONE)
		return r->s->objects.items[g->object].ref;
	return context_ref(r->s, c);
}

static struct span span_of(struct range range)
{
	return (struct span){ range.base, range_size(range) };
}

/*
 * Two objects that overlap have a finding of their own; here only what
 * becomes an overlap through rounding, or through a cover.
 */
static bool objects_overlap(const struct reporter *r,
			    const struct plan_region *a,
			    const struct plan_region *b)
{
	const struct object *p, *q;

	/* The console and its own early UART: rule_early_uart's subject. */
	if ((a->rule->source == SRC_EARLY_UART &&
	     b->rule->source == SRC_CONSOLE) ||
	    (a->rule->source == SRC_CONSOLE &&
	     b->rule->source == SRC_EARLY_UART))
		return true;
	if (a->object == SYS_NONE || b->object == SYS_NONE)
		return false;
	p = &r->s->objects.items[a->object];
	q = &r->s->objects.items[b->object];
	return early_object(p) && early_object(q) &&
	       range_overlaps(a->demand, b->demand);
}

static void report_pair(struct reporter *r, const struct plan_context *c,
			const struct plan_region *a,
			const struct plan_region *b)
{
	struct finding *f = found(r, CODE_REGIONS_OVERLAP,
		region_ref(r, c, b), "in %s, regions %s and %s cover the "
		"same addresses from 0x%llx", c->name, a->name, b->name,
		(unsigned long long)b->range.base);

	found_span(f, span_of(b->range));
	found_span(f, span_of(a->range));
	found_related(r, f, region_ref(r, c, a),
		      &(struct span){ a->range.base, range_size(a->range) },
		      "region %s comes from here", a->name);
}

/* The same two rules clash in later phases, too: say it once. */
#define PAIRS_SAID 64

struct overlaps {
	const struct plan_region *pairs[PAIRS_SAID][2];
	size_t count;
};

static bool said(const struct overlaps *done, const struct plan_region *a,
		 const struct plan_region *b)
{
	for (size_t i = 0; i < done->count; i++) {
		const struct plan_region *const *pair = done->pairs[i];

		if (pair[0]->rule == a->rule && pair[1]->rule == b->rule &&
		    pair[0]->object == a->object &&
		    pair[1]->object == b->object)
			return true;
	}
	return false;
}

static void sweep(struct reporter *r, const struct plan_context *c,
		  const struct plan_region **sorted, struct overlaps *done)
{
	const struct plan_region *reach = NULL;
	uint32_t count = 0;

	for (uint32_t i = 0; i < c->need; i++) {
		if (c->regions[i].placed)
			sorted[count++] = &c->regions[i];
	}
	if (sort_stable(r->a, sorted, count,
			sizeof(const struct plan_region *), by_base,
			NULL) != MPUC_OK)
		r->sink->status = MPUC_E_NOMEM;
	for (uint32_t i = 0; i < count; i++) {
		const struct plan_region *g = sorted[i];

		if (reach != NULL && reach->range.last >= g->range.base &&
		    !objects_overlap(r, reach, g) &&
		    done->count < PAIRS_SAID &&
		    !said(done, reach, g)) {
			report_pair(r, c, reach, g);
			done->pairs[done->count][0] = reach;
			done->pairs[done->count++][1] = g;
		}
		if (reach == NULL || g->range.last > reach->range.last)
			reach = g;
	}
}

void rule_region_overlap(struct reporter *r)
{
	const struct plan *p = r->facts->plan;
	struct overlaps done = { .count = 0 };
	const struct plan_region **sorted;
	uint32_t most = 0;

	for (uint32_t i = 0; i < p->context_count; i++) {
		if (p->contexts[i].need > most)
			most = p->contexts[i].need;
	}
	sorted = arena_array(r->a, most, sizeof(const struct plan_region *));
	if (sorted == NULL) {
		r->sink->status = MPUC_E_NOMEM;
		return;
	}
	for (uint32_t i = 0; i < p->context_count; i++)
		sweep(r, &p->contexts[i], sorted, &done);
	arena_drop(r->a, sorted, most * sizeof(*sorted));
}

/*
 * Without an image nothing of Xen is placed, which is said elsewhere; with
 * one, a missing symbol is worth a note of its own.
 */
void rule_unplaced(struct reporter *r)
{
	const struct plan *p = r->facts->plan;
	const struct region_rule *seen[16];
	size_t count = 0;

	if (r->s->image == NULL)
		return;
	for (uint32_t i = 0; i < p->context_count; i++) {
		const struct plan_context *c = &p->contexts[i];

		for (uint32_t j = 0; j < c->need; j++) {
			const struct plan_region *g = &c->regions[j];
			bool known = count == ARRAY_SIZE(seen) || g->placed ||
				     g->rule->source != SRC_SYMBOLS;

			for (size_t k = 0; k < count && !known; k++)
				known = seen[k] == g->rule;
			if (known)
				continue;
			seen[count++] = g->rule;
			found(r, CODE_REGION_UNPLACED, context_ref(r->s, c),
			      "region %s: the image lacks %s or %s, or their "
			      "order", g->name, g->rule->start, g->rule->end);
		}
	}
}

#define PRENR_SLOTS 32	/* PRENR has one enable bit for each of these */

/* One finding for each rule: the first region that lands too high. */
void rule_high_slots(struct reporter *r)
{
	const struct plan *p = r->facts->plan;

	if (!r->s->target->traits.toggles_below_32)
		return;
	for (uint32_t i = 0; i < p->context_count; i++) {
		const struct plan_context *c = &p->contexts[i];

		/* Transients, too: they are unmapped at once. */
		for (uint32_t j = 0; j < c->region_count; j++) {
			const struct plan_region *g = &c->regions[j];

			if (g->slot == SLOT_NONE || g->slot < PRENR_SLOTS ||
			    g->lifetime == LIFE_FIXED)
				continue;
			found(r, CODE_SLOT_ABOVE_31, region_ref(r, c, g),
			      "in %s, region %s is in slot %u and is unmapped "
			      "later", c->name, g->name, g->slot);
			return;
		}
	}
}

static bool reaches(const struct plan_context *c, struct range range)
{
	for (uint32_t i = 0; i < c->need; i++) {
		if (c->regions[i].placed &&
		    range_contains(c->regions[i].range, range))
			return true;
	}
	return false;
}

/* Xen prints at any time, also while a guest's regions are in force. */
void rule_console_reach(struct reporter *r)
{
	const struct plan *p = r->facts->plan;
	const struct object *console;

	if (r->s->console_object == SYS_NONE)
		return;
	console = &r->s->objects.items[r->s->console_object];
	for (uint32_t i = 0; console->usable && i < p->context_count; i++) {
		const struct plan_context *c = &p->contexts[i];

		if (c->kind != CTX_GUEST || reaches(c, console->range))
			continue;
		found_related(r, found(r, CODE_CONSOLE_UNREACHABLE,
				       context_ref(r->s, c),
				       "in %s no region maps Xen's console",
				       c->name),
			      console->ref, &console->span,
			      "the console is here");
	}
}
