/* SPDX-License-Identifier: BSD-2-Clause */
/* Loading files from a directory of the test's own. */
#ifndef LOAD_FIXTURE_H
#define LOAD_FIXTURE_H

#include <check.h>
#include <string.h>

#include "load/load.h"
#include "os/file.h"
#include "tmp_fixture.h"

static struct arena arena;
static struct load_inputs inputs;

static inline void setup(void)
{
	arena_init(&arena, ARENA_CAP_DEFAULT);
	memset(&inputs, 0, sizeof(inputs));
	tmp_enter();
}

static inline void teardown(void)
{
	tmp_leave();
	arena_done(&arena);
}

/* Up to three files, the rest NULL. */
static inline enum mpuc_status load(const char *const files[3],
				    struct doc **ret_doc, const char **error)
{
	const struct load_opts opts = { .inputs = &inputs };
	size_t count = 0;

	while (count < 3 && files[count] != NULL)
		count++;
	return load_tree(&arena, &opts, files, count, ret_doc, error);
}

static inline struct doc *load_good(const char *base, const char *first,
				    const char *second)
{
	const char *const files[3] = { base, first, second };
	const char *error = "no memory";
	struct doc *d = NULL;

	ck_assert_msg(load(files, &d, &error) == MPUC_OK, "%s", error);
	ck_assert_ptr_nonnull(d);
	return d;
}

static inline const char *load_bad(const char *base, const char *first,
				   const char *second, enum mpuc_status want)
{
	const char *const files[3] = { base, first, second };
	const char *error = NULL;
	struct doc *d = NULL;

	ck_assert_int_eq(load(files, &d, &error), want);
	ck_assert_ptr_null(d);
	ck_assert_ptr_nonnull(error);
	ck_assert_ptr_null(strchr(error, '\n'));
	return error;
}

/* "file:line:col-line:col" of every place of a node or property. */
static inline const char *show_places(const struct doc *d, uint32_t pos,
				      uint32_t count)
{
	const char *text = "";

	for (uint32_t i = pos; i < pos + count; i++) {
		const struct srcpos *p = &d->positions.items[i];

		text = arena_printf(&arena, "%s%s%s:%u:%u-%u:%u", text,
				    i == pos ? "" : " ", p->file, p->line,
				    p->col, p->end_line, p->end_col);
	}
	return text;
}

/* prop NULL: the node's. */
static inline const char *places_of(const struct doc *d, const char *node,
				    const char *prop)
{
	uint32_t n = doc_find(d, node), p;

	ck_assert_msg(n != DOC_NONE, "%s", node);
	if (prop == NULL)
		return show_places(d, d->nodes.items[n].pos,
				   d->nodes.items[n].pos_count);
	p = doc_prop(d, n, prop);
	ck_assert_msg(p != DOC_NONE, "%s", prop);
	return show_places(d, d->props.items[p].pos,
			   d->props.items[p].pos_count);
}

static inline uint32_t cell_of(const struct doc *d, const char *node,
			       const char *prop)
{
	uint32_t n = doc_find(d, node), value = 0;

	ck_assert_msg(n != DOC_NONE, "%s", node);
	ck_assert_msg(doc_u32(d, n, prop, &value), "%s", prop);
	return value;
}

#endif
