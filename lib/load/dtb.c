/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libfdt is told to trust nothing, but some of its checks came after 1.6.1,
 * so everything that a length or an offset in the blob can reach is checked
 * here before it is used.
 */
#include "load/dtb.h"

#include <libfdt.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/try.h"

#define HEADER_SIZE 40
#define PROP_HEADER 12
#define RESERVE_SIZE 16
#define VERSION_MIN 16		/* full names, aligned properties */
#define VERSION_SIZED 17	/* the header has size_dt_struct */

struct reader {
	struct load_session *s;
	const char *name;
	const uint8_t *blob;
	uint32_t total, structs, structs_size;
	struct doc *doc;
	uint32_t current;	/* open node, DOC_NONE outside the root */
};

bool dtb_has_magic(const struct os_bytes *blob)
{
	return blob->size >= 4 && num_be32(blob->data) == FDT_MAGIC;
}

static enum mpuc_status fail(struct reader *r, const char *block,
			     const char *what, uint64_t offset)
{
	return load_fail(r->s, MPUC_E_SYNTAX, "%s: %s: %s at offset 0x%llx",
			 r->name, block, what, (unsigned long long)offset);
}

static enum mpuc_status fail_header(struct reader *r, const char *what,
				    uint64_t value)
{
	return load_fail(r->s, MPUC_E_SYNTAX, "%s: header: %s 0x%llx",
			 r->name, what, (unsigned long long)value);
}

static enum mpuc_status check_size(struct reader *r, size_t size)
{
	if (size == 0)
		return load_fail(r->s, MPUC_E_SYNTAX, "%s: the file is empty",
				 r->name);
	if (size >= 4 && num_be32(r->blob) != FDT_MAGIC)
		return load_fail(r->s, MPUC_E_SYNTAX, "%s: not a device tree: "
				 "it begins with 0x%08x instead of 0x%08x",
				 r->name, num_be32(r->blob), FDT_MAGIC);
	if (size < HEADER_SIZE)
		return load_fail(r->s, MPUC_E_SYNTAX, "%s: header: cut off, "
				 "the file has %zu of %d bytes", r->name, size,
				 HEADER_SIZE);
	r->total = num_be32(r->blob + offsetof(struct fdt_header, totalsize));
	if (r->total < HEADER_SIZE)
		return fail_header(r, "total size too small:", r->total);
	if (r->total > size)
		return load_fail(r->s, MPUC_E_SYNTAX, "%s: cut off: the "
				 "header says 0x%x bytes, the file has 0x%zx",
				 r->name, r->total, size);
	return MPUC_OK;
}

static enum mpuc_status check_blocks(struct reader *r, uint32_t version)
{
	const void *fdt = r->blob;
	uint32_t strings = fdt_off_dt_strings(fdt);
	uint32_t strings_size = fdt_size_dt_strings(fdt);
	uint32_t reserves = fdt_off_mem_rsvmap(fdt);

	r->structs = fdt_off_dt_struct(fdt);
	if (r->structs < HEADER_SIZE || r->structs > r->total)
		return fail_header(r, "structure block outside the blob:",
				   r->structs);
	if (r->structs % FDT_TAGSIZE != 0)
		return fail_header(r, "structure block not aligned to 4:",
				   r->structs);
	r->structs_size = r->total - r->structs;
	if (version >= VERSION_SIZED) {
		uint32_t size = fdt_size_dt_struct(fdt);

		if (size > r->structs_size)
			return fail_header(r, "structure block is cut off, "
					   "its size is", size);
		r->structs_size = size;
	}
	if (strings > r->total || strings_size > r->total - strings)
		return fail_header(r, "strings block outside the blob:",
				   strings);
	if (reserves < HEADER_SIZE || reserves > r->total)
		return fail_header(r, "memory reservations outside the blob:",
				   reserves);
	if (reserves % sizeof(uint64_t) != 0)
		return fail_header(r, "memory reservations not aligned to 8:",
				   reserves);
	return MPUC_OK;
}

static enum mpuc_status check_header(struct reader *r, size_t size)
{
	uint32_t version, compatible;
	int error;

	TRY(check_size(r, size));
	version = num_be32(r->blob + offsetof(struct fdt_header, version));
	compatible = num_be32(r->blob +
			      offsetof(struct fdt_header, last_comp_version));
	if (version < VERSION_MIN)
		return fail_header(r, "version too old:", version);
	if (compatible > FDT_LAST_SUPPORTED_VERSION)
		return fail_header(r, "needs a reader of version", compatible);
	TRY(check_blocks(r, version));
	error = fdt_check_header(r->blob);
	if (error != 0)
		return load_fail(r->s, MPUC_E_SYNTAX, "%s: header: refused "
				 "(libfdt error %d)", r->name, -error);
	return MPUC_OK;
}

static enum mpuc_status read_reserves(struct reader *r)
{
	uint32_t at = fdt_off_mem_rsvmap(r->blob);

	for (; r->total - at >= RESERVE_SIZE; at += RESERVE_SIZE) {
		struct doc_reserve *reserve;

		/* libfdt and so Xen stop at a size of 0 alone. */
		if (num_be64(r->blob + at + 8) == 0)
			return MPUC_OK;
		reserve = VEC_PUSH(r->s->arena, &r->doc->reserves);
		TRY_PTR(reserve);
		reserve->base = num_be64(r->blob + at);
		reserve->size = num_be64(r->blob + at + 8);
	}
	return fail(r, "memory reservations", "no end", at);
}

static enum mpuc_status fail_structs(struct reader *r, const char *what,
				     uint32_t offset)
{
	return fail(r, "structure block", what,
		    (uint64_t)r->structs + offset);
}

/* Why fdt_next_tag() refuses what is at offset. */
static enum mpuc_status fail_tag(struct reader *r, uint32_t offset)
{
	const uint8_t *at = r->blob + r->structs + offset;
	uint32_t left, tag;
	char text[64];

	/* The alignment of tags may lead past the end. */
	left = offset < r->structs_size ? r->structs_size - offset : 0;
	if (left < FDT_TAGSIZE)
		return fail_structs(r, "no end", offset);
	tag = num_be32(at);
	if (tag == FDT_BEGIN_NODE)
		return fail_structs(r, "node name runs past the block",
				    offset);
	if (tag == FDT_PROP && left < PROP_HEADER)
		return fail_structs(r, "property runs past the block", offset);
	if (tag == FDT_PROP)
		snprintf(text, sizeof(text),
			 "property length 0x%x runs past the block",
			 num_be32(at + FDT_TAGSIZE));
	else
		snprintf(text, sizeof(text), "unknown tag 0x%x", tag);
	return fail_structs(r, text, offset);
}

static enum mpuc_status begin_node(struct reader *r, uint32_t offset)
{
	struct doc *d = r->doc;
	struct doc_node *n;

	if (r->current == DOC_NONE && d->nodes.count > 0)
		return fail_structs(r, "a second root node", offset);
	n = VEC_PUSH(r->s->arena, &d->nodes);
	TRY_PTR(n);
	/* fdt_next_tag() has seen the name's end. */
	n->name = r->current == DOC_NONE ? "" : (const char *)r->blob +
		r->structs + offset + FDT_TAGSIZE;
	n->parent = r->current;
	n->prop = (uint32_t)d->props.count;
	n->offset = r->structs + offset;
	r->current = (uint32_t)d->nodes.count - 1;
	return MPUC_OK;
}

static enum mpuc_status add_prop(struct reader *r, uint32_t offset)
{
	struct doc *d = r->doc;
	uint32_t left = r->structs_size - offset;
	const uint8_t *at = r->blob + r->structs + offset;
	const char *name;
	struct doc_prop *p;
	uint32_t len;

	if (left < PROP_HEADER)
		return fail_tag(r, offset);
	len = num_be32(at + FDT_TAGSIZE);
	if (len > left - PROP_HEADER)
		return fail_tag(r, offset);
	if (r->current == DOC_NONE)
		return fail_structs(r, "property outside of any node", offset);
	/* libfdt and Xen would not see it, dtc refuses it. */
	if (r->current != d->nodes.count - 1)
		return fail_structs(r, "property behind a subnode", offset);
	name = fdt_get_string(r->blob, (int)num_be32(at + 2 * FDT_TAGSIZE),
			      NULL);
	if (name == NULL)
		return fail_structs(r, "property name outside the strings "
				    "block", offset);
	p = VEC_PUSH(r->s->arena, &d->props);
	TRY_PTR(p);
	p->name = name;
	p->len = len;
	p->data = len == 0 ? NULL : at + PROP_HEADER;
	p->offset = r->structs + offset;
	d->nodes.items[r->current].prop_count++;
	return MPUC_OK;
}

static enum mpuc_status end_structs(struct reader *r, uint32_t offset)
{
	if (r->current != DOC_NONE)
		return fail_structs(r, "end inside a node", offset);
	if (r->doc->nodes.count == 0)
		return fail_structs(r, "no root node", offset);
	return MPUC_OK;
}

/*
 * Room for as many nodes and properties as there are words that look like
 * their tags: growing step by step costs more than all of the reading.
 */
static enum mpuc_status make_room(struct reader *r)
{
	const uint8_t *words = r->blob + r->structs;
	size_t limit = r->structs_size / PROP_HEADER + 1;
	size_t nodes = 0, props = 0;
	struct doc *d = r->doc;

	for (uint32_t i = 0; i < r->structs_size / FDT_TAGSIZE; i++) {
		uint32_t word;

		memcpy(&word, words + (size_t)i * FDT_TAGSIZE, sizeof(word));
		nodes += word == cpu_to_fdt32(FDT_BEGIN_NODE);
		props += word == cpu_to_fdt32(FDT_PROP);
	}
	d->nodes.cap = nodes < limit ? nodes : limit;
	d->props.cap = props < limit ? props : limit;
	d->nodes.items = arena_array(r->s->arena, d->nodes.cap,
				     sizeof(*d->nodes.items));
	d->props.items = arena_array(r->s->arena, d->props.cap,
				     sizeof(*d->props.items));
	TRY_PTR(d->nodes.items);
	TRY_PTR(d->props.items);
	return MPUC_OK;
}

static enum mpuc_status read_structs(struct reader *r)
{
	uint32_t offset = 0;

	TRY(make_room(r));
	for (;;) {
		int next;
		uint32_t tag = fdt_next_tag(r->blob, (int)offset, &next);

		if (next < 0)
			return fail_tag(r, offset);
		switch (tag) {
		case FDT_BEGIN_NODE:
			TRY(begin_node(r, offset));
			break;
		case FDT_END_NODE:
			if (r->current == DOC_NONE)
				return fail_structs(r, "end of a node that "
						    "was not begun", offset);
			r->current = r->doc->nodes.items[r->current].parent;
			break;
		case FDT_PROP:
			TRY(add_prop(r, offset));
			break;
		case FDT_END:
			return end_structs(r, offset);
		default:
			break;
		}
		offset = (uint32_t)next;
	}
}

enum mpuc_status dtb_read(struct load_session *s, struct load_tree *t)
{
	struct reader r = {
		.s = s, .name = t->name, .blob = t->blob.data,
		.current = DOC_NONE,
	};

	r.doc = arena_alloc(s->arena, sizeof(*r.doc));
	TRY_PTR(r.doc);
	TRY(check_header(&r, t->blob.size));
	r.doc->input = t->name;
	r.doc->total_size = r.total;
	TRY(read_reserves(&r));
	TRY(read_structs(&r));
	TRY(doc_index(s->arena, r.doc));
	t->doc = r.doc;
	return MPUC_OK;
}
