/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/table.h"

#include "base/utf8.h"

size_t table_width(const char *s)
{
	size_t width = 0;

	while (*s != '\0') {
		size_t n = utf8_len(s);

		if (n == 0 || (unsigned char)*s < 0x20 || *s == 0x7f) {
			width += 4;
			s++;
		} else {
			width++;
			s += n;
		}
	}
	return width;
}

void table_init(struct table *t, const char *const *heads, size_t columns)
{
	t->heads = heads;
	t->columns = columns;
	t->right = 0;
	for (size_t i = 0; i < columns; i++)
		t->widths[i] = table_width(heads[i]);
}

void table_measure(struct table *t, const char *const *cells)
{
	for (size_t i = 0; i < t->columns; i++) {
		size_t width = table_width(cells[i]);

		if (width > t->widths[i])
			t->widths[i] = width;
	}
}

static void pad(struct out *o, size_t n)
{
	while (n-- > 0)
		out_bytes(o, " ", 1);
}

void table_row(const struct table *t, struct out *o,
	       const char *const *cells)
{
	size_t due = 0;		/* blanks, unless the line ends before */

	for (size_t i = 0; i < t->columns; i++) {
		size_t fill = t->widths[i] - table_width(cells[i]);
		bool right = (t->right >> i & 1) != 0;

		due += 2 + (right ? fill : 0);
		if (cells[i][0] != '\0') {
			pad(o, due);
			due = 0;
			out_safe(o, cells[i]);
		}
		due += right ? 0 : fill;
	}
	out_str(o, "\n");
}

void table_heads(const struct table *t, struct out *o)
{
	table_row(t, o, t->heads);
}
