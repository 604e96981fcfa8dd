/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/baseline.h"

#include <jansson.h>
#include <string.h>

#include "base/try.h"
#include "os/file.h"

static enum mpuc_status fail(struct arena *a, const char *file,
			     const char *why, const char **ret_error)
{
	*ret_error = arena_printf(a, "%s: %s", file, why);
	return *ret_error != NULL ? MPUC_E_SYNTAX : MPUC_E_NOMEM;
}

static const char *copy_text(struct arena *a, const json_t *value)
{
	return json_is_string(value) ? arena_strdup(a,
			json_string_value(value)) : NULL;
}

/* A code that this mpuc does not know can't be found either. */
static enum mpuc_status read_entry(struct arena *a, const json_t *value,
				   struct baseline *b, const char **ret_error)
{
	const char *code = json_string_value(json_object_get(value, "code"));
	const json_t *count = json_object_get(value, "count");
	const struct code_info *info = code != NULL ? code_find(code) : NULL;
	struct baseline_entry *e;

	if (info == NULL)
		return fail(a, b->file, code != NULL ? arena_printf(a,
			"there is no diagnostic '%s'", code) :
			"a finding without a code", ret_error);
	e = VEC_PUSH(a, &b->entries);
	TRY_PTR(e);
	e->code = info->code;
	e->node = copy_text(a, json_object_get(value, "node"));
	e->property = copy_text(a, json_object_get(value, "property"));
	e->count = json_is_integer(count) && json_integer_value(count) > 0 ?
		   (uint64_t)json_integer_value(count) : 1;
	return MPUC_OK;
}

static const json_t *part_of(const json_t *root, const char *input)
{
	const json_t *inputs = json_object_get(root, "inputs");

	for (size_t i = 0; i < json_array_size(inputs); i++) {
		const json_t *part = json_array_get(inputs, i);
		const char *name = json_string_value(
			json_object_get(part, "input"));

		if (json_array_size(inputs) == 1 ||
		    (name != NULL && strcmp(name, input) == 0))
			return json_object_get(part, "findings");
	}
	return NULL;
}

static enum mpuc_status read_root(struct arena *a, const json_t *root,
				  const char *input, struct baseline *b,
				  const char **ret_error)
{
	const char *schema = json_string_value(json_object_get(root,
							       "schema"));
	const json_t *part;

	if (schema == NULL || strcmp(schema, "mpuc-baseline-1") != 0)
		return fail(a, b->file, "not a baseline: write one with "
			    "mpuc check --write-baseline", ret_error);
	part = part_of(root, input);
	for (size_t i = 0; i < json_array_size(part); i++)
		TRY(read_entry(a, json_array_get(part, i), b, ret_error));
	return MPUC_OK;
}

enum mpuc_status load_baseline(struct arena *a, const char *file,
			       const char *input,
			       struct baseline **ret_baseline,
			       const char **ret_error)
{
	struct baseline *b = arena_alloc(a, sizeof(*b));
	struct os_bytes bytes;
	json_error_t error;
	enum mpuc_status st;
	json_t *root;

	TRY_PTR(b);
	b->file = file;
	TRY(os_read_file(a, file, OS_FILE_CAP, &bytes, ret_error));
	root = json_loadb((const char *)bytes.data, bytes.size,
			  JSON_REJECT_DUPLICATES, &error);
	if (root == NULL) {
		/* At the end of a file jansson's column is 0. */
		*ret_error = arena_printf(a, "%s:%d:%d: %s", file, error.line,
			error.column > 0 ? error.column : 1, error.text);
		return *ret_error != NULL ? MPUC_E_SYNTAX : MPUC_E_NOMEM;
	}
	st = read_root(a, root, input, b, ret_error);
	json_decref(root);
	if (st == MPUC_OK)
		*ret_baseline = b;
	return st;
}
