/* SPDX-License-Identifier: BSD-2-Clause */
#include "mpuc/edit_search.h"

#include <stdarg.h>
#include <string.h>

#include "base/num.h"
#include "base/try.h"
#include "edit/free.h"

struct finder {
	struct arena *a;
	const struct system *s;
	search_lines *lines;
};

__attribute__((format(printf, 3, 4)))
static enum mpuc_status add(struct finder *f, enum search_kind kind,
			    const char *fmt, ...)
{
	struct search_line *slot = VEC_PUSH(f->a, f->lines);
	va_list ap;

	TRY_PTR(slot);
	slot->kind = kind;
	va_start(ap, fmt);
	slot->text = arena_vprintf(f->a, fmt, ap);
	va_end(ap);
	TRY_PTR(slot->text);
	return MPUC_OK;
}

/* The second bank behind the first, and both one. */
static enum mpuc_status join(struct finder *f, const struct domain *d)
{
	const struct object *banks = &f->s->objects.items[d->bank];

	for (uint32_t i = 0; i < d->bank_count; i++) {
		for (uint32_t k = 0; k < d->bank_count; k++) {
			uint64_t end = banks[i].span.base +
				       banks[i].span.size;

			if (i == k || !banks[i].usable || !banks[k].usable)
				continue;
			if (end == banks[k].span.base)
				TRY(add(f, SEARCH_JOIN, "join bank %s %u %u",
					d->name, i, k));
			else
				TRY(add(f, SEARCH_JOIN, "move bank %s %u 0x%llx;"
					"join bank %s %u %u", d->name, k,
					(unsigned long long)end, d->name, i,
					k));
		}
	}
	return MPUC_OK;
}

/* RAM is told of between two ranges of RAM with nothing in between. */
static enum mpuc_status join_ram(struct finder *f)
{
	const struct rset *ram = &f->s->ram;

	for (size_t i = 0; i + 1 < ram->count; i++) {
		struct range gap = { ram->items[i].last + 1,
				     ram->items[i + 1].base - 1 };
		bool used = false;

		for (size_t k = 0; k < f->s->objects.count && !used; k++) {
			const struct object *o = &f->s->objects.items[k];

			used = o->usable && o->kind != OBJ_SECTION &&
			       range_overlaps(o->range, gap);
		}
		if (!used)
			TRY(add(f, SEARCH_STATE, "add memory 0x%llx 0x%llx",
				(unsigned long long)gap.base,
				(unsigned long long)range_size(gap)));
	}
	return MPUC_OK;
}

/*
 * Both ends of a gap, for size bytes: *ret_count of ret_bases.  A gap is of
 * whole pages, so the ends are aligned when the size is.
 */
static void gap_ends(const struct range gap, uint64_t size, uint64_t page,
		     uint64_t ret_bases[2], unsigned *ret_count)
{
	uint64_t low, high;

	*ret_count = 0;
	if (!num_align_up(gap.base, page, &low) || low > gap.last ||
	    gap.last - low < size - 1)
		return;
	high = gap.last - (size - 1);
	high -= high % page;
	ret_bases[(*ret_count)++] = low;
	if (high > low)
		ret_bases[(*ret_count)++] = high;
}

/* Every place at the end of a gap for the object, other than its own. */
static enum mpuc_status move(struct finder *f, uint32_t object,
			     const char *command, bool with_size)
{
	const struct object *o = &f->s->objects.items[object];
	const struct free_memory memory = { .s = f->s };
	struct rset gaps;

	if (!o->usable)
		return MPUC_OK;
	TRY(free_gaps(f->a, &memory, (enum object_kind)o->kind, object,
		      &gaps));
	for (size_t i = 0; i < gaps.count; i++) {
		uint64_t bases[2];
		unsigned count;

		gap_ends(gaps.items[i], o->span.size,
			 f->s->target->limits.page, bases, &count);
		for (unsigned k = 0; k < count; k++) {
			unsigned long long base = bases[k],
				size = o->span.size;

			if (base == o->span.base)
				continue;
			TRY(with_size ?
			    add(f, SEARCH_MOVE, "%s 0x%llx 0x%llx", command,
				base, size) :
			    add(f, SEARCH_MOVE, "%s 0x%llx", command, base));
		}
	}
	return MPUC_OK;
}

static enum mpuc_status move_banks(struct finder *f, const struct domain *d)
{
	for (uint32_t i = 0; i < d->bank_count; i++) {
		const char *command = arena_printf(f->a, "move bank %s %u",
						   d->name, i);

		TRY_PTR(command);
		TRY(move(f, d->bank + i, command, false));
	}
	return MPUC_OK;
}

/* The command says all of the heap, so it has to be one range. */
static enum mpuc_status move_heap(struct finder *f)
{
	uint32_t heap = SYS_NONE;

	for (size_t i = 0; i < f->s->objects.count; i++) {
		if (f->s->objects.items[i].kind != OBJ_HEAP)
			continue;
		if (heap != SYS_NONE)
			return MPUC_OK;
		heap = (uint32_t)i;
	}
	return heap == SYS_NONE ? MPUC_OK : move(f, heap, "heap", true);
}

static bool seen_shm(const struct system *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s->shms.items[i].id != NULL &&
		    strcmp(s->shms.items[i].id, s->shms.items[n].id) == 0)
			return true;
	}
	return false;
}

static bool has_section(const struct system *s, size_t section)
{
	for (size_t i = 0; i < s->tuples.count; i++) {
		if (s->tuples.items[i].kind == OBJ_SECTION &&
		    s->tuples.items[i].detail == section)
			return true;
	}
	return false;
}

static enum mpuc_status leave_out(struct finder *f)
{
	const struct system *s = f->s;

	for (size_t i = 0; i < s->domains.count; i++) {
		if (s->domains.items[i].vpl011)
			TRY(add(f, SEARCH_LEAVE, "drop vpl011 %s",
				s->domains.items[i].name));
	}
	for (size_t i = 0; i < s->passthroughs.count; i++) {
		const struct object *o = &s->objects.items[
			s->passthroughs.items[i].object];

		if (o->owner != SYS_NONE)
			TRY(add(f, SEARCH_LEAVE, "drop device %s 0x%llx",
				s->domains.items[o->owner].name,
				(unsigned long long)o->span.base));
	}
	for (size_t i = 0; i < s->shms.count; i++) {
		if (s->shms.items[i].id != NULL && !seen_shm(s, i))
			TRY(add(f, SEARCH_LEAVE, "drop shm %s",
				s->shms.items[i].id));
	}
	for (size_t i = 0; i < s->target->section_count; i++) {
		if (!s->target->sections[i].required && has_section(s, i))
			TRY(add(f, SEARCH_LEAVE, "section %s off",
				s->target->sections[i].name));
	}
	for (size_t i = 0; i < s->domains.count; i++)
		TRY(add(f, SEARCH_LEAVE, "drop domain %s",
			s->domains.items[i].name));
	return MPUC_OK;
}

enum mpuc_status search_candidates(struct arena *a, const struct system *s,
				   search_lines *ret_lines)
{
	struct finder f = { a, s, ret_lines };

	for (size_t i = 0; i < s->domains.count; i++)
		TRY(join(&f, &s->domains.items[i]));
	if (s->has_early_uart)
		TRY(add(&f, SEARCH_STATE, "early-uart off"));
	TRY(join_ram(&f));
	TRY(move_heap(&f));
	for (size_t i = 0; i < s->domains.count; i++)
		TRY(move_banks(&f, &s->domains.items[i]));
	return leave_out(&f);
}
