/* SPDX-License-Identifier: BSD-2-Clause */
/* Static shared memory and passthrough devices. */
#include "check/rules.h"

#include <string.h>

#include "base/map.h"

static bool check_shm_node(struct reporter *r, const struct shm *m)
{
	uint32_t limit = r->s->target->limits.shm_id;

	if (ref_of(m->node.doc, m->node.node, "xen,shm-id").prop ==
	    DOC_NONE) {
		found(r, CODE_SHM_ID_MISSING, m->node,
		      "shared memory node without xen,shm-id");
		return false;
	}
	/* The early scan looks at the length only. */
	if (strlen(m->id) > limit || (m->domain != SYS_NONE &&
	    (m->id[0] == '\0' || m->id_open))) {
		found(r, CODE_SHM_ID_TOO_LONG,
		      ref_of(m->node.doc, m->node.node, "xen,shm-id"),
		      "xen,shm-id is not a string of 1 to %u characters",
		      limit);
		return false;
	}
	if (m->role == SHM_ROLE_BAD)
		found(r, CODE_SHM_ROLE,
		      ref_of(m->node.doc, m->node.node, "role"),
		      "role is neither \"owner\" nor \"borrower\"");
	if (m->mem.prop == DOC_NONE) {
		found(r, CODE_SHM_RANGE_MISSING, m->node,
		      "shared memory '%s' has no xen,shared-mem", m->id);
		return false;
	}
	return true;
}

/* The guest has to look for it where the host has it. */
static void fix_identity(struct reporter *r, struct finding *f,
			 const struct shm *m)
{
	const struct doc_node *nodes = m->node.doc->nodes.items;
	const struct doc_node *parent = &nodes[nodes[m->node.node].parent];
	uint32_t cells[6], used = 0;

	f->fix.is_unsafe = true;
	if (change_put(cells, &used, m->host, parent->acells) &&
	    change_put(cells, &used, m->host, parent->acells) &&
	    change_put(cells, &used, m->size, parent->scells))
		fix_cells(r, f, m->node, "xen,shared-mem", cells, used);
}

static void check_identity(struct reporter *r, const struct shm *m)
{
	struct finding *f;

	if (m->object != SYS_NONE && m->has_host &&
	    m->guest % r->s->target->limits.page != 0 && m->guest != m->host)
		found(r, CODE_UNALIGNED_BASE, m->mem,
		      "guest address of shared memory '%s', 0x%llx, is not a "
		      "multiple of 0x%llx", m->id,
		      (unsigned long long)m->guest,
		      (unsigned long long)r->s->target->limits.page);
	if (m->domain == SYS_NONE || m->object == SYS_NONE ||
	    !r->s->domains.items[m->domain].direct_map ||
	    (m->has_host && m->host == m->guest))
		return;
	if (!m->has_host) {
		found(r, CODE_SHM_NOT_IDENTITY, m->mem,
		      "shared memory '%s' has no host address, but its domain "
		      "is direct-map", m->id);
		return;
	}
	f = found(r, CODE_SHM_NOT_IDENTITY, m->mem,
		  "shared memory '%s' has host address 0x%llx and guest "
		  "address 0x%llx, but its domain is direct-map", m->id,
		  (unsigned long long)m->host, (unsigned long long)m->guest);
	found_help(r, f, "write 0x%llx twice", (unsigned long long)m->host);
	fix_identity(r, f, m);
}

static void mismatch(struct reporter *r, const struct shm *m,
		     const struct shm *first, const char *what)
{
	struct finding *f = found(r, CODE_SHM_MISMATCH, m->mem,
				  "shared memory '%s' %s", m->id, what);

	found_span(f, (struct span){ m->host, m->size });
	found_span(f, (struct span){ first->host, first->size });
	found_related(r, f, first->mem,
		      &(struct span){ first->host, first->size },
		      "shared memory '%s' is first named here", first->id);
}

/* One id, one range: the first node of an id sets it. */
static void check_pairs(struct reporter *r, struct map *by_id,
			const struct shm *m)
{
	const struct shm *first = map_get(by_id, m->id);

	if (first == NULL) {
		if (!map_put(r->a, by_id, m->id, m))
			r->sink->status = MPUC_E_NOMEM;
		return;
	}
	if (m->size != first->size ||
	    (m->has_host && (!first->has_host || m->host != first->host)))
		mismatch(r, m, first, "has another range than the node that "
			 "names it first");
}

/* At most one owner, and then every other side has to say its role. */
static void check_owners(struct reporter *r, struct map *roles,
			 const struct shm *m)
{
	const struct shm *first = map_get(roles, m->id);
	struct finding *f;

	if (first == NULL && m->role == SHM_BORROWER)
		return;
	if (first == NULL || m->role == SHM_BORROWER ||
	    (m->role == SHM_ROLE_NONE && first->role == SHM_ROLE_NONE)) {
		if (first == NULL && !map_put(r->a, roles, m->id, m))
			r->sink->status = MPUC_E_NOMEM;
		return;
	}
	f = found(r, CODE_SHM_OWNERS, m->node,
		  "shared memory '%s' has %s", m->id,
		  m->role == first->role ? "a second owner" :
		  "an owner and a side without a role");
	found_related(r, f, first->node, NULL, "the other side is here");
}

static bool has_owner(const struct system *s, const char *id)
{
	for (size_t i = 0; i < s->shms.count; i++) {
		const struct shm *m = &s->shms.items[i];

		if (m->role == SHM_OWNER && m->id != NULL &&
		    strcmp(m->id, id) == 0)
			return true;
	}
	return false;
}

/* Without an owner every side borrows from Xen itself. */
static void check_borrower(struct reporter *r, const struct shm *m)
{
	struct finding *f;

	if (!r->s->target->traits.shm_owner_required ||
	    m->role == SHM_OWNER || m->role == SHM_ROLE_BAD ||
	    m->domain == SYS_NONE)
		return;
	f = found(r, CODE_SHM_BORROWER, m->node,
		  "domain %s borrows shared memory '%s'",
		  system_owner(r->s, m->domain), m->id);
	if (!has_owner(r->s, m->id))
		found_help(r, f, "nobody owns '%s', so every side borrows it",
			   m->id);
}

void rule_shm(struct reporter *r)
{
	struct map by_id = { NULL, 0, 0 }, roles = { NULL, 0, 0 };

	for (size_t i = 0; i < r->s->shms.count; i++) {
		const struct shm *m = &r->s->shms.items[i];

		if (!check_shm_node(r, m))
			continue;
		check_identity(r, m);
		check_borrower(r, m);
		if (m->domain != SYS_NONE && m->role != SHM_ROLE_BAD)
			check_owners(r, &roles, m);
		if (m->object != SYS_NONE)
			check_pairs(r, &by_id, m);
	}
}

static void check_pass(struct reporter *r, const struct passthrough *p)
{
	const struct target_traits *t = &r->s->target->traits;
	const struct object *o = &r->s->objects.items[p->object];
	struct finding *f;

	if (t->passthrough_identity && p->guest != o->span.base) {
		f = found(r, CODE_PASSTHROUGH_NOT_IDENTITY, p->ref,
			  "%s is at 0x%llx, its guest address is 0x%llx",
			  named(r, o), (unsigned long long)o->span.base,
			  (unsigned long long)p->guest);
		found_span(f, o->span);
	}
	if (o->index != 0)
		return;
	if (!p->has_path && !p->forced)
		found(r, CODE_PASSTHROUGH_PATH_MISSING, p->ref,
		      "%s has neither xen,path nor "
		      "xen,force-assign-without-iommu", named(r, o));
	else if (t->passthrough_forced && !p->forced)
		found(r, CODE_PASSTHROUGH_NOT_FORCED, p->ref,
		      "%s has no xen,force-assign-without-iommu",
		      named(r, o));
}

void rule_passthrough(struct reporter *r)
{
	for (size_t i = 0; i < r->s->passthroughs.count; i++)
		check_pass(r, &r->s->passthroughs.items[i]);
}

/* Each device of a partial tree names its node in the host tree. */
void rule_pass_paths(struct reporter *r)
{
	for (size_t i = 0; i < r->s->passthroughs.count; i++) {
		const struct passthrough *p = &r->s->passthroughs.items[i];
		struct doc_ref ref = ref_of(p->ref.doc, p->ref.node,
					    "xen,path");
		const char *path = ref.prop == DOC_NONE ? NULL :
				   doc_string(ref.doc, ref.prop, 0);

		if (r->s->objects.items[p->object].index != 0 || path == NULL ||
		    doc_find(r->s->doc, path) != DOC_NONE)
			continue;
		found(r, CODE_PASSTHROUGH_PATH_UNKNOWN, ref,
		      "the host tree has no node '%s'", path);
	}
}
