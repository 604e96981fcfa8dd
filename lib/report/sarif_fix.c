/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The changes that mend a finding as replacements in the sources: a property
 * is written anew where it stands, or added behind its node's brace.  A fix
 * of which one change has no place in a source is left to mpuc fix.
 */
#include "report/sarif_fix.h"

#include <string.h>

#include "report/fix_words.h"
#include "report/plain.h"

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
	const char *text;
	json_t *object, *artifact, *replacements;
	struct srcpos pos;
	bool is_new;

	if (!fix_is_plain(change) || !place_of(v, change, &pos, &is_new))
		return NULL;
	text = fix_statement(c->arena, change);
	if (text != NULL)
		text = arena_printf(c->arena, "%s%s;", is_new ? "\n" : "",
				    text);
	if (text == NULL) {
		c->out->status = MPUC_E_NOMEM;
		return NULL;
	}
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
