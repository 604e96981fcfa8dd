/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any text as a configuration of ImageBuilder: variables with the place of
 * each, and a consistent tree with what it says of guests, or a refusal.
 * It can't name a file of this machine: a folder's '/' is taken from it.
 */
#include "fuzz.h"

#include "file.h"
#include "load/imagebuilder.h"
#include "load/vars.h"

static void check_vars(struct arena *a, const struct os_bytes *text)
{
	struct load_session s = { .arena = a };
	struct vars v = { .file = "config" };
	enum mpuc_status st = vars_read(&s, "config", text, &v);

	HOLDS(fuzz_is_answer(st));
	fuzz_check_error(st, s.error);
	for (size_t i = 0; st == MPUC_OK && i < v.values.count; i++) {
		const struct var *one = &v.values.items[i];

		HOLDS(one->key[0] != '\0' && one->text != NULL);
		HOLDS(one->pos.line > 0);
		HOLDS(one->index == VARS_NO_INDEX ||
		      one->index <= VARS_INDEX_MAX);
		HOLDS(vars_get(&v, one->key, one->index) != NULL);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct builder b = { .opts = { .seconds = 10 } };
	const char *error = NULL;
	struct os_bytes text;
	enum mpuc_status st;
	struct arena a;

	arena_init(&a, FUZZ_MEMORY);
	text = fuzz_bytes(&a, data, size);
	check_vars(&a, &text);
	for (size_t i = 0; i < size; i++) {
		if (text.data[i] == '/')
			text.data[i] = '.';
	}
	st = load_imagebuilder(&a, fuzz_file(text.data, size), NULL, &b,
			       &error);
	HOLDS(fuzz_is_answer(st) || st == MPUC_E_IO);
	fuzz_check_error(st, error);
	if (st == MPUC_OK)
		fuzz_check_doc(b.doc, &a);
	arena_done(&a);
	return 0;
}
