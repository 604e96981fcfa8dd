/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/sarif_place.h"

#include <string.h>

#include "report/plain.h"

json_t *sarif_text(struct element_ctx *c, const char *text)
{
	json_t *object = element_object(c);

	element_set(c, object, "text", element_text(c, text));
	return object;
}

static json_t *region(struct element_ctx *c, struct excerpts *e,
		      const struct srcpos *pos)
{
	json_t *object = element_object(c);

	element_set(c, object, "startLine", element_count(pos->line));
	if (pos->col == 0)
		return object;
	element_set(c, object, "startColumn", element_count(excerpts_column(
		e, pos->file, pos->line, pos->col)));
	if (pos->end_line < pos->line || pos->end_col == 0)
		return object;
	element_set(c, object, "endLine", element_count(pos->end_line));
	element_set(c, object, "endColumn", element_count(excerpts_column(
		e, pos->file, pos->end_line, pos->end_col)));
	return object;
}

static json_t *physical(struct element_ctx *c, struct excerpts *e,
			const struct place *at)
{
	const char *file = at->pos.file != NULL ? at->pos.file : at->input;
	json_t *object = element_object(c);
	json_t *artifact = element_object(c);

	element_set(c, artifact, "uri",
		    element_text(c, plain_uri(c->arena, file)));
	element_set(c, object, "artifactLocation", artifact);
	if (at->pos.file != NULL && at->pos.line > 0)
		element_set(c, object, "region", region(c, e, &at->pos));
	return object;
}

static json_t *logical(struct element_ctx *c, const struct place *at)
{
	const char *slash = strcmp(at->node, "/") == 0 ? "" : "/";
	const char *last = strrchr(at->node, '/');
	json_t *object = element_object(c);
	const char *name = at->node, *full = at->node;

	if (last != NULL && last[1] != '\0')
		name = last + 1;
	if (at->property != NULL) {
		name = at->property;
		full = arena_printf(c->arena, "%s%s%s", at->node, slash, name);
	}
	element_set(c, object, "name", element_text(c, name));
	element_set(c, object, "fullyQualifiedName", element_text(c, full));
	element_set(c, object, "kind", json_string(at->property != NULL ?
						   "property" : "object"));
	return object;
}

json_t *sarif_location(struct element_ctx *c, struct excerpts *e,
		       const struct place *at)
{
	json_t *object, *array, *properties;

	if (at->pos.file == NULL && at->input == NULL && at->node == NULL)
		return NULL;
	object = element_object(c);
	if (at->pos.file != NULL || at->input != NULL)
		element_set(c, object, "physicalLocation", physical(c, e, at));
	if (at->node != NULL) {
		array = element_array(c);
		element_append(c, array, logical(c, at));
		element_set(c, object, "logicalLocations", array);
	}
	if (at->has_offset) {
		properties = element_object(c);
		element_set(c, properties, "offset", element_hex(at->offset));
		element_set(c, object, "properties", properties);
	}
	return object;
}
