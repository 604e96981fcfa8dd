/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Saving a state.  What is written is applied to the tree as it came and
 * compared with the state first, so that a file that exists is right.
 */
#include "mpuc/session.h"

#include <string.h>

#include "base/try.h"
#include "emit/overlay.h"
#include "model/query.h"
#include "mpuc/bindings.h"
#include "os/file.h"

struct bytes {
	struct arena *a;
	char *data;
	size_t len;
};

static enum mpuc_status keep(void *arg, const void *data, size_t len)
{
	struct bytes *b = arg;
	char *all = arena_alloc(b->a, b->len + len + 1);

	TRY_PTR(all);
	if (b->len > 0)
		memcpy(all, b->data, b->len);
	memcpy(all + b->len, data, len);
	b->data = all;
	b->len += len;
	return MPUC_OK;
}

static bool ends_with(const char *name, const char *suffix)
{
	size_t len = strlen(name), tail = strlen(suffix);

	return len > tail && strcmp(name + len - tail, suffix) == 0;
}

/* ------------------------------------------------------------ the check */

static bool same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_region(const struct plan_region *a,
			const struct plan_region *b)
{
	return strcmp(a->name, b->name) == 0 && plan_region_same(a, b);
}

static bool same_context(const struct plan_context *a,
			 const struct plan_context *b)
{
	if (strcmp(a->name, b->name) != 0 || a->need != b->need ||
	    a->peak != b->peak || a->region_count != b->region_count)
		return false;
	for (uint32_t i = 0; i < a->region_count; i++) {
		if (!same_region(&a->regions[i], &b->regions[i]))
			return false;
	}
	return true;
}

static bool same_plan(const struct plan *a, const struct plan *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	if (a->context_count != b->context_count ||
	    a->regions != b->regions)
		return false;
	for (uint32_t i = 0; i < a->context_count; i++) {
		if (!same_context(&a->contexts[i], &b->contexts[i]))
			return false;
	}
	return true;
}

static bool same_findings(const struct sink *a, const struct sink *b)
{
	if (a->findings.count != b->findings.count)
		return false;
	/* Where they stand differs: the overlay has lines of its own. */
	for (size_t i = 0; i < a->findings.count; i++) {
		const struct finding *f = &a->findings.items[i];
		bool found = false;

		for (size_t k = 0; k < b->findings.count && !found; k++) {
			const struct finding *g = &b->findings.items[k];

			found = f->code == g->code &&
				f->severity == g->severity &&
				same_text(f->message, g->message) &&
				same_text(f->at.node, g->at.node);
		}
		if (!found)
			return false;
	}
	return true;
}

/*
 * The host's tree is what was saved, everything else is the state's: its
 * options are not part of a tree.
 */
static enum mpuc_status check_saved(struct edit_work *w, struct mpuc_run *run)
{
	const struct mpuc_run *state = w->e->run;
	const char *why = "the plan";

	TRY(bindings_adopt(run, w->e->base));
	TRY(run_finish(run, MPUC_OK));
	if (same_plan(run->plan, state->plan)) {
		if (same_findings(&run->sink, &state->sink))
			return MPUC_OK;
		why = "what is found";
	}
	return edit_deny(w, 0, "not written: applied to the tree again, %s "
			 "comes out differently; save a script instead and "
			 "please report this", why);
}

static void state_options(struct mpuc_run *run, const struct mpuc_run *state)
{
	run->opts = state->opts;
	run->target = state->target;
	run->platform = state->platform;
	run->image = state->image;
	run->modules.items = state->modules.items;
	run->modules.count = state->modules.count;
}

/* ----------------------------------------------------------- the forms */

/* The first thing that an overlay can't say, in words; NULL when none. */
static const char *unsayable(struct edit_work *w, const struct doc_edits *e)
{
	for (size_t i = 0; e != NULL && i < e->drops.count; i++) {
		const struct doc_drop *d = &e->drops.items[i];
		uint32_t node = doc_find(w->e->base->doc, d->node);

		if (node == DOC_NONE || (d->property != NULL &&
		    doc_prop(w->e->base->doc, node, d->property) == DOC_NONE))
			continue;
		return arena_printf(&w->e->arena, "%s%s%s", d->node,
				    d->property != NULL ? ": " : "",
				    d->property != NULL ? d->property : "");
	}
	return NULL;
}

static enum mpuc_status overlay_text(struct edit_work *w,
				     const struct doc_edits *edits,
				     struct bytes *ret_bytes)
{
	static const change_list none;
	const change_list *sets = edits != NULL ? &edits->sets : &none;
	const char *gone = unsayable(w, edits);
	const struct change *refused = overlay_refused(sets);
	struct out *o = arena_alloc(&w->e->arena, sizeof(*o));

	TRY_PTR(o);
	if (gone != NULL)
		return edit_deny(w, 0, "an overlay takes nothing away, and "
			"this state is without %s: save as .dtb, which is "
			"the whole tree, or as a script, or take that out "
			"of the source by hand", gone);
	if (refused != NULL)
		return edit_deny(w, 0, "dtc can't read the name %s: %s: save "
			"as .dtb", refused->node, refused->property);
	out_init(o, keep, ret_bytes);
	TRY(overlay_write(&w->e->arena, w->e->base->doc, sets,
			  "Changes made with mpuc budget.", o));
	return out_flush(o);
}

static enum mpuc_status check_overlay(struct edit_work *w,
				      const struct bytes *b)
{
	const struct load_text text = { "overlay", b->data, b->len };
	struct mpuc_run *run = mpuc_new(&w->e->opts);
	const char *error = NULL;
	enum mpuc_status st;

	TRY_PTR(run);
	state_options(run, w->e->run);
	st = load_overlaid(&run->arena, w->e->base->doc, &text, &run->doc,
			   &error);
	if (st != MPUC_OK && error != NULL)
		st = edit_deny(w, 0, "not written: %s", error);
	if (st == MPUC_OK)
		st = check_saved(w, run);
	mpuc_free(run);
	return st;
}

static enum mpuc_status put(struct edit_work *w, const char *file,
			    const void *data, size_t len)
{
	const char *error = NULL;
	enum mpuc_status st;

	if (w->c->count < 2 && os_is_file(file))
		return edit_deny(w, 0, "%s exists: 'save %s over' replaces "
				 "it", file, w->c->args[0].text);
	st = os_write_file(&w->e->arena, file, data, len, &error);
	return st == MPUC_OK || error == NULL ? st :
	       edit_deny(w, 0, "%s", error);
}

/* Partial trees that were changed go beside the file, as blobs. */
static enum mpuc_status put_modules(struct edit_work *w,
				    const struct edit_total *t,
				    const char **ret_more)
{
	const char *file = w->c->args[0].text;
	size_t stem = (size_t)(strrchr(file, '.') - file);
	const struct mpuc_run *run = w->e->run;

	*ret_more = "";
	for (size_t i = 0; i < run->modules.count; i++) {
		const struct build_module *m = &run->modules.items[i];
		const char *name, *domain;

		if (edit_tree_edits(t, m->path) == NULL)
			continue;
		domain = strrchr(m->path, '/') + 1;
		name = arena_printf(&w->e->arena, "%.*s-%s.dtb", (int)stem,
				    file, domain);
		TRY_PTR(name);
		TRY(put(w, name, m->tree->blob, (size_t)m->tree->total_size));
		*ret_more = arena_printf(&w->e->arena, "%s --module %s=%s",
					 *ret_more, m->path, name);
		TRY_PTR(*ret_more);
	}
	return MPUC_OK;
}

/* Options of the state that the tree can't hold. */
static enum mpuc_status said_options(struct edit_work *w,
				     const struct edit_total *t,
				     const char **more)
{
	struct arena *a = &w->e->arena;

	if (t->target != NULL)
		*more = arena_printf(a, "%s --target %s", *more, t->target);
	if (t->platform != NULL && *more != NULL)
		*more = arena_printf(a, "%s --platform %s", *more,
				     t->platform);
	if (t->has_regions && *more != NULL)
		*more = arena_printf(a, "%s --regions %u", *more, t->regions);
	if (t->has_early_uart && t->early_uart.size != 0 && *more != NULL)
		*more = arena_printf(a, "%s --early-uart 0x%llx:0x%llx",
			*more, (unsigned long long)t->early_uart.base,
			(unsigned long long)t->early_uart.size);
	else if (t->has_early_uart && *more != NULL)
		*more = arena_printf(a, "%s without --early-uart", *more);
	return *more != NULL ? MPUC_OK : MPUC_E_NOMEM;
}

static enum mpuc_status save_tree(struct edit_work *w)
{
	const char *file = w->c->args[0].text, *more;
	bool overlay = ends_with(file, ".dtso");
	const struct doc *doc = w->e->run->doc;
	struct bytes b = { .a = &w->e->arena };
	struct edit_total t;

	TRY(edit_total_of(w->e, &w->e->steps, w->e->at, NULL, &t));
	if (overlay && edit_tree_edits(&t, NULL) == NULL)
		return edit_deny(w, 0, "nothing to write: no change of this "
			"state is one of the host's tree");
	if (overlay) {
		TRY(overlay_text(w, edit_tree_edits(&t, NULL), &b));
		TRY(check_overlay(w, &b));
		TRY(put(w, file, b.data, b.len));
	} else {
		TRY(put(w, file, doc->blob, (size_t)doc->total_size));
	}
	TRY(put_modules(w, &t, &more));
	TRY(said_options(w, &t, &more));
	return edit_answer(w, "wrote %s%s%s%s", file, overlay ?
		", checked: applied to the tree it gives this state" : "",
		*more == '\0' ? "" : "; the state also needs", more);
}

enum mpuc_status edit_do_save(struct edit_work *w)
{
	const char *file = w->c->args[0].text, *script;

	if (ends_with(file, ".dts") || ends_with(file, ".dtbo"))
		return edit_deny(w, 0, "save as .dtso (an overlay), .dtb "
			"(the whole tree), or any other name (a script)");
	if (ends_with(file, ".dtso") || ends_with(file, ".dtb"))
		return save_tree(w);
	script = edit_script(w->e);
	TRY_PTR(script);
	TRY(put(w, file, script, strlen(script)));
	return edit_answer(w, "wrote %s, a script for mpuc budget --batch",
			   file);
}

/* --------------------------------------------------------------- scripts */

const char *edit_script(struct mpuc_whatif *e)
{
	const char *text = arena_printf(&e->arena, "# mpuc budget %s\n",
					e->file_count > 0 ? e->files[0] :
					e->opts.imagebuilder);
	edit_steps steps = { NULL, 0, 0 };

	if (edit_flatten(e, &steps) != MPUC_OK)
		return NULL;
	for (size_t i = 0; i < steps.count && text != NULL; i++)
		text = arena_printf(&e->arena, "%s%s\n", text,
				    steps.items[i].text);
	return text;
}
