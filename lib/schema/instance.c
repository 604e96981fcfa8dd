/* SPDX-License-Identifier: BSD-2-Clause */
#include "schema/instance.h"

#include <string.h>

#include "base/num.h"
#include "base/try.h"

#define CELL 4

struct instance instance_of_node(const struct doc *d, uint32_t node)
{
	struct instance in = {
		.kind = INST_NODE, .d = d, .node = node, .prop = DOC_NONE,
	};

	return in;
}

struct instance instance_of_name(const struct doc *d, uint32_t node)
{
	struct instance in = instance_of_node(d, node);

	in.kind = INST_STRING;
	in.count = 1;
	in.scalar.text = node == 0 ? "/" : d->nodes.items[node].name;
	return in;
}

/* Strings that each end with a NUL; 0 when the bytes are none. */
static uint32_t count_strings(const struct doc_prop *p, bool printable)
{
	uint32_t count = 0;

	if (p->len == 0 || p->data[p->len - 1] != 0)
		return 0;
	for (uint32_t i = 0; i < p->len; i++) {
		if (p->data[i] == 0 && printable &&
		    (i == 0 || p->data[i - 1] == 0))
			return 0;
		if (p->data[i] == 0)
			count++;
		else if (printable && (p->data[i] < 0x20 || p->data[i] > 0x7e))
			return 0;
	}
	return count;
}

static bool as_strings(struct instance *in, const struct doc_prop *p,
		       bool printable)
{
	in->count = count_strings(p, printable);
	in->kind = INST_STRINGS;
	return in->count > 0;
}

static bool as_cells(struct instance *in, uint32_t width, bool is_signed)
{
	if (in->len % width != 0)
		return false;
	in->kind = INST_CELLS;
	in->width = width;
	in->is_signed = is_signed;
	in->count = in->len / width;
	return true;
}

/* Cells that a node asks for by "#...-cells"; 0 when it does not say. */
static uint32_t cells_of(const struct doc *d, uint32_t node, const char *name,
			 uint32_t len)
{
	const struct doc_node *n = &d->nodes.items[node];
	uint32_t value = 0;

	for (uint32_t i = n->prop; i < n->prop + n->prop_count; i++) {
		const char *prop = d->props.items[i].name;

		if (prop[0] == '#' && strncmp(prop + 1, name, len) == 0 &&
		    strcmp(prop + 1 + len, "-cells") == 0 &&
		    d->props.items[i].len == CELL)
			value = num_be32(d->props.items[i].data);
	}
	return value;
}

static uint32_t interrupt_cells(const struct doc *d, uint32_t node)
{
	uint32_t phandle;

	while (node != DOC_NONE) {
		if (doc_u32(d, node, "interrupt-parent", &phandle)) {
			node = doc_by_phandle(d, phandle);
			return node == DOC_NONE ? 0 :
			       cells_of(d, node, "interrupt", 9);
		}
		node = d->nodes.items[node].parent;
		if (node != DOC_NONE &&
		    doc_prop(d, node, "#interrupt-cells") != DOC_NONE)
			return cells_of(d, node, "interrupt", 9);
	}
	return 0;
}

/* Numbers in each entry of a property whose layout the tree states. */
static uint32_t known_row(const struct doc *d, uint32_t node, const char *name)
{
	const struct doc_node *n = &d->nodes.items[node];
	const struct doc_node *up = n->parent == DOC_NONE ? NULL :
				    &d->nodes.items[n->parent];

	if (strcmp(name, "reg") == 0 && up != NULL)
		return up->acells + up->scells;
	if ((strcmp(name, "ranges") == 0 ||
	     strcmp(name, "dma-ranges") == 0) && up != NULL)
		return n->acells + up->acells + n->scells;
	if (strcmp(name, "interrupts") == 0)
		return interrupt_cells(d, node);
	return 0;
}

/* "clocks" to "clock": what stands between # and -cells. */
static uint32_t stem_of(const char *name, const char **ret_stem)
{
	size_t len = strlen(name);

	*ret_stem = name;
	if (strcmp(name, "interrupts-extended") == 0)
		return 9;
	if (strcmp(name, "assigned-clocks") == 0 ||
	    strcmp(name, "assigned-clock-parents") == 0) {
		*ret_stem = "clock";
		return 5;
	}
	if (len > 4 && (strcmp(name + len - 5, "gpios") == 0 ||
			strcmp(name + len - 4, "gpio") == 0)) {
		*ret_stem = "gpio";
		return 4;
	}
	if (strcmp(name, "mboxes") == 0)
		return 4;
	return name[len - 1] == 's' ? (uint32_t)len - 1 : 0;
}

static uint32_t entry_len(const struct instance *in, uint32_t at,
			  const char *stem, uint32_t stem_len)
{
	uint32_t phandle = num_be32(in->data + (size_t)at * CELL);
	uint32_t node = phandle == 0 ? DOC_NONE :
			doc_by_phandle(in->d, phandle);
	uint32_t left = in->count - at, cells;

	if (phandle == 0 || stem_len == 0)
		return 1;
	if (node == DOC_NONE)
		return left;
	cells = cells_of(in->d, node, stem, stem_len);
	return cells < left ? cells + 1 : left;
}

/* Each reference takes as many cells as what it refers to asks for. */
static enum mpuc_status split_references(struct arena *a, struct instance *in,
					 const char *name)
{
	uint32_t at = 0, rows = 0, stem_len;
	const char *stem;
	uint32_t *ends;

	stem_len = stem_of(name, &stem);
	for (; at < in->count; rows++)
		at += entry_len(in, at, stem, stem_len);
	ends = arena_array(a, (size_t)rows + 1, sizeof(*ends));
	TRY_PTR(ends);
	at = rows = 0;
	for (; at < in->count; rows++) {
		at += entry_len(in, at, stem, stem_len);
		ends[rows] = at;
	}
	in->ends = ends;
	in->row = 1;
	in->count = rows;
	return MPUC_OK;
}

static void split_rows(struct instance *in, const struct named *named,
		       const char *name, bool matrix)
{
	uint64_t row = known_row(in->d, in->node, name);

	if (row == 0 && named != NULL && named->row > 0)
		row = named->row;
	else if (row == 0 && matrix && named != NULL && named->rows > 0 &&
		 in->count % named->rows == 0)
		row = in->count / named->rows;
	else if (row == 0 && matrix)
		row = in->count;
	if (row == 0)
		return;
	if (row > in->count)
		row = in->count;
	in->row = (uint32_t)row;
	in->count = (in->count + in->row - 1) / in->row;
}

/* By the types that schemas name; a property may have more than one. */
static void decode(struct instance *in, const struct doc_prop *p,
		   type_set types)
{
	uint32_t type = type_of_shape(types, SHAPE_CELLS);
	bool strings = type_of_shape(types, SHAPE_STRING) != TYPE_NONE;

	if (type == TYPE_NONE)
		type = type_of_shape(types, SHAPE_ROWS);
	in->kind = INST_BYTES;
	if (strings && as_strings(in, p, type != TYPE_NONE))
		return;
	if (types == 0 && as_strings(in, p, true))
		return;
	if (type != TYPE_NONE && as_cells(in, type_at(type)->width,
					  type_at(type)->is_signed))
		return;
	if (types == 0 && as_cells(in, CELL, false))
		return;
	in->kind = INST_BYTES;
	in->count = 1;
}

enum mpuc_status instance_of_prop(struct arena *a, const struct doc *d,
				  uint32_t node, uint32_t prop,
				  const struct named *named,
				  struct instance *ret)
{
	const struct doc_prop *p = &d->props.items[prop];
	type_set types = named != NULL ? named->types : 0;
	struct instance in = {
		.kind = INST_FLAG, .d = d, .node = node, .prop = prop,
		.data = p->data, .len = p->len,
	};

	if (types == 0)
		types = type_by_name(p->name);
	if (p->len > 0)
		decode(&in, p, types);
	if (in.kind == INST_CELLS &&
	    (types & type_bit(type_find("phandle-array", 13))) != 0 &&
	    in.width == CELL)
		TRY(split_references(a, &in, p->name));
	else if (in.kind == INST_CELLS)
		split_rows(&in, named, p->name,
			   type_of_shape(types, SHAPE_ROWS) != TYPE_NONE);
	*ret = in;
	return MPUC_OK;
}

static void read_number(const struct instance *in, const uint8_t *at,
			struct scalar *ret)
{
	uint64_t value = 0, sign = (uint64_t)1 << (in->width * 8 - 1);

	for (uint32_t i = 0; i < in->width; i++)
		value = value << 8 | at[i];
	ret->is_number = true;
	ret->negative = in->is_signed && (value & sign) != 0;
	/* Two's complement: what is missing to the next power of two. */
	if (ret->negative)
		value = (~value & (sign - 1)) + 1;
	ret->number = value;
}

bool instance_next(const struct instance *in, struct item_at *at,
		   struct instance *ret)
{
	uint32_t first, end;

	if (at->index >= in->count ||
	    (in->kind != INST_STRINGS && in->kind != INST_CELLS))
		return false;
	*ret = *in;
	ret->row = 0;
	ret->ends = NULL;
	ret->count = 1;
	if (in->kind == INST_STRINGS) {
		ret->kind = INST_STRING;
		ret->scalar.text = (const char *)in->data + at->offset;
		at->offset += (uint32_t)strlen(ret->scalar.text) + 1;
	} else if (in->row == 0) {
		ret->kind = INST_NUMBER;
		read_number(in, in->data + (size_t)at->index * in->width,
			    &ret->scalar);
	} else {
		first = at->offset;
		end = in->ends != NULL ? in->ends[at->index] : first + in->row;
		if (end > in->len / in->width)
			end = in->len / in->width;
		ret->data = in->data + (size_t)first * in->width;
		ret->len = (end - first) * in->width;
		ret->count = end - first;
		at->offset = end;
	}
	at->index++;
	return true;
}
