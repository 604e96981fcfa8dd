/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device tree source that is made from a file in another language, line by
 * line, so that what is found in it stands where that file says it; and what
 * there is to say about the file itself.
 */
#ifndef LOAD_MADE_H
#define LOAD_MADE_H

#include "load/guests.h"
#include "load/session.h"

struct made {
	struct load_session *s;
	VEC(char) text;			/* of a source that dtc reads */
	VEC(struct srcpos) lines;	/* that its lines come from */
};

/* One line of the source, without its end, that comes from pos. */
__attribute__((format(printf, 3, 4)))
MPUC_MUST_CHECK
enum mpuc_status made_line(struct made *m, struct srcpos pos,
			   const char *fmt, ...);

/* The text as a string of a device tree source; NULL at the cap. */
const char *made_quote(struct made *m, const char *text);

/* The source as a tree, or as an overlay on base; it is empty again then. */
MPUC_MUST_CHECK
enum mpuc_status made_tree(struct made *m, const char *name,
			   struct doc **ret_doc);
MPUC_MUST_CHECK
enum mpuc_status made_overlaid(struct made *m, const char *name,
			       const struct doc *base, struct doc **ret_doc);

__attribute__((format(printf, 5, 6)))
MPUC_MUST_CHECK
enum mpuc_status made_remark(struct made *m, guest_notes *notes,
			     enum guest_note_kind kind, struct srcpos pos,
			     const char *fmt, ...);

#endif
