/* SPDX-License-Identifier: BSD-2-Clause */
/* What a run is told besides its tree: options, .mpuc.yaml, comments. */
#include <string.h>

#include "base/try.h"
#include "load/baseline.h"
#include "mpuc/run.h"

struct mpuc_config *mpuc_config_new(void)
{
	struct mpuc_config *config;
	struct arena arena;

	arena_init(&arena, ARENA_CAP_DEFAULT);
	config = arena_alloc(&arena, sizeof(*config));
	if (config == NULL)
		return NULL;
	config->arena = arena;
	config->error = "";
	return config;
}

void mpuc_config_free(struct mpuc_config *config)
{
	struct arena arena;

	if (config == NULL)
		return;
	arena = config->arena;
	arena_done(&arena);
}

const char *mpuc_config_error(const struct mpuc_config *config)
{
	return config->error;
}

enum mpuc_status mpuc_config_load(struct mpuc_config *config,
				  const char *file)
{
	const char *error = NULL;
	enum mpuc_status st = MPUC_E_NOMEM;

	config->name = arena_strdup(&config->arena, file);
	if (config->name != NULL)
		st = load_config(&config->arena, config->name, &config->file,
				 &error);
	if (st != MPUC_OK)
		config->error = error != NULL ? error : "out of memory";
	config->status = st;
	return st;
}

enum mpuc_status mpuc_config_find(struct mpuc_config *config,
				  const char *input)
{
	const char *file = config_find(&config->arena, input);

	return file == NULL ? MPUC_OK : mpuc_config_load(config, file);
}

bool mpuc_config_format(const struct mpuc_config *config, size_t i,
			const char **ret_name, const char **ret_file)
{
	if (config->file == NULL || i >= config->file->formats.count)
		return false;
	*ret_name = config->file->formats.items[i].name;
	*ret_file = config->file->formats.items[i].file;
	return true;
}

/* --- into the options ---------------------------------------------------- */

static void settle_values(struct mpuc_options *o, const struct config *c)
{
	if (o->target == NULL)
		o->target = c->target;
	if (o->platform == NULL)
		o->platform = c->platform;
	if (o->xen == NULL)
		o->xen = c->xen;
	if (o->domains == NULL)
		o->domains = c->domains;
	if (o->baseline == NULL)
		o->baseline = c->baseline;
	if (!o->has_regions) {
		o->has_regions = c->has_regions;
		o->regions = c->regions;
	}
	if (!o->has_fdt_address) {
		o->has_fdt_address = c->has_fdt_address;
		o->fdt_address = c->fdt_address;
	}
	if (!o->has_early_uart) {
		o->has_early_uart = c->has_early_uart;
		o->early_uart_base = c->early_uart[0];
		o->early_uart_size = c->early_uart[1];
	}
	if (!o->fail_on_given) {
		o->fail_on_given = c->has_fail_on;
		o->fail_on = (enum mpuc_severity)c->fail_on;
	}
	o->strict |= c->strict;
}

/* Those of the options first: of two for one node the first is used. */
static enum mpuc_status settle_modules(struct mpuc_run *run,
				       const struct config *c)
{
	size_t given = run->opts.module_count, count = given;
	struct mpuc_module_file *all;

	all = arena_array(&run->arena, given + c->modules.count + 1,
			  sizeof(*all));
	TRY_PTR(all);
	run->own_modules = given;
	for (size_t i = 0; i < given; i++)
		all[i] = run->opts.modules[i];
	for (size_t i = 0; i < c->modules.count; i++) {
		const struct config_module *m = &c->modules.items[i];
		bool known = false;

		for (size_t k = 0; k < given; k++)
			known |= strcmp(all[k].node, m->node) == 0;
		if (!known)
			all[count++] = (struct mpuc_module_file){
				m->node, m->file,
			};
	}
	run->opts.modules = all;
	run->opts.module_count = count;
	return MPUC_OK;
}

static enum mpuc_status add_rule(struct mpuc_run *run,
				 const struct policy_rule *rule)
{
	struct policy_rule *slot = VEC_PUSH(&run->arena, &run->policy.rules);

	TRY_PTR(slot);
	*slot = *rule;
	return MPUC_OK;
}

static enum mpuc_status settle_policy(struct mpuc_run *run,
				      const struct mpuc_policy *p)
{
	static const char *const names[] = {
		"--ignore", "--note", "--warning", "--error",
	};
	struct policy_rule rule = {
		.kind = p->kind == MPUC_IGNORE ? POLICY_IGNORE :
			POLICY_SEVERITY,
		.by = BY_OPTION,
	};
	const char *error = NULL;

	if (p->kind != MPUC_IGNORE)
		rule.severity = (enum diag_severity)(p->kind - MPUC_AS_NOTE);
	if (!policy_parse(&run->arena, p->text, strlen(p->text), &rule,
			  &error))
		return error == NULL ? MPUC_E_NOMEM :
		       run_fail(run, MPUC_E_USAGE, "%s: %s", names[p->kind],
				error);
	rule.says = arena_printf(&run->arena, "%s %.*s", names[p->kind],
				 (int)strcspn(p->text, ":"), p->text);
	TRY_PTR(rule.says);
	return add_rule(run, &rule);
}

enum mpuc_status run_settle(struct mpuc_run *run)
{
	const struct mpuc_config *from = run->opts.config;
	const struct config *c = from != NULL ? from->file : NULL;

	if (from != NULL && from->name != NULL)
		TRY(load_inputs_add(&run->arena, &run->inputs, from->name));
	if (from != NULL && from->status != MPUC_OK)
		return run_fail(run, from->status, "%s", from->error);
	/* The last severity wins, so the options' come last. */
	for (size_t i = 0; c != NULL && i < c->rules.count; i++)
		TRY(add_rule(run, &c->rules.items[i]));
	for (size_t i = 0; i < run->opts.policy_count; i++)
		TRY(settle_policy(run, &run->opts.policies[i]));
	run->policy.today = run->opts.today;
	run->own_modules = run->opts.module_count;
	if (run->opts.today != NULL && !policy_is_date(run->opts.today))
		return run_fail(run, MPUC_E_USAGE, "--today takes a day such "
				"as 2027-01-31, not '%s'", run->opts.today);
	if (c == NULL)
		return MPUC_OK;
	settle_values(&run->opts, c);
	return settle_modules(run, c);
}

/* --- over the findings --------------------------------------------------- */

/* Blobs have no comments. */
static bool is_text(const char *text, size_t len)
{
	return memchr(text, '\0', len) == NULL;
}

static enum mpuc_status read_comments(struct mpuc_run *run,
				      const struct place *at)
{
	for (size_t i = 0; run->doc->located && i < run->inputs.files.count;
	     i++) {
		const char *file = run->inputs.files.items[i], *text;
		size_t len;

		if (run_source(run, file, &text, &len) && is_text(text, len))
			TRY(policy_comments(&run->arena, &run->policy, file,
					    text, len, &run->sink, at));
	}
	return MPUC_OK;
}

/* Where to show what is said of the run as a whole. */
static struct place run_place(struct mpuc_run *run)
{
	struct doc_ref ref = run->system->chosen;

	if (ref.node == DOC_NONE)
		ref = (struct doc_ref){ run->doc, 0, DOC_NONE };
	return doc_place(&run->arena, ref);
}

static enum mpuc_status tell_source(struct mpuc_run *run,
				    const struct place *at)
{
	struct finding *f;

	if (run->source_differs == NULL)
		return MPUC_OK;
	f = sink_new(&run->sink, CODE_SOURCE_DIFFERS);
	f->at = *at;
	f->help = code_info(f->code)->fix;
	f->message = arena_printf(&run->arena, "the lines of %s are not used: "
		"it compiles to another tree, which differs first at %s",
		run->opts.source, run->source_differs);
	TRY_PTR(f->message);
	return MPUC_OK;
}

enum mpuc_status run_policy(struct mpuc_run *run)
{
	struct place at = run_place(run);
	struct baseline *baseline = NULL;
	const char *error = NULL;
	enum mpuc_status st;

	TRY(tell_source(run, &at));
	TRY(read_comments(run, &at));
	TRY(policy_apply(&run->arena, &run->policy, &run->sink, &at));
	if (run->opts.baseline == NULL)
		return MPUC_OK;
	st = load_baseline(&run->arena, run->opts.baseline, run->doc->input,
			   &baseline, &error);
	if (st != MPUC_OK)
		return error == NULL ? st : run_fail(run, st, "%s", error);
	TRY(load_inputs_add(&run->arena, &run->inputs, run->opts.baseline));
	return baseline_apply(&run->arena, baseline, &run->sink, &at);
}
