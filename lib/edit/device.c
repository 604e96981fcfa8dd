/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Devices that a domain drives itself.  They stand in the partial tree of
 * the domain's device-tree module, so that is what is edited; where no file
 * was given for it, a new one is begun.
 */
#include "edit/edit.h"

#include <string.h>

#include "base/try.h"
#include "model/build.h"

static enum mpuc_status find_module(struct edit_scope *e,
				    const struct domain **ret_domain,
				    const struct module **ret_module)
{
	const struct domain *d;
	uint32_t domain;

	TRY(edit_domain(e, 0, &domain));
	d = &e->s->domains.items[domain];
	if (d->dtb == SYS_NONE)
		return edit_refuse(e, 0, "%s has no partial device tree to "
			"write the device to: add module %s dtb BASE SIZE",
			d->name, d->name);
	*ret_domain = d;
	*ret_module = &e->s->modules.items[d->dtb];
	return MPUC_OK;
}

/* The host's node of these registers: what xen,path must name. */
static const char *host_path(struct edit_scope *e, struct span span)
{
	const struct doc *d = e->s->doc;

	for (uint32_t n = 1; n < d->nodes.count; n++) {
		struct span reg;

		if (doc_prop(d, n, "reg") == DOC_NONE)
			continue;
		for (uint32_t i = 0; build_reg(d, n, i, &reg); i++) {
			if (reg.base == span.base)
				return doc_path(d, e->a, n);
		}
	}
	return "";
}

/* Settings from first on are of the module's tree. */
static void assign(struct edit_scope *e, size_t first, const char *module)
{
	for (size_t i = first; i < e->ops->count; i++)
		e->ops->items[i].module = module;
}

static enum mpuc_status root_cells(struct edit_scope *e, const char *node)
{
	static const uint32_t two = 2;

	TRY(edit_set_cells(e, node, "#address-cells", &two, 1));
	return edit_set_cells(e, node, "#size-cells", &two, 1);
}

/* Cells of /passthrough, which a new tree gets first. */
static enum mpuc_status passthrough(struct edit_scope *e, const struct doc *d,
				    uint32_t cells[2])
{
	uint32_t node = d != NULL ? doc_find(d, "/passthrough") : DOC_NONE;

	cells[0] = cells[1] = 2;
	if (d == NULL)
		TRY(root_cells(e, "/"));
	if (node == DOC_NONE) {
		TRY(edit_set_strings(e, "/passthrough", "compatible",
				     "simple-bus", 11));
		TRY(edit_set_cells(e, "/passthrough", "ranges", NULL, 0));
		return root_cells(e, "/passthrough");
	}
	/* What it does not state is 2 and 1 here, whatever is around it. */
	if (!doc_u32(d, node, "#address-cells", &cells[0]))
		cells[0] = 2;
	if (!doc_u32(d, node, "#size-cells", &cells[1]))
		cells[1] = 1;
	return MPUC_OK;
}

static enum mpuc_status put_device(struct edit_scope *e, const char *node,
				   struct span span, const uint32_t counts[2])
{
	uint32_t cells[6];
	uint32_t used = 0, reg;
	const char *path = host_path(e, span);

	TRY_PTR(path);
	if (!change_put(cells, &used, span.base, counts[0]) ||
	    !change_put(cells, &used, span.size, counts[1]))
		return edit_refuse(e, 1, "/passthrough has %u and %u cells, "
			"into which this does not fit", counts[0], counts[1]);
	reg = used;
	change_put(cells, &used, span.base, counts[0]);
	TRY(edit_set_cells(e, node, "reg", cells, reg));
	TRY(edit_set_cells(e, node, "xen,reg", cells, used));
	if (*path == '\0')
		e->note = "no node of the host has these registers, so the "
			  "device has no xen,path";
	else
		TRY(edit_set_strings(e, node, "xen,path", path,
				     strlen(path) + 1));
	return e->s->target->traits.passthrough_forced ?
	       edit_set_cells(e, node, "xen,force-assign-without-iommu",
			      NULL, 0) : MPUC_OK;
}

static enum mpuc_status add(struct edit_scope *e)
{
	const struct module *m;
	const struct domain *d;
	uint32_t cells[2];
	size_t first = e->ops->count;
	struct span span;
	const char *node, *module;

	TRY(find_module(e, &d, &m));
	TRY(edit_span(e, 1, &span));
	node = arena_printf(e->a, "/passthrough/device@%llx",
			    (unsigned long long)span.base);
	module = arena_strdup(e->a, m->path);
	TRY_PTR(node);
	TRY_PTR(module);
	if (m->tree != NULL && doc_find(m->tree, node) != DOC_NONE)
		return edit_refuse(e, 1, "%s has a device there already",
				   d->name);
	TRY(passthrough(e, m->tree, cells));
	TRY(put_device(e, node, span, cells));
	assign(e, first, module);
	return MPUC_OK;
}

static enum mpuc_status drop(struct edit_scope *e)
{
	uint64_t base = e->c->args[1].value;
	const struct module *m;
	const struct domain *d;
	size_t first = e->ops->count;

	TRY(find_module(e, &d, &m));
	for (uint32_t i = 0; i < d->pass_count; i++) {
		const struct passthrough *p =
			&e->s->passthroughs.items[d->pass + i];
		const struct object *o = &e->s->objects.items[p->object];
		const char *path, *module = arena_strdup(e->a, m->path);

		if (base < o->span.base || base - o->span.base >=
					   o->span.size)
			continue;
		path = edit_path(e, p->ref);
		TRY_PTR(path);
		TRY_PTR(module);
		TRY(edit_drop(e->a, e->ops, path, NULL));
		assign(e, first, module);
		return MPUC_OK;
	}
	return edit_refuse(e, 1, "%s has no device at 0x%llx", d->name,
			   (unsigned long long)base);
}

enum mpuc_status edit_device(struct edit_scope *e)
{
	return e->c->rule->verb == EDIT_ADD_DEVICE ? add(e) : drop(e);
}
