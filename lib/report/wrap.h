/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef REPORT_WRAP_H
#define REPORT_WRAP_H

#include "base/out.h"

/* Text as a paragraph of lines below 79 columns, all behind indent blanks. */
void wrap(struct out *o, unsigned indent, const char *text);

#endif
