/* SPDX-License-Identifier: BSD-2-Clause */
/* A copy of a domain, in free memory. */
#include "edit/free.h"

#include <string.h>

#include "base/try.h"

#define ALIGN_MAX 0x200000

struct copy {
	struct edit_scope *e;
	const struct doc *d;
	const struct domain *from;
	struct free_memory memory;
};

static bool is_text(const struct doc_prop *p)
{
	bool start = true;

	for (uint32_t i = 0; i < p->len; i++) {
		uint8_t c = p->data[i];

		if (c == '\0' ? start : c < 0x20 || c > 0x7e)
			return false;
		start = c == '\0';
	}
	return p->len > 0 && start;
}

static enum mpuc_status copy_prop(struct copy *c, const struct doc_prop *p,
				  const char *node)
{
	struct change *set;

	TRY(edit_set(c->e->a, c->e->ops, node, p->name, &set));
	set->form = p->len == 0 ? CHANGE_EMPTY : is_text(p) ?
		CHANGE_STRINGS : p->len % 4 == 0 ? CHANGE_CELLS :
		CHANGE_BYTES;
	set->len = p->len;
	if (p->len > 0) {
		uint8_t *data = arena_alloc(c->e->a, p->len);

		TRY_PTR(data);
		memcpy(data, p->data, p->len);
		set->data = data;
	}
	return MPUC_OK;
}

/* A phandle is one node's own. */
static bool is_copied(const char *name, const char *except)
{
	return strcmp(name, "phandle") != 0 &&
	       strcmp(name, "linux,phandle") != 0 &&
	       strcmp(name, except) != 0;
}

static enum mpuc_status copy_props(struct copy *c, uint32_t node,
				   const char *to, const char *except)
{
	const struct doc_node *n = &c->d->nodes.items[node];

	for (uint32_t i = n->prop; i < n->prop + n->prop_count; i++) {
		if (is_copied(c->d->props.items[i].name, except))
			TRY(copy_prop(c, &c->d->props.items[i], to));
	}
	return MPUC_OK;
}

/* As well aligned as the original, within reason. */
static uint64_t align_of(uint64_t base, uint64_t page)
{
	uint64_t align = base == 0 ? ALIGN_MAX : base & (0 - base);

	align = align > ALIGN_MAX ? ALIGN_MAX : align;
	return align < page ? page : align;
}

static enum mpuc_status take(struct copy *c, const struct object *o,
			     struct span *ret_span)
{
	enum mpuc_status st;

	ret_span->size = o->span.size;
	if (!o->usable)
		return edit_refuse(c->e, 2, "%s can't be copied: its own "
			"memory is not usable", c->from->name);
	st = free_take(c->e->a, &c->memory, (enum object_kind)o->kind,
		       ret_span, align_of(o->span.base,
					  c->e->s->target->limits.page));
	if (st != MPUC_E_INFEASIBLE)
		return st;
	return edit_refuse(c->e, 2, "no room for %s: no free memory that "
		"may hold it has 0x%llx bytes in one piece",
		o->kind == OBJ_MODULE ? "a boot module" : "a bank",
		(unsigned long long)o->span.size);
}

static enum mpuc_status copy_banks(struct copy *c, const char *to)
{
	const struct doc_node *chosen =
		&c->d->nodes.items[c->e->s->chosen.node];
	struct edit_tuples t = {
		.node = to, .property = "xen,static-mem",
		.count = c->from->bank_count,
		.acells = chosen->acells, .scells = chosen->scells,
	};
	struct span *spans = arena_array(c->e->a, t.count + 1,
					 sizeof(*spans));

	TRY_PTR(spans);
	for (size_t i = 0; i < t.count; i++)
		TRY(take(c, &c->e->s->objects.items[c->from->bank + i],
			 &spans[i]));
	t.spans = spans;
	return t.count == 0 ? MPUC_OK : edit_tuples(c->e, 2, &t);
}

static enum mpuc_status copy_module(struct copy *c, const struct module *m,
				    const char *to)
{
	const struct doc_node *n = &c->d->nodes.items[m->node.node];
	const struct doc_node *up = &c->d->nodes.items[n->parent];
	struct edit_tuples t = {
		.property = "reg", .count = 1,
		.acells = up->acells, .scells = up->scells,
	};
	size_t stem = strcspn(n->name, "@");
	struct span span = { 0, 0 };

	if (m->object == SYS_NONE)
		return MPUC_OK;
	TRY(take(c, &c->e->s->objects.items[m->object], &span));
	t.spans = &span;
	t.node = n->name[stem] == '\0' ?
		arena_printf(c->e->a, "%s/%s", to, n->name) :
		arena_printf(c->e->a, "%s/%.*s@%llx", to, (int)stem, n->name,
			     (unsigned long long)span.base);
	TRY_PTR(t.node);
	TRY(copy_props(c, m->node.node, t.node, "reg"));
	return edit_tuples(c->e, 2, &t);
}

/* The copy joins what the original shares; owner there is only one. */
static enum mpuc_status copy_shm(struct copy *c, const struct shm *m,
				 const char *to)
{
	const char *node = arena_printf(c->e->a, "%s/%s", to,
		c->d->nodes.items[m->node.node].name);

	TRY_PTR(node);
	TRY(copy_props(c, m->node.node, node, "role"));
	return edit_set_strings(c->e, node, "role", "borrower", 9);
}

static enum mpuc_status copy_children(struct copy *c, const char *to)
{
	const struct system *s = c->e->s;
	uint32_t domain = (uint32_t)(c->from - s->domains.items);

	for (size_t i = 0; i < s->modules.count; i++) {
		if (s->modules.items[i].domain == domain)
			TRY(copy_module(c, &s->modules.items[i], to));
	}
	for (uint32_t i = 0; i < c->from->shm_count; i++)
		TRY(copy_shm(c, &s->shms.items[c->from->shm + i], to));
	return MPUC_OK;
}

enum mpuc_status edit_add_like(struct edit_scope *e)
{
	struct copy c = {
		.e = e, .d = e->s->doc, .memory = { .s = e->s },
	};
	uint32_t domain;
	const char *to;

	TRY(edit_new_domain(e, &to));
	TRY(edit_domain(e, 2, &domain));
	c.from = &e->s->domains.items[domain];
	TRY(copy_props(&c, c.from->node.node, to, "xen,static-mem"));
	TRY(copy_banks(&c, to));
	TRY(copy_children(&c, to));
	if (c.from->pass_count > 0)
		e->note = arena_printf(e->a, "without the %u device%s of "
			"%s: a device belongs to one guest",
			c.from->pass_count,
			c.from->pass_count == 1 ? "" : "s", c.from->name);
	return MPUC_OK;
}
