/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Giving up rights before bytes from strangers are read, where the kernel
 * can do that (Linux with Landlock); elsewhere nothing happens.
 */
#ifndef OS_CONFINE_H
#define OS_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * From now on this thread, the threads and the programs that it starts can
 * change files only in the folders of files[0..count) ("-" and NULL are
 * none; /dev/null is always one), make no TCP connection, signal nobody
 * outside, and start programs only with run.  What may be read stays as it
 * is.  a is for scratch; when memory or the kernel lacks something, what can
 * be given up is, and nobody is told: it is a net below, no promise to rest
 * on.
 */
void os_confine(struct arena *a, const char *const *files, size_t count,
		bool run);

#endif
