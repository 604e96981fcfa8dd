/* SPDX-License-Identifier: BSD-2-Clause */
/* Banks of a domain's static memory. */
#include "edit/edit.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

struct banks {
	uint32_t domain;
	const struct domain *d;
	const char *path;
	struct span *spans;	/* with room for one more */
	size_t count;
};

static enum mpuc_status load_banks(struct edit_scope *e, struct banks *b)
{
	TRY(edit_domain(e, 0, &b->domain));
	b->d = &e->s->domains.items[b->domain];
	b->count = b->d->bank_count;
	b->path = edit_path(e, b->d->node);
	b->spans = arena_array(e->a, b->count + 2, sizeof(*b->spans));
	TRY_PTR(b->path);
	TRY_PTR(b->spans);
	for (size_t i = 0; i < b->count; i++)
		b->spans[i] = e->s->objects.items[b->d->bank + i].span;
	return MPUC_OK;
}

static enum mpuc_status pick(struct edit_scope *e, const struct banks *b,
			     uint32_t arg, size_t *ret_index)
{
	uint64_t i = e->c->args[arg].value;

	if (i < b->count) {
		*ret_index = (size_t)i;
		return MPUC_OK;
	}
	if (b->count == 0)
		return edit_refuse(e, arg, "%s has no banks", b->d->name);
	return edit_refuse(e, arg, "%s has no bank %llu: its banks are 0 to "
			   "%zu", b->d->name, (unsigned long long)i,
			   b->count - 1);
}

static void take_out(struct banks *b, size_t i)
{
	memmove(&b->spans[i], &b->spans[i + 1],
		(b->count - i - 1) * sizeof(*b->spans));
	b->count--;
}

static enum mpuc_status split(struct edit_scope *e, struct banks *b, size_t i)
{
	uint64_t size = e->c->args[2].value;
	struct span whole = b->spans[i];

	if (size == 0 || size >= whole.size)
		return edit_refuse(e, 2, "the first part must be smaller "
			"than the bank, which has 0x%llx bytes",
			(unsigned long long)whole.size);
	memmove(&b->spans[i + 2], &b->spans[i + 1],
		(b->count - i - 1) * sizeof(*b->spans));
	b->spans[i].size = size;
	b->spans[i + 1].base = whole.base + size;
	b->spans[i + 1].size = whole.size - size;
	b->count++;
	return MPUC_OK;
}

static enum mpuc_status join(struct edit_scope *e, struct banks *b, size_t i)
{
	size_t k, low, high;
	uint64_t end;

	TRY(pick(e, b, 2, &k));
	if (i == k)
		return edit_refuse(e, 2, "a bank can't be joined to itself");
	low = b->spans[i].base <= b->spans[k].base ? i : k;
	high = low == i ? k : i;
	if (!num_add(b->spans[low].base, b->spans[low].size, &end) ||
	    end != b->spans[high].base)
		return edit_refuse(e, 2, "the banks don't touch: one ends at "
			"0x%llx, the other begins at 0x%llx; move one first",
			(unsigned long long)end,
			(unsigned long long)b->spans[high].base);
	b->spans[low].size += b->spans[high].size;
	take_out(b, high);
	return MPUC_OK;
}

static enum mpuc_status change(struct edit_scope *e, struct banks *b)
{
	struct span span;
	size_t i = b->count;

	if (e->c->rule->verb != EDIT_ADD_BANK)
		TRY(pick(e, b, 1, &i));
	if (e->c->rule->verb == EDIT_DROP_BANK) {
		take_out(b, i);
		return MPUC_OK;
	}
	if (e->c->rule->verb == EDIT_SPLIT_BANK)
		return split(e, b, i);
	if (e->c->rule->verb == EDIT_JOIN_BANK)
		return join(e, b, i);
	if (e->c->rule->verb == EDIT_ADD_BANK) {
		TRY(edit_span(e, 1, &span));
		b->spans[b->count++] = span;
		return MPUC_OK;
	}
	if (e->c->rule->verb == EDIT_MOVE_BANK)
		b->spans[i].base = e->c->args[2].value;
	else
		b->spans[i].size = e->c->args[2].value;
	if (b->spans[i].size == 0)
		return edit_refuse(e, 2, "a size of 0 is nothing; drop the "
				   "bank instead");
	if (b->spans[i].base > UINT64_MAX - (b->spans[i].size - 1))
		return edit_refuse(e, 2, "the bank would go past the end of "
				   "the address space");
	return MPUC_OK;
}

static bool sum(const struct span *spans, size_t count, uint64_t *ret_sum)
{
	*ret_sum = 0;
	for (size_t i = 0; i < count; i++) {
		if (!num_add(*ret_sum, spans[i].size, ret_sum))
			return false;
	}
	return true;
}

enum mpuc_status edit_set_memory(struct edit_scope *e, const char *node,
				 uint64_t bytes)
{
	uint32_t cells[2];
	uint32_t used = 0;

	change_put(cells, &used, bytes >> 10, 2);
	return edit_set_cells(e, node, "memory", cells, used);
}

/* memory states the banks' sum; where it did so before, it goes on to. */
static enum mpuc_status keep_sum(struct edit_scope *e, const struct banks *b,
				 uint64_t before)
{
	const struct domain *d = b->d;
	uint64_t after;

	if (!d->memory.ok || d->memory.value > UINT64_MAX >> 10 ||
	    d->memory.value << 10 != before ||
	    !sum(b->spans, b->count, &after) || after == before ||
	    after == 0 || (after & 1023) != 0)
		return MPUC_OK;
	e->note = arena_printf(e->a, "memory of %s follows: 0x%llx KiB",
			       d->name, (unsigned long long)(after >> 10));
	TRY_PTR(e->note);
	return edit_set_memory(e, b->path, after);
}

enum mpuc_status edit_bank(struct edit_scope *e)
{
	struct banks b;
	struct edit_tuples t = { .property = "xen,static-mem" };
	const struct doc_node *chosen;
	uint64_t before;

	TRY(load_banks(e, &b));
	if (!sum(b.spans, b.count, &before))
		before = 0;
	TRY(change(e, &b));
	TRY(keep_sum(e, &b, before));
	if (b.count == 0)
		return edit_drop(e->a, e->ops, b.path, t.property);
	chosen = &e->s->doc->nodes.items[e->s->chosen.node];
	t.node = b.path;
	t.spans = b.spans;
	t.count = b.count;
	t.acells = chosen->acells;
	t.scells = chosen->scells;
	return edit_tuples(e, 1, &t);
}
