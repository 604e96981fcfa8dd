/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef OS_DIR_H
#define OS_DIR_H

#include <mpuc/status.h>

#include <stddef.h>

#include "base/arena.h"

#define OS_DIR_MAX 4096		/* files of one kind */

/*
 * The files of a directory whose names end in suffix, as paths that begin
 * with dir, in the order of their bytes.  *ret_error says why not,
 * beginning with the path; it is not set by MPUC_E_NOMEM.
 */
MPUC_MUST_CHECK
enum mpuc_status os_list_dir(struct arena *a, const char *dir,
			     const char *suffix, const char ***ret_paths,
			     size_t *ret_count, const char **ret_error);

#endif
