/* SPDX-License-Identifier: BSD-2-Clause */
/* Run another program to its end, without a shell. */
#ifndef OS_SPAWN_H
#define OS_SPAWN_H

#include <mpuc/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "os/file.h"

#define OS_SPAWN_SECONDS 20
#define OS_SPAWN_STDOUT_CAP ((size_t)256 << 20)
#define OS_SPAWN_STDERR_CAP ((size_t)64 << 10)
#define OS_SPAWN_MEMORY ((size_t)2 << 30)	/* of addresses, on Linux */

/* Zero means default, and no standard input. */
struct os_spawn {
	const char *const *argv;	/* argv[0] is looked up in PATH */
	const void *input;		/* for its standard input */
	size_t input_size;
	size_t stdout_cap;		/* more output kills it */
	uint32_t seconds;		/* of wall-clock time, then killed */
};

enum os_end {
	OS_EXITED,		/* code is the exit status */
	OS_SIGNALED,		/* code is the signal */
	OS_TIMED_OUT,
	OS_TOO_MUCH_OUTPUT,
	OS_NOT_FOUND,		/* there is no such program */
};

/* Of a long standard error only the beginning is kept. */
struct os_result {
	enum os_end end;
	int code;
	struct os_bytes out, err;
};

/*
 * MPUC_OK whenever ret_result says how it ended, which includes programs
 * that fail or don't exist.  The program and what it started are gone when
 * this returns.  MPUC_E_IO: no process or pipe could be made; *ret_error
 * says why.
 */
MPUC_MUST_CHECK
enum mpuc_status os_spawn(struct arena *a, const struct os_spawn *what,
			  struct os_result *ret_result,
			  const char **ret_error);

#endif
