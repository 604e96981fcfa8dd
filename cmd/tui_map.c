/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory map, to scale: every line stands for the same number of bytes.
 * Left are the addresses, then the regions of the context, then what the
 * tree has there.
 */
#include "tui.h"

#include <stdio.h>
#include <string.h>

#define LABEL 64

/* What lies in the bytes of one line. */
struct lane {
	char label[LABEL];	/* of what begins here, or fills the line */
	unsigned more;		/* begin here, too */
	bool covered;
};

/* The addresses of one line. */
struct span {
	uint64_t base, last;
	bool first;		/* of the map */
};

static void put_in(struct lane *l, uint64_t base, uint64_t limit,
		   const struct span *line, const char *name)
{
	if (base > line->last || limit < line->base)
		return;
	l->covered = true;
	/* A name stands where its range begins, or the map does. */
	if (base < line->base && !line->first)
		return;
	if (l->label[0] == '\0')
		(void)snprintf(l->label, sizeof(l->label), "%s", name);
	else
		l->more++;
}

static void regions_in(const struct tui_model *m, size_t context,
		       const struct span *line, struct lane *l)
{
	struct mpuc_region_entry r;

	for (size_t i = 0; mpuc_region_at(m->run, context, i, &r); i++) {
		if (r.placed)
			put_in(l, r.base, r.limit, line, r.name);
	}
}

/* RAM is the ground that everything else stands on. */
static void objects_in(const struct tui_model *m, const struct span *line,
		       struct lane *l, struct lane *ram)
{
	struct mpuc_object o;
	char name[LABEL];

	for (size_t i = 0; mpuc_object_at(m->run, i, &o); i++) {
		(void)snprintf(name, sizeof(name), "%s%s%s", o.name,
			       *o.name != '\0' ? " " : "", o.kind);
		if (strcmp(o.kind, "section") == 0)
			continue;
		put_in(strcmp(o.kind, "ram") == 0 ? ram : l, o.base, o.limit,
		       line, name);
	}
}

static void lane_text(char text[LABEL + 16], const struct lane *l)
{
	if (l->more > 0)
		(void)snprintf(text, LABEL + 16, "%s +%u", l->label, l->more);
	else
		(void)snprintf(text, LABEL + 16, "%s", l->label);
}

/* What the lines stand for: round addresses that cover what is asked for. */
struct scale {
	uint64_t base, step;
};

static struct scale scale_of(const struct tui *t, unsigned lines)
{
	uint64_t size = t->last - t->base, grain = 1;
	struct scale scale;

	while (grain < (size / lines + 1) / 16)
		grain *= 2;
	scale.base = t->base - t->base % grain;
	size = t->last - scale.base;
	scale.step = size / lines + 1;
	if (scale.step % grain != 0)
		scale.step += grain - scale.step % grain;
	return scale;
}

static void map_line(const struct tui *t, const struct tui_model *m,
		     struct tui_screen *s, struct tui_box row,
		     const struct span *line)
{
	struct lane regions = { .more = 0 }, objects = { .more = 0 };
	struct lane ram = { .more = 0 };
	struct mpuc_region_entry r;
	size_t context = tui_context(t, m);
	unsigned digits = t->last > UINT32_MAX ? 12 : 8;
	unsigned rest = row.w - digits;
	/* On a narrow screen the regions have all of it. */
	unsigned half = rest > 14 ? (rest - 1) / 2 : rest;
	bool mine = mpuc_region_at(m->run, context, t->region, &r) &&
		    r.placed && r.base <= line->last && r.limit >= line->base;
	char text[LABEL + 16];

	regions_in(m, context, line, &regions);
	objects_in(m, line, &objects, &ram);
	tui_putf(s, row.x, row.y, digits, 0, "%*llx", (int)digits,
		 (unsigned long long)line->base);
	lane_text(text, &regions);
	tui_putf(s, row.x + digits, row.y, half,
		 mine ? ATTR_REVERSE : regions.covered ? ATTR_CYAN : 0,
		 "%s%c%s", mine ? ">" : " ", regions.covered ? '#' : '|',
		 text);
	lane_text(text, &objects);
	tui_putf(s, row.x + digits + half, row.y, row.w - digits - half,
		 objects.covered ? ATTR_GREEN : 0, " %c%s",
		 objects.covered ? '#' : ram.covered ? '.' : ' ', text);
}

void tui_pane_map(const struct tui *t, const struct tui_model *m,
		  struct tui_screen *s, struct tui_box box)
{
	unsigned lines = box.h > 1 ? box.h - 1 : box.h;
	struct scale scale;

	if (box.w < 16)
		return;
	scale = scale_of(t, lines);
	for (unsigned i = 0; i < lines; i++) {
		struct tui_box row = { box.x, box.y + i, box.w, 1 };
		struct span line = { scale.base + i * scale.step, 0, i == 0 };

		/* The last line may end at the end of all addresses. */
		if (line.base < scale.base)
			break;
		line.last = line.base + (scale.step - 1);
		if (line.last < line.base)
			line.last = UINT64_MAX;
		map_line(t, m, s, row, &line);
	}
	if (box.h > 1)
		tui_putf(s, box.x, box.y + lines, box.w, 0,
			 "0x%llx a line: regions, tree",
			 (unsigned long long)scale.step);
}
