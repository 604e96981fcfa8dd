/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * .mpuc.yaml: what a project's runs have in common.  The keys are those of
 * schemas/config.schema.json.  Files named in it are relative to it.
 */
#ifndef LOAD_CONFIG_H
#define LOAD_CONFIG_H

#include <mpuc/status.h>

#include "base/arena.h"
#include "diag/policy.h"

#define CONFIG_NAME ".mpuc.yaml"

/* One setting as it stands in the file, for people. */
struct config_entry {
	const char *key, *text;
	struct srcpos pos;
};

struct config_module {
	const char *node, *file;
};

/* "sarif" and the file behind its '=', NULL for none. */
struct config_format {
	const char *name, *file;
	struct srcpos pos;
};

/* NULL or false where the file says nothing. */
struct config {
	const char *file;
	const char *target, *platform, *xen, *domains, *baseline;
	bool has_regions, has_fdt_address, has_early_uart, has_fail_on;
	uint32_t regions;
	uint64_t fdt_address, early_uart[2];
	uint32_t fail_on;	/* index into note, warning, error, never */
	bool strict;
	VEC(struct config_module) modules;
	VEC(struct config_format) formats;
	VEC(struct policy_rule) rules;
	VEC(struct config_entry) entries;
};

/* MPUC_E_SYNTAX with "file:line:col: message" where the file is wrong. */
MPUC_MUST_CHECK
enum mpuc_status load_config(struct arena *a, const char *file,
			     struct config **ret_config,
			     const char **ret_error);

/*
 * The configuration of input: the first CONFIG_NAME in its folder or above;
 * NULL when there is none, or memory ran out.  "-" is in the current folder.
 */
const char *config_find(struct arena *a, const char *input);

#endif
