/* SPDX-License-Identifier: BSD-2-Clause */
#include "diag/baseline.h"

#include "base/map.h"
#include "base/try.h"

const char *baseline_key(struct arena *a, enum diag_code code,
			 const char *node, const char *property)
{
	return arena_printf(a, "%04u\n%s\n%s", (unsigned)code,
			    node != NULL ? node : "",
			    property != NULL ? property : "");
}

/* The map hands out const; the entries are ours. */
struct cell {
	struct baseline_entry *entry;
};

static enum mpuc_status index_entries(struct arena *a, struct baseline *b,
				      struct map *ret_map)
{
	for (size_t i = 0; i < b->entries.count; i++) {
		struct baseline_entry *e = &b->entries.items[i];
		const char *key = baseline_key(a, e->code, e->node,
					       e->property);
		struct cell *cell = arena_alloc(a, sizeof(*cell));

		TRY_PTR(key);
		TRY_PTR(cell);
		e->left = e->count;
		cell->entry = e;
		if (!map_put(a, ret_map, key, cell))
			return MPUC_E_NOMEM;
	}
	return MPUC_OK;
}

static enum mpuc_status tell_gone(struct arena *a, const struct baseline *b,
				  const struct baseline_entry *e,
				  struct sink *sink, const struct place *at)
{
	struct finding *f = sink_new(sink, CODE_BASELINE_GONE);

	f->at = *at;
	if (e->node != NULL)
		f->at.node = e->node;
	f->at.property = e->property;
	f->help = code_info(f->code)->fix;
	f->message = arena_printf(a, "%s has %s%s%s%s%s, which is not found "
		"any more", b->file, code_info(e->code)->id,
		e->node != NULL ? " at " : "", e->node != NULL ? e->node : "",
		e->property != NULL ? " " : "",
		e->property != NULL ? e->property : "");
	TRY_PTR(f->message);
	return MPUC_OK;
}

enum mpuc_status baseline_apply(struct arena *a, struct baseline *b,
				struct sink *sink, const struct place *at)
{
	struct map known = { .count = 0 };

	TRY(index_entries(a, b, &known));
	for (size_t i = 0; i < sink->findings.count; i++) {
		struct finding *f = &sink->findings.items[i];
		const char *key = baseline_key(a, f->code, f->at.node,
					       f->at.property);
		const struct cell *cell;

		TRY_PTR(key);
		cell = map_get(&known, key);
		if (cell == NULL || cell->entry->left == 0)
			continue;
		cell->entry->left--;
		if (f->by == BY_NOBODY) {
			f->by = BY_BASELINE;
			f->by_says = b->file;
		}
	}
	for (size_t i = 0; i < b->entries.count; i++) {
		if (b->entries.items[i].left > 0)
			TRY(tell_gone(a, b, &b->entries.items[i], sink, at));
	}
	return sink->status;
}
