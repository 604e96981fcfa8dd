/* SPDX-License-Identifier: BSD-2-Clause */
/* Aligned columns: every row is measured first, then every row printed. */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "base/out.h"

#define TABLE_COLUMNS 14

struct table {
	const char *const *heads;
	size_t columns;
	uint32_t right;		/* bit i: column i is aligned right */
	size_t widths[TABLE_COLUMNS];
};

void table_init(struct table *t, const char *const *heads, size_t columns);
void table_measure(struct table *t, const char *const *cells);
void table_heads(const struct table *t, struct out *o);
void table_row(const struct table *t, struct out *o,
	       const char *const *cells);

/* Columns that out_safe() fills for s. */
size_t table_width(const char *s);

#endif
