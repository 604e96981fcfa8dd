/* SPDX-License-Identifier: BSD-2-Clause */
/* The smallest change: states that nobody typed, tried one by one. */

#include <string.h>

#include "base/try.h"
#include "model/query.h"
#include "mpuc/edit_search.h"
#include "mpuc/edit_trial.h"

#define PAIRS_MAX 400		/* pairs that are tried */
#define SHOWN 5			/* solutions that are shown */

struct score {
	uint64_t over;		/* regions past the machine, all contexts */
	size_t others;		/* errors that are no budget's */
	bool done;		/* it could be done at all */
	const char *difference;
};

struct search {
	struct edit_work *w;
	uint32_t regions;
	struct edit_trial from;	/* the state on that many */
	search_lines lines;
	struct score start;
	size_t tried, fit;
	const char *best;	/* of those that don't fit */
	uint64_t best_over;
	const char *text;	/* the answer, as it grows */
};

static struct score judge(const struct mpuc_run *run)
{
	struct score score = { .done = run->plan != NULL };
	size_t budget = 0;

	for (size_t i = 0; i < run->sink.findings.count; i++) {
		enum diag_code code = run->sink.findings.items[i].code;

		budget += code == CODE_BUDGET_EXCEEDED ||
			  code == CODE_BOOT_PEAK_EXCEEDED;
	}
	score.others = edit_errors(run) > budget ?
		       edit_errors(run) - budget : 0;
	if (run->plan != NULL)
		score.over = plan_over(run->plan);
	return score;
}

/* Lines that are parted by ';', one after the other. */
static enum mpuc_status try_each(struct edit_trial *t, const char *lines,
				 bool *ret_done)
{
	while (*lines != '\0') {
		size_t len = strcspn(lines, ";");
		const char *line = arena_strndup(&t->e->arena, lines, len);
		struct edit_tried tried;

		TRY_PTR(line);
		TRY(edit_trial_line(t, line, &tried));
		if (tried.run == NULL)
			return MPUC_OK;
		edit_trial_take(t, tried.run);
		lines += len + (lines[len] == ';');
	}
	*ret_done = true;
	return MPUC_OK;
}

static enum mpuc_status trial(struct search *s, const char *lines,
			      struct score *ret_score)
{
	struct mpuc_whatif *e = s->w->e;
	struct edit_trial t;
	enum mpuc_status st = edit_trial_fork(&s->from, &t);
	bool done = false;

	if (st == MPUC_OK)
		st = try_each(&t, lines, &done);
	if (st == MPUC_OK && done) {
		*ret_score = judge(t.run);
		ret_score->difference = edit_difference(&e->arena, e->run,
							t.run);
	}
	edit_trial_close(&t);
	return st == MPUC_E_INTERNAL || st == MPUC_E_NOMEM ? st : MPUC_OK;
}

static enum mpuc_status say(struct search *s, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
static enum mpuc_status say(struct search *s, const char *fmt, ...)
{
	const char *more;
	va_list ap;

	va_start(ap, fmt);
	more = arena_vprintf(&s->w->e->arena, fmt, ap);
	va_end(ap);
	TRY_PTR(more);
	s->text = arena_printf(&s->w->e->arena, "%s%s%s", s->text,
			       *s->text == '\0' ? "" : "\n", more);
	return s->text != NULL ? MPUC_OK : MPUC_E_NOMEM;
}

/* "a;b" as "a, b". */
static const char *in_words(struct search *s, const char *lines)
{
	const char *semicolon = strchr(lines, ';');
	const char *text = lines;

	while (semicolon != NULL && text != NULL) {
		size_t len = (size_t)(semicolon - text);

		text = arena_printf(&s->w->e->arena, "%.*s, %s", (int)len,
				    text, text + len + 1);
		semicolon = text != NULL ? strchr(text, ';') : NULL;
	}
	return text != NULL ? text : "";
}

static enum mpuc_status try_lines(struct search *s, const char *lines)
{
	struct score score = { .done = false };

	TRY(trial(s, lines, &score));
	if (!score.done)
		return MPUC_OK;
	s->tried++;
	if (score.over == 0 && score.others <= s->start.others) {
		if (++s->fit <= SHOWN)
			return say(s, "  %s   (%s)", in_words(s, lines),
				   score.difference);
		return MPUC_OK;
	}
	if (score.others <= s->start.others && score.over < s->best_over) {
		s->best = lines;
		s->best_over = score.over;
	}
	return MPUC_OK;
}

static enum mpuc_status try_pairs(struct search *s)
{
	size_t count = s->lines.count, left = PAIRS_MAX, all = 0;

	for (size_t i = 0; i < count; i++) {
		for (size_t k = i + 1; k < count; k++) {
			const char *pair = arena_printf(&s->w->e->arena,
				"%s;%s", s->lines.items[i],
				s->lines.items[k]);

			TRY_PTR(pair);
			all++;
			if (left == 0)
				continue;
			left--;
			TRY(try_lines(s, pair));
		}
	}
	if (all <= PAIRS_MAX)
		return say(s, "tried all %zu pairs of these, too: %zu fit",
			   all, s->fit);
	return say(s, "tried %d of their %zu pairs, too, the smallest "
		   "first: %zu fit", PAIRS_MAX, all, s->fit);
}

/* Platforms of the same kind that have this many regions. */
static enum mpuc_status say_machines(struct search *s, uint32_t most)
{
	const struct platform *p;
	const char *names = "";

	for (size_t i = 0; (p = platform_at(i)) != NULL; i++) {
		if (p->regions < most ||
		    p->arch != s->w->e->run->system->arch)
			continue;
		names = arena_printf(&s->w->e->arena, "%s%s%s", names,
				     *names == '\0' ? ": " : ", ", p->name);
		TRY_PTR(names);
	}
	return say(s, "as it is, this state needs a machine with %u regions%s",
		   most, names);
}

/* Every context that does not fit, and by how much. */
static enum mpuc_status say_start(struct search *s)
{
	const struct plan *plan = s->from.run->plan;
	uint32_t most = 0;

	for (uint32_t i = 0; i < plan->context_count; i++) {
		const struct plan_context *c = &plan->contexts[i];

		most = c->peak > most ? c->peak : most;
		if (c->peak > s->regions)
			TRY(say(s, "%s has %u of %u regions, %u too many",
				c->name, c->peak, s->regions,
				c->peak - s->regions));
	}
	return say_machines(s, most);
}

static enum mpuc_status say_end(struct search *s)
{
	if (s->fit > SHOWN)
		return say(s, "  and %zu more", s->fit - SHOWN);
	if (s->fit > 0)
		return MPUC_OK;
	if (s->best == NULL)
		return say(s, "none of them brings it nearer: what is in "
			"these contexts is in them once; it takes a machine "
			"with more regions or another target");
	return say(s, "nearest: %s, which leaves %llu region%s too many in "
		   "all", in_words(s, s->best), (unsigned long long)s->best_over,
		   s->best_over == 1 ? "" : "s");
}

/* Another Xen is no small change, but one line tells whether it helps. */
static enum mpuc_status try_targets(struct search *s)
{
	const struct target *t;
	const char *names = "";

	for (size_t i = 0; (t = target_at(i)) != NULL; i++) {
		struct score score = { .done = false };
		const char *line = arena_printf(&s->w->e->arena, "target %s",
						t->name);

		TRY_PTR(line);
		TRY(trial(s, line, &score));
		if (!score.done || score.over != 0 || t->guest.name == NULL ||
		    score.others > s->start.others)
			continue;
		names = arena_printf(&s->w->e->arena, "%s%s%s", names,
				     *names == '\0' ? "" : ", ", t->name);
		TRY_PTR(names);
	}
	return *names == '\0' ? say(s, "no other target fits without any "
		"other error") : say(s, "other targets that fit: %s", names);
}

static enum mpuc_status run_search(struct search *s)
{
	TRY(search_candidates(&s->w->e->arena, s->w->e->run->system,
			      &s->lines));
	TRY(say_start(s));
	for (size_t i = 0; i < s->lines.count; i++)
		TRY(try_lines(s, s->lines.items[i]));
	TRY(say(s, "tried %zu single changes, the smallest first (joining "
		"banks, early printk, virtual UARTs, devices, shared memory, "
		"optional sections, domains): %zu fit", s->tried, s->fit));
	if (s->fit == 0 && s->lines.count > 1)
		TRY(try_pairs(s));
	TRY(try_targets(s));
	TRY(say_end(s));
	return edit_answer(s->w, "%s", s->text);
}

static enum mpuc_status search(struct search *s)
{
	TRY(edit_trial_open(s->w->e, s->regions, &s->from));
	s->start = judge(s->from.run);
	s->best_over = s->start.over;
	if (s->start.over == 0)
		return edit_answer(s->w, "it fits %u regions as it is",
				   s->regions);
	return run_search(s);
}

enum mpuc_status edit_do_smallest(struct edit_work *w)
{
	const struct plan *plan = w->e->run->plan;
	struct search s = { .w = w, .text = "" };
	enum mpuc_status st;

	if (plan == NULL)
		return edit_deny(w, 0, "there is no plan of this state");
	if (w->c->count == 0 && !plan->regions_known)
		return edit_deny(w, 0, "say how many regions: smallest "
				 "COUNT");
	s.regions = w->c->count > 0 ? (uint32_t)w->c->args[0].value :
		    plan->regions;
	if (s.regions < 1 || s.regions > 255)
		return edit_deny(w, 0, "an MPU has 1 to 255 regions");
	st = search(&s);
	edit_trial_close(&s.from);
	return st;
}
