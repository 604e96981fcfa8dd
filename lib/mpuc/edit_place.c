/* SPDX-License-Identifier: BSD-2-Clause */
/* place: the changes of mpuc place become a step of the session. */
#include "mpuc/session.h"

#include <string.h>

#include "base/try.h"

/* The changes live in the run, which goes when the step is taken. */
static enum mpuc_status copy_change(struct edit_work *w, edit_ops *ops,
				    const struct change *from)
{
	struct change *to;

	TRY(edit_set(&w->e->arena, ops, from->node, from->property, &to));
	to->form = from->form;
	to->len = from->len;
	if (from->len > 0) {
		uint8_t *data = arena_alloc(&w->e->arena, from->len);

		TRY_PTR(data);
		memcpy(data, from->data, from->len);
		to->data = data;
	}
	return MPUC_OK;
}

/* Without a size the domain keeps what its banks have. */
static uint64_t size_of(const struct edit_work *w, uint32_t domain)
{
	const struct system *s = w->e->run->system;
	const struct domain *d = &s->domains.items[domain];
	uint64_t size = 0;

	if (w->c->count > 1)
		return w->c->args[1].value;
	for (uint32_t i = 0; i < d->bank_count; i++) {
		if (s->objects.items[d->bank + i].usable)
			size += s->objects.items[d->bank + i].span.size;
	}
	if (size == 0 && d->memory.ok && d->memory.value <= UINT64_MAX >> 10)
		size = d->memory.value << 10;
	return size;
}

enum mpuc_status edit_do_place(struct edit_work *w)
{
	struct mpuc_place_size size = { NULL, 0 };
	struct mpuc_place_options options = { .sizes = &size };
	struct mpuc_run *run = w->e->run;
	struct edit_step step = { .text = NULL };
	enum mpuc_status st;

	if (w->c->count > 0) {
		uint32_t domain = edit_find_domain(run->system,
						   w->c->args[0].text);

		if (domain == SYS_NONE)
			return edit_deny(w, 0, "there is no domain '%s'",
					 w->c->args[0].text);
		size.domain = w->c->args[0].text;
		size.size = size_of(w, domain);
		options.size_count = 1;
	}
	/* An earlier attempt on this state may have left something. */
	run->edit.changes.count = 0;
	st = mpuc_place(run, &options);
	if (st == MPUC_E_NOMEM || st == MPUC_E_INTERNAL)
		return st;
	if (st != MPUC_OK)
		return edit_deny(w, 0, "%s", mpuc_error(run));
	if (run->edit.changes.count == 0)
		return edit_deny(w, 0, "every domain has its addresses: "
				 "place DOMAIN moves one");
	for (size_t i = 0; i < run->edit.changes.count; i++)
		TRY(copy_change(w, &step.ops, &run->edit.changes.items[i]));
	return edit_do_step(w, &step, NULL);
}
