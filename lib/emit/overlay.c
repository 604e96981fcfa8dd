/* SPDX-License-Identifier: BSD-2-Clause */
#include "emit/overlay.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

#define CELL 4
#define CELLS_PER_LINE 4
#define DEPTH_MAX 32

/* What dtc takes for the name of a node or a property. */
static bool is_name(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		bool alnum = (s[i] >= 'a' && s[i] <= 'z') ||
			     (s[i] >= 'A' && s[i] <= 'Z') ||
			     (s[i] >= '0' && s[i] <= '9');

		if (!alnum && (s[i] == '\0' ||
			       strchr(",._+*#?@-", s[i]) == NULL))
			return false;
	}
	return len > 0;
}

static bool is_refused(const struct change *c)
{
	const char *at = c->node;
	uint32_t depth = 0;

	if (*at != '/' || !is_name(c->property, strlen(c->property)))
		return true;
	while (*at == '/' && at[1] != '\0') {
		size_t len = strcspn(++at, "/");

		if (!is_name(at, len) || ++depth >= DEPTH_MAX)
			return true;
		at += len;
	}
	return strcmp(at, "/") != 0 && *at != '\0';
}

const struct change *overlay_refused(const change_list *changes)
{
	for (size_t i = 0; i < changes->count; i++) {
		if (is_refused(&changes->items[i]))
			return &changes->items[i];
	}
	return NULL;
}

static void indent(struct out *o, uint32_t depth)
{
	while (depth-- > 0)
		out_str(o, "\t");
}

static void put_cells(struct out *o, const struct change *c, uint32_t depth)
{
	out_str(o, " = <");
	for (uint32_t i = 0; i + CELL <= c->len; i += CELL) {
		if (i > 0 && i % (CELL * CELLS_PER_LINE) == 0) {
			out_str(o, "\n");
			indent(o, depth + 1);
		} else if (i > 0) {
			out_str(o, " ");
		}
		out_fmt(o, "0x%x", num_be32(c->data + i));
	}
	out_str(o, ">;\n");
}

static void put_bytes(struct out *o, const struct change *c)
{
	out_str(o, " = [");
	for (uint32_t i = 0; i < c->len; i++)
		out_fmt(o, "%s%02x", i > 0 ? " " : "", c->data[i]);
	out_str(o, "];\n");
}

static void put_char(struct out *o, unsigned char ch)
{
	if (ch == '"' || ch == '\\')
		out_fmt(o, "\\%c", ch);
	else if (ch < 0x20 || ch >= 0x7f)
		out_fmt(o, "\\x%02x", ch);
	else
		out_fmt(o, "%c", ch);
}

static void put_strings(struct out *o, const struct change *c)
{
	bool open = false;

	out_str(o, " = ");
	for (uint32_t i = 0; i < c->len; i++) {
		if (!open)
			out_str(o, i == 0 ? "\"" : ", \"");
		open = c->data[i] != '\0';
		if (open)
			put_char(o, c->data[i]);
		else
			out_str(o, "\"");
	}
	out_str(o, ";\n");
}

static void put_property(struct out *o, const struct change *c,
			 uint32_t depth)
{
	if (c->comment != NULL) {
		indent(o, depth);
		out_str(o, "/* ");
		/* A name from the tree must not end the comment. */
		for (const char *s = c->comment; *s != '\0'; s++) {
			bool ends = *s == '*' && s[1] == '/';

			out_fmt(o, "%c", ends || (unsigned char)*s < 0x20 ?
				' ' : *s);
		}
		out_str(o, " */\n");
	}
	indent(o, depth);
	out_str(o, c->property);
	switch (c->form) {
	case CHANGE_CELLS:
		put_cells(o, c, depth);
		break;
	case CHANGE_STRINGS:
		put_strings(o, c);
		break;
	case CHANGE_BYTES:
		put_bytes(o, c);
		break;
	case CHANGE_EMPTY:
		out_str(o, ";\n");
		break;
	}
}

/* Length of the longest part of path that is a node of base. */
static size_t known_part(struct arena *a, const struct doc *base,
			 const char *path, enum mpuc_status *st)
{
	size_t len = strlen(path);

	while (len > 1) {
		char *part = arena_strndup(a, path, len);

		if (part == NULL) {
			*st = MPUC_E_NOMEM;
			return 0;
		}
		if (doc_find(base, part) != DOC_NONE)
			return len;
		while (len > 1 && path[--len] != '/')
			;
	}
	return 1;
}

/* Every change of one node, inside nodes that base does not have yet. */
static void put_node(struct out *o, const change_list *changes, size_t first,
		     size_t known)
{
	const char *node = changes->items[first].node;
	const char *at = node + known;
	uint32_t depth = 3, made = 0;

	while (*at != '\0') {
		size_t len;

		at += *at == '/';
		len = strcspn(at, "/");
		if (len == 0)
			break;
		indent(o, depth + made++);
		out_fmt(o, "%.*s {\n", (int)len, at);
		at += len;
	}
	for (size_t i = first; i < changes->count; i++) {
		if (strcmp(changes->items[i].node, node) == 0)
			put_property(o, &changes->items[i], depth + made);
	}
	while (made-- > 0) {
		indent(o, depth + made);
		out_str(o, "};\n");
	}
}

static bool was_seen(const change_list *changes, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (strcmp(changes->items[k].node,
			   changes->items[i].node) == 0)
			return true;
	}
	return false;
}

enum mpuc_status overlay_write(struct arena *a, const struct doc *base,
			       const change_list *changes, const char *title,
			       struct out *o)
{
	enum mpuc_status st = MPUC_OK;
	uint32_t fragment = 0;

	out_fmt(o, "/* %s */\n/dts-v1/;\n/plugin/;\n\n/ {\n", title);
	for (size_t i = 0; i < changes->count; i++) {
		const char *node = changes->items[i].node;
		size_t known;

		if (was_seen(changes, i))
			continue;
		known = known_part(a, base, node, &st);
		TRY(st);
		out_fmt(o, "%s\tfragment@%u {\n\t\ttarget-path = \"%.*s\";\n"
			"\t\t__overlay__ {\n", fragment > 0 ? "\n" : "",
			fragment, (int)known, node);
		put_node(o, changes, i, known == 1 ? 0 : known);
		out_str(o, "\t\t};\n\t};\n");
		fragment++;
	}
	out_str(o, "};\n");
	return o->status;
}
