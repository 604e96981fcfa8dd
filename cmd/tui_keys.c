/* SPDX-License-Identifier: BSD-2-Clause */
/* What a key does where. */
#include "tui.h"

#include <string.h>

static size_t moved(size_t at, size_t count, int key, size_t page)
{
	size_t step = key == TUI_PAGE_UP || key == TUI_PAGE_DOWN ? page : 1;

	if (key == TUI_HOME || count == 0)
		return 0;
	if (key == TUI_END)
		return count - 1;
	if (key == TUI_UP || key == TUI_PAGE_UP || key == 'k')
		return at > step ? at - step : 0;
	return at + step < count ? at + step : count - 1;
}

static bool is_motion(int key)
{
	return key == TUI_UP || key == TUI_DOWN || key == TUI_HOME ||
	       key == TUI_END || key == TUI_PAGE_UP ||
	       key == TUI_PAGE_DOWN || key == 'j' || key == 'k';
}

static size_t page_of(const struct tui *t)
{
	struct tui_layout l;
	unsigned h;

	tui_layout(t, &l);
	h = l.pane[t->pane].h;
	return h > 2 ? h - 2 : 1;
}

void tui_motion(struct tui *t, const struct tui_model *m, int key)
{
	struct mpuc_summary sum;
	size_t context = tui_context(t, m), page = page_of(t);

	mpuc_summary_of(m->run, &sum);
	switch (t->pane) {
	case PANE_LEDGER:
		tui_select(t, m, moved(context, sum.contexts, key, page));
		break;
	case PANE_REGIONS:
		t->region = moved(t->region, tui_region_count(m, context),
				  key, page);
		break;
	case PANE_FINDINGS:
		t->finding = moved(t->finding, sum.findings, key, page);
		break;
	case PANE_MAP:
		tui_look_key(t, key);
		break;
	}
}

void tui_open(struct tui *t, enum tui_page page)
{
	t->page = page;
	t->scroll = 0;
}

static void enter(struct tui *t, const struct tui_model *m)
{
	if (t->pane == PANE_LEDGER)
		t->pane = PANE_REGIONS;
	else if (t->pane == PANE_REGIONS)
		tui_look_region(t, m);
	else if (t->pane == PANE_FINDINGS)
		tui_open(t, PAGE_DETAIL);
}

static void ask_to_do(struct tui *t, const char *command)
{
	t->request = REQUEST_DO;
	strcpy(t->command, command);
}

void tui_quit(struct tui *t)
{
	if (!t->unsaved || t->asked) {
		t->request = REQUEST_QUIT;
		return;
	}
	t->asked = true;
	t->has_answer = true;
	t->answer.kind = MPUC_WHATIF_REFUSED;
	t->answer.text = "the changes are not saved: q again quits, "
			 ":save FILE saves";
}

static void pane_key(struct tui *t, const struct tui_model *m, int key)
{
	if (is_motion(key)) {
		tui_motion(t, m, key);
		return;
	}
	switch (key) {
	case TUI_TAB:
		t->pane = (enum tui_pane)((t->pane + 1) % PANE_COUNT);
		break;
	case TUI_BACK_TAB:
		t->pane = (enum tui_pane)((t->pane + PANE_COUNT - 1) %
					  PANE_COUNT);
		break;
	case TUI_ENTER:
		enter(t, m);
		break;
	case TUI_ESCAPE:
		t->alone = false;
		t->has_answer = false;
		break;
	case ':':
		t->typing = true;
		break;
	case '?':
		tui_open(t, PAGE_HELP);
		break;
	case 'a':
		if (t->has_answer)
			tui_open(t, PAGE_ANSWER);
		break;
	case 'z':
		t->alone = !t->alone;
		break;
	case 'u':
		ask_to_do(t, "undo");
		break;
	case 'r':
		ask_to_do(t, "redo");
		break;
	case 'q':
		tui_quit(t);
		break;
	case '+':
	case '=':
	case '-':
	case '0':
		tui_look_key(t, key);
		break;
	default:
		if (key >= '1' && key < '1' + (int)PANE_COUNT)
			t->pane = (enum tui_pane)(key - '1');
		break;
	}
}

void tui_page_key(struct tui *t, int key)
{
	size_t page = t->h > 3 ? t->h - 3 : 1;

	if (key == TUI_DOWN || key == 'j')
		t->scroll++;
	else if (key == TUI_PAGE_DOWN || key == ' ')
		t->scroll += page;
	else if (key == TUI_UP || key == 'k')
		t->scroll -= t->scroll > 0;
	else if (key == TUI_PAGE_UP)
		t->scroll -= t->scroll > page ? page : t->scroll;
	else if (key == TUI_HOME)
		t->scroll = 0;
	else
		t->page = PAGE_NONE;
}

void tui_press(struct tui *t, const struct tui_model *m, int key)
{
	if (key != 'q')
		t->asked = false;
	if (t->page != PAGE_NONE)
		tui_page_key(t, key);
	else if (t->typing)
		tui_line_key(t, key);
	else
		pane_key(t, m, key);
}
