/* SPDX-License-Identifier: BSD-2-Clause */
/* How many more guests fit: copies are added until one is too many. */
#include "mpuc/session.h"

#include <string.h>

#include "base/try.h"

#define FIT_MAX 64		/* guests that are tried */

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

struct fit {
	struct edit_work *w;
	edit_ops ops;		/* of all copies so far */
	struct mpuc_run *run;	/* with them; the state when there are none */
	const char *why;	/* the next one does not fit */
	const char *note;
};

static const char *free_name(struct fit *f, const char *like)
{
	for (unsigned i = 1; i < 1000; i++) {
		char *name = arena_printf(&f->w->e->arena, "%s-%u", like, i);

		if (name == NULL ||
		    edit_find_domain(f->run->system, name) == SYS_NONE)
			return name;
	}
	return NULL;
}

/* One more; *ret_fits is false when that is one too many. */
static enum mpuc_status fit_one(struct fit *f, bool *ret_fits)
{
	struct mpuc_whatif *e = f->w->e;
	const char *like = f->w->c->args[0].text;
	const char *name = free_name(f, like);
	struct edit_subject on = { f->run->system, NULL };
	struct edit_refusal refusal = { NULL, 0 };
	struct edit_command *c = arena_alloc(&e->arena, sizeof(*c));
	struct mpuc_run *run = NULL;
	struct edit_total total;
	enum mpuc_status st;
	const char *line;

	TRY_PTR(c);
	TRY_PTR(name);
	line = arena_printf(&e->arena, "add domain %s like %s", name, like);
	TRY_PTR(line);
	TRY(edit_parse(&e->arena, line, c, &refusal));
	on.command = c;
	st = edit_apply(&e->arena, &on, &f->ops, &f->note, &refusal);
	if (st == MPUC_E_USAGE) {
		f->why = refusal.text;
		*ret_fits = false;
		return MPUC_OK;
	}
	TRY(st);
	TRY(edit_total_of(e, &e->steps, e->at, &f->ops, &total));
	st = edit_run_total(e, &total, &run);
	if (st == MPUC_OK && edit_errors(run) > edit_errors(f->run)) {
		f->why = arena_strdup(&e->arena, new_error(f->run, run));
		*ret_fits = false;
	}
	if (st != MPUC_OK || !*ret_fits) {
		mpuc_free(run);
		return st;
	}
	if (f->run != e->run)
		mpuc_free(f->run);
	f->run = run;
	return MPUC_OK;
}

enum mpuc_status edit_do_fit(struct edit_work *w)
{
	struct fit f = { .w = w, .run = w->e->run };
	const char *like = w->c->args[0].text;
	enum mpuc_status st = MPUC_OK;
	bool fits = true;
	size_t n = 0;

	if (edit_find_domain(w->e->run->system, like) == SYS_NONE)
		return edit_deny(w, 0, "there is no domain '%s'", like);
	while (st == MPUC_OK && n < FIT_MAX) {
		st = fit_one(&f, &fits);
		if (st != MPUC_OK || !fits)
			break;
		n++;
	}
	if (f.run != w->e->run)
		mpuc_free(f.run);
	TRY(st);
	if (n == FIT_MAX)
		return edit_answer(w, "at least %zu more guests like %s fit; "
				   "no more were tried", n, like);
	return edit_answer(w, "%zu more guest%s like %s fit%s\nthe next one "
		"does not: %s%s%s", n, n == 1 ? "" : "s", like,
		n == 1 ? "s" : "", f.why != NULL ? f.why : "out of names",
		f.note != NULL ? "\n" : "", f.note != NULL ? f.note : "");
}
