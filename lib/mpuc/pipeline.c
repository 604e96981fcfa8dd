/* SPDX-License-Identifier: BSD-2-Clause */
/* load, model, check, plan, check again, verify. */
#include "mpuc/run.h"

#include <string.h>

#include "base/try.h"
#include "check/check.h"
#include "mpuc/bindings.h"
#include "plan/optimal.h"
#include "plan/plan.h"
#include "verify/verify.h"

static enum mpuc_status model(struct mpuc_run *run)
{
	const struct build_input in = {
		.target = run->target, .platform = run->platform,
		.has_regions = run->opts.has_regions,
		.regions = run->opts.regions,
		.has_fdt_base = run->opts.has_fdt_address,
		.fdt_base = run->opts.fdt_address,
		.has_early_uart = run->opts.has_early_uart,
		.early_uart = { run->opts.early_uart_base,
				run->opts.early_uart_size },
		.doc = run->doc, .image = run->image,
		.modules = run->modules.items,
		.module_count = run->modules.count,
	};
	const char *error = NULL;
	enum mpuc_status st = system_build(&run->arena, &in, &run->system,
					   &error);

	return error != NULL ? run_fail(run, st, "%s", error) : st;
}

static enum mpuc_status verify(struct mpuc_run *run, const struct plan *plan)
{
	struct verify_report report = { .omitted = 0 };

	TRY(verify_plan(&run->arena, run->system, plan, &report));
	if (report.problems.count == 0)
		return MPUC_OK;
	return run_fail(run, MPUC_E_INTERNAL,
		"internal error: the verifier disagrees with the plan in %s: "
		"%s (0x%llx); please report this with the input",
		report.problems.items[0].context,
		report.problems.items[0].text,
		(unsigned long long)report.problems.items[0].address);
}

/* The context of this name that is no boot phase, or SYS_NONE. */
static uint32_t steady_context(const struct plan *p, const char *name,
			       size_t len)
{
	for (uint32_t i = p->boot_count; i < p->context_count; i++) {
		if (strlen(p->contexts[i].name) == len &&
		    memcmp(p->contexts[i].name, name, len) == 0)
			return i;
	}
	return SYS_NONE;
}

static enum mpuc_status read_schedule(struct mpuc_run *run,
				      struct optimal_options *options)
{
	const char *at = run->opts.schedule;
	VEC(uint32_t) steps = { NULL, 0, 0 };

	while (at != NULL && *at != '\0') {
		size_t len = strcspn(at, ",");
		uint32_t context = steady_context(run->plan, at, len);
		uint32_t *step;

		if (context == SYS_NONE)
			return run_fail(run, MPUC_E_USAGE, "no context '%.*s' "
					"to schedule: idle and guest/NAME "
					"are", (int)len, at);
		step = VEC_PUSH(&run->arena, &steps);
		TRY_PTR(step);
		*step = context;
		at += len + (at[len] == ',');
	}
	options->schedule = steps.items;
	options->schedule_count = steps.count;
	return MPUC_OK;
}

/* The plan stands; what no plan can do is said, and is no failure here. */
static enum mpuc_status optimise(struct mpuc_run *run)
{
	struct optimal_options options = {
		.has_budget = run->opts.has_budget,
		.budget = run->opts.budget,
	};
	const struct plan_context *c = run->plan->contexts;
	bool feasible;

	if (!run->opts.optimal && !run->opts.use_optimal)
		return MPUC_OK;
	TRY(read_schedule(run, &options));
	TRY(optimal_make(&run->arena, run->system, &options, run->plan,
			 &feasible));
	if (feasible)
		return MPUC_OK;
	run->over_budget = true;
	while (c->best.feasible)
		c++;
	(void)run_fail(run, MPUC_OK, "no plan of %u regions: %s takes %u or "
		       "more", run->opts.budget, c->name,
		       c->best.proof.count);
	return MPUC_OK;
}

static enum mpuc_status judge(struct mpuc_run *run)
{
	struct facts facts = {
		.system = run->system, .strict = run->opts.strict,
		.regions_given = run->opts.has_regions,
	};

	TRY(check_run(&run->arena, CHECK_TREE, &facts, &run->sink));
	if (!run->system->is_xen_tree)
		return MPUC_OK;
	TRY(check_run(&run->arena, CHECK_MODEL, &facts, &run->sink));
	TRY(plan_make(&run->arena, run->system, &run->plan));
	TRY(optimise(run));
	facts.plan = run_plan(run);
	TRY(check_run(&run->arena, CHECK_PLAN, &facts, &run->sink));
	TRY(bindings_check(run));
	TRY(verify(run, run->plan));
	return run->plan->optimal == NULL ? MPUC_OK :
	       verify(run, run->plan->optimal);
}

uint32_t run_fail_from(const struct mpuc_run *run)
{
	enum mpuc_severity fail_on = run->opts.fail_on_given ?
				     run->opts.fail_on : MPUC_ERROR;

	switch (fail_on) {
	case MPUC_NOTE:
		return SEV_NOTE;
	case MPUC_WARNING:
		return SEV_WARNING;
	case MPUC_ERROR:
		return SEV_ERROR;
	case MPUC_NEVER:
		break;
	}
	return SEV_ERROR + 1;
}

static void settle_verdict(struct mpuc_run *run)
{
	uint32_t from = run_fail_from(run);

	for (size_t i = 0; i < run->sink.findings.count; i++)
		run->failed |= run->sink.findings.items[i].severity >= from &&
			       run->sink.findings.items[i].by == BY_NOBODY;
}

enum mpuc_status run_finish(struct mpuc_run *run, enum mpuc_status st)
{
	if (st == MPUC_OK)
		st = model(run);
	if (st == MPUC_OK)
		st = judge(run);
	if (st == MPUC_OK)
		st = run_policy(run);
	if (st == MPUC_OK)
		st = sink_sort(&run->sink);
	if (st == MPUC_E_NOMEM)
		return run_fail(run, st, "out of memory (the cap is %zu MiB)",
				run->arena.cap >> 20);
	settle_verdict(run);
	return st;
}

enum mpuc_status mpuc_run(struct mpuc_run *run, const char *const *files,
			  size_t count)
{
	enum mpuc_status st = run_settle(run);

	run->input = count > 0 ? files[0] : run->opts.imagebuilder;
	if (st == MPUC_OK)
		st = run_load(run, files, count);
	st = run_finish(run, st);
	if (st != MPUC_OK)
		run_failed(run, st, files, count);
	return st;
}

enum mpuc_status mpuc_run_overlaid(struct mpuc_run *run,
				   const struct mpuc_run *base,
				   const char *name, const char *text,
				   size_t len)
{
	const struct load_text overlay = { name, text, len };

	return run_finish(run, run_overlay(run, base, &overlay));
}
