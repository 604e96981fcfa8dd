/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A fuzz target is a property of one function: it takes any bytes and aborts
 * where the property does not hold.  libFuzzer and AFL++ find the bytes,
 * replay.c runs those that are kept under testdata/corpus.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "load/session.h"

/* What one input may take; a bomb is then an ordinary refusal. */
#define FUZZ_MEMORY ((size_t)128 << 20)

#define HOLDS(condition) do { \
	if (!(condition)) { \
		fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, \
			__LINE__, #condition); \
		abort(); \
	} } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A status that a loader may end with; never "internal error". */
static inline bool fuzz_is_answer(enum mpuc_status st)
{
	return st == MPUC_OK || st == MPUC_E_SYNTAX || st == MPUC_E_LIMIT ||
	       st == MPUC_E_UNSUPPORTED || st == MPUC_E_NOMEM;
}

/* A copy with the zero byte behind it that loaders are promised. */
static inline struct os_bytes fuzz_bytes(struct arena *a, const uint8_t *data,
					 size_t size)
{
	struct os_bytes b = {
		.data = (uint8_t *)arena_strndup(a, (const char *)data, size),
		.size = size,
	};

	HOLDS(b.data != NULL);
	return b;
}

/* One line that says what is wrong. */
static inline void fuzz_check_error(enum mpuc_status st, const char *error)
{
	if (st == MPUC_OK || st == MPUC_E_NOMEM)
		return;
	HOLDS(error != NULL && error[0] != '\0');
	HOLDS(strchr(error, '\n') == NULL);
}

/*
 * A device tree in front, and what is behind it: a blob says how long it is.
 * false when there are not two parts.
 */
static inline bool fuzz_split(const uint8_t *data, size_t size,
			      size_t *ret_first)
{
	size_t first;

	if (size < 40)
		return false;
	first = (size_t)data[4] << 24 | (size_t)data[5] << 16 |
		(size_t)data[6] << 8 | data[7];
	*ret_first = first;
	return first <= size;
}

/*
 * Does a path lead to this node?  Of nodes of one name below one parent it
 * leads to the first, and a name with a slash in it to none.
 */
static inline bool fuzz_has_path(const struct doc *d, uint32_t node)
{
	for (; node != 0; node = d->nodes.items[node].parent) {
		const struct doc_node *n = &d->nodes.items[node];

		if (strchr(n->name, '/') != NULL ||
		    doc_child(d, n->parent, n->name, strlen(n->name)) != node)
			return false;
	}
	return true;
}

/* Every link of an indexed tree leads to a node, and the right one. */
static inline void fuzz_check_doc(const struct doc *d, struct arena *a)
{
	HOLDS(d->nodes.count > 0 && d->nodes.items[0].parent == DOC_NONE);
	for (uint32_t i = 0; i < d->nodes.count; i++) {
		const struct doc_node *n = &d->nodes.items[i];

		HOLDS(n->name != NULL);
		HOLDS(i == 0 || n->parent < i);
		HOLDS(n->prop + n->prop_count <= d->props.count);
		HOLDS(n->first_child == DOC_NONE ||
		      (n->first_child > i && n->first_child <
		       d->nodes.count));
		HOLDS(n->next == DOC_NONE ||
		      (n->next > i && n->next < d->nodes.count));
		HOLDS(n->phandle == 0 ||
		      doc_by_phandle(d, n->phandle) != DOC_NONE);
		/* Paths of all nodes of a deep tree would be quadratic. */
		if (i < 64) {
			const char *path = doc_path(d, a, i);

			HOLDS(path != NULL);
			HOLDS(!fuzz_has_path(d, i) || doc_find(d, path) == i);
		}
	}
	for (uint32_t i = 0; i < d->props.count; i++) {
		const struct doc_prop *p = &d->props.items[i];

		HOLDS(p->name != NULL && (p->len == 0 || p->data != NULL));
		HOLDS(p->pos + p->pos_count <= d->positions.count);
	}
}

#endif
