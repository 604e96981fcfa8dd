/* SPDX-License-Identifier: BSD-2-Clause */
#include "runs.h"

#include <stdlib.h>
#include <string.h>

#include "exit.h"

int exit_of(enum mpuc_status status)
{
	switch (status) {
	case MPUC_OK:
		return EXIT_CLEAN;
	case MPUC_E_NOMEM:
	case MPUC_E_IO:
	case MPUC_E_SYNTAX:
	case MPUC_E_LIMIT:
	case MPUC_E_UNSUPPORTED:
		return EXIT_INPUT;
	case MPUC_E_INFEASIBLE:
		return EXIT_NO_PLAN;
	case MPUC_E_USAGE:
		return EXIT_USAGE;
	case MPUC_E_INTERNAL:
		return EXIT_BUG;
	}
	return EXIT_BUG;
}

/* An input's own bytes in a message must not drive the terminal. */
void runs_put_safe(const char *s)
{
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;
		bool c1 = c == 0xc2 && (unsigned char)s[1] >= 0x80 &&
			  (unsigned char)s[1] < 0xa0;

		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f || c1)
			fprintf(stderr, "\\x%02x", c);
		else
			fputc(c, stderr);
	}
}

int runs_complain(const struct mpuc_run *run, enum mpuc_status status)
{
	const char *why = run != NULL ? mpuc_error(run) : "";

	if (*why == '\0')
		why = status == MPUC_E_NOMEM ? "out of memory" :
		      "internal error";
	fputs("mpuc: ", stderr);
	runs_put_safe(why);
	fputs("\n", stderr);
	return exit_of(status);
}

struct mpuc_options runs_options(const struct args *args)
{
	struct mpuc_options o = {
		.target = args->target,
		.platform = args->platform,
		.xen = args->xen,
		.schema = args->schema,
		.has_regions = args->has_regions,
		.has_fdt_address = args->has_fdt_address,
		.has_early_uart = args->has_early_uart,
		.regions = args->regions,
		.fdt_address = args->fdt_address,
		.early_uart_base = args->early_uart[0],
		.early_uart_size = args->early_uart[1],
		.modules = args->modules,
		.module_count = args->module_count,
		.optimal = args->optimal,
		.explain = args->explain,
		.schedule = args->schedule,
		.use_optimal = args->plan == PLAN_OPTIMAL,
		.has_budget = args->has_budget,
		.budget = args->budget,
		.strict = args->strict,
		.fail_on = (enum mpuc_severity)args->fail_on,
		.fail_on_given = args->has_fail_on,
	};

	return o;
}

static bool check_operands(const char *const *files, size_t count)
{
	size_t stdins = 0;

	for (size_t i = 0; i < count; i++)
		stdins += strcmp(files[i], "-") == 0;
	if (stdins > 1) {
		fputs("mpuc: standard input can be read only once\n", stderr);
		return false;
	}
	if (count > 0 && mpuc_is_overlay(files[0])) {
		fprintf(stderr, "mpuc: overlay %s needs a tree before it\n",
			files[0]);
		return false;
	}
	return true;
}

static void open_one(struct runs *r, const struct mpuc_options *opts,
		     const char *const *files, size_t count)
{
	struct mpuc_run *run = mpuc_new(opts);
	enum mpuc_status status = MPUC_E_NOMEM;
	int code;

	if (run != NULL)
		status = mpuc_run(run, files, count);
	if (status == MPUC_OK) {
		r->items[r->count++] = run;
		if (mpuc_failed(run) && r->worst < EXIT_FINDINGS)
			r->worst = EXIT_FINDINGS;
		return;
	}
	code = runs_complain(run, status);
	if (code > r->worst)
		r->worst = code;
	mpuc_free(run);
}

bool runs_open(struct runs *r, const struct args *args,
	       const char *const *files, size_t count)
{
	struct mpuc_options opts = runs_options(args);
	size_t first = 0;

	memset(r, 0, sizeof(*r));
	if (!check_operands(files, count)) {
		r->worst = EXIT_USAGE;
		return false;
	}
	r->items = calloc(count + 1, sizeof(*r->items));
	if (r->items == NULL) {
		r->worst = runs_complain(NULL, MPUC_E_NOMEM);
		return false;
	}
	for (size_t i = 1; i <= count; i++) {
		if (i < count && mpuc_is_overlay(files[i]))
			continue;
		open_one(r, &opts, files + first, i - first);
		first = i;
	}
	return true;
}

bool runs_check_one(const char *const *files, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (mpuc_is_overlay(files[i]))
			continue;
		fprintf(stderr, "mpuc: one tree and its overlays, but %s is "
			"a second tree\n", files[i]);
		return false;
	}
	return check_operands(files, count);
}

bool runs_open_one(struct runs *r, const struct args *args,
		   const char *const *files, size_t count)
{
	if (!runs_check_one(files, count)) {
		memset(r, 0, sizeof(*r));
		r->worst = EXIT_USAGE;
		return false;
	}
	return runs_open(r, args, files, count);
}

void runs_done(struct runs *r)
{
	for (size_t i = 0; i < r->count; i++)
		mpuc_free(r->items[i]);
	free(r->items);
}
