/* SPDX-License-Identifier: BSD-2-Clause */
/* The properties and children of a node. */
#include "schema/eval.h"

#include <string.h>

#include "base/try.h"

/* Any node may have these; bindings don't list them. */
static const char *const common[] = {
	"phandle", "linux,phandle", "name", "status", "secure-status",
	"interrupt-parent", "interrupts-extended", "assigned-clocks",
	"assigned-clock-rates", "assigned-clock-parents",
};

static bool is_common(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(common); i++) {
		if (strcmp(common[i], name) == 0)
			return true;
	}
	return strncmp(name, "pinctrl-", 8) == 0;
}

struct member {
	const char *name;
	uint32_t node, prop;	/* node: of a child, else DOC_NONE */
	size_t index;		/* in e->seen */
};

/* The first member: index 0, see member_next(). */
static bool member_at(const struct instance *in, struct member *m)
{
	const struct doc_node *n = &in->d->nodes.items[in->node];

	if (m->index < n->prop_count) {
		m->prop = n->prop + (uint32_t)m->index;
		m->node = DOC_NONE;
		m->name = in->d->props.items[m->prop].name;
		return true;
	}
	m->node = m->index == n->prop_count ? n->first_child :
		  in->d->nodes.items[m->node].next;
	m->prop = DOC_NONE;
	m->name = m->node != DOC_NONE ? in->d->nodes.items[m->node].name :
		  NULL;
	return m->name != NULL;
}

static bool member_first(const struct instance *in, struct member *m)
{
	memset(m, 0, sizeof(*m));
	m->node = DOC_NONE;
	return member_at(in, m);
}

static bool member_next(const struct instance *in, struct member *m)
{
	m->index++;
	return member_at(in, m);
}

static bool member_find(const struct instance *in, const char *name,
			struct member *m)
{
	for (bool more = member_first(in, m); more; more = member_next(in, m)) {
		if (doc_same(m->name, name))
			return true;
	}
	return false;
}

bool eval_has(const struct eval *e, const struct instance *in,
	      const char *name)
{
	struct member m;

	(void)e;
	return strcmp(name, "$nodename") == 0 || member_find(in, name, &m);
}

/* A child is evaluated by itself: what was seen of its parent stays. */
static bool eval_child(struct eval *e, const struct schema *s,
		       const struct instance *in)
{
	size_t count = e->seen_count;
	bool *seen = e->seen, ok;

	e->seen = NULL;
	ok = eval_schema(e, s, in);
	e->seen = seen;
	e->seen_count = count;
	return ok;
}

static bool eval_member(struct eval *e, const struct schema *s,
			const struct named *named, const struct instance *in,
			const struct member *m)
{
	const struct named own = { .types = s->types };
	struct instance part;

	if (e->seen != NULL)
		e->seen[m->index] = true;
	if (m->node != DOC_NONE) {
		part = instance_of_node(in->d, m->node);
	} else if (instance_of_prop(e->a, in->d, in->node, m->prop,
				    named != NULL ? named : &own,
				    &part) != MPUC_OK) {
		e->status = MPUC_E_NOMEM;
		return true;
	}
	return eval_child(e, s, &part);
}

static bool check_properties(struct eval *e, const struct clause *cl,
			     const struct instance *in)
{
	bool ok = true;

	for (size_t i = 0; i < cl->names.count && (ok || e->faults); i++) {
		const struct named *n = &cl->names.items[i];
		struct instance name;
		struct member m;

		if (strcmp(n->name, "$nodename") == 0) {
			name = instance_of_name(in->d, in->node);
			ok &= eval_child(e, n->schema, &name);
		} else if (member_find(in, n->name, &m)) {
			ok &= eval_member(e, n->schema, n, in, &m);
		}
	}
	return ok;
}

static bool check_patterns(struct eval *e, const struct clause *cl,
			   const struct instance *in)
{
	struct member m;
	bool ok = true;

	for (bool more = member_first(in, &m); more;
	     more = member_next(in, &m)) {
		for (size_t i = 0; i < cl->names.count; i++) {
			const struct named *n = &cl->names.items[i];

			if (pattern_matches(n->pattern, m.name))
				ok &= eval_member(e, n->schema, n, in, &m);
		}
		if (!ok && e->faults == NULL)
			return false;
	}
	return ok;
}

/* Does this schema itself name the member? */
static bool is_named(const struct schema *s, const char *name)
{
	for (size_t i = 0; i < s->clauses.count; i++) {
		const struct clause *cl = &s->clauses.items[i];

		if (cl->keyword != KW_PROPERTIES && cl->keyword != KW_PATTERNS)
			continue;
		for (size_t k = 0; k < cl->names.count; k++) {
			const struct named *n = &cl->names.items[k];

			if (n->pattern != NULL ?
			    pattern_matches(n->pattern, name) :
			    strcmp(n->name, name) == 0)
				return true;
		}
	}
	return false;
}

static const char *nearest(const struct schema *s, const char *name)
{
	const struct clause *cl = schema_clause(s, KW_PROPERTIES);

	for (size_t i = 0; cl != NULL && i < cl->names.count; i++) {
		if (value_near(name, cl->names.items[i].name))
			return cl->names.items[i].name;
	}
	return NULL;
}

/* "false", and "type: object" for a property, both mean that it is unknown. */
static bool is_closed(const struct schema *s)
{
	return s->is_false || (s->clauses.count == 1 &&
			       s->clauses.items[0].keyword == KW_OBJECT);
}

static bool unknown_member(struct eval *e, const struct schema *s,
			   const struct clause *cl, const struct instance *in,
			   const struct member *m)
{
	struct instance part = *in;
	struct schema_fault *f;

	part.node = m->node != DOC_NONE ? m->node : in->node;
	part.prop = m->prop;
	f = fault_new(e, &part, cl->from);
	if (f == NULL)
		return false;
	f->kind = SCHEMA_UNKNOWN;
	f->near = nearest(s, m->name);
	fault_text(e, f, "the binding of this node has no %s '%s'",
		   m->node != DOC_NONE ? "child" : "property", m->name);
	return false;
}

/* additionalProperties and unevaluatedProperties. */
static bool check_rest(struct eval *e, const struct schema *s,
		       const struct clause *cl, const struct instance *in)
{
	const struct schema *rest = cl->schemas.items[0];
	bool additional = cl->keyword == KW_ADDITIONAL, ok = true;
	struct member m;

	for (bool more = member_first(in, &m); more && (ok || e->faults);
	     more = member_next(in, &m)) {
		if (is_common(m.name) || (additional ? is_named(s, m.name) :
					  e->seen[m.index]))
			continue;
		if (!is_closed(rest))
			ok &= eval_member(e, rest, NULL, in, &m);
		else if (rest->is_false || m.node == DOC_NONE)
			ok &= unknown_member(e, s, cl, in, &m);
		else if (e->seen != NULL)
			e->seen[m.index] = true;
	}
	return ok;
}

/* A node that has interrupts-extended needs no interrupts. */
static bool is_there(const struct eval *e, const struct instance *in,
		     const char *name)
{
	return eval_has(e, in, name) || (strcmp(name, "interrupts") == 0 &&
					 eval_has(e, in, "interrupts-extended"));
}

static bool check_present(struct eval *e, const struct clause *cl,
			  const struct named *n, const struct instance *in)
{
	bool ok = true;

	for (size_t i = 0; i < n->others.count; i++) {
		const char *name = n->others.items[i];
		struct schema_fault *f;

		if (is_there(e, in, name))
			continue;
		ok = false;
		f = fault_new(e, in, cl->from);
		if (f == NULL)
			return false;
		f->kind = SCHEMA_MISSING;
		f->missing = name;
		if (n->name != NULL)
			fault_text(e, f, "'%s' is missing, and '%s' goes with "
				   "it", name, n->name);
		else
			fault_text(e, f, "'%s' is missing, and the binding of "
				   "this node requires it", name);
	}
	return ok;
}

static bool check_dependent(struct eval *e, const struct clause *cl,
			    const struct instance *in)
{
	bool ok = true;

	for (size_t i = 0; i < cl->names.count && (ok || e->faults); i++) {
		const struct named *n = &cl->names.items[i];

		if (!eval_has(e, in, n->name))
			continue;
		ok &= n->schema != NULL ? eval_schema(e, n->schema, in) :
		      check_present(e, cl, n, in);
	}
	return ok;
}

bool eval_members(struct eval *e, const struct schema *s,
		  const struct clause *cl, const struct instance *in)
{
	if (cl->keyword == KW_REQUIRED)
		return check_present(e, cl, &cl->names.items[0], in);
	if (cl->keyword == KW_PROPERTIES)
		return check_properties(e, cl, in);
	if (cl->keyword == KW_PATTERNS)
		return check_patterns(e, cl, in);
	if (cl->keyword == KW_ADDITIONAL || cl->keyword == KW_UNEVALUATED)
		return check_rest(e, s, cl, in);
	return check_dependent(e, cl, in);
}
