/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The terminal program as pure functions.  A state and an event give a
 * state (tui_step), a state and a size give cells (tui_view); neither calls
 * anything of the system, so that tests drive them without a terminal.  A
 * state asks for a command to be done through its request, and gets what
 * came of it as an event.  tui_curses.c is the only file that knows a
 * terminal.
 */
#ifndef CMD_TUI_H
#define CMD_TUI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <mpuc/mpuc.h>

#define TUI_LINE 200		/* bytes of a command, with its NUL */
#define TUI_HISTORY 32
#define TUI_NAME 96

/* Keys beyond ASCII; the terminal's own numbers stay in its leaf. */
enum tui_key {
	TUI_ENTER = '\n', TUI_TAB = '\t', TUI_ESCAPE = 27,
	TUI_BACKSPACE = 127,
	TUI_UP = 256, TUI_DOWN, TUI_LEFT, TUI_RIGHT, TUI_HOME, TUI_END,
	TUI_PAGE_UP, TUI_PAGE_DOWN, TUI_DELETE, TUI_BACK_TAB,
};

enum tui_event_kind {
	TUI_KEY,		/* key */
	TUI_CLICK,		/* x, y */
	TUI_WHEEL,		/* x, y; key TUI_UP or TUI_DOWN */
	TUI_SIZE,		/* x columns, y lines */
	TUI_ANSWER,		/* answer: what the requested command gave */
	TUI_WORDS,		/* text: what completion found, by blanks */
};

struct tui_event {
	enum tui_event_kind kind;
	int key;
	unsigned x, y;
	struct mpuc_whatif_result answer;
	const char *text;
};

enum tui_pane { PANE_LEDGER, PANE_REGIONS, PANE_MAP, PANE_FINDINGS };
#define PANE_COUNT 4u

enum tui_page { PAGE_NONE, PAGE_HELP, PAGE_ANSWER, PAGE_DETAIL };

enum tui_request { REQUEST_NONE, REQUEST_DO, REQUEST_WORDS, REQUEST_QUIT };

struct tui_line {
	char text[TUI_LINE];
	size_t len, at;
};

struct tui {
	unsigned w, h;
	enum tui_pane pane;
	bool typing;		/* keys go to the command line */
	bool alone;		/* the pane has the whole screen */
	char context[TUI_NAME];	/* the selected one */
	size_t region, finding;	/* the selected ones */
	uint64_t base, last;	/* what the map shows */
	bool whole;		/* the map follows the system */
	struct tui_line line;
	char history[TUI_HISTORY][TUI_LINE];	/* newest first */
	size_t history_count, history_at;	/* 0: not in it */
	enum tui_page page;
	size_t scroll;		/* of the page */
	struct mpuc_whatif_result answer;	/* to the last command */
	bool has_answer;
	bool unsaved, asked;	/* changes; quitting was asked about */
	enum tui_request request;
	char command[TUI_LINE];	/* REQUEST_DO and _WORDS */
};

/* What is looked at: the state of a session. */
struct tui_model {
	const struct mpuc_run *run;
	size_t depth, redoable;
	const char *help;	/* the commands, a line each */
};

void tui_init(struct tui *t, const struct tui_model *m);

/* t must not be kept by the caller for anything but *ret_next. */
void tui_step(const struct tui *t, const struct tui_model *m,
	      const struct tui_event *event, struct tui *ret_next);

/* ------------------------------------------------------------- drawing */

enum tui_attr {
	ATTR_BOLD = 1, ATTR_REVERSE = 2, ATTR_RED = 4, ATTR_YELLOW = 8,
	ATTR_GREEN = 16, ATTR_CYAN = 32,
};

struct tui_cell {
	char c;			/* ASCII */
	uint8_t attr;
};

/* w * h cells, row by row; the cursor is where typing goes. */
struct tui_screen {
	unsigned w, h;
	struct tui_cell *cells;	/* the caller's, room for all of them */
	unsigned cursor_x, cursor_y;
	bool cursor;
};

void tui_view(const struct tui *t, const struct tui_model *m,
	      struct tui_screen *screen);

/* ------------------------------------------------- between these files */

struct tui_box {
	unsigned x, y, w, h;	/* with the title line; h 0: not shown */
};

/* Where each pane is on a screen of t's size. */
struct tui_layout {
	struct tui_box pane[PANE_COUNT];
	unsigned message, command;	/* lines; h: not shown */
};
void tui_layout(const struct tui *t, struct tui_layout *ret_layout);

/* Index of the selected context; the first when it is gone. */
size_t tui_context(const struct tui *t, const struct tui_model *m);

/* The first of count rows that are shown so that selected is seen. */
size_t tui_first(size_t selected, size_t count, size_t room);

/* How many regions the context has. */
size_t tui_region_count(const struct tui_model *m, size_t context);

/* Everything that has an address, and the range around it. */
void tui_bounds(const struct tui_model *m, size_t context, uint64_t *ret_base,
		uint64_t *ret_last);

/* Select a context by its index; nothing happens when there is none. */
void tui_select(struct tui *t, const struct tui_model *m, size_t index);

/* What is selected must be there; the map follows unless it was zoomed. */
void tui_settle(struct tui *t, const struct tui_model *m);

/* Keys of the map: zoom, motion, and back to the whole. */
void tui_look_key(struct tui *t, int key);

/* Look at the selected region, with as much again around it. */
void tui_look_region(struct tui *t, const struct tui_model *m);

/* What a key does: on a page, in the line, or in the selected pane. */
void tui_press(struct tui *t, const struct tui_model *m, int key);
void tui_page_key(struct tui *t, int key);
/* A key or a turn of the wheel that moves in the selected pane. */
void tui_motion(struct tui *t, const struct tui_model *m, int key);
void tui_mouse(struct tui *t, const struct tui_model *m,
	       const struct tui_event *e);

void tui_open(struct tui *t, enum tui_page page);

/* Ask for the end, or first whether what is not saved may go. */
void tui_quit(struct tui *t);

/* Keys of the command line; true when the line took the key. */
bool tui_line_key(struct tui *t, int key);
void tui_line_words(struct tui *t, const char *words);

void tui_pane_ledger(const struct tui *t, const struct tui_model *m,
		     struct tui_screen *s, struct tui_box box);
void tui_pane_regions(const struct tui *t, const struct tui_model *m,
		      struct tui_screen *s, struct tui_box box);
void tui_pane_findings(const struct tui *t, const struct tui_model *m,
		       struct tui_screen *s, struct tui_box box);
void tui_pane_map(const struct tui *t, const struct tui_model *m,
		  struct tui_screen *s, struct tui_box box);

/* Text inside a box's line, cut at width; what is not ASCII becomes '?'. */
void tui_put(struct tui_screen *s, unsigned x, unsigned y, unsigned width,
	     uint8_t attr, const char *text);
__attribute__((format(printf, 6, 7)))
void tui_putf(struct tui_screen *s, unsigned x, unsigned y, unsigned width,
	      uint8_t attr, const char *fmt, ...);

/* ------------------------------------------------------------- session */

/* Do what t asks for; false when that is to quit. */
struct tui_session {
	struct mpuc_whatif *edit;
	struct tui tui;
	const char *help;
};
bool tui_session_init(struct tui_session *s, struct mpuc_whatif *edit);
bool tui_session_step(struct tui_session *s, const struct tui_event *event);
struct tui_model tui_session_model(const struct tui_session *s);

/* ------------------------------------------------------------ terminal */

/*
 * Run the session on the terminal; the exit status.  argv are the program's
 * own arguments.  In mpuc itself this starts the program that has curses.
 */
int tui_run(struct mpuc_whatif *edit);

/* True when tui_run() should be reached without loading the tree first. */
bool tui_is_elsewhere(void);

/* A copy of the arguments for tui_exec(), to be freed; may be NULL. */
char **tui_keep(int argc, char **argv);

/* Become the program that has curses; the exit status when that fails. */
int tui_exec(char **argv);

#endif
