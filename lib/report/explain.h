/* SPDX-License-Identifier: BSD-2-Clause */
/* The examples of codes, generated from testdata/rules at build time. */
#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include <stddef.h>

/* Whole sources, every line with its end. */
struct explain_example {
	unsigned code;
	const char *bad, *good;
};

extern const struct explain_example explain_examples[];
extern const size_t explain_example_count;

#endif
