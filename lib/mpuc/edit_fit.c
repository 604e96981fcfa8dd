/* SPDX-License-Identifier: BSD-2-Clause */
/* How many more guests fit: copies are added until one is too many. */
#include <string.h>

#include "base/try.h"
#include "model/query.h"
#include "mpuc/edit_trial.h"

/* The first error of run that before has not, in words. */
static const char *new_error(const struct mpuc_run *before,
			     const struct mpuc_run *run)
{
	for (size_t i = 0; i < run->sink.findings.count; i++) {
		const struct finding *f = &run->sink.findings.items[i];
		bool known = false;

		if (f->severity != SEV_ERROR || f->message == NULL)
			continue;
		for (size_t k = 0; k < before->sink.findings.count; k++) {
			const char *m = before->sink.findings.items[k].message;

			known |= m != NULL && strcmp(m, f->message) == 0;
		}
		if (!known)
			return f->message;
	}
	return "it has more errors";
}

static const char *free_name(struct edit_trial *t, const char *like)
{
	for (unsigned i = 1; i < 1000; i++) {
		char *name = arena_printf(&t->e->arena, "%s-%u", like, i);

		if (name == NULL ||
		    edit_find_domain(t->run->system, name) == SYS_NONE)
			return name;
	}
	return NULL;
}

/* One more; *ret_fits is false when that is one too many. */
static enum mpuc_status fit_one(struct edit_trial *t, const char *like,
				struct edit_more *more, bool *ret_fits)
{
	struct arena *a = &t->e->arena;
	const char *name = free_name(t, like), *line;
	struct edit_tried tried;

	TRY_PTR(name);
	line = arena_printf(a, "add domain %s like %s", name, like);
	TRY_PTR(line);
	TRY(edit_trial_line(t, line, &tried));
	if (tried.note != NULL)
		more->note = tried.note;
	*ret_fits = tried.run != NULL &&
		    edit_errors(tried.run) <= edit_errors(t->run);
	if (*ret_fits) {
		edit_trial_take(t, tried.run);
		return MPUC_OK;
	}
	more->why = tried.run == NULL ? tried.why :
		    arena_strdup(a, new_error(t->run, tried.run));
	mpuc_free(tried.run);
	return more->why != NULL ? MPUC_OK : MPUC_E_NOMEM;
}

/* What does not fit as it is has no room for more. */
static const char *full(const struct mpuc_run *run)
{
	const struct plan *plan = run_plan(run);

	for (uint32_t i = 0; plan != NULL && plan->regions_known &&
	     i < plan->context_count; i++) {
		if (plan_context_over(plan, &plan->contexts[i]) > 0)
			return plan->contexts[i].name;
	}
	return NULL;
}

enum mpuc_status edit_more(struct edit_trial *t, const char *like,
			   struct edit_more *ret_more)
{
	const char *over = full(t->run);
	bool fits = true;

	memset(ret_more, 0, sizeof(*ret_more));
	if (over != NULL) {
		ret_more->why = arena_printf(&t->e->arena, "%s is over its "
					     "budget as it is", over);
		TRY_PTR(ret_more->why);
		return MPUC_OK;
	}
	while (ret_more->count < EDIT_FIT_MAX) {
		TRY(fit_one(t, like, ret_more, &fits));
		if (!fits)
			break;
		ret_more->count++;
	}
	return MPUC_OK;
}

enum mpuc_status edit_do_fit(struct edit_work *w)
{
	const char *like = w->c->args[0].text;
	struct edit_more more = { .count = 0 };
	struct edit_trial t;
	enum mpuc_status st;

	if (edit_find_domain(w->e->run->system, like) == SYS_NONE)
		return edit_deny(w, 0, "there is no domain '%s'", like);
	st = edit_trial_open(w->e, 0, &t);
	if (st == MPUC_OK)
		st = edit_more(&t, like, &more);
	edit_trial_close(&t);
	TRY(st);
	if (more.count == EDIT_FIT_MAX)
		return edit_answer(w, "at least %u more guests like %s fit; "
				   "no more were tried", more.count, like);
	return edit_answer(w, "%u more guest%s like %s fit%s\nthe next one "
		"does not: %s%s%s", more.count, more.count == 1 ? "" : "s",
		like, more.count == 1 ? "s" : "", more.why,
		more.note != NULL ? "\n" : "",
		more.note != NULL ? more.note : "");
}
