/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The configuration of ImageBuilder, the scripts that load Xen and its
 * guests with U-Boot: what they would write below /chosen, and where they
 * would load what to.
 */
#ifndef LOAD_IMAGEBUILDER_H
#define LOAD_IMAGEBUILDER_H

#include <mpuc/status.h>

#include "load/guests.h"
#include "load/load.h"

/* The partial device tree of a guest. */
struct builder_part {
	const char *path;	/* of the module's node */
	const char *file;
};

struct builder {
	struct load_opts opts;		/* how trees are loaded */
	struct doc *doc;
	VEC(struct builder_part) parts;
	guest_notes notes;
};

/*
 * base with what file says of the guests; base NULL: the tree that file
 * names in DEVICE_TREE and DT_OVERLAY, else one of nothing but its memory.
 * Names of files in it are relative to its folder.  Positions are those of
 * the configuration.
 */
MPUC_MUST_CHECK
enum mpuc_status load_imagebuilder(struct arena *a, const char *file,
				   const struct doc *base,
				   struct builder *builder,
				   const char **ret_error);

#endif
