/* SPDX-License-Identifier: BSD-2-Clause */
#include "command.h"
#include "exit.h"
#include "output.h"
#include "runs.h"

/* What no plan can do is said once for every tree. */
static bool within_budget(const struct runs *runs)
{
	bool all = true;

	for (size_t i = 0; i < runs->count; i++) {
		if (mpuc_within_budget(runs->items[i]))
			continue;
		(void)runs_complain(runs->items[i], MPUC_E_INFEASIBLE);
		all = false;
	}
	return all;
}

/* In the order of the option's choices. */
static const enum mpuc_format formats[] = {
	MPUC_TEXT, MPUC_JSON, MPUC_CSV, MPUC_SVG, MPUC_HTML, MPUC_C, MPUC_ASM,
	MPUC_DTSO,
};

static int write_plan(const struct args *args, struct runs *runs)
{
	enum mpuc_status status;
	struct output out;

	output_open(&out, args);
	status = mpuc_write_plan(runs->items, runs->count,
				 formats[args->format], args->context,
				 &out.writer);
	return output_close(&out, runs->items[0], status,
			    within_budget(runs) ? runs->worst : EXIT_NO_PLAN);
}

int cmd_plan(const struct args *args)
{
	struct runs runs;
	int result;
	struct args optimal = *args;

	optimal.optimal = true;
	(void)runs_open(&runs, &optimal, args->operands,
			args->operand_count);
	result = runs.count > 0 ? write_plan(args, &runs) : runs.worst;
	runs_done(&runs);
	return result;
}
