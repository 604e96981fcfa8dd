/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reader of boot layouts, for use inside a hypervisor before it has an
 * allocator: freestanding C11, no library, nothing written but the caller's
 * structure, stack use bounded.  The layout stays where it is and must not
 * change while it is in use; every pointer handed out points into it.
 *
 * The bytes may be of unknown quality.  mpuc_layout_open() accepts a layout
 * only when all of it is consistent; after that no accessor can leave it.
 *
 *	if (mpuc_layout_open(bytes, size, &l) != MPUC_LAYOUT_OK)
 *		panic();
 *	context = mpuc_layout_record(&l, MPUC_CONTEXTS, 0);
 *	first = mpuc_layout_u32(context + MPUC_CONTEXT_FIRST);
 *	count = mpuc_layout_u16(context + MPUC_CONTEXT_COUNT);
 *	for (i = first; i < first + count; i++) {
 *		r = mpuc_layout_record(&l, MPUC_REGIONS, i);
 *		load(r[MPUC_REGION_SLOT],
 *		     mpuc_layout_u64(r + MPUC_REGION_PRBAR),
 *		     mpuc_layout_u64(r + MPUC_REGION_PRLAR));
 *	}
 */
#ifndef MPUC_LAYOUT_READ_H
#define MPUC_LAYOUT_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <mpuc/layout_format.h>

#ifdef __cplusplus
extern "C" {
#endif

enum mpuc_layout_error {
	MPUC_LAYOUT_OK,
	MPUC_LAYOUT_E_MAGIC,	/* not a layout */
	MPUC_LAYOUT_E_VERSION,	/* a layout that needs another reader */
	MPUC_LAYOUT_E_SIZE,	/* cut short, or longer than it says */
	MPUC_LAYOUT_E_CRC,	/* changed since it was written */
	MPUC_LAYOUT_E_TABLE,	/* header or directory contradict the size */
	MPUC_LAYOUT_E_RECORD,	/* a record contradicts another */
};

/* Filled by mpuc_layout_open(); for reading only. */
struct mpuc_layout {
	const uint8_t *bytes;
	uint32_t size;
	uint32_t arch;		/* enum mpuc_layout_arch */
	uint32_t regions;	/* slots of the machine it was planned for */
	const uint8_t *table[MPUC_LAYOUT_TABLES];
	uint32_t count[MPUC_LAYOUT_TABLES];	/* by mpuc_layout_table */
};

/*
 * Comments that begin with @ are contracts in ACSL; "make prove" shows that
 * they hold.  These are their words: what a field holds, how long a record
 * is, and what an opened layout guarantees.  All proofs but those of the two
 * loads themselves hold whatever the bytes of a field mean.
 */
#ifdef MPUC_LAYOUT_PROVE_LOADS
/*@
logic integer mpuc_field16{L}(uint8_t *p) =
	(uint32_t)p[0] | (uint32_t)((uint32_t)p[1] << 8);
logic integer mpuc_field32{L}(uint8_t *p) =
	(uint32_t)p[0] | (uint32_t)((uint32_t)p[1] << 8) |
	(uint32_t)((uint32_t)p[2] << 16) | (uint32_t)((uint32_t)p[3] << 24);
*/
#else
/*@
axiomatic mpuc_fields {
	logic uint32_t mpuc_field16{L}(uint8_t *p) reads p[0 .. 1];
	logic uint32_t mpuc_field32{L}(uint8_t *p) reads p[0 .. 3];
}
*/
#endif
/*@
logic integer mpuc_record_bytes(integer table) =
	table == MPUC_CONTEXTS ? MPUC_CONTEXT_SIZE :
	table == MPUC_REGIONS ? MPUC_REGION_SIZE :
	table == MPUC_DOMAINS ? MPUC_DOMAIN_SIZE :
	table == MPUC_BANKS ? MPUC_BANK_SIZE :
	table == MPUC_SECTIONS ? MPUC_SECTION_SIZE :
	table == MPUC_SWITCHES ? MPUC_SWITCH_SIZE : 1;

predicate mpuc_table_inside{L}(struct mpuc_layout *l, integer table) =
	l->count[table] <= l->size &&
	\base_addr(l->table[table]) == \base_addr(l->bytes) &&
	l->bytes <= l->table[table] &&
	l->table[table] + l->count[table] * mpuc_record_bytes(table) <=
		l->bytes + l->size;

predicate mpuc_tables_inside{L}(struct mpuc_layout *l) =
	MPUC_HEADER_SIZE <= l->size <= MPUC_LAYOUT_SIZE_MAX &&
	\valid_read(l->bytes + (0 .. l->size - 1)) &&
	mpuc_table_inside(l, MPUC_CONTEXTS) &&
	mpuc_table_inside(l, MPUC_REGIONS) &&
	mpuc_table_inside(l, MPUC_DOMAINS) &&
	mpuc_table_inside(l, MPUC_BANKS) &&
	mpuc_table_inside(l, MPUC_SECTIONS) &&
	mpuc_table_inside(l, MPUC_SWITCHES) &&
	mpuc_table_inside(l, MPUC_OPS) &&
	mpuc_table_inside(l, MPUC_STRINGS);

predicate mpuc_name_inside{L}(struct mpuc_layout *l, uint8_t *field) =
	mpuc_field32(field) < l->count[MPUC_STRINGS];

predicate mpuc_run_inside{L}(struct mpuc_layout *l, uint8_t *p,
			     integer owned) =
	0 <= mpuc_field32(p + MPUC_RUN_FIRST) &&
	0 <= mpuc_field16(p + MPUC_RUN_COUNT) <=
		l->count[owned] - mpuc_field32(p + MPUC_RUN_FIRST);

predicate mpuc_name_at{L}(struct mpuc_layout *l, integer table, integer i) =
	mpuc_name_inside(l, l->table[table] + i * mpuc_record_bytes(table));

predicate mpuc_run_at{L}(struct mpuc_layout *l, integer table, integer i) =
	mpuc_run_inside(l, l->table[table] + i * mpuc_record_bytes(table),
			table + 1);

predicate mpuc_names_inside{L}(struct mpuc_layout *l, integer table) =
	\forall integer i; 0 <= i < l->count[table] ==>
		mpuc_name_at(l, table, i);

predicate mpuc_runs_inside{L}(struct mpuc_layout *l, integer table) =
	\forall integer i; 0 <= i < l->count[table] ==>
		mpuc_run_at(l, table, i);

predicate mpuc_layout_sound{L}(struct mpuc_layout *l) =
	mpuc_tables_inside(l) &&
	mpuc_names_inside(l, MPUC_CONTEXTS) &&
	mpuc_names_inside(l, MPUC_REGIONS) &&
	mpuc_names_inside(l, MPUC_DOMAINS) &&
	mpuc_names_inside(l, MPUC_SECTIONS) &&
	mpuc_runs_inside(l, MPUC_CONTEXTS) &&
	mpuc_runs_inside(l, MPUC_DOMAINS) &&
	mpuc_runs_inside(l, MPUC_SWITCHES) &&
	0 < l->count[MPUC_STRINGS] &&
	l->table[MPUC_STRINGS][l->count[MPUC_STRINGS] - 1] == 0;
*/

/*
 * Validate len bytes as one layout.  len is the exact size; who maps more
 * reads the u32 at MPUC_HEADER_TOTAL first.  bytes need no alignment.  On
 * failure *ret_layout must not be used.
 */
/*@
requires \valid_read((const uint8_t *)bytes + (0 .. len - 1));
requires \valid(ret_layout);
requires \separated(ret_layout, (const uint8_t *)bytes + (0 .. len - 1));
assigns *ret_layout;
ensures \result == MPUC_LAYOUT_OK ==> mpuc_layout_sound(ret_layout) &&
	ret_layout->bytes == bytes && ret_layout->size == len;
*/
enum mpuc_layout_error mpuc_layout_open(const void *bytes, size_t len,
					struct mpuc_layout *ret_layout);

/*
 * Record index of a table, or NULL when index is not below count[table].
 * layout_format.h has the offsets of its fields.  Constant time.
 */
/*@
requires \valid_read(layout) && mpuc_tables_inside(layout);
requires 0 <= table < MPUC_LAYOUT_TABLES;
assigns \nothing;
ensures index >= layout->count[table] ==> \result == \null;
ensures index < layout->count[table] ==>
	\result == layout->table[table] + index * mpuc_record_bytes(table) &&
	\valid_read(\result + (0 .. mpuc_record_bytes(table) - 1));
*/
const uint8_t *mpuc_layout_record(const struct mpuc_layout *layout,
				  enum mpuc_layout_table table,
				  uint32_t index);

/* Record of the switch between two contexts; NULL: the layout has none. */
/*@
requires \valid_read(layout) && mpuc_tables_inside(layout);
assigns \nothing;
ensures \result == \null || \exists integer i;
	0 <= i < layout->count[MPUC_SWITCHES] &&
	\result == layout->table[MPUC_SWITCHES] + i * MPUC_SWITCH_SIZE;
*/
const uint8_t *mpuc_layout_find(const struct mpuc_layout *layout,
				uint32_t from, uint32_t to);

/*
 * Fields, byte by byte: no alignment or byte order is assumed, and where the
 * machine has both, a compiler makes each of these one load.
 */
#define MPUC_LAYOUT_LOAD static inline __attribute__((always_inline))

/*@
requires \valid_read(p + (0 .. 1));
assigns \nothing;
ensures \result == mpuc_field16(p);
*/
MPUC_LAYOUT_LOAD uint32_t mpuc_layout_u16(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

/*@
requires \valid_read(p + (0 .. 3));
assigns \nothing;
ensures \result == mpuc_field32(p);
*/
MPUC_LAYOUT_LOAD uint32_t mpuc_layout_u32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

/*@
requires \valid_read(p + (0 .. 7));
assigns \nothing;
*/
MPUC_LAYOUT_LOAD uint64_t mpuc_layout_u64(const uint8_t *p)
{
	return (uint64_t)mpuc_layout_u32(p + 4) << 32 | mpuc_layout_u32(p);
}

/* The NUL-terminated string that a field marked "string" refers to. */
/*@
requires \valid_read(layout) && mpuc_layout_sound(layout);
requires \valid_read(field + (0 .. 3));
requires mpuc_field32(field) < layout->count[MPUC_STRINGS];
assigns \nothing;
*/
MPUC_LAYOUT_LOAD const char *
mpuc_layout_text(const struct mpuc_layout *layout, const uint8_t *field)
{
	return (const char *)(layout->table[MPUC_STRINGS] +
			      mpuc_layout_u32(field));
}

/*
 * Slots that a switch disables, then those that it writes, then those that
 * it enables, one list behind the other; the record has their lengths.
 */
/*@
requires \valid_read(layout) && mpuc_layout_sound(layout);
requires \valid_read(record + (0 .. MPUC_SWITCH_SIZE - 1));
requires mpuc_run_inside(layout, record, MPUC_OPS);
assigns \nothing;
ensures \result == layout->table[MPUC_OPS] +
	mpuc_field32(record + MPUC_SWITCH_FIRST);
ensures \valid_read(\result +
	(0 .. mpuc_field16(record + MPUC_SWITCH_COUNT) - 1));
*/
MPUC_LAYOUT_LOAD const uint8_t *
mpuc_layout_ops(const struct mpuc_layout *layout, const uint8_t *record)
{
	return layout->table[MPUC_OPS] +
	       mpuc_layout_u32(record + MPUC_SWITCH_FIRST);
}

#ifdef __cplusplus
}
#endif

#endif
