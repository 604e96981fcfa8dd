/* SPDX-License-Identifier: BSD-2-Clause */
/* Two plans side by side: what changed in what they are made of. */
#include <string.h>

#include "base/map.h"
#include "base/try.h"
#include "model/query.h"
#include "mpuc/run.h"
#include "mpuc/writer.h"
#include "report/show.h"

struct fact {
	const char *group, *subject, *text;
};

struct side {
	struct arena *a;
	struct mpuc_run *run;
	const char *name, *machine;
	const struct plan *plan;
	struct plan_show show;
	VEC(struct fact) facts;
	VEC(struct diff_object) objects;
	unsigned bank;		/* number of the last one */
};

static const char group_domain[] = "domain", group_section[] = "section";

struct diff {
	struct arena *a;
	struct side sides[2];
	VEC(struct diff_fact) facts;
	VEC(struct diff_budget) budgets;
	VEC(struct diff_region) regions;
};

/* --- facts of one side --------------------------------------------------- */

static enum mpuc_status add(struct side *s, const char *group,
			    const char *subject, const char *text)
{
	struct fact *f = VEC_PUSH(s->a, &s->facts);

	TRY_PTR(f);
	TRY_PTR(text);
	*f = (struct fact){ group, subject, text };
	return MPUC_OK;
}

static const char *ranges(struct arena *a, const char *before,
			  struct range range)
{
	return arena_printf(a, "%s%s0x%llx..0x%llx",
			    before != NULL ? before : "",
			    before != NULL ? ", " : "",
			    (unsigned long long)range.base,
			    (unsigned long long)range.last);
}

static enum mpuc_status add_machine(struct side *s, const char *target,
				    const char *platform)
{
	const struct plan *plan = s->plan;
	const char *count = !plan->regions_known ? "unknown" :
			    arena_printf(s->a, "%u", (unsigned)plan->regions);

	if (*platform == '\0')
		platform = "not stated";
	TRY_PTR(count);
	s->machine = arena_printf(s->a, "%s, platform %s, %s, regions %s",
				  target, platform,
				  pmsa_arch_name(plan->arch), count);
	TRY_PTR(s->machine);
	TRY(add(s, "machine", "target", target));
	TRY(add(s, "machine", "platform", platform));
	TRY(add(s, "machine", "architecture", pmsa_arch_name(plan->arch)));
	return add(s, "machine", "regions", count);
}

/* One more bank: an object, and more of its subject's fact. */
static enum mpuc_status add_bank(struct side *s, const char *group,
				 const char *subject, uint32_t owner,
				 struct range range)
{
	struct fact *last = s->facts.count == 0 ? NULL :
			    &s->facts.items[s->facts.count - 1];
	bool more = last != NULL && last->group == group &&
		    strcmp(last->subject, subject) == 0;
	struct diff_object *o = VEC_PUSH(s->a, &s->objects);

	TRY_PTR(o);
	*o = (struct diff_object){
		.group = group, .subject = subject, .owner = owner,
		.range = range,
	};
	s->bank = more ? s->bank + 1 : 0;
	o->name = arena_printf(s->a, "bank %u of %s", s->bank, subject);
	TRY_PTR(o->name);
	if (!more)
		return add(s, group, subject, ranges(s->a, NULL, range));
	last->text = ranges(s->a, last->text, range);
	TRY_PTR(last->text);
	return MPUC_OK;
}

static enum mpuc_status tree_domains(struct side *s)
{
	const struct system *sys = s->run->system;

	for (size_t i = 0; i < sys->domains.count; i++) {
		const struct domain *d = &sys->domains.items[i];
		size_t before = s->objects.count;

		for (uint32_t k = 0; k < d->bank_count; k++) {
			const struct object *o =
				&sys->objects.items[d->bank + k];

			if (o->usable)
				TRY(add_bank(s, group_domain, d->name,
					     (uint32_t)i, o->range));
		}
		if (s->objects.count == before)
			TRY(add(s, group_domain, d->name,
				"no static memory"));
	}
	return MPUC_OK;
}

static enum mpuc_status tree_sections(struct side *s)
{
	const struct system *sys = s->run->system;

	for (size_t k = 0; k < sys->target->section_count; k++) {
		for (size_t i = 0; i < sys->objects.count; i++) {
			const struct object *o = &sys->objects.items[i];

			if (o->kind == OBJ_SECTION && o->detail == k &&
			    o->usable)
				TRY(add_bank(s, group_section,
					     sys->target->sections[k].name,
					     SYS_NONE, o->range));
		}
	}
	return MPUC_OK;
}

static enum mpuc_status layout_banks(struct side *s, const char *group,
				     const struct layout_bank *banks,
				     size_t count)
{
	const struct layout_view *l = s->run->layout;

	for (size_t i = 0; i < count; i++) {
		bool domain = banks[i].owner < l->domain_count;

		TRY(add_bank(s, group, domain ? l->domains[banks[i].owner] :
			     banks[i].name, domain ? banks[i].owner :
			     SYS_NONE, banks[i].range));
	}
	return MPUC_OK;
}

static enum mpuc_status open_side(struct side *s)
{
	const struct layout_view *l = s->run->layout;
	struct report_view view;

	if (l != NULL) {
		s->name = l->file;
		s->plan = l->plan;
		s->show = (struct plan_show){
			.plan = l->plan, .mair = l->mair, .wxn = l->wxn,
			.domains = l->domains,
			.domain_count = l->domain_count,
		};
		TRY(add_machine(s, l->target, l->platform));
		TRY(layout_banks(s, group_domain, l->banks, l->bank_count));
		return layout_banks(s, group_section, l->sections,
				    l->section_count);
	}
	view = run_view(s->run);
	s->name = s->run->doc->input;
	s->plan = s->run->plan;
	if (s->plan == NULL)
		return run_fail(s->run, MPUC_E_UNSUPPORTED,
				"%s: no plan could be made of this input",
				s->name);
	s->show = show_plan(&view);
	TRY(add_machine(s, s->run->system->target->name,
			s->run->system->platform != NULL ?
			s->run->system->platform->name : ""));
	TRY(tree_domains(s));
	return tree_sections(s);
}

/* --- both sides ---------------------------------------------------------- */

static const struct fact *find_fact(const struct side *s,
				    const struct fact *like)
{
	for (size_t i = 0; i < s->facts.count; i++) {
		const struct fact *f = &s->facts.items[i];

		if (strcmp(f->group, like->group) == 0 &&
		    strcmp(f->subject, like->subject) == 0)
			return f;
	}
	return NULL;
}

static enum mpuc_status compare_facts(struct diff *d)
{
	for (size_t side = 0; side < 2; side++) {
		struct side *s = &d->sides[side];

		for (size_t i = 0; i < s->facts.count; i++) {
			const struct fact *f = &s->facts.items[i];
			const struct fact *g = find_fact(&d->sides[!side], f);
			struct diff_fact *row;

			/* What both have is told of once. */
			if (g != NULL && (side == 1 ||
					  strcmp(f->text, g->text) == 0))
				continue;
			row = VEC_PUSH(d->a, &d->facts);
			TRY_PTR(row);
			*row = (struct diff_fact){
				f->group, f->subject,
				side == 0 ? f->text : NULL,
				side == 1 ? f->text :
				g != NULL ? g->text : NULL,
			};
		}
	}
	return MPUC_OK;
}

static enum mpuc_status add_region(struct diff *d, const char *context,
				   const struct plan_region *before,
				   const struct plan_region *after)
{
	struct diff_region *row = VEC_PUSH(d->a, &d->regions);

	TRY_PTR(row);
	*row = (struct diff_region){ context, before, after };
	return MPUC_OK;
}

/* Names are unique in a table. */
static enum mpuc_status name_regions(struct arena *a,
				     const struct plan_context *c,
				     struct map *map)
{
	for (uint32_t i = 0; c != NULL && i < c->need; i++) {
		if (!map_put(a, map, c->regions[i].name, &c->regions[i]))
			return MPUC_E_NOMEM;
	}
	return MPUC_OK;
}

static enum mpuc_status compare_regions(struct diff *d, const char *name,
					const struct plan_context *before,
					const struct plan_context *after)
{
	struct map maps[2] = { { .count = 0 }, { .count = 0 } };

	TRY(name_regions(d->a, before, &maps[0]));
	TRY(name_regions(d->a, after, &maps[1]));
	for (uint32_t i = 0; before != NULL && i < before->need; i++) {
		const struct plan_region *r = &before->regions[i];
		const struct plan_region *other = map_get(&maps[1], r->name);

		if (other == NULL || !plan_region_same(r, other))
			TRY(add_region(d, name, r, other));
	}
	for (uint32_t i = 0; after != NULL && i < after->need; i++) {
		const struct plan_region *r = &after->regions[i];

		if (map_get(&maps[0], r->name) == NULL)
			TRY(add_region(d, name, NULL, r));
	}
	return MPUC_OK;
}

static bool grows(const struct plan_context *before,
		  const struct plan_context *after)
{
	if (before == NULL || after == NULL)
		return before == NULL;
	return after->need > before->need || after->peak > before->peak;
}

static enum mpuc_status add_budget(struct diff *d,
				   const struct plan_context *before,
				   const struct plan_context *after)
{
	const char *name = before != NULL ? before->name : after->name;
	struct diff_budget *row = VEC_PUSH(d->a, &d->budgets);

	TRY_PTR(row);
	*row = (struct diff_budget){ name, before, after,
				     grows(before, after) };
	return compare_regions(d, name, before, after);
}

static enum mpuc_status compare_contexts(struct diff *d)
{
	const struct plan *before = d->sides[0].plan;
	const struct plan *after = d->sides[1].plan;

	for (uint32_t i = 0; i < before->context_count; i++)
		TRY(add_budget(d, &before->contexts[i], plan_context_find(
			after, before->contexts[i].name)));
	for (uint32_t i = 0; i < after->context_count; i++) {
		if (plan_context_find(before, after->contexts[i].name) == NULL)
			TRY(add_budget(d, NULL, &after->contexts[i]));
	}
	return MPUC_OK;
}

static void fill(struct diff_view *v, const struct diff *d)
{
	v->before = d->sides[0].name;
	v->after = d->sides[1].name;
	for (size_t i = 0; i < 2; i++) {
		const struct side *s = &d->sides[i];

		v->shows[i] = s->show;
		v->machines[i] = s->machine;
		v->ram[i] = s->run->layout == NULL ? &s->run->system->ram :
			    NULL;
		v->objects[i] = s->objects.items;
		v->object_counts[i] = s->objects.count;
	}
	v->facts = d->facts.items;
	v->fact_count = d->facts.count;
	v->budgets = d->budgets.items;
	v->budget_count = d->budgets.count;
	v->regions = d->regions.items;
	v->region_count = d->regions.count;
	v->arena = d->a;
	v->differs = v->fact_count > 0 || v->region_count > 0;
	for (size_t i = 0; i < v->budget_count; i++) {
		const struct diff_budget *b = &v->budgets[i];

		v->grows |= b->grows;
		v->differs |= b->before == NULL || b->after == NULL ||
			      b->before->peak != b->after->peak;
	}
}

enum mpuc_status mpuc_write_diff(struct mpuc_run *before,
				 struct mpuc_run *after,
				 enum mpuc_format format,
				 const struct mpuc_writer *w,
				 bool *ret_differs, bool *ret_grows)
{
	struct diff d = { .a = &before->arena };
	struct diff_view v = { .before = NULL };
	struct out o;

	d.sides[0].a = d.sides[1].a = d.a;
	d.sides[0].run = before;
	d.sides[1].run = after;
	TRY(open_side(&d.sides[0]));
	TRY(open_side(&d.sides[1]));
	TRY(compare_facts(&d));
	TRY(compare_contexts(&d));
	fill(&v, &d);
	writer_open(&o, w);
	TRY(writer_close(&o, report_diff(&v, writer_format(format), &o)));
	*ret_differs = v.differs;
	*ret_grows = v.grows;
	return MPUC_OK;
}
