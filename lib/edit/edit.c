/* SPDX-License-Identifier: BSD-2-Clause */
#include "edit/edit.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

enum mpuc_status (edit_refuse)(struct edit_scope *e, uint32_t arg,
			       const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	e->refusal->text = arena_vprintf(e->a, fmt, ap);
	va_end(ap);
	e->refusal->column = arg < e->c->count ? e->c->args[arg].column : 1;
	return e->refusal->text != NULL ? MPUC_E_USAGE : MPUC_E_NOMEM;
}

uint32_t edit_find_domain(const struct system *s, const char *name)
{
	for (size_t i = 0; i < s->domains.count; i++) {
		if (strcmp(s->domains.items[i].name, name) == 0)
			return (uint32_t)i;
	}
	return SYS_NONE;
}

enum mpuc_status edit_domain(struct edit_scope *e, uint32_t arg,
			     uint32_t *ret_domain)
{
	const char *name = e->c->args[arg].text, *all = "";
	uint32_t found = edit_find_domain(e->s, name);

	if (found != SYS_NONE) {
		*ret_domain = found;
		return MPUC_OK;
	}
	for (size_t i = 0; i < e->s->domains.count && i < 8; i++) {
		all = arena_printf(e->a, "%s%s%s", all, i > 0 ? ", " : "",
				   e->s->domains.items[i].name);
		TRY_PTR(all);
	}
	return edit_refuse(e, arg, "there is no domain '%s'; there %s%s",
			   name, *all == '\0' ? "is none" : "are: ", all);
}

const char *edit_path(struct edit_scope *e, struct doc_ref node)
{
	return doc_path(node.doc, e->a, node.node);
}

enum mpuc_status edit_set_cells(struct edit_scope *e, const char *node,
				const char *property, const uint32_t *cells,
				uint32_t count)
{
	struct change *c;

	TRY(edit_set(e->a, e->ops, node, property, &c));
	return change_cells(e->a, c, cells, count);
}

enum mpuc_status edit_set_strings(struct edit_scope *e, const char *node,
				  const char *property, const char *data,
				  size_t len)
{
	struct change *c;
	uint8_t *copy;

	TRY(edit_set(e->a, e->ops, node, property, &c));
	copy = arena_alloc(e->a, len);
	TRY_PTR(copy);
	memcpy(copy, data, len);
	c->form = CHANGE_STRINGS;
	c->data = copy;
	c->len = (uint32_t)len;
	return MPUC_OK;
}

enum mpuc_status edit_tuples(struct edit_scope *e, uint32_t arg,
			     const struct edit_tuples *t)
{
	uint32_t *cells = arena_array(e->a, t->count * 4 + 1, sizeof(*cells));
	uint32_t used = 0;

	TRY_PTR(cells);
	for (size_t i = 0; i < t->count; i++) {
		if (!change_put(cells, &used, t->spans[i].base, t->acells) ||
		    !change_put(cells, &used, t->spans[i].size, t->scells))
			return edit_refuse(e, arg, "%s has %u and %u cells, "
				"into which 0x%llx, size 0x%llx, does not fit",
				t->property, t->acells, t->scells,
				(unsigned long long)t->spans[i].base,
				(unsigned long long)t->spans[i].size);
	}
	return edit_set_cells(e, t->node, t->property, cells, used);
}

enum mpuc_status edit_span(struct edit_scope *e, uint32_t base_arg,
			   struct span *ret_span)
{
	uint64_t base = e->c->args[base_arg].value;
	uint64_t size = e->c->args[base_arg + 1].value;

	if (size == 0)
		return edit_refuse(e, base_arg + 1, "a size of 0 is nothing");
	if (base > UINT64_MAX - (size - 1))
		return edit_refuse(e, base_arg + 1, "0x%llx, size 0x%llx, "
			"goes past the end of the address space",
			(unsigned long long)base, (unsigned long long)size);
	ret_span->base = base;
	ret_span->size = size;
	return MPUC_OK;
}

static struct edit_op *option(struct edit_scope *e, enum edit_op_kind kind)
{
	struct edit_op *op = VEC_PUSH(e->a, e->ops);

	if (op != NULL)
		op->kind = kind;
	return op;
}

static bool is_file(const char *name)
{
	size_t len = strlen(name);

	return strchr(name, '/') != NULL ||
	       (len > 5 && strcmp(name + len - 5, ".yaml") == 0);
}

static enum mpuc_status edit_profile(struct edit_scope *e)
{
	bool target = e->c->rule->verb == EDIT_TARGET;
	const char *name = e->c->args[0].text;
	struct edit_op *op = option(e, target ? OP_TARGET : OP_PLATFORM);

	TRY_PTR(op);
	op->name = name;
	if (is_file(name) || (target ? target_find(name) != NULL :
			      platform_find(name) != NULL))
		return MPUC_OK;
	return edit_refuse(e, 0, "no %s '%s'; 'mpuc profiles' lists them",
			   target ? "target" : "platform", name);
}

static enum mpuc_status edit_option(struct edit_scope *e)
{
	struct edit_op *op;

	if (e->c->rule->verb == EDIT_REGIONS) {
		op = option(e, OP_REGIONS);
		TRY_PTR(op);
		op->count = (uint32_t)e->c->args[0].value;
		return op->count > 0 && op->count <= 255 ? MPUC_OK :
		       edit_refuse(e, 0, "an MPU has 1 to 255 regions");
	}
	op = option(e, OP_EARLY_UART);
	TRY_PTR(op);
	return e->c->rule->verb == EDIT_EARLY_UART_OFF ? MPUC_OK :
	       edit_span(e, 0, &op->span);
}

static enum mpuc_status dispatch(struct edit_scope *e)
{
	enum edit_verb verb = e->c->rule->verb;

	if (verb == EDIT_ADD_BANK || verb == EDIT_DROP_BANK ||
	    (verb >= EDIT_MOVE_BANK && verb <= EDIT_JOIN_BANK))
		return edit_bank(e);
	if (verb == EDIT_ADD_DEVICE || verb == EDIT_DROP_DEVICE)
		return edit_device(e);
	if (verb == EDIT_ADD_DOMAIN)
		return edit_add_domain(e);
	if (verb == EDIT_ADD_LIKE)
		return edit_add_like(e);
	if (verb == EDIT_DROP_DOMAIN)
		return edit_drop_domain(e);
	if (verb == EDIT_ADD_MODULE || verb == EDIT_DROP_MODULE)
		return edit_module(e);
	if (verb == EDIT_ADD_SHM || verb == EDIT_DROP_SHM)
		return edit_shm(e);
	if (verb == EDIT_ADD_VPL011 || verb == EDIT_DROP_VPL011)
		return edit_vpl011(e);
	if (verb == EDIT_ADD_MEMORY)
		return edit_memory(e);
	if (verb == EDIT_HEAP || verb == EDIT_HEAP_OFF)
		return edit_heap(e);
	if (verb == EDIT_SECTION || verb == EDIT_SECTION_OFF)
		return edit_section(e);
	if (verb == EDIT_TARGET || verb == EDIT_PLATFORM)
		return edit_profile(e);
	return edit_option(e);
}

enum mpuc_status edit_apply(struct arena *a, const struct edit_subject *on,
			    edit_ops *ops, const char **ret_note,
			    struct edit_refusal *ret_refusal)
{
	struct edit_scope e = {
		.a = a, .s = on->s, .c = on->command, .ops = ops,
		.refusal = ret_refusal,
	};
	enum mpuc_status st;

	if (e.s->chosen.node == DOC_NONE)
		return edit_refuse(&e, 0, "the tree has no /chosen");
	st = dispatch(&e);
	*ret_note = e.note;
	return st;
}
