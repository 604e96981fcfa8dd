/* SPDX-License-Identifier: BSD-2-Clause */
/* What a picture's marks stand for. */
#include "report/svg.h"

#include <stdio.h>

#include "report/markup.h"

#define ROW 24
#define SWATCH 26
#define LETTER 7
#define WIDE 1000	/* where a row of the legend ends */
#define OWNERS 24	/* named in the legend; boxes have names anyway */

/* Where the next swatch goes; out NULL: only measure. */
struct flow {
	struct out *o;
	uint32_t x, y;
	uint32_t last;		/* x of the last one */
};

static void swatch(struct flow *f, const char *class, const char *pattern,
		   const char *text)
{
	uint32_t width = SWATCH + 22 +
			 (uint32_t)markup_width(text) * LETTER;

	if (f->x > 0 && f->x + width > WIDE) {
		f->x = 0;
		f->y += ROW;
	}
	f->last = f->x;
	if (f->o != NULL) {
		out_fmt(f->o, "<g class=\"%s\" transform=\"translate(%u %u)\">"
			"<rect class=\"fill\" y=\"3\" width=\"%u\" height=\""
			"16\"/>", class, f->x, f->y, SWATCH);
		if (pattern != NULL)
			out_fmt(f->o, "<rect class=\"%s\" y=\"3\" width=\"%u\" "
				"height=\"16\"/>", pattern, SWATCH);
		out_fmt(f->o, "<text x=\"%u\" y=\"15\">", SWATCH + 7);
		markup_text(f->o, text);
		out_str(f->o, "</text></g>\n");
	}
	f->x += width;
}

static void owners(const struct picture *p, struct flow *f)
{
	swatch(f, "box o0", NULL, "xen");
	for (uint32_t i = 0; i < p->owner_count && i < OWNERS; i++) {
		char class[] = "box o0";

		class[5] = (char)('0' + svg_owner(i));
		swatch(f, class, NULL, p->owners[i]);
	}
	if (p->owner_count > OWNERS)
		swatch(f, "box o9", NULL, "... and more");
}

/* What a diff says by a frame and a sign in it. */
static void change(struct flow *f, enum picture_change change,
		   const char *text)
{
	char class[32];

	(void)snprintf(class, sizeof(class), "box o9%s", svg_change(change));
	swatch(f, class, NULL, text);
	if (f->o != NULL)
		out_fmt(f->o, "<text class=\"sign\" x=\"%u\" y=\"%u\">%s"
			"</text>\n", f->last + SWATCH / 2, f->y + 16,
			svg_sign(change));
}

static void sentence(struct flow *f, const char *text)
{
	f->x = 0;
	if (f->o != NULL)
		out_fmt(f->o, "<text class=\"sentence\" y=\"%u\">%s</text>\n",
			f->y + 15, text);
	f->y += ROW - 4;
}

static void flow(const struct picture *p, struct flow *f)
{
	owners(p, f);
	f->x = 0;
	f->y += ROW;
	if (p->diff != NULL) {
		change(f, BOX_CHANGED, "slot, range or rights changed");
		change(f, BOX_ADDED, "only after");
		change(f, BOX_REMOVED, "only before");
		f->x = 0;
		f->y += ROW;
	}
	swatch(f, "box o9", "device", "device memory");
	swatch(f, "box o9", "nc", "not cached");
	swatch(f, "box o9", "over", "over-mapped: rounding adds it");
	swatch(f, "box o9 transient", NULL, "for a moment only");
	swatch(f, "box o9 past", NULL, "past the hardware's regions");
	swatch(f, "ram", NULL, "RAM that no region maps");
	f->y += ROW;
	sentence(f, "In a box: slot (! none) and name; access of EL2, then of EL1. A "
		 "bar: regions in use of those the machine has; light: at "
		 "the peak.");
	sentence(f, "Widths grow with sizes from a minimum that can be read, "
		 "so small regions are drawn wider than they are; torn strips "
		 "leave out addresses with nothing.");
	if (p->diff != NULL)
		sentence(f, "Both maps have one scale. A context with one lane "
			 "is the same before and after; what is mapped for a "
			 "moment only is not compared.");
}

uint32_t svg_legend(const struct picture *p, struct out *o)
{
	struct flow f = { .o = o };

	if (o != NULL)
		out_str(o, "<g class=\"legend\">\n");
	flow(p, &f);
	if (o != NULL)
		out_str(o, "</g>\n");
	return f.y + 6;
}
