/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the map looks: zoom and motion of its range. */
#include "tui.h"

#define MAP_LEAST 64u		/* bytes that the map shows, at least */

static void look_at(struct tui *t, uint64_t base, uint64_t last)
{
	t->base = base;
	t->last = last;
	t->whole = false;
}

/* size bytes around the middle of what is shown. */
static void look_around(struct tui *t, uint64_t middle, uint64_t size)
{
	uint64_t half = size / 2;
	uint64_t base = middle > half ? middle - half : 0;

	if (size < MAP_LEAST)
		size = MAP_LEAST;
	if (base > UINT64_MAX - (size - 1))
		base = UINT64_MAX - (size - 1);
	look_at(t, base, base + (size - 1));
}

void tui_look_key(struct tui *t, int key)
{
	uint64_t size = t->last - t->base, step = size / 8 + 1;
	uint64_t middle = t->base + size / 2;

	switch (key) {
	case '+':
	case '=':
		look_around(t, middle, size / 2 + 1);
		break;
	case '-':
		look_around(t, middle, size > UINT64_MAX / 2 ? UINT64_MAX :
			    2 * size + 1);
		break;
	case TUI_UP:
	case 'k':
		step = step < t->base ? step : t->base;
		look_at(t, t->base - step, t->last - step);
		break;
	case TUI_DOWN:
	case 'j':
		step = step < UINT64_MAX - t->last ? step :
		       UINT64_MAX - t->last;
		look_at(t, t->base + step, t->last + step);
		break;
	case '0':
	case TUI_HOME:
		t->whole = true;
		break;
	default:
		break;
	}
}

void tui_look_region(struct tui *t, const struct tui_model *m)
{
	struct mpuc_region_entry r;
	uint64_t margin, below, above;

	if (!mpuc_region_at(m->run, tui_context(t, m), t->region, &r) ||
	    !r.placed)
		return;
	margin = (r.limit - r.base) / 2;
	below = margin < r.base ? margin : r.base;
	above = margin < UINT64_MAX - r.limit ? margin : UINT64_MAX - r.limit;
	look_at(t, r.base - below, r.limit + above);
	t->pane = PANE_MAP;
}
