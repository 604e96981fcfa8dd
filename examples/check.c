/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a program of your own can do with libmpuc: check a tree, go through
 * the findings and the budgets, and pack the layout when all is well.
 *
 *	cc -o check check.c $(pkg-config --cflags --libs mpuc)
 *	./check host.dts [layout.bin]
 */
#include <inttypes.h>
#include <stdio.h>

#include <mpuc/mpuc.h>
#include <mpuc/view.h>

static void show(const struct mpuc_finding *f)
{
	static const char *const names[] = { "note", "warning", "error" };

	if (f->passed_over)
		return;
	printf("%s", f->file != NULL ? f->file : f->input);
	if (f->line > 0)
		printf(":%u:%u", f->line, f->column);
	else if (f->has_offset)
		printf(" (offset 0x%" PRIx64 ")", f->offset);
	printf(": %s: %s [MPU%04u]\n", names[f->severity], f->message,
	       f->code);
	for (unsigned i = 0; i < f->range_count; i++)
		printf("\t0x%" PRIx64 " and 0x%" PRIx64 " bytes on\n",
		       f->ranges[i].base, f->ranges[i].size);
	if (f->help != NULL)
		printf("\tto do: %s\n", f->help);
}

static int pack(struct mpuc_run *run, const char *file)
{
	const void *bytes;
	size_t size;

	if (mpuc_pack(run, &bytes, &size) != MPUC_OK ||
	    mpuc_write_file(run, file, bytes, size) != MPUC_OK) {
		fprintf(stderr, "%s\n", mpuc_error(run));
		return 1;
	}
	printf("%s: %zu bytes\n", file, size);
	return 0;
}

static int report(struct mpuc_run *run, const char *layout)
{
	struct mpuc_finding finding;
	struct mpuc_context context;
	struct mpuc_summary summary;

	for (size_t i = 0; mpuc_finding_at(run, i, &finding); i++)
		show(&finding);
	mpuc_summary_of(run, &summary);
	for (size_t i = 0; mpuc_context_at(run, i, &context); i++)
		printf("%-16s %3u of %3u regions\n", context.name,
		       context.peak, summary.regions);
	if (mpuc_failed(run))
		return 1;
	return layout != NULL ? pack(run, layout) : 0;
}

int main(int argc, char **argv)
{
	const struct mpuc_options options = {
		.has_regions = true, .regions = 16,
	};
	struct mpuc_run *run;
	const char *const files[] = { argc > 1 ? argv[1] : "-" };
	int result = 3;

	run = mpuc_new(&options);
	if (run == NULL)
		return 3;
	if (mpuc_run(run, files, 1) == MPUC_OK)
		result = report(run, argc > 2 ? argv[2] : NULL);
	else
		fprintf(stderr, "%s\n", mpuc_error(run));
	mpuc_free(run);
	return result;
}
