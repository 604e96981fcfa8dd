/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/load.h"

#include <string.h>

#include "base/try.h"
#include "load/dtb.h"
#include "load/dts.h"
#include "load/overlay.h"
#include "load/session.h"

static struct load_session make_session(struct arena *a,
					const struct load_opts *opts)
{
	struct load_session s = { .arena = a };

	if (opts != NULL) {
		s.inputs = opts->inputs;
		s.seconds = opts->seconds;
		s.no_dts = opts->no_dts;
	}
	return s;
}

static enum mpuc_status finish(const struct load_session *s,
			       enum mpuc_status st, const char **ret_error)
{
	if (st != MPUC_OK && s->error != NULL)
		*ret_error = s->error;
	return st;
}

static bool has_suffix(const char *name, const char *suffix)
{
	size_t len = strlen(name), tail = strlen(suffix);

	return len >= tail && strcmp(name + len - tail, suffix) == 0;
}

/*
 * The content decides.  Where it is neither, a name or a zero byte says
 * that a blob was meant, so that a broken one is not fed to dtc as text.
 */
static bool is_blob(const char *name, const struct os_bytes *b)
{
	return dtb_has_magic(b) || b->size == 0 ||
	       memchr(b->data, '\0', b->size) != NULL ||
	       has_suffix(name, ".dtb") || has_suffix(name, ".dtbo");
}

static enum mpuc_status load_one(struct load_session *s, const char *file,
				 bool symbols, struct load_tree *ret_tree)
{
	struct load_tree t = { .name = file };
	const char *error = NULL;
	enum mpuc_status st;

	st = os_read_file(s->arena, file, OS_FILE_CAP, &t.blob, &error);
	if (st != MPUC_OK && error != NULL)
		return load_fail(s, st, "%s", error);
	TRY(st);
	TRY(load_note_input(s, file));
	if (is_blob(file, &t.blob))
		TRY(dtb_read(s, &t));
	else if (s->no_dts)
		return load_fail(s, MPUC_E_UNSUPPORTED, "%s: this is source, "
				 "which --no-dts refuses; compile it with dtc "
				 "where it may be trusted, and give the .dtb",
				 file);
	else
		TRY(dts_read(s, &t, symbols));
	*ret_tree = t;
	return MPUC_OK;
}

static enum mpuc_status load_all(struct load_session *s, bool symbols,
				 const char *const *files, size_t count,
				 struct doc **ret_doc)
{
	struct load_tree tree, overlay;

	TRY(load_one(s, files[0], symbols || count > 1, &tree));
	for (size_t i = 1; i < count; i++) {
		TRY(load_one(s, files[i], i + 1 < count, &overlay));
		TRY(overlay_apply(s, &tree, &overlay));
	}
	tree.doc->blob = tree.blob.data;
	*ret_doc = tree.doc;
	return MPUC_OK;
}

enum mpuc_status load_made(struct load_session *s, const char *name,
			   const char *text, size_t len,
			   struct doc **ret_doc)
{
	struct load_tree t = { .name = name };

	t.blob.data = (uint8_t *)arena_strndup(s->arena, text, len);
	TRY_PTR(t.blob.data);
	t.blob.size = len;
	TRY(dts_read(s, &t, true));
	t.doc->blob = t.blob.data;
	*ret_doc = t.doc;
	return MPUC_OK;
}

enum mpuc_status load_tree(struct arena *a, const struct load_opts *opts,
			   const char *const *files, size_t count,
			   struct doc **ret_doc, const char **ret_error)
{
	struct load_session s = make_session(a, opts);

	return finish(&s, load_all(&s, opts != NULL && opts->symbols, files,
				   count, ret_doc), ret_error);
}

enum mpuc_status load_partial(struct arena *a, const struct load_opts *opts,
			      const char *file, struct doc **ret_doc,
			      const char **ret_error)
{
	return load_tree(a, opts, &file, 1, ret_doc, ret_error);
}

/* Nobody writes through these: applying works on copies. */
static enum mpuc_status copy_tree(struct load_session *s,
				  const struct doc *base,
				  struct load_tree *ret_tree)
{
	struct load_tree tree = { .name = base->input };

	tree.blob.data = arena_alloc(s->arena, base->total_size);
	TRY_PTR(tree.blob.data);
	memcpy(tree.blob.data, base->blob, base->total_size);
	tree.blob.size = base->total_size;
	tree.doc = arena_alloc(s->arena, sizeof(*tree.doc));
	TRY_PTR(tree.doc);
	*tree.doc = *base;
	*ret_tree = tree;
	return MPUC_OK;
}

static enum mpuc_status overlay_files(struct load_session *s,
				      const struct doc *base,
				      const char *const *files, size_t count,
				      struct doc **ret_doc)
{
	struct load_tree tree, overlay;

	TRY(copy_tree(s, base, &tree));
	for (size_t i = 0; i < count; i++) {
		TRY(load_one(s, files[i], true, &overlay));
		TRY(overlay_apply(s, &tree, &overlay));
	}
	tree.doc->blob = tree.blob.data;
	*ret_doc = tree.doc;
	return MPUC_OK;
}

enum mpuc_status load_overlays(struct arena *a, const struct load_opts *opts,
			       const struct doc *base,
			       const char *const *files, size_t count,
			       struct doc **ret_doc, const char **ret_error)
{
	struct load_session s = make_session(a, opts);

	return finish(&s, overlay_files(&s, base, files, count, ret_doc),
		      ret_error);
}

static enum mpuc_status overlay_text(struct load_session *s,
				     const struct doc *base,
				     const struct load_text *text,
				     struct doc **ret_doc)
{
	struct load_tree tree, overlay = { .name = text->name };

	TRY(copy_tree(s, base, &tree));
	overlay.blob.data = (uint8_t *)arena_strndup(s->arena, text->text,
						     text->len);
	TRY_PTR(overlay.blob.data);
	overlay.blob.size = text->len;
	TRY(dts_read(s, &overlay, false));
	TRY(overlay_apply(s, &tree, &overlay));
	tree.doc->blob = tree.blob.data;
	*ret_doc = tree.doc;
	return MPUC_OK;
}

enum mpuc_status load_overlaid(struct arena *a, const struct doc *base,
			       const struct load_text *overlay,
			       struct doc **ret_doc, const char **ret_error)
{
	struct load_session s = make_session(a, NULL);

	return finish(&s, overlay_text(&s, base, overlay, ret_doc),
		      ret_error);
}
