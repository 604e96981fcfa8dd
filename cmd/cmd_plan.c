/* SPDX-License-Identifier: BSD-2-Clause */
#include "command.h"
#include "output.h"
#include "runs.h"

static int write_plan(const struct args *args, struct runs *runs)
{
	enum mpuc_status status;
	struct output out;

	output_open(&out, args);
	status = mpuc_write_plan(runs->items, runs->count,
				 (enum mpuc_format)args->format,
				 args->context, &out.writer);
	return output_close(&out, runs->items[0], status, runs->worst);
}

int cmd_plan(const struct args *args)
{
	struct runs runs;
	int result;

	(void)runs_open(&runs, args, args->operands, args->operand_count);
	result = runs.count > 0 ? write_plan(args, &runs) : runs.worst;
	runs_done(&runs);
	return result;
}
