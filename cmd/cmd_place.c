/* SPDX-License-Identifier: BSD-2-Clause */
#include "command.h"
#include "exit.h"
#include "output.h"
#include "runs.h"

/* A tree or a layout; NULL after a message. */
static struct mpuc_run *open_previous(const struct args *args, int *result)
{
	const struct mpuc_options opts = runs_options(args);
	struct mpuc_run *run = mpuc_new(&opts);
	enum mpuc_status status = MPUC_E_NOMEM;

	if (run != NULL && mpuc_is_layout(args->previous))
		status = mpuc_open_layout(run, args->previous);
	else if (run != NULL)
		status = mpuc_run(run, &args->previous, 1);
	if (status == MPUC_OK)
		return run;
	*result = runs_complain(run, status);
	mpuc_free(run);
	return NULL;
}

/* An overlay that check refuses goes nowhere; the report says why. */
static bool is_refused(const struct args *args,
		       const struct mpuc_edit_result *r)
{
	enum mpuc_edit_format format = (enum mpuc_edit_format)args->format;

	if (r->new_errors == 0 || format == MPUC_EDIT_TEXT ||
	    format == MPUC_EDIT_JSON)
		return false;
	fprintf(stderr, "mpuc: %s: not written: check finds errors that are "
		"new\n", args->output != NULL ? args->output :
		"standard output");
	return true;
}

static int write_place(const struct args *args, struct mpuc_run *run)
{
	struct args to = *args;
	struct mpuc_edit_result r;
	struct output out;
	enum mpuc_status status;

	mpuc_edit_result(run, &r);
	if (is_refused(args, &r)) {
		to.output = NULL;
		to.format = MPUC_EDIT_TEXT;
	}
	output_open(&out, &to);
	status = mpuc_write_place(run, (enum mpuc_edit_format)to.format,
				  &out.writer);
	return output_close(&out, run, status, r.errors > 0 ?
			    EXIT_FINDINGS : EXIT_CLEAN);
}

static int place(const struct args *args, struct mpuc_run *run)
{
	struct mpuc_place_options opts = {
		.sizes = args->sizes, .size_count = args->size_count,
		.align = args->align, .steps = args->steps,
		/* Macros are of every section. */
		.sections = args->sections || args->format == MPUC_EDIT_C,
	};
	struct mpuc_run *previous = NULL;
	enum mpuc_status status;
	int result = EXIT_CLEAN;

	if (args->previous != NULL) {
		previous = open_previous(args, &result);
		if (previous == NULL)
			return result;
		opts.previous = previous;
	}
	status = mpuc_place(run, &opts);
	result = status == MPUC_OK ? write_place(args, run) :
		 runs_complain(run, status);
	mpuc_free(previous);
	return result;
}

int cmd_place(const struct args *args)
{
	struct runs runs;
	int result;

	if (runs_open_one(&runs, args, args->operands,
			  args->operand_count) && runs.count > 0)
		result = place(args, runs.items[0]);
	else
		result = runs.worst;
	runs_done(&runs);
	return result;
}
