/* SPDX-License-Identifier: BSD-2-Clause */
/* From a state and an event to the next state. */
#include "tui.h"

#include <string.h>

static size_t first_error(const struct tui_model *m)
{
	struct mpuc_finding f;

	for (size_t i = 0; mpuc_finding_at(m->run, i, &f); i++) {
		if (f.severity == MPUC_ERROR)
			return i;
	}
	return 0;
}

/* The context with the least room is what a newcomer wants to see. */
void tui_init(struct tui *t, const struct tui_model *m)
{
	struct mpuc_context c;
	size_t worst = 0;
	long least = 0;

	memset(t, 0, sizeof(*t));
	t->w = 80;
	t->h = 24;
	t->whole = true;
	for (size_t i = 0; mpuc_context_at(m->run, i, &c); i++) {
		if (i == 0 || c.left < least) {
			least = c.left;
			worst = i;
		}
	}
	tui_select(t, m, worst);
	t->finding = first_error(m);
	tui_settle(t, m);
}

static void answer_event(struct tui *t, const struct mpuc_whatif_result *r)
{
	t->answer = *r;
	t->has_answer = *r->text != '\0';
	if (r->kind == MPUC_WHATIF_CHANGE)
		t->unsaved = true;
	if (r->kind == MPUC_WHATIF_ANSWER && strncmp(r->text, "wrote ", 6) == 0)
		t->unsaved = false;
	if (r->kind == MPUC_WHATIF_QUIT)
		tui_quit(t);
	/* What has more than a line is read on a page of its own. */
	if (r->kind == MPUC_WHATIF_ANSWER && strchr(r->text, '\n') != NULL)
		tui_open(t, PAGE_ANSWER);
}

void tui_step(const struct tui *t, const struct tui_model *m,
	      const struct tui_event *event, struct tui *ret_next)
{
	*ret_next = *t;
	ret_next->request = REQUEST_NONE;
	switch (event->kind) {
	case TUI_KEY:
		tui_press(ret_next, m, event->key);
		break;
	case TUI_CLICK:
	case TUI_WHEEL:
		tui_mouse(ret_next, m, event);
		break;
	case TUI_SIZE:
		ret_next->w = event->x;
		ret_next->h = event->y;
		break;
	case TUI_ANSWER:
		answer_event(ret_next, &event->answer);
		break;
	case TUI_WORDS:
		tui_line_words(ret_next, event->text);
		break;
	}
	tui_settle(ret_next, m);
}
