/* SPDX-License-Identifier: BSD-2-Clause */
/* A run's tree with changes, run again. */
#include <string.h>

#include "base/try.h"
#include "emit/overlay.h"
#include "mpuc/run.h"

struct text {
	struct arena *a;
	char *bytes;
	size_t len;
};

static enum mpuc_status keep(void *arg, const void *data, size_t len)
{
	struct text *t = arg;
	char *bytes = arena_alloc(t->a, t->len + len + 1);

	TRY_PTR(bytes);
	if (t->len > 0)
		memcpy(bytes, t->bytes, t->len);
	memcpy(bytes + t->len, data, len);
	t->bytes = bytes;
	t->len += len;
	return MPUC_OK;
}

static enum mpuc_status write_text(struct mpuc_run *run, const char *title)
{
	struct text t = { .a = &run->arena };
	struct out *o = arena_alloc(&run->arena, sizeof(*o));
	const struct change *bad = overlay_refused(&run->edit.changes);

	TRY_PTR(o);
	if (bad != NULL)
		return run_fail(run, MPUC_E_UNSUPPORTED, "an overlay can't "
				"say %s of %s: dtc does not take such names",
				bad->property, bad->node);
	out_init(o, keep, &t);
	TRY(overlay_write(&run->arena, run->doc, &run->edit.changes, title,
			  o));
	TRY(out_flush(o));
	run->edit.text = t.bytes;
	run->edit.len = t.len;
	return MPUC_OK;
}

enum mpuc_status run_edit(struct mpuc_run *run, const char *name,
			  const char *title)
{
	enum mpuc_status st;

	mpuc_free(run->edit.after);
	run->edit.after = NULL;
	TRY(write_text(run, title));
	if (run->edit.changes.count == 0)
		return MPUC_OK;
	run->edit.after = mpuc_new(&run->opts);
	TRY_PTR(run->edit.after);
	st = mpuc_run_overlaid(run->edit.after, run, name, run->edit.text,
			       run->edit.len);
	return st == MPUC_OK ? st :
	       run_fail(run, st, "%s", mpuc_error(run->edit.after));
}

static bool is_same(const struct finding *a, const struct finding *b)
{
	if (a->code != b->code || strcmp(a->at.node, b->at.node) != 0)
		return false;
	if (a->at.property == NULL || b->at.property == NULL)
		return a->at.property == b->at.property;
	return strcmp(a->at.property, b->at.property) == 0;
}

/* Does the run have such a finding, as grave, at the same place? */
static bool has_finding(const struct mpuc_run *run, const struct finding *f)
{
	for (size_t i = 0; i < run->sink.findings.count; i++) {
		const struct finding *own = &run->sink.findings.items[i];

		if (own->severity >= f->severity && is_same(own, f))
			return true;
	}
	return false;
}

static const struct mpuc_run *edited(const struct mpuc_run *run)
{
	return run->edit.after != NULL ? run->edit.after : run;
}

void mpuc_edit_result(const struct mpuc_run *run,
		      struct mpuc_edit_result *ret_result)
{
	const struct mpuc_run *after = edited(run);
	struct mpuc_edit_result r = {
		.changed = run->edit.changes.count > 0,
		.failed = after->failed,
	};

	for (size_t i = 0; i < after->sink.findings.count; i++) {
		const struct finding *f = &after->sink.findings.items[i];

		if (f->severity != SEV_ERROR)
			continue;
		r.errors++;
		r.new_errors += !has_finding(run, f);
	}
	*ret_result = r;
}

enum mpuc_status run_edit_view(struct mpuc_run *run,
			       struct edit_view *ret_view)
{
	struct mpuc_run *after = run->edit.after != NULL ?
				 run->edit.after : run;
	size_t old_count = run->sink.findings.count;
	size_t count = after->sink.findings.count;
	bool *old = arena_array(&run->arena, count, sizeof(*old));
	bool *gone = arena_array(&run->arena, old_count, sizeof(*gone));

	TRY_PTR(old);
	TRY_PTR(gone);
	for (size_t i = 0; i < count; i++)
		old[i] = has_finding(run, &after->sink.findings.items[i]);
	for (size_t i = 0; i < old_count; i++)
		gone[i] = !has_finding(after, &run->sink.findings.items[i]);
	ret_view->before = run_view(run);
	ret_view->after = run_view(after);
	ret_view->was_there = old;
	ret_view->is_gone = gone;
	ret_view->changes = &run->edit.changes;
	ret_view->overlay = run->edit.text;
	ret_view->overlay_len = run->edit.len;
	return MPUC_OK;
}
