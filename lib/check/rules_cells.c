/* SPDX-License-Identifier: BSD-2-Clause */
/* Lists of addresses and sizes: their cells and their lengths. */
#include "check/rules.h"

static const char *list_text(const struct tuples *t)
{
	return t->ref.prop == DOC_NONE ? "reg" :
	       t->ref.doc->props.items[t->ref.prop].name;
}

/* Sections are read by MPU builds only. */
static struct finding *on_list(struct finding *f, enum object_kind kind)
{
	if (kind == OBJ_SECTION)
		f->basis = BASIS_XEN_MPU;
	return f;
}

static void bad_length(struct reporter *r, const struct tuples *t)
{
	uint32_t len = t->ref.doc->props.items[t->ref.prop].len;
	uint32_t each = 4 * (t->acells + t->scells);
	struct finding *f;

	if (t->kind == OBJ_PASSTHROUGH)
		each += 4 * t->acells;
	if (t->kind == OBJ_SHM) {
		f = found(r, CODE_CELLS_TRUNCATED, t->ref,
			  "xen,shared-mem has %u cells; with %u address and "
			  "%u size cells it needs %u (host, guest, size)",
			  len / 4, t->acells, t->scells,
			  2 * t->acells + t->scells);
		found_kind(r, f, "shm", "early-parse panic: \"fdt: invalid "
			   "`xen,shared-mem` property.\", \"Early FDT "
			   "parsing failed\"");
		return;
	}
	if (t->count > 0 && t->kind == OBJ_MODULE) {
		f = found(r, CODE_CELLS_TRAILING, t->ref,
			  "%s has %u bytes; Xen reads the first entry, %u "
			  "bytes, of a module", list_text(t), len, each);
		found_help(r, f, "write one address and one size");
		fix_trailing(r, f, t);
		return;
	}
	if (t->count > 0) {
		f = found(r, CODE_CELLS_TRAILING, t->ref,
			  "the last %u bytes of %s fill no entry of %u address "
			  "and %u size cells", t->trailing, list_text(t),
			  t->acells, t->scells);
		found_help(r, f, "each entry has %u bytes; the property "
			   "has %u", each, len);
		on_list(f, t->kind);
		fix_trailing(r, f, t);
		return;
	}
	f = found(r, CODE_CELLS_TRUNCATED, t->ref,
		  "%s has %u bytes, one entry of %u address and %u size "
		  "cells has %u", list_text(t), len, t->acells, t->scells,
		  each);
	on_list(f, t->kind);
	if (t->kind == OBJ_RAM || t->kind == OBJ_RESERVED)
		f->severity = SEV_WARNING;
	if (t->kind == OBJ_MODULE)
		found_effect(r, f, "early-parse panic: \"fdt: node `...': "
			     "`reg` property length is too short\"");
	else
		found_effect(r, f, "silent loss: the property counts as "
			     "an empty list");
}

/* The root's cells for sections, where they fit and nobody said others. */
static void fix_mpu_cells(struct reporter *r, struct finding *f,
			  const struct tuples *t)
{
	static const char *const names[] = {
		"#mpu,address-cells", "#mpu,size-cells",
	};
	const struct doc *d = r->s->doc;
	const uint32_t cells[] = {
		d->nodes.items[0].acells, d->nodes.items[0].scells,
	};
	uint32_t each = 4 * (cells[0] + cells[1]);

	if (cells[0] < 1 || cells[0] > 2 || cells[1] < 1 || cells[1] > 2 ||
	    d->props.items[t->ref.prop].len % each != 0)
		return;
	for (int i = 0; i < 2; i++) {
		if (doc_prop(d, r->s->chosen.node, names[i]) != DOC_NONE)
			f->fix.is_unsafe = true;
		fix_cells(r, f, r->s->chosen, names[i], &cells[i], 1);
	}
}

static void bad_cells(struct reporter *r, const struct tuples *t, bool odd)
{
	struct finding *f = found(r, CODE_CELLS_INVALID, t->ref,
		"%s is read with %u address and %u size cells%s",
		list_text(t), t->acells, t->scells,
		odd ? " (#mpu,address-cells and #mpu,size-cells of /chosen)" :
		"");

	on_list(f, t->kind);
	if (odd)
		fix_mpu_cells(r, f, t);
}

/*
 * The nodes that set the cells in force are named with the finding, since
 * they are often where the mistake is.
 */
void rule_cells(struct reporter *r)
{
	for (size_t i = 0; i < r->s->tuples.count; i++) {
		const struct tuples *t = &r->s->tuples.items[i];
		bool odd = t->kind == OBJ_SECTION &&
			   r->s->target->traits.mpu_cells;

		if (t->bad_cells)
			bad_cells(r, t, odd);
		else if (t->trailing != 0 || (t->count == 0 &&
			 (t->kind == OBJ_MODULE || t->kind == OBJ_SHM)))
			bad_length(r, t);
	}
}

static bool reserved_fits(const struct doc *d, uint32_t parent,
			  uint32_t cells)
{
	uint32_t n = d->nodes.items[parent].first_child;

	for (; n != DOC_NONE; n = d->nodes.items[n].next) {
		uint32_t reg = doc_prop(d, n, "reg");

		if (reg != DOC_NONE && (cells == 0 ||
		    d->props.items[reg].len % (4 * cells) != 0))
			return false;
	}
	return true;
}

void rule_reserved_cells(struct reporter *r)
{
	const struct doc *d = r->s->doc;
	struct finding *f;
	uint32_t n = doc_find(d, "/reserved-memory");
	const struct doc_node *root = &d->nodes.items[0];

	if (n == DOC_NONE || d->nodes.items[n].first_child == DOC_NONE ||
	    (root->acells == 2 && root->scells == 1) ||
	    (doc_prop(d, n, "#address-cells") != DOC_NONE &&
	     doc_prop(d, n, "#size-cells") != DOC_NONE))
		return;
	f = found(r, CODE_CELLS_NOT_INHERITED, ref_of(d, n, NULL),
		  "Xen reads /reserved-memory with 2 address cells and 1 size "
		  "cell where it has none of its own; the root has %u and %u",
		  root->acells, root->scells);
	if (doc_prop(d, n, "#address-cells") != DOC_NONE ||
	    doc_prop(d, n, "#size-cells") != DOC_NONE)
		return;
	/* Which of the two was meant shows in entries that fit one only. */
	f->fix.is_unsafe = reserved_fits(d, n, 2 + 1);
	if (!reserved_fits(d, n, root->acells + root->scells))
		return;
	fix_cells(r, f, ref_of(d, n, NULL), "#address-cells", &root->acells,
		  1);
	fix_cells(r, f, ref_of(d, n, NULL), "#size-cells", &root->scells, 1);
}
