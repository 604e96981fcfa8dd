/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A located device tree: nodes and properties in document order, each with
 * the places it was written at.  Loaders fill it, doc_index() completes it
 * in one pass, and from then on it is read-only.  Node 0 is the root.
 *
 * Cell counts follow Xen's early scan: a node without #address-cells or
 * #size-cells inherits from its parent, the root falls back to 2 and 1.
 */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include <mpuc/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/vec.h"
#include "diag/src.h"

#define DOC_NONE UINT32_MAX

struct doc_prop {
	const char *name;
	const uint8_t *data;	/* len bytes, NULL when len is 0 */
	uint32_t len;
	uint32_t offset;	/* of the property's tag in the blob */
	uint32_t pos;		/* first of pos_count in doc.positions */
	uint32_t pos_count;
};

struct doc_node {
	const char *name;	/* with unit address; "" for the root */
	uint32_t parent;	/* DOC_NONE for the root */
	uint32_t depth;		/* root 0 */
	uint32_t first_child, next;	/* DOC_NONE at the end */
	uint32_t prop, prop_count;	/* consecutive in doc.props */
	uint32_t offset;
	uint32_t phandle;	/* 0 for none */
	uint32_t pos, pos_count;	/* all places of a merged node */
	uint32_t acells, scells;	/* in force for its children */
};

struct doc_reserve {
	uint64_t base, size;
};

struct doc {
	const char *input;	/* file name as given, "-" for stdin */
	bool located;		/* positions were read from source */
	bool no_lines;		/* source that dtc could not annotate */
	uint64_t total_size;	/* of the blob as Xen would get it */
	const uint8_t *blob;	/* total_size bytes */
	VEC(struct doc_node) nodes;
	VEC(struct doc_prop) props;
	VEC(struct srcpos) positions;
	VEC(struct doc_reserve) reserves;	/* /memreserve/ entries */
	uint32_t *children;	/* hash of (parent, name) to node */
	uint32_t children_cap;
	uint32_t *phandles;	/* hash of phandle to node */
	uint32_t phandles_cap;
	uint32_t max_depth;
};

/* A node or property of one of the trees of a run. */
struct doc_ref {
	const struct doc *doc;
	uint32_t node, prop;	/* prop: index into doc.props, or DOC_NONE */
};

/* After loading: parents are set, children linked, cells and hashes made. */
MPUC_MUST_CHECK
enum mpuc_status doc_index(struct arena *a, struct doc *d);

/* Node by full path ("/chosen/domU1"); DOC_NONE when there is none. */
uint32_t doc_find(const struct doc *d, const char *path);
uint32_t doc_child(const struct doc *d, uint32_t parent, const char *name,
		   size_t len);
uint32_t doc_by_phandle(const struct doc *d, uint32_t phandle);

/* Names of a tree mostly differ in their first byte: no call for those. */
static inline bool doc_same(const char *a, const char *b)
{
	return a[0] == b[0] && strcmp(a, b) == 0;
}

/* Index into doc.props, DOC_NONE when the node has no such property. */
uint32_t doc_prop(const struct doc *d, uint32_t node, const char *name);

/* The string behind index i of a stringlist, NULL past the end or broken. */
const char *doc_string(const struct doc *d, uint32_t prop, uint32_t i);

/*
 * Is value the property's first string?  As in Xen's early scan, what has no
 * NUL ends with the property: the blob has a zero byte behind it.
 */
bool doc_first_is(const struct doc *d, uint32_t prop, const char *value);

/*
 * True when any string of the node's property equals value.  The last one
 * may lack its NUL, see doc_first_is().
 */
bool doc_has_string(const struct doc *d, uint32_t node, const char *prop,
		    const char *value);

/* Is with in the node's compatible list?  Case is ignored, as by Xen. */
bool doc_compatible(const struct doc *d, uint32_t node, const char *with);

/* First cell of a property; false when absent or not exactly 4 bytes. */
bool doc_u32(const struct doc *d, uint32_t node, const char *prop,
	     uint32_t *ret_value);

/* Number in cells (1 or 2) big-endian words at byte offset at of prop. */
uint64_t doc_cells(const struct doc_prop *p, uint32_t at, uint32_t cells);

/* Full path of a node; NULL at the arena's cap. */
const char *doc_path(const struct doc *d, struct arena *a, uint32_t node);

/* Resolve a reference for a finding. */
struct place doc_place(struct arena *a, struct doc_ref ref);

/* True for a missing status, "ok" and "okay". */
bool doc_enabled(const struct doc *d, uint32_t node);

#endif
