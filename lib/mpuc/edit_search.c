/* SPDX-License-Identifier: BSD-2-Clause */
/* The smallest change that fits so many regions, in words. */
#include "base/try.h"
#include "model/query.h"
#include "mpuc/edit_repair.h"

#define PAIRS_MAX 400		/* pairs that are tried */
#define SHOWN 5			/* solutions that are shown */

struct search {
	struct edit_work *w;
	uint32_t regions;
	struct repair_search all;
	const char *best_pair;	/* of those that don't fit */
	uint64_t best_over;
	size_t fit;		/* singles, or pairs when there is none */
	const char *text;	/* the answer, as it grows */
};

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

static enum mpuc_status say_repair(struct search *s, const char *lines,
				   const char *difference)
{
	const char *words = repair_words(&s->w->e->arena, lines);

	TRY_PTR(words);
	return say(s, "  %s   (%s)", words, difference);
}

/* --------------------------------------------------------------- singles */

static enum mpuc_status say_singles(struct search *s)
{
	const struct repair_search *all = &s->all;
	size_t tried = 0;

	for (size_t i = 0; i < SEARCH_KINDS; i++)
		tried += all->tried[i];
	for (size_t i = 0; i < all->fit && i < SHOWN; i++)
		TRY(say_repair(s, all->helps.items[i].line->text,
			       all->helps.items[i].difference));
	if (all->fit > SHOWN)
		TRY(say(s, "  and %zu more", all->fit - SHOWN));
	TRY(say(s, "tried %zu single changes, the smallest first (joining "
		"banks, early printk, RAM between RAM, moving banks and the "
		"heap, virtual UARTs, devices, shared memory, optional "
		"sections, domains): %zu fit", tried, all->fit));
	if (all->helps.count > 0 || all->untried > 0)
		return MPUC_OK;
	return say(s, "no single change brings it nearer, and these are "
		   "all: %zu moves to an end of a gap, %zu others",
		   all->tried[SEARCH_MOVE], tried - all->tried[SEARCH_MOVE]);
}

/* ----------------------------------------------------------------- pairs */

static enum mpuc_status try_pair(struct search *s, const char *pair)
{
	struct repair r = { .line = NULL };
	bool done;

	TRY(repair_try(&s->all, pair, &r, &done));
	if (!done || r.score.others > s->all.start.others)
		return MPUC_OK;
	if (r.score.over < s->best_over) {
		s->best_pair = pair;
		s->best_over = r.score.over;
	}
	if (r.score.over > 0 || ++s->fit > SHOWN)
		return MPUC_OK;
	return say_repair(s, pair, r.difference);
}

/* Moves are many, and two of them are no small change. */
static bool pairs_up(const struct search_line *line)
{
	return line->kind != SEARCH_MOVE;
}

static enum mpuc_status try_pairs(struct search *s)
{
	const search_lines *lines = &s->all.lines;
	size_t all = 0;

	for (size_t i = 0; i < lines->count; i++) {
		for (size_t k = i + 1; k < lines->count; k++) {
			const char *pair;

			if (!pairs_up(&lines->items[i]) ||
			    !pairs_up(&lines->items[k]) ||
			    all++ >= PAIRS_MAX)
				continue;
			pair = arena_printf(&s->w->e->arena, "%s;%s",
					    lines->items[i].text,
					    lines->items[k].text);
			TRY_PTR(pair);
			TRY(try_pair(s, pair));
		}
	}
	if (s->fit > SHOWN)
		TRY(say(s, "  and %zu more", s->fit - SHOWN));
	if (all == 0)
		return MPUC_OK;
	if (all <= PAIRS_MAX)
		return say(s, "tried all %zu pairs of these, too, but for "
			   "moves: %zu fit", all, s->fit);
	return say(s, "tried %d of their %zu pairs, too, the smallest "
		   "first, but for moves: %zu fit", PAIRS_MAX, all, s->fit);
}

/* --------------------------------------------------------------- the rest */

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
	const struct plan *plan = run_plan(s->all.from.run);
	uint32_t most = 0;

	for (uint32_t i = 0; i < plan->context_count; i++) {
		const struct plan_context *c = &plan->contexts[i];
		uint32_t over = plan_context_over(plan, c);

		most = c->peak > most ? c->peak : most;
		if (c->peak > s->regions)
			TRY(say(s, "%s has %u of %u regions, %u too many",
				c->name, c->peak, s->regions, over));
		else if (over > 0)
			TRY(say(s, "%s has %u of %u regions, and no slot for "
				"%u of them", c->name, c->peak, s->regions,
				over));
	}
	return say_machines(s, most);
}

/* Another Xen is no small change, but one line tells whether it helps. */
static enum mpuc_status try_targets(struct search *s)
{
	const struct target *t;
	const char *names = "";

	for (size_t i = 0; (t = target_at(i)) != NULL; i++) {
		struct repair r = { .line = NULL };
		const char *line = arena_printf(&s->w->e->arena, "target %s",
						t->name);
		bool done;

		TRY_PTR(line);
		TRY(repair_try(&s->all, line, &r, &done));
		if (!done || r.score.over != 0 || t->guest.name == NULL ||
		    r.score.others > s->all.start.others)
			continue;
		names = arena_printf(&s->w->e->arena, "%s%s%s", names,
				     *names == '\0' ? "" : ", ", t->name);
		TRY_PTR(names);
	}
	return *names == '\0' ? say(s, "no other target fits without any "
		"other error") : say(s, "other targets that fit: %s", names);
}

/* What comes nearest when nothing fits. */
static enum mpuc_status say_nearest(struct search *s)
{
	const struct repair *best = s->all.helps.items;
	const char *lines = s->best_pair, *words;
	uint64_t over = s->best_over;

	if (s->fit > 0)
		return MPUC_OK;
	if (s->all.helps.count > 0 && best->score.over <= over) {
		lines = best->line->text;
		over = best->score.over;
	}
	if (lines == NULL)
		return say(s, "none of them brings it nearer: what is in "
			"these contexts is in them once; it takes a machine "
			"with more regions or another target");
	words = repair_words(&s->w->e->arena, lines);
	TRY_PTR(words);
	return say(s, "nearest: %s, which leaves %llu region%s too many in "
		   "all", words, (unsigned long long)over,
		   over == 1 ? "" : "s");
}

static enum mpuc_status run_search(struct search *s)
{
	TRY(repair_open(s->w->e, s->regions, &s->all));
	s->best_over = s->all.start.over;
	if (s->all.start.over == 0)
		return edit_answer(s->w, "it fits %u regions as it is",
				   s->regions);
	TRY(say_start(s));
	TRY(repair_run(&s->all));
	TRY(say_singles(s));
	s->fit = s->all.fit;
	if (s->fit == 0 && s->all.lines.count > 1)
		TRY(try_pairs(s));
	TRY(try_targets(s));
	TRY(say_nearest(s));
	return edit_answer(s->w, "%s", s->text);
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
	st = run_search(&s);
	repair_close(&s.all);
	return st;
}
