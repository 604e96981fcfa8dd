/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "budget.h"
#include "command.h"
#include "exit.h"
#include "runs.h"
#include "tui.h"

static bool check_args(const struct args *args)
{
	size_t stdins = args->batch != NULL && strcmp(args->batch, "-") == 0;

	for (size_t i = 0; i < args->operand_count; i++)
		stdins += strcmp(args->operands[i], "-") == 0;
	if (stdins > 1) {
		fputs("mpuc: standard input can be read only once\n", stderr);
		return false;
	}
	return runs_check_one(args->operands, args->operand_count);
}

static int work(const struct args *args, struct mpuc_whatif *edit)
{
	enum mpuc_status status;

	status = mpuc_whatif_open(edit, args->operands, args->operand_count);
	if (status != MPUC_OK)
		return runs_complain(mpuc_whatif_run(edit), status);
	return args->batch != NULL ? budget_batch(args, edit) : tui_run(edit);
}

int cmd_budget(const struct args *args)
{
	struct mpuc_options opts = runs_options(args);
	struct mpuc_config *config;
	struct mpuc_whatif *edit;
	int result = EXIT_INPUT;

	if (!check_args(args))
		return EXIT_USAGE;
	if (args->batch == NULL && tui_is_elsewhere())
		return tui_exec(args->program);
	config = runs_config(args, args->operand_count > 0 ?
			     args->operands[0] : args->imagebuilder, &result);
	if (config == NULL)
		return result;
	opts.config = config;
	edit = mpuc_whatif_new(&opts);
	result = edit == NULL ? runs_complain(NULL, MPUC_E_NOMEM) :
		 work(args, edit);
	mpuc_whatif_free(edit);
	mpuc_config_free(config);
	return result;
}
