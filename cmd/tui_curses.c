/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The terminal.  This is the only file that includes <curses.h>, and it is
 * in the program mpuc-budget alone: mpuc starts that when it is wanted.
 *
 * The terminal is given back whatever happens: what a handler of a fatal
 * signal needs is prepared before curses starts, since curses itself must
 * not be called there.
 */
#include "tui.h"

#include <curses.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "exit.h"

static struct termios before;
static char farewell[256];
static size_t farewell_len;
static volatile sig_atomic_t on_screen;

/* ------------------------------------------------------ giving it back */

/* A capability without its padding, which is for terminals of paper. */
static void add_farewell(const char *text)
{
	while (text != NULL && *text != '\0' &&
	       farewell_len < sizeof(farewell) - 1) {
		if (text[0] == '$' && text[1] == '<') {
			text += strcspn(text, ">");
			text += *text == '>';
			continue;
		}
		farewell[farewell_len++] = *text++;
	}
}

static const char *capability(const char *name)
{
	char copy[16];
	char *text;

	strncpy(copy, name, sizeof(copy) - 1);
	copy[sizeof(copy) - 1] = '\0';
	text = tigetstr(copy);
	return text == (char *)-1 ? NULL : text;
}

static void prepare_farewell(void)
{
	/* The mouse first: its reports would be typed into the shell. */
	add_farewell("\033[?1000l\033[?1006l");
	add_farewell(capability("sgr0"));
	add_farewell(capability("cnorm"));
	add_farewell(capability("rmkx"));
	add_farewell(capability("rmcup"));
	add_farewell("\r\n");
}

/* Only what may be called in a handler. */
static void on_fatal(int number)
{
	if (on_screen) {
		ssize_t n = write(STDOUT_FILENO, farewell, farewell_len);

		(void)n;
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &before);
		on_screen = 0;
	}
	/* The handler was reset: this time it ends the program. */
	raise(number);
}

static void handle_signals(void)
{
	static const int fatal[] = {
		SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGBUS, SIGABRT,
		SIGFPE, SIGILL,
	};
	struct sigaction action = { .sa_handler = on_fatal };

	action.sa_flags = (int)(SA_RESETHAND | SA_NODEFER);
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
		sigaction(fatal[i], &action, NULL);
}

/* -------------------------------------------------------------- drawing */

static void start_colors(void)
{
	const char *off = getenv("NO_COLOR");

	if (!has_colors() || (off != NULL && *off != '\0') ||
	    start_color() == ERR)
		return;
	(void)use_default_colors();
	init_pair(1, COLOR_RED, -1);
	init_pair(2, COLOR_YELLOW, -1);
	init_pair(3, COLOR_GREEN, -1);
	init_pair(4, COLOR_CYAN, -1);
}

static chtype attr_of(uint8_t attr)
{
	chtype a = A_NORMAL;

	if (attr & ATTR_BOLD)
		a |= A_BOLD;
	if (attr & ATTR_REVERSE)
		a |= A_REVERSE;
	if (attr & ATTR_RED)
		return a | (chtype)COLOR_PAIR(1);
	if (attr & ATTR_YELLOW)
		return a | (chtype)COLOR_PAIR(2);
	if (attr & ATTR_GREEN)
		return a | (chtype)COLOR_PAIR(3);
	if (attr & ATTR_CYAN)
		return a | (chtype)COLOR_PAIR(4);
	return a;
}

static bool draw(const struct tui_session *session)
{
	const struct tui_model m = tui_session_model(session);
	struct tui_screen s = {
		.w = session->tui.w, .h = session->tui.h,
	};

	s.cells = calloc((size_t)s.w * s.h + 1, sizeof(*s.cells));
	if (s.cells == NULL)
		return false;
	tui_view(&session->tui, &m, &s);
	for (unsigned y = 0; y < s.h; y++) {
		for (unsigned x = 0; x < s.w; x++) {
			const struct tui_cell *c = &s.cells[y * s.w + x];

			/* The last corner scrolls some terminals: ERR. */
			(void)mvaddch((int)y, (int)x, (chtype)(unsigned char)
				      c->c | attr_of(c->attr));
		}
	}
	free(s.cells);
	(void)curs_set(s.cursor ? 1 : 0);
	if (s.cursor)
		(void)move((int)s.cursor_y, (int)s.cursor_x);
	(void)refresh();
	return true;
}

/* -------------------------------------------------------------- reading */

static const struct {
	int from, to;
} keys[] = {
	{ KEY_UP, TUI_UP }, { KEY_DOWN, TUI_DOWN }, { KEY_LEFT, TUI_LEFT },
	{ KEY_RIGHT, TUI_RIGHT }, { KEY_HOME, TUI_HOME },
	{ KEY_END, TUI_END }, { KEY_PPAGE, TUI_PAGE_UP },
	{ KEY_NPAGE, TUI_PAGE_DOWN }, { KEY_DC, TUI_DELETE },
	{ KEY_BTAB, TUI_BACK_TAB }, { KEY_BACKSPACE, TUI_BACKSPACE },
	{ KEY_ENTER, TUI_ENTER }, { '\r', TUI_ENTER },
};

static bool read_mouse(struct tui_event *e)
{
	MEVENT mouse;

	if (getmouse(&mouse) != OK || mouse.x < 0 || mouse.y < 0)
		return false;
	e->x = (unsigned)mouse.x;
	e->y = (unsigned)mouse.y;
	if (mouse.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED)) {
		e->kind = TUI_CLICK;
		return true;
	}
	e->kind = TUI_WHEEL;
	e->key = mouse.bstate & BUTTON4_PRESSED ? TUI_UP : TUI_DOWN;
	return (mouse.bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED)) != 0;
}

static void read_size(struct tui_event *e)
{
	int w, h;

	getmaxyx(stdscr, h, w);
	e->kind = TUI_SIZE;
	e->x = w > 0 ? (unsigned)w : 1;
	e->y = h > 0 ? (unsigned)h : 1;
}

/* False when the terminal is gone. */
static bool read_event(struct tui_event *e)
{
	for (;;) {
		int key = getch();

		memset(e, 0, sizeof(*e));
		if (key == ERR)
			return false;
		if (key == KEY_RESIZE) {
			read_size(e);
			return true;
		}
		if (key == KEY_MOUSE) {
			if (read_mouse(e))
				return true;
			continue;
		}
		e->key = key;
		for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
			if (keys[i].from == key) {
				e->key = keys[i].to;
				return true;
			}
		}
		/* Other keys of curses have numbers that mean others here. */
		if (key < 256)
			return true;
	}
}

static void begin(void)
{
	(void)cbreak();
	(void)noecho();
	(void)keypad(stdscr, TRUE);
	(void)set_escdelay(25);
	(void)mousemask(BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON4_PRESSED |
			BUTTON5_PRESSED, NULL);
	(void)mouseinterval(0);
	start_colors();
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
	return EXIT_BUG;
}

int tui_run(struct mpuc_whatif *edit)
{
	struct tui_session *session = calloc(1, sizeof(*session));
	struct tui_event event;
	SCREEN *screen;
	bool more = session != NULL && tui_session_init(session, edit);

	if (!more || tcgetattr(STDIN_FILENO, &before) != 0) {
		free(session);
		fputs("mpuc budget: the terminal can't be used\n", stderr);
		return EXIT_INPUT;
	}
	screen = newterm(NULL, stdout, stdin);
	if (screen == NULL) {
		free(session);
		fputs("mpuc budget: this terminal is not known (TERM); "
		      "--batch FILE needs none\n", stderr);
		return EXIT_INPUT;
	}
	prepare_farewell();
	on_screen = 1;
	handle_signals();
	begin();
	read_size(&event);
	more = tui_session_step(session, &event);
	while (more && draw(session) && read_event(&event))
		more = tui_session_step(session, &event);
	(void)endwin();
	on_screen = 0;
	delscreen(screen);
	free(session);
	return EXIT_CLEAN;
}
