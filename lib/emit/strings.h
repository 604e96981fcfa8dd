/* SPDX-License-Identifier: BSD-2-Clause */
/* The string table of a layout: each text once, in order of first use. */
#ifndef EMIT_STRINGS_H
#define EMIT_STRINGS_H

#include <mpuc/status.h>

#include "base/arena.h"

struct strings {
	char *bytes;		/* NUL-terminated texts, one after another */
	uint32_t size, cap;
	uint32_t *slots;	/* hash: offset + 1; 0 is free */
	uint32_t slot_count;	/* a power of two */
};

/* Room for count texts of total bytes, their NULs included. */
MPUC_MUST_CHECK
enum mpuc_status strings_init(struct strings *s, struct arena *a,
			      uint32_t count, uint32_t total);

/* Offset of text, which must be among those announced. */
uint32_t strings_add(struct strings *s, const char *text);

#endif
