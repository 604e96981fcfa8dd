/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One owner for everything that describes a run: arena_done() releases all of
 * it, and nothing else must be released.  Work space and arrays that grow
 * give big blocks back early.  This is the only file of the library
 * that calls malloc.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARENA_CAP_DEFAULT ((size_t)1 << 30)

struct arena_chunk;

struct arena {
	struct arena_chunk *head;
	size_t used;		/* bytes taken from the system */
	size_t cap;		/* refuse to take more than this */
	uint64_t fail_in;	/* tests: the n-th allocation fails; 0 never */
	char *text;		/* where arena_text() goes on */
	size_t text_left;
};

/* Prepare an empty arena that will take at most cap bytes. */
void arena_init(struct arena *a, size_t cap);

/* Release every allocation.  The arena may be initialised again. */
void arena_done(struct arena *a);

/* size zeroed bytes, aligned for any type; NULL at the cap. */
void *arena_alloc(struct arena *a, size_t size);

/*
 * A block that arena_alloc() gave for old bytes, now of size bytes: it may
 * have moved, and what is beyond old is not zeroed.  NULL at the cap; the
 * block is then as it was.
 */
void *arena_resize(struct arena *a, void *block, size_t old, size_t size);

/*
 * Nobody uses this block of size bytes any more.  A big one goes back to
 * the system at once, a small one with the arena; NULL is ignored.
 */
void arena_drop(struct arena *a, void *block, size_t size);

/* count * each zeroed bytes; NULL at the cap or on overflow. */
void *arena_array(struct arena *a, size_t count, size_t each);

/*
 * size bytes for text, of any alignment: a million short names take no more
 * room than their letters.  NULL at the cap.
 */
char *arena_text(struct arena *a, size_t size);

/* Copy of the first len bytes of s, with a NUL added; NULL at the cap. */
char *arena_strndup(struct arena *a, const char *s, size_t len);
char *arena_strdup(struct arena *a, const char *s);

/* Formatted string; NULL at the cap. */
__attribute__((format(printf, 2, 3)))
char *arena_printf(struct arena *a, const char *fmt, ...);
__attribute__((format(printf, 2, 0)))
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap);

#endif
