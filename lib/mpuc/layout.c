/* SPDX-License-Identifier: BSD-2-Clause */
/* Packed layouts: written from a run, opened instead of a tree. */
#include <mpuc/layout_format.h>

#include <string.h>

#include "base/try.h"
#include "emit/layout_import.h"
#include "emit/layout_write.h"
#include "mpuc/run.h"
#include "mpuc/writer.h"
#include "os/confine.h"
#include "os/file.h"

/* The magic number twice, as the bytes stand in the file. */
#define MAGIC "MPUCMPUC"
#define MAGIC_SIZE (sizeof(MAGIC) - 1)

enum mpuc_status mpuc_pack(struct mpuc_run *run, const void **ret_bytes,
			   size_t *ret_size)
{
	const struct layout_source source = {
		.system = run->system, .plan = run_plan(run),
		.tree = run->doc->blob,
		.tree_size = (size_t)run->doc->total_size,
	};
	struct layout_bytes bytes;
	enum mpuc_status st;

	/* --fail-on may be lenient; a layout of a broken system is not. */
	if (source.plan == NULL || sink_count(&run->sink, SEV_ERROR) > 0)
		return run_fail(run, MPUC_E_INFEASIBLE,
				"a tree with errors has no layout");
	st = layout_write(&run->arena, &source, &bytes);
	if (st != MPUC_OK)
		return bytes.error == NULL ? st :
		       run_fail(run, st, "%s", bytes.error);
	*ret_bytes = bytes.bytes;
	*ret_size = bytes.size;
	return MPUC_OK;
}

enum mpuc_status mpuc_write_file(struct mpuc_run *run, const char *path,
				 const void *bytes, size_t size)
{
	const char *error = NULL;
	enum mpuc_status st = os_write_file(&run->arena, path, bytes, size,
					    &error);

	return error == NULL ? st : run_fail(run, st, "%s", error);
}

void mpuc_confine(const char *const *files, size_t count, bool no_programs)
{
	struct arena a;

	arena_init(&a, ARENA_CAP_DEFAULT);
	os_confine(&a, files, count, !no_programs);
	arena_done(&a);
}

bool mpuc_is_layout(const char *file)
{
	bool found = false;
	struct os_bytes bytes;
	const char *error;
	struct arena a;

	/* What can be read only once, such as a pipe, is a tree. */
	if (strcmp(file, "-") == 0 || !os_is_regular(file))
		return false;
	arena_init(&a, 2 * (size_t)MPUC_LAYOUT_SIZE_MAX);
	if (os_read_file(&a, file, MPUC_LAYOUT_SIZE_MAX, &bytes,
			 &error) == MPUC_OK)
		found = bytes.size >= MAGIC_SIZE &&
			memcmp(bytes.data, MAGIC, MAGIC_SIZE) == 0;
	arena_done(&a);
	return found;
}

static enum mpuc_status banks_of(struct arena *a,
				 const struct layout_span *from,
				 uint32_t count,
				 const struct layout_bank **ret_banks)
{
	struct layout_bank *banks = arena_array(a, count, sizeof(*banks));

	TRY_PTR(banks);
	for (uint32_t i = 0; i < count; i++)
		banks[i] = (struct layout_bank){
			from[i].owner, from[i].name, from[i].range,
		};
	*ret_banks = banks;
	return MPUC_OK;
}

/* A layout has no memory types: the target that it names has them. */
static void add_target(struct layout_view *v)
{
	const struct target *t = target_find(v->target);

	if (t == NULL)
		return;
	v->mair = t->mair;
	v->wxn = t->traits.wxn[v->plan->arch];
}

static enum mpuc_status view_of(struct arena *a, const char *file,
				const struct layout_contents *c,
				const struct layout_view **ret_view)
{
	struct layout_view *v = arena_alloc(a, sizeof(*v));

	TRY_PTR(v);
	v->file = file;
	v->target = c->target;
	v->platform = c->platform;
	v->version = c->version;
	v->min_reader_version = c->min_reader;
	v->size = c->size;
	v->crc = c->crc;
	v->tree_sha256 = c->tree_sha256;
	v->plan = &c->plan;
	v->domains = c->domain_names;
	v->domain_count = c->domain_count;
	v->bank_count = c->bank_count;
	v->section_count = c->section_count;
	v->arena = a;
	TRY(banks_of(a, c->banks, c->bank_count, &v->banks));
	TRY(banks_of(a, c->sections, c->section_count, &v->sections));
	add_target(v);
	*ret_view = v;
	return MPUC_OK;
}

enum mpuc_status mpuc_open_layout(struct mpuc_run *run, const char *file)
{
	struct layout_contents *c = arena_alloc(&run->arena, sizeof(*c));
	const char *error = NULL;
	struct os_bytes bytes;
	enum mpuc_status st;

	TRY_PTR(c);
	st = os_read_file(&run->arena, file, MPUC_LAYOUT_SIZE_MAX, &bytes,
			  &error);
	if (st != MPUC_OK)
		return error == NULL ? st : run_fail(run, st, "%s", error);
	st = layout_import(&run->arena, bytes.data, bytes.size, c, &error);
	if (st != MPUC_OK)
		return error == NULL ? st :
		       run_fail(run, st, "%s: %s", file, error);
	return view_of(&run->arena, file, c, &run->layout);
}

enum mpuc_status mpuc_write_inspect(struct mpuc_run *run,
				    enum mpuc_format format,
				    const struct mpuc_writer *w)
{
	struct out o;

	writer_open(&o, w);
	return writer_close(&o, report_inspect(run->layout,
					       writer_format(format), &o));
}
