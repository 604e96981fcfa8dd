/* SPDX-License-Identifier: BSD-2-Clause */
/* place: addresses for domains that have only sizes, as changes. */
#include <string.h>

#include "base/num.h"
#include "base/try.h"
#include "mpuc/run.h"
#include "mpuc/sections.h"
#include "mpuc/writer.h"
#include "plan/placement.h"

#define ALIGN_DEFAULT UINT64_C(0x200000)
#define STEPS_DEFAULT UINT64_C(1000000)
#define OVERLAY "placement.dtso"

struct places {
	struct mpuc_run *run;
	struct placement_ask ask;
	VEC(struct placement_size) sizes;
	VEC(struct placement_previous) previous;
};

static uint32_t domain_by_name(const struct system *s, const char *name)
{
	for (uint32_t i = 0; i < s->domains.count; i++) {
		if (strcmp(s->domains.items[i].name, name) == 0)
			return i;
	}
	return SYS_NONE;
}

/* Which of two sizes was meant nobody knows. */
static bool has_size(const struct places *p, uint32_t domain)
{
	for (size_t i = 0; i < p->sizes.count; i++) {
		if (p->sizes.items[i].domain == domain)
			return true;
	}
	return false;
}

static enum mpuc_status read_sizes(struct places *p,
				   const struct mpuc_place_options *opts)
{
	struct mpuc_run *run = p->run;

	for (size_t i = 0; i < opts->size_count; i++) {
		const char *name = opts->sizes[i].domain;
		uint32_t domain = domain_by_name(run->system, name);
		struct placement_size *slot;

		if (domain == SYS_NONE)
			return run_fail(run, MPUC_E_USAGE,
				"no domain '%s' in %s", name,
				run->doc->input);
		if (opts->sizes[i].size == 0)
			return run_fail(run, MPUC_E_USAGE,
				"size of %s is 0", name);
		if (has_size(p, domain))
			return run_fail(run, MPUC_E_USAGE,
				"two sizes for %s", name);
		slot = VEC_PUSH(&run->arena, &p->sizes);
		TRY_PTR(slot);
		slot->domain = domain;
		slot->size = opts->sizes[i].size;
	}
	return MPUC_OK;
}

static enum mpuc_status add_previous(struct places *p, const char *name,
				     struct range range)
{
	uint32_t domain = name == NULL ? SYS_NONE :
			  domain_by_name(p->run->system, name);
	struct placement_previous *slot;

	if (domain == SYS_NONE)
		return MPUC_OK;
	slot = VEC_PUSH(&p->run->arena, &p->previous);
	TRY_PTR(slot);
	slot->domain = domain;
	slot->range = range;
	return MPUC_OK;
}

/* Banks of a tree or of a layout; of the tree itself when none is given. */
static enum mpuc_status read_previous(struct places *p,
				      const struct mpuc_run *from)
{
	const struct system *s = from->system;

	for (size_t i = 0; from->layout != NULL &&
	     i < from->layout->bank_count; i++) {
		const struct layout_bank *b = &from->layout->banks[i];

		if (b->owner < from->layout->domain_count)
			TRY(add_previous(p, from->layout->domains[b->owner],
					 b->range));
	}
	for (size_t i = 0; s != NULL && i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];

		if (o->kind == OBJ_STATIC_MEM && o->usable &&
		    o->owner != SYS_NONE)
			TRY(add_previous(p, system_owner(s, o->owner),
					 o->range));
	}
	return MPUC_OK;
}

static enum mpuc_status settle(struct places *p,
			       const struct mpuc_place_options *opts)
{
	struct mpuc_run *run = p->run;
	uint64_t page;

	if (run->plan == NULL || run->system->chosen.node == DOC_NONE)
		return run_fail(run, MPUC_E_UNSUPPORTED, "%s: no domain to "
				"place: not a Xen tree", run->doc->input);
	page = run->system->target->limits.page;
	p->ask.s = run->system;
	p->ask.plan = run->plan;
	p->ask.sections = opts->sections;
	p->ask.align = opts->align != 0 ? opts->align : ALIGN_DEFAULT;
	p->ask.node_limit = opts->steps != 0 ? opts->steps :
			    STEPS_DEFAULT;
	if ((p->ask.align & (p->ask.align - 1)) != 0 || p->ask.align < page)
		return run_fail(run, MPUC_E_USAGE, "an alignment of 0x%llx "
				"is not a power of two from 0x%llx on",
				(unsigned long long)p->ask.align,
				(unsigned long long)page);
	TRY(read_sizes(p, opts));
	TRY(read_previous(p, opts->previous != NULL ? opts->previous : run));
	p->ask.sizes = p->sizes.items;
	p->ask.size_count = p->sizes.count;
	p->ask.previous = p->previous.items;
	p->ask.previous_count = p->previous.count;
	return MPUC_OK;
}

/* ------------------------------------------------------------- changes */

static enum mpuc_status put_memory(struct mpuc_run *run, const char *node,
				   uint64_t size)
{
	struct change *c = change_set(&run->arena, &run->edit.changes, node,
				      "memory");
	const uint32_t cells[] = {
		(uint32_t)(size / 1024 >> 32), (uint32_t)(size / 1024),
	};

	TRY_PTR(c);
	return change_cells(&run->arena, c, cells, 2);
}

/* Xen puts kernel and ramdisk into the first bank: the largest is that. */
static size_t banks_of(const struct placement *p, uint32_t request,
		       struct range *banks)
{
	size_t count = 0, largest = 0;

	for (size_t i = 0; i < p->result.banks.count; i++) {
		const struct place_bank *b = &p->result.banks.items[i];

		if (b->request != request)
			continue;
		banks[count] = b->range;
		if (range_size(b->range) > range_size(banks[largest]))
			largest = count;
		count++;
	}
	if (largest > 0) {
		const struct range first = banks[largest];

		memmove(banks + 1, banks, largest * sizeof(*banks));
		banks[0] = first;
	}
	return count;
}

static enum mpuc_status change_domain(struct mpuc_run *run, uint32_t request)
{
	const struct placement *p = run->placement;
	const struct domain *d =
		&run->system->domains.items[p->domains[request]];
	const struct doc_node *nodes = run->doc->nodes.items;
	const struct doc_node *parent = &nodes[nodes[d->node.node].parent];
	const uint32_t cells[] = { parent->acells, parent->scells };
	const char *node = doc_path(run->doc, &run->arena, d->node.node);
	struct range *banks = arena_array(&run->arena,
					  p->result.banks.count,
					  sizeof(*banks));
	struct change *c;

	TRY_PTR(node);
	TRY_PTR(banks);
	c = change_set(&run->arena, &run->edit.changes, node,
		       "xen,static-mem");
	TRY_PTR(c);
	TRY(run_put_ranges(run, c, banks, banks_of(p, request, banks),
			   cells));
	TRY(put_memory(run, node, p->sizes[request]));
	if (d->direct_map || !run->system->target->traits.direct_map_required)
		return MPUC_OK;
	return change_set(&run->arena, &run->edit.changes, node,
			  "direct-map") == NULL ? MPUC_E_NOMEM : MPUC_OK;
}

static enum mpuc_status make_changes(struct mpuc_run *run)
{
	for (uint32_t i = 0; i < run->placement->count; i++)
		TRY(change_domain(run, i));
	for (uint32_t i = 0; i < run->system->target->section_count; i++)
		TRY(run_put_section(run, i, &run->placement->sections[i]));
	return MPUC_OK;
}

enum mpuc_status mpuc_place(struct mpuc_run *run,
			    const struct mpuc_place_options *opts)
{
	struct places p = { .run = run };
	enum mpuc_status st;

	TRY(settle(&p, opts));
	run->placement = arena_alloc(&run->arena, sizeof(*run->placement));
	TRY_PTR(run->placement);
	st = placement_make(&run->arena, &p.ask, run->placement);
	if (st == MPUC_E_INFEASIBLE)
		return run_fail(run, st, "%s: %s", run->doc->input,
				run->placement->why);
	TRY(st);
	TRY(make_changes(run));
	return run_edit(run, OVERLAY, "Banks and sections as mpuc placed "
			"them.");
}

/* -------------------------------------------------------------- writer */

static enum mpuc_status view_banks(struct mpuc_run *run,
				   struct place_view *v)
{
	const struct placement *p = run->placement;
	struct place_bank_view *banks =
		arena_array(&run->arena, p->result.banks.count,
			    sizeof(*banks));

	TRY_PTR(banks);
	for (size_t i = 0; i < p->result.banks.count; i++) {
		const struct place_bank *b = &p->result.banks.items[i];

		banks[i].domain = system_owner(run->system,
					       p->domains[b->request]);
		banks[i].range = b->range;
		banks[i].kept = b->kept;
	}
	v->banks = banks;
	v->bank_count = p->result.banks.count;
	return MPUC_OK;
}

static enum mpuc_status view_sections(struct mpuc_run *run,
				      struct place_view *v)
{
	const struct target *t = run->system->target;
	struct place_section_view *list =
		arena_array(&run->arena, t->section_count, sizeof(*list));

	TRY_PTR(list);
	for (size_t i = 0; i < t->section_count; i++) {
		const range_list *banks = &run->placement->sections[i];

		if (banks->count == 0)
			continue;
		list[v->section_count].property = t->sections[i].property;
		list[v->section_count].banks = banks->items;
		list[v->section_count++].bank_count = banks->count;
	}
	v->sections = list;
	return MPUC_OK;
}

/* As the tree is in the end, with all sections that came to be. */
static void settle_score(const struct plan *plan,
			 struct place_score_view *score)
{
	score->over = score->worst = 0;
	for (uint32_t i = 0; i < plan->context_count; i++) {
		const struct plan_context *c = &plan->contexts[i];

		if (c->peak > score->worst)
			score->worst = c->peak;
		score->over += plan->regions_known &&
			       c->peak > plan->regions;
	}
}

enum mpuc_status mpuc_write_place(struct mpuc_run *run,
				  enum mpuc_edit_format format,
				  const struct mpuc_writer *w)
{
	const struct placement *p = run->placement;
	struct place_view v = {
		.score = {
			p->result.score.over, p->result.score.worst,
			p->result.score.fragments, p->result.score.sections,
			p->result.score.moved, p->result.score.over_mapped,
		},
		.proven = p->result.proven, .moved_proven = p->moved_proven,
		.cover_proven = p->result.cover_proven,
		.steps = p->result.nodes, .domain_count = p->count,
	};
	struct out o;

	TRY(run_edit_view(run, &v.edit));
	if (v.edit.after.plan != NULL)
		settle_score(v.edit.after.plan, &v.score);
	TRY(view_banks(run, &v));
	TRY(view_sections(run, &v));
	writer_open(&o, w);
	return writer_close(&o, report_place(&v, writer_edit(format), &o));
}
