/* SPDX-License-Identifier: BSD-2-Clause */
/* Which nodes a file is for. */
#include "schema/rule.h"

#include <string.h>

#include "base/try.h"

/* Strings of const and enum, however deep. */
static enum mpuc_status gather(struct compile *c, const struct value *v)
{
	for (size_t i = 0; i < v->items.count; i++) {
		const struct value *item = &v->items.items[i];
		bool listed = v->key != NULL && strcmp(v->key, "enum") == 0;
		const char **slot;

		if (item->kind != VALUE_SCALAR) {
			TRY(gather(c, item));
			continue;
		}
		if (!listed && (item->key == NULL ||
				strcmp(item->key, "const") != 0))
			continue;
		/* These two say that more devices sit behind a node. */
		if (strcmp(item->text, "syscon") == 0 ||
		    strcmp(item->text, "simple-mfd") == 0)
			continue;
		slot = VEC_PUSH(c->a, &c->file->compatibles);
		TRY_PTR(slot);
		*slot = item->text;
	}
	return MPUC_OK;
}

static enum mpuc_status add_name(struct compile *c, struct names *names,
				 const char *name)
{
	const char **slot = VEC_PUSH(c->a, &names->list);

	TRY_PTR(slot);
	*slot = name;
	return MPUC_OK;
}

/* What s requires first, unless something else will do (eval_members.c). */
static const char *required(const struct schema *s)
{
	const struct clause *cl = schema_clause(s, KW_REQUIRED);
	const char *name;

	if (cl == NULL || cl->names.items[0].others.count == 0)
		return NULL;
	name = cl->names.items[0].others.items[0];
	return name[0] == '$' || strcmp(name, "interrupts") == 0 ? NULL :
	       name;
}

/*
 * Properties without one of which no node fits: the first that is required,
 * or one for each alternative.  None when that can't be said.
 */
static enum mpuc_status needed(struct compile *c, const struct schema *s,
			       struct names *names)
{
	const struct clause *cl = schema_clause(s, KW_ANY);
	const char *name = required(s);

	if (name != NULL)
		return add_name(c, names, name);
	for (size_t i = 0; cl != NULL && i < cl->schemas.count; i++) {
		name = required(cl->schemas.items[i]);
		if (name == NULL) {
			names->list.count = 0;
			return MPUC_OK;
		}
		TRY(add_name(c, names, name));
	}
	return MPUC_OK;
}

/* Of "const: ...", or of "contains: { enum: ... }", what it lists. */
static enum mpuc_status listed(struct compile *c, const struct schema *s,
			       struct names *names)
{
	const struct clause *cl = schema_clause(s, KW_CONTAINS);

	s = cl != NULL ? cl->schemas.items[0] : s;
	cl = schema_clause(s, KW_ENUM);
	if (cl == NULL)
		cl = schema_clause(s, KW_CONST);
	for (size_t i = 0; cl != NULL && i < cl->scalars.count; i++) {
		if (cl->scalars.items[i].is_number) {
			names->list.count = 0;
			return MPUC_OK;
		}
		TRY(add_name(c, names, cl->scalars.items[i].text));
	}
	return MPUC_OK;
}

/* What spares most nodes the evaluation of select. */
static enum mpuc_status find_needs(struct compile *c)
{
	struct schema_file *f = c->file;
	const struct clause *cl = schema_clause(f->select, KW_PROPERTIES);

	TRY(needed(c, f->select, &f->need_props));
	/* Absent, the property fits whatever is said of it. */
	if (f->need_props.list.count != 1 ||
	    strcmp(f->need_props.list.items[0], "compatible") != 0)
		return MPUC_OK;
	for (size_t i = 0; cl != NULL && i < cl->names.count; i++) {
		if (strcmp(cl->names.items[i].name, "compatible") == 0)
			return listed(c, cl->names.items[i].schema,
				      &f->need_compatibles);
	}
	return MPUC_OK;
}

/* A schema that says nothing but "properties: { $nodename: ... }". */
static enum mpuc_status select_name(struct compile *c, const struct value *v)
{
	struct schema *s = arena_alloc(c->a, sizeof(*s));
	struct clause *cl;
	struct named *n;

	TRY_PTR(s);
	cl = VEC_PUSH(c->a, &s->clauses);
	TRY_PTR(cl);
	n = VEC_PUSH(c->a, &cl->names);
	TRY_PTR(n);
	s->from = cl->from = v;
	cl->keyword = KW_PROPERTIES;
	n->name = "$nodename";
	c->file->select = s;
	TRY(compile_new(c, v, &n->schema));
	/* Of a name, which is one string, that keyword says nothing. */
	return schema_clause(n->schema, KW_CONTAINS) != NULL ? MPUC_OK :
	       listed(c, n->schema, &c->file->need_names);
}

enum mpuc_status compile_select(struct compile *c)
{
	const struct value *root = c->file->root;
	const struct value *v = value_get(root, "select");
	const struct value *props = value_get(root, "properties");

	if (v != NULL) {
		TRY(compile_new(c, v, &c->file->select));
		return find_needs(c);
	}
	if (props == NULL)
		return MPUC_OK;
	v = value_get(props, "compatible");
	if (v != NULL)
		TRY(gather(c, v));
	if (c->file->compatibles.count > 0)
		return MPUC_OK;
	v = value_get(props, "$nodename");
	return v != NULL && v->kind == VALUE_MAP ? select_name(c, v) :
	       MPUC_OK;
}
