/* SPDX-License-Identifier: BSD-2-Clause */
/* fix: the changes that findings carry, applied until none is left. */
#include <string.h>

#include "base/try.h"
#include "mpuc/run.h"
#include "mpuc/writer.h"

#define OVERLAY "fix.dtso"
/* Each pass changes a property once; lists are mended entry by entry. */
#define PASSES 64

static bool is_applied(const change_list *list, const struct change *c)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct change *old = &list->items[i];

		if (strcmp(old->node, c->node) == 0 &&
		    strcmp(old->property, c->property) == 0)
			return old->form == c->form && old->len == c->len &&
			       (c->len == 0 ||
				memcmp(old->data, c->data, c->len) == 0);
	}
	return false;
}

static bool is_claimed(const change_list *list, const struct fix *fix)
{
	for (size_t i = 0; i < list->count; i++) {
		for (size_t k = 0; k < fix->changes.count; k++) {
			const struct change *c = &fix->changes.items[k];

			if (strcmp(list->items[i].node, c->node) == 0 &&
			    strcmp(list->items[i].property, c->property) == 0)
				return true;
		}
	}
	return false;
}

/* Does it say anything that was not said in an earlier pass? */
static bool is_news(const struct mpuc_run *run, const struct fix *fix)
{
	for (size_t i = 0; i < fix->changes.count; i++) {
		if (!is_applied(&run->edit.changes, &fix->changes.items[i]))
			return true;
	}
	return false;
}

/*
 * One pass over the findings of from.  What a property shall be was worked
 * out from what it is, so that of two findings about one property the second
 * has to wait for the next pass.
 */
static enum mpuc_status collect(struct mpuc_run *run,
				const struct mpuc_run *from, bool is_unsafe,
				change_list *ret_pass)
{
	for (size_t i = 0; i < from->sink.findings.count; i++) {
		const struct fix *fix = &from->sink.findings.items[i].fix;

		if (fix->changes.count == 0 ||
		    (fix->is_unsafe && !is_unsafe) ||
		    is_claimed(ret_pass, fix) || !is_news(run, fix))
			continue;
		for (size_t k = 0; k < fix->changes.count; k++)
			TRY(change_copy(&run->arena, ret_pass,
					&fix->changes.items[k]));
	}
	return MPUC_OK;
}

enum mpuc_status mpuc_fix(struct mpuc_run *run, bool is_unsafe)
{
	TRY(run_edit(run, OVERLAY, "What mpuc fix changed."));
	for (int pass = 0; pass < PASSES; pass++) {
		const struct mpuc_run *from = run->edit.after != NULL ?
					      run->edit.after : run;
		change_list changes = { NULL, 0, 0 };

		TRY(collect(run, from, is_unsafe, &changes));
		if (changes.count == 0)
			break;
		for (size_t i = 0; i < changes.count; i++)
			TRY(change_copy(&run->arena, &run->edit.changes,
					&changes.items[i]));
		TRY(run_edit(run, OVERLAY, "What mpuc fix changed."));
	}
	return MPUC_OK;
}

enum mpuc_status mpuc_write_fix(struct mpuc_run *run,
				enum mpuc_edit_format format,
				const struct mpuc_writer *w)
{
	struct edit_view v;
	struct out o;

	TRY(run_edit_view(run, &v));
	writer_open(&o, w);
	return writer_close(&o, report_fix(&v, writer_edit(format), &o));
}
