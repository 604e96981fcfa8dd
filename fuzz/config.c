/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any text as .mpuc.yaml: settings with the place of each, the same every
 * time, or a refusal.
 */
#include "fuzz.h"

#include "file.h"
#include "load/config.h"

static enum mpuc_status load(struct arena *a, const char *name,
			     struct config **ret_config)
{
	const char *error = NULL;
	enum mpuc_status st = load_config(a, name, ret_config, &error);

	HOLDS(fuzz_is_answer(st));
	fuzz_check_error(st, error);
	return st;
}

static void check(const struct config *c)
{
	HOLDS(c->fail_on <= 3);
	for (size_t i = 0; i < c->entries.count; i++) {
		const struct config_entry *e = &c->entries.items[i];

		HOLDS(e->key != NULL && e->text != NULL && e->pos.line > 0);
	}
	for (size_t i = 0; i < c->formats.count; i++)
		HOLDS(c->formats.items[i].name != NULL);
	for (size_t i = 0; i < c->modules.count; i++)
		HOLDS(c->modules.items[i].node != NULL &&
		      c->modules.items[i].file != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *name = fuzz_file(data, size);
	struct config *one, *two;
	enum mpuc_status st;
	struct arena a;

	arena_init(&a, FUZZ_MEMORY);
	st = load(&a, name, &one);
	HOLDS(load(&a, name, &two) == st || a.used > FUZZ_MEMORY / 2);
	if (st == MPUC_OK) {
		check(one);
		HOLDS(one->entries.count == two->entries.count);
		HOLDS(one->rules.count == two->rules.count);
	}
	arena_done(&a);
	return 0;
}
