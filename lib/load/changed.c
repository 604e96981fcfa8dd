/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/changed.h"

#include <libfdt.h>
#include <string.h>

#include "base/try.h"
#include "load/dtb.h"
#include "load/overlay_locs.h"

#define ROOM_MIN 4096

struct work {
	struct load_session *s;
	const struct doc_edits *edits;
	void *blob;
};

/* Bytes that the edits can add: tags, names, padding and values. */
static size_t room_of(const struct load_edit *e)
{
	size_t room = ROOM_MIN;

	if (e->base != NULL)
		room += (size_t)e->base->total_size;
	for (size_t i = 0; i < e->edits->sets.count; i++) {
		const struct change *c = &e->edits->sets.items[i];

		/* Each part of a path may be a node that is made. */
		room += 32 + c->len + strlen(c->property) +
			8 * strlen(c->node);
	}
	return room;
}

static enum mpuc_status fail(struct work *w, const char *node,
			     const char *property, int error)
{
	return load_fail(w->s, MPUC_E_SYNTAX, "%s%s%s: can't be changed (%s)",
			 node, property != NULL ? ": " : "",
			 property != NULL ? property : "",
			 fdt_strerror(error));
}

/* What is not there needs no dropping: an undone addition, say. */
static enum mpuc_status drop(struct work *w, const struct doc_drop *d)
{
	int node = fdt_path_offset(w->blob, d->node), error = 0;

	if (node < 0)
		return MPUC_OK;
	if (d->property == NULL)
		error = fdt_del_node(w->blob, node);
	else if (fdt_getprop(w->blob, node, d->property, NULL) != NULL)
		error = fdt_delprop(w->blob, node, d->property);
	return error == 0 ? MPUC_OK : fail(w, d->node, d->property, error);
}

/* The node's offset; what is missing of the path is made. */
static int make_node(void *blob, const char *path)
{
	int node = 0;

	while (*path != '\0') {
		size_t len;
		int child;

		path += *path == '/';
		len = strcspn(path, "/");
		if (len == 0)
			break;
		child = fdt_subnode_offset_namelen(blob, node, path, (int)len);
		if (child == -FDT_ERR_NOTFOUND)
			child = fdt_add_subnode_namelen(blob, node, path,
							(int)len);
		if (child < 0)
			return child;
		node = child;
		path += len;
	}
	return node;
}

static enum mpuc_status set(struct work *w, const struct change *c)
{
	int node = make_node(w->blob, c->node);
	int error = node < 0 ? node :
		    fdt_setprop(w->blob, node, c->property, c->data,
				(int)c->len);

	return error == 0 ? MPUC_OK : fail(w, c->node, c->property, error);
}

/* An overlay has one fragment for each node, in the order of the changes. */
static enum mpuc_status set_all(struct work *w)
{
	const change_list *sets = &w->edits->sets;

	for (size_t i = 0; i < sets->count; i++) {
		const char *node = sets->items[i].node;
		bool seen = false;

		for (size_t k = 0; k < i && !seen; k++)
			seen = strcmp(sets->items[k].node, node) == 0;
		for (size_t k = i; k < sets->count && !seen; k++) {
			if (strcmp(sets->items[k].node, node) == 0)
				TRY(set(w, &sets->items[k]));
		}
	}
	return MPUC_OK;
}

static enum mpuc_status change(struct load_session *s,
			       const struct load_edit *e,
			       struct doc **ret_doc)
{
	const struct doc nothing = {
		.nodes = { &(struct doc_node){ .first_child = DOC_NONE }, 1,
			   1 },
	};
	struct load_tree t = { .name = e->name };
	struct work w = { .s = s, .edits = e->edits };
	size_t room = room_of(e);
	int error;

	w.blob = arena_alloc(s->arena, room);
	TRY_PTR(w.blob);
	error = e->base == NULL ?
		fdt_create_empty_tree(w.blob, (int)room) :
		fdt_open_into(e->base->blob, w.blob, (int)room);
	if (error != 0)
		return fail(&w, "/", NULL, error);
	for (size_t i = 0; i < e->edits->drops.count; i++)
		TRY(drop(&w, &e->edits->drops.items[i]));
	TRY(set_all(&w));
	error = fdt_pack(w.blob);
	if (error != 0)
		return fail(&w, "/", NULL, error);
	t.blob.data = w.blob;
	t.blob.size = room;
	TRY(dtb_read(s, &t));
	t.doc->blob = t.blob.data;
	if (e->base != NULL)
		TRY(overlay_locate(s->arena, e->base, &nothing, t.doc));
	*ret_doc = t.doc;
	return MPUC_OK;
}

enum mpuc_status load_changed(struct arena *a, const struct load_edit *edit,
			      struct doc **ret_doc, const char **ret_error)
{
	struct load_session s = { .arena = a };
	enum mpuc_status st = change(&s, edit, ret_doc);

	if (st != MPUC_OK && s.error != NULL)
		*ret_error = s.error;
	return st;
}
