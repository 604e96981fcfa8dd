/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "exit.h"
#include "output.h"
#include "plan_trials.h"
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
	/* A list of several tells of those that could not be read as well. */
	bool is_list = runs->all_count > 1 && args->format <= MPUC_JSON;
	struct mpuc_run **items = is_list ? runs->all : runs->items;

	output_open(&out, args);
	status = mpuc_write_plan(items, is_list ? runs->all_count :
				 runs->count, formats[args->format],
				 args->context, &out.writer);
	return output_close(&out, items[0], status,
			    within_budget(runs) ? runs->worst : EXIT_NO_PLAN);
}

static int write_compare(const struct args *args, const struct runs *first,
			 const struct runs *second)
{
	struct mpuc_run *const pair[2] = { first->items[0],
					   second->items[0] };
	int worst = first->worst > second->worst ? first->worst :
		    second->worst;
	enum mpuc_status status;
	struct output out;

	output_open(&out, args);
	status = mpuc_write_compare(pair, (enum mpuc_format)args->format,
				    args->context, &out.writer);
	return output_close(&out, pair[0], status, worst);
}

/* One tree twice; comma: where the second target's name begins, less one. */
static int compare_with(const struct args *args, char *names, char *comma)
{
	struct args one = *args;
	struct runs first, second;
	int result;

	*comma = '\0';
	one.target = names;
	(void)runs_open_one(&first, &one, args->operands,
			    args->operand_count);
	one.target = comma + 1;
	if (first.count == 0) {
		result = first.worst;
		runs_done(&first);
		return result;
	}
	(void)runs_open_one(&second, &one, args->operands,
			    args->operand_count);
	result = second.count == 0 ? second.worst :
		 write_compare(args, &first, &second);
	runs_done(&first);
	runs_done(&second);
	return result;
}

static int compare(const struct args *args)
{
	const char *comma = strchr(args->targets, ',');
	size_t size = strlen(args->targets) + 1;
	char *names;
	int result;

	if (args->target != NULL || comma == NULL || comma == args->targets ||
	    comma[1] == '\0' || strchr(comma + 1, ',') != NULL) {
		fputs("mpuc: --targets takes two names, A,B, and goes without "
		      "--target\n", stderr);
		return EXIT_USAGE;
	}
	if (args->format > MPUC_JSON) {
		fputs("mpuc: --targets has --format text or json\n", stderr);
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < args->operand_count; i++) {
		if (strcmp(args->operands[i], "-") != 0)
			continue;
		fputs("mpuc: --targets reads its input twice, which standard "
		      "input can't be\n", stderr);
		return EXIT_USAGE;
	}
	names = malloc(size);
	if (names == NULL)
		return runs_complain(NULL, MPUC_E_NOMEM);
	memcpy(names, args->targets, size);
	result = compare_with(args, names, names + (comma - args->targets));
	free(names);
	return result;
}

int cmd_plan(const struct args *args)
{
	struct runs runs;
	int result;
	struct args optimal = *args;

	if (args->platforms || args->like != NULL || args->repairs)
		return plan_trials(args);
	if (args->targets != NULL)
		return compare(args);
	optimal.optimal = true;
	(void)runs_open(&runs, &optimal, args->operands,
			args->operand_count);
	result = runs.count > 0 ? write_plan(args, &runs) : runs.worst;
	runs_done(&runs);
	return result;
}
