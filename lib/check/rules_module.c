/* SPDX-License-Identifier: BSD-2-Clause */
/* Boot modules: which of them Xen registers, and which it loses. */
#include "check/rules.h"

#include <string.h>

/* An empty module takes an entry all the same, and is a point for Xen. */
static bool is_in_way(const struct object *other, const struct object *m)
{
	if (other->usable)
		return range_overlaps(other->range, m->range);
	return other->kind == OBJ_MODULE && (other->flags & OBJ_ZERO) != 0 &&
	       other->span.base > m->range.base &&
	       other->span.base <= m->range.last;
}

/* Entries of one kind and address are one to Xen, whatever their size. */
static bool is_again(const struct system *s, const struct object *a,
		     const struct object *b)
{
	return a->kind == OBJ_MODULE && a->span.base == b->span.base &&
	       s->modules.items[a->detail].kind ==
	       s->modules.items[b->detail].kind;
}

/* Does Xen meet other before the module, and does it then refuse it? */
static bool refuses(const struct system *s, const struct object *other,
		    const struct object *m)
{
	/* Of a million objects few are. */
	if (!is_in_way(other, m) || other == m ||
	    other->order > m->order || !early_object(other) ||
	    (other->flags & OBJ_GUEST_ONLY) != 0)
		return false;
	if (s->target->traits.overlap_ignored && !is_again(s, other, m))
		return false;
	return other->kind != OBJ_MEMRESERVE ||
	       !range_contains(other->range, m->range);
}

/*
 * The registered modules, as Xen's early scan leaves them.  There are at
 * most limits.modules of them, so the scan over all objects stays linear.
 */
static const struct object *dropper(const struct system *s,
				    const bool *dropped,
				    const struct object *m)
{
	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];

		if (!refuses(s, o, m))
			continue;
		if (o->kind == OBJ_MODULE &&
		    (dropped[o->detail] || o->detail > m->detail))
			continue;
		return o;
	}
	return NULL;
}

const bool *modules_dropped(struct arena *a, const struct system *s)
{
	bool *dropped = arena_array(a, s->modules.count + 1,
				    sizeof(*dropped));
	uint32_t kept = 2;	/* Xen's image and the device tree */

	for (uint32_t i = 0; dropped != NULL && i < s->modules.count; i++) {
		const struct module *m = &s->modules.items[i];

		dropped[i] = kept >= s->target->limits.modules ||
			     strlen(m->path) > s->target->limits.path ||
			     (m->object != SYS_NONE &&
			      s->objects.items[m->object].usable &&
			      dropper(s, dropped, &s->objects.items[
				      m->object]) != NULL);
		kept += !dropped[i];
	}
	return dropped;
}

uint32_t modules_full(const struct reporter *r)
{
	const struct system *s = r->s;
	uint32_t kept = 2;

	for (uint32_t i = 0; i < s->modules.count; i++) {
		if (kept >= s->target->limits.modules &&
		    strlen(s->modules.items[i].path) <= s->target->limits.path)
			return i;
		kept += !r->dropped[i];
	}
	return SYS_NONE;
}

static void shared(struct reporter *r, const struct object *first,
		   const struct object *second)
{
	struct finding *f;

	if (first->span.size == second->span.size)
		return;
	f = found(r, CODE_MODULE_SHARED, second->ref,
		  "%s has %s here; Xen uses the %s of %s", named(r, second),
		  sized(r, second->span.size), sized(r, first->span.size),
		  named(r, first));
	found_related(r, f, first->ref, &first->span, "first named here");
}

bool system_has_dom0(const struct system *s)
{
	for (size_t i = 0; i < s->modules.count; i++) {
		if (s->modules.items[i].kind == MOD_KERNEL &&
		    !s->modules.items[i].guest)
			return true;
	}
	return false;
}

bool module_is_idle(const struct system *s, const struct object *o)
{
	const struct module *m;

	if (o->kind != OBJ_MODULE)
		return false;
	m = &s->modules.items[o->detail];
	return m->domain == SYS_NONE && m->kind == MOD_RAMDISK &&
	       !system_has_dom0(s);
}

static void lost(struct reporter *r, const struct module *m,
		 const struct object *by)
{
	const struct object *o = &r->s->objects.items[m->object];
	bool kernel = m->kind == MOD_KERNEL;
	struct finding *f = found(r,
		kernel ? CODE_KERNEL_DROPPED : CODE_MODULE_DROPPED, m->reg,
		"Xen drops the %s: it overlaps %s", named(r, o),
		named(r, by));

	found_span(f, o->span);
	found_span(f, by->span);
	found_related(r, f, by->ref, &by->span, "%s is here", named(r, by));
	if (!module_is_idle(r->s, o))
		return;
	f->severity = SEV_WARNING;
	found_effect(r, f, "it boots: without a dom0 nobody asks for this "
		     "module");
}

/* An arm64 Image starts with a header of 64 bytes. */
#define IMAGE_HEADER 64

static void check_module_size(struct reporter *r, const struct module *m)
{
	const struct object *o;

	if (m->object == SYS_NONE || m->domain == SYS_NONE)
		return;
	o = &r->s->objects.items[m->object];
	if (m->kind == MOD_DTB && o->span.size == 0)
		found(r, CODE_MODULE_EMPTY, m->reg, "%s has size 0",
		      named(r, o));
	if (m->kind == MOD_KERNEL && o->span.size != 0 &&
	    o->span.size < IMAGE_HEADER)
		found(r, CODE_KERNEL_TOO_SMALL, m->reg,
		      "%s has %s, less than the header of an image",
		      named(r, o), sized(r, o->span.size));
	if (o->usable && r->s->ram.count > 0 &&
	    !rset_contains(&r->s->ram, o->range)) {
		struct finding *f = found(r, CODE_MODULE_OUTSIDE_RAM, m->reg,
			"%s is not covered by any memory node", named(r, o));

		found_span(f, o->span);
	}
}

/* seen: modules before this one that have a command line. */
static void check_cmdline(struct reporter *r, const struct module *m,
			  uint32_t *seen)
{
	const struct doc *d = m->node.doc;
	struct doc_ref args = ref_of(d, m->node.node, "bootargs");
	const struct target_limits *l = &r->s->target->limits;
	const char *owner;
	size_t len;

	if (args.prop == DOC_NONE || m->node.node == r->s->chosen.node)
		return;
	len = strnlen((const char *)d->props.items[args.prop].data,
		      d->props.items[args.prop].len);
	/* Xen looks at none that its table has no room for: rule_limits. */
	if ((*seen)++ >= l->modules)
		return;
	if (len > l->cmdline)
		found(r, CODE_CMDLINE_TOO_LONG, args,
		      "the command line has %zu characters, Xen takes %u",
		      len, l->cmdline);
	owner = d->nodes.items[d->nodes.items[m->node.node].parent].name;
	if (strlen(owner) > l->name)
		found(r, CODE_NAME_TOO_LONG, node_ref(args),
		      "the name '%s' has %zu characters, Xen keeps %u with a "
		      "command line", owner, strlen(owner), l->name);
}

/* Xen looks at nothing else of such a module. */
static void path_too_long(struct reporter *r, const struct module *m)
{
	struct finding *f = found(r, CODE_MODULE_PATH_TOO_LONG, m->node,
		"the path of this module has %zu characters; Xen reads %u",
		strlen(m->path), r->s->target->limits.path);

	found_help(r, f, "shorten the names of the domain and the module");
	if (m->domain != SYS_NONE || m->kind == MOD_KERNEL ||
	    system_has_dom0(r->s))
		return;
	f->severity = SEV_WARNING;
	found_effect(r, f, "it boots: without a dom0 nobody asks for this "
		     "module");
}

static void check_module(struct reporter *r, uint32_t i, uint32_t *cmdlines)
{
	const struct module *m = &r->s->modules.items[i];
	const struct object *o, *by;

	if (strlen(m->path) > r->s->target->limits.path) {
		path_too_long(r, m);
		return;
	}
	if (m->reg.prop == DOC_NONE) {
		found(r, CODE_MODULE_REG_MISSING, m->node,
		      "boot module '%s' has no reg", m->path);
		return;
	}
	check_module_size(r, m);
	check_cmdline(r, m, cmdlines);
	/* Those that are too many are refused before any comparison. */
	if (m->object == SYS_NONE || !r->dropped[i] ||
	    i >= modules_full(r))
		return;
	o = &r->s->objects.items[m->object];
	by = o->usable ? dropper(r->s, r->dropped, o) : NULL;
	if (by == NULL)
		return;
	if (is_again(r->s, by, o))
		shared(r, by, o);
	else
		lost(r, m, by);
}

void rule_modules(struct reporter *r)
{
	uint32_t cmdlines = 0;

	for (uint32_t i = 0; i < r->s->modules.count; i++)
		check_module(r, i, &cmdlines);
}

/* Xen numbers nodes of its own in a guest's tree from here on. */
#define GUEST_PHANDLE_GIC 65000

static uint32_t top_phandle(const struct doc *d)
{
	uint32_t top = 0;

	for (size_t i = 0; i < d->nodes.count; i++) {
		if (d->nodes.items[i].phandle > top)
			top = d->nodes.items[i].phandle;
	}
	return top;
}

/* What --module gave, against what the tree and Xen allow for it. */
void rule_partial_trees(struct reporter *r)
{
	for (size_t i = 0; i < r->s->modules.count; i++) {
		const struct module *m = &r->s->modules.items[i];
		const struct object *o = m->object == SYS_NONE ? NULL :
			&r->s->objects.items[m->object];
		struct finding *f;

		if (m->tree == NULL || m->kind != MOD_DTB)
			continue;
		/* Xen takes the highest number and counts on from there. */
		if (top_phandle(m->tree) >= GUEST_PHANDLE_GIC - 1)
			found(r, CODE_PARTIAL_TREE_PHANDLE, m->node,
			      "the partial tree has phandle %u; Xen needs "
			      "those from %u on", top_phandle(m->tree),
			      GUEST_PHANDLE_GIC);
		if (o == NULL || o->span.size == 0 ||
		    m->tree->total_size <= o->span.size)
			continue;
		f = found(r, CODE_PARTIAL_TREE_TOO_LARGE, m->reg,
			  "%s has %s, the tree to be loaded there 0x%llx "
			  "bytes", named(r, o), sized(r, o->span.size),
			  (unsigned long long)m->tree->total_size);
		found_span(f, o->span);
	}
}

static const struct object *range_of(const struct system *s,
				     const struct module *m)
{
	return m->object == SYS_NONE ? NULL : &s->objects.items[m->object];
}

/*
 * A kernel of size 0 counts for Xen as no kernel, unless another domain
 * names one at the same address first.
 */
static bool has_kernel(const struct system *s, const bool *dropped,
		       const struct domain *d)
{
	const struct object *o;

	if (d->kernel == SYS_NONE)
		return false;
	o = range_of(s, &s->modules.items[d->kernel]);
	if (o == NULL || o->span.size != 0)
		return true;
	for (uint32_t i = 0; i < d->kernel; i++) {
		const struct module *m = &s->modules.items[i];
		const struct object *first = range_of(s, m);

		if (!dropped[i] && m->kind == MOD_KERNEL && first != NULL &&
		    first->span.base == o->span.base)
			return first->span.size != 0;
	}
	return false;
}

static bool any_kernel(const struct system *s)
{
	for (size_t i = 0; i < s->modules.count; i++) {
		if (s->modules.items[i].kind == MOD_KERNEL)
			return true;
	}
	return false;
}

/* Children that Xen takes for modules without their being any. */
static void check_probes(struct reporter *r)
{
	for (size_t i = 0; i < r->s->probes.count; i++) {
		const struct probe *p = &r->s->probes.items[i];
		struct doc_ref reg = ref_of(p->node.doc, p->node.node, "reg");
		struct finding *f;

		if (reg.prop == DOC_NONE && p->kind != MOD_DTB) {
			f = found(r, CODE_MODULE_REG_MISSING, p->node,
				  "'%s' of %s has no reg", p->node.doc->
				  nodes.items[p->node.node].name,
				  system_owner(r->s, p->domain));
			found_effect(r, f, "data abort without a message, "
				     "when it looks for the module's address");
			continue;
		}
		/* A kernel that is missing has a finding of its own. */
		if (reg.prop == DOC_NONE || p->kind == MOD_KERNEL)
			continue;
		f = found(r, CODE_MODULE_DROPPED, reg,
			  "'%s' of %s is no boot module: its compatible lacks "
			  "multiboot,module", p->node.doc->
			  nodes.items[p->node.node].name,
			  system_owner(r->s, p->domain));
		found_help(r, f, "add \"multiboot,module\" to its compatible");
	}
}

void rule_kernels(struct reporter *r)
{
	const struct system *s = r->s;

	for (size_t i = 0; i < s->domains.count; i++) {
		const struct domain *d = &s->domains.items[i];

		if (!has_kernel(s, r->dropped, d))
			found(r, CODE_KERNEL_MISSING, d->node,
			      "domain %s has no kernel: no child node is "
			      "compatible with both multiboot,kernel and "
			      "multiboot,module and has a size", d->name);
	}
	for (size_t i = 0; i < s->modules.count; i++) {
		const struct module *m = &s->modules.items[i];

		if (!m->guest && m->kind == MOD_KERNEL)
			found(r, CODE_KERNEL_OUTSIDE_DOMAIN, m->node,
			      "kernel '%s' belongs to no domain", m->path);
	}
	check_probes(r);
	if (s->domains.count == 0 && !any_kernel(s))
		found(r, CODE_NO_DOMAIN, s->chosen.node != DOC_NONE ?
		      s->chosen : ref_of(s->doc, 0, NULL),
		      "no node below /chosen is compatible with xen,domain");
}
