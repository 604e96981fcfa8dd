/* SPDX-License-Identifier: BSD-2-Clause */
/* Guests of an ImageBuilder configuration and of a System Device Tree. */
#include <string.h>

#include "base/try.h"
#include "load/domains.h"
#include "load/imagebuilder.h"
#include "model/build.h"
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

static void add_notes(struct mpuc_run *run, const char *file,
		      const guest_notes *notes)
{
	static const enum diag_code codes[] = {
		[GUEST_KEY_UNKNOWN] = CODE_CONFIG_KEY_UNKNOWN,
		[GUEST_SKIPPED] = CODE_CONFIG_DOMAIN_SKIPPED,
		[GUEST_MEMORY] = CODE_CONFIG_MEMORY_IGNORED,
	};

	for (size_t i = 0; i < notes->count; i++) {
		const struct guest_note *note = &notes->items[i];
		struct finding *f = sink_new(&run->sink, codes[note->kind]);

		f->message = note->text;
		f->help = code_info(codes[note->kind])->fix;
		f->at.input = file;
		f->at.node = "/chosen";
		f->at.pos = note->pos;
	}
}

static enum mpuc_status add_builder(struct mpuc_run *run,
				    const struct load_opts *opts,
				    const char **ret_error)
{
	struct builder b = { .opts = *opts };

	TRY(load_imagebuilder(&run->arena, run->opts.imagebuilder, run->doc,
			      &b, ret_error));
	run->doc = b.doc;
	add_notes(run, run->opts.imagebuilder, &b.notes);
	for (size_t i = 0; i < b.parts.count; i++)
		TRY(add_part(run, &b.parts.items[i], ret_error));
	return MPUC_OK;
}

/* ------------------------------------------------- System Device Tree */

/* The module with a guest's partial tree; NULL when there is none. */
static const char *part_path(struct mpuc_run *run, const char *guest)
{
	const struct doc *d = run->doc;
	uint32_t node = doc_find(d, guest);
	uint32_t child = node == DOC_NONE ? DOC_NONE :
			 d->nodes.items[node].first_child;

	while (child != DOC_NONE &&
	       !doc_compatible(d, child, "multiboot,device-tree"))
		child = d->nodes.items[child].next;
	return child == DOC_NONE ? NULL :
	       doc_path(d, &run->arena, child);
}

static bool is_given(const struct mpuc_run *run, const char *path)
{
	for (size_t i = 0; i < run->opts.module_count; i++) {
		if (strcmp(run->opts.modules[i].node, path) == 0)
			return true;
	}
	return false;
}

typedef VEC(struct domains_device) device_list;

static enum mpuc_status note_access(struct mpuc_run *run,
				    const struct domains_access *access,
				    const char *what, const char *who)
{
	struct guest_note note = {
		.kind = GUEST_SKIPPED, .pos = access->pos,
		.text = arena_printf(&run->arena, "%s %s", who, what),
	};
	const guest_notes notes = { &note, 1, 1 };

	TRY_PTR(note.text);
	add_notes(run, run->opts.domains, &notes);
	return MPUC_OK;
}

static enum mpuc_status add_device(struct mpuc_run *run, const struct doc *d,
				   const struct domains_access *access,
				   device_list *list)
{
	struct domains_device device = {
		.span = access->span, .pos = access->pos,
	};
	const size_t before = list->count;
	struct domains_device *slot;

	if (access->node != DOC_NONE) {
		device.host = doc_path(d, &run->arena, access->node);
		TRY_PTR(device.host);
	}
	for (uint32_t i = 0; access->node == DOC_NONE ? i == 0 :
	     build_reg(d, access->node, i, &device.span); i++) {
		slot = VEC_PUSH(&run->arena, list);
		TRY_PTR(slot);
		*slot = device;
	}
	return list->count > before ? MPUC_OK :
	       note_access(run, access, "has no registers at an address that "
			   "a CPU could use, so the guest gets none",
			   device.host);
}

/* Devices of one guest, which stand one behind the other in the list. */
static enum mpuc_status add_devices(struct mpuc_run *run,
				    const struct doc *base,
				    const struct domains *found,
				    size_t *at, const char **ret_error)
{
	const struct domains_access *first = &found->accesses.items[*at];
	const char *path = part_path(run, first->guest);
	device_list list = { NULL, 0, 0 };
	struct build_module *m;
	struct doc *tree;

	for (; *at < found->accesses.count; (*at)++) {
		const struct domains_access *one =
			&found->accesses.items[*at];

		if (strcmp(one->guest, first->guest) != 0)
			break;
		TRY(add_device(run, base, one, &list));
	}
	if (path == NULL || is_given(run, path) || list.count == 0)
		return MPUC_OK;
	TRY(load_passthrough(&run->arena, run->opts.domains, list.items,
			     list.count, &tree, ret_error));
	m = VEC_PUSH(&run->arena, &run->modules);
	TRY_PTR(m);
	m->path = path;
	m->tree = tree;
	return MPUC_OK;
}

static enum mpuc_status add_domains(struct mpuc_run *run,
				    const struct load_opts *opts,
				    const char **ret_error)
{
	const struct doc *base = run->doc;
	struct domains found = { .opts = *opts };

	TRY(load_domains(&run->arena, run->opts.domains, base, &found,
			 ret_error));
	run->doc = found.doc;
	add_notes(run, run->opts.domains, &found.notes);
	for (size_t at = 0; at < found.accesses.count; ) {
		const struct domains_access *first =
			&found.accesses.items[at];

		if (part_path(run, first->guest) == NULL)
			TRY(note_access(run, first, "has no module that is "
				"compatible with multiboot,device-tree, "
				"without which Xen gives it no device",
				first->guest));
		TRY(add_devices(run, base, &found, &at, ret_error));
	}
	return MPUC_OK;
}

enum mpuc_status run_guests(struct mpuc_run *run, const char *const *files,
			    size_t count, const char **ret_error)
{
	const struct load_opts opts = {
		.symbols = true, .inputs = &run->inputs,
		.no_dts = run->opts.no_dts,
	};

	if (run->opts.no_dts) {
		*ret_error = "guests from a file go through dtc, which "
			     "--no-dts keeps from running; compile a tree "
			     "that has them where the files may be trusted";
		return MPUC_E_UNSUPPORTED;
	}
	if (count > 0)
		TRY(load_tree(&run->arena, &opts, files, 1, &run->doc,
			      ret_error));
	if (run->opts.imagebuilder != NULL)
		TRY(add_builder(run, &opts, ret_error));
	if (run->opts.domains != NULL)
		TRY(add_domains(run, &opts, ret_error));
	if (count > 1)
		TRY(load_overlays(&run->arena, &opts, run->doc, files + 1,
				  count - 1, &run->doc, ret_error));
	return run->sink.status;
}
