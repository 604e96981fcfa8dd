/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef OS_SPAWN_ARGS_H
#define OS_SPAWN_ARGS_H

#include "base/arena.h"

/* The environment of a program that is run, in the arena; NULL at its cap. */
char **spawn_environment(struct arena *a);

/*
 * A copy of argv, to its NULL, in the arena; NULL at its cap.  posix_spawn()
 * wants strings that it could write to.
 */
char **spawn_argv(struct arena *a, const char *const *argv);

#endif
