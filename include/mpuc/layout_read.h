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
 * Validate len bytes as one layout.  len is the exact size; who maps more
 * reads the u32 at MPUC_HEADER_TOTAL first.  bytes need no alignment.  On
 * failure *ret_layout must not be used.
 */
enum mpuc_layout_error mpuc_layout_open(const void *bytes, size_t len,
					struct mpuc_layout *ret_layout);

/*
 * Record index of a table, or NULL when index is not below count[table].
 * layout_format.h has the offsets of its fields.  Constant time.
 */
const uint8_t *mpuc_layout_record(const struct mpuc_layout *layout,
				  enum mpuc_layout_table table,
				  uint32_t index);

/* Record of the switch between two contexts; NULL: the layout has none. */
const uint8_t *mpuc_layout_find(const struct mpuc_layout *layout,
				uint32_t from, uint32_t to);

/*
 * Fields, byte by byte: no alignment or byte order is assumed, and where the
 * machine has both, a compiler makes each of these one load.
 */
#define MPUC_LAYOUT_LOAD static inline __attribute__((always_inline))

MPUC_LAYOUT_LOAD uint32_t mpuc_layout_u16(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

MPUC_LAYOUT_LOAD uint32_t mpuc_layout_u32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

MPUC_LAYOUT_LOAD uint64_t mpuc_layout_u64(const uint8_t *p)
{
	return (uint64_t)mpuc_layout_u32(p + 4) << 32 | mpuc_layout_u32(p);
}

/* The NUL-terminated string that a field marked "string" refers to. */
MPUC_LAYOUT_LOAD const char *
mpuc_layout_text(const struct mpuc_layout *layout, const uint8_t *field)
{
	return (const char *)layout->table[MPUC_STRINGS] +
	       mpuc_layout_u32(field);
}

/*
 * Slots that a switch disables, then those that it writes, then those that
 * it enables, one list behind the other; the record has their lengths.
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
