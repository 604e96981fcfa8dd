/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/made.h"

#include <stdarg.h>
#include <string.h>

#include "base/try.h"

static enum mpuc_status push_text(struct made *m, const char *text)
{
	for (; *text != '\0'; text++) {
		char *slot = VEC_PUSH(m->s->arena, &m->text);

		TRY_PTR(slot);
		*slot = *text;
	}
	return MPUC_OK;
}

enum mpuc_status made_line(struct made *m, struct srcpos pos, const char *fmt,
			   ...)
{
	struct srcpos *slot = VEC_PUSH(m->s->arena, &m->lines);
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = arena_vprintf(m->s->arena, fmt, ap);
	va_end(ap);
	TRY_PTR(slot);
	TRY_PTR(text);
	*slot = pos;
	TRY(push_text(m, text));
	return push_text(m, "\n");
}

const char *made_quote(struct made *m, const char *text)
{
	char *out = arena_alloc(m->s->arena, 2 * strlen(text) + 3);
	char *at = out;

	if (out == NULL)
		return NULL;
	*at++ = '"';
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			*at++ = '\\';
		*at++ = *text == '\n' ? ' ' : *text;
	}
	*at++ = '"';
	return out;
}

/* Positions in the source that was made become those it was made from. */
static void relocate(struct made *m, const char *name, struct doc *d)
{
	for (size_t i = 0; i < d->positions.count; i++) {
		struct srcpos *p = &d->positions.items[i];

		if (p->file == NULL || strcmp(p->file, name) != 0 ||
		    p->line == 0 || p->line > m->lines.count)
			continue;
		*p = m->lines.items[p->line - 1];
	}
	m->text.count = 0;
	m->lines.count = 0;
}

enum mpuc_status made_tree(struct made *m, const char *name,
			   struct doc **ret_doc)
{
	TRY(load_made(m->s, name, m->text.items, m->text.count, ret_doc));
	relocate(m, name, *ret_doc);
	return MPUC_OK;
}

enum mpuc_status made_overlaid(struct made *m, const char *name,
			       const struct doc *base, struct doc **ret_doc)
{
	const struct load_text text = {
		.name = name,
		.text = m->text.items,
		.len = m->text.count,
	};

	TRY(load_overlaid(m->s->arena, base, &text, ret_doc, &m->s->error));
	relocate(m, name, *ret_doc);
	return MPUC_OK;
}

enum mpuc_status made_remark(struct made *m, guest_notes *notes,
			     enum guest_note_kind kind, struct srcpos pos,
			     const char *fmt, ...)
{
	struct guest_note *note = VEC_PUSH(m->s->arena, notes);
	va_list ap;

	TRY_PTR(note);
	note->kind = kind;
	note->pos = pos;
	va_start(ap, fmt);
	note->text = arena_vprintf(m->s->arena, fmt, ap);
	va_end(ap);
	return note->text == NULL ? MPUC_E_NOMEM : MPUC_OK;
}
