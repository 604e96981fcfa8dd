/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the two halves of the writer; for nobody else. */
#ifndef EMIT_LAYOUT_WRITER_H
#define EMIT_LAYOUT_WRITER_H

#include <mpuc/layout_format.h>

#include "emit/layout_write.h"
#include "emit/strings.h"

extern const uint32_t layout_record_size[MPUC_LAYOUT_TABLES];

struct layout_writer {
	struct arena *a;
	const struct layout_source *source;
	const struct system *s;
	const struct plan *p;
	uint64_t count[MPUC_LAYOUT_TABLES];
	uint32_t min_reader;	/* as the regions so far have it */
	uint64_t text;		/* bytes of all strings, repeats included */
	uint32_t offset[MPUC_LAYOUT_TABLES];
	uint32_t next[MPUC_LAYOUT_TABLES];	/* records written */
	uint8_t *bytes;
	uint32_t size;
	struct strings strings;
	const char *error;
};

/*
 * Whether the plan can be a layout, and how many records of each table it
 * takes: count, and in text the bytes of all names, repeats included.
 */
MPUC_MUST_CHECK
enum mpuc_status layout_fit(struct layout_writer *w);

/* status, with a sentence that says why; MPUC_E_NOMEM when error is NULL. */
MPUC_MUST_CHECK
enum mpuc_status layout_refuse(struct layout_writer *w, enum mpuc_status status,
			       const char *error);

/*
 * Slots in the list to write, which has those of resident regions as well,
 * and in all lists of a switch.
 */
uint32_t layout_loads(const struct plan_switch *sw);
uint32_t layout_ops(const struct plan_switch *sw);

/*
 * The first context of the plan that goes into the layout: an optimal plan
 * is nothing that start-up code does, so its boot phases stay out.
 */
uint32_t layout_first(const struct plan *p);

/* "" when the machine was not named. */
const char *layout_platform(const struct system *s);

#endif
