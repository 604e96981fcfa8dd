/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A tree, and behind it the text of a binding: compiled and evaluated on
 * every node, with faults that name what is there, or a refusal; never
 * without end, whatever refers to what.
 */
#include "fuzz.h"

#include "load/dtb.h"
#include "load/yaml.h"
#include "schema/schema.h"

struct seen {
	const struct doc *d;
	size_t faults;
};

static void note(void *arg, const struct schema_fault *f)
{
	struct seen *s = arg;

	HOLDS(f->node < s->d->nodes.count);
	HOLDS(f->prop == DOC_NONE || f->prop < s->d->props.count);
	HOLDS(f->message != NULL && strchr(f->message, '\n') == NULL);
	HOLDS(f->keyword != NULL);
	s->faults++;
}

static void evaluate(struct arena *a, const struct value *root,
		     const struct doc *d)
{
	struct seen one = { .d = d }, two = { .d = d };
	struct schema_set *set;
	const char *error = NULL;
	enum mpuc_status st = schema_compile(a, &root, 1, &set, &error);

	HOLDS(fuzz_is_answer(st));
	fuzz_check_error(st, error);
	if (st != MPUC_OK)
		return;
	st = schema_check(a, set, d, note, &one, &error);
	HOLDS(fuzz_is_answer(st));
	fuzz_check_error(st, error);
	if (st == MPUC_OK && schema_check(a, set, d, note, &two,
					  &error) == MPUC_OK)
		HOLDS(one.faults == two.faults);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct load_tree t = { .name = "tree" };
	struct yaml_input in = { .name = "fuzz.yaml" };
	const char *error = NULL;
	const struct value *root;
	struct load_session s;
	struct arena a;
	size_t first;

	if (!fuzz_split(data, size, &first))
		return 0;
	arena_init(&a, FUZZ_MEMORY);
	s = (struct load_session){ .arena = &a };
	t.blob = fuzz_bytes(&a, data, first);
	in.size = size - first;
	in.text = (const char *)fuzz_bytes(&a, data + first, in.size).data;
	if (dtb_read(&s, &t) == MPUC_OK &&
	    yaml_read(&a, &in, &root, &error) == MPUC_OK)
		evaluate(&a, root, t.doc);
	arena_done(&a);
	return 0;
}
