/* SPDX-License-Identifier: BSD-2-Clause */
/* Domains with their memory, modules and shared memory. */
#include "model/build.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

static const struct doc_node *node_at(const struct build *b, uint32_t n)
{
	return &b->d->nodes.items[n];
}

static bool is_module(const struct build *b, uint32_t n)
{
	return doc_compatible(b->d, n, "multiboot,module") ||
	       doc_compatible(b->d, n, "xen,multiboot-module");
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

static enum mpuc_status build_module(struct build *b, uint32_t n,
				     uint32_t domain)
{
	uint32_t index = (uint32_t)b->s->modules.count;
	struct module m = {
		.kind = kind_of(b, n), .node = build_ref(b, n, NULL),
		.reg = build_ref(b, n, "reg"), .domain = domain,
		.object = SYS_NONE,
	};
	struct build_list l = {
		.ref = m.reg, .kind = OBJ_MODULE, .owner = domain,
		.detail = index, .max = 1,
		.acells = node_at(b, node_at(b, n)->parent)->acells,
		.scells = node_at(b, node_at(b, n)->parent)->scells,
	};
	struct module *slot;

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

static struct sys_number number(const struct build *b, uint32_t node,
				const char *prop, uint32_t bytes)
{
	struct sys_number n = { .ref = build_ref(b, node, prop) };

	if (n.ref.prop == DOC_NONE)
		return n;
	n.len = b->d->props.items[n.ref.prop].len;
	n.ok = n.len >= bytes;
	if (n.ok)
		n.value = doc_cells(&b->d->props.items[n.ref.prop], 0,
				    bytes / 4);
	return n;
}

static enum shm_role role_of(const struct build *b, uint32_t node)
{
	uint32_t prop = doc_prop(b->d, node, "role");
	const char *role;

	if (prop == DOC_NONE)
		return SHM_ROLE_NONE;
	role = doc_string(b->d, prop, 0);
	if (role != NULL && strcmp(role, "owner") == 0)
		return SHM_OWNER;
	if (role != NULL && strcmp(role, "borrower") == 0)
		return SHM_BORROWER;
	return SHM_ROLE_BAD;
}

/* <host guest size>, or <guest size> for memory from Xen's heap. */
static enum mpuc_status shm_range(struct build *b, struct shm *m,
				  uint32_t acells, uint32_t scells)
{
	const struct doc_prop *p = &b->d->props.items[m->mem.prop];
	struct tuples *t;
	struct object o = {
		.ref = m->mem, .owner = m->domain, .kind = OBJ_SHM,
		.detail = (uint32_t)b->s->shms.count,
		.order = m->node.node + 1,
	};

	t = VEC_PUSH(b->a, &b->s->tuples);
	TRY_PTR(t);
	*t = (struct tuples){
		.ref = m->mem, .kind = OBJ_SHM, .owner = m->domain,
		.detail = o.detail, .acells = acells, .scells = scells,
		.first = (uint32_t)b->s->objects.count,
		.bad_cells = acells < 1 || acells > 2 || scells < 1 ||
			     scells > 2,
	};
	if (t->bad_cells)
		return MPUC_OK;
	if (p->len == 4 * (2 * acells + scells)) {
		m->has_host = true;
		m->host = doc_cells(p, 0, acells);
		m->guest = doc_cells(p, 4 * acells, acells);
		m->size = doc_cells(p, 8 * acells, scells);
	} else if (p->len == 4 * (acells + scells)) {
		m->guest = doc_cells(p, 0, acells);
		m->size = doc_cells(p, 4 * acells, scells);
		o.flags = OBJ_GUEST_ONLY;
	} else {
		t->trailing = p->len;
		return MPUC_OK;
	}
	o.span.base = m->has_host ? m->host : m->guest;
	o.span.size = m->size;
	m->object = build_object(b, &o);
	t->count = 1;
	return m->object == SYS_NONE ? MPUC_E_NOMEM : MPUC_OK;
}

static enum mpuc_status build_shm(struct build *b, uint32_t node,
				  uint32_t domain)
{
	const struct doc_node *parent = node_at(b, node_at(b, node)->parent);
	struct doc_ref id = build_ref(b, node, "xen,shm-id");
	struct shm m = {
		.node = build_ref(b, node, NULL),
		.mem = build_ref(b, node, "xen,shared-mem"),
		.role = role_of(b, node), .domain = domain,
		.object = SYS_NONE,
	};
	struct shm *slot;

	if (id.prop != DOC_NONE)
		m.id = doc_string(b->d, id.prop, 0);
	if (m.mem.prop != DOC_NONE)
		TRY(shm_range(b, &m, parent->acells, parent->scells));
	slot = VEC_PUSH(b->a, &b->s->shms);
	TRY_PTR(slot);
	*slot = m;
	return MPUC_OK;
}

/* Modules and shared memory directly below node. */
static enum mpuc_status build_children(struct build *b, uint32_t node,
				       uint32_t domain)
{
	for (uint32_t n = node_at(b, node)->first_child; n != DOC_NONE;
	     n = node_at(b, n)->next) {
		if (is_module(b, n))
			TRY(build_module(b, n, domain));
		else if (doc_compatible(b->d, n, "xen,domain-shared-memory-v1"))
			TRY(build_shm(b, n, domain));
	}
	return MPUC_OK;
}

/* Of several modules for one purpose Xen takes the last. */
static uint32_t module_of(const struct build *b, size_t first,
			  const char *with)
{
	for (size_t i = b->s->modules.count; i > first; i--) {
		uint32_t node = b->s->modules.items[i - 1].node.node;

		if (doc_compatible(b->d, node, with))
			return (uint32_t)(i - 1);
	}
	return SYS_NONE;
}

static enum mpuc_status build_banks(struct build *b, struct domain *d,
				    uint32_t index)
{
	const struct doc_node *node = node_at(b, d->node.node);
	const struct doc_node *parent = node_at(b, node->parent);
	struct build_list l = {
		.ref = d->static_mem, .kind = OBJ_STATIC_MEM, .owner = index,
		.acells = parent->acells, .scells = parent->scells,
	};

	d->bank = (uint32_t)b->s->objects.count;
	if (d->static_mem.prop == DOC_NONE)
		return MPUC_OK;
	TRY(build_tuples(b, &l));
	d->bank_count = (uint32_t)b->s->objects.count - d->bank;
	return MPUC_OK;
}

static enum mpuc_status build_domain(struct build *b, uint32_t node)
{
	uint32_t index = (uint32_t)b->s->domains.count;
	struct domain d = {
		.name = node_at(b, node)->name,
		.node = build_ref(b, node, NULL),
		.memory = number(b, node, "memory", 8),
		.cpus = number(b, node, "cpus", 4),
		.static_mem = build_ref(b, node, "xen,static-mem"),
		.direct_map = doc_prop(b->d, node, "direct-map") != DOC_NONE,
		.vpl011 = doc_prop(b->d, node, "vpl011") != DOC_NONE,
		.disabled = !doc_enabled(b->d, node),
	};
	size_t first = b->s->modules.count;
	struct domain *slot;

	TRY(build_banks(b, &d, index));
	d.shm = (uint32_t)b->s->shms.count;
	TRY(build_children(b, node, index));
	d.shm_count = (uint32_t)b->s->shms.count - d.shm;
	d.kernel = module_of(b, first, "multiboot,kernel");
	d.ramdisk = module_of(b, first, "multiboot,ramdisk");
	d.dtb = module_of(b, first, "multiboot,device-tree");
	TRY(build_passthrough(b, &d, index));
	slot = VEC_PUSH(b->a, &b->s->domains);
	TRY_PTR(slot);
	*slot = d;
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

/* Linux's own initrd properties make a module that comes before domains. */
static enum mpuc_status build_initrd(struct build *b, uint32_t chosen)
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

enum mpuc_status build_domains(struct build *b)
{
	uint32_t chosen = b->s->chosen.node;

	if (chosen == DOC_NONE)
		return MPUC_OK;
	TRY(build_initrd(b, chosen));
	for (uint32_t n = node_at(b, chosen)->first_child; n != DOC_NONE;
	     n = node_at(b, n)->next) {
		if (doc_compatible(b->d, n, "xen,domain"))
			TRY(build_domain(b, n));
		else if (is_module(b, n))
			TRY(build_module(b, n, SYS_NONE));
		else if (doc_compatible(b->d, n, "xen,domain-shared-memory-v1"))
			TRY(build_shm(b, n, SYS_NONE));
		else
			/* Xen takes modules here for dom0's. */
			TRY(build_children(b, n, SYS_NONE));
	}
	return MPUC_OK;
}
