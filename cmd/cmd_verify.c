/* SPDX-License-Identifier: BSD-2-Clause */
#include "command.h"
#include "exit.h"
#include "layout.h"
#include "output.h"
#include "runs.h"

static int compare(const struct args *args, struct mpuc_run *layout,
		   struct mpuc_run *run)
{
	enum mpuc_status status;
	struct output out;
	bool same = false;
	int result;

	output_open(&out, args);
	status = mpuc_write_verify(layout, run,
				   (enum mpuc_format)args->format,
				   &out.writer, &same);
	result = output_close(&out, run, status,
			      same ? EXIT_CLEAN : EXIT_FINDINGS);
	/* A plan that can't be packed is not the one in the layout. */
	return result == EXIT_NO_PLAN ? EXIT_FINDINGS : result;
}

/* What the tree's own check finds is check's business, not ours. */
static int against_tree(const struct args *args, struct mpuc_run *layout)
{
	struct args either = *args;
	struct runs runs;
	int result;

	/* The layout may be of the optimal plan. */
	either.optimal = true;
	if (runs_open_one(&runs, &either, args->operands + 1,
			  args->operand_count - 1) && runs.count > 0)
		result = compare(args, layout, runs.items[0]);
	else
		result = runs.worst;
	runs_done(&runs);
	return result;
}

int cmd_verify(const struct args *args)
{
	int result = EXIT_INPUT;
	struct mpuc_run *layout = layout_open(args, args->operands[0],
					      &result);

	if (layout == NULL)
		return result;
	result = against_tree(args, layout);
	mpuc_free(layout);
	return result;
}
