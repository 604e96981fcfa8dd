/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The changes that mend a finding as replacements in the sources: a property
 * is written anew where it stands, or added behind its node's brace.  A fix
 * of which one change has no place in a source is left to mpuc fix.
 */
#include "report/sarif_fix.h"

#include <string.h>

#include "base/num.h"
#include "report/plain.h"

static const char *cells_text(struct arena *a, const struct change *c)
{
	const char *text = "<";

	for (uint32_t i = 0; text != NULL && i + 4 <= c->len; i += 4)
		text = arena_printf(a, "%s%s0x%x", text, i == 0 ? "" : " ",
				    (unsigned)num_be32(c->data + i));
	return text == NULL ? NULL : arena_printf(a, "%s>", text);
}

static bool is_quotable(char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* NULL also for strings that would need escapes. */
static const char *strings_text(struct arena *a, const struct change *c)
{
	const char *text = "";
	uint32_t at = 0;

	while (text != NULL && at < c->len) {
		const char *s = (const char *)c->data + at;
		size_t len = 0;

		while (at + len < c->len && s[len] != '\0') {
			if (!is_quotable(s[len]))
				return NULL;
			len++;
		}
		text = arena_printf(a, "%s%s\"%.*s\"", text,
				    at == 0 ? "" : ", ", (int)len, s);
		at += (uint32_t)len + 1;
	}
	return text;
}

static const char *statement(struct arena *a, const struct change *c)
{
	const char *value = NULL;

	switch (c->form) {
	case CHANGE_EMPTY:
		return arena_printf(a, "%s;", c->property);
	case CHANGE_CELLS:
		value = cells_text(a, c);
		break;
	case CHANGE_STRINGS:
		value = strings_text(a, c);
		break;
	case CHANGE_BYTES:
		break;
	}
	return value == NULL ? NULL :
	       arena_printf(a, "%s = %s;", c->property, value);
}

/* What to delete; empty when the property is new, *ret_new is then set. */
static bool place_of(const struct report_view *v, const struct change *c,
		     struct srcpos *ret_pos, bool *ret_new)
{
	const struct doc *d = v->system->doc;
	uint32_t node = doc_find(d, c->node), prop;
	struct place at;

	if (node == DOC_NONE)
		return false;
	prop = doc_prop(d, node, c->property);
	at = doc_place(v->arena, (struct doc_ref){ d, node, prop });
	if (at.pos.file == NULL || at.pos.line == 0 || at.pos.col == 0)
		return false;
	*ret_new = prop == DOC_NONE;
	*ret_pos = at.pos;
	if (*ret_new) {
		ret_pos->col++;		/* behind the brace */
		ret_pos->end_line = ret_pos->line;
		ret_pos->end_col = ret_pos->col;
	}
	return ret_pos->end_line >= ret_pos->line;
}

static json_t *replacement(struct element_ctx *c, struct excerpts *e,
			   const struct srcpos *pos, const char *text)
{
	json_t *object = element_object(c), *region = element_object(c);
	json_t *content = element_object(c);

	element_set(c, region, "startLine", element_count(pos->line));
	element_set(c, region, "startColumn", element_count(excerpts_column(
		e, pos->file, pos->line, pos->col)));
	element_set(c, region, "endLine", element_count(pos->end_line));
	element_set(c, region, "endColumn", element_count(excerpts_column(
		e, pos->file, pos->end_line, pos->end_col)));
	element_set(c, object, "deletedRegion", region);
	element_set(c, content, "text", element_text(c, text));
	element_set(c, object, "insertedContent", content);
	return object;
}

static json_t *artifact_change(struct element_ctx *c,
			       const struct report_view *v,
			       struct excerpts *e,
			       const struct change *change)
{
	const char *text = statement(c->arena, change);
	json_t *object, *artifact, *replacements;
	struct srcpos pos;
	bool is_new;

	if (text == NULL || !place_of(v, change, &pos, &is_new))
		return NULL;
	if (is_new)
		text = arena_printf(c->arena, "\n%s", text);
	object = element_object(c);
	artifact = element_object(c);
	replacements = element_array(c);
	element_set(c, artifact, "uri",
		    element_text(c, plain_uri(c->arena, pos.file)));
	element_set(c, object, "artifactLocation", artifact);
	element_append(c, replacements, replacement(c, e, &pos, text));
	element_set(c, object, "replacements", replacements);
	return object;
}

json_t *sarif_fixes(struct element_ctx *c, const struct report_view *v,
		    struct excerpts *e, const struct finding *f)
{
	json_t *array = element_array(c), *fix = element_object(c);
	json_t *changes = element_array(c), *about = element_object(c);

	for (size_t i = 0; i < f->fix.changes.count; i++) {
		json_t *one = artifact_change(c, v, e,
					      &f->fix.changes.items[i]);

		if (one == NULL) {
			json_decref(array);
			json_decref(fix);
			json_decref(changes);
			json_decref(about);
			return NULL;
		}
		element_append(c, changes, one);
	}
	element_set(c, about, "text", json_string(f->fix.is_unsafe ?
		"may not be what is meant; see mpuc fix --unsafe" :
		"mechanical; see mpuc fix"));
	element_set(c, fix, "description", about);
	element_set(c, fix, "artifactChanges", changes);
	element_append(c, array, fix);
	return array;
}
