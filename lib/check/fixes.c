/* SPDX-License-Identifier: BSD-2-Clause */
/* Mechanical changes that a finding carries. */
#include "check/rules.h"

#include <string.h>

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

void fix_cells(struct reporter *r, struct finding *f, struct doc_ref node,
	       const char *name, const uint32_t *cells, uint32_t count)
{
	struct change *c = change_of(r, f, node, name);

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
