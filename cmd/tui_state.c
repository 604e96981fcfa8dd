/* SPDX-License-Identifier: BSD-2-Clause */
/* From a state and an event to the next state. */
#include "tui.h"

#include <string.h>

#define MAP_LEAST 64u		/* bytes that the map shows, at least */

static bool is_same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

size_t tui_context(const struct tui *t, const struct tui_model *m)
{
	struct mpuc_context c;

	for (size_t i = 0; mpuc_context_at(m->run, i, &c); i++) {
		if (is_same(c.name, t->context))
			return i;
	}
	return 0;
}

size_t tui_region_count(const struct tui_model *m, size_t context)
{
	struct mpuc_context c;

	return mpuc_context_at(m->run, context, &c) ? c.regions : 0;
}

/* The first region that got no slot, since that is what is looked for. */
static size_t first_outside(const struct tui_model *m, size_t context)
{
	struct mpuc_region_entry r;

	for (size_t i = 0; mpuc_region_at(m->run, context, i, &r); i++) {
		if (r.slot < 0 && !r.transient)
			return i;
	}
	return 0;
}

static void select_context(struct tui *t, const struct tui_model *m,
			   size_t index)
{
	struct mpuc_context c;
	size_t len;

	if (!mpuc_context_at(m->run, index, &c))
		return;
	len = strlen(c.name);
	if (len >= TUI_NAME)
		len = TUI_NAME - 1;
	memcpy(t->context, c.name, len);
	t->context[len] = '\0';
	t->region = first_outside(m, index);
}

static void cover(uint64_t base, uint64_t last, uint64_t *low, uint64_t *high)
{
	if (base < *low)
		*low = base;
	if (last > *high)
		*high = last;
}

void tui_bounds(const struct tui_model *m, size_t context, uint64_t *ret_base,
		uint64_t *ret_last)
{
	struct mpuc_region_entry r;
	struct mpuc_object o;
	uint64_t low = UINT64_MAX, high = 0;

	for (size_t i = 0; mpuc_region_at(m->run, context, i, &r); i++) {
		if (r.placed)
			cover(r.base, r.limit, &low, &high);
	}
	for (size_t i = 0; mpuc_object_at(m->run, i, &o); i++)
		cover(o.base, o.limit, &low, &high);
	*ret_base = low <= high ? low : 0;
	*ret_last = low <= high ? high : UINT32_MAX;
}

/* What is selected must be there; the map follows unless it was zoomed. */
static void settle(struct tui *t, const struct tui_model *m)
{
	size_t context = tui_context(t, m), regions;
	struct mpuc_summary sum;
	struct mpuc_context c;

	if (mpuc_context_at(m->run, context, &c) &&
	    !is_same(c.name, t->context))
		select_context(t, m, context);
	regions = tui_region_count(m, context);
	mpuc_summary_of(m->run, &sum);
	if (t->region >= regions)
		t->region = regions > 0 ? regions - 1 : 0;
	if (t->finding >= sum.findings)
		t->finding = sum.findings > 0 ? sum.findings - 1 : 0;
	if (t->whole)
		tui_bounds(m, context, &t->base, &t->last);
}

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
	select_context(t, m, worst);
	t->finding = first_error(m);
	settle(t, m);
}

/* ------------------------------------------------------------------- map */

static void look_at(struct tui *t, uint64_t base, uint64_t last)
{
	t->base = base;
	t->last = last;
	t->whole = false;
}

/* size bytes around the middle of what is shown. */
static void look_around(struct tui *t, uint64_t middle, uint64_t size)
{
	uint64_t half = size / 2;
	uint64_t base = middle > half ? middle - half : 0;

	if (size < MAP_LEAST)
		size = MAP_LEAST;
	if (base > UINT64_MAX - (size - 1))
		base = UINT64_MAX - (size - 1);
	look_at(t, base, base + (size - 1));
}

static void map_key(struct tui *t, int key)
{
	uint64_t size = t->last - t->base, step = size / 8 + 1;
	uint64_t middle = t->base + size / 2;

	switch (key) {
	case '+':
	case '=':
		look_around(t, middle, size / 2 + 1);
		break;
	case '-':
		look_around(t, middle, size > UINT64_MAX / 2 ? UINT64_MAX :
			    2 * size + 1);
		break;
	case TUI_UP:
	case 'k':
		step = step < t->base ? step : t->base;
		look_at(t, t->base - step, t->last - step);
		break;
	case TUI_DOWN:
	case 'j':
		step = step < UINT64_MAX - t->last ? step :
		       UINT64_MAX - t->last;
		look_at(t, t->base + step, t->last + step);
		break;
	case '0':
	case TUI_HOME:
		t->whole = true;
		break;
	default:
		break;
	}
}

/* The region with as much again around it. */
static void map_region(struct tui *t, const struct tui_model *m)
{
	struct mpuc_region_entry r;
	uint64_t margin, below, above;

	if (!mpuc_region_at(m->run, tui_context(t, m), t->region, &r) ||
	    !r.placed)
		return;
	margin = (r.limit - r.base) / 2;
	below = margin < r.base ? margin : r.base;
	above = margin < UINT64_MAX - r.limit ? margin : UINT64_MAX - r.limit;
	look_at(t, r.base - below, r.limit + above);
	t->pane = PANE_MAP;
}

/* ------------------------------------------------------------------ keys */

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

static void motion(struct tui *t, const struct tui_model *m, int key)
{
	struct mpuc_summary sum;
	size_t context = tui_context(t, m), page = page_of(t);

	mpuc_summary_of(m->run, &sum);
	switch (t->pane) {
	case PANE_LEDGER:
		select_context(t, m, moved(context, sum.contexts, key, page));
		break;
	case PANE_REGIONS:
		t->region = moved(t->region, tui_region_count(m, context),
				  key, page);
		break;
	case PANE_FINDINGS:
		t->finding = moved(t->finding, sum.findings, key, page);
		break;
	case PANE_MAP:
		map_key(t, key);
		break;
	}
}

static void open_page(struct tui *t, enum tui_page page)
{
	t->page = page;
	t->scroll = 0;
}

static void enter(struct tui *t, const struct tui_model *m)
{
	if (t->pane == PANE_LEDGER)
		t->pane = PANE_REGIONS;
	else if (t->pane == PANE_REGIONS)
		map_region(t, m);
	else if (t->pane == PANE_FINDINGS)
		open_page(t, PAGE_DETAIL);
}

static void ask_to_do(struct tui *t, const char *command)
{
	t->request = REQUEST_DO;
	strcpy(t->command, command);
}

static void quit(struct tui *t)
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
		motion(t, m, key);
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
		open_page(t, PAGE_HELP);
		break;
	case 'a':
		if (t->has_answer)
			open_page(t, PAGE_ANSWER);
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
		quit(t);
		break;
	case '+':
	case '=':
	case '-':
	case '0':
		map_key(t, key);
		break;
	default:
		if (key >= '1' && key < '1' + (int)PANE_COUNT)
			t->pane = (enum tui_pane)(key - '1');
		break;
	}
}

static void page_key(struct tui *t, int key)
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

static void key_event(struct tui *t, const struct tui_model *m, int key)
{
	if (key != 'q')
		t->asked = false;
	if (t->page != PAGE_NONE)
		page_key(t, key);
	else if (t->typing)
		tui_line_key(t, key);
	else
		pane_key(t, m, key);
}

/* ----------------------------------------------------------------- mouse */

static bool is_in(const struct tui_box *b, unsigned x, unsigned y)
{
	return b->h > 0 && x >= b->x && x < b->x + b->w && y >= b->y &&
	       y < b->y + b->h;
}

/* Select the row below the pane's title that was clicked. */
static void click_row(struct tui *t, const struct tui_model *m,
		      const struct tui_box *b, unsigned y)
{
	struct mpuc_summary sum;
	size_t context = tui_context(t, m), row, room = b->h - 1;

	mpuc_summary_of(m->run, &sum);
	if (y == b->y)
		return;
	row = y - b->y - 1;
	if (t->pane == PANE_LEDGER && row > 0) {
		row += tui_first(context, sum.contexts, room - 1) - 1;
		if (row < sum.contexts)
			select_context(t, m, row);
	} else if (t->pane == PANE_REGIONS) {
		size_t count = tui_region_count(m, context);

		row += tui_first(t->region, count, room > 3 ? room - 2 :
				 room);
		if (row < count)
			t->region = row;
	} else if (t->pane == PANE_FINDINGS) {
		row += tui_first(t->finding, sum.findings, room);
		if (row < sum.findings)
			t->finding = row;
	}
}

static void mouse_event(struct tui *t, const struct tui_model *m,
			const struct tui_event *e)
{
	struct tui_layout l;

	if (t->page != PAGE_NONE) {
		page_key(t, e->kind == TUI_WHEEL ? e->key : TUI_ESCAPE);
		return;
	}
	tui_layout(t, &l);
	if (e->kind == TUI_CLICK)
		t->typing = e->y == l.command;
	for (unsigned i = 0; i < PANE_COUNT; i++) {
		if (!is_in(&l.pane[i], e->x, e->y))
			continue;
		t->pane = (enum tui_pane)i;
		if (e->kind == TUI_WHEEL)
			motion(t, m, e->key);
		else
			click_row(t, m, &l.pane[i], e->y);
	}
}

/* --------------------------------------------------------------- answers */

static void answer_event(struct tui *t, const struct mpuc_whatif_result *r)
{
	t->answer = *r;
	t->has_answer = *r->text != '\0';
	if (r->kind == MPUC_WHATIF_CHANGE)
		t->unsaved = true;
	if (r->kind == MPUC_WHATIF_ANSWER && strncmp(r->text, "wrote ", 6) == 0)
		t->unsaved = false;
	if (r->kind == MPUC_WHATIF_QUIT)
		quit(t);
	/* What has more than a line is read on a page of its own. */
	if (r->kind == MPUC_WHATIF_ANSWER && strchr(r->text, '\n') != NULL)
		open_page(t, PAGE_ANSWER);
}

void tui_step(const struct tui *t, const struct tui_model *m,
	      const struct tui_event *event, struct tui *ret_next)
{
	*ret_next = *t;
	ret_next->request = REQUEST_NONE;
	switch (event->kind) {
	case TUI_KEY:
		key_event(ret_next, m, event->key);
		break;
	case TUI_CLICK:
	case TUI_WHEEL:
		mouse_event(ret_next, m, event);
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
	settle(ret_next, m);
}
