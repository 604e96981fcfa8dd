/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What dtc prints with its annotations, for a tree in front of it: whatever
 * it is, positions are attached to the right tree, or it is refused.  The
 * same text as dtc's messages gives one line.
 */
#include "fuzz.h"

#include "load/dtb.h"
#include "load/dts.h"

static const struct dts_names names = { "board.dts", "./board.dts" };

static void attach(struct arena *a, struct doc *d,
		   const struct os_bytes *text)
{
	enum mpuc_status st = dts_attach(a, &names, text, d);

	HOLDS(fuzz_is_answer(st) || st == MPUC_E_INTERNAL);
	if (st != MPUC_OK)
		return;
	for (uint32_t i = 0; i < d->positions.count; i++)
		HOLDS(d->positions.items[i].file != NULL);
	fuzz_check_doc(d, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct load_tree t = { .name = "board.dts" };
	struct os_bytes text;
	struct load_session s;
	const char *message;
	struct arena a;
	size_t first;

	if (!fuzz_split(data, size, &first))
		return 0;
	arena_init(&a, FUZZ_MEMORY);
	s = (struct load_session){ .arena = &a };
	t.blob = fuzz_bytes(&a, data, first);
	text = fuzz_bytes(&a, data + first, size - first);
	dts_needs_cpp(&text);
	message = dts_message(&a, &names, &text);
	HOLDS(message == NULL || strchr(message, '\n') == NULL);
	if (dtb_read(&s, &t) == MPUC_OK)
		attach(&a, t.doc, &text);
	arena_done(&a);
	return 0;
}
