/* SPDX-License-Identifier: BSD-2-Clause */
/* What file and spawn share about descriptors; not for other modules. */
#ifndef OS_FD_H
#define OS_FD_H

#include <mpuc/status.h>

#include <stddef.h>

#include "base/arena.h"
#include "os/file.h"

/*
 * open() with close-on-exec and mode 0666, again after a signal.  Never one
 * of the three standard descriptors, even where those are closed.
 */
int fd_open(const char *path, int flags);

/* A copy of fd above the standard descriptors; fd itself is closed. */
int fd_raise(int fd);

/* Move b to a buffer of room bytes and a zero. */
MPUC_MUST_CHECK
enum mpuc_status fd_reserve(struct arena *a, struct os_bytes *b, size_t room);

#endif
