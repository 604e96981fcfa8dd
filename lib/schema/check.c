/* SPDX-License-Identifier: BSD-2-Clause */
#include "schema/eval.h"

#include <string.h>

#include "base/try.h"

struct walk {
	const struct schema_set *set;
	struct eval e;
	schema_fault_fn *report;
	void *arg;
	/* The node at hand, its name, and its property "compatible". */
	struct instance node;
	const char *name;
	uint32_t compatible;
	bool *skip;		/* nodes that are no part of the hardware */
	bool *disabled;
};

static bool is_among(const char *text, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (doc_same(text, names[i]))
			return true;
	}
	return false;
}

static bool has_compatible(const struct walk *w, const char *const *names,
			   size_t count)
{
	const struct doc_prop *p;

	if (w->compatible == DOC_NONE)
		return false;
	p = &w->e.d->props.items[w->compatible];
	for (uint32_t at = 0; at < p->len; ) {
		const uint8_t *text = p->data + at;
		const uint8_t *end = memchr(text, '\0', p->len - at);

		if (end == NULL)
			return false;
		if (is_among((const char *)text, names, count))
			return true;
		at += (uint32_t)(end - text) + 1;
	}
	return false;
}

/* Is there any use in evaluating select? */
static bool may_select(const struct walk *w, const struct schema_file *f)
{
	const struct names *names = &f->need_names, *props = &f->need_props;
	const struct names *compatibles = &f->need_compatibles;

	if (names->list.count > 0 &&
	    !is_among(w->name, names->list.items, names->list.count))
		return false;
	if (compatibles->list.count > 0)
		return has_compatible(w, compatibles->list.items,
				      compatibles->list.count);
	for (size_t i = 0; i < props->list.count; i++) {
		if (doc_prop(w->e.d, w->node.node, props->list.items[i]) !=
		    DOC_NONE)
			return true;
	}
	return props->list.count == 0;
}

static bool selects(struct walk *w, const struct schema_file *f)
{
	if (f->compatibles.count > 0)
		return has_compatible(w, f->compatibles.items,
				      f->compatibles.count);
	w->e.faults = NULL;
	return f->select != NULL && may_select(w, f) &&
	       eval_schema(&w->e, f->select, &w->node);
}

/* Of several faults of one property the first says enough. */
static bool is_repeated(const struct faults *faults, size_t at)
{
	const struct schema_fault *f = &faults->list.items[at];

	for (size_t i = 0; i < at; i++) {
		const struct schema_fault *g = &faults->list.items[i];

		if (g->node == f->node && g->prop == f->prop &&
		    (f->prop != DOC_NONE || (g->kind == f->kind &&
		     f->missing != NULL && g->missing != NULL &&
		     strcmp(g->missing, f->missing) == 0)))
			return true;
	}
	return false;
}

#define FAULTS_SHOWN 1000	/* of one node and file */

static void report_all(struct walk *w, const struct faults *faults)
{
	for (size_t i = 0; i < faults->list.count && i < FAULTS_SHOWN; i++) {
		const struct schema_fault *f = &faults->list.items[i];

		/* A disabled device may lack what its board would add. */
		if (f->kind == SCHEMA_MISSING && w->disabled[f->node])
			continue;
		if (!is_repeated(faults, i))
			w->report(w->arg, f);
	}
}

static void check_file(struct walk *w, const struct schema_file *f)
{
	struct faults faults = { .list = { .count = 0 } };

	w->e.steps = 0;
	if (!selects(w, f) || w->e.status != MPUC_OK)
		return;
	w->e.faults = &faults;
	eval_schema(&w->e, f->schema, &w->node);
	if (w->e.status == MPUC_OK)
		report_all(w, &faults);
	w->e.faults = NULL;
}

/* What all files ask of a node. */
static void look(struct walk *w, uint32_t node)
{
	const struct doc_node *n = &w->e.d->nodes.items[node];

	w->node = instance_of_node(w->e.d, node);
	w->name = instance_of_name(w->e.d, node).scalar.text;
	w->compatible = doc_prop(w->e.d, node, "compatible");
	w->e.most_steps = SCHEMA_MAX_STEPS;
	/* A long list takes a step for each entry, by right. */
	for (uint32_t i = n->prop; i < n->prop + n->prop_count; i++)
		w->e.most_steps += w->e.d->props.items[i].len;
}

/* Both hold for all that is below a node, too; parents come first. */
static void inherit(struct walk *w, uint32_t node)
{
	const struct doc_node *n = &w->e.d->nodes.items[node];

	if (n->parent != DOC_NONE) {
		w->skip[node] = w->skip[n->parent];
		w->disabled[node] = w->disabled[n->parent];
	}
	w->skip[node] |= strncmp(n->name, "__", 2) == 0;
	w->disabled[node] |= doc_has_string(w->e.d, node, "status",
					    "disabled");
}

enum mpuc_status schema_check(struct arena *a, const struct schema_set *set,
			      const struct doc *d, schema_fault_fn *report,
			      void *arg, const char **ret_error)
{
	struct walk w = {
		.set = set, .e = { .a = a, .d = d }, .report = report,
		.arg = arg,
	};

	w.skip = arena_array(a, d->nodes.count, sizeof(bool));
	w.disabled = arena_array(a, d->nodes.count, sizeof(bool));
	TRY_PTR(w.skip);
	TRY_PTR(w.disabled);
	for (uint32_t node = 0; node < d->nodes.count; node++) {
		inherit(&w, node);
		look(&w, node);
		for (size_t i = 0; i < set->files.count && !w.skip[node] &&
		     w.e.status == MPUC_OK; i++)
			check_file(&w, &set->files.items[i]);
		if (w.e.status != MPUC_OK)
			break;
	}
	if (w.e.status == MPUC_E_LIMIT)
		*ret_error = w.e.error;
	return w.e.status;
}
