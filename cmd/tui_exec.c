/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The terminal program lives in a program of its own, which has the same
 * commands and curses besides: what is linked to mpuc costs each of its
 * starts, and a check in a build pipeline wants no terminal.
 */
#include "tui.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exit.h"

#define PATH_ROOM 4096

bool tui_is_elsewhere(void)
{
	return true;
}

/* Parsing takes the arguments apart, so that they are copied before. */
char **tui_keep(int argc, char **argv)
{
	size_t count = (size_t)argc, size = (count + 1) * sizeof(*argv);
	char **copy, *at;

	for (size_t i = 0; i < count; i++)
		size += strlen(argv[i]) + 1;
	copy = calloc(1, size);
	if (copy == NULL)
		return NULL;
	at = (char *)(copy + count + 1);
	for (size_t i = 0; i < count; i++) {
		copy[i] = strcpy(at, argv[i]);
		at += strlen(argv[i]) + 1;
	}
	return copy;
}

int tui_run(struct mpuc_whatif *edit)
{
	(void)edit;
	return EXIT_BUG;
}

/* Beside mpuc where it was built, in libexec where it was installed. */
int tui_exec(char **argv)
{
	static const char *const places[] = {
		"mpuc-budget", "../libexec/mpuc/mpuc-budget",
	};
	char path[PATH_ROOM + 64];
	ssize_t len;

	if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1) {
		fputs("mpuc budget: this is no terminal; --batch FILE takes "
		      "the commands from a file\n", stderr);
		return EXIT_USAGE;
	}
	len = readlink("/proc/self/exe", path, PATH_ROOM);
	while (len > 0 && path[len - 1] != '/')
		len--;
	for (size_t i = 0; argv != NULL && len > 0 &&
	     i < sizeof(places) / sizeof(places[0]); i++) {
		strcpy(path + len, places[i]);
		execv(path, argv);
		if (errno != ENOENT) {
			fprintf(stderr, "mpuc budget: can't start %s: %s\n",
				path, strerror(errno));
			return EXIT_INPUT;
		}
	}
	fputs("mpuc budget: the terminal program, mpuc-budget, is not "
	      "installed; --batch FILE needs none\n", stderr);
	return EXIT_INPUT;
}
