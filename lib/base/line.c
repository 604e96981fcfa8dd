/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/line.h"

#include <stddef.h>

char *line_clean(char *text)
{
	if (text == NULL)
		return NULL;
	for (char *c = text; *c != '\0'; c++) {
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = '?';
	}
	return text;
}
