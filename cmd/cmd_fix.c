/* SPDX-License-Identifier: BSD-2-Clause */
#include "command.h"
#include "exit.h"
#include "output.h"
#include "runs.h"

/* 4: there are errors, and nothing could be done about any of them. */
static int result_of(const struct mpuc_edit_result *r)
{
	if (r->errors == 0)
		return EXIT_CLEAN;
	return r->changed ? EXIT_FINDINGS : EXIT_NO_PLAN;
}

/* Without a change there is no overlay; the report says what is left. */
static int write_fix(const struct args *args, struct mpuc_run *run)
{
	struct args to = *args;
	struct mpuc_edit_result r;
	struct output out;
	enum mpuc_status status;

	mpuc_edit_result(run, &r);
	if (!r.changed && r.errors > 0 && args->format == MPUC_EDIT_DTSO) {
		fprintf(stderr, "mpuc: %s: not written: no error has a fix "
			"that may be applied\n", args->output != NULL ?
			args->output : "standard output");
		to.output = NULL;
		to.format = MPUC_EDIT_TEXT;
	}
	output_open(&out, &to);
	status = mpuc_write_fix(run, (enum mpuc_edit_format)to.format,
				&out.writer);
	return output_close(&out, run, status, result_of(&r));
}

static int fix(const struct args *args, struct mpuc_run *run)
{
	enum mpuc_status status = mpuc_fix(run, args->fix_unsafe);

	return status == MPUC_OK ? write_fix(args, run) :
	       runs_complain(run, status);
}

int cmd_fix(const struct args *args)
{
	struct runs runs;
	int result;

	if (runs_open_one(&runs, args, args->operands,
			  args->operand_count) && runs.count > 0)
		result = fix(args, runs.items[0]);
	else
		result = runs.worst;
	runs_done(&runs);
	return result;
}
