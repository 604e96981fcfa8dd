/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/query.h"

#include <string.h>

#include "base/try.h"
#include "base/vec.h"

const struct plan_context *plan_context_find(const struct plan *p,
					     const char *name)
{
	for (uint32_t i = 0; i < p->context_count; i++) {
		if (strcmp(p->contexts[i].name, name) == 0)
			return &p->contexts[i];
	}
	return NULL;
}

static bool is_over(const struct plan *p)
{
	for (uint32_t i = 0; i < p->context_count; i++) {
		if (p->contexts[i].peak > p->regions)
			return true;
	}
	return false;
}

uint32_t plan_context_over(const struct plan *p,
			   const struct plan_context *c)
{
	uint32_t slotless = 0, moments = 0;

	if (!p->regions_known)
		return 0;
	if (c->peak > p->regions)
		return c->peak - p->regions;
	for (uint32_t i = 0; i < c->region_count; i++) {
		if (c->regions[i].slot != SLOT_NONE)
			continue;
		if (i < c->need)
			slotless++;
		else
			moments = 1;	/* not all at once */
	}
	slotless = slotless > moments ? slotless : moments;
	return slotless > 0 && !is_over(p) ? slotless : 0;
}

uint64_t plan_over(const struct plan *p)
{
	uint64_t over = 0;

	for (uint32_t i = 0; i < p->context_count; i++)
		over += plan_context_over(p, &p->contexts[i]);
	return over;
}

/* The first right that is asked for and not there, or 0. */
static char missing(const char *have, const struct query *q)
{
	if (q->read && have[0] != 'r')
		return 'r';
	if (q->write && have[1] != 'w')
		return 'w';
	if (q->exec && have[2] != 'x')
		return 'x';
	return '\0';
}

static const char *right_name(char right)
{
	return right == 'r' ? "read" : right == 'w' ? "write" : "execute";
}

/* Is it allowed?  The reason is NULL when there is no memory for one. */
static bool judge(struct arena *a, const struct plan *p,
		  const struct plan_region *r, bool wxn,
		  const struct query *q, const char **ret_reason)
{
	char have[4];
	char no;

	if (q->el == 2)
		pmsa_el2_access(p->arch, r->attr, wxn, have);
	else
		pmsa_el1_access(p->arch, r->attr, have);
	no = missing(have, q);
	if (no != '\0') {
		*ret_reason = arena_printf(a, "region %s allows EL%u only %s: "
			"no %s", r->name, q->el, have, right_name(no));
		return false;
	}
	if (q->size - 1 > r->range.last - q->addr) {
		*ret_reason = arena_printf(a, "the access runs past the end of "
			"region %s at 0x%llx", r->name,
			(unsigned long long)r->range.last);
		return false;
	}
	*ret_reason = arena_printf(a, "through region %s", r->name);
	return true;
}

enum mpuc_status query_context(struct arena *a, const struct plan *p,
			       const struct plan_context *c, bool wxn,
			       const struct query *q,
			       struct query_answer *ret_answer)
{
	VEC(const struct plan_region *) hits = { NULL, 0, 0 };
	struct query_answer answer = { .allowed = false };
	uint32_t blind = 0;

	for (uint32_t i = 0; i < c->need; i++) {
		const struct plan_region *r = &c->regions[i];
		const struct plan_region **hit;

		if (!r->placed || r->slot == SLOT_NONE) {
			blind++;
			continue;
		}
		if (q->addr < r->range.base || q->addr > r->range.last)
			continue;
		hit = VEC_PUSH(a, &hits);
		TRY_PTR(hit);
		*hit = r;
	}
	answer.regions = hits.items;
	answer.region_count = hits.count;
	if (hits.count == 0)
		answer.reason = blind == 0 ? "no region matches" :
			arena_printf(a, "no placed region matches (%u regions "
				     "have no address or no slot)", blind);
	else if (hits.count > 1)
		answer.reason = arena_printf(a, "%zu enabled regions match: "
			"every access faults", hits.count);
	else
		answer.allowed = judge(a, p, hits.items[0], wxn, q,
				       &answer.reason);
	TRY_PTR(answer.reason);
	*ret_answer = answer;
	return MPUC_OK;
}

bool plan_region_same(const struct plan_region *a,
		      const struct plan_region *b)
{
	return a->slot == b->slot && a->placed == b->placed &&
	       (!a->placed || (a->regs.prbar == b->regs.prbar &&
			       a->regs.prlar == b->regs.prlar)) &&
	       a->lifetime == b->lifetime;
}
