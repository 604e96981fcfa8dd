/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/overlay_locs.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

#define TARGET_FIXUP ":target:0"

const char *overlay_string(const struct doc_prop *p, uint32_t *at)
{
	const char *string, *end;

	if (*at >= p->len)
		return NULL;
	string = (const char *)p->data + *at;
	end = memchr(string, '\0', p->len - *at);
	if (end == NULL)
		return NULL;
	*at += (uint32_t)(end - string) + 1;
	return string;
}

/* Is fixup "/fragment@0:target:0" about this fragment? */
static bool is_target_fixup(const char *fixup, const char *fragment)
{
	size_t len = strlen(fragment);

	return *fixup == '/' && strncmp(fixup + 1, fragment, len) == 0 &&
	       strcmp(fixup + 1 + len, TARGET_FIXUP) == 0;
}

/* The label whose phandle is to be written to the fragment's target. */
static const char *target_label(const struct doc *overlay, uint32_t fragment)
{
	const char *name = overlay->nodes.items[fragment].name;
	uint32_t fixups = doc_find(overlay, "/__fixups__");
	const struct doc_node *n;

	if (fixups == DOC_NONE)
		return NULL;
	n = &overlay->nodes.items[fixups];
	for (uint32_t i = n->prop; i < n->prop + n->prop_count; i++) {
		const struct doc_prop *p = &overlay->props.items[i];
		const char *fixup;
		uint32_t at = 0;

		while ((fixup = overlay_string(p, &at)) != NULL) {
			if (is_target_fixup(fixup, name))
				return p->name;
		}
	}
	return NULL;
}

static uint32_t find_label(const struct doc *base, const char *label)
{
	uint32_t symbols = doc_find(base, "/__symbols__");
	uint32_t prop;
	const char *path;

	if (symbols == DOC_NONE)
		return DOC_NONE;
	prop = doc_prop(base, symbols, label);
	path = prop == DOC_NONE ? NULL : doc_string(base, prop, 0);
	return path == NULL ? DOC_NONE : doc_find(base, path);
}

uint32_t overlay_target(const struct doc *base, const struct doc *overlay,
			uint32_t fragment)
{
	const char *label, *path;
	uint32_t phandle, prop;

	/* As for libfdt, the phandle 0 is none. */
	if (doc_u32(overlay, fragment, "target", &phandle) && phandle != 0) {
		label = target_label(overlay, fragment);
		return label != NULL ? find_label(base, label) :
			doc_by_phandle(base, phandle);
	}
	prop = doc_prop(overlay, fragment, "target-path");
	path = prop == DOC_NONE ? NULL : doc_string(overlay, prop, 0);
	return path == NULL ? DOC_NONE : doc_find(base, path);
}

/* Exactly this name: look-ups would also take "a@1" for "a". */
static uint32_t find_exact(const struct doc *d, uint32_t parent,
			   const char *name)
{
	uint32_t child = doc_child(d, parent, name, strlen(name));

	if (child == DOC_NONE || strcmp(d->nodes.items[child].name, name) != 0)
		return DOC_NONE;
	return child;
}

/*
 * map[i]: the node of merged that node i of from was copied to.  libfdt
 * adds new nodes before old ones, so the order may differ.
 */
static void map_children(const struct doc *from, const struct doc *merged,
			 uint32_t first, uint32_t last, uint32_t *map)
{
	for (uint32_t i = first; i <= last; i++) {
		const struct doc_node *n = &from->nodes.items[i];

		map[i] = map[n->parent] == DOC_NONE ? DOC_NONE :
			find_exact(merged, map[n->parent], n->name);
	}
}

/* The last node below top, which is top itself when it has none. */
static uint32_t last_below(const struct doc *d, uint32_t top)
{
	uint32_t i = top + 1;

	while (i < d->nodes.count &&
	       d->nodes.items[i].depth > d->nodes.items[top].depth)
		i++;
	return i - 1;
}

static void copy_base(const struct doc *base, struct doc *merged,
		      const uint32_t *map)
{
	for (uint32_t i = 0; i < base->nodes.count; i++) {
		const struct doc_node *from = &base->nodes.items[i];
		struct doc_node *to;

		if (map[i] == DOC_NONE)
			continue;
		to = &merged->nodes.items[map[i]];
		to->pos = from->pos;
		to->pos_count = from->pos_count;
		for (uint32_t j = 0; j < from->prop_count; j++) {
			const struct doc_prop *p =
				&base->props.items[from->prop + j];
			uint32_t q = doc_prop(merged, map[i], p->name);

			if (q == DOC_NONE || p->pos_count == 0)
				continue;
			merged->props.items[q].pos = p->pos;
			merged->props.items[q].pos_count = p->pos_count;
		}
	}
}

/* Add count positions of from, from at on, at the end of d's. */
static enum mpuc_status append(struct arena *a, struct doc *d,
			       const struct doc *from, uint32_t at,
			       uint32_t count)
{
	for (uint32_t i = at; i < at + count; i++) {
		struct srcpos pos = from->positions.items[i];
		struct srcpos *slot = VEC_PUSH(a, &d->positions);

		TRY_PTR(slot);
		*slot = pos;
	}
	return MPUC_OK;
}

static enum mpuc_status add_node(struct arena *a, const struct doc *overlay,
				 const struct doc_node *from,
				 struct doc *merged, struct doc_node *to)
{
	uint32_t first = (uint32_t)merged->positions.count;

	if (from->pos_count == 0)
		return MPUC_OK;
	TRY(append(a, merged, merged, to->pos, to->pos_count));
	TRY(append(a, merged, overlay, from->pos, from->pos_count));
	to->pos = first;
	to->pos_count += from->pos_count;
	return MPUC_OK;
}

static enum mpuc_status add_props(struct arena *a, const struct doc *overlay,
				  const struct doc_node *from,
				  struct doc *merged, uint32_t node)
{
	for (uint32_t i = from->prop; i < from->prop + from->prop_count; i++) {
		const struct doc_prop *p = &overlay->props.items[i];
		uint32_t q = doc_prop(merged, node, p->name);
		struct doc_prop *to;

		if (q == DOC_NONE)
			continue;
		/* The base's position is wrong now, even without another. */
		to = &merged->props.items[q];
		to->pos = (uint32_t)merged->positions.count;
		to->pos_count = p->pos_count;
		TRY(append(a, merged, overlay, p->pos, p->pos_count));
	}
	return MPUC_OK;
}

/* map[content], the node __overlay__, is already known. */
static enum mpuc_status add_fragment(struct arena *a,
				     const struct doc *overlay,
				     uint32_t content, struct doc *merged,
				     uint32_t *map)
{
	uint32_t last = last_below(overlay, content);

	map_children(overlay, merged, content + 1, last, map);
	for (uint32_t i = content; i <= last; i++) {
		const struct doc_node *from = &overlay->nodes.items[i];

		if (map[i] == DOC_NONE)
			continue;
		TRY(add_node(a, overlay, from, merged,
			     &merged->nodes.items[map[i]]));
		TRY(add_props(a, overlay, from, merged, map[i]));
	}
	return MPUC_OK;
}

enum mpuc_status overlay_locate(struct arena *a, const struct doc *base,
				const struct doc *overlay,
				struct doc *merged)
{
	uint32_t *base_map = arena_array(a, base->nodes.count,
					 sizeof(*base_map));
	uint32_t *map = arena_array(a, overlay->nodes.count, sizeof(*map));
	uint32_t i = overlay->nodes.items[0].first_child;

	TRY_PTR(base_map);
	TRY_PTR(map);
	merged->located = base->located;
	/* Room at the end is taken over; base is not added to again. */
	memcpy(&merged->positions, &base->positions, sizeof(base->positions));
	base_map[0] = 0;
	if (base->nodes.count > 1)
		map_children(base, merged, 1, (uint32_t)base->nodes.count - 1,
			     base_map);
	copy_base(base, merged, base_map);
	for (; i != DOC_NONE; i = overlay->nodes.items[i].next) {
		uint32_t content = find_exact(overlay, i, "__overlay__");
		uint32_t target = overlay_target(base, overlay, i);

		if (content == DOC_NONE || target == DOC_NONE)
			continue;
		map[content] = base_map[target];
		TRY(add_fragment(a, overlay, content, merged, map));
	}
	return MPUC_OK;
}
