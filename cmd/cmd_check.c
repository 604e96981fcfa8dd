/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "depfile.h"
#include "exit.h"
#include "formats.h"
#include "output.h"
#include "runs.h"
#include "watch.h"

/* What is told on standard error is not told again as text behind it. */
static bool is_told(const struct runs *runs, const struct format_choice *f)
{
	return f->format == MPUC_TEXT && f->file == NULL &&
	       runs->all_count == 1 && runs->count == 0;
}

/* What of the report is one tree's, as write_check() will write it. */
struct parts {
	const struct args *args;
	struct runs *runs;
	const struct formats *formats;
};

static void make_parts(void *arg, size_t i)
{
	const struct parts *p = arg;

	for (size_t k = 0; k < p->formats->count; k++) {
		const struct format_choice *f = &p->formats->items[k];
		struct output out;

		output_to(&out, p->args, f->file);
		mpuc_prepare_check(p->runs->all[i],
				   (enum mpuc_format)f->format, &out.writer);
	}
}

/* With threads to share it, else as it is written. */
static void prepare(const struct args *args, struct runs *runs,
		    const struct formats *formats)
{
	struct parts p = { args, runs, formats };

	if (args->jobs > 1 && runs->all_count > 1)
		runs_each(runs->all_count, args->jobs, make_parts, &p);
}

static int write_check(const struct args *args, struct runs *runs,
		       const struct format_choice *f, int worst)
{
	enum mpuc_status status;
	struct output out;

	if (is_told(runs, f))
		return worst;
	output_to(&out, args, f->file);
	status = mpuc_write_check(runs->all, runs->all_count,
				  (enum mpuc_format)f->format, &out.writer);
	return output_close(&out, runs->all[0], status, worst);
}

/* Half of what is known would be a baseline that hides the other half. */
static int write_baseline(const struct args *args, struct runs *runs,
			  int worst)
{
	enum mpuc_status status;
	struct output out;

	if (runs->count < runs->all_count) {
		fprintf(stderr, "mpuc: %s is not written: not every tree "
			"could be checked\n", args->write_baseline);
		return worst;
	}
	output_to(&out, args, args->write_baseline);
	status = mpuc_write_baseline(runs->items, runs->count, &out.writer);
	return output_close(&out, runs->items[0], status, worst);
}

static int write_depfile(const struct args *args, struct runs *runs,
			 const struct formats *formats, int worst)
{
	const char **targets = calloc(formats->count + 1, sizeof(*targets));
	size_t count = 0;
	int result;

	if (targets == NULL)
		return runs_complain(NULL, MPUC_E_NOMEM);
	for (size_t i = 0; i < formats->count; i++) {
		const char *file = formats->items[i].file;

		if (file != NULL && strcmp(file, "-") != 0)
			targets[count++] = file;
	}
	result = depfile_write(args, runs, targets, count, worst);
	free(targets);
	return result;
}

static int write_all(const struct args *args, struct runs *runs,
		     const struct formats *formats)
{
	int result = runs->worst;

	if (runs->all_count == 0)
		return result;
	prepare(args, runs, formats);
	for (size_t i = 0; i < formats->count; i++)
		result = write_check(args, runs, &formats->items[i], result);
	if (args->write_baseline != NULL)
		result = write_baseline(args, runs, result);
	if (args->depfile != NULL)
		result = write_depfile(args, runs, formats, result);
	return result;
}

static void add_files(struct watch *w, const struct args *args,
		      const struct runs *runs)
{
	const char *file;

	for (size_t i = 0; i < args->operand_count; i++)
		watch_add(w, args->operands[i]);
	for (size_t r = 0; r < runs->all_count; r++) {
		for (size_t i = 0; (file = mpuc_file_read(runs->all[r], i))
		     != NULL; i++)
			watch_add(w, file);
	}
}

/* w: to be told of what was read, or NULL. */
static int check(const struct args *args, struct watch *w)
{
	struct formats formats;
	struct runs runs;
	int result = EXIT_USAGE;

	(void)runs_open(&runs, args, args->operands, args->operand_count);
	if (formats_settle(args, runs.config_count > 0 ? runs.configs[0] :
			   NULL, &formats))
		result = write_all(args, &runs, &formats);
	else if (formats.items == NULL)
		result = EXIT_INPUT;	/* no memory */
	formats_done(&formats);
	if (w != NULL)
		add_files(w, args, &runs);
	runs_done(&runs);
	return result;
}

static int check_again(const struct args *args)
{
	struct watch *w = watch_open();
	int result;

	if (w == NULL)
		return EXIT_INPUT;
	for (;;) {
		result = check(args, w);
		fputs("mpuc: waiting for a change; Ctrl-C ends\n", stderr);
		if (!watch_wait(w))
			break;
	}
	watch_close(w);
	return result;
}

int cmd_check(const struct args *args)
{
	struct formats formats;
	bool fits = formats_settle(args, NULL, &formats);

	formats_done(&formats);
	/* A wrong command line is told of before any work is done. */
	if (!fits)
		return formats.items == NULL ? EXIT_INPUT : EXIT_USAGE;
	return args->watch ? check_again(args) : check(args, NULL);
}
