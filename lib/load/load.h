/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From files to the generic input types.  A device tree is a blob or a
 * source, told apart by content; "-" is standard input.  On failure
 * *ret_error is one line that begins with the file, then the line or the
 * offset where there is one; it is not set by MPUC_E_NOMEM.
 */
#ifndef LOAD_LOAD_H
#define LOAD_LOAD_H

#include <mpuc/status.h>

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "doc/image.h"

/* Every file that was read, each once, in the order of reading. */
struct load_inputs {
	VEC(const char *) files;
};

/* Another one, unless it is there; a copy of its name. */
MPUC_MUST_CHECK
enum mpuc_status load_inputs_add(struct arena *a, struct load_inputs *inputs,
				 const char *file);

/* Zero means default; a NULL for the whole is the same. */
struct load_opts {
	struct load_inputs *inputs;	/* is added to; NULL: not wanted */
	uint32_t seconds;		/* for each run of dtc or cpp */
	bool no_dts;			/* refuse source */
	const char *source;		/* for load_source() only */
	bool symbols;			/* overlays come later */
};

/*
 * files[0], with files[1..count) applied to it as overlays, in order.  The
 * positions of a property are where its last value was written, those of a
 * node are all places that wrote to it.  With overlays, offsets and
 * total_size are of the resulting blob.
 */
MPUC_MUST_CHECK
enum mpuc_status load_tree(struct arena *a, const struct load_opts *opts,
			   const char *const *files, size_t count,
			   struct doc **ret_doc, const char **ret_error);

/*
 * base with an overlay applied to it whose source is text, which is called
 * name in positions.  base must come from load_tree(); it is not changed,
 * and what it lives in must outlive the result.
 */
struct load_text {
	const char *name, *text;
	size_t len;
};
MPUC_MUST_CHECK
enum mpuc_status load_overlaid(struct arena *a, const struct doc *base,
			       const struct load_text *overlay,
			       struct doc **ret_doc, const char **ret_error);

/*
 * *doc was loaded from files, of which opts->source is said to be the source
 * of the first.  When both are the same tree but for labels, *doc becomes one
 * with the source's lines; otherwise *ret_other says where they differ first.
 */
MPUC_MUST_CHECK
enum mpuc_status load_source(struct arena *a, const struct load_opts *opts,
			     const char *const *files, size_t count,
			     struct doc **doc, const char **ret_other,
			     const char **ret_error);

/* base, as above, with the overlays in files applied to it, in order. */
MPUC_MUST_CHECK
enum mpuc_status load_overlays(struct arena *a, const struct load_opts *opts,
			       const struct doc *base,
			       const char *const *files, size_t count,
			       struct doc **ret_doc, const char **ret_error);

/* A partial device tree for a guest with passed-through devices. */
MPUC_MUST_CHECK
enum mpuc_status load_partial(struct arena *a, const struct load_opts *opts,
			      const char *file, struct doc **ret_doc,
			      const char **ret_error);

/* An ELF with symbols or an nm listing; it must have _start and _end. */
MPUC_MUST_CHECK
enum mpuc_status load_image(struct arena *a, const char *file,
			    struct image **ret_image, const char **ret_error);

#endif
