/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the pure state and the session: what is asked for is done. */
#include "tui.h"

#include <stdio.h>
#include <string.h>

/* Words of a completion, by blanks; more than fit are left out. */
struct words {
	char text[1024];
	size_t len;
};

static void add_word(void *arg, const char *word)
{
	struct words *w = arg;
	size_t len = strlen(word);

	if (len + 2 > sizeof(w->text) - w->len)
		return;
	if (w->len > 0)
		w->text[w->len++] = ' ';
	memcpy(w->text + w->len, word, len + 1);
	w->len += len;
}

struct tui_model tui_session_model(const struct tui_session *s)
{
	struct tui_model m = {
		.run = mpuc_whatif_run(s->edit),
		.depth = mpuc_whatif_depth(s->edit),
		.redoable = mpuc_whatif_redoable(s->edit),
		.help = s->help,
	};

	return m;
}

bool tui_session_init(struct tui_session *s, struct mpuc_whatif *edit)
{
	struct mpuc_whatif_result help;
	struct tui_model m;

	s->edit = edit;
	if (mpuc_whatif_do(edit, "help", 0, &help) != MPUC_OK)
		return false;
	s->help = help.text;
	m = tui_session_model(s);
	tui_init(&s->tui, &m);
	return true;
}

static void step(struct tui_session *s, const struct tui_event *event)
{
	const struct tui_model m = tui_session_model(s);
	struct tui next;

	tui_step(&s->tui, &m, event, &next);
	s->tui = next;
}

bool tui_session_step(struct tui_session *s, const struct tui_event *event)
{
	static struct words words;
	struct tui_event answer = { .kind = TUI_ANSWER };
	enum mpuc_status status;

	step(s, event);
	if (s->tui.request == REQUEST_DO) {
		/* What failed is told in the answer's text. */
		status = mpuc_whatif_do(s->edit, s->tui.command, 0,
				      &answer.answer);
		(void)status;
		step(s, &answer);
	} else if (s->tui.request == REQUEST_WORDS) {
		words.len = 0;
		words.text[0] = '\0';
		mpuc_whatif_complete(s->edit, s->tui.command, add_word, &words);
		answer.kind = TUI_WORDS;
		answer.text = words.text;
		step(s, &answer);
	}
	return s->tui.request != REQUEST_QUIT;
}
