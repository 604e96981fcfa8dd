/* SPDX-License-Identifier: BSD-2-Clause */
/* A blob gets the lines of the source that it was compiled from. */
#include <string.h>

#include "base/try.h"
#include "load/load.h"

/* Where two trees first differ: a node, and a property or NULL. */
struct walk {
	const struct doc *blob, *source;
	uint32_t node;		/* of the blob, or of the source */
	const struct doc *in;
	const char *property;
};

/* Labels are in a blob or not, as it was compiled. */
static bool is_label_node(const struct doc *d, uint32_t node)
{
	const char *name = d->nodes.items[node].name;

	return d->nodes.items[node].depth == 1 &&
	       (strcmp(name, "__symbols__") == 0 ||
		strcmp(name, "__fixups__") == 0 ||
		strcmp(name, "__local_fixups__") == 0);
}

/* The next node behind at that is none of these. */
static uint32_t next_node(const struct doc *d, uint32_t at)
{
	while (at < d->nodes.count && is_label_node(d, at)) {
		at++;
		while (at < d->nodes.count && d->nodes.items[at].depth > 1)
			at++;
	}
	return at;
}

static bool is_phandle(const struct doc_prop *p)
{
	return strcmp(p->name, "phandle") == 0 ||
	       strcmp(p->name, "linux,phandle") == 0;
}

static bool same_prop(const struct doc_prop *a, const struct doc_prop *b)
{
	return strcmp(a->name, b->name) == 0 && a->len == b->len &&
	       (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

static bool differ(struct walk *w, const struct doc *in, uint32_t node,
		   const char *property)
{
	w->in = in;
	w->node = node;
	w->property = property;
	return false;
}

/* A labelled node has a phandle or not, as above. */
static bool same_props(struct walk *w, uint32_t x, uint32_t y)
{
	const struct doc_node *a = &w->blob->nodes.items[x];
	const struct doc_node *b = &w->source->nodes.items[y];
	const struct doc_prop *p = w->blob->props.items + a->prop;
	const struct doc_prop *q = w->source->props.items + b->prop;
	const struct doc_prop *p_end = p + a->prop_count;
	const struct doc_prop *q_end = q + b->prop_count;

	while (p < p_end || q < q_end) {
		if (p < p_end && q < q_end && same_prop(p, q)) {
			p++;
			q++;
		} else if (p < p_end && is_phandle(p)) {
			p++;
		} else if (q < q_end && is_phandle(q)) {
			q++;
		} else {
			return differ(w, w->blob, x, p < p_end ? p->name :
				      q->name);
		}
	}
	return true;
}

static bool same_reserves(const struct doc *a, const struct doc *b)
{
	if (a->reserves.count != b->reserves.count)
		return false;
	for (size_t i = 0; i < a->reserves.count; i++) {
		if (a->reserves.items[i].base != b->reserves.items[i].base ||
		    a->reserves.items[i].size != b->reserves.items[i].size)
			return false;
	}
	return true;
}

static bool same_tree(struct walk *w)
{
	const struct doc *a = w->blob, *b = w->source;
	uint32_t x = 0, y = 0;

	if (!same_reserves(a, b))
		return differ(w, a, 0, "/memreserve/");
	for (;;) {
		x = next_node(a, x);
		y = next_node(b, y);
		if (x >= a->nodes.count && y >= b->nodes.count)
			return true;
		if (x >= a->nodes.count)
			return differ(w, b, y, NULL);
		if (y >= b->nodes.count ||
		    a->nodes.items[x].depth != b->nodes.items[y].depth ||
		    strcmp(a->nodes.items[x].name,
			   b->nodes.items[y].name) != 0)
			return differ(w, a, x, NULL);
		if (!same_props(w, x, y))
			return false;
		x++;
		y++;
	}
}

enum mpuc_status load_source(struct arena *a, const struct load_opts *opts,
			     const char *const *files, size_t count,
			     struct doc **doc, const char **ret_other,
			     const char **ret_error)
{
	const char **own = arena_array(a, count, sizeof(*own));
	struct walk w = { .blob = *doc };
	struct doc *source;

	TRY_PTR(own);
	memcpy(own, files, count * sizeof(*own));
	own[0] = opts->source;
	TRY(load_tree(a, opts, own, count, &source, ret_error));
	w.source = source;
	*ret_other = NULL;
	if (!same_tree(&w)) {
		const char *path = doc_path(w.in, a, w.node);

		TRY_PTR(path);
		*ret_other = w.property == NULL ? path :
			     arena_printf(a, "%s: %s", path, w.property);
		TRY_PTR(*ret_other);
		return MPUC_OK;
	}
	/* Equal trees: only the lines are of the source. */
	source->input = w.blob->input;
	source->blob = w.blob->blob;
	source->total_size = w.blob->total_size;
	*doc = source;
	return MPUC_OK;
}
