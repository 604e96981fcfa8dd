/* SPDX-License-Identifier: BSD-2-Clause */
/* Text inside XML and HTML, between tags or in a quoted attribute. */
#ifndef REPORT_MARKUP_H
#define REPORT_MARKUP_H

#include "base/out.h"

/*
 * Text from an input: it can't end an element or an attribute, control
 * bytes, broken UTF-8 and what turns the direction of text come out as
 * \xNN, as does what XML can't hold.
 */
void markup_text(struct out *o, const char *s);

/* The same, of the len bytes at s; tabs become blanks. */
void markup_bytes(struct out *o, const char *s, size_t len);

/* At most most characters, then an ellipsis. */
void markup_short(struct out *o, const char *s, size_t most);

/* Characters of s as markup_text() shows it. */
size_t markup_width(const char *s);

#endif
