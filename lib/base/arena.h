/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One owner for everything that describes a run.  Nothing is freed singly;
 * arena_done() releases all of it.  This is the only file of the library
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
};

/* Prepare an empty arena that will take at most cap bytes. */
void arena_init(struct arena *a, size_t cap);

/* Release every allocation.  The arena may be initialised again. */
void arena_done(struct arena *a);

/* size zeroed bytes, aligned for any type; NULL at the cap. */
void *arena_alloc(struct arena *a, size_t size);

/* count * each zeroed bytes; NULL at the cap or on overflow. */
void *arena_array(struct arena *a, size_t count, size_t each);

/* Copy of the first len bytes of s, with a NUL added; NULL at the cap. */
char *arena_strndup(struct arena *a, const char *s, size_t len);
char *arena_strdup(struct arena *a, const char *s);

/* Formatted string; NULL at the cap. */
__attribute__((format(printf, 2, 3)))
char *arena_printf(struct arena *a, const char *fmt, ...);
__attribute__((format(printf, 2, 0)))
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap);

#endif
