/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any text is a value or refused with a place, and so is any value as a
 * target's or a platform's profile.
 */
#include "fuzz.h"

#include "load/yaml.h"
#include "model/profile_read.h"

static void as_profile(struct arena *a, const struct value *root)
{
	const struct target *target;
	const struct platform *platform;
	const char *error = NULL;
	enum mpuc_status st;

	st = profile_read_target(a, root, &target, &error);
	HOLDS(fuzz_is_answer(st));
	fuzz_check_error(st, error);
	error = NULL;
	st = profile_read_platform(a, root, &platform, &error);
	HOLDS(fuzz_is_answer(st));
	fuzz_check_error(st, error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct yaml_input in = { .name = "fuzz.yaml", .size = size };
	const char *error = NULL;
	const struct value *root;
	enum mpuc_status st;
	struct arena a;

	arena_init(&a, FUZZ_MEMORY);
	in.text = (const char *)fuzz_bytes(&a, data, size).data;
	st = yaml_read(&a, &in, &root, &error);
	HOLDS(fuzz_is_answer(st));
	fuzz_check_error(st, error);
	HOLDS(st == MPUC_OK || st == MPUC_E_NOMEM ||
	      strncmp(error, "fuzz.yaml", 9) == 0);
	if (st == MPUC_OK)
		as_profile(&a, root);
	arena_done(&a);
	return 0;
}
