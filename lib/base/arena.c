/* SPDX-License-Identifier: BSD-2-Clause */
#define _DEFAULT_SOURCE		/* madvise */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define CHUNK_MIN ((size_t)512 << 10)
#define BIG (CHUNK_MIN / 4)	/* a block above has a chunk of its own */
#define PAGE ((uintptr_t)4096)
#define TEXT_BLOCK ((size_t)1 << 10)
#define AHEAD ((size_t)60 << 10)	/* pages asked for at a time */

struct arena_chunk {
	struct arena_chunk *next, *prev;
	size_t size, used;
	size_t ready;		/* of size: its pages were asked for */
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

/*
 * Ask for the pages up to used and some more in one go where the system can
 * do that: a fault for each of them is most of what a run over a small tree
 * costs.  Not for all of a chunk, since many arenas stay small.
 */
static void populate(struct arena_chunk *c)
{
	size_t end = c->size - c->used < AHEAD ? c->size : c->used + AHEAD;
#ifdef MADV_POPULATE_WRITE
	uintptr_t data = (uintptr_t)c->data;
	uintptr_t from = (data + c->ready) & ~(PAGE - 1);
	uintptr_t to = (data + end + PAGE - 1) & ~(PAGE - 1);

	/* Neither the page of the header nor what lies behind the chunk. */
	if (from < data)
		from += PAGE;
	if (to > data + c->size)
		to -= PAGE;
	if (from < to)
		madvise((void *)from, to - from, MADV_POPULATE_WRITE);
	if (from < to && to - data < c->size)
		end = to - data;
#endif
	c->ready = end;
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

static size_t aligned(size_t size)
{
	const size_t align = _Alignof(max_align_t);

	return (size + align - 1) & ~(align - 1);
}

static void link_after(struct arena *a, struct arena_chunk *c,
		       struct arena_chunk *prev)
{
	struct arena_chunk **at = prev == NULL ? &a->head : &prev->next;

	c->prev = prev;
	c->next = *at;
	if (c->next != NULL)
		c->next->prev = c;
	*at = c;
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct arena_chunk *c = a->head;
	size_t need = aligned(size);
	void *p;

	if (need < size || fails_now(a))
		return NULL;
	if (need > BIG) {
		/* Behind the current chunk, which goes on being filled. */
		c = chunk_new(a, need);
		if (c == NULL)
			return NULL;
		link_after(a, c, a->head);
	} else if (c == NULL || c->size - c->used < need) {
		c = chunk_new(a, CHUNK_MIN);
		if (c == NULL)	/* near the cap: no room to spare */
			c = chunk_new(a, need);
		if (c == NULL)
			return NULL;
		link_after(a, c, NULL);
	}
	p = (char *)c->data + c->used;
	c->used += need;
	if (c->used > c->ready)
		populate(c);
	return p;
}

static struct arena_chunk *chunk_of(void *block)
{
	return (struct arena_chunk *)(void *)
		((char *)block - offsetof(struct arena_chunk, data));
}

static void unlink_chunk(struct arena *a, struct arena_chunk *c)
{
	if (c->prev != NULL)
		c->prev->next = c->next;
	else
		a->head = c->next;
	if (c->next != NULL)
		c->next->prev = c->prev;
	a->used -= sizeof(*c) + c->size;
}

void *arena_resize(struct arena *a, void *block, size_t old, size_t size)
{
	size_t need = aligned(size);
	struct arena_chunk *c, *prev, *moved;
	void *p;

	if (aligned(old) <= BIG || need <= BIG) {
		p = arena_alloc(a, size);
		if (p != NULL && old > 0)
			memcpy(p, block, old < size ? old : size);
		return p;
	}
	c = chunk_of(block);
	if (need < size || fails_now(a) ||
	    need > SIZE_MAX - sizeof(*c) ||
	    (need > c->size && need - c->size > a->cap - a->used))
		return NULL;
	prev = c->prev;
	unlink_chunk(a, c);
	moved = realloc(c, sizeof(*c) + need);
	if (moved != NULL)
		c = moved;
	if (moved != NULL)
		c->size = c->used = c->ready = need;
	a->used += sizeof(*c) + c->size;
	link_after(a, c, prev);
	return moved == NULL ? NULL : c->data;
}

void arena_drop(struct arena *a, void *block, size_t size)
{
	struct arena_chunk *c;

	if (block == NULL || aligned(size) <= BIG)
		return;
	c = chunk_of(block);
	unlink_chunk(a, c);
	free(c);
}

void *arena_array(struct arena *a, size_t count, size_t each)
{
	size_t total;

	if (__builtin_mul_overflow(count, each, &total))
		return NULL;
	return arena_alloc(a, total);
}

char *arena_text(struct arena *a, size_t size)
{
	char *p = a->text;

	if (size > TEXT_BLOCK / 8)
		return arena_alloc(a, size);
	if (size > a->text_left) {
		p = arena_alloc(a, TEXT_BLOCK);
		if (p == NULL)
			return NULL;
		a->text_left = TEXT_BLOCK;
	}
	a->text = p + size;
	a->text_left -= size;
	return p;
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
