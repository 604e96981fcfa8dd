/* SPDX-License-Identifier: BSD-2-Clause */
/* The tree as a whole, the target, and what could not be looked at. */
#include "check/rules.h"

#include "base/map.h"
#include "base/sort.h"

void rule_xen_tree(struct reporter *r)
{
	if (!r->s->is_xen_tree)
		found(r, CODE_NOT_A_XEN_TREE, ref_of(r->s->doc, 0, NULL),
		      "this is no Xen host tree: no xen,domain, no boot "
		      "module, no xen,* or mpu,* in /chosen");
}

void rule_target(struct reporter *r)
{
	const struct target *t = r->s->target;
	const struct platform *p = r->s->platform;
	const char *more = t->incomplete.arch_text[r->s->arch];

	if (t->incomplete.text != NULL || more != NULL) {
		const char *text = t->incomplete.text;
		struct finding *f = found(r, CODE_TARGET_INCOMPLETE,
			system_ref(r->s), "target %s: %s%s%s", t->name,
			text != NULL ? text : "",
			text != NULL && more != NULL ? "; " : "",
			more != NULL ? more : "");

		f->effect = NULL;
	}
	if (!r->s->regions_known)
		found(r, CODE_REGION_COUNT_UNKNOWN, system_ref(r->s),
		      "the number of EL2 MPU regions is not known");
	if (p != NULL && !p->verified && !r->facts->regions_given)
		found(r, CODE_PLATFORM_UNVERIFIED, system_ref(r->s),
		      "nobody verified that platform %s has %u regions",
		      p->name, p->regions);
}

static void not_checked(struct reporter *r, struct doc_ref ref,
			const char *what, const char *option)
{
	struct finding *f = found(r, CODE_NOT_CHECKED, ref,
				  "%s: not checked without %s", what, option);

	f->effect = NULL;
	found_help(r, f, "give %s", option);
	if (r->facts->strict)
		f->severity = SEV_ERROR;
}

void rule_not_checked(struct reporter *r)
{
	const struct system *s = r->s;

	if (s->image == NULL)
		not_checked(r, system_ref(s), "overlap with Xen's image and "
			    "the place of its own regions", "--xen FILE");
	if (!s->has_fdt_base)
		not_checked(r, system_ref(s), "overlap with the device tree "
			    "itself", "--fdt-address ADDRESS");
	for (size_t i = 0; i < s->modules.count; i++) {
		const struct module *m = &s->modules.items[i];

		const char *option;

		if (m->kind != MOD_DTB || m->tree != NULL)
			continue;
		option = arena_printf(r->a, "--module %s=FILE", m->path);
		if (option == NULL)
			r->sink->status = MPUC_E_NOMEM;
		else
			not_checked(r, m->node, "passthrough devices of a "
				    "partial device tree", option);
	}
}

void rule_depth(struct reporter *r)
{
	const struct doc *d = r->s->doc;
	uint32_t limit = r->s->target->limits.depth;

	if (d->max_depth < limit)
		return;
	/* One finding at the top of each branch that is cut off. */
	for (uint32_t n = 0; n < d->nodes.count; n++) {
		if (d->nodes.items[n].depth == limit)
			found(r, CODE_NESTED_TOO_DEEP, ref_of(d, n, NULL),
			      "node is nested %u deep; Xen ignores what is "
			      "deeper than %u", d->nodes.items[n].depth,
			      limit - 1);
	}
}

void rule_fdt(struct reporter *r)
{
	const struct system *s = r->s;
	const struct target_traits *t = &s->target->traits;
	uint64_t limit = s->target->limits.fdt_size;
	struct doc_ref root = ref_of(s->doc, 0, NULL);

	if (limit != 0 && s->doc->total_size > limit)
		found(r, CODE_FDT_TOO_LARGE, root,
		      "the device tree has %s, Xen takes at most %s",
		      sized(r, s->doc->total_size), sized(r, limit));
	if (!s->has_fdt_base)
		return;
	if (t->fdt_zero_refused && s->fdt_base == 0)
		found(r, CODE_FDT_PLACEMENT, root,
		      "the device tree is loaded at address 0");
	if (t->fdt_align > 1 && s->fdt_base % t->fdt_align != 0)
		found(r, CODE_FDT_PLACEMENT, root,
		      "the device tree at 0x%llx is not aligned to %llu bytes",
		      (unsigned long long)s->fdt_base,
		      (unsigned long long)t->fdt_align);
}

/* What Xen itself needs from any tree before it looks at domains. */
void rule_machine(struct reporter *r)
{
	const struct system *s = r->s;
	struct doc_ref root = ref_of(s->doc, 0, NULL);

	if (!s->gic.present)
		found(r, CODE_INTC_MISSING, root,
		      "no interrupt controller that Xen drives: it looks for "
		      "an interrupt-controller node compatible with "
		      "arm,gic-v3, arm,gic-400 or a Cortex-A7 or A15 GIC");
	if (!s->has_timer)
		found(r, CODE_TIMER_MISSING, root,
		      "no node compatible with arm,armv8-timer or "
		      "arm,armv7-timer");
	if (!s->has_cpu)
		found(r, CODE_CPU_MISSING, root,
		      "no node below /cpus has device_type = \"cpu\" and a "
		      "compatible");
}

static int by_order(const void *pa, const void *pb, const void *arg)
{
	const struct object *a = *(const struct object *const *)pa;
	const struct object *b = *(const struct object *const *)pb;

	(void)arg;
	return (a->order > b->order) - (a->order < b->order);
}

/* Heap, static, reserved banks and /memreserve/ fill one table of Xen's. */
static bool takes_entry(const struct system *s, const struct object *o)
{
	if (o->kind == OBJ_STATIC_MEM)
		return !s->domains.items[o->owner].disabled;
	return o->kind == OBJ_HEAP || o->kind == OBJ_RESERVED ||
	       o->kind == OBJ_MEMRESERVE;
}

static bool is_ram(const struct system *s, const struct object *o)
{
	(void)s;
	return o->kind == OBJ_RAM;
}

/*
 * The entry that finds a table of Xen's full.  An empty one takes no room,
 * but there has to be room to look at it.
 */
static const struct object *one_too_many(struct reporter *r,
	bool (*has)(const struct system *s, const struct object *o))
{
	const struct system *s = r->s;
	const struct object **banks, *over = NULL;
	size_t count = 0;
	uint32_t used = 0;

	banks = arena_array(r->a, s->objects.count,
			    sizeof(const struct object *));
	for (size_t i = 0; banks != NULL && i < s->objects.count; i++) {
		if (has(s, &s->objects.items[i]))
			banks[count++] = &s->objects.items[i];
	}
	if (banks == NULL || sort_stable(r->a, banks, count,
			sizeof(const struct object *), by_order, NULL) !=
	    MPUC_OK) {
		r->sink->status = MPUC_E_NOMEM;
		return NULL;
	}
	for (size_t i = 0; i < count && over == NULL; i++) {
		if (used >= s->target->limits.banks)
			over = banks[i];
		used += (banks[i]->flags & OBJ_ZERO) == 0;
	}
	arena_drop(r->a, banks, s->objects.count * sizeof(*banks));
	return over;
}

static void limit_banks(struct reporter *r)
{
	uint32_t limit = r->s->target->limits.banks;
	const struct object *o = one_too_many(r, takes_entry);

	if (o != NULL)
		found(r, CODE_BANK_LIMIT, o->ref,
		      "%s is number %u of heap, static and reserved banks "
		      "together; Xen keeps %u", named(r, o), limit + 1, limit);
	o = one_too_many(r, is_ram);
	if (o != NULL)
		found(r, CODE_BANK_LIMIT, o->ref,
		      "this is memory bank number %u; Xen keeps %u",
		      limit + 1, limit);
}

/* Sides of one shared memory take one entry. */
static void limit_shms(struct reporter *r)
{
	const struct system *s = r->s;
	uint32_t limit = s->target->limits.shm;
	struct map ids = { NULL, 0, 0 };

	for (size_t i = 0; i < s->shms.count; i++) {
		const struct shm *m = &s->shms.items[i];

		if (m->id == NULL || map_get(&ids, m->id) != NULL)
			continue;
		if (!map_put(r->a, &ids, m->id, m))
			r->sink->status = MPUC_E_NOMEM;
		if (ids.count != limit + 1)
			continue;
		found(r, CODE_SHM_LIMIT, m->node, "shared memory '%s' is "
		      "number %u; Xen keeps %u", m->id, limit + 1, limit);
		return;
	}
}

/* Xen's table of command lines is as long as that of modules. */
static void limit_cmdlines(struct reporter *r)
{
	const struct system *s = r->s;
	uint32_t limit = s->target->limits.modules, used = 0;

	for (size_t i = 0; i < s->modules.count; i++) {
		struct doc_ref args = ref_of(s->doc,
			s->modules.items[i].node.node, "bootargs");

		if (args.prop == DOC_NONE || args.node == s->chosen.node ||
		    ++used <= limit || doc_first_is(s->doc, args.prop, ""))
			continue;
		found(r, CODE_MODULE_LIMIT, args,
		      "this is command line number %u; Xen keeps %u", used,
		      limit);
		return;
	}
}

void rule_limits(struct reporter *r)
{
	const struct system *s = r->s;
	uint32_t limit = s->target->limits.modules, at = modules_full(r);

	limit_banks(r);
	limit_shms(r);
	limit_cmdlines(r);
	if (limit >= 2 && at != SYS_NONE)
		found(r, CODE_MODULE_LIMIT, s->modules.items[at].node,
		      "this is boot module number %u; Xen keeps %u, with its "
		      "image and the device tree", limit - 1, limit);
}
