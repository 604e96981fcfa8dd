/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Placement as a question to a whole system: which domains want banks, what
 * room there is for them, which banks of the previous layout can stay, and
 * the sections in the end.
 */
#include "plan/placement.h"

#include "base/num.h"
#include "base/sort.h"
#include "base/try.h"
#include "plan/placing.h"

static uint32_t guest_section(const struct system *s)
{
	for (uint32_t i = 0; i < s->target->section_count; i++) {
		if ((s->target->sections[i].holds >> OBJ_STATIC_MEM & 1) != 0)
			return i;
	}
	return SYS_NONE;
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
		return placing_refuse(p, arena_printf(p->a, "%s: 0x%llx bytes are "
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
			return placing_refuse(p, arena_printf(p->a, "%s: memory is "
				"more than an address can say", d->name));
		TRY(add_request(p, i, size));
	}
	return MPUC_OK;
}

/* ------------------------------------------------- banks that may stay */

static bool is_free(const struct placing *p, struct range range)
{
	uint64_t page = p->s->target->limits.page;

	if (range.base % page != 0 || !rset_contains(&p->room, range))
		return false;
	for (size_t i = 0; i < p->stays.count; i++) {
		if (range_overlaps(p->stays.items[i].range, range))
			return false;
	}
	return true;
}

/* The banks of one request as they lay, the last as long as is left. */
static enum mpuc_status add_stays(struct placing *p, uint32_t request)
{
	const struct placement_previous *last = NULL, *b;
	uint64_t left = p->out->sizes[request], size;
	size_t end = p->ask->previous_count;

	for (size_t i = 0; i < end; i++) {
		if (p->ask->previous[i].domain == p->out->domains[request])
			last = &p->ask->previous[i];
	}
	for (b = p->ask->previous; last != NULL && b <= last; b++) {
		struct placing_stay stay = { .domain = b->domain };
		struct placing_stay *slot;

		if (b->domain != p->out->domains[request])
			continue;
		p->out->previous++;
		size = range_size(b->range);
		if (b == last || size > left)
			size = left;
		left -= size;
		if (!range_make(b->range.base, size, &stay.range) ||
		    !is_free(p, stay.range))
			continue;
		slot = VEC_PUSH(p->a, &p->stays);
		TRY_PTR(slot);
		*slot = stay;
	}
	return MPUC_OK;
}

/* -------------------------------------------------------------- search */

/* Of the whole context, save what placing will add. */
static uint32_t need_without(const struct placing *p,
			     const struct plan_context *c)
{
	uint32_t need = c->peak;

	for (uint32_t i = 0; i < c->need; i++) {
		const struct region_rule *rule = c->regions[i].rule;

		if (c->kind == CTX_GUEST ? rule->source == SRC_STATIC_MEM :
		    p->guest != SYS_NONE && !p->guest_fixed &&
		    rule->source == SRC_SECTION &&
		    target_section(p->s->target, rule->section) ==
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

static uint32_t shared_need(const struct placing *p)
{
	uint32_t most = 0;

	for (uint32_t i = 0; i <= p->ask->plan->boot_count; i++) {
		uint32_t need = need_without(p, &p->ask->plan->contexts[i]);

		most = need > most ? need : most;
	}
	return most;
}

static enum mpuc_status make_requests(struct placing *p,
				      struct place_request **ret_requests)
{
	struct place_request *requests =
		arena_array(p->a, p->out->count, sizeof(*requests));

	TRY_PTR(requests);
	for (uint32_t i = 0; i < p->out->count; i++) {
		requests[i].size = p->out->sizes[i];
		requests[i].need = guest_need(p, p->out->domains[i]);
		for (size_t k = 0; k < p->stays.count; k++) {
			const struct placing_stay *stay = &p->stays.items[k];

			if (!stay->kept || stay->domain != p->out->domains[i])
				continue;
			requests[i].size -= range_size(stay->range);
			requests[i].banks++;
		}
	}
	*ret_requests = requests;
	return MPUC_OK;
}

static int by_request(const void *pa, const void *pb, const void *arg)
{
	const struct place_bank *a = pa, *b = pb;

	(void)arg;
	if (a->request != b->request)
		return a->request < b->request ? -1 : 1;
	return (a->range.base > b->range.base) -
	       (a->range.base < b->range.base);
}

static enum mpuc_status add_kept(struct placing *p, struct place_result *r)
{
	for (size_t k = 0; k < p->stays.count; k++) {
		struct place_bank *b;

		if (!p->stays.items[k].kept)
			continue;
		b = VEC_PUSH(p->a, &r->banks);
		TRY_PTR(b);
		b->range = p->stays.items[k].range;
		b->kept = true;
		while (p->out->domains[b->request] != p->stays.items[k].domain)
			b->request++;
	}
	return sort_stable(p->a, r->banks.items, r->banks.count,
			   sizeof(*r->banks.items), by_request, NULL);
}

/* With the stays that are kept in their places, within so many steps. */
static enum mpuc_status search(struct placing *p, uint64_t steps,
			       struct place_result *ret_result)
{
	struct place_problem problem = {
		.request_count = p->out->count, .align = p->ask->align,
		.node_limit = steps,
		.have = p->s->regions_known ? p->s->regions : UINT32_MAX,
		.shared_need = shared_need(p),
		.section_cost = !p->guest_fixed && section_is_mapped(p),
		.covers = p->guest != SYS_NONE && !p->guest_fixed,
	};
	struct place_request *requests;
	uint32_t kept = 0;

	TRY(placing_gaps(p));
	TRY(make_requests(p, &requests));
	problem.requests = requests;
	problem.gaps = p->gaps.items;
	problem.gap_count = (uint32_t)p->gaps.count;
	problem.clusters = p->clusters.items;
	problem.cluster_count = (uint32_t)p->clusters.count;
	TRY(place_search(p->a, &problem, ret_result));
	if (!ret_result->found)
		return MPUC_OK;
	for (size_t k = 0; k < p->stays.count; k++)
		kept += p->stays.items[k].kept;
	ret_result->score.moved = p->out->previous - kept;
	return add_kept(p, ret_result);
}

#define STAYS_MAX 63	/* bits of a choice; more can't stay */

/* Keep all but those in moved. */
static void keep_others(struct placing *p, uint64_t moved)
{
	for (size_t k = 0; k < p->stays.count; k++)
		p->stays.items[k].kept = k < STAYS_MAX && (moved >> k & 1) == 0;
}

/*
 * The best placement when every bank may move says how good one can be.
 * Then the fewest moves that get as good, one number of moves after the
 * other, until the steps are used up.
 */
static enum mpuc_status search_stays(struct placing *p)
{
	struct place_result *best = &p->out->result, r;
	uint64_t steps = best->nodes, limit = p->ask->node_limit;
	uint32_t count = (uint32_t)p->stays.count;
	bool proven = best->proven && count <= STAYS_MAX;

	count = count > STAYS_MAX ? STAYS_MAX : count;
	for (uint32_t moves = 0; moves < count; moves++) {
		uint64_t moved = (UINT64_C(1) << moves) - 1;

		while (moved >> count == 0) {
			uint64_t low = moved & (~moved + 1);
			uint64_t ripple = moved + low;

			if (steps >= limit)
				return MPUC_OK;
			keep_others(p, moved);
			TRY(search(p, limit - steps, &r));
			steps += r.nodes + 1;
			if (r.found && !place_better(&best->score, &r.score)) {
				r.nodes = steps;
				r.proven = best->proven;
				*best = r;
				p->out->moved_proven = proven;
				return MPUC_OK;
			}
			proven &= r.proven;
			if (moves == 0)
				break;
			moved = ripple | (((moved ^ ripple) >> 2) / low);
		}
	}
	best->nodes = steps;
	p->out->moved_proven = proven;
	return MPUC_OK;
}

static enum mpuc_status find_banks(struct placing *p)
{
	struct place_result *best = &p->out->result;

	TRY(placing_room(p));
	TRY(search(p, p->ask->node_limit, best));
	if (!best->found)
		return MPUC_OK;
	for (uint32_t i = 0; i < p->out->count; i++)
		TRY(add_stays(p, i));
	best->score.moved = p->out->previous;
	p->out->moved_proven = p->stays.count == 0;
	if (p->stays.count == 0)
		return MPUC_OK;
	return search_stays(p);
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
	return placing_refuse(p, arena_printf(p->a,
		"no room: %u domain%s want%s 0x%llx bytes; %s has 0x%llx "
		"free in %zu gap%s, the largest 0x%llx, aligned to "
		"0x%llx%s%s",
		p->out->count, p->out->count == 1 ? "" : "s",
		p->out->count == 1 ? "s" : "", (unsigned long long)want,
		p->guest_fixed ? "the section for guests' memory" : "RAM",
		(unsigned long long)have, p->gaps.count,
		p->gaps.count == 1 ? "" : "s", (unsigned long long)largest,
		(unsigned long long)p->ask->align,
		p->guest_fixed ? "; --sections lets the section change" : "",
		p->out->result.proven ? "" :
		"; not proven: the search ended early"));
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
			section_list(ask->s, p.guest) != NULL;
	TRY(find_requests(&p));
	TRY(find_banks(&p));
	if (!ret_placement->result.found)
		return nothing_fits(&p);
	return placing_sections(&p);
}
