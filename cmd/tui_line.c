/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line: editing, history, completion. */
#include "tui.h"

#include <string.h>

#define CONTROL(letter) ((letter) & 31)

static void set_text(struct tui_line *l, const char *text)
{
	l->len = strlen(text);
	if (l->len >= TUI_LINE)
		l->len = TUI_LINE - 1;
	memcpy(l->text, text, l->len);
	l->text[l->len] = '\0';
	l->at = l->len;
}

static void insert(struct tui_line *l, const char *text, size_t len)
{
	if (len > TUI_LINE - 1 - l->len)
		return;
	memmove(l->text + l->at + len, l->text + l->at, l->len - l->at + 1);
	memcpy(l->text + l->at, text, len);
	l->len += len;
	l->at += len;
}

static void erase(struct tui_line *l, size_t from, size_t to)
{
	memmove(l->text + from, l->text + to, l->len - to + 1);
	l->len -= to - from;
	l->at = from;
}

/* Where the word before the cursor begins. */
static size_t word_start(const struct tui_line *l)
{
	size_t at = l->at;

	while (at > 0 && l->text[at - 1] == ' ')
		at--;
	while (at > 0 && l->text[at - 1] != ' ')
		at--;
	return at;
}

static void recall(struct tui *t, bool back)
{
	if (back && t->history_at < t->history_count)
		t->history_at++;
	else if (!back && t->history_at > 0)
		t->history_at--;
	else
		return;
	set_text(&t->line, t->history_at == 0 ? "" :
		 t->history[t->history_at - 1]);
}

static void remember(struct tui *t)
{
	t->history_at = 0;
	if (t->history_count > 0 &&
	    strcmp(t->history[0], t->line.text) == 0)
		return;
	memmove(t->history[1], t->history[0],
		sizeof(t->history) - sizeof(t->history[0]));
	memcpy(t->history[0], t->line.text, TUI_LINE);
	if (t->history_count < TUI_HISTORY)
		t->history_count++;
}

static void enter(struct tui *t)
{
	if (t->line.len == 0) {
		t->typing = false;
		return;
	}
	remember(t);
	t->request = REQUEST_DO;
	memcpy(t->command, t->line.text, TUI_LINE);
	set_text(&t->line, "");
}

static bool move_key(struct tui *t, int key)
{
	struct tui_line *l = &t->line;

	switch (key) {
	case TUI_LEFT:
	case CONTROL('B'):
		l->at -= l->at > 0;
		return true;
	case TUI_RIGHT:
	case CONTROL('F'):
		l->at += l->at < l->len;
		return true;
	case TUI_HOME:
	case CONTROL('A'):
		l->at = 0;
		return true;
	case TUI_END:
	case CONTROL('E'):
		l->at = l->len;
		return true;
	case TUI_UP:
	case CONTROL('P'):
		recall(t, true);
		return true;
	case TUI_DOWN:
	case CONTROL('N'):
		recall(t, false);
		return true;
	default:
		return false;
	}
}

bool tui_line_key(struct tui *t, int key)
{
	struct tui_line *l = &t->line;
	char c = (char)key;

	if (move_key(t, key))
		return true;
	switch (key) {
	case TUI_ENTER:
		enter(t);
		return true;
	case TUI_TAB:
		t->request = REQUEST_WORDS;
		memcpy(t->command, l->text, l->at);
		t->command[l->at] = '\0';
		return true;
	case TUI_ESCAPE:
		set_text(l, "");
		t->typing = false;
		return true;
	case TUI_BACKSPACE:
	case CONTROL('H'):
		if (l->at > 0)
			erase(l, l->at - 1, l->at);
		return true;
	case TUI_DELETE:
	case CONTROL('D'):
		if (l->at < l->len)
			erase(l, l->at, l->at + 1);
		return true;
	case CONTROL('U'):
		erase(l, 0, l->at);
		return true;
	case CONTROL('K'):
		erase(l, l->at, l->len);
		return true;
	case CONTROL('W'):
		erase(l, word_start(l), l->at);
		return true;
	default:
		if (key >= ' ' && key < TUI_BACKSPACE)
			insert(l, &c, 1);
		return key >= ' ' && key < TUI_BACKSPACE;
	}
}

/* How long the common beginning of all words is. */
static size_t common(const char *words)
{
	size_t len = strcspn(words, " ");
	const char *at = words + len;

	while (*at == ' ' && at[1] != '\0') {
		size_t n = 0;

		at++;
		while (n < len && at[n] == words[n])
			n++;
		len = n;
		at += strcspn(at, " ");
	}
	return len;
}

void tui_line_words(struct tui *t, const char *words)
{
	struct tui_line *l = &t->line;
	size_t start = l->at, len = common(words);
	bool only = strchr(words, ' ') == NULL;

	while (start > 0 && l->text[start - 1] != ' ')
		start--;
	if (len > l->at - start)
		insert(l, words + (l->at - start), len - (l->at - start));
	if (*words != '\0' && only)
		insert(l, " ", 1);
	/* Several ways to go on: show them. */
	t->has_answer = *words != '\0' && !only;
	t->answer.kind = MPUC_WHATIF_NOTHING;
	t->answer.text = words;
}
