/* SPDX-License-Identifier: BSD-2-Clause */
/* Boot modules, and which of them a domain gets. */
#include "model/build.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

static const struct doc_node *node_at(const struct build *b, uint32_t n)
{
	return &b->d->nodes.items[n];
}

bool build_is_module(const struct build *b, uint32_t n)
{
	return doc_compatible(b->d, n, "multiboot,module") ||
	       doc_compatible(b->d, n, "xen,multiboot-module");
}

/* Xen looks at the first seven characters of the path. */
static bool is_in_chosen(const struct build *b, uint32_t n)
{
	while (node_at(b, n)->depth > 1)
		n = node_at(b, n)->parent;
	return strncmp(node_at(b, n)->name, "chosen", strlen("chosen")) == 0;
}

/* The kind is the one thing that Xen's early scan compares by case. */
static bool is(const struct build *b, uint32_t n, const char *with)
{
	return doc_has_string(b->d, n, "compatible", with);
}

static enum module_kind kind_of(const struct build *b, uint32_t n)
{
	if (is(b, n, "xen,linux-zimage") ||
	    is(b, n, "multiboot,kernel"))
		return MOD_KERNEL;
	if (is(b, n, "xen,linux-initrd") ||
	    is(b, n, "multiboot,ramdisk"))
		return MOD_RAMDISK;
	if (is(b, n, "xen,xsm-policy"))
		return MOD_XSM;
	if (is(b, n, "multiboot,device-tree"))
		return MOD_DTB;
	if (is(b, n, "multiboot,microcode"))
		return MOD_MICROCODE;
	return MOD_UNKNOWN;
}

static const struct doc *tree_of(const struct build *b, const char *path)
{
	for (size_t i = 0; i < b->in->module_count; i++) {
		if (strcmp(b->in->modules[i].path, path) == 0)
			return b->in->modules[i].tree;
	}
	return NULL;
}

enum mpuc_status build_module(struct build *b, uint32_t n, uint32_t domain)
{
	uint32_t index = (uint32_t)b->s->modules.count;
	struct module m = {
		.kind = kind_of(b, n), .node = build_ref(b, n, NULL),
		.reg = build_ref(b, n, "reg"), .domain = domain,
		.object = SYS_NONE,
		/* Here Xen compares by case. */
		.guest = is(b, node_at(b, n)->parent, "xen,domain"),
	};
	struct build_list l = {
		.ref = m.reg, .kind = OBJ_MODULE, .owner = domain,
		.detail = index, .max = 1,
		.acells = node_at(b, node_at(b, n)->parent)->acells,
		.scells = node_at(b, node_at(b, n)->parent)->scells,
	};
	struct module *slot;

	if (!is_in_chosen(b, n))
		return MPUC_OK;
	/* Of all the tree's unnamed modules Xen guesses at the first two. */
	if (m.kind == MOD_UNKNOWN) {
		if (b->unknown_modules == 0)
			m.kind = MOD_KERNEL;
		else if (b->unknown_modules == 1)
			m.kind = MOD_RAMDISK;
		b->unknown_modules++;
	}
	m.path = doc_path(b->d, b->a, n);
	TRY_PTR(m.path);
	m.tree = tree_of(b, m.path);
	if (m.reg.prop != DOC_NONE) {
		uint32_t first = (uint32_t)b->s->objects.count;

		TRY(build_tuples(b, &l));
		if (b->s->objects.count > first)
			m.object = first;
	}
	slot = VEC_PUSH(b->a, &b->s->modules);
	TRY_PTR(slot);
	*slot = m;
	return MPUC_OK;
}

/* One or two cells; false for any other length. */
static bool initrd_end(const struct build *b, struct doc_ref ref,
		       uint64_t *ret_value)
{
	const struct doc_prop *p;

	if (ref.prop == DOC_NONE)
		return false;
	p = &b->d->props.items[ref.prop];
	if (p->len != 4 && p->len != 8)
		return false;
	*ret_value = doc_cells(p, 0, p->len / 4);
	return true;
}

enum mpuc_status build_initrd(struct build *b, uint32_t chosen)
{
	struct doc_ref start = build_ref(b, chosen, "linux,initrd-start");
	struct doc_ref end = build_ref(b, chosen, "linux,initrd-end");
	struct object o = {
		.ref = start, .owner = SYS_NONE, .kind = OBJ_MODULE,
		.order = chosen + 1,
		.detail = (uint32_t)b->s->modules.count,
	};
	struct module *m;
	uint64_t last;

	if (!initrd_end(b, start, &o.span.base) ||
	    !initrd_end(b, end, &last) || last <= o.span.base)
		return MPUC_OK;
	o.span.size = last - o.span.base;
	m = VEC_PUSH(b->a, &b->s->modules);
	TRY_PTR(m);
	m->kind = MOD_RAMDISK;
	m->node = build_ref(b, chosen, NULL);
	m->reg = start;
	m->domain = SYS_NONE;
	m->path = doc_path(b->d, b->a, chosen);
	m->object = build_object(b, &o);
	return m->object == SYS_NONE || m->path == NULL ? MPUC_E_NOMEM :
	       MPUC_OK;
}

/* Modules stand in the order of their nodes. */
static uint32_t module_at_node(const struct build *b, uint32_t node)
{
	size_t low = 0, high = b->s->modules.count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		uint32_t at = b->s->modules.items[mid].node.node;

		if (at == node)
			return (uint32_t)mid;
		if (at < node)
			low = mid + 1;
		else
			high = mid;
	}
	return SYS_NONE;
}

/* Xen knows a module by its kind and by where it starts. */
static uint32_t module_at(const struct build *b, enum module_kind kind,
			  uint64_t base)
{
	for (size_t i = 0; i < b->s->modules.count; i++) {
		const struct module *m = &b->s->modules.items[i];

		if (m->kind == kind && m->object != SYS_NONE &&
		    b->s->objects.items[m->object].span.base == base)
			return (uint32_t)i;
	}
	return SYS_NONE;
}

/* What a child of a domain is for, when the domain is built. */
static enum module_kind purpose_of(const struct build *b, uint32_t n)
{
	if (doc_compatible(b->d, n, "multiboot,kernel"))
		return MOD_KERNEL;
	if (doc_compatible(b->d, n, "multiboot,ramdisk"))
		return MOD_RAMDISK;
	if (doc_compatible(b->d, n, "multiboot,device-tree"))
		return MOD_DTB;
	return MOD_UNKNOWN;
}

uint32_t build_partial_tree(const struct build *b, uint32_t domain)
{
	uint32_t last = SYS_NONE;

	for (uint32_t n = node_at(b, domain)->first_child; n != DOC_NONE;
	     n = node_at(b, n)->next) {
		if (purpose_of(b, n) == MOD_DTB)
			last = module_at_node(b, n);
	}
	return last;
}

/* The node is no module of its own; it may name one that another node is. */
static enum mpuc_status probe_node(struct build *b, const struct probe *p,
				   uint32_t *ret_module)
{
	uint32_t n = p->node.node;
	struct doc_ref reg = build_ref(b, n, "reg");
	uint32_t cells = node_at(b, node_at(b, n)->parent)->acells;
	struct probe *slot;

	*ret_module = SYS_NONE;
	if (reg.prop != DOC_NONE)
		*ret_module = module_at(b, p->kind, doc_cells(
			&b->d->props.items[reg.prop], 0, cells));
	if (*ret_module != SYS_NONE)
		return MPUC_OK;
	slot = VEC_PUSH(b->a, &b->s->probes);
	TRY_PTR(slot);
	*slot = *p;
	return MPUC_OK;
}

/* Of several for one purpose Xen takes the last. */
enum mpuc_status build_find_modules(struct build *b, struct domain *d,
				    uint32_t index)
{
	d->kernel = d->ramdisk = SYS_NONE;
	for (uint32_t n = node_at(b, d->node.node)->first_child;
	     n != DOC_NONE; n = node_at(b, n)->next) {
		struct probe p = {
			.kind = purpose_of(b, n),
			.node = build_ref(b, n, NULL), .domain = index,
		};
		uint32_t m;

		if (p.kind == MOD_UNKNOWN)
			continue;
		m = module_at_node(b, n);
		if (m == SYS_NONE)
			TRY(probe_node(b, &p, &m));
		if (p.kind == MOD_KERNEL)
			d->kernel = m;
		else if (p.kind == MOD_RAMDISK)
			d->ramdisk = m;
	}
	return MPUC_OK;
}
