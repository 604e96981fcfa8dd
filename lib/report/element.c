/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/element.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"

static void latch(struct element_ctx *c)
{
	if (c->out->status == MPUC_OK)
		c->out->status = MPUC_E_NOMEM;
}

json_t *element_object(struct element_ctx *c)
{
	json_t *object = json_object();

	if (object == NULL)
		latch(c);
	return object;
}

json_t *element_array(struct element_ctx *c)
{
	json_t *array = json_array();

	if (array == NULL)
		latch(c);
	return array;
}

void element_set(struct element_ctx *c, json_t *object, const char *key,
		 json_t *value)
{
	if (json_object_set_new_nocheck(object, key, value) != 0)
		latch(c);
}

void element_append(struct element_ctx *c, json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) != 0)
		latch(c);
}

static bool is_clean(const char *s)
{
	while (*s != '\0') {
		size_t n = utf8_len(s);

		if (n == 0)
			return false;
		s += n;
	}
	return true;
}

json_t *element_text(struct element_ctx *c, const char *s)
{
	static const char hex[] = "0123456789abcdef";
	char *copy, *to;

	if (s == NULL)
		return json_null();
	if (is_clean(s))
		return json_string_nocheck(s);
	copy = c->arena == NULL ? NULL :
	       arena_array(c->arena, strlen(s) + 1, 4);
	if (copy == NULL)
		return NULL;
	to = copy;
	while (*s != '\0') {
		size_t n = utf8_len(s);

		if (n > 0) {
			memcpy(to, s, n);
			to += n;
			s += n;
			continue;
		}
		*to++ = '\\';
		*to++ = 'x';
		*to++ = hex[(unsigned char)*s >> 4];
		*to++ = hex[(unsigned char)*s & 15];
		s++;
	}
	*to = '\0';
	return json_string_nocheck(copy);
}

json_t *element_hex(uint64_t value)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "0x%llx",
		       (unsigned long long)value);
	return json_string_nocheck(text);
}

json_t *element_range(struct element_ctx *c, struct range r)
{
	json_t *object = element_object(c);

	element_set(c, object, "base", element_hex(r.base));
	element_set(c, object, "limit", element_hex(r.last));
	return object;
}

json_t *element_count(uint64_t value)
{
	return json_integer((json_int_t)value);
}

json_t *element_spans(struct element_ctx *c, const struct span *spans,
		      uint32_t count)
{
	json_t *array = element_array(c);

	for (uint32_t i = 0; i < count; i++) {
		json_t *object = element_object(c);
		uint64_t end;

		element_set(c, object, "base", element_hex(spans[i].base));
		if (num_add(spans[i].base, spans[i].size, &end))
			element_set(c, object, "end", element_hex(end));
		else
			element_set(c, object, "end", json_null());
		element_append(c, array, object);
	}
	return array;
}

static json_t *location(struct element_ctx *c, const struct srcpos *pos)
{
	json_t *object;

	if (pos->file == NULL)
		return json_null();
	object = element_object(c);
	element_set(c, object, "file", element_text(c, pos->file));
	element_set(c, object, "line", element_count(pos->line));
	element_set(c, object, "column", element_count(pos->col));
	element_set(c, object, "endLine", element_count(pos->end_line));
	element_set(c, object, "endColumn", element_count(pos->end_col));
	return object;
}

void element_place(struct element_ctx *c, json_t *object,
		   const struct place *at)
{
	element_set(c, object, "node", element_text(c, at->node));
	element_set(c, object, "property", element_text(c, at->property));
	element_set(c, object, "location", location(c, &at->pos));
	element_set(c, object, "input", element_text(c, at->input));
	element_set(c, object, "offset", at->has_offset ?
		    element_hex(at->offset) : json_null());
}

static int dump_bytes(const char *bytes, size_t len, void *arg)
{
	const char *del;

	/* The one control character that jansson leaves as it is. */
	while ((del = memchr(bytes, 0x7f, len)) != NULL) {
		size_t n = (size_t)(del - bytes);

		out_bytes(arg, bytes, n);
		out_str(arg, "\\u007f");
		bytes += n + 1;
		len -= n + 1;
	}
	out_bytes(arg, bytes, len);
	return 0;
}

void element_dump(struct element_ctx *c, json_t *value)
{
	if (json_dump_callback(value, dump_bytes, c->out,
			       JSON_ENCODE_ANY) != 0)
		latch(c);
	json_decref(value);
}

void element_member(struct element_ctx *c, const char *key, json_t *value)
{
	out_fmt(c->out, "  \"%s\": ", key);
	element_dump(c, value);
	out_str(c->out, ",\n");
}

void element_last(struct element_ctx *c, const char *key, json_t *value)
{
	out_fmt(c->out, "  \"%s\": ", key);
	element_dump(c, value);
	out_str(c->out, "\n}");
}

struct element_list element_list_open(struct element_ctx *c, const char *key)
{
	struct element_list list = { c, 0 };

	out_fmt(c->out, "  \"%s\": [", key);
	return list;
}

void element_open_list(struct element_ctx *c, json_t *object,
		       const char *key)
{
	out_str(c->out, "{");
	if (json_dump_callback(object, dump_bytes, c->out, JSON_EMBED) != 0)
		latch(c);
	json_decref(object);
	out_fmt(c->out, ", \"%s\": [", key);
}

void element_list_item(struct element_list *l)
{
	out_str(l->c->out, l->count++ == 0 ? "\n    " : ",\n    ");
}

void element_list_next(struct element_list *l, json_t *value)
{
	element_list_item(l);
	element_dump(l->c, value);
}

void element_list_close(struct element_list *l)
{
	out_str(l->c->out, l->count == 0 ? "],\n" : "\n  ],\n");
}
