/* SPDX-License-Identifier: BSD-2-Clause */
/* The walk over a schema: which keywords it has, and what they make. */
#include "schema/compile.h"

#include <stdarg.h>
#include <string.h>

#include "base/line.h"
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
	text = line_clean(arena_vprintf(c->a, fmt, ap));
	va_end(ap);
	TRY_PTR(text);
	c->error = arena_printf(c->a, "%s:%lu:%lu: %s", pos->file,
				(unsigned long)pos->line,
				(unsigned long)pos->col, text);
	return c->error != NULL ? status : MPUC_E_NOMEM;
}

/* What may stand at the top of a file, besides. */
static const char *const top_words[] = {
	"$id", "$schema", "maintainers", "examples", "select", "definitions",
	"$defs",
};

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
	const char *near = compile_near(v->key);

	if (near != NULL)
		return compile_refuse(c, v, MPUC_E_UNSUPPORTED, "keyword '%s' "
				      "is not supported; did you mean '%s'?",
				      v->key, near);
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
		TRY(compile_limit(c, least, &low));
	if (most != NULL)
		TRY(compile_limit(c, most, &high));
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
	const struct word *w = compile_word(v->key);
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
	if (compile_is_word(v, "true") || compile_is_word(v, "false")) {
		s->is_false = compile_is_word(v, "false");
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
