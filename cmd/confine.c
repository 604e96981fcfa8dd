/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "confine.h"
#include "runs.h"

static size_t add_configured(const struct mpuc_config *config,
			     const char **files)
{
	const char *name, *file;
	size_t n = 0;

	while (mpuc_config_format(config, n, &name, &file)) {
		if (files != NULL)
			files[n] = file;
		n++;
	}
	return n;
}

/* NULL also where it can't be read, which the check itself will tell. */
static struct mpuc_config *configuration(const struct args *args,
					 bool is_check)
{
	const char *input = args->operand_count > 0 ? args->operands[0] :
			    args->imagebuilder;
	struct mpuc_config *config;

	if (!is_check || args->format_count > 0 || input == NULL)
		return NULL;
	config = mpuc_config_new();
	if (config != NULL &&
	    runs_find_config(args, input, config) != MPUC_OK) {
		mpuc_config_free(config);
		config = NULL;
	}
	return config;
}

void confine(const struct args *args, bool is_check)
{
	struct mpuc_config *config = configuration(args, is_check);
	size_t more = config == NULL ? 0 : add_configured(config, NULL);
	size_t count = 0;
	const char **files = calloc(args->format_count + more + 3,
				    sizeof(*files));

	if (files != NULL) {
		files[count++] = args->output;
		files[count++] = args->write_baseline;
		files[count++] = args->depfile;
		for (size_t i = 0; i < args->format_count; i++)
			files[count++] = args->formats[i].file;
		if (config != NULL)
			count += add_configured(config, files + count);
		mpuc_confine(files, count, args->no_dts);
	}
	free(files);
	mpuc_config_free(config);
}
