/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loaded before everything else into mpuc under test (LD_PRELOAD):
 *
 *   SHIM_SHORT=1	read() and write() move one byte, then seven, in turns
 *   SHIM_ALLOC=N	the N-th allocation of the process fails, whoever asks
 *   SHIM_COUNT=FILE	where to write how many allocations there were
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *p, size_t size);

static unsigned long allocations, fails_at;
static int is_short, count_to = -1;

static int fails(void)
{
	return ++allocations == fails_at;
}

void *malloc(size_t size)
{
	if (fails()) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	if (fails()) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_calloc(count, size);
}

void *realloc(void *p, size_t size)
{
	if (fails()) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_realloc(p, size);
}

static size_t shorter(size_t size)
{
	static unsigned turn;
	size_t most = ++turn % 2 ? 1 : 7;

	return is_short && size > most ? most : size;
}

ssize_t read(int fd, void *buffer, size_t size)
{
	static ssize_t (*real)(int, void *, size_t);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "read");
	return real(fd, buffer, shorter(size));
}

ssize_t write(int fd, const void *buffer, size_t size)
{
	static ssize_t (*real)(int, const void *, size_t);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "write");
	return real(fd, buffer, shorter(size));
}

__attribute__((constructor)) static void start(void)
{
	const char *at = getenv("SHIM_ALLOC"), *count = getenv("SHIM_COUNT");

	/* Now, since mpuc gives up the right to. */
	if (count != NULL)
		count_to = open(count, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
				0666);
	is_short = getenv("SHIM_SHORT") != NULL;
	allocations = 0;
	fails_at = at == NULL ? 0 : strtoul(at, NULL, 10);
}

__attribute__((destructor)) static void end(void)
{
	char text[32];
	int n;

	if (getenv("SHIM_COUNT") == NULL)
		return;
	n = snprintf(text, sizeof(text), "%lu\n", allocations);
	is_short = 0;
	if (count_to < 0 || write(count_to, text, (size_t)n) != n)
		abort();
	close(count_to);
}
