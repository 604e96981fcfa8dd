/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Buffered output with one latched error, so that writers need not check
 * every call: out_flush() tells whether all of it arrived.
 */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include <mpuc/status.h>

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OUT_BUFFER 65536

/* Takes all of len bytes or returns a failure. */
typedef enum mpuc_status out_write_fn(void *arg, const void *data, size_t len);

struct out {
	out_write_fn *write;
	void *arg;
	bool color;		/* text may use terminal colours */
	unsigned width;		/* columns of the terminal, 0 unknown */
	enum mpuc_status status;
	size_t used;
	char buffer[OUT_BUFFER];
};

void out_init(struct out *o, out_write_fn *write, void *arg);
void out_bytes(struct out *o, const void *data, size_t len);
void out_str(struct out *o, const char *s);
__attribute__((format(printf, 2, 3)))
void out_fmt(struct out *o, const char *fmt, ...);

/*
 * Text from an input: control bytes and broken UTF-8 come out as \xNN, so
 * that no tree can drive the reader's terminal.
 */
void out_safe(struct out *o, const char *s);

/* Hand over what is buffered; the first failure of any call so far. */
MPUC_MUST_CHECK
enum mpuc_status out_flush(struct out *o);

#endif
