/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>

/*
 * Length in bytes of the printable character that s starts with, or 0 for
 * a byte that starts none (broken, overlong, surrogate, C1 control).
 * s is NUL-terminated; the NUL itself counts as 1.
 */
size_t utf8_len(const char *s);

#endif
