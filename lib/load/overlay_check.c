/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libfdt follows the offsets in __fixups__ and __local_fixups__ without
 * asking whether they lie in the property, and reports most failures as
 * "not found".  So an overlay is checked against its base before.
 */
#include "load/overlay_check.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"
#include "load/overlay_locs.h"

#define CELL 4
/* libfdt walks overlays by recursion. */
#define DEPTH_MAX 256

static uint32_t first_cell(const struct doc *d, uint32_t prop)
{
	const struct doc_prop *p = &d->props.items[prop];

	return p->len == 4 ? num_be32(p->data) : 0;
}

static bool has_child(const struct doc *d, uint32_t node, const char *name)
{
	return doc_child(d, node, name, strlen(name)) != DOC_NONE;
}

/* As libfdt: the first child of that name, with or without an address. */
static uint32_t find_child(const struct doc *d, uint32_t parent,
			   const char *name, size_t len)
{
	uint32_t i = d->nodes.items[parent].first_child;

	for (; i != DOC_NONE; i = d->nodes.items[i].next) {
		const char *own = d->nodes.items[i].name;

		if (strncmp(own, name, len) == 0 && (own[len] == '\0' ||
		    (own[len] == '@' && memchr(name, '@', len) == NULL)))
			return i;
	}
	return DOC_NONE;
}

/*
 * Child of parent that a fixup may change: not the fixups themselves, which
 * would undo this check.
 */
static uint32_t find_fixed(const struct doc *d, uint32_t parent,
			   const char *name, size_t len)
{
	if (parent == 0 && len >= 2 && memcmp(name, "__", 2) == 0)
		return DOC_NONE;
	return find_child(d, parent, name, len);
}

static uint32_t find_prop(const struct doc *d, uint32_t node,
			  const char *name, size_t len)
{
	const struct doc_node *n = &d->nodes.items[node];

	for (uint32_t i = n->prop; i < n->prop + n->prop_count; i++) {
		const char *own = d->props.items[i].name;

		if (strncmp(own, name, len) == 0 && own[len] == '\0')
			return i;
	}
	return DOC_NONE;
}

static bool holds_cell(const struct doc *d, uint32_t prop, uint64_t at)
{
	uint32_t len = prop == DOC_NONE ? 0 : d->props.items[prop].len;

	return len >= CELL && at <= len - CELL;
}

/* "/path/of/node:property:offset" of a property that has a cell there. */
static bool is_good_fixup(const struct doc *d, const char *fixup)
{
	const char *path = fixup, *colon = strchr(fixup, ':'), *end;
	uint32_t node = 0;
	uint64_t at;

	end = colon == NULL ? NULL : strchr(colon + 1, ':');
	if (end == NULL || *path != '/' ||
	    !num_parse(end + 1, strlen(end + 1), &at))
		return false;
	while (path < colon && node != DOC_NONE) {
		size_t len;

		if (*path == '/') {
			path++;
			continue;
		}
		len = strcspn(path, "/:");
		node = find_fixed(d, node, path, len);
		path += len;
	}
	return node != DOC_NONE &&
	       holds_cell(d, find_prop(d, node, colon + 1,
				       (size_t)(end - colon) - 1), at);
}

static enum mpuc_status fail_fixups(struct load_session *s,
				    const struct load_tree *overlay,
				    const char *node, const char *prop)
{
	return load_fail(s, MPUC_E_SYNTAX, "%s: /%s: '%s' does not say where "
			 "in this overlay a phandle is", overlay->name, node,
			 prop);
}

/* Labels that the overlay uses must be known in the base. */
static enum mpuc_status check_label(struct load_session *s,
				    const struct load_tree *base,
				    const struct load_tree *overlay,
				    const struct doc_prop *p)
{
	const struct doc *d = overlay->doc;
	uint32_t symbols = doc_find(base->doc, "/__symbols__");
	uint32_t at = 0;
	const char *fixup;

	if (symbols == DOC_NONE)
		return load_fail(s, MPUC_E_SYNTAX, "%s: refers to label "
				 "'%s', but %s was compiled without labels; "
				 "compile it with dtc -@", overlay->name,
				 p->name, base->name);
	if (doc_prop(base->doc, symbols, p->name) == DOC_NONE)
		return load_fail(s, MPUC_E_SYNTAX, "%s: refers to label "
				 "'%s', which %s has not", overlay->name,
				 p->name, base->name);
	do {
		fixup = overlay_string(p, &at);
		if (fixup == NULL || !is_good_fixup(d, fixup))
			return fail_fixups(s, overlay, "__fixups__", p->name);
	} while (at < p->len);
	return MPUC_OK;
}

static enum mpuc_status check_labels(struct load_session *s,
				     const struct load_tree *base,
				     const struct load_tree *overlay)
{
	static const char name[] = "__fixups__";
	const struct doc *d = overlay->doc;
	uint32_t fixups = find_child(d, 0, name, strlen(name));
	const struct doc_node *n;

	if (fixups == DOC_NONE)
		return MPUC_OK;
	n = &d->nodes.items[fixups];
	for (uint32_t i = n->prop; i < n->prop + n->prop_count; i++)
		TRY(check_label(s, base, overlay, &d->props.items[i]));
	return MPUC_OK;
}

/* Every cell of a local fixup is an offset in the property it is about. */
static bool is_good_local(const struct doc *d, const struct doc_prop *p,
			  uint32_t node)
{
	uint32_t prop = doc_prop(d, node, p->name);

	/* libfdt changes phandles wherever they are. */
	if (p->len % CELL != 0 || strcmp(p->name, "phandle") == 0 ||
	    strcmp(p->name, "linux,phandle") == 0 || prop == DOC_NONE)
		return false;
	for (uint32_t at = 0; at < p->len; at += CELL) {
		if (!holds_cell(d, prop, num_be32(p->data + at)))
			return false;
	}
	return true;
}

/* Below __local_fixups__ the overlay's nodes are repeated. */
static enum mpuc_status check_local(struct load_session *s,
				    const struct load_tree *overlay)
{
	static const char name[] = "__local_fixups__";
	const struct doc *d = overlay->doc;
	uint32_t top = find_child(d, 0, name, strlen(name));
	uint32_t *map = arena_array(s->arena, d->nodes.count, sizeof(*map));

	TRY_PTR(map);
	for (uint32_t i = top; i < d->nodes.count &&
	     (i == top || d->nodes.items[i].depth > 1); i++) {
		const struct doc_node *n = &d->nodes.items[i];

		map[i] = i == top ? 0 : find_fixed(d, map[n->parent], n->name,
						   strlen(n->name));
		if (map[i] == DOC_NONE)
			return fail_fixups(s, overlay, name, n->name);
		for (uint32_t j = n->prop; j < n->prop + n->prop_count; j++) {
			const struct doc_prop *p = &d->props.items[j];

			if (!is_good_local(d, p, map[i]))
				return fail_fixups(s, overlay, name, p->name);
		}
	}
	return MPUC_OK;
}

static enum mpuc_status check_target(struct load_session *s,
				     const struct load_tree *base,
				     const struct load_tree *overlay,
				     uint32_t fragment)
{
	const struct doc *d = overlay->doc;
	const char *name = d->nodes.items[fragment].name, *path;
	uint32_t target;

	if (overlay_target(base->doc, d, fragment) != DOC_NONE)
		return MPUC_OK;
	target = doc_prop(d, fragment, "target");
	if (target != DOC_NONE)
		return load_fail(s, MPUC_E_SYNTAX, "%s: /%s: %s has no node "
				 "with the target's phandle 0x%x",
				 overlay->name, name, base->name,
				 first_cell(d, target));
	target = doc_prop(d, fragment, "target-path");
	path = target == DOC_NONE ? NULL : doc_string(d, target, 0);
	if (path == NULL)
		return load_fail(s, MPUC_E_SYNTAX,
				 "%s: /%s: neither target nor target-path",
				 overlay->name, name);
	return load_fail(s, MPUC_E_SYNTAX,
			 "%s: /%s: %s has no node %s, its target-path",
			 overlay->name, name, base->name, path);
}

enum mpuc_status overlay_check(struct load_session *s,
			       const struct load_tree *base,
			       const struct load_tree *overlay)
{
	const struct doc *d = overlay->doc;
	uint32_t i = d->nodes.items[0].first_child;
	bool any = false;

	if (d->max_depth > DEPTH_MAX)
		return load_fail(s, MPUC_E_LIMIT, "%s: nodes nested deeper "
				 "than %d in an overlay", overlay->name,
				 DEPTH_MAX);
	TRY(check_labels(s, base, overlay));
	TRY(check_local(s, overlay));
	for (; i != DOC_NONE; i = d->nodes.items[i].next) {
		if (!has_child(d, i, "__overlay__"))
			continue;
		any = true;
		TRY(check_target(s, base, overlay, i));
	}
	if (!any)
		return load_fail(s, MPUC_E_SYNTAX, "%s: not an overlay: no "
				 "node has an __overlay__", overlay->name);
	return MPUC_OK;
}
