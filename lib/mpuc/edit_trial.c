/* SPDX-License-Identifier: BSD-2-Clause */
#include "mpuc/edit_trial.h"

#include <string.h>

#include "base/try.h"

static enum mpuc_status run_ops(struct edit_trial *t, struct mpuc_run **ret)
{
	struct edit_total total;

	TRY(edit_total_of(t->e, &t->e->steps, t->e->at, &t->ops, &total));
	return edit_run_total(t->e, &total, ret);
}

enum mpuc_status edit_trial_open(struct mpuc_whatif *e, uint32_t regions,
				 struct edit_trial *ret_trial)
{
	struct edit_trial t = { .e = e, .run = e->run };
	struct edit_op *op;
	enum mpuc_status st;

	*ret_trial = t;
	if (regions == 0)
		return MPUC_OK;
	op = VEC_PUSH(&e->arena, &t.ops);
	TRY_PTR(op);
	op->kind = OP_REGIONS;
	op->count = regions;
	t.run = NULL;
	t.owned = true;
	st = run_ops(&t, &t.run);
	*ret_trial = t;
	return st;
}

enum mpuc_status edit_trial_fork(const struct edit_trial *from,
				 struct edit_trial *ret_trial)
{
	struct edit_trial t = { .e = from->e, .run = from->run };

	*ret_trial = t;
	for (size_t i = 0; i < from->ops.count; i++) {
		struct edit_op *op = VEC_PUSH(&t.e->arena, &t.ops);

		TRY_PTR(op);
		*op = from->ops.items[i];
	}
	ret_trial->ops = t.ops;
	return MPUC_OK;
}

void edit_trial_take(struct edit_trial *t, struct mpuc_run *run)
{
	if (t->owned)
		mpuc_free(t->run);
	t->run = run;
	t->owned = true;
}

void edit_trial_close(struct edit_trial *t)
{
	edit_trial_take(t, NULL);
}

enum mpuc_status edit_trial_line(struct edit_trial *t, const char *line,
				 struct edit_tried *ret_tried)
{
	struct arena *a = &t->e->arena;
	struct edit_command *c = arena_alloc(a, sizeof(*c));
	struct edit_subject on = { t->run->system, c };
	struct edit_refusal refusal = { NULL, 0 };
	enum mpuc_status st;

	memset(ret_tried, 0, sizeof(*ret_tried));
	TRY_PTR(c);
	TRY(edit_parse(a, line, c, &refusal));
	st = edit_apply(a, &on, &t->ops, &ret_tried->note, &refusal);
	if (st == MPUC_E_USAGE) {
		ret_tried->why = refusal.text != NULL ? refusal.text :
				 "it does not suit this state";
		return MPUC_OK;
	}
	TRY(st);
	st = run_ops(t, &ret_tried->run);
	if (st == MPUC_OK)
		return st;
	mpuc_free(ret_tried->run);
	ret_tried->run = NULL;
	return st;
}
