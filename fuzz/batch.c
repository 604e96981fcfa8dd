/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A tree, and behind it the lines of a what-if session: each is done,
 * answered or refused at a column of it; what a change makes of the tree
 * goes through planner and verifier, which agree; and after undoing all of
 * it the report is that of the tree as it came.  No line can name a file of
 * this machine: a folder's '/' is taken from it.
 */
#include "fuzz.h"

#include <mpuc/whatif.h>

#include "file.h"

#define LINES_MAX 12
#define REPORT_MAX ((size_t)4 << 20)

struct report {
	size_t size;
	char text[REPORT_MAX];
};

static enum mpuc_status put(void *arg, const void *data, size_t len)
{
	struct report *r = arg;

	if (len > REPORT_MAX - r->size)
		return MPUC_E_IO;
	memcpy(r->text + r->size, data, len);
	r->size += len;
	return MPUC_OK;
}

/* False when it did not fit. */
static bool report(struct mpuc_whatif *edit, struct report *r)
{
	const struct mpuc_writer w = { .write = put, .arg = r };
	struct mpuc_run *run = mpuc_whatif_run(edit);

	r->size = 0;
	return mpuc_write_plan(&run, 1, MPUC_JSON, NULL, &w) == MPUC_OK;
}

static bool do_line(struct mpuc_whatif *edit, const char *line)
{
	struct mpuc_whatif_result r = { .column = 0 };
	enum mpuc_status st;

	/* It writes where the line says. */
	if (strstr(line, "save") != NULL)
		return true;
	st = mpuc_whatif_do(edit, line, 1, &r);
	HOLDS(fuzz_is_answer(st) || st == MPUC_E_USAGE ||
	      st == MPUC_E_INFEASIBLE);
	HOLDS(r.text != NULL);
	if (st == MPUC_E_SYNTAX || st == MPUC_E_USAGE)
		HOLDS(r.text[0] != '\0' && r.column <= strlen(line) + 1);
	return st == MPUC_OK || st == MPUC_E_SYNTAX || st == MPUC_E_USAGE;
}

static bool do_lines(struct mpuc_whatif *edit, char *text)
{
	for (char *p = text; *p != '\0'; p++) {
		if (*p == '/')
			*p = '.';
	}
	for (int i = 0; i < LINES_MAX && text != NULL; i++) {
		char *end = strchr(text, '\n');

		if (end != NULL)
			*end++ = '\0';
		if (!do_line(edit, text))
			return false;
		text = end;
	}
	return true;
}

static void session(struct mpuc_whatif *edit, const char *name, char *text)
{
	static struct report before, after;
	enum mpuc_status st = mpuc_whatif_open(edit, &name, 1);
	bool whole;

	HOLDS(fuzz_is_answer(st) || st == MPUC_E_USAGE);
	if (st != MPUC_OK)
		return;
	whole = report(edit, &before);
	if (!do_lines(edit, text))
		return;
	while (mpuc_whatif_depth(edit) > 0) {
		if (!do_line(edit, "undo"))
			return;
	}
	whole = report(edit, &after) && whole;
	HOLDS(!whole || (before.size == after.size &&
			 memcmp(before.text, after.text,
				before.size) == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct mpuc_options opts = {
		.has_regions = true, .regions = 16,
		.memory_cap = FUZZ_MEMORY,
	};
	struct mpuc_whatif *edit;
	struct arena a;
	size_t first;

	/* Anything else is source, and then dtc runs. */
	if (!fuzz_split(data, size, &first) ||
	    memcmp(data, "\xd0\x0d\xfe\xed", 4) != 0)
		return 0;
	arena_init(&a, FUZZ_MEMORY);
	edit = mpuc_whatif_new(&opts);
	HOLDS(edit != NULL);
	session(edit, fuzz_file(data, first), (char *)
		fuzz_bytes(&a, data + first, size - first).data);
	mpuc_whatif_free(edit);
	arena_done(&a);
	return 0;
}
