/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "load/config.h"
#include "os/file.h"

/* "a/b" becomes "a", "a" becomes "", "" and "../x" get one ".." more. */
static const char *above(struct arena *a, const char *dir)
{
	size_t len = strlen(dir);
	const char *slash = strrchr(dir, '/');
	const char *last = slash != NULL ? slash + 1 : dir;

	if (len == 0)
		return "..";
	if (strcmp(last, "..") == 0 || strcmp(last, ".") == 0)
		return arena_printf(a, "%s/..", dir);
	if (slash == NULL)
		return "";
	return slash == dir ? "/" :
	       arena_strndup(a, dir, (size_t)(slash - dir));
}

static const char *in_folder(struct arena *a, const char *dir)
{
	if (*dir == '\0')
		return CONFIG_NAME;
	return arena_printf(a, "%s%s%s", dir, strcmp(dir, "/") == 0 ? "" : "/",
			    CONFIG_NAME);
}

const char *config_find(struct arena *a, const char *input)
{
	const char *dir = strcmp(input, "-") == 0 ? "x" : input;
	const char *file;

	for (bool root = false; !root; root = os_is_root(*dir != '\0' ? dir :
							 ".")) {
		dir = above(a, dir);
		file = dir != NULL ? in_folder(a, dir) : NULL;
		if (file == NULL || os_is_file(file))
			return file;
	}
	return NULL;
}
