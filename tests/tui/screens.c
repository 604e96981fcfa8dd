/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * usage: screens [options of mpuc budget] INPUT... < SCRIPT > SCREENS
 *
 * Drives the terminal program's pure parts with the events of a script and
 * writes screens as text.  A line of the script is
 *
 *   size W H         the terminal has this size now
 *   key NAME...      up, enter, tab, ctrl-u, f, ...
 *   type TEXT        each of its characters
 *   do TEXT          a command: ':', the text, enter, escape
 *   click X Y        wheel X Y up|down
 *   screen [NAME]    write what is seen
 *   marks            the same, with its attributes below each line
 *   repeat N LINE    the line, N times
 */
#include "tui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE 512

static const struct {
	const char *name;
	int key;
} names[] = {
	{ "enter", TUI_ENTER }, { "tab", TUI_TAB }, { "escape", TUI_ESCAPE },
	{ "backspace", TUI_BACKSPACE }, { "up", TUI_UP },
	{ "down", TUI_DOWN }, { "left", TUI_LEFT }, { "right", TUI_RIGHT },
	{ "home", TUI_HOME }, { "end", TUI_END }, { "pageup", TUI_PAGE_UP },
	{ "pagedown", TUI_PAGE_DOWN }, { "delete", TUI_DELETE },
	{ "backtab", TUI_BACK_TAB }, { "space", ' ' },
};

static struct tui_session session;
static bool running = true;

static void send(const struct tui_event *e)
{
	if (running)
		running = tui_session_step(&session, e);
}

static void send_key(int key)
{
	const struct tui_event e = { .kind = TUI_KEY, .key = key };

	send(&e);
}

static void send_text(const char *text)
{
	while (*text != '\0')
		send_key((unsigned char)*text++);
}

static void fail(const char *line)
{
	fprintf(stderr, "screens: can't read '%s'\n", line);
	exit(2);
}

static int key_of(const char *name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i].name, name) == 0)
			return names[i].key;
	}
	if (strncmp(name, "ctrl-", 5) == 0 && name[5] != '\0')
		return name[5] & 31;
	if (name[0] == '\0' || name[1] != '\0')
		fail(name);
	return (unsigned char)name[0];
}

static void put_line(const struct tui_cell *cells, unsigned w, bool attrs)
{
	char text[LINE];
	unsigned len = 0;

	for (unsigned x = 0; x < w && x < LINE - 1; x++) {
		text[x] = !attrs ? cells[x].c : cells[x].attr == 0 ? ' ' :
			  (char)('a' + cells[x].attr % 26);
		if (text[x] != ' ')
			len = x + 1;
	}
	printf("|%.*s\n", (int)len, text);
}

static void put_screen(const char *name, bool attrs)
{
	const struct tui_model m = tui_session_model(&session);
	struct tui_screen s = { .w = session.tui.w, .h = session.tui.h };

	printf("== %s %ux%u%s\n", name, s.w, s.h, running ? "" : " (ended)");
	s.cells = calloc((size_t)s.w * s.h + 1, sizeof(*s.cells));
	if (s.cells == NULL)
		exit(3);
	tui_view(&session.tui, &m, &s);
	for (unsigned y = 0; y < s.h; y++) {
		put_line(s.cells + (size_t)y * s.w, s.w, false);
		if (attrs)
			put_line(s.cells + (size_t)y * s.w, s.w, true);
	}
	if (s.cursor)
		printf("cursor %u %u\n", s.cursor_x, s.cursor_y);
	free(s.cells);
}

static void do_keys(char *text)
{
	for (char *w = strtok(text, " "); w != NULL; w = strtok(NULL, " "))
		send_key(key_of(w));
}

static void do_line(char *line)
{
	struct tui_event e = { .kind = TUI_CLICK };
	char *rest = line + strcspn(line, " ");
	char way[8];
	unsigned n;
	int used;

	rest += *rest == ' ';
	if (strncmp(line, "screen", 6) == 0) {
		put_screen(rest, false);
	} else if (strncmp(line, "marks", 5) == 0) {
		put_screen(rest, true);
	} else if (strncmp(line, "key ", 4) == 0) {
		do_keys(rest);
	} else if (strncmp(line, "type ", 5) == 0) {
		send_text(rest);
	} else if (strncmp(line, "do ", 3) == 0) {
		if (!session.tui.typing)
			send_key(':');
		send_text(rest);
		send_key(TUI_ENTER);
		if (session.tui.page == PAGE_NONE)
			send_key(TUI_ESCAPE);
	} else if (sscanf(line, "size %u %u", &e.x, &e.y) == 2) {
		e.kind = TUI_SIZE;
		send(&e);
	} else if (sscanf(line, "click %u %u", &e.x, &e.y) == 2) {
		send(&e);
	} else if (sscanf(line, "wheel %u %u %7s", &e.x, &e.y, way) == 3) {
		e.kind = TUI_WHEEL;
		e.key = way[0] == 'u' ? TUI_UP : TUI_DOWN;
		send(&e);
	} else if (sscanf(line, "repeat %u %n", &n, &used) == 1) {
		while (n-- > 0) {
			char copy[LINE];

			strcpy(copy, line + used);
			do_line(copy);
		}
	} else {
		fail(line);
	}
}

int tui_run(struct mpuc_whatif *edit)
{
	char line[LINE];

	if (!tui_session_init(&session, edit))
		return 3;
	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] != '\0' && line[0] != '#')
			do_line(line);
	}
	return 0;
}

bool tui_is_elsewhere(void)
{
	return false;
}

char **tui_keep(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return NULL;
}

int tui_exec(char **argv)
{
	(void)argv;
	return 70;
}
