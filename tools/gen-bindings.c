/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Host tool of the build: bindings in YAML to C tables of their values.
 *
 *   gen-bindings -o FILE YAML...
 *
 * It reads with the library's own reader, so what is compiled in and what
 * a user gives at run time are understood alike; and it compiles them, so
 * that a mistake in one stops the build.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/vec.h"
#include "load/yaml.h"
#include "schema/schema.h"
#include "schema/shipped.h"

static struct arena arena;
static VEC(struct shipped_value) values;
static VEC(char) strings;

__attribute__((noreturn))
static void die(const char *what, const char *why)
{
	fprintf(stderr, "gen-bindings: %s: %s\n", what, why);
	exit(1);
}

static const char *read_file(const char *path, size_t *ret_size)
{
	char *text = arena_alloc(&arena, YAML_MAX_SIZE + 2);
	FILE *f = fopen(path, "rb");

	if (!f)
		die(path, strerror(errno));
	if (!text)
		die(path, "out of memory");
	*ret_size = fread(text, 1, YAML_MAX_SIZE + 1, f);
	if (ferror(f) || fclose(f) != 0)
		die(path, "can't be read");
	return text;
}

static const struct value *load(const char *path)
{
	struct yaml_input in = { .name = path };
	const struct value *root = NULL;
	const char *error = NULL;

	in.text = read_file(path, &in.size);
	if (yaml_read(&arena, &in, &root, &error) != MPUC_OK)
		die("YAML", error ? error : "out of memory");
	return root;
}

static struct shipped_value *push_value(void)
{
	struct shipped_value *v = VEC_PUSH(&arena, &values);

	if (!v)
		die("table", "out of memory");
	return v;
}

static void push_char(char c)
{
	char *slot = VEC_PUSH(&arena, &strings);

	if (!slot)
		die("table", "out of memory");
	*slot = c;
}

/* Where s is among the strings, once however often it comes. */
static uint32_t string(const char *s)
{
	size_t size = s ? strlen(s) + 1 : 0;

	if (!s)
		return 0;
	for (size_t i = 1; i + size <= strings.count; i++) {
		if (strings.items[i - 1] == 0 &&
		    memcmp(strings.items + i, s, size) == 0)
			return (uint32_t)i;
	}
	for (size_t i = 0; i < size; i++)
		push_char(s[i]);
	return (uint32_t)(strings.count - size);
}

static void copy_pos(const struct srcpos *from, shipped_pos to)
{
	const uint32_t all[] = {
		from->line, from->col, from->end_line, from->end_col
	};

	for (size_t i = 0; i < 4 && from->file; i++) {
		if (all[i] > UINT16_MAX)
			die(from->file, "too long");
		to[i] = (uint16_t)all[i];
	}
}

static void fill(struct shipped_value *s, const struct value *v)
{
	s->kind = (uint8_t)v->kind;
	s->quoted = v->quoted;
	s->key = string(v->key);
	s->text = string(v->text);
	s->file = string(v->pos.file);
	copy_pos(&v->pos, s->pos);
	copy_pos(&v->key_pos, s->key_pos);
}

/* The children of v as neighbours, then theirs. */
static void add_children(const struct value *v, size_t at)
{
	size_t first = values.count;

	for (size_t i = 0; i < v->items.count; i++)
		fill(push_value(), &v->items.items[i]);
	values.items[at].first = (uint32_t)first;
	values.items[at].count = (uint32_t)v->items.count;
	for (size_t i = 0; i < v->items.count; i++)
		add_children(&v->items.items[i], first + i);
}

static void print_pos(FILE *f, const shipped_pos p)
{
	fprintf(f, " { %u, %u, %u, %u },", p[0], p[1], p[2], p[3]);
}

static void print_all(FILE *f, size_t roots)
{
	fputs("/* Made by tools/gen-bindings.c from schemas/bindings/. */\n"
	      "#include \"schema/shipped.h\"\n\n"
	      "const struct shipped_value schema_values[] = {\n", f);
	for (size_t i = 0; i < values.count; i++) {
		const struct shipped_value *v = &values.items[i];

		fprintf(f, "\t{ %lu, %lu, %lu, %lu, %lu,",
			(unsigned long)v->key, (unsigned long)v->text,
			(unsigned long)v->file, (unsigned long)v->first,
			(unsigned long)v->count);
		print_pos(f, v->pos);
		print_pos(f, v->key_pos);
		fprintf(f, " %u, %d },\n", v->kind, v->quoted);
	}
	fprintf(f, "};\nconst size_t schema_value_count = %zu;\n"
		"const size_t schema_root_count = %zu;\n"
		"const char schema_strings[] = {", values.count, roots);
	for (size_t i = 0; i < strings.count; i++)
		fprintf(f, "%s%d,", i % 16 == 0 ? "\n\t" : " ",
			strings.items[i]);
	fputs("\n};\n", f);
}

int main(int argc, char **argv)
{
	const struct value **roots;
	const char *error = NULL;
	struct schema_set *set;
	size_t count = 0;
	FILE *f;

	if (argc < 4 || strcmp(argv[1], "-o") != 0)
		die("usage", "gen-bindings -o FILE YAML...");
	arena_init(&arena, ARENA_CAP_DEFAULT);
	roots = arena_array(&arena, (size_t)argc, sizeof(*roots));
	if (!roots)
		die(argv[0], "out of memory");
	for (int i = 3; i < argc; i++)
		roots[count++] = load(argv[i]);
	if (schema_compile(&arena, roots, count, &set, &error) != MPUC_OK)
		die("binding", error ? error : "out of memory");
	f = fopen(argv[2], "w");
	if (!f)
		die(argv[2], strerror(errno));
	push_char(0);	/* nothing is at 0 */
	for (size_t i = 0; i < count; i++)
		fill(push_value(), roots[i]);
	for (size_t i = 0; i < count; i++)
		add_children(roots[i], i);
	print_all(f, count);
	if (ferror(f) || fclose(f) != 0)
		die(argv[2], "can't be written");
	arena_done(&arena);
	return 0;
}
