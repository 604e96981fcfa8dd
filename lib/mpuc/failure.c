/* SPDX-License-Identifier: BSD-2-Clause */
/* A run that has no result still has a report: why not, and where. */
#include "mpuc/run.h"

#include "base/try.h"

/* Beyond the arena's cap, when that was what ended the run. */
#define REPORT_ROOM ((size_t)1 << 20)

struct names {
	VEC(const char *) list;
};

static enum mpuc_status add(struct mpuc_run *run, struct names *names,
			    const char *name)
{
	const char **slot = VEC_PUSH(&run->arena, &names->list);

	TRY_PTR(slot);
	*slot = name;
	return MPUC_OK;
}

/* Every file that a message may begin with, read or not. */
static enum mpuc_status collect(struct mpuc_run *run,
				const char *const *files, size_t count,
				struct names *names)
{
	const struct mpuc_options *o = &run->opts;
	const char *const single[] = {
		o->target, o->platform, o->xen, o->imagebuilder, o->domains,
		o->schema, o->source, o->baseline,
	};

	for (size_t i = 0; i < count; i++)
		TRY(add(run, names, files[i]));
	for (size_t i = 0; i < ARRAY_SIZE(single); i++)
		TRY(add(run, names, single[i]));
	for (size_t i = 0; i < o->module_count; i++)
		TRY(add(run, names, o->modules[i].file));
	for (size_t i = 0; i < run->inputs.files.count; i++)
		TRY(add(run, names, run->inputs.files.items[i]));
	return MPUC_OK;
}

void run_failed(struct mpuc_run *run, enum mpuc_status st,
		const char *const *files, size_t count)
{
	struct failure *f = &run->failure;
	struct names names = { { NULL, 0, 0 } };

	run->arena.cap += REPORT_ROOM;
	f->message = run->error;
	f->kind = st == MPUC_E_USAGE ? FAILURE_USAGE :
		  st == MPUC_E_INTERNAL ? FAILURE_INTERNAL : FAILURE_INPUT;
	if (collect(run, files, count, &names) != MPUC_OK ||
	    !failure_read(&run->arena, run->error, names.list.items,
			  names.list.count, f))
		return;
	/* What is about no file is about the tree. */
	if (f->at.input == NULL)
		f->at.input = run->input;
}
