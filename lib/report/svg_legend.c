/* SPDX-License-Identifier: BSD-2-Clause */
/* What a picture's marks stand for, and the file of its own. */
#include "report/svg.h"

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
	const struct system *s = p->view->system;

	swatch(f, "box o0", NULL, "xen");
	for (uint32_t i = 0; i < s->domains.count && i < OWNERS; i++) {
		char class[] = "box o0";

		class[5] = (char)('0' + svg_owner(i));
		swatch(f, class, NULL, s->domains.items[i].name);
	}
	if (s->domains.count > OWNERS)
		swatch(f, "box o9", NULL, "... and more");
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

static void region_title(const struct picture *p,
			 const struct plan_region *r, struct out *o)
{
	const char *memory = show_memory(&p->show, r->attr);
	char el2[4], el1[4];

	pmsa_el2_access(p->show.plan->arch, r->attr, p->show.wxn, el2);
	pmsa_el1_access(p->show.plan->arch, r->attr, el1);
	out_fmt(o, "\nPRBAR 0x%llx, PRLAR 0x%llx\nEL2 %s, EL1 %s, %s, %s",
		(unsigned long long)r->regs.prbar,
		(unsigned long long)r->regs.prlar, el2, el1,
		memory != NULL ? memory : "memory type unknown",
		show_lifetime(r->lifetime));
	if (picture_excess(r) > 0)
		out_fmt(o, "\nover-mapped by %llu bytes: asked for was 0x%llx "
			"to 0x%llx", (unsigned long long)picture_excess(r),
			(unsigned long long)r->demand.base,
			(unsigned long long)r->demand.last);
	if (r->why != NULL && *r->why != '\0') {
		out_str(o, "\nwhy: ");
		markup_text(o, r->why);
	}
}

void svg_title(const struct picture *p, const struct picture_lane *lane,
	       const struct picture_box *box, struct out *o)
{
	const struct plan_region *r = box->region;

	markup_text(o, box->name);
	if (r != NULL && r->slot != SLOT_NONE)
		out_fmt(o, ", slot %u of ", (unsigned)r->slot);
	else
		out_str(o, r != NULL ? ", no slot left in " : ", in ");
	markup_text(o, lane->name);
	out_fmt(o, "\nbase 0x%llx, limit 0x%llx, ",
		(unsigned long long)box->range.base,
		(unsigned long long)box->range.last);
	if (range_size(box->range) == 0)
		out_str(o, "2^64 bytes");
	else
		show_size(o, range_size(box->range));
	out_str(o, "\nowner ");
	markup_text(o, show_owner(&p->show, box->owner));
	if (r != NULL)
		region_title(p, r, o);
}

void svg_headline(const struct report_view *v, struct out *o)
{
	const struct system *s = v->system;

	markup_text(o, s->doc->input);
	out_str(o, ": ");
	markup_text(o, s->target->name);
	out_str(o, " on ");
	markup_text(o, s->platform != NULL ? s->platform->name :
		    "a machine without a name");
	if (s->arch_known)
		out_fmt(o, ", %s", pmsa_arch_name(s->arch));
	if (s->regions_known)
		out_fmt(o, ", %u regions", (unsigned)s->regions);
	if (v->plan == NULL)
		out_str(o, "; no plan: the tree does not say enough");
}
