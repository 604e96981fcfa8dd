/* SPDX-License-Identifier: BSD-2-Clause */
/* The guests of an ImageBuilder configuration. */
#include "base/try.h"
#include "load/imagebuilder.h"
#include "mpuc/run.h"

static enum mpuc_status add_part(struct mpuc_run *run,
				 const struct builder_part *part,
				 const char **ret_error)
{
	struct build_module *m = VEC_PUSH(&run->arena, &run->modules);
	const struct load_opts opts = {
		.inputs = &run->inputs, .no_dts = run->opts.no_dts,
	};
	struct doc *tree;

	TRY_PTR(m);
	m->path = part->path;
	TRY(load_partial(&run->arena, &opts, part->file, &tree, ret_error));
	m->tree = tree;
	return MPUC_OK;
}

static void add_note(struct mpuc_run *run, const struct builder_note *note)
{
	static const enum diag_code codes[] = {
		[BUILDER_UNKNOWN] = CODE_CONFIG_KEY_UNKNOWN,
		[BUILDER_SKIPPED] = CODE_CONFIG_DOMAIN_SKIPPED,
		[BUILDER_MEMORY] = CODE_CONFIG_MEMORY_IGNORED,
	};
	struct finding *f = sink_new(&run->sink, codes[note->kind]);

	f->message = note->text;
	f->help = code_info(codes[note->kind])->fix;
	f->at.input = run->opts.imagebuilder;
	f->at.node = "/chosen";
	f->at.pos = note->pos;
}

enum mpuc_status run_guests(struct mpuc_run *run, const char *const *files,
			    size_t count, const char **ret_error)
{
	const struct load_opts opts = {
		.symbols = true, .inputs = &run->inputs,
		.no_dts = run->opts.no_dts,
	};
	struct builder b = { .opts = opts };

	if (count > 0)
		TRY(load_tree(&run->arena, &opts, files, 1, &run->doc,
			      ret_error));
	TRY(load_imagebuilder(&run->arena, run->opts.imagebuilder, run->doc,
			      &b, ret_error));
	run->doc = b.doc;
	if (count > 1)
		TRY(load_overlays(&run->arena, &opts, b.doc, files + 1,
				  count - 1, &run->doc, ret_error));
	for (size_t i = 0; i < b.notes.count; i++)
		add_note(run, &b.notes.items[i]);
	for (size_t i = 0; i < b.parts.count; i++)
		TRY(add_part(run, &b.parts.items[i], ret_error));
	return run->sink.status;
}
