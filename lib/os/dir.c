/* SPDX-License-Identifier: BSD-2-Clause */
#include "os/dir.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "base/sort.h"
#include "base/try.h"
#include "base/vec.h"

struct listing {
	struct arena *a;
	const char *dir, *suffix;
	VEC(const char *) paths;
	const char *error;
};

static enum mpuc_status refuse(struct listing *l, enum mpuc_status status,
			       const char *why)
{
	l->error = arena_printf(l->a, "%s: %s", l->dir, why);
	return l->error != NULL ? status : MPUC_E_NOMEM;
}

static enum mpuc_status add(struct listing *l, const char *name)
{
	size_t len = strlen(name), end = strlen(l->suffix);
	size_t dir = strlen(l->dir);
	const char **slot;

	/* A hidden file is an editor's, not a user's. */
	if (name[0] == '.' || len <= end ||
	    strcmp(name + len - end, l->suffix) != 0)
		return MPUC_OK;
	if (l->paths.count == OS_DIR_MAX)
		return refuse(l, MPUC_E_LIMIT, "more than 4096 files");
	slot = VEC_PUSH(l->a, &l->paths);
	TRY_PTR(slot);
	*slot = arena_printf(l->a, "%s%s%s", l->dir,
			     dir > 0 && l->dir[dir - 1] == '/' ? "" : "/",
			     name);
	return *slot != NULL ? MPUC_OK : MPUC_E_NOMEM;
}

static enum mpuc_status read_all(struct listing *l, DIR *d)
{
	struct dirent *entry;

	for (;;) {
		errno = 0;
		entry = readdir(d);
		if (entry == NULL)
			break;
		TRY(add(l, entry->d_name));
	}
	return errno == 0 ? MPUC_OK : refuse(l, MPUC_E_IO, strerror(errno));
}

static int by_bytes(const void *a, const void *b, const void *arg)
{
	const char *const *x = a, *const *y = b;

	(void)arg;
	return strcmp(*x, *y);
}

enum mpuc_status os_list_dir(struct arena *a, const char *dir,
			     const char *suffix, const char ***ret_paths,
			     size_t *ret_count, const char **ret_error)
{
	struct listing l = { .a = a, .dir = dir, .suffix = suffix };
	DIR *d = opendir(dir);
	enum mpuc_status status;

	if (d == NULL) {
		status = refuse(&l, MPUC_E_IO, strerror(errno));
	} else {
		status = read_all(&l, d);
		closedir(d);
	}
	if (status == MPUC_OK)
		status = sort_stable(a, l.paths.items, l.paths.count,
				     sizeof(*l.paths.items), by_bytes, NULL);
	if (l.error != NULL)
		*ret_error = l.error;
	*ret_paths = l.paths.items;
	*ret_count = l.paths.count;
	return status;
}
