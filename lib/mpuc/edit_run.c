/* SPDX-License-Identifier: BSD-2-Clause */
/* From a folded state to a finished run. */
#include "mpuc/session.h"

#include <string.h>

#include "base/try.h"
#include "load/changed.h"
#include "mpuc/bindings.h"

enum mpuc_status edit_total_of(struct mpuc_whatif *e, const edit_steps *steps,
			       size_t count, const edit_ops *more,
			       struct edit_total *ret_total)
{
	memset(ret_total, 0, sizeof(*ret_total));
	for (size_t i = 0; i < count; i++)
		TRY(edit_fold(&e->arena, &steps->items[i].ops, ret_total));
	return more == NULL ? MPUC_OK :
	       edit_fold(&e->arena, more, ret_total);
}

static void set_options(struct mpuc_run *run, const struct mpuc_run *base,
			const struct edit_total *t)
{
	run->opts = base->opts;
	run->image = base->image;
	run->target = base->target;
	run->platform = base->platform;
	if (t->target != NULL)
		run->opts.target = t->target;
	if (t->platform != NULL) {
		run->opts.platform = t->platform;
		run->opts.has_regions = false;
	}
	if (t->has_regions) {
		run->opts.has_regions = true;
		run->opts.regions = t->regions;
	}
	if (t->has_early_uart) {
		run->opts.has_early_uart = t->early_uart.size != 0;
		run->opts.early_uart_base = t->early_uart.base;
		run->opts.early_uart_size = t->early_uart.size;
	}
}

static enum mpuc_status change_doc(struct mpuc_run *run,
				   const struct doc *base,
				   const char *name,
				   const struct doc_edits *edits,
				   struct doc **ret_doc)
{
	const struct load_edit edit = { base, name, edits };
	const char *error = NULL;
	enum mpuc_status st = load_changed(&run->arena, &edit, ret_doc,
					   &error);

	return error != NULL ? run_fail(run, st, "%s", error) : st;
}

/* A module that was dropped has no tree any more. */
static bool is_module(const struct doc *d, const char *path)
{
	uint32_t node = doc_find(d, path);

	return node != DOC_NONE &&
	       (doc_compatible(d, node, "multiboot,module") ||
		doc_compatible(d, node, "xen,multiboot-module"));
}

static enum mpuc_status add_module(struct mpuc_run *run, const char *path,
				   const struct doc *base,
				   const struct doc_edits *edits)
{
	struct doc *changed = NULL;
	struct build_module *m;

	if (!is_module(run->doc, path))
		return MPUC_OK;
	if (edits != NULL)
		TRY(change_doc(run, base, path, edits, &changed));
	m = VEC_PUSH(&run->arena, &run->modules);
	TRY_PTR(m);
	m->path = path;
	m->tree = edits != NULL ? changed : base;
	return MPUC_OK;
}

static enum mpuc_status change_modules(struct mpuc_run *run,
				       const struct mpuc_run *base,
				       const struct edit_total *t)
{
	for (size_t i = 0; i < base->modules.count; i++) {
		const struct build_module *m = &base->modules.items[i];

		TRY(add_module(run, m->path, m->tree,
			       edit_tree_edits(t, m->path)));
	}
	for (size_t i = 0; i < t->trees.count; i++) {
		const struct edit_tree *tree = &t->trees.items[i];
		bool known = tree->module == NULL;

		for (size_t k = 0; k < base->modules.count && !known; k++)
			known = strcmp(base->modules.items[k].path,
				       tree->module) == 0;
		if (!known)
			TRY(add_module(run, tree->module, NULL,
				       &tree->edits));
	}
	return MPUC_OK;
}

static enum mpuc_status load(struct mpuc_run *run,
			     const struct mpuc_run *base,
			     const struct edit_total *t)
{
	const struct doc_edits *edits = edit_tree_edits(t, NULL);

	set_options(run, base, t);
	run->inputs = base->inputs;
	TRY(run_settle(run));
	TRY(bindings_adopt(run, base));
	if (t->target != NULL || t->platform != NULL)
		TRY(run_profiles(run));
	if (edits == NULL)
		run->doc = base->doc;
	else
		TRY(change_doc(run, base->doc, base->doc->input, edits,
			       &run->doc));
	return change_modules(run, base, t);
}

enum mpuc_status edit_run_total(struct mpuc_whatif *e,
				const struct edit_total *total,
				struct mpuc_run **ret_run)
{
	struct mpuc_run *run = mpuc_new(&e->opts);

	*ret_run = run;
	TRY_PTR(run);
	return run_finish(run, load(run, e->base, total));
}

size_t edit_errors(const struct mpuc_run *run)
{
	return sink_count(&run->sink, SEV_ERROR);
}
