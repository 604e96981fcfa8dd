/* SPDX-License-Identifier: BSD-2-Clause */
#include "mpuc/edit_search.h"

#include <stdarg.h>
#include <string.h>

#include "base/try.h"

__attribute__((format(printf, 3, 4)))
static enum mpuc_status add(struct arena *a, search_lines *lines,
			    const char *fmt, ...)
{
	const char **slot = VEC_PUSH(a, lines), *line;
	va_list ap;

	TRY_PTR(slot);
	va_start(ap, fmt);
	line = arena_vprintf(a, fmt, ap);
	va_end(ap);
	TRY_PTR(line);
	*slot = line;
	return MPUC_OK;
}

/* The second bank behind the first, and both one. */
static enum mpuc_status join(struct arena *a, const struct system *s,
			     const struct domain *d, search_lines *lines)
{
	const struct object *banks = &s->objects.items[d->bank];

	for (uint32_t i = 0; i < d->bank_count; i++) {
		for (uint32_t k = 0; k < d->bank_count; k++) {
			uint64_t end = banks[i].span.base +
				       banks[i].span.size;

			if (i == k || !banks[i].usable || !banks[k].usable)
				continue;
			if (end == banks[k].span.base)
				TRY(add(a, lines, "join bank %s %u %u",
					d->name, i, k));
			else
				TRY(add(a, lines, "move bank %s %u 0x%llx;"
					"join bank %s %u %u", d->name, k,
					(unsigned long long)end, d->name, i,
					k));
		}
	}
	return MPUC_OK;
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

static enum mpuc_status leave_out(struct arena *a, const struct system *s,
				  search_lines *lines)
{
	for (size_t i = 0; i < s->domains.count; i++) {
		if (s->domains.items[i].vpl011)
			TRY(add(a, lines, "drop vpl011 %s",
				s->domains.items[i].name));
	}
	for (size_t i = 0; i < s->passthroughs.count; i++) {
		const struct object *o = &s->objects.items[
			s->passthroughs.items[i].object];

		if (o->owner != SYS_NONE)
			TRY(add(a, lines, "drop device %s 0x%llx",
				s->domains.items[o->owner].name,
				(unsigned long long)o->span.base));
	}
	for (size_t i = 0; i < s->shms.count; i++) {
		if (s->shms.items[i].id != NULL && !seen_shm(s, i))
			TRY(add(a, lines, "drop shm %s",
				s->shms.items[i].id));
	}
	for (size_t i = 0; i < s->target->section_count; i++) {
		if (!s->target->sections[i].required && has_section(s, i))
			TRY(add(a, lines, "section %s off",
				s->target->sections[i].name));
	}
	for (size_t i = 0; i < s->domains.count; i++)
		TRY(add(a, lines, "drop domain %s",
			s->domains.items[i].name));
	return MPUC_OK;
}

enum mpuc_status search_candidates(struct arena *a, const struct system *s,
				   search_lines *ret_lines)
{
	for (size_t i = 0; i < s->domains.count; i++)
		TRY(join(a, s, &s->domains.items[i], ret_lines));
	if (s->has_early_uart)
		TRY(add(a, ret_lines, "early-uart off"));
	return leave_out(a, s, ret_lines);
}
