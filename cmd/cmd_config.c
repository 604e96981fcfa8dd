/* SPDX-License-Identifier: BSD-2-Clause */
#include "command.h"
#include "exit.h"
#include "output.h"
#include "runs.h"

/* The configuration of an input, or of the current folder. */
int cmd_config(const struct args *args)
{
	struct mpuc_options opts = runs_options(args);
	enum mpuc_status status = MPUC_E_NOMEM;
	struct mpuc_config *config;
	struct mpuc_run *run;
	struct output out;
	int result;

	config = runs_config(args, args->operand_count > 0 ?
			     args->operands[0] : "-", &result);
	if (config == NULL)
		return result;
	opts.config = config;
	run = mpuc_new(&opts);
	output_open(&out, args);
	if (run != NULL)
		status = mpuc_write_config(run, &opts,
					   (enum mpuc_format)args->format,
					   &out.writer);
	result = output_close(&out, run, status, EXIT_CLEAN);
	mpuc_free(run);
	mpuc_config_free(config);
	return result;
}
