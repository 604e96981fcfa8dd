/* SPDX-License-Identifier: BSD-2-Clause */
/* Devices given to a domain: xen,reg in its partial device tree. */
#include "model/build.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

/*
 * In a partial tree a node without cells of its own resets them to 2 and 1
 * for its children; nothing is inherited.
 */
static uint32_t own_cells(const struct doc *d, uint32_t node,
			  const char *prop, uint32_t fallback)
{
	uint32_t p = doc_prop(d, node, prop);

	if (p == DOC_NONE || d->props.items[p].len < 4)
		return fallback;
	return num_be32(d->props.items[p].data);
}

/* <machine address, size, guest address> */
static enum mpuc_status add_tuple(struct build *b, struct doc_ref ref,
				  uint32_t domain, const uint32_t cells[2],
				  uint32_t i)
{
	const struct doc_prop *p = &ref.doc->props.items[ref.prop];
	uint32_t a = cells[0], s = cells[1], at = 4 * (2 * a + s) * i;
	struct passthrough *pass = VEC_PUSH(b->a, &b->s->passthroughs);
	struct object o = {
		.ref = ref, .owner = domain, .kind = OBJ_PASSTHROUGH,
		.index = i,
		.detail = (uint32_t)b->s->passthroughs.count - 1,
		.span = { doc_cells(p, at, a), doc_cells(p, at + 4 * a, s) },
	};

	TRY_PTR(pass);
	pass->ref = ref;
	pass->guest = doc_cells(p, at + 4 * (a + s), a);
	pass->has_path = doc_prop(ref.doc, ref.node, "xen,path") != DOC_NONE;
	pass->forced = doc_prop(ref.doc, ref.node,
		"xen,force-assign-without-iommu") != DOC_NONE;
	pass->object = build_object(b, &o);
	return pass->object == SYS_NONE ? MPUC_E_NOMEM : MPUC_OK;
}

static enum mpuc_status add_node(struct build *b, const struct doc *d,
				 uint32_t node, uint32_t domain)
{
	uint32_t up = d->nodes.items[node].parent;
	uint32_t cells[2] = {
		own_cells(d, up, "#address-cells", 2),
		own_cells(d, up, "#size-cells", 1),
	};
	struct doc_ref ref = { d, node, doc_prop(d, node, "xen,reg") };
	uint32_t len, each;
	struct tuples *t;

	if (ref.prop == DOC_NONE)
		return MPUC_OK;
	/* /passthrough itself is read with the cells of no parent. */
	if (d->nodes.items[node].depth == 1) {
		cells[0] = 2;
		cells[1] = 1;
	}
	len = d->props.items[ref.prop].len;
	t = VEC_PUSH(b->a, &b->s->tuples);
	TRY_PTR(t);
	*t = (struct tuples){
		.ref = ref, .kind = OBJ_PASSTHROUGH, .owner = domain,
		.acells = cells[0], .scells = cells[1],
		.first = (uint32_t)b->s->objects.count,
		.bad_cells = cells[0] < 1 || cells[0] > 2 || cells[1] < 1 ||
			     cells[1] > 2,
	};
	if (t->bad_cells)
		return MPUC_OK;
	each = 4 * (2 * cells[0] + cells[1]);
	for (uint32_t i = 0; i < len / each; i++)
		TRY(add_tuple(b, ref, domain, cells, i));
	t->count = len / each;
	t->trailing = len % each;
	return MPUC_OK;
}

enum mpuc_status build_passthrough(struct build *b, struct domain *domain,
				   uint32_t index)
{
	const struct doc *d;
	uint32_t root;

	domain->pass = (uint32_t)b->s->passthroughs.count;
	if (domain->dtb == SYS_NONE)
		return MPUC_OK;
	d = b->s->modules.items[domain->dtb].tree;
	root = d == NULL ? DOC_NONE : doc_find(d, "/passthrough");
	if (root == DOC_NONE)
		return MPUC_OK;
	for (uint32_t n = root; n < d->nodes.count; n++) {
		if (n != root && d->nodes.items[n].depth <=
				 d->nodes.items[root].depth)
			break;
		TRY(add_node(b, d, n, index));
	}
	domain->pass_count = (uint32_t)b->s->passthroughs.count -
			     domain->pass;
	return MPUC_OK;
}
