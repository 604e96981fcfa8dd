/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Editors write a new file and rename it over the old one, so folders are
 * watched, and events count when they are about a file of the set.
 */
#include "watch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define EVENTS (IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE)
#define SETTLE_MS 100	/* a build writes more than one file */

struct watched {
	int folder;		/* inotify's number of it */
	char *name;		/* in it */
};

struct watch {
	int fd;
	struct watched *items;
	size_t count, room;
};

static volatile sig_atomic_t ended;

static void end(int signal)
{
	(void)signal;
	ended = 1;
}

/* Without SA_RESTART, so that poll() ends. */
static void catch_signals(void)
{
	struct sigaction act;

	memset(&act, 0, sizeof(act));
	act.sa_handler = end;
	sigemptyset(&act.sa_mask);
	sigaction(SIGINT, &act, NULL);
	sigaction(SIGTERM, &act, NULL);
}

struct watch *watch_open(void)
{
	struct watch *w = calloc(1, sizeof(*w));

	if (w == NULL) {
		fputs("mpuc: out of memory\n", stderr);
		return NULL;
	}
	w->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (w->fd < 0) {
		fprintf(stderr, "mpuc: can't watch files: %s\n",
			strerror(errno));
		free(w);
		return NULL;
	}
	catch_signals();
	return w;
}

void watch_close(struct watch *w)
{
	for (size_t i = 0; i < w->count; i++)
		free(w->items[i].name);
	free(w->items);
	close(w->fd);
	free(w);
}

static bool is_known(const struct watch *w, int folder, const char *name)
{
	for (size_t i = 0; i < w->count; i++) {
		if (w->items[i].folder == folder &&
		    strcmp(w->items[i].name, name) == 0)
			return true;
	}
	return false;
}

static bool grow(struct watch *w)
{
	size_t room = w->room * 2 + 16;
	struct watched *items;

	if (w->count < w->room)
		return true;
	items = realloc(w->items, room * sizeof(*items));
	if (items == NULL)
		return false;
	w->items = items;
	w->room = room;
	return true;
}

/* Adding a folder twice gives the same number. */
static int watch_folder(struct watch *w, const char *file, const char *slash)
{
	size_t len = slash == NULL ? 1 : slash == file ? 1 :
		     (size_t)(slash - file);
	char *folder = malloc(len + 1);
	int number;

	if (folder == NULL)
		return -1;
	memcpy(folder, slash == NULL ? "." : file, len);
	folder[len] = '\0';
	number = inotify_add_watch(w->fd, folder, EVENTS);
	free(folder);
	return number;
}

void watch_add(struct watch *w, const char *file)
{
	const char *slash = strrchr(file, '/');
	const char *name = slash != NULL ? slash + 1 : file;
	int folder;

	if (strcmp(file, "-") == 0)
		return;
	folder = watch_folder(w, file, slash);
	if (folder < 0 || is_known(w, folder, name) || !grow(w))
		return;
	w->items[w->count].folder = folder;
	w->items[w->count].name = malloc(strlen(name) + 1);
	if (w->items[w->count].name == NULL)
		return;
	strcpy(w->items[w->count++].name, name);
}

/* Read all events that are there; true when one is about our files. */
static bool drain(struct watch *w)
{
	_Alignas(struct inotify_event) char buffer[4096];
	bool ours = false;
	ssize_t n;

	while ((n = read(w->fd, buffer, sizeof(buffer))) > 0) {
		const char *at = buffer;

		while (at < buffer + n) {
			const struct inotify_event *e = (const void *)at;

			ours |= e->len > 0 && is_known(w, e->wd, e->name);
			at += sizeof(*e) + e->len;
		}
	}
	return ours;
}

bool watch_wait(struct watch *w)
{
	struct pollfd p = { .fd = w->fd, .events = POLLIN };

	while (!ended) {
		if (poll(&p, 1, -1) <= 0 || !drain(w))
			continue;
		while (poll(&p, 1, SETTLE_MS) > 0)
			(void)drain(w);
		return !ended;
	}
	return false;
}
