/* SPDX-License-Identifier: BSD-2-Clause */
/* Questions about one state, or about the difference of two. */
#include "mpuc/session.h"

#include <string.h>

#include "base/try.h"
#include "diag/codes.h"
#include "model/query.h"
#include "mpuc/text.h"

static const struct plan_context *context_of(const struct mpuc_run *run,
					     const char *name)
{
	const struct plan *plan = run_plan(run);

	return plan == NULL ? NULL : plan_context_find(plan, name);
}

static enum mpuc_status no_context(struct edit_work *w, uint32_t arg)
{
	return edit_deny(w, arg, "there is no context '%s' in this state",
			 w->c->args[arg].text);
}

static bool holds(const char *op, int64_t have, int64_t want)
{
	switch (op[0]) {
	case '=':
		return have == want;
	case '!':
		return have != want;
	case '<':
		return op[1] == '=' ? have <= want : have < want;
	default:
		return op[1] == '=' ? have >= want : have > want;
	}
}

static enum mpuc_status judge(struct edit_work *w, bool held,
			      const char *what, int64_t have)
{
	w->result->kind = held ? MPUC_WHATIF_HELD : MPUC_WHATIF_BROKEN;
	return edit_answer(w, "%s: %s is %lld", held ? "held" : "not met",
			   what, (long long)have);
}

static int64_t number(const struct edit_arg *arg)
{
	return arg->negative ? -(int64_t)arg->value : (int64_t)arg->value;
}

static enum mpuc_status expect_count(struct edit_work *w)
{
	const struct edit_arg *args = w->c->args;
	const struct plan_context *c = context_of(w->e->run, args[1].text);
	const char *what;
	int64_t have;

	if (c == NULL)
		return no_context(w, 1);
	have = c->need;
	if (strcmp(args[0].text, "peak") == 0)
		have = c->peak;
	else if (strcmp(args[0].text, "minimum") == 0)
		have = c->minimum;
	else if (strcmp(args[0].text, "left") == 0)
		have = (int64_t)w->e->run->plan->regions - c->peak;
	if (strcmp(args[0].text, "left") == 0 &&
	    !w->e->run->plan->regions_known)
		return edit_deny(w, 0, "nothing says how many regions the "
			"machine has, so that nobody knows what is left: "
			"regions COUNT or platform PLATFORM");
	what = arena_printf(&w->e->arena, "%s of %s", args[0].text, c->name);
	TRY_PTR(what);
	return judge(w, holds(args[2].text, have, number(&args[3])), what,
		     have);
}

static enum mpuc_status expect_found(struct edit_work *w)
{
	const struct edit_arg *args = w->c->args;
	const struct mpuc_run *run = w->e->run;
	const char *what = args[0].text;
	size_t have = run->sink.findings.count;

	if (strcmp(what, "errors") == 0)
		have = sink_count(&run->sink, SEV_ERROR);
	else if (strcmp(what, "warnings") == 0)
		have = sink_count(&run->sink, SEV_WARNING);
	else if (strcmp(what, "notes") == 0)
		have = sink_count(&run->sink, SEV_NOTE);
	else if (strcmp(what, "domains") == 0)
		have = run->system->domains.count;
	else if (strcmp(what, "contexts") == 0)
		have = run->plan == NULL ? 0 : run->plan->context_count;
	what = arena_printf(&w->e->arena, "the number of %s", what);
	TRY_PTR(what);
	return judge(w, holds(args[1].text, (int64_t)have, number(&args[2])),
		     what, (int64_t)have);
}

static enum mpuc_status expect_code(struct edit_work *w)
{
	const struct edit_arg *args = w->c->args;
	const struct code_info *info = code_find(args[0].text);
	const struct sink *sink = &w->e->run->sink;
	int64_t have = 0;
	const char *what;

	if (info == NULL)
		return edit_deny(w, 0, "there is no code '%s'; 'mpuc "
				 "explain' lists them", args[0].text);
	if (w->c->count == 2)
		return edit_deny(w, 1, "the comparison wants a number");
	for (size_t i = 0; i < sink->findings.count; i++)
		have += sink->findings.items[i].code == info->code;
	what = arena_printf(&w->e->arena, "the number of %s findings",
			    info->id);
	TRY_PTR(what);
	return judge(w, w->c->count == 1 ? have > 0 :
		     holds(args[1].text, have, number(&args[2])), what, have);
}

static enum mpuc_status expect_verdict(struct edit_work *w)
{
	bool fail = w->e->run->failed;
	bool held = fail == (strcmp(w->c->args[0].text, "fail") == 0);

	w->result->kind = held ? MPUC_WHATIF_HELD : MPUC_WHATIF_BROKEN;
	return edit_answer(w, "%s: the verdict is %s", held ? "held" :
			   "not met", fail ? "fail" : "pass");
}

enum mpuc_status edit_do_expect(struct edit_work *w)
{
	enum edit_verb verb = w->c->rule->verb;

	if (verb == EDIT_EXPECT_COUNT)
		return expect_count(w);
	if (verb == EDIT_EXPECT_FOUND)
		return expect_found(w);
	return verb == EDIT_EXPECT_CODE ? expect_code(w) : expect_verdict(w);
}

/* ----------------------------------------------------------- difference */

#define NAMED 4			/* contexts that a line names */

static const char *count_change(struct arena *a, const char *text,
				const char *name, int64_t from, int64_t to)
{
	return arena_printf(a, "%s%s%s %lld to %lld", text,
			    *text == '\0' ? "" : "; ", name,
			    (long long)from, (long long)to);
}

const char *edit_difference(struct arena *a, const struct mpuc_run *from,
			    const struct mpuc_run *to)
{
	const struct plan *now_plan = run_plan(to), *old_plan = run_plan(from);
	uint32_t count = now_plan != NULL ? now_plan->context_count : 0;
	size_t before = edit_errors(from), now = edit_errors(to), named = 0;
	const char *text = "";

	for (uint32_t i = 0; i < count && text != NULL; i++) {
		const struct plan_context *c = &now_plan->contexts[i];
		const struct plan_context *old = context_of(from, c->name);

		if (old != NULL && old->peak == c->peak)
			continue;
		if (named++ >= NAMED)
			continue;
		text = old == NULL ? arena_printf(a, "%s%s%s new, %u", text,
			*text == '\0' ? "" : "; ", c->name, c->peak) :
			count_change(a, text, c->name, old->peak, c->peak);
	}
	count = old_plan != NULL ? old_plan->context_count : 0;
	for (uint32_t i = 0; i < count && text != NULL; i++) {
		const char *name = old_plan->contexts[i].name;

		if (context_of(to, name) == NULL && named++ < NAMED)
			text = arena_printf(a, "%s%s%s gone", text,
				*text == '\0' ? "" : "; ", name);
	}
	if (named > NAMED && text != NULL)
		text = arena_printf(a, "%s; %zu more", text, named - NAMED);
	if (before != now && text != NULL)
		text = count_change(a, text, "errors", (int64_t)before,
				    (int64_t)now);
	return text != NULL && *text == '\0' ? "no count changes" : text;
}

/* The plan of a state that is not on screen; *ret_run is for freeing. */
static enum mpuc_status run_snapshot(struct edit_work *w, uint32_t arg,
				     struct mpuc_run **ret_run)
{
	const char *name = w->c->args[arg].text;
	const struct edit_snapshot *s = edit_snapshot_find(w->e, name);
	struct edit_total total;

	*ret_run = NULL;
	if (s == NULL)
		return edit_deny(w, arg, "there is no snapshot '%s'", name);
	TRY(edit_total_of(w->e, &s->steps, s->steps.count, NULL, &total));
	return edit_run_total(w->e, &total, ret_run);
}

enum mpuc_status edit_do_compare(struct edit_work *w)
{
	struct mpuc_run *from = NULL, *other = NULL;
	const struct mpuc_run *to = w->e->run;
	enum mpuc_status st = run_snapshot(w, 0, &from);

	if (st == MPUC_OK && w->c->count == 2) {
		st = run_snapshot(w, 1, &other);
		to = other;
	}
	if (st == MPUC_OK)
		st = text_compare(w, from, to);
	mpuc_free(from);
	mpuc_free(other);
	return st;
}

/* ----------------------------------------------------------------- views */

static enum mpuc_status show_history(struct edit_work *w)
{
	const char *text = "";

	for (size_t i = 0; i < w->e->steps.count; i++) {
		text = arena_printf(&w->e->arena, "%s%s%3zu%s %s", text,
			i > 0 ? "\n" : "", i + 1,
			i < w->e->at ? " " : "-", w->e->steps.items[i].text);
		TRY_PTR(text);
	}
	return edit_answer(w, "%s", *text == '\0' ? "no changes yet" : text);
}

static enum mpuc_status show_snapshots(struct edit_work *w)
{
	const char *text = "";

	for (size_t i = 0; i < w->e->snapshots.count; i++) {
		const struct edit_snapshot *s = w->e->snapshots.items[i];

		text = arena_printf(&w->e->arena, "%s%s%s: %zu change%s",
			text, i > 0 ? "\n" : "", s->name, s->steps.count,
			s->steps.count == 1 ? "" : "s");
		TRY_PTR(text);
	}
	return edit_answer(w, "%s", *text == '\0' ? "no snapshots yet" :
			   text);
}

enum mpuc_status edit_do_show(struct edit_work *w)
{
	const char *what = w->c->args[0].text;
	if (w->c->rule->verb == EDIT_SHOW_REGIONS) {
		const struct plan_context *c = context_of(w->e->run, what);

		return c == NULL ? no_context(w, 0) : text_regions(w, c);
	}
	if (strcmp(what, "history") == 0)
		return show_history(w);
	if (strcmp(what, "snapshots") == 0)
		return show_snapshots(w);
	if (strcmp(what, "findings") == 0)
		return text_found(w);
	return text_ledger(w);
}
