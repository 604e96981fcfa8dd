/* SPDX-License-Identifier: BSD-2-Clause */
/* An ELF or a listing of nm: its symbols come sorted, or it is refused. */
#include "fuzz.h"

#include "file.h"
#include "load/load.h"

static enum mpuc_status load(struct arena *a, const char *name,
			     struct image **ret_image)
{
	const char *error = NULL;
	enum mpuc_status st = load_image(a, name, ret_image, &error);

	HOLDS(fuzz_is_answer(st));
	fuzz_check_error(st, error);
	return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *name = fuzz_file(data, size);
	struct image *one, *two;
	enum mpuc_status st;
	struct arena a;
	uint64_t start, end;

	arena_init(&a, FUZZ_MEMORY);
	st = load(&a, name, &one);
	HOLDS(load(&a, name, &two) == st || st == MPUC_E_NOMEM ||
	      a.used > FUZZ_MEMORY / 2);
	if (st == MPUC_OK) {
		HOLDS(image_symbol(one, "_start", &start) &&
		      image_symbol(one, "_end", &end));
		for (size_t i = 1; i < one->symbols.count; i++)
			HOLDS(strcmp(one->symbols.items[i - 1].name,
				     one->symbols.items[i].name) <= 0);
	}
	arena_done(&a);
	return 0;
}
