/* SPDX-License-Identifier: BSD-2-Clause */
/* The string table of a layout: each text once, in order of first use. */
#ifndef EMIT_STRINGS_H
#define EMIT_STRINGS_H

#include <mpuc/status.h>

#include "base/map.h"

struct strings {
	struct arena *a;
	char *bytes;		/* NUL-terminated texts, one after another */
	uint32_t size, cap;
	struct map offsets;	/* text to its copy in bytes */
	bool failed;		/* out of memory: offsets are no use */
};

/* Room for cap bytes of texts, NULs included. */
MPUC_MUST_CHECK
enum mpuc_status strings_init(struct strings *s, struct arena *a,
			      uint32_t cap);

/* Offset of text, which must fit; a failure is latched in failed. */
uint32_t strings_add(struct strings *s, const char *text);

#endif
