/* SPDX-License-Identifier: BSD-2-Clause */
#include "model/profile_read.h"

#include <string.h>

#include "base/try.h"
#include "model/profile_fields.h"
#include "model/profile_reader.h"

/*
 * A record that is being filled.  inherits: it starts as a copy of another
 * one, so that nothing is missing that the file does not say.
 */
struct filling {
	const struct record *record;
	void *to;
	bool inherits;
};

static enum mpuc_status read_field(struct profile_reader *r,
				   const struct filling *in,
				   const struct field *f,
				   const struct value *v);

static const struct field *find_field(const struct record *record,
				      const char *key)
{
	for (size_t i = 0; i < record->field_count; i++) {
		const struct field *f = &record->fields[i];

		if (f->key && strcmp(f->key, key) == 0)
			return f;
	}
	return NULL;
}

static enum mpuc_status refuse_unknown(struct profile_reader *r,
				       const struct record *record,
				       const struct value *v)
{
	for (size_t i = 0; i < v->items.count; i++) {
		const struct value *item = &v->items.items[i];
		const struct field *f = record->fields;
		const struct field *end = f + record->field_count;

		if (find_field(record, item->key))
			continue;
		while (f < end && !(f->key && value_near(f->key, item->key)))
			f++;
		if (f < end)
			return reader_fail(r, item->key_pos, "unknown key '%s'"
					   "; did you mean '%s'?", item->key,
					   f->key);
		return reader_fail(r, item->key_pos, "unknown key '%s' in %s",
				   item->key, record->what);
	}
	return MPUC_OK;
}

static enum mpuc_status read_record(struct profile_reader *r,
				    const struct filling *in,
				    const struct value *v)
{
	const struct record *record = in->record;

	if (record->bare)
		return read_field(r, in,
				  &record->fields[record->field_count - 1], v);
	TRY(reader_want(r, v, VALUE_MAP));
	TRY(refuse_unknown(r, record, v));
	for (size_t i = 0; i < record->field_count; i++) {
		const struct field *f = &record->fields[i];
		const struct value *item;

		if (!f->key)
			continue;
		item = value_get(v, f->key);
		if (item)
			TRY(read_field(r, in, f, item));
		else if (f->required && (!in->inherits || f->own))
			return reader_fail(r, v->pos, "%s has no '%s'",
					   v->key ? reader_label(r, v) :
					   record->what, f->key);
	}
	if (r->target && strcmp(record->type, "struct region_rule") == 0)
		return reader_region_check(r, v, in->to);
	return MPUC_OK;
}

static void set_text(const struct field *f, void *record, const char *text)
{
	memcpy((char *)record + f->offset, &text, sizeof(text));
}

static enum mpuc_status read_inside(struct profile_reader *r,
				    const struct filling *in,
				    const struct field *f,
				    const struct value *v)
{
	const bool yes = true;
	struct filling inside = {
		.record = f->record,
		.to = (char *)in->to + f->offset,
		.inherits = in->inherits,
	};

	if (f->has_member) {
		bool has;

		memcpy(&has, (char *)in->to + f->has_offset, sizeof(has));
		inside.inherits = has;
		memcpy((char *)in->to + f->has_offset, &yes, sizeof(yes));
	}
	return read_record(r, &inside, v);
}

static enum mpuc_status read_phase(struct profile_reader *r,
				   const struct filling *in,
				   const struct field *f,
				   const struct value *v)
{
	const struct filling inside = {
		.record = f->record, .to = (char *)in->to + f->offset,
	};
	enum mpuc_status status;

	set_text(&f->record->fields[0], inside.to, f->key);
	r->has_domain = strcmp(f->key, "guest") == 0;
	status = read_record(r, &inside, v);
	r->has_domain = false;
	return status;
}

/* Element of this name, or the free one behind the last. */
static size_t find_named(const struct record *record, const void *items,
			 size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		const void *item = record_at(record, items, i);

		if (strcmp(field_text(&record->fields[0], item), name) == 0)
			return i;
	}
	return count;
}

/* By name: an entry that is there already changes, a new one comes last. */
static enum mpuc_status read_named(struct profile_reader *r,
				   const struct filling *in,
				   const struct field *f,
				   const struct value *v)
{
	const struct record *record = f->record;
	size_t count = field_count(f, in->to);
	char *items;

	TRY(reader_want(r, v, VALUE_MAP));
	items = arena_array(r->arena, count + v->items.count + 1,
			    record->size);
	TRY_PTR(items);
	if (count)
		memcpy(items, field_items(f, in->to), count * record->size);
	for (size_t i = 0; i < v->items.count; i++) {
		const struct value *item = &v->items.items[i];
		size_t at = find_named(record, items, count, item->key);
		struct filling entry = {
			.record = record, .to = items + at * record->size,
			.inherits = at < count,
		};

		if (!*item->key)
			return reader_fail(r, item->key_pos,
					   "a name must not be empty");
		if (at == count) {
			set_text(&record->fields[0], entry.to, item->key);
			count++;
		}
		TRY(read_record(r, &entry, item));
	}
	memcpy((char *)in->to + f->offset, &items, sizeof(items));
	memcpy((char *)in->to + f->count_offset, &count, sizeof(count));
	return MPUC_OK;
}

static enum mpuc_status read_field(struct profile_reader *r,
				   const struct filling *in,
				   const struct field *f,
				   const struct value *v)
{
	switch (f->kind) {
	case FIELD_HEADER:
	case FIELD_KEY:
		return MPUC_OK;
	case FIELD_RECORD:
		return read_inside(r, in, f, v);
	case FIELD_PHASE:
		return read_phase(r, in, f, v);
	case FIELD_NAMED:
		return read_named(r, in, f, v);
	case FIELD_STEPS:
		return reader_steps(r, f, v, in->to);
	case FIELD_TEXT:
	case FIELD_ATTR:
	case FIELD_SECTION:
	case FIELD_BOOL:
	case FIELD_NUMBER:
	case FIELD_POWER:
	case FIELD_CHOICE:
	case FIELD_BITS:
	case FIELD_BYTES:
	case FIELD_TEXTS:
		break;
	}
	return reader_scalar(r, f, v, in->to);
}

static enum mpuc_status read_header(struct profile_reader *r,
				    const struct value *root,
				    const char *want)
{
	const struct value *kind, *version;
	const char *text;

	TRY(reader_want(r, root, VALUE_MAP));
	kind = value_get(root, "mpuc-profile");
	if (!kind)
		return reader_fail(r, root->pos,
				   "not a profile: no 'mpuc-profile'");
	TRY(reader_text(r, kind, &text));
	if (strcmp(text, want) != 0)
		return reader_fail(r, kind->pos,
				   "expected a %s profile, not '%s'", want,
				   text);
	version = value_get(root, "version");
	if (!version)
		return reader_fail(r, root->pos, "a profile has no 'version'");
	if (version->kind != VALUE_SCALAR || version->quoted ||
	    strcmp(version->text, "1") != 0)
		return reader_fail(r, version->pos,
				   "'version' must be 1, the only one so far");
	return MPUC_OK;
}

/* What says which profile this is can't come from another one. */
static void forget_own(const struct record *record, void *to)
{
	const size_t zero = 0;

	for (size_t i = 0; i < record->field_count; i++) {
		const struct field *f = &record->fields[i];

		if (!f->own)
			continue;
		memset((char *)to + f->offset, 0, f->size);
		if (f->count_member)
			memcpy((char *)to + f->count_offset, &zero,
			       sizeof(zero));
	}
}

static enum mpuc_status read_extends(struct profile_reader *r,
				     const struct value *root,
				     struct filling *in)
{
	const struct value *v = value_get(root, "extends");
	const struct target *base;
	const char *name;

	if (!v)
		return MPUC_OK;
	TRY(reader_text(r, v, &name));
	base = target_find(name);
	if (!base)
		return reader_fail(r, v->pos, "no target '%s' to extend",
				   name);
	*r->target = *base;
	forget_own(in->record, in->to);
	in->inherits = true;
	return MPUC_OK;
}

/* The names of boot contexts are "boot/<phase>" in every output. */
static enum mpuc_status check_target(struct profile_reader *r,
				     const struct value *root)
{
	const struct value *boot = value_get(root, "boot");
	const struct value *planning = value_get(root, "planning");
	const struct value *promote = NULL;

	if (planning)
		promote = value_get(planning, "promote");
	for (size_t i = 0; promote && i < promote->items.count; i++) {
		const struct value *from = &promote->items.items[i];

		if (!target_attr(r->target, from->key))
			return reader_fail(r, from->key_pos,
					   "no attribute '%s'", from->key);
	}
	for (size_t i = 0; boot && i < boot->items.count; i++) {
		const struct value *phase = &boot->items.items[i];

		if (strlen(phase->key) <= 5 ||
		    memcmp(phase->key, "boot/", 5) != 0)
			return reader_fail(r, phase->key_pos, "a phase of "
					   "'boot' is named 'boot/...', not "
					   "'%s'", phase->key);
	}
	return MPUC_OK;
}

static enum mpuc_status fill_target(struct profile_reader *r,
				    const struct value *root)
{
	struct filling in = { .record = &target_record, .to = r->target };

	TRY(read_header(r, root, "target"));
	TRY(read_extends(r, root, &in));
	TRY(read_record(r, &in, root));
	return check_target(r, root);
}

enum mpuc_status profile_read_target(struct arena *a, const struct value *root,
				     const struct target **ret_target,
				     const char **ret_error)
{
	struct target *target = arena_alloc(a, sizeof(*target));
	struct profile_reader r = { .arena = a, .target = target };
	enum mpuc_status status;

	TRY_PTR(target);
	status = fill_target(&r, root);
	if (status == MPUC_OK)
		*ret_target = target;
	else
		*ret_error = r.error;
	return status;
}

static enum mpuc_status fill_platform(struct profile_reader *r,
				      const struct value *root,
				      struct platform *p)
{
	const struct filling in = { .record = &platform_record, .to = p };

	TRY(read_header(r, root, "platform"));
	TRY(read_record(r, &in, root));
	if (p->pa_bits > pmsa_width(p->arch))
		return reader_fail(r, value_get(root, "pa-bits")->pos,
				   "'pa-bits' of %s must be at most %u",
				   pmsa_arch_name(p->arch),
				   pmsa_width(p->arch));
	return MPUC_OK;
}

enum mpuc_status profile_read_platform(struct arena *a,
				       const struct value *root,
				       const struct platform **ret_platform,
				       const char **ret_error)
{
	struct platform *platform = arena_alloc(a, sizeof(*platform));
	struct profile_reader r = { .arena = a };
	enum mpuc_status status;

	TRY_PTR(platform);
	status = fill_platform(&r, root, platform);
	if (status == MPUC_OK)
		*ret_platform = platform;
	else
		*ret_error = r.error;
	return status;
}
