/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/wrap.h"

#include <string.h>

#define COLUMNS 78

static void blanks(struct out *o, unsigned n)
{
	while (n-- > 0)
		out_bytes(o, " ", 1);
}

void wrap(struct out *o, unsigned indent, const char *text)
{
	size_t column = 0;

	while (*text != '\0') {
		size_t len = strcspn(text, " ");

		if (len > 0 && column > 0 && column + 1 + len > COLUMNS) {
			out_str(o, "\n");
			column = 0;
		}
		if (len > 0 && column == 0) {
			blanks(o, indent);
			column = indent;
		} else if (len > 0) {
			out_bytes(o, " ", 1);
			column++;
		}
		out_bytes(o, text, len);
		column += len;
		text += len;
		text += strspn(text, " ");
	}
	out_str(o, "\n");
}
