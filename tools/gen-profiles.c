/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Host tool of the build: profiles in YAML to C tables.
 *
 *   gen-profiles -o FILE YAML...
 *
 * It reads with the library's own reader, so what is compiled in and what
 * a user gives at run time are understood alike.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/try.h"
#include "doc/value.h"
#include "load/yaml.h"
#include "model/profile.h"
#include "model/profile_fields.h"
#include "model/profile_read.h"

struct source_file {
	const char *path, *name, *text;
	const struct value *root;
	const struct target *target;
	const struct platform *platform;
	bool reading;		/* "extends" came back to this file */
};

static struct arena arena;
static struct source_file *files;
static size_t file_count;

__attribute__((noreturn))
static void die(const char *what, const char *why)
{
	fprintf(stderr, "gen-profiles: %s: %s\n", what, why);
	exit(1);
}

__attribute__((noreturn))
static void die_error(const char *path, enum mpuc_status status,
		      const char *error)
{
	if (status == MPUC_E_NOMEM)
		die(path, "out of memory");
	fprintf(stderr, "%s\n", error);
	exit(1);
}

static char *read_file(const char *path, size_t *ret_size)
{
	size_t cap = YAML_MAX_SIZE + 1, size;
	char *text = arena_alloc(&arena, cap + 1);
	FILE *f = fopen(path, "rb");

	if (!f)
		die(path, strerror(errno));
	if (!text)
		die(path, "out of memory");
	size = fread(text, 1, cap, f);
	if (ferror(f) || fclose(f) != 0)
		die(path, "can't be read");
	*ret_size = size;
	return text;
}

/* Positions name the file as the build does, not as this machine does. */
static void load(struct source_file *file, const char *path)
{
	struct yaml_input in = { .name = path };
	const struct value *name;
	const char *error = NULL;
	enum mpuc_status status;

	in.text = read_file(path, &in.size);
	status = yaml_read(&arena, &in, &file->root, &error);
	if (status != MPUC_OK)
		die_error(path, status, error);
	name = file->root->kind == VALUE_MAP ?
	       value_get(file->root, "name") : NULL;
	file->path = path;
	file->text = in.text;
	file->name = name && name->kind == VALUE_SCALAR ? name->text : "";
}

static void understand(struct source_file *file)
{
	const struct value *kind = NULL;
	const char *error = NULL;
	enum mpuc_status status;

	if (file->target || file->platform)
		return;
	if (file->root->kind == VALUE_MAP)
		kind = value_get(file->root, "mpuc-profile");
	file->reading = true;
	if (kind && kind->kind == VALUE_SCALAR &&
	    strcmp(kind->text, "platform") == 0)
		status = profile_read_platform(&arena, file->root,
					       &file->platform, &error);
	else
		status = profile_read_target(&arena, file->root,
					     &file->target, &error);
	file->reading = false;
	if (status != MPUC_OK)
		die_error(file->path, status, error);
}

/* The reader's "extends": among the given files, in any order. */
const struct target *target_find(const char *name)
{
	for (size_t i = 0; i < file_count; i++) {
		if (strcmp(files[i].name, name) != 0 || files[i].reading)
			continue;
		understand(&files[i]);
		return files[i].target;
	}
	return NULL;
}

static void print_char(FILE *f, unsigned char c, char quote)
{
	if (c == '\n')
		fputs("\\n", f);
	else if (c == '\t')
		fputs("\\t", f);
	else if (c == '\\' || c == (unsigned char)quote || c == '?')
		fprintf(f, "\\%c", c);
	else if (c < 0x20 || c >= 0x7f)
		fprintf(f, "\\%03o", c);
	else
		fputc(c, f);
}

static void print_string(FILE *f, const char *s)
{
	fputc('"', f);
	for (; *s; s++)
		print_char(f, (unsigned char)*s, '"');
	fputc('"', f);
}

static void print_record(FILE *f, const struct record *record,
			 const void *from);

static void print_texts(FILE *f, const struct field *field, const void *from)
{
	const char *const *texts = field_items(field, from);

	fputs("(const char *const []){ ", f);
	for (size_t i = 0; i < field_count(field, from); i++) {
		print_string(f, texts[i]);
		fputs(", ", f);
	}
	fputs("}", f);
}

static void print_steps(FILE *f, const struct field *field, const void *from)
{
	const struct step *steps = field_items(field, from);

	fputs("(const struct step []){\n", f);
	for (size_t i = 0; i < field_count(field, from); i++) {
		const struct step *s = &steps[i];

		fprintf(f, "{ .op = %u, .regions = { %" PRIu32 ", %" PRIu32
			", %" PRIu32 ", %" PRIu32 " }, .region_count = %"
			PRIu32 ", .per_domain = %d },\n", (unsigned)s->op,
			s->regions[0], s->regions[1], s->regions[2],
			s->regions[3], s->region_count, s->per_domain);
	}
	fputs("}", f);
}

static void print_list(FILE *f, const struct field *field, const void *from)
{
	size_t count = field_count(field, from);

	if (count == 0)
		return;
	fprintf(f, "%s = %zu,\n%s = ", field->count_member, count,
		field->member);
	if (field->kind == FIELD_TEXTS) {
		print_texts(f, field, from);
	} else if (field->kind == FIELD_STEPS) {
		print_steps(f, field, from);
	} else {
		fprintf(f, "(const %s []){\n", field->record->type);
		for (size_t i = 0; i < count; i++) {
			print_record(f, field->record,
				     record_at(field->record,
					       field_items(field, from), i));
			fputs(",\n", f);
		}
		fputs("}", f);
	}
	fputs(",\n", f);
}

static void print_inside(FILE *f, const struct field *field, const void *from)
{
	const char *base = from;

	if (field->has_member) {
		bool has;

		memcpy(&has, base + field->has_offset, sizeof(has));
		if (!has)
			return;
		fprintf(f, "%s = true,\n", field->has_member);
	}
	/* A phase without a name is not there. */
	if (field->kind == FIELD_PHASE &&
	    !field_text(&field->record->fields[0], base + field->offset))
		return;
	fprintf(f, "%s = ", field->member);
	print_record(f, field->record, base + field->offset);
	fputs(",\n", f);
}

static void print_field(FILE *f, const struct field *field, const void *from)
{
	const char *text;

	switch (field->kind) {
	case FIELD_HEADER:
		break;
	case FIELD_KEY:
	case FIELD_TEXT:
	case FIELD_ATTR:
	case FIELD_SECTION:
		text = field_text(field, from);
		if (text) {
			fprintf(f, "%s = ", field->member);
			print_string(f, text);
			fputs(",\n", f);
		}
		break;
	case FIELD_BOOL:
	case FIELD_NUMBER:
	case FIELD_POWER:
	case FIELD_CHOICE:
	case FIELD_BITS:
		fprintf(f, "%s = %" PRIu64 ",\n", field->member,
			field_number(field, from));
		break;
	case FIELD_BYTES:
		fprintf(f, "%s = { ", field->member);
		for (size_t i = 0; i < field->size; i++)
			fprintf(f, "%u, ",
				((const uint8_t *)from)[field->offset + i]);
		fputs("},\n", f);
		break;
	case FIELD_RECORD:
	case FIELD_PHASE:
		print_inside(f, field, from);
		break;
	case FIELD_TEXTS:
	case FIELD_NAMED:
	case FIELD_STEPS:
		print_list(f, field, from);
		break;
	}
}

/* Nothing printed makes { 0 }: C has no empty initialiser. */
static void print_record(FILE *f, const struct record *record,
			 const void *from)
{
	long before, after;

	fputs("{\n", f);
	before = ftell(f);
	for (size_t i = 0; i < record->field_count; i++)
		print_field(f, &record->fields[i], from);
	after = ftell(f);
	fputs(before == after ? "0 }" : "}", f);
}

/* An array of characters: a string literal may be too long for C. */
static void print_file_text(FILE *f, size_t index, const char *text)
{
	fprintf(f, "static const char text_%zu[] = {\n", index);
	for (size_t i = 0; text[i]; i++) {
		fputc('\'', f);
		print_char(f, (unsigned char)text[i], '\'');
		fputs(text[i] == '\n' ? "',\n" : "',", f);
	}
	fputs("0 };\n\n", f);
}

static int by_name(const void *a, const void *b)
{
	const struct source_file *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static void print_profiles(FILE *f, bool targets)
{
	const char *type = targets ? "target" : "platform";
	size_t count = 0;

	for (size_t i = 0; i < file_count; i++) {
		const void *from = files[i].target;

		if (!targets)
			from = files[i].platform;
		if (!from)
			continue;
		fprintf(f, "static const struct %s %s_%zu = ", type, type, i);
		print_record(f, targets ? &target_record : &platform_record,
			     from);
		fputs(";\n\n", f);
	}
	fprintf(f, "const struct %s *const profile_%ss[] = {\n", type, type);
	for (size_t i = 0; i < file_count; i++) {
		if (targets ? !files[i].target : !files[i].platform)
			continue;
		fprintf(f, "&%s_%zu,\n", type, i);
		count++;
	}
	fprintf(f, "NULL };\nconst size_t profile_%s_count = %zu;\n\n", type,
		count);
}

static void print_all(FILE *f)
{
	fputs("/* Made by tools/gen-profiles.c from profiles/. */\n"
	      "#include \"model/profile_read.h\"\n\n", f);
	print_profiles(f, true);
	print_profiles(f, false);
	for (size_t i = 0; i < file_count; i++)
		print_file_text(f, i, files[i].text);
	fputs("const struct profile_file profile_files[] = {\n", f);
	for (size_t i = 0; i < file_count; i++) {
		fputs("{ ", f);
		print_string(f, files[i].name);
		fprintf(f, ", text_%zu },\n", i);
	}
	fprintf(f, "};\nconst size_t profile_file_count = %zu;\n", file_count);
}

/* What one file alone can't tell. */
static void check_together(void)
{
	size_t defaults = 0;

	for (size_t i = 0; i < file_count; i++) {
		if (i > 0 && strcmp(files[i - 1].name, files[i].name) == 0)
			die(files[i].path, "a second profile of this name");
		if (files[i].target && files[i].target->is_default)
			defaults++;
	}
	if (defaults != 1)
		die("targets", "one of them must be the default");
}

int main(int argc, char **argv)
{
	FILE *f;

	if (argc < 4 || strcmp(argv[1], "-o") != 0)
		die("usage", "gen-profiles -o FILE YAML...");
	arena_init(&arena, ARENA_CAP_DEFAULT);
	files = arena_array(&arena, (size_t)argc, sizeof(*files));
	if (!files)
		die(argv[0], "out of memory");
	for (int i = 3; i < argc; i++)
		load(&files[file_count++], argv[i]);
	for (size_t i = 0; i < file_count; i++)
		understand(&files[i]);
	qsort(files, file_count, sizeof(*files), by_name);
	check_together();
	f = fopen(argv[2], "w");
	if (!f)
		die(argv[2], strerror(errno));
	print_all(f);
	if (ferror(f) || fclose(f) != 0)
		die(argv[2], "can't be written");
	arena_done(&arena);
	return 0;
}
