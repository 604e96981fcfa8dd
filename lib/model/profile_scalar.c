/* SPDX-License-Identifier: BSD-2-Clause */
/* One scalar, or a list of scalars, into a member. */
#include <string.h>

#include "base/line.h"
#include "base/num.h"
#include "base/try.h"
#include "model/profile_reader.h"

enum mpuc_status (reader_fail)(struct profile_reader *r, struct srcpos pos,
			       const char *fmt, ...)
{
	const char *message;
	va_list ap;

	va_start(ap, fmt);
	message = line_clean(arena_vprintf(r->arena, fmt, ap));
	va_end(ap);
	TRY_PTR(message);
	r->error = arena_printf(r->arena, "%s:%lu:%lu: %s", pos.file,
				(unsigned long)pos.line,
				(unsigned long)pos.col, message);
	TRY_PTR(r->error);
	return MPUC_E_SYNTAX;
}

const char *reader_label(struct profile_reader *r, const struct value *v)
{
	const char *label;

	if (!v->key)
		return "an item";
	label = arena_printf(r->arena, "'%s'", v->key);
	return label ? label : "a key";
}

enum mpuc_status reader_want(struct profile_reader *r, const struct value *v,
			     enum value_kind kind)
{
	if (v->kind == kind)
		return MPUC_OK;
	if (v->kind == VALUE_SCALAR && !*v->text && !v->quoted)
		return reader_fail(r, v->pos, "%s has no value; expected %s",
				   reader_label(r, v), value_kind_text(kind));
	return reader_fail(r, v->pos, "%s must be %s, not %s",
			   reader_label(r, v), value_kind_text(kind),
			   value_kind_text(v->kind));
}

enum mpuc_status reader_text(struct profile_reader *r, const struct value *v,
			     const char **ret_text)
{
	TRY(reader_want(r, v, VALUE_SCALAR));
	if (!*v->text)
		return reader_fail(r, v->pos, "%s must not be empty",
				   reader_label(r, v));
	if (value_is_typed(v))
		return reader_fail(r, v->pos,
				   "%s must be text; put '%s' in quotes",
				   reader_label(r, v), v->text);
	*ret_text = v->text;
	return MPUC_OK;
}

enum mpuc_status reader_bool(struct profile_reader *r, const struct value *v,
			     bool *ret_value)
{
	TRY(reader_want(r, v, VALUE_SCALAR));
	if (v->quoted)
		return reader_fail(r, v->pos,
				   "%s must be true or false, without quotes",
				   reader_label(r, v));
	if (strcmp(v->text, "true") == 0) {
		*ret_value = true;
		return MPUC_OK;
	}
	if (strcmp(v->text, "false") == 0) {
		*ret_value = false;
		return MPUC_OK;
	}
	if (value_is_old_bool(v->text))
		return reader_fail(r, v->pos, "%s must be true or false; '%s' "
				   "is a boolean to some readers only",
				   reader_label(r, v), v->text);
	return reader_fail(r, v->pos, "%s must be true or false, not '%s'",
			   reader_label(r, v), v->text);
}

static enum mpuc_status read_number(struct profile_reader *r,
				    const struct value *v, uint64_t min,
				    uint64_t max, uint64_t *ret_value)
{
	uint64_t value;

	TRY(reader_want(r, v, VALUE_SCALAR));
	if (v->quoted || !num_parse(v->text, strlen(v->text), &value))
		return reader_fail(r, v->pos,
				   "%s must be a number, decimal or 0x...",
				   reader_label(r, v));
	if (value < min || value > max)
		return reader_fail(r, v->pos, "%s must be %llu..%llu, not %s",
				   reader_label(r, v), (unsigned long long)min,
				   (unsigned long long)max, v->text);
	*ret_value = value;
	return MPUC_OK;
}

static void store(const struct field *f, void *record, uint64_t value)
{
	char *to = (char *)record + f->offset;
	uint32_t u32 = (uint32_t)value;
	uint8_t u8 = (uint8_t)value;

	if (f->size == sizeof(u8))
		memcpy(to, &u8, sizeof(u8));
	else if (f->size == sizeof(u32))
		memcpy(to, &u32, sizeof(u32));
	else
		memcpy(to, &value, sizeof(value));
}

static enum mpuc_status read_choice(struct profile_reader *r,
				    const struct field *f,
				    const struct value *v, unsigned *ret_value)
{
	const struct field_choice *near = NULL;

	TRY(reader_want(r, v, VALUE_SCALAR));
	for (const struct field_choice *c = f->choices; c->name; c++) {
		if (strcmp(v->text, c->name) == 0) {
			*ret_value = c->value;
			return MPUC_OK;
		}
		if (!near && value_near(v->text, c->name))
			near = c;
	}
	if (near)
		return reader_fail(r, v->pos, "unknown '%s' for '%s'; "
				   "did you mean '%s'?", v->text, f->key,
				   near->name);
	return reader_fail(r, v->pos, "unknown '%s' for '%s'", v->text,
			   f->key);
}

static enum mpuc_status read_bits(struct profile_reader *r,
				  const struct field *f, const struct value *v,
				  void *record)
{
	uint64_t bits = 0;

	TRY(reader_want(r, v, VALUE_SEQ));
	for (size_t i = 0; i < v->items.count; i++) {
		const struct value *item = &v->items.items[i];
		unsigned bit;

		TRY(read_choice(r, f, item, &bit));
		if (bits & UINT64_C(1) << bit)
			return reader_fail(r, item->pos, "'%s' stands twice",
					   item->text);
		bits |= UINT64_C(1) << bit;
	}
	store(f, record, bits);
	return MPUC_OK;
}

static enum mpuc_status read_bytes(struct profile_reader *r,
				   const struct field *f,
				   const struct value *v, void *record)
{
	TRY(reader_want(r, v, VALUE_SEQ));
	if (v->items.count != f->size)
		return reader_fail(r, v->pos, "'%s' must have %lu items, "
				   "not %lu", f->key, (unsigned long)f->size,
				   (unsigned long)v->items.count);
	for (size_t i = 0; i < f->size; i++) {
		uint64_t byte;

		TRY(read_number(r, &v->items.items[i], 0, UINT8_MAX, &byte));
		((uint8_t *)record)[f->offset + i] = (uint8_t)byte;
	}
	return MPUC_OK;
}

static enum mpuc_status read_texts(struct profile_reader *r,
				   const struct field *f,
				   const struct value *v, void *record)
{
	const char **texts;
	size_t count = v->items.count;

	TRY(reader_want(r, v, VALUE_SEQ));
	texts = arena_array(r->arena, count ? count : 1, sizeof(*texts));
	TRY_PTR(texts);
	for (size_t i = 0; i < count; i++)
		TRY(reader_text(r, &v->items.items[i], &texts[i]));
	memcpy((char *)record + f->offset, &texts, sizeof(texts));
	memcpy((char *)record + f->count_offset, &count, sizeof(count));
	return MPUC_OK;
}

static enum mpuc_status read_name(struct profile_reader *r,
				  const struct field *f, const struct value *v,
				  void *record)
{
	const char *text;

	TRY(reader_text(r, v, &text));
	if (f->kind == FIELD_ATTR && !target_attr(r->target, text))
		return reader_fail(r, v->pos, "no attribute '%s'", text);
	if (f->kind == FIELD_SECTION && !target_section(r->target, text))
		return reader_fail(r, v->pos, "no section '%s'", text);
	memcpy((char *)record + f->offset, &text, sizeof(text));
	return MPUC_OK;
}

static enum mpuc_status read_power(struct profile_reader *r,
				   const struct field *f,
				   const struct value *v, uint64_t *ret_value)
{
	uint64_t value;

	TRY(read_number(r, v, f->min, f->max, &value));
	if (value & (value - 1))
		return reader_fail(r, v->pos, "%s must be a power of two",
				   reader_label(r, v));
	*ret_value = value;
	return MPUC_OK;
}

enum mpuc_status reader_scalar(struct profile_reader *r,
			       const struct field *f, const struct value *v,
			       void *record)
{
	uint64_t number = 0;
	unsigned choice = 0;
	bool yes = false;

	if (f->kind == FIELD_BITS)
		return read_bits(r, f, v, record);
	if (f->kind == FIELD_BYTES)
		return read_bytes(r, f, v, record);
	if (f->kind == FIELD_TEXTS)
		return read_texts(r, f, v, record);
	if (f->kind == FIELD_BOOL) {
		TRY(reader_bool(r, v, &yes));
		number = yes;
	} else if (f->kind == FIELD_NUMBER) {
		TRY(read_number(r, v, f->min, f->max, &number));
	} else if (f->kind == FIELD_POWER) {
		TRY(read_power(r, f, v, &number));
	} else if (f->kind == FIELD_CHOICE) {
		TRY(read_choice(r, f, v, &choice));
		number = choice;
	} else {
		return read_name(r, f, v, record);
	}
	store(f, record, number);
	return MPUC_OK;
}
