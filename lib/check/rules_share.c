/* SPDX-License-Identifier: BSD-2-Clause */
/* Two regions that meet in a page, in a device, or in their attributes. */
#include "check/rules.h"

#include "base/num.h"

static const struct object *object_of(const struct reporter *r,
				      const struct plan_region *g)
{
	return g->object == SYS_NONE ? NULL : &r->s->objects.items[g->object];
}

/* Where the reader looks for the cause: the object, else the context. */
static struct doc_ref cause(const struct reporter *r,
			    const struct plan_context *c,
			    const struct plan_region *g)
{
	const struct object *o = object_of(r, g);

	if (o != NULL)
		return o->ref;
	return context_ref(r->s, c);
}

static struct span span_of(struct range range)
{
	return (struct span){ range.base, range_size(range) };
}

/*
 * What maps the same bytes twice has a finding of its own, as overlap of
 * two objects; here only the page is shared.
 */
static bool page_only(const struct plan_region *a, const struct plan_region *b)
{
	return a->placed && b->placed && range_overlaps(a->range, b->range) &&
	       !range_overlaps(a->demand, b->demand);
}

static void page_shared(struct reporter *r, const struct plan_context *c,
			const struct plan_region *moment,
			const struct plan_region *live)
{
	struct range both = range_intersection(moment->range, live->range);
	bool same = moment->range.base == live->range.base &&
		    moment->range.last == live->range.last;
	struct finding *f = found(r, CODE_PAGE_SHARED, cause(r, c, moment),
		"in %s, %s is mapped in whole pages and shares the page at "
		"0x%llx with %s", c->name, moment->name,
		(unsigned long long)both.base, live->name);

	found_span(f, span_of(moment->demand));
	found_span(f, span_of(live->demand));
	found_related(r, f, cause(r, c, live),
		      &(struct span){ live->demand.base,
				      range_size(live->demand) },
		      "%s is here", live->name);
	if (same)
		found_effect(r, f, "data abort without a message: both are "
			     "that page alone, so that Xen changes the "
			     "region of %s and unmaps it after the copy",
			     live->name);
}

/* Once for each module: the first region that it meets. */
static void moment_meets(struct reporter *r, const struct plan_context *c,
			 const struct plan_region *moment)
{
	for (uint32_t i = 0; i < c->need; i++) {
		if (!page_only(moment, &c->regions[i]))
			continue;
		page_shared(r, c, moment, &c->regions[i]);
		return;
	}
}

static uint32_t module_of(const struct reporter *r,
			  const struct plan_region *g)
{
	const struct object *o = object_of(r, g);

	return o == NULL || o->kind != OBJ_MODULE ? SYS_NONE : o->detail;
}

void rule_page_shared(struct reporter *r)
{
	const struct plan *p = r->facts->plan;
	bool *seen = arena_array(r->a, r->s->modules.count + 1,
				 sizeof(*seen));

	if (seen == NULL) {
		r->sink->status = MPUC_E_NOMEM;
		return;
	}
	for (uint32_t i = 0; i < p->context_count; i++) {
		const struct plan_context *c = &p->contexts[i];

		for (uint32_t j = c->need; j < c->region_count; j++) {
			uint32_t m = module_of(r, &c->regions[j]);

			/* One module may be mapped for several reasons. */
			if (m == SYS_NONE || seen[m])
				continue;
			seen[m] = true;
			moment_meets(r, c, &c->regions[j]);
		}
	}
}

/* Does the target map the console by itself, beside the early UART? */
static bool maps_console(const struct target *t)
{
	for (size_t i = 0; i < t->region_count; i++) {
		if (t->regions[i].source == SRC_CONSOLE &&
		    t->regions[i].when == COND_NO_EARLY_UART)
			return true;
	}
	return false;
}

static void other_uart(struct reporter *r, const struct object *console)
{
	struct finding *f = found(r, CODE_EARLY_UART_MISMATCH, console->ref,
		"early printk writes to 0x%llx, which is not the console's "
		"UART at 0x%llx", (unsigned long long)r->s->early_uart.base,
		(unsigned long long)console->span.base);

	f->severity = SEV_WARNING;
	found_span(f, console->span);
	found_span(f, r->s->early_uart);
	found_effect(r, f, "it boots; its first messages go to another "
		     "device than the later ones");
}

static void uart_too_large(struct reporter *r, const struct object *console,
			   uint64_t more)
{
	struct finding *f = found(r, CODE_EARLY_UART_MISMATCH, console->ref,
		"the early UART's region is 0x%llx bytes larger than the "
		"console's UART", (unsigned long long)more);

	f->severity = SEV_WARNING;
	found_span(f, console->span);
	found_span(f, r->s->early_uart);
	found_effect(r, f, "it boots, and may touch what lies beside its "
		     "UART");
}

static void uart_too_small(struct reporter *r, const struct object *console,
			   struct range pages)
{
	struct finding *f = found(r, CODE_EARLY_UART_MISMATCH, console->ref,
		"the early UART's region and the console's, 0x%llx..0x%llx "
		"in whole pages, overlap in part",
		(unsigned long long)pages.base,
		(unsigned long long)pages.last);

	found_span(f, console->span);
	found_span(f, r->s->early_uart);
	found_help(r, f, "build Xen with CONFIG_EARLY_UART_BASE_ADDRESS=0x%llx "
		   "and CONFIG_EARLY_UART_SIZE=0x%llx",
		   (unsigned long long)pages.base,
		   (unsigned long long)range_size(pages));
}

void rule_early_uart(struct reporter *r)
{
	const struct system *s = r->s;
	const struct object *console;
	struct range early, pages;

	if (!s->has_early_uart || s->console_object == SYS_NONE ||
	    !range_make(s->early_uart.base, s->early_uart.size, &early))
		return;
	console = &s->objects.items[s->console_object];
	if (!console->usable) {
		skipped(r);
		return;
	}
	pages = range_grow(console->range, s->target->limits.page);
	if (!range_overlaps(early, pages))
		other_uart(r, console);
	else if (maps_console(s->target) && !range_contains(early, pages))
		uart_too_small(r, console, pages);
	else if (early.base < pages.base || early.last > pages.last)
		uart_too_large(r, console, range_size(early) -
			       range_size(range_intersection(early, pages)));
}

/* Regions that are at one address with two memory types. */
#define DIFFERENCES_SAID 16

struct attributes {
	struct rset set[MAIR_COUNT];	/* what is mapped by each type */
	size_t taken[MAIR_COUNT];	/* bytes of it */
	const struct plan_region *said[DIFFERENCES_SAID];
	size_t count;
};

static uint8_t mair_of(const struct reporter *r, const struct plan_region *g)
{
	return r->s->target->mair[g->attr.index % MAIR_COUNT];
}

static bool is_image(const struct plan_region *g)
{
	return g->rule->source == SRC_SYMBOLS ||
	       g->rule->source == SRC_LOAD_BLOCK;
}

/* How many regions have each index, and, if wanted, which those are. */
static void sort_out(const struct plan *p, size_t count[MAIR_COUNT],
		     struct range *const *ret_ranges)
{
	for (uint32_t i = 0; i < p->context_count; i++) {
		const struct plan_context *c = &p->contexts[i];

		for (uint32_t j = 0; j < c->region_count; j++) {
			const struct plan_region *g = &c->regions[j];
			size_t *n = &count[g->attr.index % MAIR_COUNT];

			if (!g->placed)
				continue;
			if (ret_ranges != NULL)
				ret_ranges[n - count][*n] = g->range;
			++*n;
		}
	}
}

/* False when there is no memory. */
static bool collect(struct reporter *r, struct attributes *a)
{
	size_t count[MAIR_COUNT] = { 0 }, again[MAIR_COUNT] = { 0 };
	struct range *ranges[MAIR_COUNT];

	sort_out(r->facts->plan, count, NULL);
	for (uint8_t i = 0; i < MAIR_COUNT; i++) {
		a->taken[i] = count[i] * sizeof(*ranges[i]);
		ranges[i] = arena_array(r->a, count[i], sizeof(*ranges[i]));
		if (ranges[i] == NULL)
			return false;
	}
	sort_out(r->facts->plan, again, ranges);
	for (uint8_t i = 0; i < MAIR_COUNT; i++) {
		if (rset_take(r->a, ranges[i], count[i], &a->set[i]) !=
		    MPUC_OK)
			return false;
	}
	return true;
}

/* The first region of another type that meets g, and its context. */
static const struct plan_region *other_type(const struct reporter *r,
					    const struct plan_region *g,
					    const struct plan_context **ret_c)
{
	const struct plan *p = r->facts->plan;

	for (uint32_t i = 0; i < p->context_count; i++) {
		const struct plan_context *c = &p->contexts[i];

		for (uint32_t j = 0; j < c->region_count; j++) {
			const struct plan_region *o = &c->regions[j];

			if (!o->placed || mair_of(r, o) == mair_of(r, g) ||
			    (is_image(o) && is_image(g)) ||
			    !range_overlaps(o->range, g->range))
				continue;
			*ret_c = c;
			return o;
		}
	}
	return NULL;
}

static bool is_section(const struct plan_region *g)
{
	return g->rule->source == SRC_SECTION;
}

/* Two objects that overlap, or one that is foreign to a section, are said. */
static bool is_told(const struct reporter *r, const struct plan_region *a,
		    const struct plan_region *b)
{
	const struct object *p = object_of(r, a), *q = object_of(r, b);

	if (page_only(a, b))
		return true;
	if (p == NULL || q == NULL)
		return false;
	return is_section(a) != is_section(b) ||
	       (early_object(p) && early_object(q) &&
		range_overlaps(a->demand, b->demand));
}

static void differ(struct reporter *r, const struct plan_context *c,
		   const struct plan_region *g)
{
	const struct plan_context *where = NULL;
	const struct plan_region *o = other_type(r, g, &where);
	struct finding *f;

	/* Within one context the two regions hit one address: said there. */
	if (o == NULL || where == c || is_told(r, g, o))
		return;
	f = found(r, CODE_ATTRIBUTES_DIFFER, cause(r, c, g),
		  "0x%llx has memory type 0x%02x in %s (region %s) and 0x%02x "
		  "in %s (region %s)",
		  (unsigned long long)range_intersection(g->range,
							 o->range).base,
		  mair_of(r, g), c->name, g->name, mair_of(r, o),
		  where->name, o->name);
	found_span(f, span_of(g->range));
	found_span(f, span_of(o->range));
	found_related(r, f, cause(r, where, o),
		      &(struct span){ o->range.base, range_size(o->range) },
		      "region %s comes from here", o->name);
}

static bool was_said(struct attributes *a, const struct plan_region *g)
{
	for (size_t i = 0; i < a->count; i++) {
		if (a->said[i]->rule == g->rule &&
		    a->said[i]->object == g->object)
			return true;
	}
	if (a->count < DIFFERENCES_SAID)
		a->said[a->count++] = g;
	return false;
}

static bool has_other_type(const struct reporter *r,
			   const struct attributes *a,
			   const struct plan_region *g)
{
	for (uint8_t i = 0; i < MAIR_COUNT; i++) {
		/* One of each pair is enough: the one of the lower index. */
		if (i > g->attr.index &&
		    r->s->target->mair[i] != mair_of(r, g) &&
		    rset_overlaps(&a->set[i], g->range))
			return true;
	}
	return false;
}

void rule_attributes(struct reporter *r)
{
	const struct plan *p = r->facts->plan;
	struct attributes a = { .count = 0 };

	if (!collect(r, &a)) {
		r->sink->status = MPUC_E_NOMEM;
		return;
	}
	for (uint32_t i = 0; i < p->context_count; i++) {
		const struct plan_context *c = &p->contexts[i];

		for (uint32_t j = 0; j < c->region_count &&
		     a.count < DIFFERENCES_SAID; j++) {
			const struct plan_region *g = &c->regions[j];

			if (g->placed && has_other_type(r, &a, g) &&
			    !was_said(&a, g))
				differ(r, c, g);
		}
	}
	for (uint8_t i = 0; i < MAIR_COUNT; i++)
		arena_drop(r->a, a.set[i].items, a.taken[i]);
}
