/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the files that read an ImageBuilder configuration. */
#ifndef LOAD_BUILDER_H
#define LOAD_BUILDER_H

#include "load/imagebuilder.h"
#include "load/made.h"
#include "load/vars.h"

struct build_text {
	struct load_session *s;
	struct vars c;
	const char *folder;	/* with a slash behind it, or "" */
	struct builder *out;
	struct made made;
	uint64_t load;		/* where the next file goes */
	uint64_t memory_end;
	bool has_end;
};

/* "FILE:LINE:COLUMN: WHAT of 'KEY'"; what ends in "the value" or the like. */
enum mpuc_status builder_bad(struct build_text *b, const struct var *v,
			     const char *what);

/* A number of 64 bits; v NULL: the default. */
MPUC_MUST_CHECK
enum mpuc_status builder_number(struct build_text *b,
				const struct var *v,
				uint64_t missing, uint64_t *ret_value);

/* The file that a value names, and its size. */
MPUC_MUST_CHECK
enum mpuc_status builder_file(struct build_text *b,
			      const struct var *v,
			      const char **ret_file, uint64_t *ret_size);

/* Where a file of that size goes; what comes next goes behind it. */
MPUC_MUST_CHECK
enum mpuc_status builder_load(struct build_text *b,
			      const struct var *v, uint64_t size,
			      uint64_t *ret_address);

/* Nodes of all guests, inside the braces of /chosen. */
MPUC_MUST_CHECK
enum mpuc_status builder_domains(struct build_text *b);

/* "xen,static-heap = <...>;" from pairs of an address and a size. */
MPUC_MUST_CHECK
enum mpuc_status builder_pairs(struct build_text *b,
			       const struct var *v,
			       const char *property, uint64_t *ret_sum);

#endif
