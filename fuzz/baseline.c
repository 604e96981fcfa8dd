/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any text as a baseline: entries with codes that exist, the same for every
 * name of the tree that it is about, or a refusal.
 */
#include "fuzz.h"

#include "diag/codes.h"
#include "file.h"
#include "load/baseline.h"

static enum mpuc_status load(struct arena *a, const char *name,
			     struct baseline **ret_baseline)
{
	const char *error = NULL;
	enum mpuc_status st = load_baseline(a, name, "a.dts", ret_baseline,
					    &error);

	HOLDS(fuzz_is_answer(st));
	fuzz_check_error(st, error);
	return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *name = fuzz_file(data, size);
	struct baseline *one, *two;
	enum mpuc_status st;
	struct arena a;

	arena_init(&a, FUZZ_MEMORY);
	st = load(&a, name, &one);
	HOLDS(load(&a, name, &two) == st || a.used > FUZZ_MEMORY / 2);
	if (st == MPUC_OK) {
		HOLDS(one->entries.count == two->entries.count);
		for (size_t i = 0; i < one->entries.count; i++) {
			const struct baseline_entry *e =
				&one->entries.items[i];

			HOLDS(code_info(e->code) != NULL);
			HOLDS(baseline_key(&a, e->code, e->node,
					   e->property) != NULL);
		}
	}
	arena_done(&a);
	return 0;
}
