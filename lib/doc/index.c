/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What look-ups need, made in one pass over the nodes.  Both hashes use
 * open addressing with at most half of the slots in use, and 0 for an empty
 * slot, as the arena hands them out.
 *
 * A node "memory@0" is entered twice, as that and as "memory", the base
 * name after all exact ones: of equal keys the first entered is found
 * first, which makes an exact name win, and else the first in the document.
 */
#include "doc/doc.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

#define CELL 4
#define ROOT_ACELLS 2
#define ROOT_SCELLS 1

static uint32_t hash_name(uint32_t parent, const char *name, size_t len)
{
	uint32_t h = (parent + 1) * 2654435761u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)name[i]) * 16777619u;
	return h ^ (h >> 15);
}

static uint32_t hash_phandle(uint32_t phandle)
{
	uint32_t h = phandle * 2654435761u;

	return h ^ (h >> 15);
}

/* A slot of d->children; phandles hold node + 1. */
static uint32_t pack_slot(uint32_t node, bool base_name)
{
	return (node + 1) * 2 + base_name;
}

static uint32_t slot_node(uint32_t slot)
{
	return slot / 2 - 1;
}

/* Of a name without its unit address. */
static size_t base_len(const char *name)
{
	size_t len = 0;

	while (name[len] != '\0' && name[len] != '@')
		len++;
	return len;
}

static bool fits(const struct doc *d, uint32_t slot, uint32_t parent,
		 const char *name, size_t len)
{
	const struct doc_node *n = &d->nodes.items[slot_node(slot)];
	size_t own;

	if (n->parent != parent)
		return false;
	own = slot % 2 != 0 ? base_len(n->name) : strlen(n->name);
	return own == len && memcmp(n->name, name, len) == 0;
}

/* The slot of the name, or the empty one where it would go. */
static uint32_t *child_slot(const struct doc *d, uint32_t parent,
			    const char *name, size_t len)
{
	uint32_t mask = d->children_cap - 1;
	uint32_t i = hash_name(parent, name, len) & mask;

	while (d->children[i] != 0 &&
	       !fits(d, d->children[i], parent, name, len))
		i = (i + 1) & mask;
	return &d->children[i];
}

static uint32_t *phandle_slot(const struct doc *d, uint32_t phandle)
{
	uint32_t mask = d->phandles_cap - 1;
	uint32_t i = hash_phandle(phandle) & mask;

	while (d->phandles[i] != 0 &&
	       d->nodes.items[d->phandles[i] - 1].phandle != phandle)
		i = (i + 1) & mask;
	return &d->phandles[i];
}

/* The first cell, however long the property is, as Xen takes it. */
static void first_cell(const struct doc_prop *p, uint32_t *value)
{
	if (p->len >= CELL)
		*value = num_be32(p->data);
}

static void read_props(struct doc *d, struct doc_node *n)
{
	bool has_acells = false, has_scells = false;

	for (uint32_t i = n->prop; i < n->prop + n->prop_count; i++) {
		const struct doc_prop *p = &d->props.items[i];

		if (*p->name != '#' && *p->name != 'p' && *p->name != 'l')
			continue;
		/* Of properties with the same name the first counts. */
		if (!has_acells && strcmp(p->name, "#address-cells") == 0) {
			has_acells = true;
			first_cell(p, &n->acells);
		} else if (!has_scells &&
			   strcmp(p->name, "#size-cells") == 0) {
			has_scells = true;
			first_cell(p, &n->scells);
		} else if (n->phandle == 0 &&
			   (strcmp(p->name, "phandle") == 0 ||
			    strcmp(p->name, "linux,phandle") == 0)) {
			first_cell(p, &n->phandle);
		}
	}
}

/* last[n]: the child that was linked to n last. */
static void link_node(struct doc *d, uint32_t i, uint32_t *last)
{
	struct doc_node *n = &d->nodes.items[i];

	n->first_child = n->next = DOC_NONE;
	n->phandle = 0;
	n->depth = 0;
	n->acells = ROOT_ACELLS;
	n->scells = ROOT_SCELLS;
	last[i] = DOC_NONE;
	if (n->parent != DOC_NONE) {
		struct doc_node *parent = &d->nodes.items[n->parent];

		n->depth = parent->depth + 1;
		n->acells = parent->acells;
		n->scells = parent->scells;
		if (last[n->parent] == DOC_NONE)
			parent->first_child = i;
		else
			d->nodes.items[last[n->parent]].next = i;
		last[n->parent] = i;
	}
	if (n->depth > d->max_depth)
		d->max_depth = n->depth;
	read_props(d, n);
}

static enum mpuc_status make_hashes(struct arena *a, struct doc *d)
{
	uint32_t names = 1, phandles = 1;

	for (size_t i = 0; i < d->nodes.count; i++) {
		const struct doc_node *n = &d->nodes.items[i];

		names += n->name[base_len(n->name)] == '\0' ? 1 : 2;
		phandles += n->phandle != 0;
	}
	d->children_cap = d->phandles_cap = 8;
	while (d->children_cap / 2 < names)
		d->children_cap *= 2;
	while (d->phandles_cap / 2 < phandles)
		d->phandles_cap *= 2;
	d->children = arena_array(a, d->children_cap, sizeof(*d->children));
	d->phandles = arena_array(a, d->phandles_cap, sizeof(*d->phandles));
	TRY_PTR(d->children);
	TRY_PTR(d->phandles);
	return MPUC_OK;
}

static void enter_name(struct doc *d, uint32_t i, bool base_name)
{
	const struct doc_node *n = &d->nodes.items[i];
	size_t len = strlen(n->name), base = base_len(n->name);
	uint32_t *slot;

	if (n->parent == DOC_NONE || (base_name && base == len))
		return;
	slot = child_slot(d, n->parent, n->name, base_name ? base : len);
	if (*slot == 0)
		*slot = pack_slot(i, base_name);
}

static void enter_phandle(struct doc *d, uint32_t i)
{
	uint32_t phandle = d->nodes.items[i].phandle;
	uint32_t *slot;

	if (phandle == 0)
		return;
	slot = phandle_slot(d, phandle);
	if (*slot == 0)
		*slot = i + 1;
}

enum mpuc_status doc_index(struct arena *a, struct doc *d)
{
	uint32_t count = (uint32_t)d->nodes.count;
	uint32_t *last = arena_array(a, count, sizeof(*last));

	TRY_PTR(last);
	d->max_depth = 0;
	for (uint32_t i = 0; i < count; i++)
		link_node(d, i, last);
	TRY(make_hashes(a, d));
	for (uint32_t i = 0; i < count; i++) {
		enter_name(d, i, false);
		enter_phandle(d, i);
	}
	for (uint32_t i = 0; i < count; i++)
		enter_name(d, i, true);
	return MPUC_OK;
}

uint32_t doc_child(const struct doc *d, uint32_t parent, const char *name,
		   size_t len)
{
	uint32_t found = *child_slot(d, parent, name, len);

	return found == 0 ? DOC_NONE : slot_node(found);
}

uint32_t doc_find(const struct doc *d, const char *path)
{
	uint32_t node = 0;

	if (*path != '/' || d->nodes.count == 0)
		return DOC_NONE;
	while (node != DOC_NONE) {
		size_t len = 0;

		while (*path == '/')
			path++;
		while (path[len] != '\0' && path[len] != '/')
			len++;
		if (len == 0)
			break;
		node = doc_child(d, node, path, len);
		path += len;
	}
	return node;
}

uint32_t doc_by_phandle(const struct doc *d, uint32_t phandle)
{
	uint32_t found = phandle == 0 ? 0 : *phandle_slot(d, phandle);

	return found == 0 ? DOC_NONE : found - 1;
}
