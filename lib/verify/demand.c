/* SPDX-License-Identifier: BSD-2-Clause */
/* Which rules are in force in a context, and what they ask for. */
#include <string.h>

#include "base/sort.h"
#include "base/try.h"
#include "verify/judge.h"

enum answer { NO, MAYBE, YES };

static bool page_up(uint64_t value, uint64_t page, uint64_t *ret)
{
	if (value > UINT64_MAX - (page - 1))
		return false;
	*ret = (value + (page - 1)) & ~(page - 1);
	return true;
}

/* Base up, size down. */
static bool round_size(uint64_t page, struct range in, struct range *ret)
{
	uint64_t size = in.last - in.base, base;

	if (!page_up(in.base, page, &base))
		return false;
	/* size is one short, so that 2^64 fits; whole pages stay whole. */
	if ((size & (page - 1)) != page - 1) {
		size &= ~(page - 1);
		if (size == 0)
			return false;
		size--;
	}
	if (size > UINT64_MAX - base)
		return false;
	ret->base = base;
	ret->last = base + size;
	return true;
}

/* Base up, end down. */
static bool round_end(uint64_t page, struct range in, struct range *ret)
{
	uint64_t base, last = in.last;

	if (!page_up(in.base, page, &base))
		return false;
	if ((last & (page - 1)) != page - 1) {
		last &= ~(page - 1);
		if (last == 0)
			return false;
		last--;
	}
	if (last < base)
		return false;
	ret->base = base;
	ret->last = last;
	return true;
}

bool verify_round(enum rounding how, uint64_t page, struct range in,
		  struct range *ret_range)
{
	uint64_t unit = how == ROUND_GRANULE ? 64 : page;

	if (how == ROUND_SIZE)
		return round_size(page, in, ret_range);
	if (how == ROUND_END)
		return round_end(page, in, ret_range);
	ret_range->base = in.base & ~(unit - 1);
	ret_range->last = in.last | (unit - 1);
	return true;
}

static bool inside(struct range in, struct range out)
{
	return out.base <= in.base && in.last <= out.last;
}

/* Is the console in pages that early printk's region does not cover? */
static enum answer console_apart(const struct judge *j)
{
	const struct system *s = j->sys;
	struct range early, pages, console;

	if (!s->has_early_uart)
		return YES;
	if (s->console_object >= s->objects.count ||
	    !s->objects.items[s->console_object].usable ||
	    s->early_uart.size == 0 ||
	    s->early_uart.size - 1 > UINT64_MAX - s->early_uart.base)
		return MAYBE;
	early.base = s->early_uart.base;
	early.last = early.base + (s->early_uart.size - 1);
	verify_round(ROUND_OUT, j->page, early, &pages);
	verify_round(ROUND_OUT, j->page,
		     s->objects.items[s->console_object].range, &console);
	if (console.last < pages.base || console.base > pages.last)
		return YES;
	return inside(console, early) ? NO : MAYBE;
}

static enum answer holds(const struct judge *j, enum condition when,
			 uint32_t domain)
{
	switch (when) {
	case COND_ALWAYS:
		return YES;
	case COND_EARLY_UART:
		return j->sys->has_early_uart ? YES : NO;
	case COND_NO_EARLY_UART:
		return console_apart(j);
	case COND_VPL011:
		if (domain == SYS_NONE)
			return MAYBE;
		return j->sys->domains.items[domain].vpl011 ? YES : NO;
	}
	return YES;
}

static bool earlier(const struct judge *j, const struct verify_demand *a,
		    const struct verify_demand *b)
{
	const struct object *objects = j->sys->objects.items;

	return a->object != SYS_NONE && b->object != SYS_NONE &&
	       objects[a->object].order < objects[b->object].order;
}

/*
 * Keep the bank that is met first.  When that one is unusable it is open
 * whether the target stops at it, so the next usable one may stay.
 */
static void keep_first(const struct judge *j, struct verify_demands *d,
		       size_t start)
{
	struct verify_demand first, next;
	bool has_next = false;

	if (d->count == start)
		return;
	first = d->items[start];
	for (size_t i = start + 1; i < d->count; i++) {
		if (earlier(j, &d->items[i], &first))
			first = d->items[i];
	}
	for (size_t i = start; i < d->count; i++) {
		const struct verify_demand *at = &d->items[i];

		if (at->known && (!has_next || earlier(j, at, &next))) {
			next = *at;
			has_next = true;
		}
	}
	d->items[start] = first;
	d->count = start + 1;
	if (!first.known && has_next) {
		next.optional = true;
		d->items[d->count++] = next;
	}
}

static bool rule_per_domain(enum source source)
{
	return source == SRC_STATIC_MEM || source == SRC_SHM ||
	       source == SRC_PASSTHROUGH || source == SRC_KERNEL ||
	       source == SRC_RAMDISK || source == SRC_PARTIAL_DTB;
}

static void rule_attr(struct judge *j, const struct region_rule *rule,
		      struct verify_rule *r)
{
	const struct target *t = j->target;

	for (size_t i = 0; rule->attr != NULL && i < t->attr_count; i++) {
		const struct attr_rule *a = &t->attrs[i];

		if (strcmp(a->name, rule->attr) != 0)
			continue;
		r->has_attr = a->has[j->plan->arch];
		r->want = verify_wanted(j->plan->arch,
					&a->arch[j->plan->arch]);
		return;
	}
}

enum mpuc_status verify_rules_init(struct judge *j)
{
	const struct target *t = j->target;

	j->pool = j->arena;
	j->rules = arena_array(j->arena, t->region_count, sizeof(*j->rules));
	TRY_PTR(j->rules);
	for (uint32_t i = 0; i < t->region_count; i++) {
		const struct region_rule *rule = &t->regions[i];
		struct verify_rule *r = &j->rules[i];

		rule_attr(j, rule, r);
		r->per_domain = rule_per_domain(rule->source);
		if (r->per_domain)
			continue;
		TRY(verify_source(j, i, SYS_NONE, &r->shared));
		if (rule->first_only)
			keep_first(j, &r->shared, 0);
	}
	return MPUC_OK;
}

enum mpuc_status verify_expand(struct judge *j, uint32_t rule,
			       uint32_t domain, struct verify_demands *out)
{
	const struct region_rule *r = &j->target->regions[rule];
	const struct verify_demands *shared = &j->rules[rule].shared;
	enum answer answer = holds(j, r->when, domain);
	size_t start = out->count;

	if (answer == NO)
		return MPUC_OK;
	if (j->rules[rule].per_domain) {
		TRY(verify_source(j, rule, domain, out));
		if (r->first_only && domain != SYS_NONE)
			keep_first(j, out, start);
	}
	for (size_t i = 0; i < shared->count; i++) {
		struct verify_demand *d = VEC_PUSH(j->pool, out);

		TRY_PTR(d);
		*d = shared->items[i];
	}
	for (size_t i = start; i < out->count; i++) {
		out->items[i].optional |= answer == MAYBE;
		out->items[i].single = out->count - start == 1;
	}
	return MPUC_OK;
}

static int by_range(const void *pa, const void *pb, const void *arg)
{
	const struct verify_demand *a = pa, *b = pb;

	(void)arg;
	if (a->known != b->known)
		return a->known ? -1 : 1;
	if (!a->known)
		return 0;
	if (a->range.base != b->range.base)
		return a->range.base < b->range.base ? -1 : 1;
	return (a->range.last > b->range.last) -
	       (a->range.last < b->range.last);
}

/* Did the rule whose slot is taken over have one region to give? */
static enum mpuc_status origin_solid(struct judge *j, uint32_t origin,
				     bool *ret_solid)
{
	struct verify_demands *d = &j->demands;
	size_t start = d->count;

	TRY(verify_expand(j, origin, j->domain, d));
	*ret_solid = d->count - start == 1 && !d->items[start].optional;
	d->count = start;
	return MPUC_OK;
}

enum mpuc_status verify_collect(struct judge *j,
				const struct verify_state *state)
{
	struct verify_demands *d = &j->demands;

	j->pool = &j->scratch;
	d->count = 0;
	for (size_t i = 0; i < state->count; i++) {
		const struct verify_live *live = &state->items[i];
		bool solid = true;
		size_t start;

		if (live->origin != live->rule)
			TRY(origin_solid(j, live->origin, &solid));
		start = d->count;
		TRY(verify_expand(j, live->rule, j->domain, d));
		for (size_t k = start; k < d->count; k++) {
			d->items[k].origin = live->origin;
			d->items[k].packed = live->packed;
			d->items[k].optional |= live->unsure || !solid;
		}
	}
	return sort_stable(&j->scratch, d->items, d->count,
			   sizeof(*d->items), by_range, NULL);
}

/*
 * Regions are asked for in the order of their ranges, nearly always: the next
 * one is sought from the last one on, in steps that double.
 */
const struct verify_demand *verify_find(struct judge *j, struct range range,
					bool *ret_unique)
{
	const struct verify_demand key = { .range = range, .known = true };
	const struct verify_demand *items = j->demands.items;
	size_t lo = 0, hi = j->demands.count, step = 1;

	if (j->found < hi && by_range(&items[j->found], &key, NULL) < 0) {
		lo = j->found;
		while (step < hi - lo &&
		       by_range(&items[lo + step], &key, NULL) < 0) {
			lo += step;
			step *= 2;
		}
		hi = step < hi - lo ? lo + step : hi;
	}
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (by_range(&items[mid], &key, NULL) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == j->demands.count || by_range(&items[lo], &key, NULL) != 0)
		return NULL;
	j->found = lo;
	*ret_unique = lo + 1 == j->demands.count ||
		      by_range(&items[lo + 1], &key, NULL) != 0;
	return &items[lo];
}
