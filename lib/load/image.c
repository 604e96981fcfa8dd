/* SPDX-License-Identifier: BSD-2-Clause */
#include "load/load.h"

#include <string.h>

#include "base/sort.h"
#include "base/try.h"
#include "load/elf.h"
#include "load/session.h"

#define ELF_CAP ((size_t)256 << 20)
#define HEX_DIGITS 16
#define FIELDS 4

struct field {
	const char *at;
	size_t len;
};

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool parse_hex(const struct field *f, uint64_t *ret_value)
{
	uint64_t value = 0;

	if (f->len == 0 || f->len > HEX_DIGITS)
		return false;
	for (size_t i = 0; i < f->len; i++) {
		int digit = hex_digit(f->at[i]);

		if (digit < 0)
			return false;
		value = value << 4 | (unsigned)digit;
	}
	*ret_value = value;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The last field is the rest of the line: names may hold blanks. */
static size_t split(const char *at, const char *end, size_t max,
		    struct field *fields)
{
	size_t n = 0;

	while (end > at && is_blank(end[-1]))
		end--;
	while (n < max) {
		struct field *f = &fields[n];

		while (at < end && is_blank(*at))
			at++;
		if (at == end)
			break;
		f->at = at;
		while (at < end && (n + 1 == max || !is_blank(*at)))
			at++;
		f->len = (size_t)(at - f->at);
		n++;
	}
	return n;
}

static bool is_type(const struct field *f)
{
	char c = f->at[0];

	return f->len == 1 && ((c >= 'a' && c <= 'z') ||
			       (c >= 'A' && c <= 'Z') || c == '-' || c == '?');
}

/* Nothing to add: an empty line, "file.o:", or an undefined symbol. */
static bool is_ignored(const struct field *f, size_t n)
{
	return n == 0 || (n == 1 && f[0].at[f[0].len - 1] == ':') ||
	       (n >= 2 && f[0].len == 1 && strchr("Uvw", f[0].at[0]) != NULL);
}

/* False for a line that nm does not write. */
static bool parse_line(const char *at, const char *end, struct field *name,
		       uint64_t *value)
{
	struct field f[FIELDS];
	uint64_t size;
	size_t n = split(at, end, 3, f);

	name->len = 0;
	if (is_ignored(f, n))
		return true;
	if (n < 3 || !parse_hex(&f[0], value))
		return false;
	/* With nm -S a size comes before the type. */
	if (!is_type(&f[1])) {
		if (!parse_hex(&f[1], &size) || split(at, end, 4, f) < 4 ||
		    !is_type(&f[2]))
			return false;
		*name = f[3];
	} else {
		*name = f[2];
	}
	return true;
}

static enum mpuc_status read_listing(struct load_session *s,
				     const struct os_bytes *file,
				     struct image *image)
{
	const char *at = (const char *)file->data, *end = at + file->size;

	for (uint32_t line = 1; at < end; line++) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		struct image_symbol *slot;
		struct field name;
		uint64_t value = 0;

		if (line_end == NULL)
			line_end = end;
		if (!parse_line(at, line_end, &name, &value))
			return load_fail(s, MPUC_E_SYNTAX, "%s:%u: neither "
					 "an ELF nor a listing of nm",
					 image->input, line);
		at = line_end + 1;
		if (name.len == 0)
			continue;
		slot = VEC_PUSH(s->arena, &image->symbols);
		TRY_PTR(slot);
		slot->name = arena_strndup(s->arena, name.at, name.len);
		TRY_PTR(slot->name);
		slot->value = value;
	}
	return MPUC_OK;
}

static int by_name(const void *a, const void *b, const void *arg)
{
	const struct image_symbol *x = a, *y = b;

	(void)arg;
	return strcmp(x->name, y->name);
}

static enum mpuc_status read_image(struct load_session *s,
				   struct arena *scratch, const char *file,
				   struct image *image)
{
	struct os_bytes bytes;
	const char *error = NULL;
	enum mpuc_status st;
	uint64_t value;

	st = os_read_file(scratch, file, ELF_CAP, &bytes, &error);
	if (st != MPUC_OK && error != NULL)
		return load_fail(s, st, "%s", error);
	TRY(st);
	if (bytes.size >= 4 && memcmp(bytes.data, "\177ELF", 4) == 0)
		TRY(elf_read(s, &bytes, image));
	else
		TRY(read_listing(s, &bytes, image));
	TRY(sort_stable(s->arena, image->symbols.items, image->symbols.count,
			sizeof(*image->symbols.items), by_name, NULL));
	if (!image_symbol(image, "_start", &value) ||
	    !image_symbol(image, "_end", &value))
		return load_fail(s, MPUC_E_SYNTAX,
				 "%s: has no _start and _end symbols", file);
	return MPUC_OK;
}

enum mpuc_status load_image(struct arena *a, const char *file,
			    struct image **ret_image, const char **ret_error)
{
	struct load_session s = { .arena = a };
	struct image *image = arena_alloc(a, sizeof(*image));
	struct arena scratch;
	enum mpuc_status st;

	TRY_PTR(image);
	image->input = file;
	arena_init(&scratch, a->cap);
	st = read_image(&s, &scratch, file, image);
	arena_done(&scratch);
	if (st == MPUC_OK)
		*ret_image = image;
	else if (s.error != NULL)
		*ret_error = s.error;
	return st;
}
