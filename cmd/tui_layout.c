/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where everything is.  On a screen that is large enough the ledger is
 * beside the map, and below them the regions beside the findings.  On a
 * smaller one the selected pane has all of it.
 */
#include "tui.h"

#include <string.h>

#define WIDE 72			/* columns for two panes side by side */
#define TALL 16			/* lines for two panes above each other */

size_t tui_first(size_t selected, size_t count, size_t room)
{
	if (count <= room || room == 0)
		return 0;
	if (selected < room / 2)
		return 0;
	if (selected - room / 2 > count - room)
		return count - room;
	return selected - room / 2;
}

/* Title, panes, message, command: what there is room for, in this order. */
void tui_layout(const struct tui *t, struct tui_layout *ret_layout)
{
	struct tui_layout *l = ret_layout;
	unsigned top = t->h > 3, below = t->h > 6 ? 2 : t->h > 1;
	unsigned body = t->h > top + below ? t->h - top - below : 0;
	unsigned ledger = t->w * 9 / 16, regions = t->w * 11 / 16 + 1;
	unsigned upper = body / 2;

	memset(l, 0, sizeof(*l));
	l->command = t->h > 1 ? t->h - 1 : t->h;
	l->message = t->h > 6 ? t->h - 2 : t->h;
	if (t->alone || t->w < WIDE || t->h < TALL) {
		l->pane[t->pane] = (struct tui_box){ 0, top, t->w, body };
		return;
	}
	l->pane[PANE_LEDGER] = (struct tui_box){ 0, top, ledger - 1, upper };
	l->pane[PANE_MAP] = (struct tui_box){
		ledger, top, t->w - ledger, upper,
	};
	l->pane[PANE_REGIONS] = (struct tui_box){
		0, top + upper, regions - 1, body - upper,
	};
	l->pane[PANE_FINDINGS] = (struct tui_box){
		regions, top + upper, t->w - regions, body - upper,
	};
}
