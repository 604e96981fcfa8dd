/* SPDX-License-Identifier: BSD-2-Clause */
#include "formats.h"

#include <stdlib.h>
#include <string.h>

static bool is_true(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && strcmp(value, "true") == 0;
}

/* Both services promise that their variable is "true". */
static unsigned surroundings(void)
{
	if (is_true("GITHUB_ACTIONS"))
		return MPUC_GITHUB;
	return is_true("GITLAB_CI") ? MPUC_GITLAB : MPUC_TEXT;
}

static bool same_place(const struct format_choice *a,
		       const struct format_choice *b)
{
	const char *fa = a->file != NULL ? a->file : "-";
	const char *fb = b->file != NULL ? b->file : "-";

	return strcmp(fa, fb) == 0;
}

static bool places_differ(const struct args *args)
{
	for (size_t i = 1; i < args->format_count; i++) {
		for (size_t k = 0; k < i; k++) {
			if (!same_place(&args->formats[i], &args->formats[k]))
				continue;
			fprintf(stderr, "mpuc check: two formats go to %s; "
				"name a file with --format FORMAT=FILE\n",
				args->formats[i].file != NULL ?
				args->formats[i].file : "standard output");
			return false;
		}
	}
	return true;
}

bool formats_settle(struct args *args)
{
	if (args->format_count == 0)
		args->formats[args->format_count++].format = MPUC_TEXT;
	for (size_t i = 0; i < args->format_count; i++) {
		struct format_choice *f = &args->formats[i];

		if (f->format == FORMAT_AUTO)
			f->format = surroundings();
		if (f->file == NULL)
			f->file = args->output;
	}
	return places_differ(args);
}
