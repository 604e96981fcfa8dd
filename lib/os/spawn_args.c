/* SPDX-License-Identifier: BSD-2-Clause */
/* What a child is given of its caller: little of the environment. */
#include "os/spawn_args.h"

#include <string.h>

#include "base/try.h"

extern char **environ;

/*
 * What a program needs to be found and to run, and nothing that changes
 * what it says, where it looks for files, or that is none of its business.
 */
static bool is_kept(const char *entry)
{
	static const char *const names[] = {
		"PATH=", "TMPDIR=", "LD_LIBRARY_PATH=",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (strncmp(entry, names[i], strlen(names[i])) == 0)
			return true;
	}
	return false;
}

char **spawn_environment(struct arena *a)
{
	size_t count = 0, kept = 0;
	char **env;

	while (environ != NULL && environ[count] != NULL)
		count++;
	env = arena_array(a, count + 2, sizeof(*env));
	if (env == NULL)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		if (is_kept(environ[i]))
			env[kept++] = environ[i];
	}
	env[kept] = arena_strdup(a, "LC_ALL=C");
	return env[kept] == NULL ? NULL : env;
}

char **spawn_argv(struct arena *a, const char *const *argv)
{
	size_t count = 0;
	char **copy;

	while (argv[count] != NULL)
		count++;
	copy = arena_array(a, count + 1, sizeof(*copy));
	for (size_t i = 0; copy != NULL && i < count; i++) {
		copy[i] = arena_strdup(a, argv[i]);
		if (copy[i] == NULL)
			return NULL;
	}
	return copy;
}
