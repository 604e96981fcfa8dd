/* SPDX-License-Identifier: BSD-2-Clause */
/* Device-tree sources, through cpp and dtc; not for other modules. */
#ifndef LOAD_DTS_H
#define LOAD_DTS_H

#include <mpuc/status.h>

#include <stdbool.h>

#include "load/session.h"

/*
 * Compile the source in t->blob, of the file t->name, to a blob in its
 * place and to t->doc with positions.  symbols: overlays will be applied,
 * so labels must be in the blob.
 */
MPUC_MUST_CHECK
enum mpuc_status dts_read(struct load_session *s, struct load_tree *t,
			  bool symbols);

/* True when a line of the text is a directive for the C preprocessor. */
bool dts_needs_cpp(const struct os_bytes *text);

/* How dtc calls the file that the user calls shown. */
struct dts_names {
	const char *shown, *operand;
};

/* Attach the positions in dtc's annotated output to d, which is indexed. */
MPUC_MUST_CHECK
enum mpuc_status dts_attach(struct arena *a, const struct dts_names *names,
			    const struct os_bytes *annotated, struct doc *d);

/*
 * The first message on dtc's or cpp's standard error, as "file:line:col:
 * text", or "file: text" where the message has no place.
 */
const char *dts_message(struct arena *a, const struct dts_names *names,
			const struct os_bytes *err);

#endif
