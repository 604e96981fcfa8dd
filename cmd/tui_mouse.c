/* SPDX-License-Identifier: BSD-2-Clause */
/* What a click and the wheel do where. */
#include "tui.h"

static bool is_in(const struct tui_box *b, unsigned x, unsigned y)
{
	return b->h > 0 && x >= b->x && x < b->x + b->w && y >= b->y &&
	       y < b->y + b->h;
}

/* Select the row below the pane's title that was clicked. */
static void click_row(struct tui *t, const struct tui_model *m,
		      const struct tui_box *b, unsigned y)
{
	struct mpuc_summary sum;
	size_t context = tui_context(t, m), row, room = b->h - 1;

	mpuc_summary_of(m->run, &sum);
	if (y == b->y)
		return;
	row = y - b->y - 1;
	if (t->pane == PANE_LEDGER && row > 0) {
		row += tui_first(context, sum.contexts, room - 1) - 1;
		if (row < sum.contexts)
			tui_select(t, m, row);
	} else if (t->pane == PANE_REGIONS) {
		size_t count = tui_region_count(m, context);

		row += tui_first(t->region, count, room > 3 ? room - 2 :
				 room);
		if (row < count)
			t->region = row;
	} else if (t->pane == PANE_FINDINGS) {
		row += tui_first(t->finding, sum.findings, room);
		if (row < sum.findings)
			t->finding = row;
	}
}

void tui_mouse(struct tui *t, const struct tui_model *m,
	       const struct tui_event *e)
{
	struct tui_layout l;

	if (t->page != PAGE_NONE) {
		tui_page_key(t, e->kind == TUI_WHEEL ? e->key : TUI_ESCAPE);
		return;
	}
	tui_layout(t, &l);
	if (e->kind == TUI_CLICK)
		t->typing = e->y == l.command;
	for (unsigned i = 0; i < PANE_COUNT; i++) {
		if (!is_in(&l.pane[i], e->x, e->y))
			continue;
		t->pane = (enum tui_pane)i;
		if (e->kind == TUI_WHEEL)
			tui_motion(t, m, e->key);
		else
			click_row(t, m, &l.pane[i], e->y);
	}
}
