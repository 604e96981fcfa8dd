/* SPDX-License-Identifier: BSD-2-Clause */
/* What Xen's early scan finds: domains, their memory, shared memory. */
#include "model/build.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

static const struct doc_node *node_at(const struct build *b, uint32_t n)
{
	return &b->d->nodes.items[n];
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
	if (!doc_first_is(b->d, prop, "owner") &&
	    !doc_first_is(b->d, prop, "borrower"))
		return SHM_ROLE_BAD;
	/* Without a NUL it passes the early scan and is not seen later. */
	role = doc_string(b->d, prop, 0);
	if (role == NULL)
		return SHM_ROLE_NONE;
	return strcmp(role, "owner") == 0 ? SHM_OWNER : SHM_BORROWER;
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

	if (id.prop != DOC_NONE) {
		const struct doc_prop *p = &b->d->props.items[id.prop];
		size_t len = strnlen((const char *)p->data, p->len);

		m.id = arena_strndup(b->a, (const char *)p->data, len);
		TRY_PTR(m.id);
		m.id_open = len == p->len;
	}
	if (m.mem.prop != DOC_NONE)
		TRY(shm_range(b, &m, parent->acells, parent->scells));
	slot = VEC_PUSH(b->a, &b->s->shms);
	TRY_PTR(slot);
	*slot = m;
	return MPUC_OK;
}

static bool is_shm(const struct build *b, uint32_t n)
{
	return doc_compatible(b->d, n, "xen,domain-shared-memory-v1");
}

/* Modules and shared memory directly below a domain. */
static enum mpuc_status build_children(struct build *b, uint32_t node,
				       uint32_t domain)
{
	for (uint32_t n = node_at(b, node)->first_child; n != DOC_NONE;
	     n = node_at(b, n)->next) {
		if (build_is_module(b, n))
			TRY(build_module(b, n, domain));
		else if (is_shm(b, n))
			TRY(build_shm(b, n, domain));
	}
	return MPUC_OK;
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
	if (d->static_mem.prop == DOC_NONE || d->is_module)
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
		.disabled = !system_scans(b->s, node),
		.is_module = build_is_module(b, node),
	};
	struct domain *slot;

	if (d.is_module)
		TRY(build_module(b, node, SYS_NONE));
	TRY(build_banks(b, &d, index));
	d.shm = (uint32_t)b->s->shms.count;
	TRY(build_children(b, node, index));
	d.shm_count = (uint32_t)b->s->shms.count - d.shm;
	d.dtb = build_partial_tree(b, node);
	TRY(build_passthrough(b, &d, index));
	slot = VEC_PUSH(b->a, &b->s->domains);
	TRY_PTR(slot);
	*slot = d;
	return MPUC_OK;
}

/* An xen,domain elsewhere: Xen sets its memory aside and never builds it. */
static enum mpuc_status build_stray(struct build *b, uint32_t node)
{
	const struct doc_node *parent = node_at(b, node_at(b, node)->parent);
	struct build_list l = {
		.ref = build_ref(b, node, "xen,static-mem"),
		.kind = OBJ_RESERVED, .owner = SYS_NONE,
		.detail = RESERVED_STATIC,
		.acells = parent->acells, .scells = parent->scells,
	};

	if (l.ref.prop == DOC_NONE || !system_scans(b->s, node))
		return MPUC_OK;
	return build_tuples(b, &l);
}

/*
 * Whatever the scan looks for in "compatible" begins with "xen," or
 * "multiboot,", and few nodes of a machine have anything of the kind: one
 * look saves the others four.
 */
static bool may_be_xens(const struct build *b, uint32_t n)
{
	uint32_t prop = doc_prop(b->d, n, "compatible");
	const struct doc_prop *p;

	if (prop == DOC_NONE)
		return false;
	p = &b->d->props.items[prop];
	for (const uint8_t *at = p->data, *end = at + p->len; at < end; at++) {
		if ((*at | 0x20) == 'x' || (*at | 0x20) == 'm')
			return true;
		at = memchr(at, '\0', (size_t)(end - at));
		if (at == NULL)
			break;
	}
	return false;
}

/*
 * The first of these that holds says what the early scan takes a node for;
 * a domain in /chosen is built later whatever else it was taken for.
 */
static enum mpuc_status scan_node(struct build *b, uint32_t n)
{
	uint32_t depth = node_at(b, n)->depth;

	if (!may_be_xens(b, n))
		return system_is_chosen(b->d, n) ? build_initrd(b, n) :
		       MPUC_OK;
	if (system_is_memory(b->d, n) || build_is_reserved(b, n))
		return MPUC_OK;
	if (depth == 2 && node_at(b, n)->parent == b->s->chosen.node &&
	    doc_compatible(b->d, n, "xen,domain"))
		return build_domain(b, n);
	if (build_is_module(b, n))
		return build_module(b, n, SYS_NONE);
	if (system_is_chosen(b->d, n))
		return build_initrd(b, n);
	if (depth == 2 && doc_compatible(b->d, n, "xen,domain"))
		return build_stray(b, n);
	if (is_shm(b, n))
		return build_shm(b, n, SYS_NONE);
	return MPUC_OK;
}

/* Deeper than this Xen finds nothing but reservations. */
#define SCAN_DEPTH 3

enum mpuc_status build_domains(struct build *b)
{
	uint32_t count = (uint32_t)b->d->nodes.count;

	if (b->s->chosen.node == DOC_NONE)
		return MPUC_OK;
	for (uint32_t n = 1; n < count; n++) {
		size_t domains = b->s->domains.count;
		uint32_t depth = node_at(b, n)->depth;

		if (depth > SCAN_DEPTH)
			continue;
		TRY(scan_node(b, n));
		if (domains == b->s->domains.count)
			continue;
		/* What is below it was built with the domain. */
		while (n + 1 < count && node_at(b, n + 1)->depth > depth)
			n++;
	}
	for (uint32_t i = 0; i < b->s->domains.count; i++)
		TRY(build_find_modules(b, &b->s->domains.items[i], i));
	return MPUC_OK;
}
