/* SPDX-License-Identifier: BSD-2-Clause */
#include "command.h"
#include "exit.h"
#include "formats.h"
#include "output.h"
#include "runs.h"

static int write_check(const struct args *args, struct runs *runs,
		       const struct format_choice *f, int worst)
{
	struct args to = *args;
	enum mpuc_status status;
	struct output out;

	to.output = f->file;
	output_open(&out, &to);
	status = mpuc_write_check(runs->items, runs->count,
				  (enum mpuc_format)f->format, &out.writer);
	return output_close(&out, runs->items[0], status, worst);
}

static int check(const struct args *args)
{
	struct runs runs;
	int result;

	(void)runs_open(&runs, args, args->operands, args->operand_count);
	result = runs.worst;
	for (size_t i = 0; runs.count > 0 && i < args->format_count; i++)
		result = write_check(args, &runs, &args->formats[i], result);
	runs_done(&runs);
	return result;
}

int cmd_check(const struct args *args)
{
	struct args own = *args;

	return formats_settle(&own) ? check(&own) : EXIT_USAGE;
}
