/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes are a consistent tree, the same every time, or refused. */
#include "fuzz.h"

#include "load/dtb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum mpuc_status st[2];
	struct load_tree t[2] = { { .name = "fuzz" }, { .name = "fuzz" } };
	struct arena a;

	arena_init(&a, FUZZ_MEMORY);
	for (int i = 0; i < 2; i++) {
		struct load_session s = { .arena = &a };

		t[i].blob = fuzz_bytes(&a, data, size);
		st[i] = dtb_read(&s, &t[i]);
		HOLDS(fuzz_is_answer(st[i]));
		fuzz_check_error(st[i], s.error);
	}
	HOLDS(st[0] == st[1]);
	if (st[0] == MPUC_OK) {
		HOLDS(t[0].doc->nodes.count == t[1].doc->nodes.count);
		HOLDS(t[0].doc->props.count == t[1].doc->props.count);
		HOLDS(t[0].doc->total_size <= size);
		fuzz_check_doc(t[0].doc, &a);
	}
	arena_done(&a);
	return 0;
}
