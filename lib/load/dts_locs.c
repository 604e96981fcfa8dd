/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dtc's annotated output has one line for each property, each beginning and
 * each end of a node, and ends it with a comment of positions:
 *
 *	prop = <0x01>, "a /+ b"; /+ t.dts:6:3-7:9 +/
 *	label: node@1 { /+ t.dts:9:9-9:40, b.dtsi:3:2-4:8 +/
 *
 * (with a '*' for each '+').  The comment is read from the right, as values
 * may hold anything and file names nearly anything.
 */
#include "load/dts.h"

#include <string.h>

#include "base/try.h"

#define NO_POSITION "<no-file>:<no-line>"

struct cursor {
	uint32_t node;		/* DOC_NONE: dtc shows one that d has not */
	uint32_t child;		/* expected next */
	uint32_t prop;		/* expected next, counted from the first */
};

struct reader {
	struct arena *arena;
	const struct dts_names *names;
	struct doc *doc;
	VEC(const char *) files;
	const char *last_file;
	VEC(struct cursor) open;
};

struct line {
	const char *at, *end;		/* without the comment */
	const char *comment, *comment_end;
	const char *name;
	size_t name_len;
};

/* Step back over digits; NULL when there are none or too many. */
static const char *back_number(const char *start, const char *at,
			       uint32_t *value)
{
	uint64_t scale = 1, sum = 0;
	const char *p = at;

	while (p > start && p[-1] >= '0' && p[-1] <= '9' && at - p < 10) {
		p--;
		sum += (uint64_t)(*p - '0') * scale;
		scale *= 10;
	}
	if (p == at || sum > UINT32_MAX)
		return NULL;
	*value = (uint32_t)sum;
	return p;
}

static const char *back_char(const char *start, const char *at, char c)
{
	return at != NULL && at > start && at[-1] == c ? at - 1 : NULL;
}

/* ":6:3-7:9" before end: where it begins, or NULL. */
static const char *back_place(const char *start, const char *end,
			      struct srcpos *pos)
{
	const char *at = back_number(start, end, &pos->end_col);

	at = back_char(start, at, ':');
	at = at == NULL ? NULL : back_number(start, at, &pos->end_line);
	at = back_char(start, at, '-');
	at = at == NULL ? NULL : back_number(start, at, &pos->col);
	at = back_char(start, at, ':');
	at = at == NULL ? NULL : back_number(start, at, &pos->line);
	return back_char(start, at, ':');
}

static bool ends_with(const char *start, const char *end, const char *what)
{
	size_t len = strlen(what);

	return (size_t)(end - start) >= len &&
	       memcmp(end - len, what, len) == 0;
}

/* True when one position ends right here. */
static bool ends_position(const char *start, const char *end)
{
	struct srcpos pos;

	return ends_with(start, end, NO_POSITION) ||
	       back_place(start, end, &pos) != NULL;
}

/*
 * Where the position that ends at end begins, and whether it is the first
 * of the comment.  NULL when there is no comment of positions.
 */
static const char *back_file(const char *start, const char *end, bool *first)
{
	for (const char *p = end; p > start; p--) {
		if (ends_with(start, p, "{ /* ") ||
		    ends_with(start, p, "; /* ")) {
			*first = true;
			return p;
		}
		if (ends_with(start, p, ", ") && ends_position(start, p - 2)) {
			*first = false;
			return p;
		}
	}
	return NULL;
}

/* Split off the comment; false when the line has none. */
static bool split_comment(struct line *l)
{
	const char *end;
	bool first = false;

	if (!ends_with(l->at, l->end, " */"))
		return false;
	l->comment_end = end = l->end - strlen(" */");
	while (!first) {
		const char *begin;

		if (!ends_position(l->at, end))
			return false;
		begin = back_file(l->at, end, &first);
		if (begin == NULL)
			return false;
		l->comment = begin;
		end = begin - strlen(", ");
	}
	l->end = l->comment - strlen(" /* ");
	return true;
}

static bool is_name_char(char c)
{
	return c != '\0' && c != ' ' && c != '\t' && c != ':' && c != ';' &&
	       c != '=' && c != '{';
}

/* Find the name behind tabs and labels. */
static void find_name(struct line *l)
{
	const char *at = l->at;

	for (;;) {
		while (at < l->end && (*at == '\t' || *at == ' '))
			at++;
		l->name = at;
		while (at < l->end && is_name_char(*at))
			at++;
		if (at == l->end || *at != ':')
			break;
		at++;
	}
	l->name_len = (size_t)(at - l->name);
}

static const char *intern(struct reader *r, const char *name, size_t len)
{
	const char **slot;

	if (r->last_file != NULL && strlen(r->last_file) == len &&
	    memcmp(r->last_file, name, len) == 0)
		return r->last_file;
	for (size_t i = 0; i < r->files.count; i++) {
		const char *file = r->files.items[i];

		if (strlen(file) == len && memcmp(file, name, len) == 0)
			return file;
	}
	slot = VEC_PUSH(r->arena, &r->files);
	if (slot == NULL)
		return NULL;
	*slot = arena_strndup(r->arena, name, len);
	return *slot;
}

static const char *file_name(struct reader *r, const char *name, size_t len)
{
	const char *const known[] = { "<stdin>", r->names->operand };
	const char *file;

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		if (strlen(known[i]) == len &&
		    memcmp(known[i], name, len) == 0)
			return r->names->shown;
	}
	file = intern(r, name, len);
	r->last_file = file;
	return file;
}

/* Append the comment's positions to doc.positions, in its order. */
static enum mpuc_status add_positions(struct reader *r, const struct line *l,
				      uint32_t *first, uint32_t *count)
{
	size_t before = r->doc->positions.count;
	const char *end = l->comment_end;

	while (end > l->comment) {
		struct srcpos pos = { .file = NULL }, *slot;
		const char *colon = back_place(l->comment, end, &pos);
		bool last;
		const char *begin = back_file(l->comment - 5, end, &last);

		if (begin == NULL)
			break;
		if (colon != NULL) {
			slot = VEC_PUSH(r->arena, &r->doc->positions);
			TRY_PTR(slot);
			*slot = pos;
			slot->file = file_name(r, begin,
					       (size_t)(colon - begin));
			TRY_PTR(slot->file);
		}
		end = begin - strlen(", ");
	}
	*first = (uint32_t)before;
	*count = (uint32_t)(r->doc->positions.count - before);
	/* They were found from the right. */
	for (size_t i = before, j = r->doc->positions.count; i + 1 < j; i++) {
		struct srcpos swap = r->doc->positions.items[i];

		r->doc->positions.items[i] = r->doc->positions.items[--j];
		r->doc->positions.items[j] = swap;
	}
	return MPUC_OK;
}

static bool has_name(const char *name, const struct line *l)
{
	return strncmp(name, l->name, l->name_len) == 0 &&
	       name[l->name_len] == '\0';
}

/* The order is that of the blob, so the expected one mostly fits. */
static uint32_t match_child(struct reader *r, struct cursor *c,
			    const struct line *l)
{
	const struct doc_node *nodes = r->doc->nodes.items;
	uint32_t child = c->child;

	if (child == DOC_NONE || !has_name(nodes[child].name, l))
		child = doc_child(r->doc, c->node, l->name, l->name_len);
	if (child == DOC_NONE || !has_name(nodes[child].name, l))
		return DOC_NONE;
	c->child = nodes[child].next;
	return child;
}

static uint32_t match_prop(struct reader *r, struct cursor *c,
			   const struct line *l)
{
	const struct doc_node *n = &r->doc->nodes.items[c->node];

	for (uint32_t i = 0; i < n->prop_count; i++) {
		uint32_t at = n->prop + (c->prop + i) % n->prop_count;

		if (has_name(r->doc->props.items[at].name, l)) {
			c->prop = at - n->prop + 1;
			return at;
		}
	}
	return DOC_NONE;
}

static enum mpuc_status begin_node(struct reader *r, const struct line *l,
				   bool located)
{
	struct cursor *c, next = { .node = DOC_NONE };

	if (r->open.count == 0)
		next.node = 0;
	else if ((c = &r->open.items[r->open.count - 1])->node != DOC_NONE)
		next.node = match_child(r, c, l);
	if (next.node != DOC_NONE) {
		struct doc_node *n = &r->doc->nodes.items[next.node];

		next.child = n->first_child;
		if (located)
			TRY(add_positions(r, l, &n->pos, &n->pos_count));
	}
	c = VEC_PUSH(r->arena, &r->open);
	TRY_PTR(c);
	*c = next;
	return MPUC_OK;
}

static enum mpuc_status add_prop(struct reader *r, const struct line *l)
{
	struct cursor *c = &r->open.items[r->open.count - 1];
	struct doc_prop *p;
	uint32_t prop;

	prop = c->node == DOC_NONE ? DOC_NONE : match_prop(r, c, l);
	if (prop == DOC_NONE)
		return MPUC_OK;
	p = &r->doc->props.items[prop];
	return add_positions(r, l, &p->pos, &p->pos_count);
}

static enum mpuc_status read_line(struct reader *r, struct line *l)
{
	bool located = split_comment(l);
	bool begins = ends_with(l->at, l->end, " {");

	find_name(l);
	/* Before the root: the version, and memory reservations. */
	if (r->open.count == 0 &&
	    !(begins && l->name_len == 1 && *l->name == '/'))
		return MPUC_OK;
	if (begins)
		return begin_node(r, l, located);
	if (l->name_len == 1 && *l->name == '}') {
		r->open.count--;
		return MPUC_OK;
	}
	if (l->name_len > 0 && located)
		return add_prop(r, l);
	return MPUC_OK;
}

enum mpuc_status dts_attach(struct arena *a, const struct dts_names *names,
			    const struct os_bytes *annotated, struct doc *d)
{
	struct reader r = { .arena = a, .names = names, .doc = d };
	const char *at = (const char *)annotated->data;
	const char *end = at + annotated->size;

	while (at < end) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		struct line l = { .at = at };

		if (line_end == NULL)
			line_end = end;
		l.end = line_end;
		TRY(read_line(&r, &l));
		at = line_end + 1;
	}
	return MPUC_OK;
}
