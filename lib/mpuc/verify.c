/* SPDX-License-Identifier: BSD-2-Clause */
/* A layout held against the tree that it should have come from. */
#include <string.h>

#include "base/try.h"
#include "emit/layout_import.h"
#include "emit/layout_write.h"
#include "model/query.h"
#include "mpuc/run.h"
#include "mpuc/writer.h"

struct comparison {
	struct arena *a;
	VEC(struct verify_difference) items;
	enum mpuc_status status;
};

static void differ(struct comparison *c, const char *context,
		   const char *what, const char *layout, const char *tree)
{
	struct verify_difference *d = VEC_PUSH(c->a, &c->items);

	if (d == NULL || what == NULL) {
		c->status = MPUC_E_NOMEM;
		return;
	}
	d->context = context;
	d->what = what;
	d->layout = layout;
	d->tree = tree;
}

static void text(struct comparison *c, const char *what, const char *layout,
		 const char *tree)
{
	if (strcmp(layout, tree) != 0)
		differ(c, NULL, what, layout, tree);
}

static void number(struct comparison *c, const char *context,
		   const char *what, uint64_t layout, uint64_t tree)
{
	if (layout != tree)
		differ(c, context, what,
		       arena_printf(c->a, "0x%llx",
				    (unsigned long long)layout),
		       arena_printf(c->a, "0x%llx",
				    (unsigned long long)tree));
}

static const char *in_slot(struct comparison *c, const struct plan_region *r,
			   const char *what)
{
	return arena_printf(c->a, "slot %u%s", (unsigned)r->slot, what);
}

/* need regions are sorted by slot on both sides. */
static void regions(struct comparison *c, const struct plan_context *layout,
		    const struct plan_context *tree)
{
	const struct plan_region *a = layout->regions, *b = tree->regions;
	const struct plan_region *a_end = a + layout->need;
	const struct plan_region *b_end = b + tree->need;

	while (a < a_end || b < b_end) {
		if (a == a_end || (b < b_end && b->slot < a->slot)) {
			differ(c, tree->name, in_slot(c, b, ""), NULL,
			       b->name);
			b++;
		} else if (b == b_end || a->slot < b->slot) {
			differ(c, tree->name, in_slot(c, a, ""), a->name,
			       NULL);
			a++;
		} else {
			number(c, tree->name, in_slot(c, b, ": PRBAR"),
			       a->regs.prbar, b->regs.prbar);
			number(c, tree->name, in_slot(c, b, ": PRLAR"),
			       a->regs.prlar, b->regs.prlar);
			a++;
			b++;
		}
	}
}

static void contexts(struct comparison *c, const struct plan *layout,
		     const struct plan *tree)
{
	for (uint32_t i = 0; i < tree->context_count; i++) {
		const struct plan_context *t = &tree->contexts[i];
		const struct plan_context *l = plan_context_find(layout,
								 t->name);

		if (l == NULL)
			differ(c, t->name, "context", NULL, t->name);
		else
			regions(c, l, t);
	}
	for (uint32_t i = 0; i < layout->context_count; i++) {
		const char *name = layout->contexts[i].name;

		if (plan_context_find(tree, name) == NULL)
			differ(c, name, "context", name, NULL);
	}
}

/*
 * The tree's own layout, packed and read back: what both sides then have in
 * common is the format, and what differs is the content.
 */
static enum mpuc_status own_layout(struct mpuc_run *run,
				   const struct plan *plan,
				   struct layout_contents *ret_contents)
{
	const struct layout_source source = {
		.system = run->system, .plan = plan,
		.tree = run->doc->blob,
		.tree_size = (size_t)run->doc->total_size,
	};
	struct layout_bytes bytes;
	const char *error = NULL;
	enum mpuc_status st;

	st = layout_write(&run->arena, &source, &bytes);
	if (st == MPUC_OK)
		st = layout_import(&run->arena, bytes.bytes, bytes.size,
				   ret_contents, &error);
	else
		error = bytes.error;
	return st == MPUC_OK || error == NULL ? st :
	       run_fail(run, st, "%s", error);
}

static void lists(struct comparison *c, const struct layout_view *layout,
		  const struct layout_contents *tree)
{
	number(c, NULL, "domains", layout->domain_count, tree->domain_count);
	number(c, NULL, "banks", layout->bank_count, tree->bank_count);
	for (uint32_t i = 0; i < tree->bank_count && i < layout->bank_count;
	     i++) {
		const struct range a = layout->banks[i].range;
		const struct range b = tree->banks[i].range;

		number(c, NULL, arena_printf(c->a, "bank %u: base", i),
		       a.base, b.base);
		number(c, NULL, arena_printf(c->a, "bank %u: last", i),
		       a.last, b.last);
	}
	number(c, NULL, "sections", layout->section_count,
	       tree->section_count);
}

static void compare(struct comparison *c, const struct layout_view *layout,
		    const struct layout_contents *tree)
{
	text(c, "target", layout->target, tree->target);
	text(c, "platform", layout->platform, tree->platform);
	text(c, "SHA-256 of the device tree", layout->tree_sha256,
	     tree->tree_sha256);
	text(c, "architecture", pmsa_arch_name(layout->plan->arch),
	     pmsa_arch_name(tree->plan.arch));
	number(c, NULL, "regions of the machine", layout->plan->regions,
	       tree->plan.regions);
	contexts(c, layout->plan, &tree->plan);
	lists(c, layout, tree);
	/* Whatever else the format holds, such as the switch lists. */
	if (c->items.count == 0)
		number(c, NULL, "CRC-32 of the layout", layout->crc,
		       tree->crc);
}

enum mpuc_status mpuc_write_verify(struct mpuc_run *layout_run,
				   struct mpuc_run *run,
				   enum mpuc_format format,
				   const struct mpuc_writer *w,
				   bool *ret_same)
{
	const struct layout_view *layout = layout_run->layout;
	struct comparison c = { .a = &run->arena, .status = MPUC_OK };
	struct verify_view v = {
		.layout = layout->file, .tree = run->doc->input,
		.target = run->system->target->name,
		.platform = run->system->platform != NULL ?
			    run->system->platform->name : NULL,
		.arena = &run->arena,
	};
	const struct plan *plan = run->plan;
	struct layout_contents tree;
	struct out o;

	if (plan != NULL && layout->plan->is_optimal)
		plan = plan->optimal;
	if (plan == NULL)
		return run_fail(run, MPUC_E_UNSUPPORTED,
				"no plan could be made of this tree");
	TRY(own_layout(run, plan, &tree));
	compare(&c, layout, &tree);
	TRY(c.status);
	v.same = c.items.count == 0;
	v.items = c.items.items;
	v.count = c.items.count;
	writer_open(&o, w);
	TRY(writer_close(&o, report_verify(&v, writer_format(format), &o)));
	*ret_same = v.same;
	return MPUC_OK;
}
