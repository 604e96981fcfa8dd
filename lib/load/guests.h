/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files that bring guests along have to say about themselves. */
#ifndef LOAD_GUESTS_H
#define LOAD_GUESTS_H

#include "base/vec.h"
#include "diag/src.h"

enum guest_note_kind { GUEST_KEY_UNKNOWN, GUEST_SKIPPED, GUEST_MEMORY };

struct guest_note {
	enum guest_note_kind kind;
	struct srcpos pos;
	const char *text;	/* one sentence, lower case, no full stop */
};

typedef VEC(struct guest_note) guest_notes;

#endif
