/* SPDX-License-Identifier: BSD-2-Clause */
/* Text and names from inputs in forms that other programs take. */
#ifndef REPORT_PLAIN_H
#define REPORT_PLAIN_H

#include "base/arena.h"

/*
 * s with control bytes and broken UTF-8 as \xNN, as text output has them;
 * line ends stay.  NULL at the arena's cap.
 */
const char *plain_text(struct arena *a, const char *s);

/* A file's name as a URI reference, percent-encoded; NULL at the cap. */
const char *plain_uri(struct arena *a, const char *file);

#endif
