/* SPDX-License-Identifier: BSD-2-Clause */
/* Paths of a tree's nodes, for a shell that completes them. */
#include <string.h>

#include "base/try.h"
#include "mpuc/run.h"
#include "mpuc/writer.h"
#include "os/file.h"

/* Somebody waits with a finger on a key. */
#define SIZE_MOST ((uint64_t)4 << 20)
#define MEMORY_MOST ((size_t)128 << 20)
#define SECONDS_MOST 2

static const char *kind_of(const struct doc *d, uint32_t node)
{
	if (doc_compatible(d, node, "xen,domain"))
		return "domain";
	return doc_compatible(d, node, "multiboot,device-tree") ? "module" :
	       "node";
}

static enum mpuc_status put_nodes(struct arena *a, const struct doc *d,
				  struct out *o)
{
	for (uint32_t n = 0; n < d->nodes.count; n++) {
		const char *path = doc_path(d, a, n);

		TRY_PTR(path);
		/* What a shell would split goes without completion. */
		if (path[strcspn(path, " \t\n")] != '\0')
			continue;
		out_safe(o, path);
		out_fmt(o, "\t%s\n", kind_of(d, n));
	}
	return MPUC_OK;
}

static enum mpuc_status write_nodes(struct arena *a, const char *const *files,
				    size_t count, struct out *o)
{
	const struct load_opts opts = { .seconds = SECONDS_MOST };
	const char *error = NULL;
	uint64_t size;
	struct doc *d;

	for (size_t i = 0; i < count; i++) {
		if (!os_file_size(files[i], &size) || size > SIZE_MOST)
			return MPUC_E_LIMIT;
	}
	TRY(load_tree(a, &opts, files, count, &d, &error));
	return put_nodes(a, d, o);
}

enum mpuc_status mpuc_write_nodes(const char *const *files, size_t count,
				  const struct mpuc_writer *w)
{
	enum mpuc_status st;
	struct arena a;
	struct out o;

	arena_init(&a, MEMORY_MOST);
	writer_open(&o, w);
	st = writer_close(&o, write_nodes(&a, files, count, &o));
	arena_done(&a);
	return st;
}
