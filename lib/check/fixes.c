/* SPDX-License-Identifier: BSD-2-Clause */
/* Mechanical changes that a finding carries. */
#include "check/rules.h"

#include <string.h>

#include "model/sections.h"

/* NULL when memory ran out, or for a tree that no overlay reaches. */
static struct change *change_of(struct reporter *r, struct finding *f,
				struct doc_ref node, const char *name)
{
	const char *path;
	struct change *c;

	if (node.doc != r->s->doc)
		return NULL;
	path = doc_path(node.doc, r->a, node.node);
	c = path == NULL ? NULL :
	    change_set(r->a, &f->fix.changes, path, name);
	if (c == NULL)
		r->sink->status = MPUC_E_NOMEM;
	return c;
}

static void latch(struct reporter *r, enum mpuc_status st)
{
	if (st != MPUC_OK)
		r->sink->status = st;
}

/* What the property says already is no change. */
static bool is_said(struct doc_ref node, const char *name,
		    const uint32_t *cells, uint32_t count)
{
	uint32_t at = doc_prop(node.doc, node.node, name);
	const struct doc_prop *p;

	if (at == DOC_NONE || count == 0)
		return false;
	p = &node.doc->props.items[at];
	if (p->len != 4 * count)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		if (doc_cells(p, 4 * i, 1) != cells[i])
			return false;
	}
	return true;
}

void fix_cells(struct reporter *r, struct finding *f, struct doc_ref node,
	       const char *name, const uint32_t *cells, uint32_t count)
{
	struct change *c;

	if (is_said(node, name, cells, count))
		return;
	c = change_of(r, f, node, name);
	if (c != NULL)
		latch(r, change_cells(r->a, c, cells, count));
}

void fix_string(struct reporter *r, struct finding *f, struct doc_ref node,
		const char *name, const char *text)
{
	struct change *c = change_of(r, f, node, name);

	if (c != NULL && text != NULL)
		latch(r, change_string(r->a, c, text));
}

/* Strings that dtc would take as such: printable, each of them ended. */
static bool is_strings(const struct doc_prop *p)
{
	for (uint32_t i = 0; i < p->len; i++) {
		bool first = i == 0 || p->data[i - 1] == '\0';

		if (p->data[i] == '\0' ? first :
		    p->data[i] < 0x20 || p->data[i] > 0x7e)
			return false;
	}
	return p->len > 0 && p->data[p->len - 1] == '\0';
}

void fix_copy(struct reporter *r, struct finding *f, struct doc_ref node,
	      const char *name, const struct doc_prop *from)
{
	bool strings = is_strings(from);
	struct change *c;

	if (!strings && from->len % 4 != 0)
		return;
	c = change_of(r, f, node, name);
	if (c == NULL)
		return;
	c->form = from->len == 0 ? CHANGE_EMPTY :
		  strings ? CHANGE_STRINGS : CHANGE_CELLS;
	c->data = from->data;
	c->len = from->len;
}

void fix_list(struct reporter *r, struct finding *f, const struct tuples *t,
	      const struct span *spans, uint32_t count)
{
	uint32_t cells[4 * FIX_LIST_MAX], used = 0;

	if (count > FIX_LIST_MAX || t->bad_cells || t->kind == OBJ_SHM ||
	    t->kind == OBJ_PASSTHROUGH)
		return;
	for (uint32_t i = 0; i < count; i++) {
		if (!change_put(cells, &used, spans[i].base, t->acells) ||
		    !change_put(cells, &used, spans[i].size, t->scells))
			return;
	}
	fix_cells(r, f, t->ref, t->ref.doc->props.items[t->ref.prop].name,
		  cells, used);
}

/* The list that an object stands in, by its place among all objects. */
static const struct tuples *list_of(const struct system *s,
				    const struct object *o)
{
	size_t index = (size_t)(o - s->objects.items);
	size_t lo = 0, hi = s->tuples.count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->tuples.items[mid].first <= index)
			lo = mid + 1;
		else
			hi = mid;
	}
	/* Lists without an entry begin where the next one does. */
	while (lo > 0 && s->tuples.items[lo - 1].count == 0)
		lo--;
	if (lo == 0 || index - s->tuples.items[lo - 1].first >=
	    s->tuples.items[lo - 1].count)
		return NULL;
	return &s->tuples.items[lo - 1];
}

static bool spans_of(const struct system *s, const struct tuples *t,
		     struct span spans[FIX_LIST_MAX])
{
	if (t->count > FIX_LIST_MAX)
		return false;
	for (uint32_t i = 0; i < t->count; i++)
		spans[i] = s->objects.items[t->first + i].span;
	return true;
}

void fix_trailing(struct reporter *r, struct finding *f,
		  const struct tuples *t)
{
	struct span spans[FIX_LIST_MAX];

	if (spans_of(r->s, t, spans))
		fix_list(r, f, t, spans, t->count);
}

void fix_entry(struct reporter *r, struct finding *f, const struct object *o,
	       struct range range)
{
	const struct tuples *t = list_of(r->s, o);
	struct span spans[FIX_LIST_MAX];

	if (t == NULL || !spans_of(r->s, t, spans))
		return;
	spans[o->index].base = range.base;
	spans[o->index].size = range_size(range);
	fix_list(r, f, t, spans, t->count);
}

/* Cells of a section's list; those that say nothing sane become 2. */
static void section_cells(struct reporter *r, struct finding *f,
			  uint32_t cells[2])
{
	static const char *const names[] = {
		"#mpu,address-cells", "#mpu,size-cells",
	};
	const struct doc *d = r->s->doc;

	cells[0] = d->nodes.items[0].acells;
	cells[1] = d->nodes.items[0].scells;
	for (int i = 0; i < 2 && r->s->target->traits.mpu_cells; i++) {
		if (doc_u32(d, r->s->chosen.node, names[i], &cells[i]) &&
		    (cells[i] == 1 || cells[i] == 2))
			continue;
		cells[i] = 2;
		fix_cells(r, f, r->s->chosen, names[i], &cells[i], 1);
	}
}

static void put_section(struct reporter *r, struct finding *f,
			uint32_t section, const range_list *banks)
{
	const char *name = r->s->target->sections[section].property;
	uint32_t values[4 * FIX_LIST_MAX], used = 0, cells[2];

	if (banks->count == 0 || banks->count > FIX_LIST_MAX)
		return;
	section_cells(r, f, cells);
	for (size_t i = 0; i < banks->count; i++) {
		if (change_put(values, &used, banks->items[i].base,
			       cells[0]) &&
		    change_put(values, &used, range_size(banks->items[i]),
			       cells[1]))
			continue;
		f->fix.changes.count = 0;
		return;
	}
	fix_cells(r, f, r->s->chosen, name, values, used);
}

void fix_section(struct reporter *r, struct finding *f, uint32_t section)
{
	const struct section_ask ask = { .s = r->s, .section = section };
	range_list banks = { NULL, 0, 0 };
	uint32_t foreign;
	enum mpuc_status st = section_compute(r->a, &ask, &banks, &foreign);

	if (st == MPUC_OK)
		put_section(r, f, section, &banks);
	else if (st != MPUC_E_INFEASIBLE)
		latch(r, st);
}

void fix_extend(struct reporter *r, struct finding *f, uint32_t section,
		struct range range)
{
	range_list banks = { NULL, 0, 0 };
	enum mpuc_status st = section_extend(r->a, r->s, section, range,
					     &banks);

	if (st == MPUC_OK)
		put_section(r, f, section, &banks);
	else if (st != MPUC_E_INFEASIBLE)
		latch(r, st);
}
