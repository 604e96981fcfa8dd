/* SPDX-License-Identifier: BSD-2-Clause */
#include "runs.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "exit.h"

#define JOBS_MOST 64

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
		.imagebuilder = args->imagebuilder,
		.domains = args->domains,
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
		.no_dts = args->no_dts,
		.fail_on = (enum mpuc_severity)args->fail_on,
		.fail_on_given = args->has_fail_on,
		.policies = args->policies,
		.policy_count = args->policy_count,
		.baseline = args->baseline,
		.source = args->source,
		.today = args->today,
	};

	return o;
}

/* The message is the configuration's own: it names its file. */
static int complain_config(const struct mpuc_config *config,
			   enum mpuc_status status)
{
	const char *why = config != NULL ? mpuc_config_error(config) : "";

	fputs("mpuc: ", stderr);
	runs_put_safe(*why != '\0' ? why : "out of memory");
	fputs("\n", stderr);
	return exit_of(status);
}

enum mpuc_status runs_find_config(const struct args *args, const char *input,
				  struct mpuc_config *config)
{
	if (args->config != NULL)
		return mpuc_config_load(config, args->config);
	return args->no_config ? MPUC_OK : mpuc_config_find(config, input);
}

struct mpuc_config *runs_config(const struct args *args, const char *input,
				int *ret_exit)
{
	struct mpuc_config *config = mpuc_config_new();
	enum mpuc_status status = config == NULL ? MPUC_E_NOMEM :
			  runs_find_config(args, input, config);

	if (status == MPUC_OK)
		return config;
	*ret_exit = complain_config(config, status);
	mpuc_config_free(config);
	return NULL;
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

/* One tree: what a worker makes of it. */
struct job {
	const char *const *files;
	size_t count;
	struct mpuc_config *config;
	struct mpuc_run *run;
	enum mpuc_status status;
};

struct pool {
	runs_fn *fn;
	void *arg;
	size_t count, next;
	pthread_mutex_t lock;
};

static void *worker(void *arg)
{
	struct pool *pool = arg;

	for (;;) {
		size_t i;

		pthread_mutex_lock(&pool->lock);
		i = pool->next;
		pool->next += i < pool->count;
		pthread_mutex_unlock(&pool->lock);
		if (i == pool->count)
			return NULL;
		pool->fn(pool->arg, i);
	}
}

/* A thread that can't be had is no failure: the others do its work. */
void runs_each(size_t count, size_t jobs, runs_fn *fn, void *arg)
{
	struct pool pool = { .fn = fn, .arg = arg, .count = count };
	size_t want = jobs < count ? jobs : count, made = 0;
	pthread_t threads[JOBS_MOST];

	pthread_mutex_init(&pool.lock, NULL);
	while (made + 1 < want &&
	       pthread_create(&threads[made], NULL, worker, &pool) == 0)
		made++;
	worker(&pool);
	for (size_t i = 0; i < made; i++)
		pthread_join(threads[i], NULL);
	pthread_mutex_destroy(&pool.lock);
}

struct work {
	const struct args *args;
	struct job *jobs;
};

static void work(void *arg, size_t i)
{
	const struct work *w = arg;
	struct mpuc_options opts = runs_options(w->args);
	struct job *job = &w->jobs[i];

	job->status = MPUC_E_NOMEM;
	job->config = mpuc_config_new();
	if (job->config == NULL)
		return;
	/* One that is broken fails the run, which then says so. */
	(void)!runs_find_config(w->args, job->count > 0 ? job->files[0] :
				w->args->imagebuilder, job->config);
	opts.config = job->config;
	job->run = mpuc_new(&opts);
	job->status = job->run == NULL ? MPUC_E_NOMEM :
		      mpuc_run(job->run, job->files, job->count);
}

/* In the order of the operands, whichever was done first. */
static void collect(struct runs *r, struct job *job)
{
	int code;

	if (job->config != NULL)
		r->configs[r->config_count++] = job->config;
	if (job->run != NULL)
		r->all[r->all_count++] = job->run;
	if (job->status == MPUC_OK) {
		r->items[r->count++] = job->run;
		if (mpuc_failed(job->run) && r->worst < EXIT_FINDINGS)
			r->worst = EXIT_FINDINGS;
		return;
	}
	code = runs_complain(job->run, job->status);
	if (code > r->worst)
		r->worst = code;
}

static size_t split(struct job *jobs, const char *const *files, size_t count)
{
	size_t n = 0, first = 0;

	/* An ImageBuilder configuration names a tree of its own. */
	if (count == 0)
		return 1;
	for (size_t i = 1; i <= count; i++) {
		if (i < count && mpuc_is_overlay(files[i]))
			continue;
		jobs[n].files = files + first;
		jobs[n++].count = i - first;
		first = i;
	}
	return n;
}

bool runs_open(struct runs *r, const struct args *args,
	       const char *const *files, size_t count)
{
	struct work w = { .args = args };
	size_t trees;

	memset(r, 0, sizeof(*r));
	if (!check_operands(files, count)) {
		r->worst = EXIT_USAGE;
		return false;
	}
	r->items = calloc(count + 1, sizeof(*r->items));
	r->all = calloc(count + 1, sizeof(*r->all));
	r->configs = calloc(count + 1, sizeof(*r->configs));
	w.jobs = calloc(count + 1, sizeof(*w.jobs));
	if (r->items == NULL || r->all == NULL || r->configs == NULL ||
	    w.jobs == NULL) {
		free(w.jobs);
		r->worst = runs_complain(NULL, MPUC_E_NOMEM);
		return false;
	}
	trees = split(w.jobs, files, count);
	runs_each(trees, args->jobs, work, &w);
	for (size_t i = 0; i < trees; i++)
		collect(r, &w.jobs[i]);
	free(w.jobs);
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
	for (size_t i = 0; i < r->all_count; i++)
		mpuc_free(r->all[i]);
	for (size_t i = 0; i < r->config_count; i++)
		mpuc_config_free(r->configs[i]);
	free(r->items);
	free(r->all);
	free(r->configs);
}
