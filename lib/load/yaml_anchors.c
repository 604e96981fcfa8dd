/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/yaml_anchors.h"

#include "base/try.h"

/* Deep as YAML_MAX_DEPTH, and as large as aliases may make a value. */
static void measure(const struct value *v, size_t *values, unsigned *height)
{
	unsigned most = 0;

	(*values)++;
	for (size_t i = 0; i < v->items.count; i++) {
		unsigned one;

		measure(&v->items.items[i], values, &one);
		if (one > most)
			most = one;
	}
	*height = most + 1;
}

enum mpuc_status yaml_anchor_put(struct arena *a, struct yaml_anchors *anchors,
				 const char *name, const struct value *v)
{
	struct yaml_anchor *anchor = arena_alloc(a, sizeof(*anchor));

	TRY_PTR(anchor);
	anchor->value = *v;
	measure(v, &anchor->values, &anchor->height);
	return map_put(a, &anchors->by_name, name, anchor) ? MPUC_OK :
	       MPUC_E_NOMEM;
}

const struct yaml_anchor *yaml_anchor_get(const struct yaml_anchors *anchors,
					  const char *name)
{
	return map_get(&anchors->by_name, name);
}

static enum mpuc_status merge_map(struct arena *a, struct value *map,
				  struct map *known, const struct value *from)
{
	for (size_t i = 0; i < from->items.count; i++) {
		const struct value *v = &from->items.items[i];
		struct value *slot;

		if (map_get(known, v->key) != NULL)
			continue;
		slot = VEC_PUSH(a, &map->items);
		TRY_PTR(slot);
		*slot = *v;
		if (!map_put(a, known, v->key, v))
			return MPUC_E_NOMEM;
	}
	return MPUC_OK;
}

enum mpuc_status yaml_merge(struct arena *a, struct value *map,
			    const struct value *from)
{
	struct map known = { .count = 0 };

	for (size_t i = 0; i < map->items.count; i++) {
		/* Borrowed for a test of presence only. */
		if (!map_put(a, &known, map->items.items[i].key, map))
			return MPUC_E_NOMEM;
	}
	if (from->kind == VALUE_MAP)
		return merge_map(a, map, &known, from);
	if (from->kind != VALUE_SEQ)
		return MPUC_E_SYNTAX;
	for (size_t i = 0; i < from->items.count; i++) {
		if (from->items.items[i].kind != VALUE_MAP)
			return MPUC_E_SYNTAX;
		TRY(merge_map(a, map, &known, &from->items.items[i]));
	}
	return MPUC_OK;
}
