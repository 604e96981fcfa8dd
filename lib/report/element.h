/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Small JSON values.  The frame of a document is streamed by its writer;
 * only one element at a time lives in memory.  A failed allocation is
 * latched in the output, so callers need not look at every result.
 */
#ifndef REPORT_ELEMENT_H
#define REPORT_ELEMENT_H

#include <jansson.h>

#include "addr/range.h"
#include "base/arena.h"
#include "base/out.h"
#include "diag/src.h"

struct element_ctx {
	struct out *out;
	struct arena *arena;	/* for text that needs escapes; may be NULL
				   where all text is compiled in */
};

json_t *element_object(struct element_ctx *c);
json_t *element_array(struct element_ctx *c);

/* Takes over value; NULL is a failure of an earlier allocation. */
void element_set(struct element_ctx *c, json_t *object, const char *key,
		 json_t *value);
void element_append(struct element_ctx *c, json_t *array, json_t *value);

/* NULL becomes null; bytes that are not UTF-8 become \xNN, as in text. */
json_t *element_text(struct element_ctx *c, const char *s);
json_t *element_hex(uint64_t value);
json_t *element_count(uint64_t value);
/* {base, limit}, both inclusive. */
json_t *element_range(struct element_ctx *c, struct range r);

/* {base, end} with end exclusive, null past 2^64. */
json_t *element_spans(struct element_ctx *c, const struct span *spans,
		      uint32_t count);

/* Sets node, property, location, input and offset. */
void element_place(struct element_ctx *c, json_t *object,
		   const struct place *at);

/* Write value on one line and release it. */
void element_dump(struct element_ctx *c, json_t *value);

/* Write a member of a streamed frame: indent, key, value, line end. */
void element_member(struct element_ctx *c, const char *key, json_t *value);

/* A streamed array: open, for each element next and dump, close. */
struct element_list {
	struct element_ctx *c;
	size_t count;
};

struct element_list element_list_open(struct element_ctx *c, const char *key);
void element_list_item(struct element_list *l);	/* the caller writes it */
void element_list_next(struct element_list *l, json_t *value);
void element_list_close(struct element_list *l);

/* Write object without its closing brace, then an open array named key. */
void element_open_list(struct element_ctx *c, json_t *object,
		       const char *key);

/* Ends a frame: the last member, without a comma, and the brace. */
void element_last(struct element_ctx *c, const char *key, json_t *value);

#endif
