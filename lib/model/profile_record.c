/* SPDX-License-Identifier: BSD-2-Clause */
/* Members of a record by their rows, and the comparison of two records. */
#include "model/profile_fields.h"

#include <string.h>

#include "model/profile.h"

static const void *member_of(const struct field *f, const void *record)
{
	return (const char *)record + f->offset;
}

uint64_t field_number(const struct field *f, const void *record)
{
	uint64_t u64;
	uint32_t u32;
	uint8_t u8;

	switch (f->size) {
	case sizeof(u8):
		memcpy(&u8, member_of(f, record), sizeof(u8));
		return u8;
	case sizeof(u32):
		memcpy(&u32, member_of(f, record), sizeof(u32));
		return u32;
	default:
		memcpy(&u64, member_of(f, record), sizeof(u64));
		return u64;
	}
}

const char *field_text(const struct field *f, const void *record)
{
	const char *text;

	memcpy(&text, member_of(f, record), sizeof(text));
	return text;
}

size_t field_count(const struct field *f, const void *record)
{
	size_t count;

	memcpy(&count, (const char *)record + f->count_offset, sizeof(count));
	return count;
}

const void *field_items(const struct field *f, const void *record)
{
	const void *items;

	memcpy(&items, member_of(f, record), sizeof(items));
	return items;
}

const void *record_at(const struct record *record, const void *items,
		      size_t index)
{
	return (const char *)items + index * record->size;
}

static bool same_text(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	return strcmp(a, b) == 0;
}

static bool same_texts(const struct field *f, const void *a, const void *b)
{
	const char *const *x = field_items(f, a);
	const char *const *y = field_items(f, b);
	size_t count = field_count(f, a);

	if (count != field_count(f, b))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!same_text(x[i], y[i]))
			return false;
	return true;
}

static bool same_steps(const struct field *f, const void *a, const void *b)
{
	const struct step *x = field_items(f, a);
	const struct step *y = field_items(f, b);
	size_t count = field_count(f, a);

	if (count != field_count(f, b))
		return false;
	for (size_t i = 0; i < count; i++)
		if (x[i].op != y[i].op || x[i].per_domain != y[i].per_domain ||
		    x[i].region_count != y[i].region_count ||
		    memcmp(x[i].regions, y[i].regions,
			   sizeof(x[i].regions)) != 0)
			return false;
	return true;
}

static bool same_has(const struct field *f, const void *a, const void *b)
{
	bool x, y;

	if (!f->has_member)
		return true;
	memcpy(&x, (const char *)a + f->has_offset, sizeof(x));
	memcpy(&y, (const char *)b + f->has_offset, sizeof(y));
	return x == y;
}

static const struct field *named_differs(const struct field *f,
					 const void *a, const void *b)
{
	const void *x = field_items(f, a), *y = field_items(f, b);
	size_t count = field_count(f, a);

	if (count != field_count(f, b))
		return f;
	for (size_t i = 0; i < count; i++) {
		const struct field *found;

		found = record_differs(f->record, record_at(f->record, x, i),
				       record_at(f->record, y, i));
		if (found)
			return found;
	}
	return NULL;
}

static const struct field *field_differs(const struct field *f,
					 const void *a, const void *b)
{
	bool same = true;

	switch (f->kind) {
	case FIELD_HEADER:
		return NULL;
	case FIELD_KEY:
	case FIELD_TEXT:
	case FIELD_ATTR:
	case FIELD_SECTION:
		same = same_text(field_text(f, a), field_text(f, b));
		break;
	case FIELD_BOOL:
	case FIELD_NUMBER:
	case FIELD_POWER:
	case FIELD_CHOICE:
	case FIELD_BITS:
		same = field_number(f, a) == field_number(f, b);
		break;
	case FIELD_BYTES:
		same = memcmp(member_of(f, a), member_of(f, b), f->size) == 0;
		break;
	case FIELD_TEXTS:
		same = same_texts(f, a, b);
		break;
	case FIELD_RECORD:
	case FIELD_PHASE:
		if (!same_has(f, a, b))
			return f;
		return record_differs(f->record, member_of(f, a),
				      member_of(f, b));
	case FIELD_NAMED:
		return named_differs(f, a, b);
	case FIELD_STEPS:
		same = same_steps(f, a, b);
		break;
	}
	return same ? NULL : f;
}

const struct field *record_differs(const struct record *record,
				   const void *a, const void *b)
{
	for (size_t i = 0; i < record->field_count; i++) {
		const struct field *found;

		found = field_differs(&record->fields[i], a, b);
		if (found)
			return found;
	}
	return NULL;
}
