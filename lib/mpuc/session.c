/* SPDX-License-Identifier: BSD-2-Clause */
/* A what-if session: steps, undo and redo, snapshots. */
#include "mpuc/session.h"

#include <stdarg.h>
#include <string.h>

#include "base/try.h"
#include "mpuc/writer.h"

struct mpuc_whatif *mpuc_whatif_new(const struct mpuc_options *opts)
{
	struct mpuc_whatif *e;
	struct arena arena;

	arena_init(&arena, opts->memory_cap != 0 ? opts->memory_cap :
		   ARENA_CAP_DEFAULT);
	e = arena_alloc(&arena, sizeof(*e));
	if (e == NULL)
		return NULL;
	e->arena = arena;	/* the session lives in its own arena */
	e->opts = *opts;
	return e;
}

void mpuc_whatif_free(struct mpuc_whatif *e)
{
	struct arena arena;

	if (e == NULL)
		return;
	if (e->run != e->base)
		mpuc_free(e->run);
	mpuc_free(e->base);
	arena = e->arena;
	arena_done(&arena);
}

enum mpuc_status mpuc_whatif_open(struct mpuc_whatif *e,
				const char *const *files, size_t count)
{
	e->files = files;
	e->file_count = count;
	e->base = e->run = mpuc_new(&e->opts);
	TRY_PTR(e->base);
	return mpuc_run(e->base, files, count);
}

struct mpuc_run *mpuc_whatif_run(const struct mpuc_whatif *e)
{
	return e->run;
}

size_t mpuc_whatif_depth(const struct mpuc_whatif *e)
{
	return e->at;
}

size_t mpuc_whatif_redoable(const struct mpuc_whatif *e)
{
	return e->steps.count - e->at;
}

size_t mpuc_whatif_broken(const struct mpuc_whatif *e)
{
	return e->broken;
}

/* ------------------------------------------------------------- answers */

enum mpuc_status edit_deny(struct edit_work *w, uint32_t arg,
			   const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	w->refusal.text = arena_vprintf(&w->e->arena, fmt, ap);
	va_end(ap);
	w->refusal.column = arg < w->c->count ? w->c->args[arg].column : 1;
	return w->refusal.text != NULL ? MPUC_E_USAGE : MPUC_E_NOMEM;
}

enum mpuc_status edit_answer(struct edit_work *w, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	w->result->text = arena_vprintf(&w->e->arena, fmt, ap);
	va_end(ap);
	return w->result->text != NULL ? MPUC_OK : MPUC_E_NOMEM;
}

/* --------------------------------------------------------------- states */

/* The state becomes run, and what differs is the answer. */
static enum mpuc_status adopt(struct edit_work *w, struct mpuc_run *run,
			      const char *note)
{
	struct mpuc_whatif *e = w->e;
	const char *text = edit_difference(&e->arena, e->run, run);

	if (e->run != e->base)
		mpuc_free(e->run);
	e->run = run;
	w->result->kind = MPUC_WHATIF_CHANGE;
	TRY_PTR(text);
	return edit_answer(w, "%s%s%s", note != NULL ? note : "",
			   note != NULL ? "\n" : "", text);
}

/* Go to the state behind steps[0..at), which were all good once. */
static enum mpuc_status go_to(struct edit_work *w, size_t at)
{
	struct mpuc_whatif *e = w->e;
	struct edit_total total;
	struct mpuc_run *run = e->base;

	if (at > 0) {
		enum mpuc_status st;

		TRY(edit_total_of(e, &e->steps, at, NULL, &total));
		st = edit_run_total(e, &total, &run);
		if (st != MPUC_OK) {
			mpuc_free(run);
			return st;
		}
	}
	e->at = at;
	return adopt(w, run, NULL);
}

static enum mpuc_status push_step(struct mpuc_whatif *e,
				  const struct edit_step *step)
{
	struct edit_step *slot;

	e->steps.count = e->at;	/* what was undone is gone now */
	slot = VEC_PUSH(&e->arena, &e->steps);
	TRY_PTR(slot);
	*slot = *step;
	e->at++;
	return MPUC_OK;
}

/* Why the run of a change failed, in the session's memory. */
static enum mpuc_status failed_run(struct edit_work *w, struct mpuc_run *run,
				   enum mpuc_status st)
{
	const char *why = run != NULL ? mpuc_error(run) : "";

	if (st != MPUC_E_NOMEM && *why != '\0')
		w->refusal.text = arena_strdup(&w->e->arena, why);
	w->refusal.column = 1;
	mpuc_free(run);
	return st;
}

enum mpuc_status edit_do_step(struct edit_work *w, struct edit_step *step,
			      const char *note)
{
	struct mpuc_whatif *e = w->e;
	struct edit_total total;
	struct mpuc_run *run = NULL;
	enum mpuc_status st;

	TRY(edit_total_of(e, &e->steps, e->at, &step->ops, &total));
	st = edit_run_total(e, &total, &run);
	if (st != MPUC_OK)
		return failed_run(w, run, st);
	step->text = w->c->text;
	TRY(push_step(e, step));
	return adopt(w, run, note);
}

static enum mpuc_status do_change(struct edit_work *w)
{
	const struct edit_subject on = { w->e->run->system, w->c };
	struct edit_step step = { .text = NULL };
	const char *note = NULL;

	TRY(edit_apply(&w->e->arena, &on, &step.ops, &note, &w->refusal));
	return edit_do_step(w, &step, note);
}

/* ------------------------------------------------------------ snapshots */

struct edit_snapshot *edit_snapshot_find(const struct mpuc_whatif *e,
					 const char *name)
{
	for (size_t i = 0; i < e->snapshots.count; i++) {
		if (strcmp(e->snapshots.items[i]->name, name) == 0)
			return e->snapshots.items[i];
	}
	return NULL;
}

static enum mpuc_status append(struct mpuc_whatif *e, edit_steps *to,
			       const struct edit_step *from, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct edit_step *step = VEC_PUSH(&e->arena, to);

		TRY_PTR(step);
		*step = from[i];
	}
	return MPUC_OK;
}

enum mpuc_status edit_flatten(struct mpuc_whatif *e, edit_steps *ret_steps)
{
	const edit_steps *restored = NULL;
	size_t first = 0;

	/* What stands before the last restore is not in the state. */
	for (size_t i = 0; i < e->at; i++) {
		if (e->steps.items[i].restored == NULL)
			continue;
		restored = &e->steps.items[i].restored->steps;
		first = i + 1;
	}
	if (restored != NULL)
		TRY(append(e, ret_steps, restored->items, restored->count));
	/* Without any step there is no list either to be the end of. */
	if (e->at == first)
		return MPUC_OK;
	return append(e, ret_steps, e->steps.items + first, e->at - first);
}

static enum mpuc_status do_snapshot(struct edit_work *w)
{
	struct mpuc_whatif *e = w->e;
	struct edit_snapshot *s, **slot;

	if (edit_snapshot_find(e, w->c->args[0].text) != NULL)
		return edit_deny(w, 0, "there is a snapshot '%s' already",
				 w->c->args[0].text);
	slot = VEC_PUSH(&e->arena, &e->snapshots);
	s = arena_alloc(&e->arena, sizeof(*s));
	TRY_PTR(slot);
	TRY_PTR(s);
	*slot = s;
	s->name = w->c->args[0].text;
	TRY(edit_flatten(e, &s->steps));
	return edit_answer(w, "kept as '%s', %zu change%s from the tree",
			   s->name, s->steps.count,
			   s->steps.count == 1 ? "" : "s");
}

static enum mpuc_status do_restore(struct edit_work *w)
{
	struct mpuc_whatif *e = w->e;
	struct edit_step step = {
		.restored = edit_snapshot_find(e, w->c->args[0].text),
	};
	struct edit_op *op = VEC_PUSH(&e->arena, &step.ops);

	if (step.restored == NULL)
		return edit_deny(w, 0, "there is no snapshot '%s'",
				 w->c->args[0].text);
	TRY_PTR(op);
	op->kind = OP_RESET;
	for (size_t i = 0; i < step.restored->steps.count; i++) {
		const edit_ops *ops = &step.restored->steps.items[i].ops;

		for (size_t k = 0; k < ops->count; k++) {
			op = VEC_PUSH(&e->arena, &step.ops);
			TRY_PTR(op);
			*op = ops->items[k];
		}
	}
	return edit_do_step(w, &step, NULL);
}

static enum mpuc_status do_undo(struct edit_work *w, bool back)
{
	struct mpuc_whatif *e = w->e;
	size_t n = w->c->count > 0 ? (size_t)w->c->args[0].value : 1;
	size_t most = back ? e->at : e->steps.count - e->at;

	if (most == 0)
		return edit_deny(w, 0, "there is nothing to %s",
				 back ? "undo" : "redo");
	if (n > most)
		return edit_deny(w, 0, "there %s only %zu to %s",
				 most == 1 ? "is" : "are", most,
				 back ? "undo" : "redo");
	return go_to(w, back ? e->at - n : e->at + n);
}

/* -------------------------------------------------------------- commands */

static enum mpuc_status dispatch(struct edit_work *w)
{
	enum edit_verb verb = w->c->rule->verb;

	w->result->kind = MPUC_WHATIF_ANSWER;
	if (verb <= EDIT_TARGET)
		return do_change(w);
	if (verb == EDIT_PLACE)
		return edit_do_place(w);
	if (verb >= EDIT_EXPECT_COUNT && verb <= EDIT_EXPECT_VERDICT)
		return edit_do_expect(w);
	if (verb == EDIT_UNDO || verb == EDIT_REDO)
		return do_undo(w, verb == EDIT_UNDO);
	if (verb == EDIT_SNAPSHOT)
		return do_snapshot(w);
	if (verb == EDIT_RESTORE)
		return do_restore(w);
	if (verb == EDIT_COMPARE)
		return edit_do_compare(w);
	if (verb == EDIT_FIT)
		return edit_do_fit(w);
	if (verb == EDIT_SMALLEST)
		return edit_do_smallest(w);
	if (verb == EDIT_SAVE)
		return edit_do_save(w);
	if (verb == EDIT_HELP)
		return edit_do_help(w);
	if (verb == EDIT_QUIT) {
		w->result->kind = MPUC_WHATIF_QUIT;
		return MPUC_OK;
	}
	return edit_do_show(w);
}

static enum budget_kind log_kind(enum mpuc_whatif_kind kind)
{
	if (kind == MPUC_WHATIF_CHANGE)
		return BUDGET_CHANGE;
	return kind == MPUC_WHATIF_HELD || kind == MPUC_WHATIF_BROKEN ?
	       BUDGET_EXPECTATION : BUDGET_ANSWER;
}

static enum mpuc_status keep_log(struct edit_work *w, unsigned number)
{
	struct budget_command *entry = VEC_PUSH(&w->e->arena, &w->e->log);

	TRY_PTR(entry);
	entry->line = number;
	entry->text = w->c->text;
	entry->kind = log_kind(w->result->kind);
	entry->held = w->result->kind == MPUC_WHATIF_HELD;
	entry->answer = w->result->text;
	w->e->held += w->result->kind == MPUC_WHATIF_HELD;
	w->e->broken += w->result->kind == MPUC_WHATIF_BROKEN;
	return MPUC_OK;
}

static enum mpuc_status do_line(struct edit_work *w, const char *line,
				unsigned number)
{
	struct edit_command *c = arena_alloc(&w->e->arena, sizeof(*c));

	TRY_PTR(c);
	w->c = c;
	TRY(edit_parse(&w->e->arena, line, c, &w->refusal));
	if (c->rule == NULL)
		return MPUC_OK;
	TRY(dispatch(w));
	return keep_log(w, number);
}

enum mpuc_status mpuc_whatif_do(struct mpuc_whatif *e, const char *line,
			      unsigned number,
			      struct mpuc_whatif_result *ret_result)
{
	struct edit_work w = { .e = e, .result = ret_result };
	enum mpuc_status st;

	memset(ret_result, 0, sizeof(*ret_result));
	ret_result->text = "";
	st = do_line(&w, line, number);
	if (st == MPUC_OK)
		return st;
	ret_result->kind = MPUC_WHATIF_REFUSED;
	ret_result->column = w.refusal.column == 0 ? 1 : w.refusal.column;
	ret_result->text = w.refusal.text != NULL ? w.refusal.text :
		st == MPUC_E_NOMEM ? "out of memory" : "it can't be done";
	return st;
}

enum mpuc_status mpuc_write_whatif(struct mpuc_whatif *e,
				   enum mpuc_format format,
				   const struct mpuc_writer *w)
{
	const struct budget_view view = {
		.state = run_view(e->run), .commands = e->log.items,
		.count = e->log.count, .held = e->held, .broken = e->broken,
	};
	struct out o;

	writer_open(&o, w);
	return writer_close(&o, report_budget(&view, writer_format(format),
					      &o));
}
