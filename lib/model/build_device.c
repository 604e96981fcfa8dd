/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupt controller, console, timer: the devices that Xen itself uses. */
#include "model/build.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

static const struct doc_node *node_at(const struct doc *d, uint32_t n)
{
	return &d->nodes.items[n];
}

static bool cells_ok(uint32_t cells)
{
	return cells == 1 || cells == 2;
}

/* One step up: from an address on bus's child side to its parent's side. */
static bool translate(const struct doc *d, uint32_t bus, uint64_t *addr)
{
	uint32_t prop = doc_prop(d, bus, "ranges"), each;
	uint32_t ca = node_at(d, bus)->acells, cs = node_at(d, bus)->scells;
	uint32_t pa = node_at(d, node_at(d, bus)->parent)->acells;
	const struct doc_prop *p;

	if (prop == DOC_NONE)
		return false;
	p = &d->props.items[prop];
	if (p->len == 0)
		return true;
	if (!cells_ok(ca) || !cells_ok(cs) || !cells_ok(pa))
		return false;
	each = 4 * (ca + pa + cs);
	for (uint32_t at = 0; p->len - at >= each; at += each) {
		uint64_t child = doc_cells(p, at, ca);
		uint64_t parent = doc_cells(p, at + 4 * ca, pa);
		uint64_t size = doc_cells(p, at + 4 * (ca + pa), cs);

		if (*addr < child || *addr - child >= size)
			continue;
		return num_add(parent, *addr - child, addr);
	}
	return false;
}

bool build_reg(const struct doc *d, uint32_t node, uint32_t i,
	       struct span *ret_span)
{
	uint32_t prop = doc_prop(d, node, "reg");
	uint32_t up = node_at(d, node)->parent, a, s;
	struct span span;

	if (prop == DOC_NONE || up == DOC_NONE)
		return false;
	a = node_at(d, up)->acells;
	s = node_at(d, up)->scells;
	if (!cells_ok(a) || !cells_ok(s) ||
	    d->props.items[prop].len / (4 * (a + s)) <= i)
		return false;
	span.base = doc_cells(&d->props.items[prop], 4 * (a + s) * i, a);
	span.size = doc_cells(&d->props.items[prop], 4 * (a + s) * i + 4 * a,
			      s);
	while (node_at(d, up)->parent != DOC_NONE) {
		if (!translate(d, up, &span.base))
			return false;
		up = node_at(d, up)->parent;
	}
	*ret_span = span;
	return true;
}

static uint32_t gic_version(const struct doc *d, uint32_t n)
{
	static const char *const v2[] = {
		"arm,cortex-a15-gic", "arm,cortex-a7-gic", "arm,gic-400",
	};

	if (doc_prop(d, n, "interrupt-controller") == DOC_NONE ||
	    !doc_enabled(d, n))
		return 0;
	if (doc_has_string(d, n, "compatible", "arm,gic-v3"))
		return 3;
	for (size_t i = 0; i < ARRAY_SIZE(v2); i++) {
		if (doc_has_string(d, n, "compatible", v2[i]))
			return 2;
	}
	return 0;
}

static enum mpuc_status add_device(struct build *b, uint32_t node,
				   uint32_t reg, enum device_kind kind)
{
	struct object o = {
		.ref = build_ref(b, node, "reg"), .owner = SYS_NONE,
		.kind = OBJ_DEVICE, .detail = (uint32_t)kind, .index = reg,
		.order = node + 1,
	};

	if (!build_reg(b->d, node, reg, &o.span))
		return MPUC_OK;
	return build_object(b, &o) == SYS_NONE ? MPUC_E_NOMEM : MPUC_OK;
}

static enum mpuc_status build_gic(struct build *b, uint32_t n,
				  uint32_t version)
{
	static const enum device_kind v2[] = {
		DEV_GICD, DEV_GICC, DEV_GICH, DEV_GICV,
	};
	struct sys_gic *gic = &b->s->gic;
	uint32_t rdists = 1;

	gic->present = true;
	gic->version = version;
	gic->node = build_ref(b, n, NULL);
	gic->first = (uint32_t)b->s->objects.count;
	if (version == 2) {
		for (uint32_t i = 0; i < ARRAY_SIZE(v2); i++)
			TRY(add_device(b, n, i, v2[i]));
	} else {
		doc_u32(b->d, n, "#redistributor-regions", &rdists);
		TRY(add_device(b, n, 0, DEV_GICD));
		for (uint32_t i = 1; i <= rdists && i <= 256; i++)
			TRY(add_device(b, n, i, DEV_GICR));
	}
	gic->count = (uint32_t)b->s->objects.count - gic->first;
	return MPUC_OK;
}

/* The value behind "dtuart=" on Xen's command line, up to a blank. */
static const char *dtuart_of(const struct build *b)
{
	static const char *const from[] = { "xen,xen-bootargs", "bootargs" };
	const char *args = NULL, *at;

	for (size_t i = 0; i < ARRAY_SIZE(from) && args == NULL; i++) {
		uint32_t p = doc_prop(b->d, b->s->chosen.node, from[i]);

		if (p != DOC_NONE)
			args = doc_string(b->d, p, 0);
	}
	if (args == NULL)
		return NULL;
	for (at = args; (at = strstr(at, "dtuart=")) != NULL; at += 7) {
		if (at == args || at[-1] == ' ')
			return at + 7;
	}
	return NULL;
}

static const char *stdout_of(const struct build *b)
{
	uint32_t p = doc_prop(b->d, b->s->chosen.node, "stdout-path");

	if (p == DOC_NONE)
		p = doc_prop(b->d, b->s->chosen.node, "linux,stdout-path");
	return p == DOC_NONE ? NULL : doc_string(b->d, p, 0);
}

/* "serial0:115200n8", "/soc/uart@9c090000" or an alias. */
static enum mpuc_status find_console(struct build *b)
{
	const char *text = dtuart_of(b);
	char *path;
	uint32_t node;

	if (text == NULL)
		text = stdout_of(b);
	if (text == NULL)
		return MPUC_OK;
	path = arena_strndup(b->a, text, strcspn(text, ": "));
	TRY_PTR(path);
	if (path[0] != '/') {
		uint32_t aliases = doc_find(b->d, "/aliases");
		uint32_t p = aliases == DOC_NONE ? DOC_NONE :
			     doc_prop(b->d, aliases, path);
		const char *to = p == DOC_NONE ? NULL :
				 doc_string(b->d, p, 0);

		if (to == NULL)
			return MPUC_OK;
		path = arena_strdup(b->a, to);
		TRY_PTR(path);
	}
	node = doc_find(b->d, path);
	if (node == DOC_NONE || node == 0)
		return MPUC_OK;
	b->s->console = build_ref(b, node, NULL);
	b->s->console_object = (uint32_t)b->s->objects.count;
	TRY(add_device(b, node, 0, DEV_CONSOLE));
	if (b->s->console_object == b->s->objects.count)
		b->s->console_object = SYS_NONE;
	return MPUC_OK;
}

static enum mpuc_status add_early_uart(struct build *b)
{
	struct object o = {
		.ref = { b->d, 0, DOC_NONE }, .owner = SYS_NONE,
		.kind = OBJ_DEVICE, .detail = DEV_EARLY_UART,
		.span = b->s->early_uart,
	};

	if (!b->s->has_early_uart)
		return MPUC_OK;
	return build_object(b, &o) == SYS_NONE ? MPUC_E_NOMEM : MPUC_OK;
}

static bool has_device_section(const struct build *b)
{
	const struct target *t = b->s->target;

	for (size_t i = 0; i < t->section_count; i++) {
		if (t->sections[i].device)
			return true;
	}
	return false;
}

/* Below these, reg is no register range of a device. */
static bool is_device_tree_part(const struct doc *d, uint32_t n)
{
	static const char *const others[] = {
		"cpus", "chosen", "reserved-memory",
	};

	while (d->nodes.items[n].depth > 1)
		n = d->nodes.items[n].parent;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		if (strcmp(d->nodes.items[n].name, others[i]) == 0)
			return false;
	}
	return !doc_has_string(d, n, "device_type", "memory");
}

static enum mpuc_status collect_regs(struct build *b, uint32_t n)
{
	struct span span;

	if (!is_device_tree_part(b->d, n) || !doc_enabled(b->d, n))
		return MPUC_OK;
	for (uint32_t i = 0; build_reg(b->d, n, i, &span); i++) {
		struct range range, *slot;

		if (!range_make(span.base, span.size, &range))
			continue;
		slot = VEC_PUSH(b->a, &b->s->device_regs);
		TRY_PTR(slot);
		*slot = range;
	}
	return MPUC_OK;
}

enum mpuc_status build_devices(struct build *b)
{
	bool sections = has_device_section(b);
	const struct doc *d = b->d;

	for (uint32_t n = 1; n < d->nodes.count; n++) {
		uint32_t version = b->s->gic.present ? 0 : gic_version(d, n);

		if (version != 0)
			TRY(build_gic(b, n, version));
		if (doc_has_string(d, n, "compatible", "arm,armv8-timer") ||
		    doc_has_string(d, n, "compatible", "arm,armv7-timer"))
			b->s->has_timer |= doc_enabled(d, n);
		if (sections)
			TRY(collect_regs(b, n));
	}
	TRY(add_early_uart(b));
	if (b->s->chosen.node == DOC_NONE)
		return MPUC_OK;
	return find_console(b);
}
