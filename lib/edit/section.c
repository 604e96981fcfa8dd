/* SPDX-License-Identifier: BSD-2-Clause */
/* RAM, the static heap and the sections: nobody's in particular. */
#include "edit/edit.h"

#include <string.h>

#include "base/try.h"

static enum mpuc_status put(struct edit_scope *e, uint32_t base_arg,
			    struct edit_tuples t)
{
	struct span span;

	TRY(edit_span(e, base_arg, &span));
	t.spans = &span;
	t.count = 1;
	return edit_tuples(e, base_arg, &t);
}

static enum mpuc_status take_away(struct edit_scope *e, const char *node,
				  const char *property)
{
	if (doc_prop(e->s->doc, e->s->chosen.node, property) == DOC_NONE)
		return edit_refuse(e, 0, "/chosen has no %s", property);
	return edit_drop(e->a, e->ops, node, property);
}

enum mpuc_status edit_heap(struct edit_scope *e)
{
	const struct doc_node *root = &e->s->doc->nodes.items[0];
	struct edit_tuples t = {
		.node = "/chosen", .property = "xen,static-heap",
		.acells = root->acells, .scells = root->scells,
	};

	if (e->c->rule->verb == EDIT_HEAP_OFF)
		return take_away(e, t.node, t.property);
	return put(e, 0, t);
}

enum mpuc_status edit_memory(struct edit_scope *e)
{
	const struct doc_node *root = &e->s->doc->nodes.items[0];
	struct edit_tuples t = {
		.node = arena_printf(e->a, "/memory@%llx",
			(unsigned long long)e->c->args[0].value),
		.property = "reg",
		.acells = root->acells, .scells = root->scells,
	};

	TRY_PTR(t.node);
	if (doc_find(e->s->doc, t.node) != DOC_NONE)
		return edit_refuse(e, 0, "there is a node %s already",
				   t.node);
	TRY(edit_set_strings(e, t.node, "device_type", "memory", 7));
	return put(e, 0, t);
}

static uint32_t mpu_cells(const struct system *s, const char *property)
{
	uint32_t value = 0;

	if (!doc_u32(s->doc, s->chosen.node, property, &value))
		return 0;
	return value;
}

/* "guest", or the property's whole name. */
static const struct section_rule *find(const struct target *t,
				       const char *name)
{
	for (size_t i = 0; i < t->section_count; i++) {
		if (strcmp(t->sections[i].name, name) == 0 ||
		    strcmp(t->sections[i].property, name) == 0)
			return &t->sections[i];
	}
	return NULL;
}

static enum mpuc_status unknown(struct edit_scope *e)
{
	const struct target *t = e->s->target;
	const char *all = "";

	for (size_t i = 0; i < t->section_count; i++) {
		all = arena_printf(e->a, "%s%s%s", all, i > 0 ? ", " : ": ",
				   t->sections[i].name);
		TRY_PTR(all);
	}
	return edit_refuse(e, 0, "%s has no section '%s'; it has %s%s",
			   t->name, e->c->args[0].text,
			   t->section_count == 0 ? "none" : "these", all);
}

enum mpuc_status edit_section(struct edit_scope *e)
{
	const struct doc_node *root = &e->s->doc->nodes.items[0];
	const struct section_rule *rule = find(e->s->target,
					       e->c->args[0].text);
	struct edit_tuples t = {
		.node = "/chosen",
		.acells = root->acells, .scells = root->scells,
	};

	if (rule == NULL)
		return unknown(e);
	t.property = rule->property;
	if (e->c->rule->verb == EDIT_SECTION_OFF)
		return take_away(e, t.node, t.property);
	if (e->s->target->traits.mpu_cells) {
		t.acells = mpu_cells(e->s, "#mpu,address-cells");
		t.scells = mpu_cells(e->s, "#mpu,size-cells");
	}
	return put(e, 1, t);
}
