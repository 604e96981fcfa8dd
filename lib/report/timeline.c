/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/timeline.h"

static json_t *names_json(struct element_ctx *c, const char *const *names,
			  uint32_t count)
{
	json_t *list = element_array(c);

	for (uint32_t i = 0; i < count; i++)
		element_append(c, list, element_text(c, names[i]));
	return list;
}

static json_t *moment_json(struct element_ctx *c, const struct plan_show *s,
			   const struct plan_moment *m)
{
	json_t *object = element_object(c);

	element_set(c, object, "adds", names_json(c, m->adds, m->add_count));
	element_set(c, object, "removes",
		    names_json(c, m->removes, m->remove_count));
	element_set(c, object, "transient", json_boolean(m->transient));
	element_set(c, object, "owner",
		    element_text(c, show_owner(s, m->owner)));
	element_set(c, object, "regions", element_count(m->regions));
	element_set(c, object, "slots", element_count(m->slots));
	return object;
}

json_t *timeline_json(struct element_ctx *c, const struct plan_show *s,
		      const struct plan_context *context)
{
	json_t *list = element_array(c);

	for (uint32_t i = 0; i < context->moment_count; i++)
		element_append(c, list,
			       moment_json(c, s, &context->moments[i]));
	return list;
}

/* The first boot phase, or idle, with the highest peak. */
static const struct plan_context *peak_of(const struct plan *plan)
{
	const struct plan_context *best = NULL;

	for (uint32_t i = 0; i <= plan->boot_count &&
	     i < plan->context_count; i++) {
		const struct plan_context *c = &plan->contexts[i];

		if (c->moment_count > 0 &&
		    (best == NULL || c->peak > best->peak))
			best = c;
	}
	return best;
}

static void add_owner(struct element_ctx *c, json_t *list, const char *owner,
		      uint32_t regions)
{
	json_t *object = element_object(c);

	element_set(c, object, "owner", element_text(c, owner));
	element_set(c, object, "regions", element_count(regions));
	element_append(c, list, object);
}

json_t *timeline_peak(struct element_ctx *c, const struct plan_show *s)
{
	const struct plan_context *context = peak_of(s->plan);
	const struct plan_moment *m;
	json_t *object, *owners;

	if (context == NULL)
		return json_null();
	m = &context->moments[context->peak_moment];
	object = element_object(c);
	owners = element_array(c);
	element_set(c, object, "context", element_text(c, context->name));
	element_set(c, object, "moment", element_count(context->peak_moment));
	element_set(c, object, "adds", names_json(c, m->adds, m->add_count));
	element_set(c, object, "regions", element_count(m->regions));
	add_owner(c, owners, "xen", m->regions - m->owned);
	if (m->owned > 0)
		add_owner(c, owners, show_owner(s, m->owner), m->owned);
	element_set(c, object, "owners", owners);
	return object;
}

/* ---------------------------------------------------------------- text */

#define NAMES 6		/* more are only counted */

static void names_text(const char *sign, const char *const *names,
		       uint32_t count, struct out *o)
{
	for (uint32_t i = 0; i < count && i < NAMES; i++) {
		out_str(o, sign);
		out_safe(o, names[i]);
	}
	if (count > NAMES)
		out_fmt(o, "%sand %u more", sign, (unsigned)(count - NAMES));
}

/* Does its allocator never look back? */
static bool only_grows(const struct plan_show *s)
{
	const struct target *t = s->system->target;

	for (size_t i = 0; i < t->region_count; i++) {
		if (t->regions[i].policy == SLOT_GROW)
			return true;
	}
	return false;
}

static void moment_text(const struct plan_show *s,
			const struct plan_context *c,
			const struct plan_moment *m, struct out *o)
{
	out_str(o, "  ");
	out_safe(o, c->name);
	out_fmt(o, ": %u", (unsigned)m->regions);
	if (m->slots > m->regions && only_grows(s))
		out_fmt(o, " (indices up to %u)", (unsigned)m->slots - 1);
	names_text(" +", m->adds, m->add_count, o);
	names_text(" -", m->removes, m->remove_count, o);
	if (m->transient)
		out_str(o, ", for a moment");
	out_str(o, "\n");
}

/*
 * Of transient moments only the first with most regions: there is one for
 * every domain and module.
 */
static void phase_text(const struct plan_show *s, const struct plan_context *c,
		       struct out *o)
{
	const struct plan_moment *most = NULL;
	uint32_t others = 0;

	for (uint32_t i = 0; i < c->moment_count; i++) {
		const struct plan_moment *m = &c->moments[i];

		if (!m->transient) {
			moment_text(s, c, m, o);
			continue;
		}
		others++;
		if (most == NULL || m->regions > most->regions)
			most = m;
	}
	if (most == NULL)
		return;
	moment_text(s, c, most, o);
	if (others > 1)
		out_fmt(o, "    and %u more such moments\n",
			(unsigned)others - 1);
}

void timeline_text(const struct plan_show *s, struct out *o)
{
	const struct plan_context *peak = peak_of(s->plan);
	const struct plan_moment *m;

	if (peak == NULL)
		return;
	out_str(o, "start-up, step by step:\n");
	for (uint32_t i = 0; i <= s->plan->boot_count; i++)
		phase_text(s, &s->plan->contexts[i], o);
	m = &peak->moments[peak->peak_moment];
	out_fmt(o, "  most at a time: %u", (unsigned)m->regions);
	if (s->plan->regions_known)
		out_fmt(o, " of %u", (unsigned)s->plan->regions);
	out_str(o, ", in ");
	out_safe(o, peak->name);
	out_str(o, m->transient ? " during" : " with");
	names_text(" ", m->adds, m->add_count, o);
	out_fmt(o, "; xen has %u", (unsigned)(m->regions - m->owned));
	if (m->owned > 0) {
		out_str(o, ", ");
		out_safe(o, show_owner(s, m->owner));
		out_fmt(o, " %u", (unsigned)m->owned);
	}
	out_str(o, "\n\n");
}
