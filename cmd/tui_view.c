/* SPDX-License-Identifier: BSD-2-Clause */
/* From a state to the cells of a screen. */
#include "tui.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TEXT 512		/* bytes of one line before it is cut */

void tui_put(struct tui_screen *s, unsigned x, unsigned y, unsigned width,
	     uint8_t attr, const char *text)
{
	struct tui_cell *row;

	if (y >= s->h || x >= s->w)
		return;
	if (width > s->w - x)
		width = s->w - x;
	row = s->cells + (size_t)y * s->w + x;
	for (unsigned i = 0; i < width && text[i] != '\0'; i++) {
		unsigned char c = (unsigned char)text[i];

		row[i].c = c < ' ' || c > '~' ? '?' : text[i];
		row[i].attr = attr;
		/* What does not fit is seen not to. */
		if (i + 1 == width && text[i + 1] != '\0')
			row[i].c = '~';
	}
}

void tui_putf(struct tui_screen *s, unsigned x, unsigned y, unsigned width,
	      uint8_t attr, const char *fmt, ...)
{
	char text[TEXT];
	va_list ap;

	va_start(ap, fmt);
	/* The analyzer loses sight of va_start() behind an uint8_t. */
	/* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized) */
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	tui_put(s, x, y, width, attr, text);
}

static void fill(struct tui_screen *s, unsigned y, uint8_t attr)
{
	for (unsigned x = 0; y < s->h && x < s->w; x++)
		s->cells[(size_t)y * s->w + x].attr = attr;
}

/* ------------------------------------------------------------------ lines */

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static void title(const struct tui *t, const struct tui_model *m,
		  struct tui_screen *s)
{
	struct mpuc_summary sum;
	char regions[32] = "regions unknown";
	char right[80];
	unsigned len;

	if (t->h <= 3)
		return;
	mpuc_summary_of(m->run, &sum);
	if (sum.has_regions)
		(void)snprintf(regions, sizeof(regions), "%u regions",
			       sum.regions);
	fill(s, 0, ATTR_REVERSE);
	(void)snprintf(right, sizeof(right), "%zu error%s  %zu change%s%s ",
		       sum.errors, sum.errors == 1 ? "" : "s", m->depth,
		       m->depth == 1 ? "" : "s", t->unsaved ? "*" : "");
	len = (unsigned)strlen(right);
	if (s->w <= len) {
		tui_put(s, 0, 0, s->w, ATTR_REVERSE, right);
		return;
	}
	tui_putf(s, 0, 0, s->w - len, ATTR_REVERSE,
		 " mpuc budget  %s  %s  %s%s%s ", file_name(sum.input),
		 sum.target, sum.platform != NULL ? sum.platform : "",
		 sum.platform != NULL ? ", " : "", regions);
	tui_put(s, s->w - len, 0, len, ATTR_REVERSE, right);
}

static void message(const struct tui *t, struct tui_screen *s, unsigned y)
{
	const char *keys = ":command  Tab pane  Enter open  z alone  "
		"u undo  r redo  ? help  q quit";
	bool bad = t->answer.kind == MPUC_WHATIF_REFUSED ||
		   t->answer.kind == MPUC_WHATIF_BROKEN;
	static const char more[] = "  (a: all)";
	const char *text = t->answer.text;
	char line[TEXT];
	bool whole;
	size_t len;

	if (!t->has_answer) {
		tui_put(s, 0, y, s->w, 0, keys);
		return;
	}
	/* Of a change, what it comes to stands last, behind what to know. */
	if (t->answer.kind == MPUC_WHATIF_CHANGE &&
	    strrchr(text, '\n') != NULL)
		text = strrchr(text, '\n') + 1;
	len = strcspn(text, "\n");
	whole = len == strlen(t->answer.text) && len <= s->w;
	if (!whole && s->w > sizeof(more) && len > s->w - sizeof(more))
		len = s->w - sizeof(more);
	if (len > sizeof(line) - sizeof(more))
		len = sizeof(line) - sizeof(more);
	memcpy(line, text, len);
	strcpy(line + len, whole ? "" : more);
	tui_put(s, 0, y, s->w, bad ? ATTR_RED | ATTR_BOLD : ATTR_BOLD, line);
}

static void command(const struct tui *t, struct tui_screen *s, unsigned y)
{
	size_t room = s->w > 3 ? s->w - 3 : 1;
	size_t first = t->line.at > room ? t->line.at - room : 0;

	if (y >= s->h)
		return;
	if (!t->typing) {
		tui_put(s, 0, y, s->w, 0, ":");
		return;
	}
	tui_put(s, 0, y, 2, ATTR_BOLD, "> ");
	tui_put(s, 2, y, s->w - 2, 0, t->line.text + first);
	s->cursor = true;
	s->cursor_x = 2 + (unsigned)(t->line.at - first);
	s->cursor_y = y;
	if (s->cursor_x >= s->w)
		s->cursor_x = s->w - 1;
}

/* ------------------------------------------------------------------ pages */

/* One line of at most width bytes, broken at a blank; *at moves on. */
static size_t next_line(const char **at, size_t width)
{
	size_t len = strcspn(*at, "\n");

	if (len > width) {
		len = width;
		while (len > width / 2 && (*at)[len] != ' ')
			len--;
		if ((*at)[len] != ' ')
			len = width;
	}
	return len;
}

static void page_text(const struct tui *t, struct tui_screen *s,
		      const char *text)
{
	unsigned y = 1;
	size_t skip = t->scroll;

	while (*text != '\0' && y + 1 < s->h) {
		size_t len = next_line(&text, s->w);
		char line[TEXT];

		if (len >= sizeof(line))
			len = sizeof(line) - 1;
		memcpy(line, text, len);
		line[len] = '\0';
		if (skip > 0)
			skip--;
		else
			tui_put(s, 0, y++, s->w, 0, line);
		text += len;
		text += *text == '\n' || *text == ' ';
	}
	if (s->h > 1)
		tui_put(s, 0, s->h - 1, s->w, ATTR_REVERSE, *text != '\0' ?
			"-- more: Space or Down; any other key goes back --" :
			"-- end: any other key goes back --");
}

static void detail(const struct tui *t, const struct tui_model *m,
		   struct tui_screen *s)
{
	struct mpuc_finding f;
	char text[4 * TEXT];

	if (!mpuc_finding_at(m->run, t->finding, &f))
		return;
	(void)snprintf(text, sizeof(text),
		"%s MPU%04u %s\n%s:%u:%u %s%s%s\n\n%s\n\n%s%s%s%s%s",
		f.severity == MPUC_ERROR ? "error" :
		f.severity == MPUC_WARNING ? "warning" : "note", f.code,
		f.id, f.file != NULL ? f.file : "(no line)", f.line, f.column,
		f.node != NULL ? f.node : "", f.property != NULL ? ": " : "",
		f.property != NULL ? f.property : "", f.message,
		f.effect != NULL ? "Xen: " : "",
		f.effect != NULL ? f.effect : "",
		f.effect != NULL ? "\n\n" : "",
		f.help != NULL ? "Change: " : "",
		f.help != NULL ? f.help : "");
	page_text(t, s, text);
}

static const char keys[] =
	"A pane is selected with Tab, 1 to 4, or the mouse.\n"
	"\n"
	"  Up Down k j      select a row; in the map, move\n"
	"  PageUp PageDown  by a page          Home End   first, last\n"
	"  Enter            ledger: its regions; region: its place on the\n"
	"                   map; finding: all of it\n"
	"  + - 0            zoom the map in, out, all\n"
	"  z                the pane alone, and back\n"
	"  u r              undo, redo\n"
	"  a                the whole of the last answer\n"
	"  :                type a command; Tab completes it, Up brings the\n"
	"                   last ones back, Escape leaves\n"
	"  q                quit\n"
	"\n"
	"Commands:\n";

static void page(const struct tui *t, const struct tui_model *m,
		 struct tui_screen *s)
{
	static char help[8192];

	fill(s, 0, ATTR_REVERSE);
	if (t->page == PAGE_HELP) {
		tui_put(s, 0, 0, s->w, ATTR_REVERSE, " Help");
		(void)snprintf(help, sizeof(help), "%s%s", keys, m->help);
		page_text(t, s, help);
	} else if (t->page == PAGE_ANSWER) {
		tui_put(s, 0, 0, s->w, ATTR_REVERSE, " Answer");
		page_text(t, s, t->answer.text);
	} else {
		tui_put(s, 0, 0, s->w, ATTR_REVERSE, " Finding");
		detail(t, m, s);
	}
}

/* ------------------------------------------------------------------ panes */

static void heading(const struct tui *t, const struct tui_model *m,
		    struct tui_screen *s, unsigned pane, struct tui_box box)
{
	static const char *const names[] = {
		"1 Ledger", "2 Regions", "3 Map", "4 Findings",
	};
	bool mine = pane == (unsigned)t->pane;
	struct mpuc_summary sum;
	char text[TUI_NAME + 64];
	unsigned len;

	mpuc_summary_of(m->run, &sum);
	if (pane == PANE_REGIONS)
		(void)snprintf(text, sizeof(text), "%s of %s", names[pane],
			       t->context);
	else if (pane == PANE_MAP)
		(void)snprintf(text, sizeof(text), "%s of %s%s", names[pane],
			       t->context, t->whole ? "" : " (0: all)");
	else if (pane == PANE_FINDINGS)
		(void)snprintf(text, sizeof(text), "%s: %zu", names[pane],
			       sum.findings);
	else
		(void)snprintf(text, sizeof(text), "%s", names[pane]);
	/* Without colours the selected pane is the one of '='. */
	for (unsigned x = 0; x < box.w; x++)
		tui_put(s, box.x + x, box.y, 1, mine ? ATTR_BOLD : 0,
			mine ? "=" : "-");
	len = (unsigned)strlen(text) + 2;
	tui_putf(s, box.x + 1, box.y, box.w > 2 ? box.w - 2 : box.w,
		 mine ? ATTR_BOLD | ATTR_CYAN : 0, " %s%s", text,
		 len < box.w ? " " : "");
}

static void panes(const struct tui *t, const struct tui_model *m,
		  struct tui_screen *s, const struct tui_layout *l)
{
	static void (*const draw[PANE_COUNT])(const struct tui *,
		const struct tui_model *, struct tui_screen *,
		struct tui_box) = {
		[PANE_LEDGER] = tui_pane_ledger,
		[PANE_REGIONS] = tui_pane_regions,
		[PANE_MAP] = tui_pane_map,
		[PANE_FINDINGS] = tui_pane_findings,
	};

	for (unsigned i = 0; i < PANE_COUNT; i++) {
		struct tui_box box = l->pane[i];

		if (box.h == 0)
			continue;
		heading(t, m, s, i, box);
		box.y++;
		box.h--;
		if (box.h > 0)
			draw[i](t, m, s, box);
	}
}

void tui_view(const struct tui *t, const struct tui_model *m,
	      struct tui_screen *screen)
{
	struct tui_layout l;

	for (size_t i = 0; i < (size_t)screen->w * screen->h; i++)
		screen->cells[i] = (struct tui_cell){ ' ', 0 };
	screen->cursor = false;
	if (t->page != PAGE_NONE) {
		page(t, m, screen);
		return;
	}
	tui_layout(t, &l);
	title(t, m, screen);
	panes(t, m, screen, &l);
	if (l.message < screen->h)
		message(t, screen, l.message);
	command(t, screen, l.command);
}
