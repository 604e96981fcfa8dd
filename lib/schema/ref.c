/* SPDX-License-Identifier: BSD-2-Clause */
/* $ref: to a type, into the same file, or to another file of the set. */
#include "schema/rule.h"

#include <string.h>

#include "base/try.h"

#define BASE_ID "http://devicetree.org/schemas/"
#define TYPES_FILE "types.yaml"

static enum mpuc_status refer_type(struct compile *c, const struct value *v,
				   const char *anchor, struct clause *cl)
{
	const char *name = strrchr(anchor, '/');

	if (name == NULL || strncmp(anchor, "definitions",
				    (size_t)(name - anchor)) != 0)
		return compile_refuse(c, v, MPUC_E_SYNTAX, "'%s' names no "
				      "type; write /schemas/types.yaml"
				      "#/definitions/NAME", v->text);
	cl->keyword = KW_TYPE;
	cl->type = type_find(name + 1, strlen(name + 1));
	if (cl->type == TYPE_NONE)
		return compile_refuse(c, v, MPUC_E_UNSUPPORTED,
				      "type '%s' is not supported", name + 1);
	return MPUC_OK;
}

/* The key of [at, at + len) in a map; value_get() wants its end. */
static const struct value *child(const struct value *map, const char *at,
				 size_t len)
{
	for (size_t i = 0; i < map->items.count; i++) {
		const struct value *v = &map->items.items[i];

		if (v->key != NULL && strlen(v->key) == len &&
		    memcmp(v->key, at, len) == 0)
			return v;
	}
	return NULL;
}

/* What "/definitions/a" points to below root. */
static const struct value *follow(const struct value *root, const char *at)
{
	while (root != NULL && *at != '\0') {
		size_t len;

		at += *at == '/';
		len = strcspn(at, "/");
		if (len > 0)
			root = child(root, at, len);
		at += len;
	}
	return root;
}

/* $id of the file that ref[0..len) names; NULL at the arena's cap. */
static const char *full_id(struct compile *c, const char *ref, size_t len)
{
	const char *slash = strrchr(c->file->id, '/');
	size_t dir = slash != NULL ? (size_t)(slash + 1 - c->file->id) : 0;

	if (strncmp(ref, BASE_ID, strlen(BASE_ID)) == 0)
		return arena_strndup(c->a, ref, len);
	if (strncmp(ref, "/schemas/", 9) == 0)
		return arena_printf(c->a, BASE_ID "%.*s", (int)(len - 9),
				    ref + 9);
	return arena_printf(c->a, "%.*s%.*s", (int)dir, c->file->id, (int)len,
			    ref);
}

static struct schema_file *find_file(struct compile *c, const char *id)
{
	for (size_t i = 0; i < c->set->files.count; i++) {
		struct schema_file *f = &c->set->files.items[i];
		size_t len = strcspn(f->id, "#");

		if (strlen(id) == len && memcmp(f->id, id, len) == 0)
			return f;
	}
	return NULL;
}

/* One schema for all that refer to it, so that it may refer to itself. */
static enum mpuc_status target(struct compile *c, const struct value *v,
			       struct schema_file *file,
			       struct schema **ret_schema)
{
	struct pending *p;
	struct schema *s;

	for (size_t i = 0; i < c->pending.count; i++) {
		if (c->pending.items[i].from == v) {
			*ret_schema = c->pending.items[i].schema;
			return MPUC_OK;
		}
	}
	p = VEC_PUSH(c->a, &c->pending);
	s = arena_alloc(c->a, sizeof(*s));
	TRY_PTR(p);
	TRY_PTR(s);
	p->from = v;
	p->file = file;
	p->schema = s;
	*ret_schema = s;
	return MPUC_OK;
}

enum mpuc_status compile_ref(struct compile *c, const struct value *v,
			     struct clause *cl)
{
	struct schema **slot = VEC_PUSH(c->a, &cl->schemas);
	struct schema_file *file = c->file;
	const struct value *to;
	const char *anchor, *id;
	size_t len;

	TRY_PTR(slot);
	if (v->kind != VALUE_SCALAR || strlen(v->text) > 1024)
		return compile_refuse(c, v, MPUC_E_SYNTAX,
				      "'$ref' must be a short text");
	len = strcspn(v->text, "#");
	anchor = v->text + len + (v->text[len] == '#');
	anchor += *anchor == '/';
	if (len >= strlen(TYPES_FILE) &&
	    memcmp(v->text + len - strlen(TYPES_FILE), TYPES_FILE,
		   strlen(TYPES_FILE)) == 0)
		return refer_type(c, v, anchor, cl);
	if (len > 0) {
		id = full_id(c, v->text, len);
		TRY_PTR(id);
		file = find_file(c, id);
		if (file == NULL)
			return compile_refuse(c, v, MPUC_E_UNSUPPORTED,
					      "no file here has the $id '%s#'; "
					      "put it into the same directory",
					      id);
	}
	to = follow(file->root, anchor);
	if (to == NULL)
		return compile_refuse(c, v, MPUC_E_SYNTAX, "'%s' leads to "
				      "nothing", v->text);
	return target(c, to, file, slot);
}
