/* SPDX-License-Identifier: BSD-2-Clause */
#include "command.h"
#include "exit.h"
#include "layout.h"
#include "output.h"
#include "runs.h"

struct mpuc_run *layout_open(const struct args *args, const char *file,
			     int *ret_exit)
{
	struct mpuc_options opts = runs_options(args);
	struct mpuc_run *run = mpuc_new(&opts);
	enum mpuc_status status = MPUC_E_NOMEM;

	if (run != NULL)
		status = mpuc_open_layout(run, file);
	if (status == MPUC_OK)
		return run;
	*ret_exit = runs_complain(run, status);
	mpuc_free(run);
	return NULL;
}

int cmd_inspect(const struct args *args)
{
	int result = EXIT_INPUT;
	struct mpuc_run *run = layout_open(args, args->operands[0], &result);
	enum mpuc_status status;
	struct output out;

	if (run == NULL)
		return result;
	output_open(&out, args);
	status = mpuc_write_inspect(run, (enum mpuc_format)args->format,
				    &out.writer);
	result = output_close(&out, run, status, EXIT_CLEAN);
	mpuc_free(run);
	return result;
}
