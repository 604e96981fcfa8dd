/* SPDX-License-Identifier: BSD-2-Clause */
#include "schema/rule.h"

#include <stdarg.h>
#include <string.h>

#include "base/num.h"
#include "base/sort.h"
#include "base/try.h"

enum mpuc_status compile_refuse(struct compile *c, const struct value *v,
				enum mpuc_status status, const char *fmt,
				...)
{
	const struct srcpos *pos = v->key != NULL ? &v->key_pos : &v->pos;
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = arena_vprintf(c->a, fmt, ap);
	va_end(ap);
	TRY_PTR(text);
	c->error = arena_printf(c->a, "%s:%lu:%lu: %s", pos->file,
				(unsigned long)pos->line,
				(unsigned long)pos->col, text);
	return c->error != NULL ? status : MPUC_E_NOMEM;
}

static enum mpuc_status want_kind(struct compile *c, const struct value *v,
				  enum value_kind kind)
{
	if (v->kind == kind)
		return MPUC_OK;
	return compile_refuse(c, v, MPUC_E_SYNTAX, "'%s' must be %s, not %s",
			      v->key != NULL ? v->key : "an item",
			      value_kind_text(kind),
			      value_kind_text(v->kind));
}

static bool is_word(const struct value *v, const char *word)
{
	return v->kind == VALUE_SCALAR && !v->quoted &&
	       strcmp(v->text, word) == 0;
}

/* Also YAML 1.1's octal-free numbers with a sign. */
static bool read_scalar(const struct value *v, struct scalar *ret)
{
	const char *text = v->text;

	ret->text = text;
	ret->is_number = false;
	if (v->quoted)
		return true;
	ret->negative = *text == '-';
	text += ret->negative;
	if (num_parse(text, strlen(text), &ret->number)) {
		ret->is_number = true;
		ret->negative &= ret->number != 0;
		return true;
	}
	return !value_is_typed(v);
}

static enum mpuc_status add_scalar(struct compile *c, const struct value *v,
				   struct clause *cl)
{
	struct scalar *s = VEC_PUSH(c->a, &cl->scalars);

	TRY_PTR(s);
	TRY(want_kind(c, v, VALUE_SCALAR));
	if (!read_scalar(v, s))
		return compile_refuse(c, v, MPUC_E_UNSUPPORTED,
				      "'%s' is neither a number nor a string",
				      v->text);
	return MPUC_OK;
}

static enum mpuc_status read_enum(struct compile *c, const struct value *v,
				  struct clause *cl)
{
	TRY(want_kind(c, v, VALUE_SEQ));
	for (size_t i = 0; i < v->items.count; i++)
		TRY(add_scalar(c, &v->items.items[i], cl));
	return MPUC_OK;
}

static enum mpuc_status read_bound(struct compile *c, const struct value *v,
				   struct clause *cl)
{
	TRY(add_scalar(c, v, cl));
	if (!cl->scalars.items[0].is_number ||
	    (cl->keyword == KW_MULTIPLE && (cl->scalars.items[0].negative ||
					    cl->scalars.items[0].number == 0)))
		return compile_refuse(c, v, MPUC_E_SYNTAX, "'%s' must be a "
				      "number%s", v->key,
				      cl->keyword == KW_MULTIPLE ?
				      " above 0" : "");
	return MPUC_OK;
}

static enum mpuc_status make_pattern(struct compile *c, const struct value *v,
				     const char *text, struct pattern **ret)
{
	const char *why = NULL;
	enum mpuc_status st = pattern_compile(c->a, text, ret, &why);

	return why == NULL ? st : compile_refuse(c, v, st, "pattern '%s': %s",
						 text, why);
}

static enum mpuc_status read_pattern(struct compile *c, const struct value *v,
				     struct clause *cl)
{
	TRY(want_kind(c, v, VALUE_SCALAR));
	return make_pattern(c, v, v->text, &cl->pattern);
}

static enum mpuc_status add_schema(struct compile *c, const struct value *v,
				   struct clause *cl)
{
	struct schema **s = VEC_PUSH(c->a, &cl->schemas);

	TRY_PTR(s);
	return compile_new(c, v, s);
}

static enum mpuc_status read_schemas(struct compile *c, const struct value *v,
				     struct clause *cl)
{
	TRY(want_kind(c, v, VALUE_SEQ));
	for (size_t i = 0; i < v->items.count; i++)
		TRY(add_schema(c, &v->items.items[i], cl));
	return MPUC_OK;
}

static enum mpuc_status read_items(struct compile *c, const struct value *v,
				   struct clause *cl)
{
	if (v->kind != VALUE_SEQ)
		return add_schema(c, v, cl);
	cl->keyword = KW_ITEM_LIST;
	return read_schemas(c, v, cl);
}

static enum mpuc_status read_named(struct compile *c, const struct value *v,
				   struct clause *cl)
{
	TRY(want_kind(c, v, VALUE_MAP));
	for (size_t i = 0; i < v->items.count; i++) {
		const struct value *item = &v->items.items[i];
		struct named *n = VEC_PUSH(c->a, &cl->names);

		TRY_PTR(n);
		n->name = item->key;
		if (cl->keyword == KW_PATTERNS)
			TRY(make_pattern(c, item, item->key, &n->pattern));
		TRY(compile_new(c, item, &n->schema));
	}
	return MPUC_OK;
}

static enum mpuc_status read_names(struct compile *c, const struct value *v,
				   struct named *n)
{
	TRY(want_kind(c, v, VALUE_SEQ));
	for (size_t i = 0; i < v->items.count; i++) {
		const char **name = VEC_PUSH(c->a, &n->others);

		TRY_PTR(name);
		TRY(want_kind(c, &v->items.items[i], VALUE_SCALAR));
		*name = v->items.items[i].text;
	}
	return MPUC_OK;
}

static enum mpuc_status read_required(struct compile *c, const struct value *v,
				      struct clause *cl)
{
	struct named *n = VEC_PUSH(c->a, &cl->names);

	TRY_PTR(n);
	return read_names(c, v, n);
}

/* "dependencies" holds lists of names and schemas; each kind is a clause. */
static enum mpuc_status read_dependent(struct compile *c,
				       const struct value *v,
				       struct clause *cl)
{
	TRY(want_kind(c, v, VALUE_MAP));
	for (size_t i = 0; i < v->items.count; i++) {
		const struct value *item = &v->items.items[i];
		struct named *n = VEC_PUSH(c->a, &cl->names);

		TRY_PTR(n);
		n->name = item->key;
		if (cl->keyword == KW_DEPENDENT && item->kind == VALUE_SEQ)
			TRY(read_names(c, item, n));
		else if (cl->keyword == KW_DEPENDENT &&
			 strcmp(v->key, "dependencies") != 0)
			return want_kind(c, item, VALUE_SEQ);
		else
			TRY(compile_new(c, item, &n->schema));
	}
	return MPUC_OK;
}

static enum mpuc_status read_type(struct compile *c, const struct value *v,
				  struct clause *cl)
{
	if (is_word(v, "object"))
		cl->keyword = KW_OBJECT;
	else if (is_word(v, "boolean"))
		cl->keyword = KW_BOOLEAN;
	else if (is_word(v, "array"))
		cl->keyword = KW_ARRAY;
	else
		return compile_refuse(c, v, MPUC_E_UNSUPPORTED, "of the types "
				      "only object, boolean and array are "
				      "supported; others are a $ref to "
				      "/schemas/types.yaml#/definitions/");
	return MPUC_OK;
}

/* The count itself is made of both limits, see read_counts(). */
static enum mpuc_status read_limit(struct compile *c, const struct value *v,
				   struct clause *cl)
{
	TRY(want_kind(c, v, VALUE_SCALAR));
	if (v->quoted || !num_parse(v->text, strlen(v->text), &cl->least))
		return compile_refuse(c, v, MPUC_E_SYNTAX,
				      "'%s' must be a number", v->key);
	return MPUC_OK;
}

static enum mpuc_status read_flag(struct compile *c, const struct value *v,
				  struct clause *cl)
{
	if (!is_word(v, "true"))
		return compile_refuse(c, v, MPUC_E_UNSUPPORTED,
				      "of '%s' only true is supported",
				      v->key);
	cl->least = 1;
	return MPUC_OK;
}

typedef enum mpuc_status read_fn(struct compile *c, const struct value *v,
				 struct clause *cl);

struct word {
	const char *name;
	enum keyword keyword;
	read_fn *read;		/* NULL: says nothing of a tree */
};

static const struct word words[] = {
	{ "$ref", KW_REF, compile_ref },
	{ "additionalProperties", KW_ADDITIONAL, add_schema },
	{ "allOf", KW_ALL, read_schemas },
	{ "anyOf", KW_ANY, read_schemas },
	{ "const", KW_CONST, add_scalar },
	{ "contains", KW_CONTAINS, add_schema },
	{ "dependencies", KW_DEPENDENT, read_dependent },
	{ "dependentRequired", KW_DEPENDENT, read_dependent },
	{ "dependentSchemas", KW_DEPENDENT_SCHEMAS, read_dependent },
	{ "enum", KW_ENUM, read_enum },
	{ "exclusiveMaximum", KW_BELOW, read_bound },
	{ "exclusiveMinimum", KW_ABOVE, read_bound },
	{ "items", KW_ITEMS, read_items },
	{ "maxItems", KW_COUNT, read_limit },
	{ "maximum", KW_MAXIMUM, read_bound },
	{ "minItems", KW_COUNT, read_limit },
	{ "minimum", KW_MINIMUM, read_bound },
	{ "multipleOf", KW_MULTIPLE, read_bound },
	{ "not", KW_NOT, add_schema },
	{ "oneOf", KW_ONE, read_schemas },
	{ "pattern", KW_PATTERN, read_pattern },
	{ "patternProperties", KW_PATTERNS, read_named },
	{ "properties", KW_PROPERTIES, read_named },
	{ "required", KW_REQUIRED, read_required },
	{ "type", KW_OBJECT, read_type },
	{ "unevaluatedProperties", KW_UNEVALUATED, add_schema },
	{ "uniqueItems", KW_UNIQUE, read_flag },
	/* Clauses of the three come from read_if(). */
	{ "if", KW_IF, NULL }, { "then", KW_IF, NULL }, { "else", KW_IF, NULL },
	{ "description", KW_IF, NULL }, { "default", KW_IF, NULL },
	{ "deprecated", KW_IF, NULL }, { "title", KW_IF, NULL },
	{ "$comment", KW_IF, NULL },
};

/* What may stand at the top of a file, besides. */
static const char *const top_words[] = {
	"$id", "$schema", "maintainers", "examples", "select", "definitions",
	"$defs",
};

static const struct word *find_word(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	}
	return NULL;
}

static bool is_top_word(const struct compile *c, const struct value *map,
			const char *name)
{
	if (map != c->file->root)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(top_words); i++) {
		if (strcmp(top_words[i], name) == 0)
			return true;
	}
	return false;
}

static enum mpuc_status unknown_keyword(struct compile *c,
					const struct value *v)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (value_near(v->key, words[i].name))
			return compile_refuse(c, v, MPUC_E_UNSUPPORTED,
					      "keyword '%s' is not supported; "
					      "did you mean '%s'?", v->key,
					      words[i].name);
	}
	return compile_refuse(c, v, MPUC_E_UNSUPPORTED, "keyword '%s' is not "
			      "supported, so what it asks for can't be checked",
			      v->key);
}

/* if, then and else are one clause. */
static enum mpuc_status read_if(struct compile *c, struct schema *s)
{
	static const char *const names[] = { "if", "then", "else" };
	const struct value *from = value_get(s->from, "if");
	struct clause *cl;

	if (from == NULL)
		return MPUC_OK;
	cl = VEC_PUSH(c->a, &s->clauses);
	TRY_PTR(cl);
	cl->keyword = KW_IF;
	cl->from = from;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const struct value *v = value_get(s->from, names[i]);
		struct schema **slot = VEC_PUSH(c->a, &cl->schemas);

		TRY_PTR(slot);
		if (v != NULL)
			TRY(compile_new(c, v, slot));
	}
	return MPUC_OK;
}

/* One limit states the other, a list states both; see schema.h. */
static enum mpuc_status read_counts(struct compile *c, struct schema *s)
{
	const struct value *least = value_get(s->from, "minItems");
	const struct value *most = value_get(s->from, "maxItems");
	const struct value *items = value_get(s->from, "items");
	struct clause *cl, low = { .least = 0 }, high = { .least = UINT64_MAX };
	bool list = items != NULL && items->kind == VALUE_SEQ;

	if (least == NULL && most == NULL && !list)
		return MPUC_OK;
	if (list)
		low.least = high.least = items->items.count;
	if (least != NULL)
		TRY(read_limit(c, least, &low));
	if (most != NULL)
		TRY(read_limit(c, most, &high));
	if (items == NULL && least == NULL)
		low.least = high.least;
	if (items == NULL && most == NULL)
		high.least = low.least;
	cl = VEC_PUSH(c->a, &s->clauses);
	TRY_PTR(cl);
	cl->keyword = KW_COUNT;
	cl->from = most != NULL ? most : least != NULL ? least : items;
	cl->least = low.least;
	cl->most = high.least;
	return MPUC_OK;
}

static enum mpuc_status read_clause(struct compile *c, struct schema *s,
				    const struct value *v)
{
	const struct word *w = find_word(v->key);
	struct clause cl = { .keyword = KW_IF };
	struct clause *slot;

	if (w == NULL)
		return is_top_word(c, s->from, v->key) ? MPUC_OK :
		       unknown_keyword(c, v);
	if (w->read == NULL || w->keyword == KW_COUNT)
		return MPUC_OK;
	cl.keyword = w->keyword;
	cl.from = v;
	TRY(w->read(c, v, &cl));
	if (cl.keyword == KW_UNEVALUATED)
		s->unevaluated = true;
	slot = VEC_PUSH(c->a, &s->clauses);
	TRY_PTR(slot);
	*slot = cl;
	return MPUC_OK;
}

static int by_keyword(const void *a, const void *b, const void *arg)
{
	const struct clause *x = a, *y = b;

	(void)arg;
	return (x->keyword > y->keyword) - (x->keyword < y->keyword);
}

enum mpuc_status compile_schema(struct compile *c, const struct value *v,
				struct schema *s)
{
	s->from = v;
	if (is_word(v, "true") || is_word(v, "false")) {
		s->is_false = is_word(v, "false");
		return MPUC_OK;
	}
	if (v->kind != VALUE_MAP)
		return compile_refuse(c, v, MPUC_E_SYNTAX, "a schema must be "
				      "a map, true or false");
	for (size_t i = 0; i < v->items.count; i++)
		TRY(read_clause(c, s, &v->items.items[i]));
	TRY(read_counts(c, s));
	TRY(read_if(c, s));
	return sort_stable(c->a, s->clauses.items, s->clauses.count,
			   sizeof(*s->clauses.items), by_keyword, NULL);
}

enum mpuc_status compile_new(struct compile *c, const struct value *v,
			     struct schema **ret_schema)
{
	struct schema *s = arena_alloc(c->a, sizeof(*s));
	struct schema **slot = VEC_PUSH(c->a, &c->set->schemas);

	TRY_PTR(s);
	TRY_PTR(slot);
	*slot = s;
	*ret_schema = s;
	return compile_schema(c, v, s);
}

const struct clause *schema_clause(const struct schema *s,
				   enum keyword keyword)
{
	for (size_t i = 0; i < s->clauses.count; i++) {
		if (s->clauses.items[i].keyword == keyword)
			return &s->clauses.items[i];
	}
	return NULL;
}
