/* SPDX-License-Identifier: BSD-2-Clause */
#include "command.h"
#include "exit.h"
#include "output.h"

/* Both commands show one thing by name, or list them all. */
static int shown(struct output *out, enum mpuc_status status,
		 const char *what, const char *name)
{
	if (status != MPUC_E_USAGE)
		return output_close(out, NULL, status, EXIT_CLEAN);
	fprintf(stderr, "mpuc: no %s '%s'\n", what, name);
	return EXIT_USAGE;
}

int cmd_explain(const struct args *args)
{
	enum mpuc_format format = (enum mpuc_format)args->format;
	struct output out;

	output_open(&out, args);
	if (args->operand_count == 0)
		return output_close(&out, NULL, mpuc_write_codes(format,
				    &out.writer), EXIT_CLEAN);
	return shown(&out, mpuc_write_explain(args->operands[0], format,
		     &out.writer), "code", args->operands[0]);
}

int cmd_profiles(const struct args *args)
{
	enum mpuc_format format = (enum mpuc_format)args->format;
	const char *name = args->operand_count > 0 ? args->operands[0] : NULL;
	struct output out;

	output_open(&out, args);
	return shown(&out, mpuc_write_profiles(name, format, &out.writer),
		     "profile", name != NULL ? name : "");
}
