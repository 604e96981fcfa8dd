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
#include "load/yaml.h"
#include "schema/schema.h"

static struct arena arena;
static size_t tables;

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

static void print_string(FILE *f, const char *s)
{
	if (!s) {
		fputs("NULL", f);
		return;
	}
	fputc('"', f);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\' || *s == '?')
			fprintf(f, "\\%c", *s);
		else if (*s < 0x20 || *s == 0x7f)
			fprintf(f, "\\%03o", (unsigned char)*s);
		else
			fputc(*s, f);
	}
	fputc('"', f);
}

static void print_pos(FILE *f, const char *name, const struct srcpos *pos)
{
	if (!pos->file)
		return;
	fprintf(f, " .%s = { ", name);
	print_string(f, pos->file);
	fprintf(f, ", %lu, %lu, %lu, %lu },", (unsigned long)pos->line,
		(unsigned long)pos->col, (unsigned long)pos->end_line,
		(unsigned long)pos->end_col);
}

static void print_value(FILE *f, const struct value *v, size_t table)
{
	fprintf(f, "\t{ .kind = %d, .quoted = %d,", (int)v->kind, v->quoted);
	print_pos(f, "pos", &v->pos);
	print_pos(f, "key_pos", &v->key_pos);
	fputs(" .key = ", f);
	print_string(f, v->key);
	fputs(", .text = ", f);
	print_string(f, v->text);
	if (v->items.count > 0)
		fprintf(f, ", .items = { t%zu, %zu, %zu }", table,
			v->items.count, v->items.count);
	fputs(" },\n", f);
}

/* The children of v as a table, those of its children before it. */
static size_t print_table(FILE *f, const struct value *v)
{
	size_t *below = arena_array(&arena, v->items.count + 1,
				    sizeof(*below));

	if (!below)
		die("table", "out of memory");
	for (size_t i = 0; i < v->items.count; i++) {
		if (v->items.items[i].items.count > 0)
			below[i] = print_table(f, &v->items.items[i]);
	}
	fprintf(f, "static struct value t%zu[] = {\n", tables);
	for (size_t i = 0; i < v->items.count; i++)
		print_value(f, &v->items.items[i], below[i]);
	fputs("};\n", f);
	return tables++;
}

static void print_all(FILE *f, const struct value *const *roots,
		      size_t count)
{
	size_t *below = arena_array(&arena, count + 1, sizeof(*below));

	if (!below)
		die("table", "out of memory");
	fputs("/* Made by tools/gen-bindings.c from schemas/bindings/. */\n"
	      "#include \"schema/shipped.h\"\n\n", f);
	for (size_t i = 0; i < count; i++)
		below[i] = print_table(f, roots[i]);
	fputs("static struct value roots[] = {\n", f);
	for (size_t i = 0; i < count; i++)
		print_value(f, roots[i], below[i]);
	fputs("};\nconst struct value *const schema_shipped[] = {\n", f);
	for (size_t i = 0; i < count; i++)
		fprintf(f, "\t&roots[%zu],\n", i);
	fprintf(f, "};\nconst size_t schema_shipped_count = %zu;\n", count);
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
	print_all(f, roots, count);
	if (ferror(f) || fclose(f) != 0)
		die(argv[2], "can't be written");
	arena_done(&arena);
	return 0;
}
