/* SPDX-License-Identifier: BSD-2-Clause */
/* The commands of a file, and what came of them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "budget.h"
#include "exit.h"
#include "output.h"
#include "runs.h"

struct batch {
	struct mpuc_whatif *edit;
	const char *name;	/* of the file, for messages */
	FILE *file;
	unsigned number;
	bool quit;
};

static int refused(const struct batch *b, enum mpuc_status status,
		   const struct mpuc_whatif_result *r)
{
	fprintf(stderr, "%s:%u:%u: ", b->name, b->number, r->column);
	runs_put_safe(r->text);
	fputs("\n", stderr);
	return exit_of(status) == EXIT_INPUT && status == MPUC_E_SYNTAX ?
	       EXIT_USAGE : exit_of(status);
}

static int do_line(struct batch *b, const char *line, size_t len)
{
	struct mpuc_whatif_result result = {
		.column = (unsigned)strlen(line) + 1,
		.text = "a zero byte",
	};
	enum mpuc_status status;

	if (strlen(line) != len)
		return refused(b, MPUC_E_SYNTAX, &result);
	status = mpuc_whatif_do(b->edit, line, b->number, &result);
	if (status != MPUC_OK)
		return refused(b, status, &result);
	b->quit = result.kind == MPUC_WHATIF_QUIT;
	return EXIT_CLEAN;
}

static int do_lines(struct batch *b)
{
	char *line = NULL;
	size_t room = 0;
	int result = EXIT_CLEAN;

	while (result == EXIT_CLEAN && !b->quit) {
		ssize_t len = getline(&line, &room, b->file);

		if (len < 0)
			break;
		b->number++;
		result = do_line(b, line, (size_t)len);
	}
	free(line);
	if (result == EXIT_CLEAN && ferror(b->file) != 0) {
		fprintf(stderr, "mpuc: can't read %s: %s\n", b->name,
			strerror(errno));
		result = EXIT_INPUT;
	}
	return result;
}

static int report(const struct args *args, struct mpuc_whatif *edit)
{
	enum mpuc_status status;
	struct output out;

	output_open(&out, args);
	status = mpuc_write_whatif(edit, (enum mpuc_format)args->format,
				 &out.writer);
	return output_close(&out, mpuc_whatif_run(edit), status,
			    mpuc_whatif_broken(edit) > 0 ? EXIT_FINDINGS :
			    EXIT_CLEAN);
}

int budget_batch(const struct args *args, struct mpuc_whatif *edit)
{
	bool in = strcmp(args->batch, "-") == 0;
	struct batch b = {
		.edit = edit, .name = in ? "standard input" : args->batch,
	};
	int result;

	b.file = in ? stdin : fopen(args->batch, "r");
	if (b.file == NULL) {
		fprintf(stderr, "mpuc: can't open %s: %s\n", args->batch,
			strerror(errno));
		return EXIT_INPUT;
	}
	result = do_lines(&b);
	if (!in)
		fclose(b.file);
	return result == EXIT_CLEAN ? report(args, edit) : result;
}
