/* SPDX-License-Identifier: BSD-2-Clause */
/* What a picture says in words and signs. */
#include "report/svg.h"

#include "report/diff.h"
#include "report/markup.h"

const char *svg_sign(enum picture_change change)
{
	switch (change) {
	case BOX_ADDED:
		return "+";
	case BOX_REMOVED:
		return "\xe2\x88\x92";
	case BOX_CHANGED:
		return "\xe2\x89\xa0";
	case BOX_SAME:
	case BOX_PASSING:
		break;
	}
	return NULL;
}

const char *svg_change(enum picture_change change)
{
	static const char *const classes[] = {
		[BOX_SAME] = "", [BOX_PASSING] = "", [BOX_ADDED] = " added",
		[BOX_REMOVED] = " removed", [BOX_CHANGED] = " changed",
	};

	return classes[change];
}

const char *svg_change_text(enum picture_change change)
{
	static const char *const texts[] = {
		[BOX_SAME] = "the same", [BOX_PASSING] = "not compared",
		[BOX_ADDED] = "only after", [BOX_REMOVED] = "only before",
		[BOX_CHANGED] = "changed",
	};

	return texts[change];
}

static void region_title(const struct plan_show *s,
			 const struct plan_region *r, struct out *o)
{
	const char *memory = show_memory(s, r->attr);
	char el2[4], el1[4];

	pmsa_el2_access(s->plan->arch, r->attr, s->wxn, el2);
	pmsa_el1_access(s->plan->arch, r->attr, el1);
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
	if (p->diff != NULL)
		out_fmt(o, "\n%s", svg_change_text(box->change));
	out_fmt(o, "\nbase 0x%llx, limit 0x%llx, ",
		(unsigned long long)box->range.base,
		(unsigned long long)box->range.last);
	if (range_size(box->range) == 0)
		out_str(o, "2^64 bytes");
	else
		show_size(o, range_size(box->range));
	out_str(o, "\nowner ");
	markup_text(o, picture_owner_name(p, box->owner));
	if (r != NULL)
		region_title(&lane->side->show, r, o);
}

void svg_inputs(const struct picture *p, struct out *o)
{
	if (p->diff == NULL) {
		markup_text(o, p->view->system->doc->input);
		return;
	}
	markup_text(o, p->diff->before);
	out_str(o, " and ");
	markup_text(o, p->diff->after);
}

static void plan_headline(const struct report_view *v, struct out *o)
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

void svg_headline(const struct picture *p, struct out *o)
{
	if (p->diff == NULL) {
		plan_headline(p->view, o);
		return;
	}
	svg_inputs(p, o);
	out_fmt(o, ": %s", diff_verdict(p->diff));
}
