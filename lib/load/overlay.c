/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/overlay.h"

#include <libfdt.h>
#include <string.h>

#include "base/try.h"
#include "load/dtb.h"
#include "load/overlay_check.h"
#include "load/overlay_locs.h"

#define BLOB_MAX ((size_t)256 << 20)

/* One line for the errors that a checked overlay can still run into. */
static const char *error_text(int error)
{
	switch (-error) {
	case FDT_ERR_NOTFOUND:
		return "it refers to something that the base has not";
	case FDT_ERR_BADPHANDLE:
		return "a phandle does not fit the base";
	case FDT_ERR_BADOVERLAY:
		return "its fixups or fragments are malformed";
	case FDT_ERR_NOPHANDLES:
		return "there are no phandles left";
	case FDT_ERR_BADVALUE:
		return "a fixup has a value of the wrong form";
	case FDT_ERR_BADPATH:
		return "a path in it is malformed";
	default:
		return NULL;
	}
}

#define MOVED_MAX (UINT64_C(1) << 35)	/* bytes: some seconds */

static enum mpuc_status fail_apply(struct load_session *s,
				   const struct load_tree *base,
				   const struct load_tree *overlay, int error)
{
	const char *text = error_text(error);

	if (text != NULL)
		return load_fail(s, MPUC_E_SYNTAX,
				 "%s: can't be applied to %s: %s",
				 overlay->name, base->name, text);
	return load_fail(s, MPUC_E_SYNTAX,
			 "%s: can't be applied to %s (libfdt error %d)",
			 overlay->name, base->name, -error);
}

/* Both are damaged when applying fails, so each attempt takes copies. */
static enum mpuc_status apply_once(struct load_session *s,
				   const struct load_tree *base,
				   const struct load_tree *overlay,
				   size_t room, struct os_bytes *merged,
				   int *error)
{
	void *blob = arena_alloc(s->arena, room);
	void *copy = arena_alloc(s->arena, overlay->blob.size);

	TRY_PTR(blob);
	TRY_PTR(copy);
	memcpy(copy, overlay->blob.data, overlay->blob.size);
	*error = fdt_open_into(base->blob.data, blob, (int)room);
	if (*error == 0)
		*error = fdt_overlay_apply(blob, copy);
	if (*error == 0)
		*error = fdt_pack(blob);
	merged->data = blob;
	merged->size = room;
	return MPUC_OK;
}

/*
 * For each node and property that it adds, libfdt moves all that lies behind
 * it: what that adds up to is known before.
 */
static bool takes_too_long(const struct doc *base, const struct doc *overlay)
{
	uint64_t added = overlay->nodes.count + overlay->props.count;
	uint64_t bytes = (uint64_t)base->total_size + overlay->total_size;

	return added > MOVED_MAX / bytes;
}

enum mpuc_status overlay_apply(struct load_session *s, struct load_tree *base,
			       struct load_tree *overlay)
{
	struct load_tree merged = { .name = base->name };
	size_t room = base->doc->total_size + overlay->doc->total_size + 4096;
	int error = -FDT_ERR_NOSPACE;

	TRY(overlay_check(s, base, overlay));
	if (takes_too_long(base->doc, overlay->doc))
		return load_fail(s, MPUC_E_LIMIT, "%s: its %zu nodes and %zu "
				 "properties are too many to be applied to %s",
				 overlay->name,
				 (size_t)overlay->doc->nodes.count,
				 (size_t)overlay->doc->props.count,
				 base->name);
	for (; error == -FDT_ERR_NOSPACE && room <= BLOB_MAX; room *= 2)
		TRY(apply_once(s, base, overlay, room, &merged.blob, &error));
	if (error == -FDT_ERR_NOSPACE)
		return load_fail(s, MPUC_E_LIMIT, "%s: %s gets too large",
				 overlay->name, base->name);
	if (error != 0)
		return fail_apply(s, base, overlay, error);
	TRY(dtb_read(s, &merged));
	TRY(overlay_locate(s->arena, base->doc, overlay->doc, merged.doc));
	*base = merged;
	return MPUC_OK;
}
