/* SPDX-License-Identifier: BSD-2-Clause */
/* Values of an ImageBuilder configuration, and the files that they name. */
#include "load/builder.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

#define MIB2 UINT64_C(0x200000)

enum mpuc_status builder_bad(struct build_text *b, const struct var *v,
			     const char *what)
{
	return load_fail(b->s, MPUC_E_SYNTAX, "%s:%u:%u: %s of '%s'",
			 b->c.file, v->pos.line, v->pos.col, what, v->key);
}

/* A shell reads a number that begins with 0 as octal. */
static bool parse(const char *text, size_t len, uint64_t *ret_value)
{
	if (len > 1 && text[0] == '0' && text[1] != 'x' && text[1] != 'X')
		return false;
	return num_parse(text, len, ret_value);
}

enum mpuc_status builder_number(struct build_text *b,
				const struct var *v,
				uint64_t missing, uint64_t *ret_value)
{
	*ret_value = missing;
	if (v == NULL || v->text[0] == '\0')
		return MPUC_OK;
	if (!parse(v->text, strlen(v->text), ret_value))
		return builder_bad(b, v, "not a number, decimal or behind "
				   "0x: the value");
	return MPUC_OK;
}

/* The next word of a list; false at its end. */
static bool next_word(const char **at, const char **ret_word, size_t *ret_len)
{
	*at += strspn(*at, " \t\n");
	*ret_word = *at;
	*ret_len = strcspn(*at, " \t\n");
	*at += *ret_len;
	return *ret_len > 0;
}

enum mpuc_status builder_pairs(struct build_text *b,
			       const struct var *v,
			       const char *property, uint64_t *ret_sum)
{
	const char *at = v->text, *word, *cells = "";
	uint64_t value, count = 0;
	size_t len;

	*ret_sum = 0;
	for (; next_word(&at, &word, &len); count++) {
		if (!parse(word, len, &value))
			return builder_bad(b, v, "not a list of addresses and "
					   "sizes: the value");
		if (count % 2 == 1 && !num_add(*ret_sum, value, ret_sum))
			return builder_bad(b, v, "more than 64 bits: the sum");
		cells = arena_printf(b->s->arena, "%s%s0x%x 0x%x", cells,
				     count == 0 ? "" : " ",
				     (uint32_t)(value >> 32),
				     (uint32_t)value);
		TRY_PTR(cells);
	}
	if (count % 2 == 1)
		return builder_bad(b, v, "an address without a size at the "
				   "end");
	return made_line(&b->made, v->pos, "%s = <%s>;", property, cells);
}

/* --------------------------------------------------------------- files */

static const char *path_of(struct build_text *b, const char *name)
{
	return name[0] == '/' ? name :
	       arena_printf(b->s->arena, "%s%s", b->folder, name);
}

enum mpuc_status builder_file(struct build_text *b,
			      const struct var *v,
			      const char **ret_file, uint64_t *ret_size)
{
	*ret_file = path_of(b, v->text);
	TRY_PTR(*ret_file);
	if (!os_file_size(*ret_file, ret_size))
		return load_fail(b->s, MPUC_E_IO, "%s:%u:%u: %s: no such file",
				 b->c.file, v->pos.line, v->pos.col,
				 *ret_file);
	return MPUC_OK;
}

enum mpuc_status builder_load(struct build_text *b,
			      const struct var *v, uint64_t size,
			      uint64_t *ret_address)
{
	uint64_t next;

	*ret_address = b->load;
	if (!num_add(b->load, size, &next) ||
	    !num_align_up(next, MIB2, &next) ||
	    (b->has_end && next > b->memory_end))
		return builder_bad(b, v, "no room below MEMORY_END for the "
				   "file");
	b->load = next;
	return MPUC_OK;
}
