/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the files that read an ImageBuilder configuration. */
#ifndef LOAD_BUILDER_H
#define LOAD_BUILDER_H

#include "load/vars.h"
#include "load/imagebuilder.h"

struct build_text {
	struct load_session *s;
	struct vars c;
	const char *folder;	/* with a slash behind it, or "" */
	struct builder *out;
	VEC(char) text;		/* of a source that dtc reads */
	VEC(struct srcpos) lines;	/* that its lines come from */
	uint64_t load;		/* where the next file goes */
	uint64_t memory_end;
	bool has_end;
};

/* One line of the source, without its end, that comes from pos. */
__attribute__((format(printf, 3, 4)))
enum mpuc_status builder_line(struct build_text *b, struct srcpos pos,
			      const char *fmt, ...);

/* A number of 64 bits; v NULL: the default. */
MPUC_MUST_CHECK
enum mpuc_status builder_number(struct build_text *b,
				const struct var *v,
				uint64_t missing, uint64_t *ret_value);

/* The text as a string of a device tree source; NULL at the cap. */
const char *builder_quote(struct build_text *b, const char *text);

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

__attribute__((format(printf, 4, 5)))
enum mpuc_status builder_remark(struct build_text *b,
				enum builder_note_kind kind,
				struct srcpos pos, const char *fmt, ...);

/* Nodes of all guests, inside the braces of /chosen. */
MPUC_MUST_CHECK
enum mpuc_status builder_domains(struct build_text *b);

/* "xen,static-heap = <...>;" from pairs of an address and a size. */
MPUC_MUST_CHECK
enum mpuc_status builder_pairs(struct build_text *b,
			       const struct var *v,
			       const char *property, uint64_t *ret_sum);

#endif
