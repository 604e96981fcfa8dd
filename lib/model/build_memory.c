/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory nodes, reservations, the static heap and the sections. */
#include "model/build.h"

#include <string.h>
#include <strings.h>

#include "base/num.h"
#include "base/try.h"

/* "memory" and "memory@..." are the name memory; "memory-x" is not. */
static bool name_is(const char *name, const char *want)
{
	size_t len = strlen(want);

	return strncmp(name, want, len) == 0 &&
	       (name[len] == '\0' || name[len] == '@');
}

static const struct doc_node *node_at(const struct build *b, uint32_t n)
{
	return &b->d->nodes.items[n];
}

/* Xen ignores what is nested deeper than its limit. */
static bool too_deep(const struct build *b, uint32_t n)
{
	return node_at(b, n)->depth >= b->s->target->limits.depth;
}

bool system_is_memory(const struct doc *d, uint32_t n)
{
	const char *type;
	uint32_t prop;

	if (d->nodes.items[n].depth != 1 ||
	    !name_is(d->nodes.items[n].name, "memory"))
		return false;
	prop = doc_prop(d, n, "device_type");
	if (prop == DOC_NONE)
		return false;
	/* This one string does need its NUL. */
	type = doc_string(d, prop, 0);
	return type != NULL && strcmp(type, "memory") == 0;
}

bool build_is_reserved(const struct build *b, uint32_t n)
{
	return node_at(b, n)->depth == 1 &&
	       strcasecmp(node_at(b, n)->name, "reserved-memory") == 0;
}

bool system_scans(const struct system *s, uint32_t n)
{
	return s->target->traits.status_ignored || doc_enabled(s->doc, n);
}

bool system_is_chosen(const struct doc *d, uint32_t n)
{
	return d->nodes.items[n].depth == 1 &&
	       name_is(d->nodes.items[n].name, "chosen");
}

static enum mpuc_status list_of(struct build *b, uint32_t node,
				const char *prop, enum object_kind kind)
{
	struct build_list l = {
		.ref = build_ref(b, node, prop), .kind = kind,
		.owner = SYS_NONE,
		.acells = node_at(b, node_at(b, node)->parent)->acells,
		.scells = node_at(b, node_at(b, node)->parent)->scells,
	};

	if (l.ref.prop == DOC_NONE)
		return MPUC_OK;
	return build_tuples(b, &l);
}

/*
 * Xen walks /reserved-memory as if it were a root of its own: without
 * cells of its own it has 2 and 1, whatever the real root says.
 */
static void reserved_cells(const struct build *b, uint32_t root, uint32_t n,
			   uint32_t *ret_acells, uint32_t *ret_scells)
{
	uint32_t up = node_at(b, n)->parent;
	uint32_t a = DOC_NONE, s = DOC_NONE;

	for (;; up = node_at(b, up)->parent) {
		uint32_t p = doc_prop(b->d, up, "#address-cells");
		uint32_t q = doc_prop(b->d, up, "#size-cells");

		if (a == DOC_NONE && p != DOC_NONE &&
		    b->d->props.items[p].len >= 4)
			a = num_be32(b->d->props.items[p].data);
		if (s == DOC_NONE && q != DOC_NONE &&
		    b->d->props.items[q].len >= 4)
			s = num_be32(b->d->props.items[q].data);
		if (up == root)
			break;
	}
	*ret_acells = a == DOC_NONE ? 2 : a;
	*ret_scells = s == DOC_NONE ? 1 : s;
}

/* A child that has no list is looked at all the same. */
static enum mpuc_status reserved_node(struct build *b, struct build_list l)
{
	struct tuples *t;

	if (l.ref.prop != DOC_NONE)
		return build_tuples(b, &l);
	if (l.acells >= 1 && l.scells >= 1)
		return MPUC_OK;
	t = VEC_PUSH(b->a, &b->s->tuples);
	TRY_PTR(t);
	*t = (struct tuples){
		.ref = l.ref, .kind = l.kind, .owner = SYS_NONE,
		.acells = l.acells, .scells = l.scells, .bad_cells = true,
		.first = (uint32_t)b->s->objects.count,
	};
	return MPUC_OK;
}

/* Document order is depth first: a subtree is a run of consecutive nodes. */
static enum mpuc_status build_reserved(struct build *b, uint32_t root)
{
	for (uint32_t n = root + 1; n < b->d->nodes.count; n++) {
		struct build_list l = {
			.ref = build_ref(b, n, "reg"), .kind = OBJ_RESERVED,
			.owner = SYS_NONE,
		};

		if (node_at(b, n)->depth <= node_at(b, root)->depth)
			break;
		/* Depth counts from here, too. */
		if (!system_scans(b->s, n) || node_at(b, n)->depth -
		    node_at(b, root)->depth >= b->s->target->limits.depth)
			continue;
		reserved_cells(b, root, n, &l.acells, &l.scells);
		TRY(reserved_node(b, l));
	}
	return MPUC_OK;
}

static enum mpuc_status build_reserves(struct build *b)
{
	for (size_t i = 0; i < b->d->reserves.count; i++) {
		struct object o = {
			.span = { b->d->reserves.items[i].base,
				  b->d->reserves.items[i].size },
			.ref = { b->d, 0, DOC_NONE }, .owner = SYS_NONE,
			.kind = OBJ_MEMRESERVE, .index = (uint32_t)i,
		};

		if (build_object(b, &o) == SYS_NONE)
			return MPUC_E_NOMEM;
	}
	return MPUC_OK;
}

/* Missing or odd #mpu,*-cells read as 0, which no list survives. */
static uint32_t mpu_cells(const struct build *b, const char *prop)
{
	uint32_t value = 0;

	if (!doc_u32(b->d, b->s->chosen.node, prop, &value))
		return 0;
	return value;
}

static enum mpuc_status build_sections(struct build *b)
{
	const struct target *t = b->s->target;

	for (uint32_t i = 0; i < t->section_count; i++) {
		struct build_list l = {
			.ref = build_ref(b, b->s->chosen.node,
					 t->sections[i].property),
			.kind = OBJ_SECTION, .owner = SYS_NONE, .detail = i,
			.acells = node_at(b, 0)->acells,
			.scells = node_at(b, 0)->scells,
		};

		if (l.ref.prop == DOC_NONE)
			continue;
		if (t->traits.mpu_cells) {
			l.acells = mpu_cells(b, "#mpu,address-cells");
			l.scells = mpu_cells(b, "#mpu,size-cells");
		}
		TRY(build_tuples(b, &l));
	}
	return MPUC_OK;
}

enum mpuc_status build_memory(struct build *b)
{
	uint32_t chosen = b->s->chosen.node;

	TRY(build_reserves(b));
	for (uint32_t n = node_at(b, 0)->first_child; n != DOC_NONE;
	     n = node_at(b, n)->next) {
		if (too_deep(b, n))
			continue;
		if (system_is_memory(b->d, n) && system_scans(b->s, n))
			TRY(list_of(b, n, "reg", OBJ_RAM));
		else if (build_is_reserved(b, n))
			TRY(build_reserved(b, n));
		else if (system_is_chosen(b->d, n) && !build_is_module(b, n) &&
			 system_scans(b->s, n))
			TRY(list_of(b, n, "xen,static-heap", OBJ_HEAP));
	}
	if (chosen == DOC_NONE)
		return MPUC_OK;
	return build_sections(b);
}
