/* SPDX-License-Identifier: BSD-2-Clause */
/* Values of a YAML file that have names, for yaml.c alone. */
#ifndef LOAD_YAML_ANCHORS_H
#define LOAD_YAML_ANCHORS_H

#include <mpuc/status.h>

#include "base/map.h"
#include "doc/value.h"

struct yaml_anchor {
	struct value value;
	size_t values;		/* that it consists of, itself included */
	unsigned height;	/* 1: a scalar */
};

struct yaml_anchors {
	struct map by_name;
	size_t aliased;		/* values that aliases stand for so far */
};

/* A name may be given again, which counts from there on. */
MPUC_MUST_CHECK
enum mpuc_status yaml_anchor_put(struct arena *a, struct yaml_anchors *anchors,
				 const char *name, const struct value *v);

/* NULL: none so far. */
const struct yaml_anchor *yaml_anchor_get(const struct yaml_anchors *anchors,
					  const char *name);

/*
 * Add to map the children of from, a map or a list of maps, whose keys it
 * does not have; of two maps in the list the first wins.  MPUC_E_SYNTAX when
 * from is neither.
 */
MPUC_MUST_CHECK
enum mpuc_status yaml_merge(struct arena *a, struct value *map,
			    const struct value *from);

#endif
