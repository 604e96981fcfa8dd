/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/proof.h"

#include <inttypes.h>
#include <string.h>

#define SPAN "[0x%" PRIx64 ", 0x%" PRIx64 "]"

static const char *barrier_name(enum plan_barrier barrier)
{
	static const char *const names[] = {
		[BARRIER_NONE] = "first", [BARRIER_ATTR] = "attributes",
		[BARRIER_OBJECT] = "object-between",
		[BARRIER_HOLE] = "hole-between",
		[BARRIER_DEVICE] = "device-over-ram",
		[BARRIER_FILL] = "fill-not-allowed",
		[BARRIER_MERGE] = "merge-not-allowed",
		[BARRIER_KEPT] = "kept",
	};

	return names[barrier];
}

static const char *rights(const struct plan_show *s, struct arena *a,
			  const struct plan_region *r)
{
	char el2[4], el1[4];

	pmsa_el2_access(s->plan->arch, r->attr, s->wxn, el2);
	pmsa_el1_access(s->plan->arch, r->attr, el1);
	return arena_printf(a, "%s at EL2, %s at EL1, %s memory", el2, el1,
			    show_memory(s, r->attr));
}

static const char *differs(const struct plan_show *s, struct arena *a,
			   const struct plan_region *x,
			   const struct plan_region *y)
{
	const char *one = rights(s, a, x), *two = rights(s, a, y);

	if (one == NULL || two == NULL)
		return NULL;
	if (strcmp(one, two) == 0)
		return arena_printf(a, "their register fields differ, though "
				    "both give %s", one);
	return arena_printf(a, "the first is %s, the second %s", one, two);
}

static const char *reason(const struct plan_show *s, struct arena *a,
			  const struct plan_context *c,
			  const struct plan_witness *w)
{
	const struct plan_region *r = &c->regions[w->region];
	const struct object *o;
	struct range part;
	const char *what;

	switch (w->barrier) {
	case BARRIER_NONE:
		return "";
	case BARRIER_ATTR:
		return differs(s, a, &c->regions[w->other], r);
	case BARRIER_OBJECT:
		o = &s->system->objects.items[w->other];
		what = object_text(s->system, a, o);
		part = range_intersection(o->range, w->between);
		return what == NULL ? NULL :
		       arena_printf(a, "%s lies between, at " SPAN, what,
				    part.base, part.last);
	case BARRIER_HOLE:
		return arena_printf(a, SPAN " lies between, which is no RAM",
				    w->between.base, w->between.last);
	case BARRIER_DEVICE:
		return arena_printf(a, SPAN " lies between, which is RAM; a "
				    "device region must not cover it",
				    w->between.base, w->between.last);
	case BARRIER_FILL:
		return arena_printf(a, SPAN " lies between; the target may "
				    "not cover what nobody asked for",
				    w->between.base, w->between.last);
	case BARRIER_MERGE:
		return "the target maps every range as a region of its own";
	case BARRIER_KEPT:
		return arena_printf(a, "%s stays in every context, %s does "
				    "not", r->kept ? r->name :
				    c->regions[w->other].name, r->kept ?
				    c->regions[w->other].name : r->name);
	}
	return "";
}

const char *proof_text(const struct plan_show *s, struct arena *a,
		       const struct plan_context *c,
		       const struct plan_proof *proof, uint32_t i)
{
	const struct plan_witness *w = &proof->witnesses[i], *v = w - 1;
	const char *why = reason(s, a, c, w);

	return why == NULL ? NULL :
	       arena_printf(a, "%s " SPAN " and %s " SPAN " can't be one "
			    "region: %s", c->regions[v->region].name,
			    v->range.base, v->range.last,
			    c->regions[w->region].name, w->range.base,
			    w->range.last, why);
}

static json_t *witness_json(struct element_ctx *c, const struct plan_show *s,
			    const struct plan_context *context,
			    const struct plan_proof *proof, uint32_t i)
{
	const struct plan_witness *w = &proof->witnesses[i];
	json_t *object = element_object(c);

	element_set(c, object, "region",
		    element_text(c, context->regions[w->region].name));
	element_set(c, object, "address", element_hex(w->range.base));
	element_set(c, object, "regions", element_count(w->weight));
	if (i == 0)
		return object;
	element_set(c, object, "barrier",
		    json_string(barrier_name(w->barrier)));
	element_set(c, object, "between", element_range(c, w->between));
	element_set(c, object, "text",
		    element_text(c, proof_text(s, c->arena, context, proof,
					       i)));
	return object;
}

json_t *proof_json(struct element_ctx *c, const struct plan_show *s,
		   const struct plan_context *context,
		   const struct plan_proof *proof)
{
	json_t *object = element_object(c), *list = element_array(c);

	element_set(c, object, "regions", element_count(proof->count));
	element_set(c, object, "unplaced", element_count(proof->blind));
	for (uint32_t i = 0; i < proof->witness_count; i++)
		element_append(c, list, witness_json(c, s, context, proof, i));
	element_set(c, object, "witnesses", list);
	return object;
}

/* The hypervisor has to be able to ... */
static const struct {
	enum plan_need need;
	const char *text;
} needs[] = {
	{ NEED_MERGE, "map ranges that touch and have equal attributes as "
		      "one region" },
	{ NEED_FILL, "let a region cover RAM that nothing uses" },
	{ NEED_PROMOTE, "give memory more rights than it asks for" },
	{ NEED_GRANULE, "place regions that don't end on a page" },
	{ NEED_RESIDENT, "leave regions loaded while they are disabled" },
	{ NEED_MOVE, "take other slots than its own code chooses" },
};
#define NEEDS (sizeof(needs) / sizeof(needs[0]))

static json_t *curve_json(struct element_ctx *c, const struct plan_best *best)
{
	json_t *list = element_array(c);

	for (uint32_t i = 0; i < best->curve_count; i++) {
		json_t *point = element_object(c);

		element_set(c, point, "regions",
			    element_count(best->curve[i].regions));
		element_set(c, point, "over_mapped",
			    element_hex(best->curve[i].excess));
		element_append(c, list, point);
	}
	return list;
}

json_t *best_json(struct element_ctx *c, const struct plan_show *s,
		  const struct plan_context *context)
{
	const struct plan_best *best = &context->best;
	json_t *object = element_object(c), *list = element_array(c);

	element_set(c, object, "regions", element_count(best->count));
	element_set(c, object, "over_mapped", element_hex(best->excess));
	element_set(c, object, "feasible", json_boolean(best->feasible));
	for (size_t i = 0; i < NEEDS; i++) {
		if ((best->needs & needs[i].need) != 0)
			element_append(c, list, json_string(needs[i].text));
	}
	element_set(c, object, "needs", list);
	element_set(c, object, "curve", curve_json(c, best));
	element_set(c, object, "certificate",
		    proof_json(c, s, context, &best->proof));
	return object;
}

static const char *kind_name(uint8_t kind)
{
	static const char *const names[OBJECT_KINDS] = {
		"ram", "memreserve", "reserved", "heap", "static-mem", "shm",
		"module", "xen", "fdt", "device", "section", "passthrough",
	};

	return names[kind];
}

static json_t *object_json(struct element_ctx *c, const struct system *s,
			   const struct object *o)
{
	json_t *object = element_object(c);

	element_set(c, object, "what",
		    element_text(c, object_text(s, c->arena, o)));
	element_set(c, object, "kind", json_string(kind_name(o->kind)));
	element_set(c, object, "base", element_hex(o->range.base));
	element_set(c, object, "limit", element_hex(o->range.last));
	return object;
}

void proof_facts(struct element_ctx *c, const struct plan_show *s)
{
	const struct planning_rules *p = &s->system->target->planning;
	json_t *rules = element_object(c), *list = element_array(c);
	struct element_list objects = element_list_open(c, "objects");

	for (size_t i = 0; i < s->system->objects.count; i++) {
		const struct object *o = &s->system->objects.items[i];

		if (o->usable)
			element_list_next(&objects,
					  object_json(c, s->system, o));
	}
	element_list_close(&objects);
	element_set(c, rules, "merge", json_boolean(p->merge));
	element_set(c, rules, "fill", json_boolean(p->fill));
	element_set(c, rules, "move", json_boolean(p->move));
	element_set(c, rules, "resident", json_boolean(p->resident));
	element_set(c, rules, "granule", element_count(p->granule));
	for (size_t i = 0; i < p->promotion_count; i++) {
		json_t *pair = element_object(c);

		element_set(c, pair, "from",
			    element_text(c, p->promotions[i].from));
		element_set(c, pair, "to",
			    element_text(c, p->promotions[i].to));
		element_append(c, list, pair);
	}
	element_set(c, rules, "promote", list);
	element_member(c, "planning", rules);
	element_member(c, "budget", s->plan->has_budget ?
		       element_count(s->plan->budget) : json_null());
}

void best_text(const struct plan_show *s, const struct plan_context *c,
	       struct out *o)
{
	const struct plan_best *best = &c->best;
	bool first = true;

	if (!s->plan->has_best)
		return;
	out_fmt(o, "  optimal: %u", (unsigned)best->count);
	if (best->count < c->need)
		out_fmt(o, ", %u fewer", (unsigned)(c->need - best->count));
	if (best->excess > 0) {
		out_str(o, ", with ");
		show_size(o, best->excess);
		out_str(o, " over-mapped");
	}
	for (size_t i = 0; i < NEEDS; i++) {
		if ((best->needs & needs[i].need) == 0)
			continue;
		out_fmt(o, "%s%s", first ? "; needs the hypervisor to " :
			", to ", needs[i].text);
		first = false;
	}
	if (!best->feasible)
		out_str(o, "; more than the budget");
	out_str(o, "\n");
}

void proof_lines(const struct plan_show *s, struct arena *a,
		 const struct plan_context *c, struct out *o)
{
	const struct plan_proof *proof = &c->proof;

	out_str(o, "  why no fewer than ");
	out_fmt(o, "%u:\n", (unsigned)proof->count);
	for (uint32_t i = 1; i < proof->witness_count; i++) {
		const char *text = proof_text(s, a, c, proof, i);

		out_str(o, "    ");
		out_safe(o, text != NULL ? text : "out of memory");
		out_str(o, "\n");
	}
	if (proof->blind > 0)
		out_fmt(o, "    %u without an address: one region each\n",
			(unsigned)proof->blind);
}
