/* SPDX-License-Identifier: BSD-2-Clause */
#include "command.h"
#include "depfile.h"
#include "exit.h"
#include "output.h"
#include "runs.h"

/* The layout goes nowhere; standard output says what forbids it. */
static int refuse(const struct args *args, struct mpuc_run *run)
{
	struct output out;
	enum mpuc_status status;

	fprintf(stderr, "mpuc: %s: not written\n", args->output);
	if (*mpuc_error(run) != '\0')
		fprintf(stderr, "mpuc: %s\n", mpuc_error(run));
	output_to(&out, args, NULL);
	status = mpuc_write_check(&run, 1, (enum mpuc_format)args->format,
				  &out.writer);
	return output_close(&out, run, status, EXIT_FINDINGS);
}

static int pack(const struct args *args, struct mpuc_run *run)
{
	enum mpuc_status status;
	struct output out;
	const void *bytes;
	size_t size;

	if (!mpuc_within_budget(run))
		return runs_complain(run, MPUC_E_INFEASIBLE);
	if (mpuc_failed(run))
		return refuse(args, run);
	status = mpuc_pack(run, &bytes, &size);
	if (status == MPUC_E_INFEASIBLE)
		return refuse(args, run);
	if (status != MPUC_OK)
		return runs_complain(run, status);
	output_open(&out, args);
	status = out.writer.write(out.writer.arg, bytes, size);
	return output_close(&out, run, status, EXIT_CLEAN);
}

int cmd_pack(const struct args *args)
{
	struct runs runs;
	int result;

	if (args->output == NULL) {
		fputs("mpuc pack: say where to with -o FILE\n"
		      "Try 'mpuc pack --help'.\n", stderr);
		return EXIT_USAGE;
	}
	if (runs_open_one(&runs, args, args->operands,
			  args->operand_count) && runs.count > 0)
		result = depfile_write(args, &runs, &args->output, 1,
				       pack(args, runs.items[0]));
	else
		result = runs.worst;
	runs_done(&runs);
	return result;
}
