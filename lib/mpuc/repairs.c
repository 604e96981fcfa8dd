/* SPDX-License-Identifier: BSD-2-Clause */
/* The single changes that help, for a report. */
#include "base/try.h"
#include "mpuc/edit_repair.h"
#include "mpuc/writer.h"

static const char *const kinds[SEARCH_KINDS] = {
	[SEARCH_JOIN] = "join", [SEARCH_STATE] = "state",
	[SEARCH_MOVE] = "move", [SEARCH_LEAVE] = "leave-out",
};

static struct repair_worst worst_of(const struct repair_score *score)
{
	return (struct repair_worst){
		score->worst, score->worst_peak, score->worst_over,
	};
}

static enum mpuc_status fill_rows(struct arena *a,
				  const struct repair_search *s,
				  struct repairs_view *view)
{
	struct repair_row *rows = arena_array(a, s->helps.count + 1,
					      sizeof(*rows));

	TRY_PTR(rows);
	for (size_t i = 0; i < s->helps.count; i++) {
		const struct repair *r = &s->helps.items[i];

		rows[i] = (struct repair_row){
			.kind = kinds[r->line->kind],
			.commands = r->line->text,
			.words = repair_words(a, r->line->text),
			.difference = r->difference, .over = r->score.over,
			.worst = worst_of(&r->score),
		};
		TRY_PTR(rows[i].words);
	}
	view->rows = rows;
	view->count = s->helps.count;
	return MPUC_OK;
}

static enum mpuc_status show(struct mpuc_whatif *e,
			     const struct repair_search *s,
			     enum mpuc_format format,
			     const struct mpuc_writer *w)
{
	struct repairs_view view = {
		.state = run_view(e->run), .regions = e->run->plan->regions,
		.optimal = run_plan(e->run) != e->run->plan,
		.over = s->start.over, .worst = worst_of(&s->start),
		.joins = s->tried[SEARCH_JOIN],
		.states = s->tried[SEARCH_STATE],
		.moves = s->tried[SEARCH_MOVE],
		.left_out = s->tried[SEARCH_LEAVE],
		.untried = s->untried, .fit = s->fit,
	};
	struct out o;

	TRY(fill_rows(&e->arena, s, &view));
	writer_open(&o, w);
	return writer_close(&o, report_repairs(&view, writer_format(format),
					       &o));
}

enum mpuc_status mpuc_write_repairs(struct mpuc_whatif *e,
				    enum mpuc_format format,
				    const struct mpuc_writer *w)
{
	struct repair_search s;
	enum mpuc_status st;

	if (e->run->plan == NULL)
		return run_fail(e->run, MPUC_E_USAGE, "no plan to repair: "
				"the tree does not say enough");
	if (!e->run->plan->regions_known)
		return run_fail(e->run, MPUC_E_USAGE, "say how many regions "
				"the machine has: --regions or --platform");
	st = repair_open(e, 0, &s);
	if (st == MPUC_OK && s.start.over > 0)
		st = repair_run(&s);
	if (st == MPUC_OK)
		st = show(e, &s, format, w);
	repair_close(&s);
	return st;
}
