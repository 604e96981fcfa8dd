/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "command.h"
#include "exit.h"
#include "layout.h"
#include "output.h"
#include "runs.h"

static struct mpuc_query make_query(const struct args *args)
{
	bool guest = strncmp(args->context, "guest/", 6) == 0;
	struct mpuc_query q = {
		.context = args->context,
		.addr = args->addr,
		.size = args->has_size ? args->size : 1,
		.el = args->has_el ? args->el : guest ? 1 : 2,
		.read = !args->access.given || args->access.read,
		.write = args->access.write,
		.exec = args->access.exec,
	};

	return q;
}

static int ask(const struct args *args, struct mpuc_run *run)
{
	struct mpuc_query query = make_query(args);
	enum mpuc_status status;
	struct output out;
	bool allowed = false;

	output_open(&out, args);
	status = mpuc_write_query(run, &query,
				  (enum mpuc_format)args->format,
				  &out.writer, &allowed);
	return output_close(&out, run, status,
			    allowed ? EXIT_CLEAN : EXIT_FINDINGS);
}

static int ask_tree(const struct args *args)
{
	struct runs runs;
	int result;

	if (runs_open_one(&runs, args, args->operands,
			  args->operand_count) && runs.count > 0)
		result = ask(args, runs.items[0]);
	else
		result = runs.worst;
	runs_done(&runs);
	return result;
}

static int ask_layout(const struct args *args)
{
	int result = EXIT_INPUT;
	struct mpuc_run *run = layout_open(args, args->operands[0], &result);

	if (run == NULL)
		return result;
	result = ask(args, run);
	mpuc_free(run);
	return result;
}

static bool check_args(const struct args *args)
{
	const char *wrong = NULL;

	if (args->context == NULL)
		wrong = "say which context with --context NAME";
	else if (!args->has_addr)
		wrong = "say which address with --addr A";
	else if (args->has_size && args->size == 0)
		wrong = "--size 0 touches nothing";
	else if (args->has_size && args->addr > UINT64_MAX - (args->size - 1))
		wrong = "--addr and --size go past 2^64";
	if (wrong != NULL)
		fprintf(stderr, "mpuc query: %s\n"
			"Try 'mpuc query --help'.\n", wrong);
	return wrong == NULL;
}

int cmd_query(const struct args *args)
{
	if (!check_args(args))
		return EXIT_USAGE;
	if (args->operand_count == 1 && mpuc_is_layout(args->operands[0]))
		return ask_layout(args);
	return ask_tree(args);
}
