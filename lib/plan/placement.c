/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan/placement.h"

#include "base/num.h"
#include "base/try.h"

struct placing {
	struct arena *a;
	const struct placement_ask *ask;
	const struct system *s;
	struct placement *out;
	bool *moves;		/* for each domain: its banks are given up */
	uint32_t guest;		/* section for guests' memory, SYS_NONE */
	bool guest_fixed;	/* ... stays as the tree has it */
	struct rset clusters;
	VEC(struct place_gap) gaps;
	bool *used;
};

static uint32_t guest_section(const struct system *s)
{
	for (uint32_t i = 0; i < s->target->section_count; i++) {
		if ((s->target->sections[i].holds >> OBJ_STATIC_MEM & 1) != 0)
			return i;
	}
	return SYS_NONE;
}

static const struct tuples *section_banks(const struct system *s, uint32_t i)
{
	for (size_t t = 0; t < s->tuples.count; t++) {
		if (s->tuples.items[t].kind == OBJ_SECTION &&
		    s->tuples.items[t].detail == i)
			return &s->tuples.items[t];
	}
	return NULL;
}

/* ------------------------------------------------------------ requests */

static enum mpuc_status refuse(struct placing *p, const char *text)
{
	p->out->why = text;
	return text == NULL ? MPUC_E_NOMEM : MPUC_E_INFEASIBLE;
}

static uint64_t asked_size(const struct placing *p, uint32_t domain)
{
	for (size_t i = 0; i < p->ask->size_count; i++) {
		if (p->ask->sizes[i].domain == domain)
			return p->ask->sizes[i].size;
	}
	return 0;
}

static enum mpuc_status add_request(struct placing *p, uint32_t domain,
				    uint64_t size)
{
	uint64_t page = p->s->target->limits.page;

	if (size == 0 || size % page != 0)
		return refuse(p, arena_printf(p->a, "%s: 0x%llx bytes are "
			"not a positive number of pages of 0x%llx bytes",
			system_owner(p->s, domain), (unsigned long long)size,
			(unsigned long long)page));
	p->moves[domain] = true;
	p->out->domains[p->out->count] = domain;
	p->out->sizes[p->out->count++] = size;
	return MPUC_OK;
}

/* Asked for, or stating a size and no address. */
static enum mpuc_status find_requests(struct placing *p)
{
	uint32_t count = (uint32_t)p->s->domains.count;

	p->moves = arena_array(p->a, count, sizeof(*p->moves));
	p->out->domains = arena_array(p->a, count, sizeof(*p->out->domains));
	p->out->sizes = arena_array(p->a, count, sizeof(*p->out->sizes));
	if (p->moves == NULL || p->out->domains == NULL ||
	    p->out->sizes == NULL)
		return MPUC_E_NOMEM;
	for (uint32_t i = 0; i < count; i++) {
		const struct domain *d = &p->s->domains.items[i];
		uint64_t size = asked_size(p, i);

		if (size == 0 && (d->static_mem.prop != DOC_NONE ||
				  !d->memory.ok || d->memory.value == 0))
			continue;
		if (size == 0 && !num_mul(d->memory.value, 1024, &size))
			return refuse(p, arena_printf(p->a, "%s: memory is "
				"more than an address can say", d->name));
		TRY(add_request(p, i, size));
	}
	return MPUC_OK;
}

/* ---------------------------------------------------------------- gaps */

static enum mpuc_status ranges_of(struct placing *p, bool clusters,
				  struct rset *ret_set)
{
	const struct section_rule *rule = p->guest == SYS_NONE ? NULL :
		&p->s->target->sections[p->guest];
	range_list list = { NULL, 0, 0 };

	for (size_t i = 0; i < p->s->objects.count; i++) {
		const struct object *o = &p->s->objects.items[i];
		bool own = o->kind == OBJ_STATIC_MEM;
		struct range *slot;

		if (!o->usable || o->kind == OBJ_RAM ||
		    o->kind == OBJ_SECTION ||
		    (own && o->owner != SYS_NONE && p->moves[o->owner]))
			continue;
		if (clusters && (own || (rule != NULL &&
					 section_may_hold(rule, o->kind))))
			continue;
		slot = VEC_PUSH(p->a, &list);
		TRY_PTR(slot);
		*slot = o->range;
	}
	return rset_make(p->a, list.items, list.count, ret_set);
}

/* RAM, or the part of it inside a section that stays. */
static enum mpuc_status allowed_ram(struct placing *p, struct rset *ret_set)
{
	const struct tuples *list = p->guest_fixed ?
		section_banks(p->s, p->guest) : NULL;
	range_list banks = { NULL, 0, 0 };
	struct rset section, outside;

	*ret_set = p->s->ram;
	if (list == NULL)
		return MPUC_OK;
	for (uint32_t i = 0; i < list->count; i++) {
		const struct object *o = &p->s->objects.items[list->first + i];
		struct range *slot;

		if (!o->usable)
			continue;
		slot = VEC_PUSH(p->a, &banks);
		TRY_PTR(slot);
		*slot = o->range;
	}
	TRY(rset_make(p->a, banks.items, banks.count, &section));
	TRY(rset_subtract(p->a, &p->s->ram, &section, &outside));
	return rset_subtract(p->a, &p->s->ram, &outside, ret_set);
}

/* A fixed bank of a guest that ends right below a gap, or begins above. */
static bool guest_touches(const struct placing *p, uint64_t address)
{
	for (size_t i = 0; i < p->s->objects.count; i++) {
		const struct object *o = &p->s->objects.items[i];

		if (o->usable && o->kind == OBJ_STATIC_MEM &&
		    (o->owner == SYS_NONE || !p->moves[o->owner]) &&
		    o->range.base <= address && address <= o->range.last)
			return true;
	}
	return false;
}

static enum mpuc_status add_gap(struct placing *p, struct range range,
				uint32_t cluster)
{
	struct place_gap *gap = VEC_PUSH(p->a, &p->gaps);

	TRY_PTR(gap);
	gap->range = range;
	gap->cluster = cluster;
	/* Beside a neighbour, so that no section covers what nobody uses. */
	gap->from_top = !(range.base > 0 && guest_touches(p, range.base - 1)) &&
			range.last < UINT64_MAX &&
			guest_touches(p, range.last + 1);
	return MPUC_OK;
}

static enum mpuc_status find_gaps(struct placing *p)
{
	struct rset used, ram, free, foreign;

	TRY(ranges_of(p, false, &used));
	TRY(ranges_of(p, true, &foreign));
	TRY(allowed_ram(p, &ram));
	TRY(rset_subtract(p->a, &ram, &used, &free));
	TRY(rset_subtract(p->a, &ram, &foreign, &p->clusters));
	p->used = arena_array(p->a, p->clusters.count, sizeof(*p->used));
	TRY_PTR(p->used);
	for (size_t i = 0; i < p->s->objects.count; i++) {
		const struct object *o = &p->s->objects.items[i];
		const struct range *c;

		if (!o->usable || o->kind != OBJ_STATIC_MEM ||
		    o->owner == SYS_NONE || p->moves[o->owner])
			continue;
		c = rset_find(&p->clusters, o->range.base);
		if (c != NULL)
			p->used[c - p->clusters.items] = true;
	}
	for (size_t i = 0; i < free.count; i++) {
		const struct range *c = rset_find(&p->clusters,
						  free.items[i].base);

		if (c != NULL)
			TRY(add_gap(p, free.items[i],
				    (uint32_t)(c - p->clusters.items)));
	}
	return MPUC_OK;
}

/* -------------------------------------------------------------- search */

static bool is_own(const struct plan_region *r)
{
	return r->rule->source == SRC_STATIC_MEM;
}

/* Of the whole context, save what placing will add. */
static uint32_t need_without(const struct placing *p,
			     const struct plan_context *c)
{
	uint32_t need = c->peak;

	for (uint32_t i = 0; i < c->need; i++) {
		const struct plan_region *r = &c->regions[i];

		if (c->kind == CTX_GUEST ? is_own(r) :
		    !p->guest_fixed && r->rule->source == SRC_SECTION &&
		    target_section(p->s->target, r->rule->section) ==
		    &p->s->target->sections[p->guest])
			need--;
	}
	return need;
}

static uint32_t guest_need(const struct placing *p, uint32_t domain)
{
	const struct plan *plan = p->ask->plan;

	for (uint32_t i = plan->boot_count + 1; i < plan->context_count; i++) {
		if (plan->contexts[i].domain == domain)
			return need_without(p, &plan->contexts[i]);
	}
	return 0;
}

static bool section_is_mapped(const struct placing *p)
{
	const struct target *t = p->s->target;

	for (size_t i = 0; p->guest != SYS_NONE && i < t->region_count; i++) {
		if (t->regions[i].source == SRC_SECTION &&
		    target_section(t, t->regions[i].section) ==
		    &t->sections[p->guest])
			return true;
	}
	return false;
}

static enum mpuc_status search(struct placing *p)
{
	struct place_request *requests =
		arena_array(p->a, p->out->count, sizeof(*requests));
	struct place_problem problem = {
		.gaps = p->gaps.items, .gap_count = (uint32_t)p->gaps.count,
		.cluster_used = p->used,
		.cluster_count = (uint32_t)p->clusters.count,
		.requests = requests, .request_count = p->out->count,
		.align = p->ask->align, .node_limit = p->ask->node_limit,
		.have = p->s->regions_known ? p->s->regions : UINT32_MAX,
	};

	TRY_PTR(requests);
	problem.section_cost = !p->guest_fixed && section_is_mapped(p);
	for (uint32_t i = 0; i <= p->ask->plan->boot_count; i++) {
		uint32_t need = need_without(p, &p->ask->plan->contexts[i]);

		if (need > problem.shared_need)
			problem.shared_need = need;
	}
	for (uint32_t i = 0; i < p->out->count; i++) {
		requests[i].size = p->out->sizes[i];
		requests[i].need = guest_need(p, p->out->domains[i]);
	}
	return place_search(p->a, &problem, &p->out->result);
}

static enum mpuc_status nothing_fits(struct placing *p)
{
	uint64_t want = 0, have = 0, largest = 0;

	for (uint32_t i = 0; i < p->out->count; i++)
		want += p->out->sizes[i];
	for (size_t i = 0; i < p->gaps.count; i++) {
		uint64_t size = range_size(p->gaps.items[i].range);

		have += size;
		largest = size > largest ? size : largest;
	}
	return refuse(p, arena_printf(p->a,
		"no room: %u domain%s want%s 0x%llx bytes; %s has 0x%llx "
		"free in %zu gap%s, the largest 0x%llx, aligned to 0x%llx%s",
		p->out->count, p->out->count == 1 ? "" : "s",
		p->out->count == 1 ? "s" : "", (unsigned long long)want,
		p->guest_fixed ? "the section for guests' memory" : "RAM",
		(unsigned long long)have, p->gaps.count,
		p->gaps.count == 1 ? "" : "s", (unsigned long long)largest,
		(unsigned long long)p->ask->align,
		p->out->result.proven ? "" :
		"; not proven: the search ended early"));
}

/* ------------------------------------------------------------ sections */

static enum mpuc_status conflict(struct placing *p, uint32_t section,
				 uint32_t foreign)
{
	const char *what = "memory that the tree does not describe";

	if (foreign != SYS_NONE)
		what = object_text(p->s, p->a, &p->s->objects.items[foreign]);
	TRY_PTR(what);
	return refuse(p, arena_printf(p->a, "%s can't be one bank: %s lies "
		"between what it must hold",
		p->s->target->sections[section].property, what));
}

static enum mpuc_status compute_sections(struct placing *p)
{
	uint32_t count = (uint32_t)p->s->target->section_count;
	range_list banks = { NULL, 0, 0 };

	p->out->sections = arena_array(p->a, count,
				       sizeof(*p->out->sections));
	TRY_PTR(p->out->sections);
	for (size_t i = 0; i < p->out->result.banks.count; i++) {
		struct range *slot = VEC_PUSH(p->a, &banks);

		TRY_PTR(slot);
		*slot = p->out->result.banks.items[i].range;
	}
	for (uint32_t i = 0; i < count; i++) {
		struct section_ask ask = {
			.s = p->s, .section = i, .without = p->moves,
		};
		uint32_t foreign;
		enum mpuc_status st;

		if (section_banks(p->s, i) != NULL && !p->ask->sections)
			continue;
		if (i == p->guest) {
			ask.more = banks.items;
			ask.more_count = banks.count;
		}
		st = section_compute(p->a, &ask, &p->out->sections[i],
				     &foreign);
		if (st == MPUC_E_INFEASIBLE)
			return conflict(p, i, foreign);
		TRY(st);
	}
	return MPUC_OK;
}

enum mpuc_status placement_make(struct arena *a,
				const struct placement_ask *ask,
				struct placement *ret_placement)
{
	struct placing p = {
		.a = a, .ask = ask, .s = ask->s, .out = ret_placement,
		.guest = guest_section(ask->s),
	};

	p.guest_fixed = p.guest != SYS_NONE && !ask->sections &&
			section_banks(ask->s, p.guest) != NULL;
	TRY(find_requests(&p));
	TRY(find_gaps(&p));
	TRY(search(&p));
	if (!ret_placement->result.found)
		return nothing_fits(&p);
	return compute_sections(&p);
}
