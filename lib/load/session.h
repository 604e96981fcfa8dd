/* SPDX-License-Identifier: BSD-2-Clause */
/* What the loaders share while they work; not for other modules. */
#ifndef LOAD_SESSION_H
#define LOAD_SESSION_H

#include <mpuc/status.h>

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/try.h"
#include "doc/doc.h"
#include "load/load.h"
#include "os/file.h"

struct load_session {
	struct arena *arena;
	struct load_inputs *inputs;	/* NULL: not wanted */
	uint32_t seconds;
	bool no_dts;
	const char *error;
};

/* A device tree with the bytes that doc points into. */
struct load_tree {
	const char *name;		/* of the file, as given */
	struct os_bytes blob;		/* size is at least doc->total_size */
	struct doc *doc;
};

/*
 * Record the first error as one printable line and return status;
 * MPUC_E_NOMEM when there is no room for it.
 */
__attribute__((format(printf, 3, 4)))
enum mpuc_status load_fail(struct load_session *s, enum mpuc_status status,
			   const char *fmt, ...);
#ifdef __clang_analyzer__
#define load_fail(...) FAILS(load_fail(__VA_ARGS__))
#endif

/* A tree from len bytes of source, which is called name in positions. */
MPUC_MUST_CHECK
enum mpuc_status load_made(struct load_session *s, const char *name,
			   const char *text, size_t len,
			   struct doc **ret_doc);

MPUC_MUST_CHECK
enum mpuc_status load_note_input(struct load_session *s, const char *file);

#endif
