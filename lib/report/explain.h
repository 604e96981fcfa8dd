/* SPDX-License-Identifier: BSD-2-Clause */
/* The examples of codes, generated from testdata/rules at build time. */
#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include <stddef.h>

/* Lines without their ends, NULL at the end. */
struct explain_example {
	unsigned code;
	const char *const *bad, *const *good;
};

extern const struct explain_example explain_examples[];
extern const size_t explain_example_count;

#endif
