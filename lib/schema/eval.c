/* SPDX-License-Identifier: BSD-2-Clause */
#include "schema/eval.h"

#include <string.h>

#define MAX_EVAL_DEPTH 512	/* nodes below nodes times alternatives */

bool scalar_equal(const struct scalar *a, const struct scalar *b)
{
	if (a->is_number != b->is_number)
		return false;
	if (!a->is_number)
		return strcmp(a->text, b->text) == 0;
	return a->negative == b->negative && a->number == b->number;
}

int scalar_compare(const struct scalar *a, const struct scalar *b)
{
	int order = (a->number > b->number) - (a->number < b->number);

	if (a->negative != b->negative)
		return a->negative ? -1 : 1;
	return a->negative ? -order : order;
}

static bool is_scalar(const struct instance *in)
{
	return in->kind == INST_STRING || in->kind == INST_NUMBER;
}

/* ------------------------------------------------------------- scalars */

static bool check_enum(struct eval *e, const struct clause *cl,
		       const struct instance *in)
{
	for (size_t i = 0; i < cl->scalars.count; i++) {
		if (scalar_equal(&cl->scalars.items[i], &in->scalar))
			return true;
	}
	if (e->faults == NULL)
		return false;
	return fault(e, in, cl->from, "%s is %s, its binding wants %s",
		     subject(in), describe(e, in), list_scalars(e, cl));
}

static bool check_pattern(struct eval *e, const struct clause *cl,
			  const struct instance *in)
{
	if (in->kind == INST_NUMBER ||
	    pattern_matches(cl->pattern, in->scalar.text))
		return true;
	if (e->faults == NULL)
		return false;
	return fault(e, in, cl->from, "%s is %s, its binding wants the "
		     "pattern %s", subject(in), describe(e, in),
		     cl->from->text);
}

static bool check_bound(struct eval *e, const struct clause *cl,
			const struct instance *in)
{
	const struct scalar *bound = &cl->scalars.items[0];
	const char *want = "";
	bool ok = true;
	int order;

	if (in->kind != INST_NUMBER)
		return true;
	order = scalar_compare(&in->scalar, bound);
	if (cl->keyword == KW_MINIMUM) {
		ok = order >= 0;
		want = "at least";
	} else if (cl->keyword == KW_MAXIMUM) {
		ok = order <= 0;
		want = "at most";
	} else if (cl->keyword == KW_ABOVE) {
		ok = order > 0;
		want = "more than";
	} else if (cl->keyword == KW_BELOW) {
		ok = order < 0;
		want = "less than";
	} else {
		ok = in->scalar.number % bound->number == 0;
		want = "a multiple of";
	}
	if (ok || e->faults == NULL)
		return ok;
	return fault(e, in, cl->from, "%s is %s, its binding wants %s %s",
		     subject(in), describe(e, in), want,
		     scalar_text(e, bound));
}

/* The value of a property that takes only one. */
static bool only_value(const struct instance *in, struct instance *ret)
{
	struct instance part = *in, whole;

	/* Twice for a row of one number. */
	for (unsigned i = 0; i < 2 && !is_scalar(&part); i++) {
		struct item_at at = { 0, 0 };

		whole = part;
		if (whole.count != 1 || !instance_next(&whole, &at, &part))
			return false;
	}
	*ret = part;
	return is_scalar(&part);
}

static bool check_scalar(struct eval *e, const struct clause *cl,
			 const struct instance *in)
{
	struct instance value;

	if (in->kind == INST_NODE)
		return true;
	if (!only_value(in, &value))
		return e->faults == NULL ? false :
		       fault(e, in, cl->from, "%s has %s, its binding wants "
			     "one value", subject(in), describe(e, in));
	if (cl->keyword == KW_CONST || cl->keyword == KW_ENUM)
		return check_enum(e, cl, &value);
	if (cl->keyword == KW_PATTERN)
		return check_pattern(e, cl, &value);
	return check_bound(e, cl, &value);
}

/* --------------------------------------------------------------- arrays */

static bool is_unique(const struct instance *in)
{
	struct item_at at = { 0, 0 }, before;
	struct instance a, b;

	for (uint32_t i = 0; instance_next(in, &at, &a) && is_scalar(&a);
	     i++) {
		before = (struct item_at){ 0, 0 };
		for (uint32_t k = 0; k < i; k++) {
			if (instance_next(in, &before, &b) &&
			    scalar_equal(&a.scalar, &b.scalar))
				return false;
		}
	}
	return true;
}

#define UNIQUE_MAX 1024	/* comparing all with all has to end */

static bool check_unique(struct eval *e, const struct clause *cl,
			 const struct instance *in)
{
	if ((in->kind != INST_STRINGS && in->kind != INST_CELLS) ||
	    (in->count <= UNIQUE_MAX && is_unique(in)))
		return true;
	return fault(e, in, cl->from, in->count > UNIQUE_MAX ?
		     "%s has too many values to compare them" :
		     "%s has one value twice", subject(in));
}

static bool fits_type(const struct type_info *t, const struct instance *in)
{
	switch (t->shape) {
	case SHAPE_FLAG:
		return in->kind == INST_FLAG;
	case SHAPE_STRING:
		if (in->kind == INST_STRING)
			return true;
		return in->kind == INST_STRINGS &&
		       (!t->single || in->count == 1) &&
		       (!t->unique || in->count > UNIQUE_MAX || is_unique(in));
	case SHAPE_CELLS:
	case SHAPE_ROWS:
		if (in->kind != INST_CELLS || in->width != t->width)
			return false;
		return !t->single || in->len == t->width;
	}
	return false;
}

static bool check_type(struct eval *e, const struct clause *cl,
		       const struct instance *in)
{
	const struct type_info *t = type_at(cl->type);

	if (fits_type(t, in))
		return true;
	if (e->faults == NULL)
		return false;
	return fault(e, in, cl->from, "%s has %s, its binding wants %s",
		     subject(in), describe(e, in), t->text);
}

static bool check_count(struct eval *e, const struct clause *cl,
			const struct instance *in)
{
	uint32_t count = in->kind == INST_FLAG ? 0 : in->count;
	const char *want;

	if (in->kind == INST_NODE || is_scalar(in) ||
	    (count >= cl->least && count <= cl->most))
		return true;
	if (e->faults == NULL)
		return false;
	want = cl->least == cl->most ? "" :
	       count < cl->least ? "at least " : "at most ";
	return fault(e, in, cl->from, "%s has %s%s, its binding wants %s%llu",
		     subject(in), describe(e, in), in->row > 0 && !in->ends ?
		     printed(e, arena_printf(e->a, " in %lu entr%s",
					     (unsigned long)count,
					     count == 1 ? "y" : "ies")) : "",
		     want, (unsigned long long)
		     (count < cl->least ? cl->least : cl->most));
}

static bool check_items(struct eval *e, const struct clause *cl,
			const struct instance *in)
{
	struct item_at at = { 0, 0 };
	struct instance item;
	bool ok = true;

	if (in->kind == INST_NODE || is_scalar(in))
		return true;
	if (in->kind == INST_FLAG || in->kind == INST_BYTES)
		return e->faults == NULL ? false :
		       fault(e, in, cl->from, "%s has %s, its binding wants "
			     "values", subject(in), describe(e, in));
	for (size_t i = 0; instance_next(in, &at, &item) &&
	     (ok || e->faults == NULL); i++) {
		if (cl->keyword == KW_ITEM_LIST && i >= cl->schemas.count)
			break;
		ok &= eval_schema(e, cl->schemas.items[
				  cl->keyword == KW_ITEMS ? 0 : i], &item);
		if (!ok)
			break;
	}
	return ok;
}

static bool check_contains(struct eval *e, const struct clause *cl,
			   const struct instance *in)
{
	struct faults *faults = e->faults;
	struct item_at at = { 0, 0 };
	struct instance item;
	bool found = false;

	if (in->kind == INST_NODE || is_scalar(in))
		return true;
	e->faults = NULL;
	while (!found && instance_next(in, &at, &item))
		found = eval_schema(e, cl->schemas.items[0], &item);
	e->faults = faults;
	return found || fault(e, in, cl->from, "%s has no value that its "
			      "binding asks for", subject(in));
}

/* ------------------------------------------------------------ dispatch */

static bool check_native(struct eval *e, const struct clause *cl,
			 const struct instance *in)
{
	bool node = in->kind == INST_NODE, flag = in->kind == INST_FLAG;

	if (cl->keyword == KW_OBJECT ? node :
	    cl->keyword == KW_BOOLEAN ? flag : !node && !flag)
		return true;
	if (e->faults == NULL)
		return false;
	return fault(e, in, cl->from, "%s %s %s, its binding wants %s",
		     subject(in), node ? "is" : "has", describe(e, in),
		     cl->keyword == KW_OBJECT ? "a node" :
		     cl->keyword == KW_BOOLEAN ? "no value" : "values");
}

static bool eval_clause(struct eval *e, const struct schema *s,
			const struct clause *cl, const struct instance *in)
{
	switch (cl->keyword) {
	case KW_OBJECT:
	case KW_BOOLEAN:
	case KW_ARRAY:
		return check_native(e, cl, in);
	case KW_TYPE:
		return check_type(e, cl, in);
	case KW_COUNT:
		return check_count(e, cl, in);
	case KW_CONST:
	case KW_ENUM:
	case KW_PATTERN:
	case KW_MINIMUM:
	case KW_MAXIMUM:
	case KW_ABOVE:
	case KW_BELOW:
	case KW_MULTIPLE:
		return check_scalar(e, cl, in);
	case KW_ITEMS:
	case KW_ITEM_LIST:
		return check_items(e, cl, in);
	case KW_CONTAINS:
		return check_contains(e, cl, in);
	case KW_UNIQUE:
		return check_unique(e, cl, in);
	case KW_REF:
	case KW_ALL:
	case KW_ANY:
	case KW_ONE:
	case KW_NOT:
	case KW_IF:
		return eval_logic(e, cl, in);
	case KW_REQUIRED:
	case KW_PROPERTIES:
	case KW_PATTERNS:
	case KW_ADDITIONAL:
	case KW_DEPENDENT:
	case KW_DEPENDENT_SCHEMAS:
	case KW_UNEVALUATED:
		return in->kind != INST_NODE || eval_members(e, s, cl, in);
	}
	return true;
}

bool eval_clauses(struct eval *e, const struct schema *s,
		  const struct instance *in)
{
	bool ok = true;

	if (s->is_false)
		return fault(e, in, s->from, "the binding forbids %s here",
			     subject(in));
	for (size_t i = 0; i < s->clauses.count; i++) {
		ok &= eval_clause(e, s, &s->clauses.items[i], in);
		if (!ok && e->faults == NULL)
			return false;
	}
	return ok;
}

static void give_up(struct eval *e, const struct schema *s, const char *why)
{
	const struct srcpos *pos = &s->from->pos;

	if (e->status != MPUC_OK)
		return;
	e->status = MPUC_E_LIMIT;
	e->error = printed(e, arena_printf(e->a, "%s:%lu:%lu: %s", pos->file,
		(unsigned long)pos->line, (unsigned long)pos->col, why));
}

bool eval_schema(struct eval *e, const struct schema *s,
		 const struct instance *in)
{
	bool ok;

	if (e->status != MPUC_OK)
		return true;
	if (++e->steps > e->most_steps)
		give_up(e, s, "on this tree the schema takes more than a "
			"million steps for one node");
	if (e->depth >= MAX_EVAL_DEPTH)
		give_up(e, s, "on this tree the schema goes more than 512 "
			"deep");
	if (e->status != MPUC_OK)
		return true;
	e->depth++;
	ok = s->unevaluated && in->kind == INST_NODE ?
	     eval_apart(e, s, in) : eval_clauses(e, s, in);
	e->depth--;
	return ok;
}
