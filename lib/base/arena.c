/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_MIN ((size_t)64 << 10)

struct arena_chunk {
	struct arena_chunk *next;
	size_t size, used;
	max_align_t data[];
};

void arena_init(struct arena *a, size_t cap)
{
	memset(a, 0, sizeof(*a));
	a->cap = cap;
}

void arena_done(struct arena *a)
{
	struct arena_chunk *c = a->head, *next;

	for (; c != NULL; c = next) {
		next = c->next;
		free(c);
	}
	arena_init(a, a->cap);
}

static struct arena_chunk *chunk_new(struct arena *a, size_t size)
{
	size_t total = sizeof(struct arena_chunk) + size;
	struct arena_chunk *c;

	if (total < size || total > a->cap - a->used)
		return NULL;
	/* calloc: big chunks come zeroed from the kernel without a pass. */
	c = calloc(1, total);
	if (c == NULL)
		return NULL;
	c->size = size;
	a->used += total;
	return c;
}

static bool fails_now(struct arena *a)
{
	return a->fail_in != 0 && --a->fail_in == 0;
}

void *arena_alloc(struct arena *a, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	struct arena_chunk *c = a->head;
	size_t need = (size + align - 1) & ~(align - 1);
	void *p;

	if (need < size || fails_now(a))
		return NULL;
	if (c == NULL || c->size - c->used < need) {
		/* A big block gets its own chunk behind the current one. */
		bool own = need > CHUNK_MIN / 4;
		struct arena_chunk *n = chunk_new(a, own ? need : CHUNK_MIN);

		if (n == NULL)
			return NULL;
		if (own && c != NULL) {
			n->next = c->next;
			c->next = n;
		} else {
			n->next = c;
			a->head = n;
		}
		c = n;
	}
	p = (char *)c->data + c->used;
	c->used += need;
	return p;
}

void *arena_array(struct arena *a, size_t count, size_t each)
{
	size_t total;

	if (__builtin_mul_overflow(count, each, &total))
		return NULL;
	return arena_alloc(a, total);
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *p = len == SIZE_MAX ? NULL : arena_alloc(a, len + 1);

	if (p != NULL)
		memcpy(p, s, len);
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *p = NULL;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n >= 0)
		p = arena_alloc(a, (size_t)n + 1);
	if (p != NULL)
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}
