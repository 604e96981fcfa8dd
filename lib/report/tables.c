/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/tables.h"

#include <string.h>

bool tables_shown(const struct plan *plan, uint32_t index,
		  const char *context)
{
	return context == NULL ||
	       strcmp(plan->contexts[index].name, context) == 0;
}

static char letter(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		return c;
	return '_';
}

static bool same_letters(const char *a, const char *b)
{
	while (*a != '\0' && *b != '\0' && letter(*a) == letter(*b)) {
		a++;
		b++;
	}
	return *a == *b;
}

void tables_name(const struct plan *plan, uint32_t index, bool upper,
		 struct out *o)
{
	const char *name = plan->contexts[index].name;

	for (const char *s = name; *s != '\0'; s++) {
		char c = letter(*s);

		if (upper && c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		out_fmt(o, "%c", c);
	}
	for (uint32_t i = 0; i < plan->context_count; i++) {
		if (i != index && same_letters(plan->contexts[i].name, name)) {
			/* No name ends in two of these and a number. */
			out_fmt(o, "__%u", index);
			return;
		}
	}
}

void tables_text(const char *s, struct out *o)
{
	for (; *s != '\0'; s++)
		out_fmt(o, "%c", *s < ' ' || *s > '~' ||
			strchr("\"\\*?", *s) != NULL ? '?' : *s);
}

uint32_t tables_prenr(const struct plan_context *c)
{
	uint32_t prenr = 0;

	for (uint32_t i = 0; i < c->need; i++) {
		const struct plan_region *r = &c->regions[i];

		if (r->placed && r->slot < 32)
			prenr |= (uint32_t)(r->regs.prlar & 1) << r->slot;
	}
	return prenr;
}

/* An earlier context has the same region in this slot. */
static bool seen(const struct plan *plan, uint32_t context, uint32_t slot)
{
	for (uint32_t i = 0; i < context; i++) {
		const struct plan_context *c = &plan->contexts[i];

		for (uint32_t k = 0; k < c->need; k++) {
			if (c->regions[k].resident &&
			    c->regions[k].slot == slot)
				return true;
		}
	}
	return false;
}

const struct plan_region *tables_resident(const struct plan *plan,
					  struct tables_place *place)
{
	while (place->context < plan->context_count) {
		const struct plan_context *c = &plan->contexts[place->context];

		while (place->region < c->need) {
			const struct plan_region *r =
				&c->regions[place->region++];

			if (r->resident && !seen(plan, place->context,
						 r->slot))
				return r;
		}
		place->context++;
		place->region = 0;
	}
	return NULL;
}

const char *tables_missing(const struct plan_region *r)
{
	if (!r->placed)
		return "its address is not known; mpuc check says what to "
		       "give";
	if (r->slot == SLOT_NONE)
		return "the machine has no slot left for it";
	return NULL;
}

void tables_head(const struct report_view *v, const char *prefix,
		 struct out *o)
{
	const struct system *s = v->system;

	out_fmt(o, "%s The EL2 MPU of ", prefix);
	tables_text(s->doc->input, o);
	out_fmt(o, ", made by mpuc " MPUC_VERSION "\n%s for %s on ", prefix,
		s->target->name);
	tables_text(s->platform != NULL ? s->platform->name :
		    "a machine without a name", o);
	out_fmt(o, ": %s", pmsa_arch_name(v->plan->arch));
	if (v->plan->regions_known)
		out_fmt(o, ", %u regions", v->plan->regions);
	out_str(o, ".\n");
}
