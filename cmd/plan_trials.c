/* SPDX-License-Identifier: BSD-2-Clause */
#include "plan_trials.h"

#include "exit.h"
#include "output.h"
#include "runs.h"

static bool check_args(const struct args *args)
{
	const char *name = args->platforms ? "--platforms" : "--repairs";

	if (args->like != NULL && !args->platforms)
		fputs("mpuc: --like goes with --platforms\n", stderr);
	else if (args->platforms && args->repairs)
		fputs("mpuc: --platforms or --repairs, not both\n", stderr);
	else if (args->targets != NULL || args->context != NULL ||
		 args->explain || args->has_budget)
		fprintf(stderr, "mpuc: %s goes without --targets, --context, "
			"--explain and --budget\n", name);
	else if (args->format > MPUC_JSON)
		fprintf(stderr, "mpuc: %s has --format text or json\n",
			name);
	else
		return runs_check_one(args->operands, args->operand_count);
	return false;
}

static int write(const struct args *args, struct mpuc_whatif *session)
{
	enum mpuc_format format = (enum mpuc_format)args->format;
	enum mpuc_status status;
	struct output out;
	bool passes;

	status = mpuc_whatif_open(session, args->operands,
				  args->operand_count);
	if (status != MPUC_OK)
		return runs_complain(mpuc_whatif_run(session), status);
	passes = !mpuc_failed(mpuc_whatif_run(session));
	output_open(&out, args);
	status = args->repairs ?
		mpuc_write_repairs(session, format, &out.writer) :
		mpuc_write_fits(session, args->like, format, &out.writer,
				&passes);
	return output_close(&out, mpuc_whatif_run(session), status,
			    passes ? EXIT_CLEAN : EXIT_FINDINGS);
}

int plan_trials(const struct args *args)
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
	opts.optimal = args->platforms;
	session = mpuc_whatif_new(&opts);
	result = session == NULL ? runs_complain(NULL, MPUC_E_NOMEM) :
		 write(args, session);
	mpuc_whatif_free(session);
	mpuc_config_free(config);
	return result;
}
