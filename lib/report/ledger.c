/* SPDX-License-Identifier: BSD-2-Clause */
/* The ledger: what every context needs and what the machine has. */
#include <stdio.h>

#include "report/show.h"
#include "report/table.h"

#define BAR 40
#define LEDGER_COLUMNS 6

struct ledger_row {
	char need[16], peak[16], have[16], left[24], bar[BAR + 1];
	const char *cells[LEDGER_COLUMNS];
};

/* One mark for each region, or fewer for counts wider than the bar. */
static size_t marks(uint32_t n, uint32_t most)
{
	if (most <= BAR)
		return n;
	return (size_t)((uint64_t)n * BAR / most);
}

/* # in force, + transient on top, . free, ! past the hardware. */
static void draw_bar(char bar[BAR + 1], const struct plan *plan,
		     const struct plan_context *c)
{
	uint32_t have = plan->regions_known ? plan->regions : c->peak;
	uint32_t most = c->peak > have ? c->peak : have;
	size_t i = 0;

	for (; i < marks(c->need, most) && i < marks(have, most); i++)
		bar[i] = '#';
	for (; i < marks(c->peak, most) && i < marks(have, most); i++)
		bar[i] = '+';
	for (; i < marks(have, most); i++)
		bar[i] = '.';
	for (; i < marks(c->peak, most); i++)
		bar[i] = '!';
	bar[i] = '\0';
}

static void fill_row(struct ledger_row *r, const struct plan *plan,
		     const struct plan_context *c)
{
	const char *const cells[LEDGER_COLUMNS] = {
		c->name, r->need, r->peak, r->have, r->left, r->bar,
	};

	(void)snprintf(r->need, sizeof(r->need), "%u", (unsigned)c->need);
	(void)snprintf(r->peak, sizeof(r->peak), "%u", (unsigned)c->peak);
	if (plan->regions_known) {
		(void)snprintf(r->have, sizeof(r->have), "%u",
			       (unsigned)plan->regions);
		(void)snprintf(r->left, sizeof(r->left), "%lld",
			       (long long)show_left(plan, c));
	} else {
		(void)snprintf(r->have, sizeof(r->have), "?");
		(void)snprintf(r->left, sizeof(r->left), "?");
	}
	draw_bar(r->bar, plan, c);
	for (size_t i = 0; i < LEDGER_COLUMNS; i++)
		r->cells[i] = cells[i];
}

void show_ledger(struct out *o, const struct plan *plan)
{
	static const char *const heads[LEDGER_COLUMNS] = {
		"context", "need", "peak", "have", "left", "",
	};
	struct ledger_row row;
	struct table t;

	table_init(&t, heads, LEDGER_COLUMNS);
	t.right = 0x1e;
	for (uint32_t i = 0; i < plan->context_count; i++) {
		fill_row(&row, plan, &plan->contexts[i]);
		table_measure(&t, row.cells);
	}
	table_heads(&t, o);
	for (uint32_t i = 0; i < plan->context_count; i++) {
		bool over;

		fill_row(&row, plan, &plan->contexts[i]);
		over = plan->regions_known &&
		       show_left(plan, &plan->contexts[i]) < 0;
		if (over)
			show_color(o, COLOR_ERROR);
		table_row(&t, o, row.cells);
		if (over)
			show_color(o, COLOR_NONE);
	}
}
