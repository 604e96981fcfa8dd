/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan_fits.h"

#include "exit.h"
#include "output.h"
#include "runs.h"

static bool check_args(const struct args *args)
{
	if (!args->platforms)
		fputs("mpuc: --like goes with --platforms\n", stderr);
	else if (args->targets != NULL || args->context != NULL ||
		 args->explain || args->has_budget)
		fputs("mpuc: --platforms goes without --targets, --context, "
		      "--explain and --budget\n", stderr);
	else if (args->format > MPUC_JSON)
		fputs("mpuc: --platforms has --format text or json\n",
		      stderr);
	else
		return runs_check_one(args->operands, args->operand_count);
	return false;
}

static int write(const struct args *args, struct mpuc_whatif *session)
{
	enum mpuc_status status;
	bool passes = false;
	struct output out;

	status = mpuc_whatif_open(session, args->operands,
				  args->operand_count);
	if (status != MPUC_OK)
		return runs_complain(mpuc_whatif_run(session), status);
	output_open(&out, args);
	status = mpuc_write_fits(session, args->like,
				 (enum mpuc_format)args->format, &out.writer,
				 &passes);
	return output_close(&out, mpuc_whatif_run(session), status,
			    passes ? EXIT_CLEAN : EXIT_FINDINGS);
}

int plan_fits(const struct args *args)
{
	struct mpuc_options opts = runs_options(args);
	struct mpuc_config *config;
	struct mpuc_whatif *session;
	int result = EXIT_INPUT;

	if (!check_args(args))
		return EXIT_USAGE;
	config = runs_config(args, args->operand_count > 0 ?
			     args->operands[0] : args->imagebuilder, &result);
	if (config == NULL)
		return result;
	opts.config = config;
	opts.optimal = true;
	session = mpuc_whatif_new(&opts);
	result = session == NULL ? runs_complain(NULL, MPUC_E_NOMEM) :
		 write(args, session);
	mpuc_whatif_free(session);
	mpuc_config_free(config);
	return result;
}
