/* SPDX-License-Identifier: BSD-2-Clause */
/* What is said of a node or property that does not fit. */
#include "schema/eval.h"

#include <stdarg.h>
#include <string.h>

#define LISTED 8	/* of an enum; the schema has the rest */

/* A text of the arena, or the latched lack of memory. */
const char *printed(struct eval *e, const char *text)
{
	if (text == NULL)
		e->status = MPUC_E_NOMEM;
	return text == NULL ? "" : text;
}

const char *subject(const struct instance *in)
{
	if (in->prop != DOC_NONE)
		return in->d->props.items[in->prop].name;
	return in->node == 0 ? "/" : in->d->nodes.items[in->node].name;
}

static const char *counted(struct eval *e, uint32_t count, const char *what)
{
	return printed(e, arena_printf(e->a, "%lu %s%s", (unsigned long)count,
				       what, count == 1 ? "" : "s"));
}

/* Bytes that ought to be something else, and look like one string. */
static bool looks_like_text(const struct instance *in)
{
	if (in->kind != INST_BYTES || in->len < 2 ||
	    in->data[in->len - 1] != 0)
		return false;
	for (uint32_t i = 0; i + 1 < in->len; i++) {
		if (in->data[i] < 0x20 || in->data[i] > 0x7e)
			return false;
	}
	return true;
}

const char *describe(struct eval *e, const struct instance *in)
{
	if (looks_like_text(in))
		return printed(e, arena_printf(e->a, "\"%s\"",
					       (const char *)in->data));
	switch (in->kind) {
	case INST_NODE:
		return "a node";
	case INST_FLAG:
		return "no value";
	case INST_STRINGS:
		return counted(e, in->count, "string");
	case INST_STRING:
	case INST_NUMBER:
		return scalar_text(e, &in->scalar);
	case INST_CELLS:
	case INST_BYTES:
		if (in->ends != NULL)
			return counted(e, in->count, "reference");
		if (in->len % 4 == 0 && (in->kind == INST_BYTES ||
					 in->width >= 4))
			return counted(e, in->len / 4, "cell");
		return counted(e, in->len, "byte");
	}
	return "";
}

const char *scalar_text(struct eval *e, const struct scalar *s)
{
	if (!s->is_number)
		return printed(e, arena_printf(e->a, "\"%s\"", s->text));
	return printed(e, arena_printf(e->a, "%s%llu",
				       s->negative ? "-" : "",
				       (unsigned long long)s->number));
}

const char *list_scalars(struct eval *e, const struct clause *cl)
{
	const char *text = "";
	size_t count = cl->scalars.count;

	for (size_t i = 0; i < count && i < LISTED; i++)
		text = printed(e, arena_printf(e->a, "%s%s%s", text,
			i == 0 ? "" : i + 1 == count ? " or " : ", ",
			scalar_text(e, &cl->scalars.items[i])));
	if (count > LISTED)
		text = printed(e, arena_printf(e->a, "%s and %zu more", text,
					       count - LISTED));
	return text;
}

/* The keyword as it was written, for a person who looks at the file. */
static const char *keyword_text(struct eval *e, const struct value *from)
{
	if (from->key == NULL)
		return from->kind == VALUE_SCALAR ? from->text : "";
	if (from->kind == VALUE_SCALAR)
		return printed(e, arena_printf(e->a, "%s: %s", from->key,
					       from->text));
	return from->key;
}

struct schema_fault *fault_new(struct eval *e, const struct instance *in,
			       const struct value *from)
{
	struct schema_fault *f;

	if (e->faults == NULL)
		return NULL;
	f = VEC_PUSH(e->a, &e->faults->list);
	if (f == NULL) {
		e->status = MPUC_E_NOMEM;
		return NULL;
	}
	f->kind = SCHEMA_VALUE;
	f->node = in->node;
	f->prop = in->prop;
	f->wanted = from->key != NULL ? from->key_pos : from->pos;
	f->keyword = keyword_text(e, from);
	return f;
}

void fault_text(struct eval *e, struct schema_fault *f, const char *fmt, ...)
{
	va_list ap;

	if (f == NULL)
		return;
	va_start(ap, fmt);
	f->message = printed(e, arena_vprintf(e->a, fmt, ap));
	va_end(ap);
}

bool fault(struct eval *e, const struct instance *in,
	   const struct value *from, const char *fmt, ...)
{
	struct schema_fault *f = fault_new(e, in, from);
	va_list ap;

	if (f == NULL)
		return false;
	va_start(ap, fmt);
	f->message = printed(e, arena_vprintf(e->a, fmt, ap));
	va_end(ap);
	return false;
}
