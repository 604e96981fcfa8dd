/* SPDX-License-Identifier: BSD-2-Clause */
#include "schema/shipped.h"

static const char *string_at(uint32_t at)
{
	return at == 0 ? NULL : schema_strings + at;
}

static struct srcpos pos_of(const struct shipped_value *s,
			    const shipped_pos pos)
{
	struct srcpos p = { .file = NULL };

	if (pos[0] == 0)
		return p;
	p.file = string_at(s->file);
	p.line = pos[0];
	p.col = pos[1];
	p.end_line = pos[2];
	p.end_col = pos[3];
	return p;
}

static void unpack(const struct shipped_value *s, struct value *all,
		   struct value *v)
{
	v->kind = (enum value_kind)s->kind;
	v->quoted = s->quoted;
	v->key = string_at(s->key);
	v->text = string_at(s->text);
	v->pos = pos_of(s, s->pos);
	v->key_pos = pos_of(s, s->key_pos);
	if (s->count > 0) {
		v->items.items = &all[s->first];
		v->items.count = v->items.cap = s->count;
	}
}

const struct value **schema_shipped(struct arena *a)
{
	struct value *all = arena_array(a, schema_value_count, sizeof(*all));
	const struct value **roots = arena_array(a, schema_root_count,
						 sizeof(*roots));

	if (all == NULL || roots == NULL)
		return NULL;
	for (size_t i = 0; i < schema_value_count; i++)
		unpack(&schema_values[i], all, &all[i]);
	for (size_t i = 0; i < schema_root_count; i++)
		roots[i] = &all[i];
	return roots;
}
