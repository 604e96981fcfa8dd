/* SPDX-License-Identifier: BSD-2-Clause */
/* From compiled schemas to a set: circles, types. */
#include "schema/rule.h"

#include <string.h>

#include "base/sort.h"
#include "base/try.h"

#define ACTIVE UINT32_MAX

static enum mpuc_status measure(struct compile *c, struct schema *s,
				uint32_t depth, const struct value *from);

/* Schemas that a clause applies to the same node or property. */
static bool is_in_place(enum keyword keyword)
{
	return keyword == KW_REF || keyword == KW_DEPENDENT ||
	       keyword == KW_DEPENDENT_SCHEMAS ||
	       (keyword >= KW_ALL && keyword <= KW_IF);
}

static enum mpuc_status measure_clause(struct compile *c,
				       const struct clause *cl,
				       uint32_t depth, uint32_t *height)
{
	size_t count = cl->schemas.count + cl->names.count;

	for (size_t i = 0; i < count; i++) {
		struct schema *to = i < cl->schemas.count ?
			cl->schemas.items[i] :
			cl->names.items[i - cl->schemas.count].schema;

		if (to == NULL)
			continue;
		TRY(measure(c, to, depth + 1, cl->from));
		if (to->height > *height)
			*height = to->height;
	}
	return MPUC_OK;
}

static enum mpuc_status measure(struct compile *c, struct schema *s,
				uint32_t depth, const struct value *from)
{
	uint32_t height = 0;

	if (s->height == ACTIVE)
		return compile_refuse(c, from, MPUC_E_SYNTAX, "'%s' comes back "
				      "to where it stands", from->key);
	if (s->height > 0)
		return MPUC_OK;
	s->height = ACTIVE;
	for (size_t i = 0; i < s->clauses.count; i++) {
		const struct clause *cl = &s->clauses.items[i];

		if (is_in_place(cl->keyword) && depth < SCHEMA_MAX_DEPTH)
			TRY(measure_clause(c, cl, depth, &height));
		else if (is_in_place(cl->keyword))
			height = SCHEMA_MAX_DEPTH;
	}
	if (height >= SCHEMA_MAX_DEPTH)
		return compile_refuse(c, from, MPUC_E_LIMIT, "references and "
				      "alternatives more than %d deep",
				      SCHEMA_MAX_DEPTH);
	s->height = height + 1;
	return MPUC_OK;
}

enum mpuc_status compile_heights(struct compile *c)
{
	for (size_t i = 0; i < c->set->schemas.count; i++) {
		struct schema *s = c->set->schemas.items[i];

		TRY(measure(c, s, 1, s->from));
	}
	return MPUC_OK;
}

/* ---------------------------------------------------------------- types */

static bool is_string(const struct clause *cl)
{
	return cl->keyword == KW_PATTERN ||
	       ((cl->keyword == KW_CONST || cl->keyword == KW_ENUM) &&
		cl->scalars.count > 0 && !cl->scalars.items[0].is_number);
}

static bool has_string(const struct schema *s)
{
	for (size_t i = 0; i < s->clauses.count; i++) {
		if (is_string(&s->clauses.items[i]))
			return true;
	}
	return false;
}

static type_set types_of(struct schema *s);

static type_set clause_types(const struct clause *cl)
{
	const type_set strings = type_bit(type_find("string-array", 12));
	type_set set = 0;

	if (cl->keyword == KW_OBJECT)
		return TYPE_SET_NODE;
	if (cl->keyword == KW_BOOLEAN)
		return type_bit(type_find("flag", 4));
	if (cl->keyword == KW_TYPE)
		return type_bit(cl->type);
	if (is_string(cl))
		return strings;
	for (size_t i = 0; i < cl->schemas.count; i++) {
		struct schema *s = cl->schemas.items[i];

		if (cl->keyword == KW_REF ||
		    (cl->keyword >= KW_ALL && cl->keyword <= KW_ONE))
			set |= types_of(s);
		else if ((cl->keyword == KW_ITEMS ||
			  cl->keyword == KW_ITEM_LIST ||
			  cl->keyword == KW_CONTAINS) && has_string(s))
			set |= strings;
	}
	return set;
}

/* Once for each schema: alternatives of alternatives would explode. */
static type_set types_of(struct schema *s)
{
	if (s->typed)
		return s->types;
	s->typed = true;
	for (size_t i = 0; i < s->clauses.count; i++)
		s->types |= clause_types(&s->clauses.items[i]);
	return s->types;
}

static uint64_t own_count(const struct schema *s, bool inner)
{
	for (size_t i = 0; i < s->clauses.count; i++) {
		const struct clause *cl = &s->clauses.items[i];

		if (cl->keyword == KW_COUNT && !inner)
			return cl->least == cl->most ? cl->least : 0;
		if ((cl->keyword == KW_ITEMS || cl->keyword == KW_ITEM_LIST) &&
		    inner && cl->schemas.count > 0)
			return own_count(cl->schemas.items[0], false);
	}
	return 0;
}

/* The length that a schema fixes, in itself or one step away; else 0. */
static uint64_t fixed_count(const struct schema *s, bool inner)
{
	uint64_t count = own_count(s, inner);

	for (size_t i = 0; i < s->clauses.count; i++) {
		const struct clause *cl = &s->clauses.items[i];

		if (cl->keyword != KW_ALL && cl->keyword != KW_REF)
			continue;
		for (size_t k = 0; k < cl->schemas.count && count == 0; k++)
			count = own_count(cl->schemas.items[k], inner);
	}
	return count;
}

static int by_name(const void *a, const void *b, const void *arg)
{
	const struct named *const *x = a, *const *y = b;

	(void)arg;
	return strcmp((*x)->name, (*y)->name);
}

/* Properties of one name share what any schema says of their type. */
static void settle(struct named **names, size_t count)
{
	type_set types = type_by_name(names[0]->name);
	uint64_t row = 0, rows = 0;

	for (size_t i = 0; i < count; i++) {
		types |= types_of(names[i]->schema);
		row = row != 0 ? row : fixed_count(names[i]->schema, true);
		rows = rows != 0 ? rows : fixed_count(names[i]->schema, false);
	}
	for (size_t i = 0; i < count; i++) {
		names[i]->types = types & ~TYPE_SET_NODE;
		names[i]->row = row;
		names[i]->rows = rows;
	}
}

struct all_names {
	VEC(struct named *) items;
};

static enum mpuc_status collect(struct compile *c, const struct schema *s,
				struct all_names *all)
{
	for (size_t i = 0; i < s->clauses.count; i++) {
		const struct clause *cl = &s->clauses.items[i];

		if (cl->keyword != KW_PROPERTIES && cl->keyword != KW_PATTERNS)
			continue;
		for (size_t k = 0; k < cl->names.count; k++) {
			struct named **slot = VEC_PUSH(c->a, &all->items);

			TRY_PTR(slot);
			*slot = &cl->names.items[k];
		}
	}
	return MPUC_OK;
}

enum mpuc_status compile_types(struct compile *c)
{
	struct all_names all = { .items = { .count = 0 } };
	size_t count, end;

	for (size_t i = 0; i < c->set->schemas.count; i++)
		TRY(collect(c, c->set->schemas.items[i], &all));
	count = all.items.count;
	TRY(sort_stable(c->a, all.items.items, count, sizeof(struct named *),
			by_name, NULL));
	for (size_t i = 0; i < c->set->schemas.count; i++)
		types_of(c->set->schemas.items[i]);
	for (size_t i = 0; i < count; i = end) {
		for (end = i + 1; end < count; end++) {
			if (strcmp(all.items.items[i]->name,
				   all.items.items[end]->name) != 0)
				break;
		}
		settle(&all.items.items[i], end - i);
	}
	return MPUC_OK;
}

/* ------------------------------------------------------------- the set */

static enum mpuc_status add_file(struct compile *c, const struct value *root)
{
	struct schema_file *f = VEC_PUSH(c->a, &c->set->files);
	const struct value *id;

	TRY_PTR(f);
	f->root = root;
	if (root->kind != VALUE_MAP)
		return compile_refuse(c, root, MPUC_E_SYNTAX,
				      "a binding must be a map");
	id = value_get(root, "$id");
	if (id == NULL || id->kind != VALUE_SCALAR)
		return compile_refuse(c, root, MPUC_E_SYNTAX, "the binding "
				      "has no $id, so this is no schema");
	f->id = id->text;
	return MPUC_OK;
}

static enum mpuc_status compile_pending(struct compile *c)
{
	for (size_t i = 0; i < c->pending.count; i++) {
		struct schema **slot = VEC_PUSH(c->a, &c->set->schemas);
		struct pending p = c->pending.items[i];

		TRY_PTR(slot);
		*slot = p.schema;
		c->file = p.file;
		TRY(compile_schema(c, p.from, p.schema));
	}
	return MPUC_OK;
}

static enum mpuc_status compile_all(struct compile *c)
{
	for (size_t i = 0; i < c->set->files.count; i++) {
		c->file = &c->set->files.items[i];
		TRY(compile_new(c, c->file->root, &c->file->schema));
		TRY(compile_select(c));
	}
	TRY(compile_pending(c));
	TRY(compile_heights(c));
	return compile_types(c);
}

enum mpuc_status schema_compile(struct arena *a,
				const struct value *const *roots,
				size_t count, struct schema_set **ret_set,
				const char **ret_error)
{
	struct compile c = { .a = a };
	enum mpuc_status status = MPUC_OK;

	c.set = arena_alloc(a, sizeof(*c.set));
	TRY_PTR(c.set);
	for (size_t i = 0; i < count && status == MPUC_OK; i++)
		status = add_file(&c, roots[i]);
	if (status == MPUC_OK)
		status = compile_all(&c);
	if (status == MPUC_OK)
		*ret_set = c.set;
	else
		*ret_error = c.error;
	return status;
}
