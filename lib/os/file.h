/* SPDX-License-Identifier: BSD-2-Clause */
/* Whole files: read with a cap, written completely or not at all. */
#ifndef OS_FILE_H
#define OS_FILE_H

#include <mpuc/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define OS_FILE_CAP ((size_t)64 << 20)

/* data is never NULL: a zero byte follows the last of size bytes. */
struct os_bytes {
	uint8_t *data;
	size_t size;
	bool regular;		/* can be opened again by its name */
};

/*
 * The whole of a file, pipe or device; "-" is standard input.  More than
 * cap bytes are MPUC_E_LIMIT.  On failure *ret_error says why, beginning
 * with the path; it is not set by MPUC_E_NOMEM.
 */
MPUC_MUST_CHECK
enum mpuc_status os_read_file(struct arena *a, const char *path, size_t cap,
			      struct os_bytes *ret_bytes,
			      const char **ret_error);

/*
 * Create or replace a file by renaming a complete one over it; behind a
 * symbolic link the target is replaced, the link stays.  Pipes and devices
 * are written as they are; "-" is standard output.  ret_error as above.
 */
MPUC_MUST_CHECK
enum mpuc_status os_write_file(struct arena *a, const char *path,
			       const void *bytes, size_t size,
			       const char **ret_error);

/* True when path names anything but a directory. */
bool os_is_file(const char *path);

/* True for the folder that is its own parent, and for none at all. */
bool os_is_root(const char *dir);

/* The size of a regular file; false when there is none. */
bool os_file_size(const char *path, uint64_t *ret_size);

/* True for a file that can be read more than once. */
bool os_is_regular(const char *path);

/*
 * Where writing to *path writes: the links of the last component followed by
 * hand, because realpath() has no answer for a link whose target is yet to
 * be made.  errno on failure, 0 with the path of a file that is no link.
 */
int os_resolve(struct arena *a, const char **path);

#endif
