/* SPDX-License-Identifier: BSD-2-Clause */
/* The tables: ledger, regions, findings. */
#include "tui.h"

#include <stdio.h>
#include <string.h>

#define NAME_MOST 26		/* columns of a name, at most */

static uint8_t row_attr(bool selected, uint8_t attr)
{
	return selected ? (uint8_t)(attr | ATTR_REVERSE) : attr;
}

/* The marker keeps a selection visible where nothing is reversed. */
static const char *mark(bool selected)
{
	return selected ? ">" : " ";
}

static unsigned longest_context(const struct tui_model *m)
{
	struct mpuc_context c;
	size_t most = 7;

	for (size_t i = 0; mpuc_context_at(m->run, i, &c); i++) {
		size_t len = strlen(c.name);

		most = len > most ? len : most;
	}
	return (unsigned)(most > NAME_MOST ? NAME_MOST : most);
}

/* # in force, + for a moment, . free, ! past the hardware. */
static void bar(char *text, size_t room, const struct mpuc_context *c,
		const struct mpuc_summary *sum)
{
	unsigned have = sum->has_regions ? sum->regions : c->peak;
	unsigned most = c->peak > have ? c->peak : have;
	size_t n = most < room ? most : room;

	for (size_t i = 0; i < n; i++) {
		size_t at = most <= room ? i : i * most / n;

		text[i] = at >= have ? '!' : at < c->need ? '#' :
			  at < c->peak ? '+' : '.';
	}
	text[n] = '\0';
}

void tui_pane_ledger(const struct tui *t, const struct tui_model *m,
		     struct tui_screen *s, struct tui_box box)
{
	unsigned name = longest_context(m), used = name + 23;
	size_t selected = tui_context(t, m);
	struct mpuc_summary sum;
	struct mpuc_context c;
	size_t room = box.h - 1, first;
	char marks[64];

	mpuc_summary_of(m->run, &sum);
	tui_putf(s, box.x, box.y, box.w, ATTR_BOLD,
		 " %-*s need peak have left", (int)name, "context");
	if (sum.contexts == 0)
		tui_put(s, box.x + 1, box.y + 1, box.w, 0,
			"no plan: the tree does not say enough");
	first = tui_first(selected, sum.contexts, room);
	for (size_t i = 0; i < room &&
	     mpuc_context_at(m->run, first + i, &c); i++) {
		bool mine = first + i == selected;
		bool over = sum.has_regions && c.left < 0;
		unsigned y = box.y + 1 + (unsigned)i;
		char left[24] = "?", have[16] = "?";

		if (sum.has_regions) {
			(void)snprintf(left, sizeof(left), "%ld", c.left);
			(void)snprintf(have, sizeof(have), "%u",
				       sum.regions);
		}
		bar(marks, box.w > used + 1 && box.w - used - 1 < 60 ?
		    box.w - used - 1 : box.w > used + 1 ? 60 : 0, &c, &sum);
		tui_putf(s, box.x, y, box.w,
			 row_attr(mine, over ? ATTR_RED | ATTR_BOLD : 0),
			 "%s%-*.*s %4u %4u %4s %4s  %s", mark(mine),
			 (int)name, (int)name, c.name, c.need, c.peak, have,
			 left, marks);
	}
}

/* --------------------------------------------------------------- regions */

static unsigned longest_region(const struct tui_model *m, size_t context)
{
	struct mpuc_region_entry r;
	size_t most = 6;

	for (size_t i = 0; mpuc_region_at(m->run, context, i, &r); i++) {
		size_t len = strlen(r.name);

		most = len > most ? len : most;
	}
	return (unsigned)(most > NAME_MOST ? NAME_MOST : most);
}

#define PLACE 32		/* columns of slot, base, limit and access */
#define KIND 24			/* of memory type, lifetime and owner */

/* row.h is the width of the names. */
static void region_row(struct tui_screen *s, struct tui_box row,
		       const struct mpuc_region_entry *r, bool mine)
{
	int name = (int)row.h;
	uint8_t attr = r->slot < 0 ? ATTR_RED | ATTR_BOLD :
		       r->transient ? ATTR_YELLOW : 0;
	char kind[TUI_NAME + 32] = "", slot[16], base[24] = "unplaced", limit[24] = "";

	if (r->slot < 0)
		(void)snprintf(slot, sizeof(slot), "--");
	else
		(void)snprintf(slot, sizeof(slot), "%d", r->slot);
	if (r->placed) {
		(void)snprintf(base, sizeof(base), "%llx",
			       (unsigned long long)r->base);
		(void)snprintf(limit, sizeof(limit), "%llx",
			       (unsigned long long)r->limit);
	}
	if (row.w >= row.h + PLACE + KIND)
		(void)snprintf(kind, sizeof(kind), " %-6s %-9s %s",
			       r->memory != NULL ? r->memory : "-",
			       r->lifetime, r->owner);
	tui_putf(s, row.x, row.y, row.w, row_attr(mine, attr),
		 "%s%3s %-*.*s %8s %8s  %s %s%s", mark(mine), slot, name,
		 name, r->name, base, limit, r->el2, r->el1, kind);
}

static void region_reason(struct tui_screen *s, struct tui_box box,
			  const struct mpuc_region_entry *r)
{
	if (r->placed)
		tui_putf(s, box.x + 1, box.y, box.w - 1, ATTR_CYAN,
			 "%s of %s, EL2 %s EL1 %s, PRBAR 0x%llx PRLAR 0x%llx",
			 r->lifetime, r->owner, r->el2, r->el1,
			 (unsigned long long)r->prbar,
			 (unsigned long long)r->prlar);
	else
		tui_putf(s, box.x + 1, box.y, box.w - 1, ATTR_CYAN,
			 "%s of %s, EL2 %s EL1 %s, its place is not known",
			 r->lifetime, r->owner, r->el2, r->el1);
	tui_putf(s, box.x + 1, box.y + 1, box.w - 1, ATTR_CYAN, "why: %s%s",
		 r->slot < 0 ? "NO SLOT LEFT; " : "", r->why);
}

void tui_pane_regions(const struct tui *t, const struct tui_model *m,
		      struct tui_screen *s, struct tui_box box)
{
	size_t context = tui_context(t, m), room = box.h, first;
	unsigned name = longest_region(m, context);
	struct mpuc_region_entry r;
	bool reason = box.h > 3;

	if (reason)
		room -= 2;
	first = tui_first(t->region, tui_region_count(m, context), room);
	for (size_t i = 0; i < room &&
	     mpuc_region_at(m->run, context, first + i, &r); i++) {
		struct tui_box row = { box.x, box.y + (unsigned)i, box.w,
				       name };

		region_row(s, row, &r, first + i == t->region);
	}
	if (reason && mpuc_region_at(m->run, context, t->region, &r)) {
		box.y += box.h - 2;
		region_reason(s, box, &r);
	}
}

/* -------------------------------------------------------------- findings */

void tui_pane_findings(const struct tui *t, const struct tui_model *m,
		       struct tui_screen *s, struct tui_box box)
{
	static const char letters[] = { [MPUC_NOTE] = 'n',
		[MPUC_WARNING] = 'w', [MPUC_ERROR] = 'E', [MPUC_NEVER] = '?',
	};
	struct mpuc_summary sum;
	struct mpuc_finding f;
	size_t first;

	mpuc_summary_of(m->run, &sum);
	if (sum.findings == 0)
		tui_put(s, box.x + 1, box.y, box.w, ATTR_GREEN,
			"nothing to complain about");
	first = tui_first(t->finding, sum.findings, box.h);
	for (size_t i = 0; i < box.h &&
	     mpuc_finding_at(m->run, first + i, &f); i++) {
		bool mine = first + i == t->finding;
		uint8_t attr = f.severity == MPUC_ERROR ?
			ATTR_RED | ATTR_BOLD :
			f.severity == MPUC_WARNING ? ATTR_YELLOW : 0;
		char line[16] = "";

		if (f.file != NULL)
			(void)snprintf(line, sizeof(line), "%u: ", f.line);
		tui_putf(s, box.x, box.y + (unsigned)i, box.w,
			 row_attr(mine, attr), "%s%c %s%s", mark(mine),
			 letters[f.severity], line, f.message);
	}
}
