/* SPDX-License-Identifier: BSD-2-Clause */
/* Bindings as texts against one node, "n", of a tree made by hand. */
#ifndef SCHEMA_FIXTURE_H
#define SCHEMA_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "doc_fixture.h"
#include "load/yaml.h"
#include "schema/schema.h"

#define HEAD "$id: http://devicetree.org/schemas/t.yaml#\n"
#define FOR_N HEAD "select: { properties: { $nodename: { const: n } } }\n"

struct test_prop {
	const char *name;
	const uint8_t *data;
	size_t len;
};

/* Up to four properties and two children; a child has p = <1>. */
struct test_node {
	struct test_prop props[4];
	const char *children[2];
};

struct answers {
	unsigned count;
	struct schema_fault first;
	uint32_t node;		/* of "n" */
};

static inline void take_fault(void *arg, const struct schema_fault *f)
{
	struct answers *a = arg;

	if (a->count++ == 0)
		a->first = *f;
}

static inline const struct value *yaml_of(const char *name, const char *text)
{
	const struct yaml_input in = {
		.name = name, .text = text, .size = strlen(text),
	};
	const struct value *root = NULL;
	const char *error = NULL;

	ck_assert_msg(yaml_read(&arena, &in, &root, &error) == MPUC_OK,
		      "%s", error != NULL ? error : "no memory");
	return root;
}

static inline enum mpuc_status compile_text(const char *text,
					    struct schema_set **ret_set,
					    const char **ret_error)
{
	const struct value *root = yaml_of("t.yaml", text);

	return schema_compile(&arena, &root, 1, ret_set, ret_error);
}

static inline struct doc *doc_of(const struct test_node *node)
{
	struct doc *d = new_doc();
	uint32_t n = add_node(d, 0, "n");

	for (size_t i = 0; i < 4 && node->props[i].name != NULL; i++)
		add_prop(d, node->props[i].name, node->props[i].data,
			 node->props[i].len);
	for (size_t i = 0; i < 2 && node->children[i] != NULL; i++) {
		add_node(d, n, node->children[i]);
		add_prop(d, "p", BYTES("\0\0\0\1"));
	}
	index_doc(d);
	return d;
}

/* Faults of a binding that compiles. */
static inline struct answers ask(const char *text,
				 const struct test_node *node)
{
	struct answers a = { .count = 0, .node = 1 };
	struct schema_set *set = NULL;
	const char *error = NULL;

	ck_assert_msg(compile_text(text, &set, &error) == MPUC_OK, "%s",
		      error != NULL ? error : "no memory");
	ck_assert_int_eq(schema_check(&arena, set, doc_of(node), take_fault,
				      &a, &error), MPUC_OK);
	return a;
}

#endif
