/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BASE_LINE_H
#define BASE_LINE_H

/*
 * The text of a message, or NULL, as one line that drives no terminal:
 * control characters, which names and values from inputs may hold, become '?'.
 */
char *line_clean(char *text);

#endif
