/* SPDX-License-Identifier: BSD-2-Clause */
/* Domains, their boot modules, shared memory and virtual UARTs. */
#include "edit/edit.h"

#include <string.h>

#include "base/try.h"

#define CHOSEN "/chosen/"

/* What dtc takes for a node's name. */
static bool is_node_name(const char *s)
{
	static const char also[] = ",._+-";

	for (const char *c = s; *c != '\0'; c++) {
		bool alnum = (*c >= 'a' && *c <= 'z') ||
			     (*c >= 'A' && *c <= 'Z') ||
			     (*c >= '0' && *c <= '9');

		if (!alnum && strchr(also, *c) == NULL)
			return false;
	}
	return strlen(s) <= 31;
}

enum mpuc_status edit_new_domain(struct edit_scope *e,
				 const char **ret_path)
{
	const char *name = e->c->args[0].text;

	if (!is_node_name(name))
		return edit_refuse(e, 0, "'%s' can't be a node's name", name);
	*ret_path = arena_printf(e->a, CHOSEN "%s", name);
	TRY_PTR(*ret_path);
	if (edit_find_domain(e->s, name) != SYS_NONE)
		return edit_refuse(e, 0, "there is a domain '%s' already",
				   name);
	if (doc_find(e->s->doc, *ret_path) != DOC_NONE)
		return edit_refuse(e, 0, "the tree still has a node %s; "
			"undo what dropped it, or take another name",
			*ret_path);
	return MPUC_OK;
}

enum mpuc_status edit_add_domain(struct edit_scope *e)
{
	static const uint32_t one = 1, two = 2;
	const struct doc_node *chosen =
		&e->s->doc->nodes.items[e->s->chosen.node];
	struct edit_tuples t = {
		.property = "xen,static-mem", .count = 1,
		.acells = chosen->acells, .scells = chosen->scells,
	};
	struct span span;

	TRY(edit_new_domain(e, &t.node));
	TRY(edit_span(e, 1, &span));
	t.spans = &span;
	TRY(edit_set_strings(e, t.node, "compatible", "xen,domain", 11));
	TRY(edit_set_cells(e, t.node, "#address-cells", &two, 1));
	TRY(edit_set_cells(e, t.node, "#size-cells", &two, 1));
	TRY(edit_set_cells(e, t.node, "cpus", &one, 1));
	TRY(edit_set_memory(e, t.node, span.size));
	if (e->s->target->traits.direct_map_required)
		TRY(edit_set_cells(e, t.node, "direct-map", NULL, 0));
	e->note = "it has no kernel yet: add module NAME kernel BASE SIZE";
	return edit_tuples(e, 1, &t);
}

/* An overlay can't take a node away, but it can make it mean nothing. */
static enum mpuc_status disown(struct edit_scope *e, uint32_t node)
{
	const char *path = doc_path(e->s->doc, e->a, node);

	TRY_PTR(path);
	return edit_set_strings(e, path, "compatible", EDIT_GONE,
				sizeof(EDIT_GONE));
}

enum mpuc_status edit_drop_domain(struct edit_scope *e)
{
	const struct doc *d = e->s->doc;
	uint32_t domain, node;

	TRY(edit_domain(e, 0, &domain));
	node = e->s->domains.items[domain].node.node;
	TRY(disown(e, node));
	for (uint32_t n = d->nodes.items[node].first_child; n != DOC_NONE;
	     n = d->nodes.items[n].next) {
		if (doc_prop(d, n, "compatible") != DOC_NONE)
			TRY(disown(e, n));
	}
	return MPUC_OK;
}

enum mpuc_status edit_vpl011(struct edit_scope *e)
{
	bool add = e->c->rule->verb == EDIT_ADD_VPL011;
	const struct domain *d;
	const char *path;
	uint32_t domain;

	TRY(edit_domain(e, 0, &domain));
	d = &e->s->domains.items[domain];
	path = edit_path(e, d->node);
	TRY_PTR(path);
	if (d->vpl011 == add)
		return edit_refuse(e, 0, "%s has %s vpl011", d->name,
				   add ? "a" : "no");
	return add ? edit_set_cells(e, path, "vpl011", NULL, 0) :
	       edit_drop(e->a, e->ops, path, "vpl011");
}

static uint32_t module_of(const struct domain *d, const char *kind)
{
	return strcmp(kind, "kernel") == 0 ? d->kernel :
	       strcmp(kind, "ramdisk") == 0 ? d->ramdisk : d->dtb;
}

static enum mpuc_status add_module(struct edit_scope *e,
				   const struct domain *d)
{
	const char *kind = e->c->args[1].text, *parent, *list;
	const struct doc_node *node = &e->s->doc->nodes.items[d->node.node];
	struct edit_tuples t = {
		.property = "reg", .count = 1,
		.acells = node->acells, .scells = node->scells,
	};
	struct span span;

	TRY(edit_span(e, 2, &span));
	t.spans = &span;
	parent = edit_path(e, d->node);
	TRY_PTR(parent);
	t.node = arena_printf(e->a, "%s/module@%llx", parent,
			      (unsigned long long)span.base);
	TRY_PTR(t.node);
	if (doc_find(e->s->doc, t.node) != DOC_NONE)
		return edit_refuse(e, 2, "the tree still has a node %s",
				   t.node);
	if (strcmp(kind, "dtb") == 0)
		kind = "device-tree";
	list = arena_printf(e->a, "multiboot,%s%cmultiboot,module", kind,
			    '\0');
	TRY_PTR(list);
	TRY(edit_set_strings(e, t.node, "compatible", list,
			     strlen(kind) + 28));
	return edit_tuples(e, 2, &t);
}

enum mpuc_status edit_module(struct edit_scope *e)
{
	const char *kind = e->c->args[1].text;
	const struct domain *d;
	uint32_t domain, module;

	TRY(edit_domain(e, 0, &domain));
	d = &e->s->domains.items[domain];
	module = module_of(d, kind);
	if (e->c->rule->verb == EDIT_ADD_MODULE)
		return module == SYS_NONE ? add_module(e, d) :
		       edit_refuse(e, 1, "%s has a %s already", d->name,
				   kind);
	if (module == SYS_NONE)
		return edit_refuse(e, 1, "%s has no %s", d->name, kind);
	return disown(e, e->s->modules.items[module].node.node);
}

/* ------------------------------------------------------- shared memory */

static enum mpuc_status share(struct edit_scope *e, uint32_t arg,
			      struct span span)
{
	const char *id = e->c->args[0].text, *parent, *role;
	const struct doc_node *node;
	uint32_t cells[6];
	uint32_t domain, used = 0;
	const char *path;

	TRY(edit_domain(e, arg, &domain));
	parent = edit_path(e, e->s->domains.items[domain].node);
	TRY_PTR(parent);
	path = arena_printf(e->a, "%s/shm@%llx", parent,
			    (unsigned long long)span.base);
	TRY_PTR(path);
	if (doc_find(e->s->doc, path) != DOC_NONE)
		return edit_refuse(e, arg, "the tree still has a node %s",
				   path);
	node = &e->s->doc->nodes.items[
		e->s->domains.items[domain].node.node];
	if (!change_put(cells, &used, span.base, node->acells) ||
	    !change_put(cells, &used, span.base, node->acells) ||
	    !change_put(cells, &used, span.size, node->scells))
		return edit_refuse(e, 1, "%s has %u and %u cells, into "
			"which this does not fit", parent, node->acells,
			node->scells);
	role = arg == 3 ? "owner" : "borrower";
	TRY(edit_set_strings(e, path, "compatible",
			     "xen,domain-shared-memory-v1", 28));
	TRY(edit_set_strings(e, path, "role", role, strlen(role) + 1));
	TRY(edit_set_strings(e, path, "xen,shm-id", id, strlen(id) + 1));
	return edit_set_cells(e, path, "xen,shared-mem", cells, used);
}

enum mpuc_status edit_shm(struct edit_scope *e)
{
	const char *id = e->c->args[0].text;
	struct span span;
	bool found = false;

	for (size_t i = 0; i < e->s->shms.count; i++) {
		const struct shm *m = &e->s->shms.items[i];

		if (m->id == NULL || strcmp(m->id, id) != 0)
			continue;
		found = true;
		if (e->c->rule->verb == EDIT_DROP_SHM)
			TRY(disown(e, m->node.node));
	}
	if (e->c->rule->verb == EDIT_DROP_SHM)
		return found ? MPUC_OK : edit_refuse(e, 0,
			"there is no shared memory '%s'", id);
	if (found)
		return edit_refuse(e, 0, "there is shared memory '%s' "
				   "already", id);
	TRY(edit_span(e, 1, &span));
	for (uint32_t i = 3; i < e->c->count; i++)
		TRY(share(e, i, span));
	return MPUC_OK;
}
