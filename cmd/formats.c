/* SPDX-License-Identifier: BSD-2-Clause */
#include "formats.h"

#include <stdlib.h>
#include <string.h>

/* The choice behind those of enum mpuc_format. */
#define FORMAT_AUTO (MPUC_GITLAB + 1)

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

static bool places_differ(const struct formats *formats)
{
	for (size_t i = 1; i < formats->count; i++) {
		const char *file = formats->items[i].file;

		for (size_t k = 0; k < i; k++) {
			if (!same_place(&formats->items[i],
					&formats->items[k]))
				continue;
			fprintf(stderr, "mpuc check: two formats go to %s; "
				"name a file with --format FORMAT=FILE\n",
				file != NULL ? file : "standard output");
			return false;
		}
	}
	return true;
}

/* The library has checked the names. */
static unsigned format_named(const char *name)
{
	const struct opt *o = opt_by_id(ID_CHECK_FORMAT);
	unsigned i = 0;

	while (o->choices[i] != NULL && strcmp(o->choices[i], name) != 0)
		i++;
	return i;
}

static size_t configured(const struct mpuc_config *config)
{
	const char *name, *file;
	size_t n = 0;

	while (config != NULL && mpuc_config_format(config, n, &name, &file))
		n++;
	return n;
}

static bool collect(const struct args *args, const struct mpuc_config *config,
		    struct formats *formats)
{
	size_t more = args->format_count == 0 ? configured(config) : 0;
	const char *name;

	formats->count = args->format_count + more;
	formats->items = calloc(formats->count + 1, sizeof(*formats->items));
	if (formats->items == NULL) {
		fputs("mpuc: out of memory\n", stderr);
		return false;
	}
	for (size_t i = 0; i < args->format_count; i++)
		formats->items[i] = args->formats[i];
	for (size_t i = 0; i < more; i++) {
		struct format_choice *f = &formats->items[i];

		if (mpuc_config_format(config, i, &name, &f->file))
			f->format = format_named(name);
	}
	if (formats->count == 0)
		formats->items[formats->count++].format = MPUC_TEXT;
	return true;
}

bool formats_settle(const struct args *args, const struct mpuc_config *config,
		    struct formats *ret_formats)
{
	memset(ret_formats, 0, sizeof(*ret_formats));
	if (!collect(args, config, ret_formats))
		return false;
	for (size_t i = 0; i < ret_formats->count; i++) {
		struct format_choice *f = &ret_formats->items[i];

		if (f->format == FORMAT_AUTO)
			f->format = surroundings();
		if (f->file == NULL)
			f->file = args->output;
	}
	return places_differ(ret_formats);
}

void formats_done(struct formats *formats)
{
	free(formats->items);
}
