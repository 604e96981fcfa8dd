/* SPDX-License-Identifier: BSD-2-Clause */
#include "command.h"
#include "output.h"
#include "runs.h"

static int write_check(const struct args *args, struct runs *runs)
{
	enum mpuc_status status;
	struct output out;

	output_open(&out, args);
	status = mpuc_write_check(runs->items, runs->count,
				  (enum mpuc_format)args->format,
				  &out.writer);
	return output_close(&out, runs->items[0], status, runs->worst);
}

int cmd_check(const struct args *args)
{
	struct runs runs;
	int result = 0;

	if (runs_open(&runs, args, args->operands, args->operand_count) &&
	    runs.count > 0)
		result = write_check(args, &runs);
	else
		result = runs.worst;
	runs_done(&runs);
	return result;
}
