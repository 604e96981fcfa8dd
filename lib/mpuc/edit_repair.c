/* SPDX-License-Identifier: BSD-2-Clause */
#include "mpuc/edit_repair.h"

#include <string.h>

#include "base/sort.h"
#include "base/try.h"
#include "model/query.h"

static void score_plan(const struct plan *plan, struct repair_score *score)
{
	for (uint32_t i = 0; i < plan->context_count; i++) {
		const struct plan_context *c = &plan->contexts[i];
		uint32_t over = plan_context_over(plan, c);

		score->over += over;
		if (score->worst != NULL &&
		    (over < score->worst_over ||
		     (over == score->worst_over &&
		      c->peak <= score->worst_peak)))
			continue;
		score->worst = c->name;
		score->worst_peak = c->peak;
		score->worst_over = over;
	}
}

static struct repair_score score_of(const struct mpuc_run *run)
{
	const struct plan *plan = run_plan(run);
	struct repair_score score = { .worst = NULL };
	size_t budget = 0;

	for (size_t i = 0; i < run->sink.findings.count; i++) {
		const struct finding *f = &run->sink.findings.items[i];

		budget += f->severity == SEV_ERROR &&
			  (f->code == CODE_BUDGET_EXCEEDED ||
			   f->code == CODE_BOOT_PEAK_EXCEEDED);
	}
	score.others = edit_errors(run) - budget;
	if (plan != NULL)
		score_plan(plan, &score);
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

/* What a run says lives as long as it; a name is needed for longer. */
static enum mpuc_status keep(struct repair_search *s,
			     const struct edit_trial *t,
			     struct repair *ret_repair)
{
	struct arena *a = &s->from.e->arena;

	ret_repair->score = score_of(t->run);
	if (ret_repair->score.worst == NULL)
		return MPUC_OK;
	ret_repair->score.worst = arena_strdup(a, ret_repair->score.worst);
	TRY_PTR(ret_repair->score.worst);
	ret_repair->difference = edit_difference(a, s->from.run, t->run);
	TRY_PTR(ret_repair->difference);
	return MPUC_OK;
}

enum mpuc_status repair_try(struct repair_search *s, const char *lines,
			    struct repair *ret_repair, bool *ret_done)
{
	struct edit_trial t;
	enum mpuc_status st = edit_trial_fork(&s->from, &t);

	*ret_done = false;
	if (st == MPUC_OK)
		st = try_each(&t, lines, ret_done);
	if (st == MPUC_OK && *ret_done)
		st = keep(s, &t, ret_repair);
	*ret_done &= st == MPUC_OK && ret_repair->score.worst != NULL;
	edit_trial_close(&t);
	/* That is no way out of the budget, and no reason to give up. */
	ret_repair->failed = st != MPUC_OK;
	return st == MPUC_E_INTERNAL || st == MPUC_E_NOMEM ? st : MPUC_OK;
}

enum mpuc_status repair_open(struct mpuc_whatif *e, uint32_t regions,
			     struct repair_search *ret_search)
{
	memset(ret_search, 0, sizeof(*ret_search));
	TRY(edit_trial_open(e, regions, &ret_search->from));
	ret_search->start = score_of(ret_search->from.run);
	return MPUC_OK;
}

void repair_close(struct repair_search *s)
{
	edit_trial_close(&s->from);
}

static enum mpuc_status try_line(struct repair_search *s,
				 const struct search_line *line)
{
	struct repair r = { .line = line }, *slot;
	bool done;

	TRY(repair_try(s, line->text, &r, &done));
	s->tried[line->kind] += done;
	s->untried += r.failed;
	if (!done || r.score.others > s->start.others ||
	    r.score.over >= s->start.over)
		return MPUC_OK;
	slot = VEC_PUSH(&s->from.e->arena, &s->helps);
	TRY_PTR(slot);
	*slot = r;
	s->fit += r.score.over == 0;
	return MPUC_OK;
}

/* What costs least of those that do as much. */
static int by_score(const void *pa, const void *pb, const void *arg)
{
	const struct repair_score *a = &((const struct repair *)pa)->score;
	const struct repair_score *b = &((const struct repair *)pb)->score;

	(void)arg;
	if (a->over != b->over)
		return a->over < b->over ? -1 : 1;
	return (a->worst_over > b->worst_over) -
	       (a->worst_over < b->worst_over);
}

enum mpuc_status repair_run(struct repair_search *s)
{
	struct arena *a = &s->from.e->arena;

	TRY(search_candidates(a, s->from.run->system, &s->lines));
	for (size_t i = 0; i < s->lines.count && i < REPAIR_MAX; i++)
		TRY(try_line(s, &s->lines.items[i]));
	if (s->lines.count > REPAIR_MAX)
		s->untried += s->lines.count - REPAIR_MAX;
	return sort_stable(a, s->helps.items, s->helps.count,
			   sizeof(*s->helps.items), by_score, NULL);
}

const char *repair_words(struct arena *a, const char *lines)
{
	const char *semicolon = strchr(lines, ';');
	const char *text = lines;

	while (semicolon != NULL && text != NULL) {
		size_t len = (size_t)(semicolon - text);

		text = arena_printf(a, "%.*s, %s", (int)len, text,
				    text + len + 1);
		semicolon = text != NULL ? strchr(text, ';') : NULL;
	}
	return text;
}
