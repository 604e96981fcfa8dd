/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/build.h"

#include <string.h>

#include "base/try.h"

static bool chosen_has_prefix(const struct doc *d, uint32_t chosen)
{
	const struct doc_node *n = &d->nodes.items[chosen];

	for (uint32_t i = 0; i < n->prop_count; i++) {
		const char *name = d->props.items[n->prop + i].name;

		if (*name == '#')
			name++;
		if (strncmp(name, "xen,", 4) == 0 ||
		    strncmp(name, "mpu,", 4) == 0)
			return true;
	}
	return false;
}

static bool is_xen_tree(const struct doc *d, uint32_t chosen)
{
	if (chosen != DOC_NONE && chosen_has_prefix(d, chosen))
		return true;
	for (uint32_t i = 0; i < d->nodes.count; i++) {
		if (doc_has_string(d, i, "compatible", "xen,domain") ||
		    doc_has_string(d, i, "compatible", "multiboot,module") ||
		    doc_has_string(d, i, "compatible", "xen,multiboot-module"))
			return true;
	}
	return false;
}

static const struct target *derive_target(const struct doc *d,
					  uint32_t chosen)
{
	const struct target *fallback = NULL, *t;

	for (size_t i = 0; (t = target_at(i)) != NULL; i++) {
		for (size_t j = 0; chosen != DOC_NONE && j < t->detect_count;
		     j++) {
			if (doc_prop(d, chosen, t->detect[j]) != DOC_NONE)
				return t;
		}
		if (t->is_default)
			fallback = t;
	}
	return fallback;
}

/* The cpu node's compatible says which PMSA it has, when we know it. */
static const struct platform *platform_of_cpu(const char *compatible)
{
	const struct platform *p;

	for (size_t i = 0; (p = platform_at(i)) != NULL; i++) {
		for (size_t j = 0; j < p->cpu_count; j++) {
			if (strcmp(p->cpus[j], compatible) == 0)
				return p;
		}
	}
	return NULL;
}

static void find_cpu(struct build *b)
{
	const struct doc *d = b->d;
	uint32_t cpus = doc_find(d, "/cpus");

	if (cpus == DOC_NONE)
		return;
	for (uint32_t n = d->nodes.items[cpus].first_child; n != DOC_NONE;
	     n = d->nodes.items[n].next) {
		uint32_t prop;

		prop = doc_prop(d, n, "compatible");
		if (prop == DOC_NONE ||
		    !doc_has_string(d, n, "device_type", "cpu"))
			continue;
		b->s->has_cpu = true;
		b->s->cpu_compatible = doc_string(d, prop, 0);
		return;
	}
}

/* Platform, else the cpu's architecture, else the common 64-bit case. */
static void settle_machine(struct build *b)
{
	struct system *s = b->s;
	const struct platform *p = b->in->platform;

	s->platform = p;
	if (p == NULL && s->cpu_compatible != NULL)
		p = platform_of_cpu(s->cpu_compatible);
	s->arch_known = p != NULL;
	s->arch = p != NULL ? p->arch : PMSA_V8_64;
	s->pa_bits = p != NULL ? p->pa_bits : pmsa_width(s->arch);
	s->regions_known = b->in->has_regions || s->platform != NULL;
	s->regions = b->in->has_regions ? b->in->regions :
		     s->platform != NULL ? s->platform->regions : 0;
}

static enum mpuc_status build_image(struct build *b)
{
	struct system *s = b->s;
	struct object o = {
		.ref = { b->d, 0, DOC_NONE }, .owner = SYS_NONE,
		.kind = OBJ_XEN,
	};
	uint64_t start, end;

	if (s->image != NULL && image_symbol(s->image, "_start", &start) &&
	    image_symbol(s->image, "_end", &end) && end > start) {
		o.span.base = start;
		o.span.size = end - start;
		if (build_object(b, &o) == SYS_NONE)
			return MPUC_E_NOMEM;
	}
	if (!s->has_fdt_base)
		return MPUC_OK;
	o.kind = OBJ_FDT;
	o.span.base = s->fdt_base;
	o.span.size = b->d->total_size;
	return build_object(b, &o) == SYS_NONE ? MPUC_E_NOMEM : MPUC_OK;
}

static enum mpuc_status collect_ram(struct build *b)
{
	struct system *s = b->s;
	VEC(struct range) ram = { NULL, 0, 0 };

	for (size_t i = 0; i < s->objects.count; i++) {
		const struct object *o = &s->objects.items[i];
		struct range *r;

		if (o->kind != OBJ_RAM || !o->usable)
			continue;
		r = VEC_PUSH(b->a, &ram);
		TRY_PTR(r);
		*r = o->range;
	}
	return rset_make(b->a, ram.items, ram.count, &s->ram);
}

static enum mpuc_status check_module_paths(struct build *b,
					   const char **ret_error)
{
	for (size_t i = 0; i < b->in->module_count; i++) {
		const struct build_module *m = &b->in->modules[i];
		bool found = false;

		for (size_t j = 0; j < b->s->modules.count; j++)
			found |= strcmp(b->s->modules.items[j].path,
					m->path) == 0;
		if (found)
			continue;
		*ret_error = arena_printf(b->a,
			"--module: the tree has no boot module '%s'", m->path);
		return MPUC_E_USAGE;
	}
	return MPUC_OK;
}

enum mpuc_status system_build(struct arena *a, const struct build_input *in,
			      struct system **ret_system,
			      const char **ret_error)
{
	struct system *s = arena_alloc(a, sizeof(*s));
	struct build b = { a, in, s, in->doc, 0 };

	TRY_PTR(s);
	s->doc = in->doc;
	s->image = in->image;
	s->has_fdt_base = in->has_fdt_base;
	s->fdt_base = in->fdt_base;
	s->has_early_uart = in->has_early_uart;
	s->early_uart = in->early_uart;
	s->console_object = SYS_NONE;
	s->chosen = build_ref(&b, doc_find(b.d, "/chosen"), NULL);
	s->console = build_ref(&b, DOC_NONE, NULL);
	s->is_xen_tree = is_xen_tree(b.d, s->chosen.node);
	s->target = in->target;
	if (s->target == NULL) {
		s->target = derive_target(b.d, s->chosen.node);
		s->target_derived = true;
	}
	find_cpu(&b);
	settle_machine(&b);
	s->chosen_is_module = s->chosen.node != DOC_NONE &&
			      build_is_module(&b, s->chosen.node);
	TRY(build_image(&b));
	TRY(build_memory(&b));
	TRY(build_domains(&b));
	TRY(check_module_paths(&b, ret_error));
	TRY(build_devices(&b));
	TRY(collect_ram(&b));
	*ret_system = s;
	return MPUC_OK;
}
