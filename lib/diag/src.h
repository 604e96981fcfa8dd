/* SPDX-License-Identifier: BSD-2-Clause */
/* Where something stands in the user's files. */
#ifndef DIAG_SRC_H
#define DIAG_SRC_H

#include <stdbool.h>
#include <stdint.h>

/* Lines and columns are 1-based, end_col is exclusive; file NULL: none. */
struct srcpos {
	const char *file;
	uint32_t line, col, end_line, end_col;
};

/*
 * A node or a property of one input.  Strings are borrowed from the arena
 * of the run.  property is NULL for a node; offset is the byte offset in
 * the device-tree blob, for input that has no lines.
 */
struct place {
	const char *input;	/* file name of the tree, NULL for none */
	const char *node;	/* full path, NULL for none */
	const char *property;
	struct srcpos pos;
	uint64_t offset;
	bool has_offset;
};

/* [base, base + size): the sum may pass 2^64 when the input says so. */
struct span {
	uint64_t base, size;
};

#endif
