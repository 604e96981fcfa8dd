/* SPDX-License-Identifier: BSD-2-Clause */
/* What is selected, by name and number, and whether it is still there. */
#include "tui.h"

#include <string.h>

static bool is_same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

size_t tui_context(const struct tui *t, const struct tui_model *m)
{
	struct mpuc_context c;

	for (size_t i = 0; mpuc_context_at(m->run, i, &c); i++) {
		if (is_same(c.name, t->context))
			return i;
	}
	return 0;
}

size_t tui_region_count(const struct tui_model *m, size_t context)
{
	struct mpuc_context c;

	return mpuc_context_at(m->run, context, &c) ? c.regions : 0;
}

/* The first region that got no slot, since that is what is looked for. */
static size_t first_outside(const struct tui_model *m, size_t context)
{
	struct mpuc_region_entry r;

	for (size_t i = 0; mpuc_region_at(m->run, context, i, &r); i++) {
		if (r.slot < 0 && !r.transient)
			return i;
	}
	return 0;
}

void tui_select(struct tui *t, const struct tui_model *m, size_t index)
{
	struct mpuc_context c;
	size_t len;

	if (!mpuc_context_at(m->run, index, &c))
		return;
	len = strlen(c.name);
	if (len >= TUI_NAME)
		len = TUI_NAME - 1;
	memcpy(t->context, c.name, len);
	t->context[len] = '\0';
	t->region = first_outside(m, index);
}

static void cover(uint64_t base, uint64_t last, uint64_t *low, uint64_t *high)
{
	if (base < *low)
		*low = base;
	if (last > *high)
		*high = last;
}

void tui_bounds(const struct tui_model *m, size_t context, uint64_t *ret_base,
		uint64_t *ret_last)
{
	struct mpuc_region_entry r;
	struct mpuc_object o;
	uint64_t low = UINT64_MAX, high = 0;

	for (size_t i = 0; mpuc_region_at(m->run, context, i, &r); i++) {
		if (r.placed)
			cover(r.base, r.limit, &low, &high);
	}
	for (size_t i = 0; mpuc_object_at(m->run, i, &o); i++)
		cover(o.base, o.limit, &low, &high);
	*ret_base = low <= high ? low : 0;
	*ret_last = low <= high ? high : UINT32_MAX;
}

void tui_settle(struct tui *t, const struct tui_model *m)
{
	size_t context = tui_context(t, m), regions;
	struct mpuc_summary sum;
	struct mpuc_context c;

	if (mpuc_context_at(m->run, context, &c) &&
	    !is_same(c.name, t->context))
		tui_select(t, m, context);
	regions = tui_region_count(m, context);
	mpuc_summary_of(m->run, &sum);
	if (t->region >= regions)
		t->region = regions > 0 ? regions - 1 : 0;
	if (t->finding >= sum.findings)
		t->finding = sum.findings > 0 ? sum.findings - 1 : 0;
	if (t->whole)
		tui_bounds(m, context, &t->base, &t->last);
}
