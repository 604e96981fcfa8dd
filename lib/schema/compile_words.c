/* SPDX-License-Identifier: BSD-2-Clause */
/* The keywords that are evaluated, and how the value of each is read. */
#include "schema/compile.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

static enum mpuc_status want_kind(struct compile *c, const struct value *v,
				  enum value_kind kind)
{
	const char *text;

	if (v->kind == kind)
		return MPUC_OK;
	text = value_must_be(c->a, v, kind);
	TRY_PTR(text);
	return compile_refuse(c, v, MPUC_E_SYNTAX, "%s", text);
}

bool compile_is_word(const struct value *v, const char *word)
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
	if (compile_is_word(v, "object"))
		cl->keyword = KW_OBJECT;
	else if (compile_is_word(v, "boolean"))
		cl->keyword = KW_BOOLEAN;
	else if (compile_is_word(v, "array"))
		cl->keyword = KW_ARRAY;
	else
		return compile_refuse(c, v, MPUC_E_UNSUPPORTED, "of the types "
				      "only object, boolean and array are "
				      "supported; others are a $ref to "
				      "/schemas/types.yaml#/definitions/");
	return MPUC_OK;
}

/* The count itself is made of both limits, see read_counts(). */
enum mpuc_status compile_limit(struct compile *c, const struct value *v,
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
	if (!compile_is_word(v, "true"))
		return compile_refuse(c, v, MPUC_E_UNSUPPORTED,
				      "of '%s' only true is supported",
				      v->key);
	cl->least = 1;
	return MPUC_OK;
}

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
	{ "maxItems", KW_COUNT, compile_limit },
	{ "maximum", KW_MAXIMUM, read_bound },
	{ "minItems", KW_COUNT, compile_limit },
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

const struct word *compile_word(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	}
	return NULL;
}

const char *compile_near(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (value_near(name, words[i].name))
			return words[i].name;
	}
	return NULL;
}
