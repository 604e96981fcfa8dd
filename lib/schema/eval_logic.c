/* SPDX-License-Identifier: BSD-2-Clause */
/* Schemas made of schemas. */
#include "schema/eval.h"

#include <string.h>

/* Just the answer; what a schema that does not fit has seen is forgotten. */
static bool fits(struct eval *e, const struct schema *s,
		 const struct instance *in)
{
	struct faults *faults = e->faults;
	bool *before = NULL, ok;

	if (e->seen != NULL) {
		before = arena_array(e->a, e->seen_count + 1, sizeof(bool));
		if (before == NULL) {
			e->status = MPUC_E_NOMEM;
			return true;
		}
		memcpy(before, e->seen, e->seen_count * sizeof(bool));
	}
	e->faults = NULL;
	ok = eval_schema(e, s, in);
	e->faults = faults;
	if (!ok && before != NULL)
		memcpy(e->seen, before, e->seen_count * sizeof(bool));
	return ok;
}

/* Why in does not fit s, once more and aloud. */
static const struct schema_fault *why_not(struct eval *e,
					  const struct schema *s,
					  const struct instance *in)
{
	struct faults *faults = e->faults, own = { .list = { .count = 0 } };

	e->faults = &own;
	eval_schema(e, s, in);
	e->faults = faults;
	return own.list.count > 0 ? &own.list.items[0] : NULL;
}

/* One fault for all alternatives; its place is theirs if they agree. */
static bool fault_of_all(struct eval *e, const struct clause *cl,
			 const struct instance *in)
{
	struct schema_fault sum = { .kind = SCHEMA_VALUE };
	const char *text = "";
	struct schema_fault *f;
	bool agree = true;

	if (e->faults == NULL)
		return false;
	for (size_t i = 0; i < cl->schemas.count; i++) {
		const struct schema_fault *why =
			why_not(e, cl->schemas.items[i], in);

		if (why == NULL)
			continue;
		agree &= i == 0 || (why->kind == sum.kind &&
				    why->node == sum.node &&
				    why->prop == sum.prop);
		sum = *why;
		text = printed(e, arena_printf(e->a, "%s%s%s", text,
					       i == 0 ? "" : "; or ",
					       why->message));
	}
	f = fault_new(e, in, cl->from);
	if (f != NULL && agree) {
		f->kind = sum.kind;
		f->node = sum.node;
		f->prop = sum.prop;
		f->missing = sum.missing;
	}
	fault_text(e, f, "%s", text);
	return false;
}

static bool eval_alternatives(struct eval *e, const struct clause *cl,
			      const struct instance *in)
{
	size_t count = 0;

	for (size_t i = 0; i < cl->schemas.count; i++) {
		count += fits(e, cl->schemas.items[i], in);
		if (count > 0 && cl->keyword == KW_ANY && e->seen == NULL)
			break;
	}
	if (count == 0 && cl->schemas.count > 0)
		return fault_of_all(e, cl, in);
	if (count <= 1 || cl->keyword == KW_ANY)
		return true;
	return fault(e, in, cl->from, "%s fits more than one of the "
		     "alternatives of its binding", subject(in));
}

static bool eval_if(struct eval *e, const struct clause *cl,
		    const struct instance *in)
{
	const struct schema *next;

	next = cl->schemas.items[fits(e, cl->schemas.items[0], in) ? 1 : 2];
	return next == NULL || eval_schema(e, next, in);
}

static bool eval_not(struct eval *e, const struct clause *cl,
		     const struct instance *in)
{
	bool *seen = e->seen;
	bool ok;

	e->seen = NULL;
	ok = !fits(e, cl->schemas.items[0], in);
	e->seen = seen;
	return ok || fault(e, in, cl->from, "%s is as its binding forbids it",
			   subject(in));
}

bool eval_logic(struct eval *e, const struct clause *cl,
		const struct instance *in)
{
	bool ok = true;

	if (cl->keyword == KW_ANY || cl->keyword == KW_ONE)
		return eval_alternatives(e, cl, in);
	if (cl->keyword == KW_NOT)
		return eval_not(e, cl, in);
	if (cl->keyword == KW_IF)
		return eval_if(e, cl, in);
	for (size_t i = 0; i < cl->schemas.count && (ok || e->faults); i++)
		ok &= eval_schema(e, cl->schemas.items[i], in);
	return ok;
}

static size_t count_members(const struct instance *in)
{
	const struct doc_node *nodes = in->d->nodes.items;
	size_t count = nodes[in->node].prop_count;

	for (uint32_t n = nodes[in->node].first_child; n != DOC_NONE;
	     n = nodes[n].next)
		count++;
	return count;
}

/*
 * unevaluatedProperties asks what this schema and the schemas inside it
 * have spoken of, not what those around it have.
 */
bool eval_apart(struct eval *e, const struct schema *s,
		const struct instance *in)
{
	size_t count = count_members(in), outer_count = e->seen_count;
	bool *outer = e->seen, ok;

	e->seen = arena_array(e->a, count + 1, sizeof(bool));
	e->seen_count = count;
	if (e->seen == NULL) {
		e->status = MPUC_E_NOMEM;
		return true;
	}
	ok = eval_clauses(e, s, in);
	for (size_t i = 0; outer != NULL && i < count; i++)
		outer[i] |= e->seen[i];
	e->seen = outer;
	e->seen_count = outer_count;
	return ok;
}
