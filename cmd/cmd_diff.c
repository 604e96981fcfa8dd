/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "command.h"
#include "exit.h"
#include "layout.h"
#include "output.h"
#include "runs.h"

/* In the order of the option's choices. */
static const enum mpuc_format formats[] = {
	MPUC_TEXT, MPUC_JSON, MPUC_MARKDOWN, MPUC_SVG, MPUC_HTML,
};

enum { FAIL_NEVER, FAIL_GROWTH, FAIL_CHANGE };

/* One side: a layout, or a tree with its overlays in runs. */
struct side {
	struct runs runs;
	struct mpuc_run *layout, *run;
};

static bool open_side(struct side *s, const struct args *args,
		      const char *const *files, size_t count, int *ret_exit)
{
	memset(s, 0, sizeof(*s));
	if (count == 1 && mpuc_is_layout(files[0])) {
		s->layout = layout_open(args, files[0], ret_exit);
		s->run = s->layout;
		return s->run != NULL;
	}
	if (!runs_open_one(&s->runs, args, files, count) ||
	    s->runs.count == 0) {
		*ret_exit = s->runs.worst;
		return false;
	}
	s->run = s->runs.items[0];
	return true;
}

static void close_side(struct side *s)
{
	runs_done(&s->runs);
	mpuc_free(s->layout);
}

static int compare(const struct args *args, struct side *sides)
{
	enum mpuc_status status;
	bool differs = false, grows = false;
	struct output out;
	int fails;

	output_open(&out, args);
	status = mpuc_write_diff(sides[0].run, sides[1].run,
				 formats[args->format], &out.writer,
				 &differs, &grows);
	fails = (args->diff_fail_on == FAIL_GROWTH && grows) ||
		(args->diff_fail_on == FAIL_CHANGE && differs);
	return output_close(&out, *mpuc_error(sides[1].run) != '\0' ?
			    sides[1].run : sides[0].run, status,
			    fails ? EXIT_FINDINGS : EXIT_CLEAN);
}

/* Overlays belong to the tree before them. */
static size_t second(const struct args *args)
{
	size_t i = 1;

	while (i < args->operand_count && mpuc_is_overlay(args->operands[i]))
		i++;
	return i;
}

int cmd_diff(const struct args *args)
{
	size_t at = second(args);
	struct side sides[2];
	int result = EXIT_USAGE;

	if (at == args->operand_count) {
		fputs("mpuc diff: expected BEFORE AFTER, two trees or "
		      "layouts\nTry 'mpuc diff --help'.\n", stderr);
		return EXIT_USAGE;
	}
	if (!open_side(&sides[0], args, args->operands, at, &result)) {
		close_side(&sides[0]);
		return result;
	}
	if (open_side(&sides[1], args, args->operands + at,
		      args->operand_count - at, &result))
		result = compare(args, sides);
	close_side(&sides[1]);
	close_side(&sides[0]);
	return result;
}
