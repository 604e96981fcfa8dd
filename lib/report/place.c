/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include "report/edit.h"
#include "report/report.h"
#include "report/show.h"
#include "report/table.h"

#define COLUMNS 5

struct bank_row {
	char base[24], end[24], size[32];
	const char *cells[COLUMNS];
};

static void hex(char text[24], uint64_t value)
{
	(void)snprintf(text, 24, "0x%llx", (unsigned long long)value);
}

static void size_text(char text[32], uint64_t size)
{
	static const char *const units[] = { "bytes", "KiB", "MiB", "GiB" };
	size_t unit = 0;

	while (size != 0 && size % 1024 == 0 && unit < 3) {
		size /= 1024;
		unit++;
	}
	(void)snprintf(text, 32, "%llu %s", (unsigned long long)size,
		       units[unit]);
}

static void fill_row(struct bank_row *row, const char *what,
		     struct range range, const char *remark)
{
	const char *const cells[COLUMNS] = {
		what, row->base, row->end, row->size, remark,
	};

	hex(row->base, range.base);
	hex(row->end, range.last);
	size_text(row->size, range_size(range));
	memcpy(row->cells, cells, sizeof(cells));
}

typedef void row_fn(struct table *t, struct out *o, struct bank_row *row);

static void measure(struct table *t, struct out *o, struct bank_row *row)
{
	(void)o;
	table_measure(t, row->cells);
}

static void print(struct table *t, struct out *o, struct bank_row *row)
{
	table_row(t, o, row->cells);
}

static void each_row(const struct place_view *v, struct table *t,
		     struct out *o, row_fn *fn)
{
	struct bank_row row;

	for (size_t i = 0; i < v->bank_count; i++) {
		fill_row(&row, v->banks[i].domain, v->banks[i].range,
			 v->banks[i].kept ? "as before" : "");
		fn(t, o, &row);
	}
	for (size_t i = 0; i < v->section_count; i++) {
		const struct place_section_view *s = &v->sections[i];

		for (size_t k = 0; k < s->bank_count; k++) {
			fill_row(&row, s->property, s->banks[k], "");
			fn(t, o, &row);
		}
	}
}

static void bank_table(const struct place_view *v, struct out *o)
{
	static const char *const heads[COLUMNS] = {
		"for", "base", "last", "size", "",
	};
	struct table t;

	table_init(&t, heads, COLUMNS);
	t.right = 0x8;
	each_row(v, &t, o, measure);
	table_heads(&t, o);
	each_row(v, &t, o, print);
	out_str(o, "\n");
}

static void score_line(struct out *o, const char *what, bool proven)
{
	out_fmt(o, "%s%s\n", what, proven ? "" : " (not proven least)");
}

static bool has_guest_section(const struct target *t)
{
	for (size_t i = 0; i < t->section_count; i++) {
		if ((t->sections[i].holds >> OBJ_STATIC_MEM & 1) != 0)
			return true;
	}
	return false;
}

static void score_text(const struct place_view *v, struct out *o)
{
	const struct place_score_view *s = &v->score;
	const struct system *system = v->edit.before.system;

	if (system->regions_known)
		out_fmt(o, "%u context%s over budget, the fullest has %u of "
			"%u regions\n", s->over, s->over == 1 ? "" : "s",
			s->worst, system->regions);
	else
		out_fmt(o, "the fullest context has %u regions\n", s->worst);
	out_fmt(o, "%u bank%s of domains", s->fragments,
		s->fragments == 1 ? "" : "s");
	if (has_guest_section(system->target))
		out_fmt(o, ", %u of the section for guests' memory",
			s->sections);
	score_line(o, "", v->proven);
	out_fmt(o, "%u bank%s moved", s->moved, s->moved == 1 ? "" : "s");
	score_line(o, "", v->moved_proven);
	if (s->over_mapped != 0) {
		out_str(o, "sections cover ");
		show_size(o, s->over_mapped);
		score_line(o, " that nobody uses", v->cover_proven);
	}
	if (!v->proven)
		out_fmt(o, "the search ended after %llu steps; --steps lets "
			"it go on\n", (unsigned long long)v->steps);
	out_str(o, "\n");
}

static void place_text(const struct place_view *v, struct out *o)
{
	if (v->bank_count == 0 && v->section_count == 0) {
		out_str(o, "nothing to place: no domain states memory without "
			"xen,static-mem, and the sections are there; --size DOMAIN=SIZE places "
			"a domain anew, --sections computes the sections "
			"anew\n\n");
	} else {
		bank_table(v, o);
		score_text(v, o);
	}
	edit_text_rest(&v->edit, o);
}

/* ---------------------------------------------------------------- json */

static json_t *range_json(struct element_ctx *c, struct range range)
{
	const struct span span = { range.base, range_size(range) };
	json_t *list = element_spans(c, &span, 1), *first;

	first = json_incref(json_array_get(list, 0));
	json_decref(list);
	return first;
}

static json_t *bank_json(struct element_ctx *c,
			 const struct place_bank_view *b)
{
	json_t *object = range_json(c, b->range);

	element_set(c, object, "domain", element_text(c, b->domain));
	element_set(c, object, "kept", json_boolean(b->kept));
	return object;
}

static json_t *section_json(struct element_ctx *c,
			    const struct place_section_view *s)
{
	json_t *object = element_object(c), *banks = element_array(c);

	for (size_t i = 0; i < s->bank_count; i++)
		element_append(c, banks, range_json(c, s->banks[i]));
	element_set(c, object, "property", element_text(c, s->property));
	element_set(c, object, "banks", banks);
	return object;
}

static json_t *score_json(struct element_ctx *c, const struct place_view *v)
{
	const struct place_score_view *s = &v->score;
	json_t *object = element_object(c);

	element_set(c, object, "over", element_count(s->over));
	element_set(c, object, "worst", element_count(s->worst));
	element_set(c, object, "fragments", element_count(s->fragments));
	element_set(c, object, "sections", element_count(s->sections));
	element_set(c, object, "moved", element_count(s->moved));
	element_set(c, object, "over_mapped", element_hex(s->over_mapped));
	return object;
}

static json_t *proven_json(struct element_ctx *c, const struct place_view *v)
{
	json_t *object = element_object(c);

	element_set(c, object, "sections", json_boolean(v->proven));
	element_set(c, object, "moved", json_boolean(v->moved_proven));
	element_set(c, object, "over_mapped", json_boolean(v->cover_proven));
	return object;
}

static void place_json(const struct place_view *v, struct out *o)
{
	struct element_ctx c = { o, v->edit.before.arena };
	struct element_list list;

	out_str(o, "{\n");
	element_member(&c, "schema", json_string("mpuc-place-1"));
	element_member(&c, "tool", json_tool(&c));
	json_machine(&c, v->edit.before.system);
	list = element_list_open(&c, "banks");
	for (size_t i = 0; i < v->bank_count; i++)
		element_list_next(&list, bank_json(&c, &v->banks[i]));
	element_list_close(&list);
	list = element_list_open(&c, "sections");
	for (size_t i = 0; i < v->section_count; i++)
		element_list_next(&list, section_json(&c, &v->sections[i]));
	element_list_close(&list);
	element_member(&c, "score", score_json(&c, v));
	element_member(&c, "proven", proven_json(&c, v));
	element_member(&c, "steps", element_count(v->steps));
	edit_json_rest(&c, &v->edit);
}

/* ------------------------------------------------------------------- c */

/* "mpu,guest-memory-section" becomes MPU_GUEST_MEMORY_SECTION. */
static void macro(struct out *o, const char *property)
{
	for (; *property != '\0'; property++) {
		char c = *property;

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		else if (c == ',' || c == '-' || c == '.')
			c = '_';
		out_fmt(o, "%c", c);
	}
}

static void define(struct out *o, const char *property, size_t bank,
		   const char *what, uint64_t value)
{
	out_str(o, "#define ");
	macro(o, property);
	if (bank > 0)
		out_fmt(o, "_%zu", bank);
	out_fmt(o, "_%s 0x%llx\n", what, (unsigned long long)value);
}

/* The names of the design's build-time option; further banks are numbered. */
static void place_c(const struct place_view *v, struct out *o)
{
	out_str(o, "/* Memory sections for Xen, as mpuc computed them. */\n"
		"#ifndef MPU_MEMORY_SECTIONS_H\n"
		"#define MPU_MEMORY_SECTIONS_H\n");
	for (size_t i = 0; i < v->section_count; i++) {
		const struct place_section_view *s = &v->sections[i];

		out_str(o, "\n");
		for (size_t k = 0; k < s->bank_count; k++) {
			define(o, s->property, k, "BASE", s->banks[k].base);
			define(o, s->property, k, "SIZE",
			       range_size(s->banks[k]));
		}
	}
	out_str(o, "\n#endif\n");
}

enum mpuc_status report_place(const struct place_view *view,
			      enum report_edit_format format, struct out *o)
{
	switch (format) {
	case EDIT_TEXT:
		place_text(view, o);
		break;
	case EDIT_JSON:
		place_json(view, o);
		break;
	case EDIT_DTSO:
		out_bytes(o, view->edit.overlay, view->edit.overlay_len);
		break;
	case EDIT_C:
		place_c(view, o);
		break;
	}
	return o->status;
}
