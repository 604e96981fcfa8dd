/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * /domains of a System Device Tree as the values that its YAML has, so that
 * there is one reader of domains.
 */
#include "load/domains_internal.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

struct reading {
	struct sdt *t;
	const struct doc *d;
};

static struct srcpos pos_of(const struct reading *r, uint32_t pos,
			    uint32_t count)
{
	const struct srcpos none = { .file = r->d->input };

	return count == 0 ? none : r->d->positions.items[pos];
}

static struct value *add(struct reading *r, struct value *to,
			 enum value_kind kind, const char *key,
			 struct srcpos pos)
{
	struct value *v = VEC_PUSH(r->t->s->arena, &to->items);

	if (v != NULL)
		*v = (struct value){
			.kind = kind, .pos = pos, .key = key, .key_pos = pos,
			.text = kind == VALUE_SCALAR ? "" : NULL,
		};
	return v;
}

static enum mpuc_status add_number(struct reading *r, struct value *to,
				   const char *key, uint64_t number)
{
	struct value *v = add(r, to, VALUE_SCALAR, key, to->pos);

	TRY_PTR(v);
	v->text = arena_printf(r->t->s->arena, "0x%llx",
			       (unsigned long long)number);
	return v->text == NULL ? MPUC_E_NOMEM : MPUC_OK;
}

/* A property that is a list of entries of this many bytes. */
struct list {
	const struct doc_prop *p;
	struct value *to;
	uint32_t each;
};

static enum mpuc_status open_list(struct reading *r, struct value *domain,
				  const struct doc_prop *p, uint32_t cells,
				  struct list *ret_list)
{
	struct srcpos pos = pos_of(r, p->pos, p->pos_count);

	ret_list->p = p;
	ret_list->each = 4 * cells;
	ret_list->to = add(r, domain, VALUE_SEQ, p->name, pos);
	TRY_PTR(ret_list->to);
	if (cells == 0 || p->len % ret_list->each != 0)
		return sdt_fail(r->t, pos, "'%s' is no list of entries of %u "
				"cells", p->name, cells);
	return MPUC_OK;
}

/* <start size flags>, for memory and sram. */
static enum mpuc_status read_ranges(struct reading *r, uint32_t node,
				    const struct doc_prop *p,
				    struct value *domain)
{
	const struct doc_node *up =
		&r->d->nodes.items[r->d->nodes.items[node].parent];
	uint32_t flags = 0;
	struct list l;

	(void)doc_u32(r->d, node, strcmp(p->name, "sram") == 0 ?
		      "#sram-flags-cells" : "#memory-flags-cells", &flags);
	if (up->acells - 1 > 1 || up->scells - 1 > 1 || flags > 16)
		return sdt_fail(r->t, pos_of(r, p->pos, p->pos_count),
				"'%s' has %u, %u and %u cells", p->name,
				up->acells, up->scells, flags);
	TRY(open_list(r, domain, p, up->acells + up->scells + flags, &l));
	for (uint32_t at = 0; at < p->len; at += l.each) {
		struct value *v = add(r, l.to, VALUE_MAP, NULL, l.to->pos);

		TRY_PTR(v);
		TRY(add_number(r, v, "start", doc_cells(p, at, up->acells)));
		TRY(add_number(r, v, "size",
			       doc_cells(p, at + 4 * up->acells,
					 up->scells)));
	}
	return MPUC_OK;
}

/* <cluster mask level>; the level's low bits are the exception level. */
static enum mpuc_status read_cpus(struct reading *r, uint32_t node,
				  const struct doc_prop *p,
				  struct value *domain)
{
	struct list l;

	(void)node;
	TRY(open_list(r, domain, p, 3, &l));
	for (uint32_t at = 0; at < p->len; at += l.each) {
		struct value *v = add(r, l.to, VALUE_MAP, NULL, l.to->pos);
		struct value *mode;

		TRY_PTR(v);
		TRY(add_number(r, v, "cpumask", doc_cells(p, at + 4, 1)));
		mode = add(r, v, VALUE_MAP, "mode", v->pos);
		TRY_PTR(mode);
		TRY(add_number(r, mode, "el", doc_cells(p, at + 8, 1) & 3));
	}
	return MPUC_OK;
}

/* <device flags> */
static enum mpuc_status read_access(struct reading *r, uint32_t node,
				    const struct doc_prop *p,
				    struct value *domain)
{
	uint32_t flags = 0;
	struct list l;

	(void)doc_u32(r->d, node, "#access-flags-cells", &flags);
	if (flags > 16)
		return sdt_fail(r->t, pos_of(r, p->pos, p->pos_count),
				"%u cells of flags are too many", flags);
	TRY(open_list(r, domain, p, 1 + flags, &l));
	for (uint32_t at = 0; at < p->len; at += l.each) {
		uint32_t device = doc_by_phandle(r->d,
						 num_be32(p->data + at));
		struct value *v = add(r, l.to, VALUE_MAP, NULL, l.to->pos);
		struct value *dev;

		TRY_PTR(v);
		if (device == DOC_NONE)
			return sdt_fail(r->t, l.to->pos, "'access' has a "
					"phandle that no node has: 0x%x",
					num_be32(p->data + at));
		dev = add(r, v, VALUE_SCALAR, "dev", v->pos);
		TRY_PTR(dev);
		dev->text = doc_path(r->d, r->t->s->arena, device);
		TRY_PTR(dev->text);
	}
	return MPUC_OK;
}

static enum mpuc_status read_strings(struct reading *r, uint32_t node,
				     const struct doc_prop *p,
				     struct value *domain)
{
	struct value *list = add(r, domain, VALUE_SEQ, p->name,
				 pos_of(r, p->pos, p->pos_count));
	uint32_t prop = doc_prop(r->d, node, p->name);
	const char *text;

	TRY_PTR(list);
	for (uint32_t i = 0; (text = doc_string(r->d, prop, i)) != NULL;
	     i++) {
		struct value *v = add(r, list, VALUE_SCALAR, NULL, list->pos);

		TRY_PTR(v);
		v->text = text;
	}
	return MPUC_OK;
}

static enum mpuc_status read_property(struct reading *r, uint32_t node,
				      const struct doc_prop *p,
				      struct value *domain)
{
	static const struct {
		const char *name;
		enum mpuc_status (*read)(struct reading *, uint32_t,
					 const struct doc_prop *,
					 struct value *);
	} readers[] = {
		{ "compatible", read_strings }, { "cpus", read_cpus },
		{ "memory", read_ranges }, { "sram", read_ranges },
		{ "access", read_access },
	};
	/* About the node, or about how other properties are to be read. */
	if (*p->name == '#' || strcmp(p->name, "phandle") == 0)
		return MPUC_OK;
	for (size_t i = 0; i < ARRAY_SIZE(readers); i++) {
		if (strcmp(p->name, readers[i].name) == 0)
			return readers[i].read(r, node, p, domain);
	}
	return add(r, domain, VALUE_SCALAR, p->name,
		   pos_of(r, p->pos, p->pos_count)) == NULL ?
	       MPUC_E_NOMEM : MPUC_OK;
}

/* Nodes that are compatible with openamp,domain-v1; depth is bounded. */
static enum mpuc_status read_children(struct reading *r, uint32_t parent,
				      struct value *domains)
{
	const struct doc_node *nodes = r->d->nodes.items;

	for (uint32_t n = nodes[parent].first_child; n != DOC_NONE;
	     n = nodes[n].next) {
		struct value *v, *inside;
		struct srcpos pos = pos_of(r, nodes[n].pos,
					   nodes[n].pos_count);

		if (!doc_compatible(r->d, n, "openamp,domain-v1"))
			continue;
		if (nodes[n].depth > SDT_DEPTH)
			return sdt_fail(r->t, pos, "domains are nested more "
					"than %u deep", SDT_DEPTH);
		v = add(r, domains, VALUE_MAP, nodes[n].name, pos);
		TRY_PTR(v);
		for (uint32_t i = 0; i < nodes[n].prop_count; i++)
			TRY(read_property(r, n,
				&r->d->props.items[nodes[n].prop + i], v));
		if (nodes[n].first_child == DOC_NONE)
			continue;
		inside = add(r, v, VALUE_MAP, "domains", pos);
		TRY_PTR(inside);
		TRY(read_children(r, n, inside));
		if (inside->items.count == 0)
			v->items.count--;
	}
	return MPUC_OK;
}

enum mpuc_status sdt_from_tree(struct sdt *t, const struct doc *d,
			       const struct value **ret_domains)
{
	struct value *domains = arena_alloc(t->s->arena, sizeof(*domains));
	uint32_t node = doc_find(d, "/domains");
	struct reading r = { t, d };

	TRY_PTR(domains);
	if (node == DOC_NONE)
		return load_fail(t->s, MPUC_E_SYNTAX, "%s: no /domains in "
				 "this tree", d->input);
	domains->kind = VALUE_MAP;
	domains->key = "domains";
	domains->pos = pos_of(&r, d->nodes.items[node].pos,
			      d->nodes.items[node].pos_count);
	domains->key_pos = domains->pos;
	TRY(read_children(&r, node, domains));
	*ret_domains = domains;
	return MPUC_OK;
}
