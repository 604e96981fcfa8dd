/* SPDX-License-Identifier: BSD-2-Clause */
/* A tree and an overlay behind it: a consistent tree comes out, or a no. */
#include "fuzz.h"

#include "load/dtb.h"
#include "load/overlay.h"

static enum mpuc_status apply(struct arena *a, const uint8_t *data,
			      size_t first, size_t size,
			      struct load_tree *base)
{
	struct load_session s = { .arena = a };
	struct load_tree overlay = { .name = "overlay" };
	enum mpuc_status st;

	*base = (struct load_tree){ .name = "base" };
	base->blob = fuzz_bytes(a, data, first);
	overlay.blob = fuzz_bytes(a, data + first, size - first);
	st = dtb_read(&s, base);
	if (st == MPUC_OK)
		st = dtb_read(&s, &overlay);
	if (st == MPUC_OK)
		st = overlay_apply(&s, base, &overlay);
	HOLDS(fuzz_is_answer(st));
	fuzz_check_error(st, s.error);
	return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct load_tree one, two;
	enum mpuc_status st;
	struct arena a;
	size_t first;

	if (!fuzz_split(data, size, &first))
		return 0;
	arena_init(&a, FUZZ_MEMORY);
	st = apply(&a, data, first, size, &one);
	HOLDS(apply(&a, data, first, size, &two) == st ||
	      a.used > FUZZ_MEMORY / 2);
	if (st == MPUC_OK) {
		HOLDS(one.doc->total_size == two.doc->total_size);
		HOLDS(memcmp(one.blob.data, two.blob.data,
			     one.doc->total_size) == 0);
		fuzz_check_doc(one.doc, &a);
	}
	arena_done(&a);
	return 0;
}
