/* SPDX-License-Identifier: BSD-2-Clause */
#include "mpuc/run.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/line.h"
#include "base/try.h"
#include "load/yaml.h"
#include "model/profile_read.h"
#include "mpuc/bindings.h"
#include "os/file.h"

const char *mpuc_version(void)
{
	return MPUC_VERSION;
}

struct mpuc_run *mpuc_new(const struct mpuc_options *opts)
{
	struct arena arena;
	struct mpuc_run *run;

	arena_init(&arena, opts != NULL && opts->memory_cap != 0 ?
		   opts->memory_cap : ARENA_CAP_DEFAULT);
	run = arena_alloc(&arena, sizeof(*run));
	if (run == NULL)
		return NULL;
	run->arena = arena;	/* the run lives in its own arena */
	if (opts != NULL)
		run->opts = *opts;
	run->error = "";
	sink_init(&run->sink, &run->arena);
	return run;
}

void mpuc_free(struct mpuc_run *run)
{
	struct arena arena;

	if (run == NULL)
		return;
	mpuc_free(run->edit.after);
	arena = run->arena;
	arena_done(&arena);
}

const char *mpuc_error(const struct mpuc_run *run)
{
	return run->error;
}

const char *mpuc_file_read(const struct mpuc_run *run, size_t i)
{
	return i < run->inputs.files.count ? run->inputs.files.items[i] :
	       NULL;
}

bool mpuc_failed(const struct mpuc_run *run)
{
	return run->failed;
}

bool mpuc_within_budget(const struct mpuc_run *run)
{
	return !run->over_budget;
}

bool mpuc_is_overlay(const char *file)
{
	size_t len = strlen(file);

	return len > 5 && (strcmp(file + len - 5, ".dtbo") == 0 ||
			   strcmp(file + len - 5, ".dtso") == 0);
}

enum mpuc_status (run_fail)(struct mpuc_run *run, enum mpuc_status status,
			    const char *fmt, ...)
{
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = line_clean(arena_vprintf(&run->arena, fmt, ap));
	va_end(ap);
	run->error = text != NULL ? text : "out of memory";
	return status;
}

static bool is_file_name(const char *name)
{
	size_t len = strlen(name);

	return strchr(name, '/') != NULL ||
	       (len > 5 && strcmp(name + len - 5, ".yaml") == 0);
}

static enum mpuc_status read_yaml(struct mpuc_run *run, const char *file,
				  const struct value **ret_root,
				  const char **ret_error)
{
	struct os_bytes bytes;
	struct yaml_input in = { .name = file };

	TRY(os_read_file(&run->arena, file, YAML_MAX_SIZE, &bytes,
			 ret_error));
	TRY(load_inputs_add(&run->arena, &run->inputs, file));
	in.text = (const char *)bytes.data;
	in.size = bytes.size;
	return yaml_read(&run->arena, &in, ret_root, ret_error);
}

static enum mpuc_status load_target(struct mpuc_run *run)
{
	const char *name = run->opts.target, *error = NULL;
	const struct value *root;
	enum mpuc_status st;

	if (name == NULL)
		return MPUC_OK;
	if (!is_file_name(name)) {
		run->target = target_find(name);
		return run->target != NULL ? MPUC_OK : run_fail(run,
			MPUC_E_USAGE, "no target '%s'; 'mpuc profiles' lists "
			"them", name);
	}
	st = read_yaml(run, name, &root, &error);
	if (st == MPUC_OK)
		st = profile_read_target(&run->arena, root, &run->target,
					 &error);
	return st == MPUC_OK || error == NULL ? st :
	       run_fail(run, st, "%s", error);
}

static enum mpuc_status load_platform(struct mpuc_run *run)
{
	const char *name = run->opts.platform, *error = NULL;
	const struct value *root;
	enum mpuc_status st;

	if (name == NULL)
		return MPUC_OK;
	if (!is_file_name(name)) {
		run->platform = platform_find(name);
		return run->platform != NULL ? MPUC_OK : run_fail(run,
			MPUC_E_USAGE, "no platform '%s'; 'mpuc profiles' "
			"lists them", name);
	}
	st = read_yaml(run, name, &root, &error);
	if (st == MPUC_OK)
		st = profile_read_platform(&run->arena, root, &run->platform,
					   &error);
	return st == MPUC_OK || error == NULL ? st :
	       run_fail(run, st, "%s", error);
}

static enum mpuc_status load_modules(struct mpuc_run *run)
{
	const struct load_opts opts = {
		.inputs = &run->inputs, .no_dts = run->opts.no_dts,
	};

	for (size_t i = 0; i < run->opts.module_count; i++) {
		const struct mpuc_module_file *file = &run->opts.modules[i];
		struct build_module *m;
		const char *error = NULL;
		enum mpuc_status st;
		struct doc *tree;

		/* A configuration may be for several trees. */
		if (i >= run->own_modules &&
		    doc_find(run->doc, file->node) == DOC_NONE)
			continue;
		m = VEC_PUSH(&run->arena, &run->modules);
		TRY_PTR(m);
		st = load_partial(&run->arena, &opts, file->file, &tree,
				  &error);
		if (st != MPUC_OK)
			return error == NULL ? st :
			       run_fail(run, st, "%s", error);
		m->path = file->node;
		m->tree = tree;
	}
	return MPUC_OK;
}

enum mpuc_status run_profiles(struct mpuc_run *run)
{
	TRY(load_target(run));
	return load_platform(run);
}

/* The lines of --source, when they are this tree's. */
static enum mpuc_status take_lines(struct mpuc_run *run,
				   const char *const *files, size_t count)
{
	const struct load_opts opts = {
		.inputs = &run->inputs, .no_dts = run->opts.no_dts,
		.source = run->opts.source,
	};
	const char *error = NULL;
	enum mpuc_status st;

	if (run->opts.source == NULL)
		return MPUC_OK;
	st = load_source(&run->arena, &opts, files, count, &run->doc,
			 &run->source_differs, &error);
	return error == NULL ? st : run_fail(run, st, "%s", error);
}

enum mpuc_status run_load(struct mpuc_run *run, const char *const *files,
			  size_t count)
{
	const struct load_opts opts = {
		.inputs = &run->inputs, .no_dts = run->opts.no_dts,
	};
	const char *error = NULL;
	enum mpuc_status st;

	TRY(run_profiles(run));
	TRY(bindings_load(run));
	if (run->opts.imagebuilder != NULL || run->opts.domains != NULL)
		st = run_guests(run, files, count, &error);
	else
		st = load_tree(&run->arena, &opts, files, count, &run->doc,
			       &error);
	if (st == MPUC_OK && run->opts.xen != NULL)
		st = load_image(&run->arena, run->opts.xen, &run->image,
				&error);
	if (st != MPUC_OK)
		return error == NULL ? st : run_fail(run, st, "%s", error);
	if (run->opts.xen != NULL)
		TRY(load_inputs_add(&run->arena, &run->inputs,
				    run->opts.xen));
	TRY(take_lines(run, files, count));
	return load_modules(run);
}

enum mpuc_status run_overlay(struct mpuc_run *run,
			     const struct mpuc_run *base,
			     const struct load_text *overlay)
{
	const char *error = NULL;
	enum mpuc_status st;

	run->opts = base->opts;
	run->inputs = base->inputs;
	TRY(run_settle(run));
	run->target = base->target;
	run->platform = base->platform;
	run->image = base->image;
	run->modules.items = base->modules.items;
	run->modules.count = base->modules.count;
	TRY(bindings_adopt(run, base));
	if (run->opts.no_dts)
		return run_fail(run, MPUC_E_UNSUPPORTED, "changes go through "
				"dtc, which --no-dts keeps from running; make "
				"them where the tree may be trusted");
	st = load_overlaid(&run->arena, base->doc, overlay, &run->doc,
			   &error);
	return error == NULL ? st : run_fail(run, st, "%s", error);
}

/* Read once per run, and only when shown. */
bool run_source(void *arg, const char *file, const char **ret_text,
		size_t *ret_len)
{
	struct mpuc_run *run = arg;
	struct source_file *s;
	const char *error = NULL;
	struct os_bytes bytes;

	for (size_t i = 0; i < run->sources.count; i++) {
		s = &run->sources.items[i];
		if (strcmp(s->name, file) == 0) {
			*ret_text = s->text;
			*ret_len = s->len;
			return s->text != NULL;
		}
	}
	s = VEC_PUSH(&run->arena, &run->sources);
	if (s == NULL)
		return false;
	s->name = file;
	/* Standard input is gone once it was read. */
	if (strcmp(file, "-") != 0 &&
	    os_read_file(&run->arena, file, OS_FILE_CAP, &bytes,
			 &error) == MPUC_OK) {
		s->text = (const char *)bytes.data;
		s->len = bytes.size;
	}
	*ret_text = s->text;
	*ret_len = s->len;
	return s->text != NULL;
}

const struct plan *run_plan(const struct mpuc_run *run)
{
	const struct plan *plan = run->plan;

	return plan != NULL && plan->optimal != NULL &&
	       run->opts.use_optimal ? plan->optimal : plan;
}

static const struct sink no_findings;

struct report_view run_view(struct mpuc_run *run)
{
	struct report_view view = {
		.input = run->doc != NULL ? run->doc->input : run->input,
		.system = run->system, .sink = &run->sink,
		.plan = run_plan(run), .failed = run->failed,
		.has_baseline = run->opts.baseline != NULL,
		.fail_from = run_fail_from(run),
		.explain = run->opts.explain,
		.source = run_source, .source_arg = run,
		.arena = &run->arena,
	};

	/* What a run came to before it ended is no result. */
	if (run->failure.message != NULL) {
		view.failure = &run->failure;
		view.system = NULL;
		view.plan = NULL;
		view.sink = &no_findings;
	}
	return view;
}
