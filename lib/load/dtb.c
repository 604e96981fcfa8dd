/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Everything that a length or an offset in the blob can reach is checked
 * before it is used.  The structure block is walked here: fdt_next_tag()
 * can't tell what is wrong with a tag, trusts lengths that wrap, and takes
 * a call for each byte of a name.
 */
#include "load/dtb.h"

#include <libfdt.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/try.h"

#define HEADER_SIZE 40
#define PROP_LEN 4
#define PROP_NAME 8
#define PROP_HEADER 12
#define RESERVE_SIZE 16
#define VERSION_MIN 16		/* full names, aligned properties */
#define VERSION_SIZED 17	/* the header has size_dt_struct */

struct reader {
	struct load_session *s;
	const char *name;
	const uint8_t *blob;
	uint32_t total, structs, structs_size;
	uint32_t strings, strings_size;
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
	uint32_t header = (uint32_t)fdt_header_size(fdt);
	uint32_t reserves = fdt_off_mem_rsvmap(fdt);

	r->strings = fdt_off_dt_strings(fdt);
	r->strings_size = fdt_size_dt_strings(fdt);
	r->structs = fdt_off_dt_struct(fdt);
	if (r->structs < header || r->structs > r->total)
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
	if (r->strings < header || r->strings > r->total ||
	    r->strings_size > r->total - r->strings)
		return fail_header(r, "strings block outside the blob:",
				   r->strings);
	if (reserves < header || reserves > r->total)
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
	if (version < compatible)
		return fail_header(r, "version older than the last compatible "
				   "one:", compatible);
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

static uint32_t word_at(const struct reader *r, uint32_t offset)
{
	return fdt32_to_cpu(*(const fdt32_t *)(const void *)
			    (r->blob + r->structs + offset));
}

static enum mpuc_status begin_node(struct reader *r, uint32_t offset,
				   uint64_t *next)
{
	const char *name = (const char *)r->blob + r->structs + offset +
		FDT_TAGSIZE;
	size_t left = r->structs_size - offset - FDT_TAGSIZE;
	const char *end = memchr(name, '\0', left);
	struct doc *d = r->doc;
	struct doc_node *n;

	if (end == NULL)
		return fail_structs(r, "node name runs past the block",
				    offset);
	if (r->current == DOC_NONE && d->nodes.count > 0)
		return fail_structs(r, "a second root node", offset);
	/* Xen has room for none and copies it all the same. */
	if (r->current == DOC_NONE && *name != '\0')
		return fail_structs(r, "the root node has a name", offset);
	n = VEC_PUSH(r->s->arena, &d->nodes);
	TRY_PTR(n);
	n->name = name;
	n->parent = r->current;
	n->prop = (uint32_t)d->props.count;
	n->offset = r->structs + offset;
	r->current = (uint32_t)d->nodes.count - 1;
	*next = (uint64_t)offset + FDT_TAGSIZE + (uint64_t)(end - name) + 1;
	return MPUC_OK;
}

static const char *prop_name(const struct reader *r, uint32_t at)
{
	const char *name = (const char *)r->blob + r->strings + at;

	if (at >= r->strings_size ||
	    memchr(name, '\0', r->strings_size - at) == NULL)
		return NULL;
	return name;
}

static enum mpuc_status check_prop(struct reader *r, uint32_t offset)
{
	uint32_t left = r->structs_size - offset;
	char text[64];

	if (left < PROP_HEADER)
		return fail_structs(r, "property runs past the block", offset);
	if (word_at(r, offset + PROP_LEN) > left - PROP_HEADER) {
		snprintf(text, sizeof(text),
			 "property length 0x%x runs past the block",
			 word_at(r, offset + PROP_LEN));
		return fail_structs(r, text, offset);
	}
	if (r->current == DOC_NONE)
		return fail_structs(r, "property outside of any node", offset);
	/* libfdt and Xen would not see it, dtc refuses it. */
	if (r->current != r->doc->nodes.count - 1)
		return fail_structs(r, "property behind a subnode", offset);
	return MPUC_OK;
}

static enum mpuc_status add_prop(struct reader *r, uint32_t offset,
				 uint64_t *next)
{
	struct doc *d = r->doc;
	const char *name;
	struct doc_prop *p;

	TRY(check_prop(r, offset));
	name = prop_name(r, word_at(r, offset + PROP_NAME));
	if (name == NULL)
		return fail_structs(r, "property name outside the strings "
				    "block", offset);
	p = VEC_PUSH(r->s->arena, &d->props);
	TRY_PTR(p);
	p->name = name;
	p->len = word_at(r, offset + PROP_LEN);
	p->offset = r->structs + offset;
	if (p->len > 0)
		p->data = r->blob + p->offset + PROP_HEADER;
	d->nodes.items[r->current].prop_count++;
	*next = (uint64_t)offset + PROP_HEADER + p->len;
	return MPUC_OK;
}

static enum mpuc_status end_node(struct reader *r, uint32_t offset)
{
	if (r->current == DOC_NONE)
		return fail_structs(r, "end of a node that was not begun",
				    offset);
	r->current = r->doc->nodes.items[r->current].parent;
	return MPUC_OK;
}

/* The root is expected where the block begins, and the end behind it. */
static enum mpuc_status skip_nop(struct reader *r, uint32_t offset)
{
	if (r->current == DOC_NONE)
		return fail_structs(r, "nop outside of any node", offset);
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

static enum mpuc_status fail_tag(struct reader *r, uint32_t offset)
{
	char text[32];

	snprintf(text, sizeof(text), "unknown tag 0x%x", word_at(r, offset));
	return fail_structs(r, text, offset);
}

/* A length and a name such as a property's behind what looks like its tag. */
static bool may_be_prop(const struct reader *r, uint32_t offset)
{
	return r->structs_size - offset >= PROP_HEADER &&
	       word_at(r, offset + PROP_LEN) < r->structs_size &&
	       word_at(r, offset + PROP_NAME) < r->strings_size;
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
		props += word == cpu_to_fdt32(FDT_PROP) &&
			 may_be_prop(r, i * FDT_TAGSIZE);
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
	while (r->structs_size - offset >= FDT_TAGSIZE) {
		uint64_t next = (uint64_t)offset + FDT_TAGSIZE;

		switch (word_at(r, offset)) {
		case FDT_BEGIN_NODE:
			TRY(begin_node(r, offset, &next));
			break;
		case FDT_END_NODE:
			TRY(end_node(r, offset));
			break;
		case FDT_PROP:
			TRY(add_prop(r, offset, &next));
			break;
		case FDT_NOP:
			TRY(skip_nop(r, offset));
			break;
		case FDT_END:
			return end_structs(r, offset);
		default:
			return fail_tag(r, offset);
		}
		/* The alignment of tags may lead past the end. */
		next = (next + FDT_TAGSIZE - 1) & ~(uint64_t)(FDT_TAGSIZE - 1);
		offset = next < r->structs_size ? (uint32_t)next :
			r->structs_size;
	}
	return fail_structs(r, "no end", offset);
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
