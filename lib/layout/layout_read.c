/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Freestanding: no library, no division, and no loop or assignment that a
 * compiler would turn into a call of memcpy or memset; tools/check-freestanding
 * looks.  Every check is small because the format has one legal form only:
 * tables follow each other, runs of records follow each other, lists are the
 * shortest ones, so one walk in order meets every byte that matters.
 *
 * Functions named _fault return 0 for what is as it should be.
 */
#include <mpuc/layout_read.h>

#define SLOT_COUNT 256U

/* Tables whose records have a name, and those that own a run, by bits. */
#define NAMED (1U << MPUC_CONTEXTS | 1U << MPUC_REGIONS | \
	       1U << MPUC_DOMAINS | 1U << MPUC_SECTIONS)
#define OWNERS (1U << MPUC_CONTEXTS | 1U << MPUC_DOMAINS | \
		1U << MPUC_SWITCHES)

/* Merged into one function, the checks would fight for registers. */
#define APART static __attribute__((noinline))
#define MERGED static inline __attribute__((always_inline))

static const uint8_t record_size[MPUC_LAYOUT_TABLES] = {
	MPUC_CONTEXT_SIZE, MPUC_REGION_SIZE, MPUC_DOMAIN_SIZE,
	MPUC_BANK_SIZE, MPUC_SECTION_SIZE, MPUC_SWITCH_SIZE, 1, 1,
};

MERGED uint32_t ld16(const uint8_t *p)
{
	return mpuc_layout_u16(p);
}

MERGED uint32_t ld32(const uint8_t *p)
{
	return mpuc_layout_u32(p);
}

MERGED uint64_t ld64(const uint8_t *p)
{
	return mpuc_layout_u64(p);
}

/* CRC-32 of IEEE 802.3, one little-endian word at a time. */
MERGED uint32_t crc_word(uint32_t crc, uint32_t word)
{
#if defined(__ARM_FEATURE_CRC32) && !defined(MPUC_LAYOUT_SOFT_CRC)
#ifdef __aarch64__
	return __builtin_aarch64_crc32w(crc, word);
#else
	return __builtin_arm_crc32w(crc, word);
#endif
#else
	crc ^= word;
	for (uint32_t i = 0; i < 32; i++)
		crc = crc >> 1 ^ (0xedb88320U & (0U - (crc & 1U)));
	return crc;
#endif
}

/* The field of the CRC itself counts as zero. */
APART uint32_t crc_fault(const uint8_t *bytes, uint32_t size)
{
	uint32_t crc = 0xffffffffU;

	for (uint32_t i = 0; i < size; i += 4)
		crc = crc_word(crc, i == MPUC_HEADER_CRC ? 0 :
			       ld32(bytes + i));
	return ~crc ^ ld32(bytes + MPUC_HEADER_CRC);
}

const uint8_t *mpuc_layout_record(const struct mpuc_layout *layout,
				  enum mpuc_layout_table table,
				  uint32_t index)
{
	if (index >= layout->count[table])
		return NULL;
	return layout->table[table] + index * record_size[table];
}

MERGED const uint8_t *first_region(const struct mpuc_layout *l,
				   const uint8_t *context)
{
	return l->table[MPUC_REGIONS] +
	       ld32(context + MPUC_CONTEXT_FIRST) * MPUC_REGION_SIZE;
}

/* The base of one region is not above the limit of another. */
MERGED bool reaches(const uint8_t *base, const uint8_t *limit)
{
	/* Attributes in the low six bits don't matter against ones. */
	return ld64(base + MPUC_REGION_PRBAR) <=
	       (ld64(limit + MPUC_REGION_PRLAR) | 0x3f);
}

/*
 * Slots of the regions and bits of the context's map are the same set, and
 * no two regions overlap: hardware faults where they do.
 */
APART uint32_t slots_fault(const struct mpuc_layout *l, const uint8_t *p)
{
	const uint8_t *first = first_region(l, p), *r = first;
	const uint8_t *end = r + ld16(p + MPUC_CONTEXT_COUNT) *
			     MPUC_REGION_SIZE;

	for (uint32_t slot = 0; slot < SLOT_COUNT; slot++) {
		uint32_t map = p[MPUC_CONTEXT_SLOTS + slot / 8];

		if ((map >> slot % 8 & 1) == 0)
			continue;
		if (r == end || r[MPUC_REGION_SLOT] != slot)
			return 1;
		for (const uint8_t *q = first; q != r;
		     q += MPUC_REGION_SIZE) {
			if (reaches(q, r) && reaches(r, q))
				return 1;
		}
		r += MPUC_REGION_SIZE;
	}
	return r != end;
}

/* before: kind of the context before.  Boot ones, one idle, then guests. */
APART uint32_t context_fault(const struct mpuc_layout *l, const uint8_t *p,
			     uint32_t before)
{
	uint32_t kind = ld16(p + MPUC_CONTEXT_KIND);
	uint32_t domain = ld16(p + MPUC_CONTEXT_DOMAIN);
	uint32_t domains = l->count[MPUC_DOMAINS];
	/* 0 after boot, else 2; of boot's successors there are two. */
	uint32_t least = (before + 1) & ~1U;

	if (kind != MPUC_KIND_GUEST) {
		domain ^= MPUC_LAYOUT_NONE;
		domains = 1;
	}
	if (domain >= domains || kind - least > 1 - least / 2 ||
	    ld32(p + MPUC_CONTEXT_PRENR) != ld32(p + MPUC_CONTEXT_SLOTS) ||
	    ld16(p + MPUC_CONTEXT_PEAK) < ld16(p + MPUC_CONTEXT_COUNT))
		return 1;
	return slots_fault(l, p);
}

APART uint32_t region_fault(const struct mpuc_layout *l, const uint8_t *p)
{
	uint64_t prbar = ld64(p + MPUC_REGION_PRBAR);
	uint64_t prlar = ld64(p + MPUC_REGION_PRLAR);
	uint32_t owner = ld16(p + MPUC_REGION_OWNER);
	/* Bits that no field owns; AArch64 uses these two and 16 above. */
	uint32_t high = (uint32_t)(prbar >> 32) | (uint32_t)(prlar >> 32);
	uint32_t low = ((uint32_t)prbar & 0x20) | ((uint32_t)prlar & 0x10);

	if (l->arch != MPUC_ARCH_PMSAV8_32) {
		high >>= 16;
		low = 0;
	}
	if (owner >= l->count[MPUC_DOMAINS] && owner != MPUC_LAYOUT_NONE)
		return 1;
	if (p[MPUC_REGION_LIFETIME] > MPUC_LIFETIME_SWITCHING ||
	    p[MPUC_REGION_SLOT] >= l->regions)
		return 1;
	return high | low | ((prlar & 0x21) != 1) | !reaches(p, p);
}

/* The context has this very region, in the same slot. */
APART bool has_region(const struct mpuc_layout *l, const uint8_t *context,
		      const uint8_t *region)
{
	const uint8_t *r = first_region(l, context);

	for (uint32_t i = ld16(context + MPUC_CONTEXT_COUNT); i > 0; i--) {
		uint32_t at = MPUC_REGION_SLOT;

		while (r[at] == region[at]) {
			if (++at == MPUC_REGION_SIZE)
				return true;
		}
		r += MPUC_REGION_SIZE;
	}
	return false;
}

/*
 * A slot goes off when its region goes away or changes, and is written when
 * its region is new or changed; the lists say exactly that, so after them
 * the table of the second context is in force.  What is written may be
 * enabled by a list of its own, then all of it.
 */
APART uint32_t lists_fault(const struct mpuc_layout *l, const uint8_t *p,
			   const uint8_t *from, const uint8_t *to)
{
	const uint8_t *op = l->table[MPUC_OPS] + ld32(p + MPUC_SWITCH_FIRST);
	const uint8_t *end = op + ld16(p + MPUC_SWITCH_COUNT);
	const uint8_t *has = from, *lacks = to;

	for (uint32_t list = MPUC_SWITCH_DISABLE; list <= MPUC_SWITCH_ENABLE;
	     list++) {
		const uint8_t *r = first_region(l, has);
		uint32_t i = ld16(has + MPUC_CONTEXT_COUNT), left = p[list];

		if (list == MPUC_SWITCH_ENABLE && left == 0)
			break;
		for (; i > 0; i--) {
			if (!has_region(l, lacks, r)) {
				if (op == end ||
				    *op++ != r[MPUC_REGION_SLOT])
					return 1;
				left--;
			}
			r += MPUC_REGION_SIZE;
		}
		if (left != 0)
			return 1;
		has = to;
		lacks = from;
	}
	return op != end;
}

APART uint32_t switch_fault(const struct mpuc_layout *l, const uint8_t *p)
{
	const uint8_t *from = mpuc_layout_record(l, MPUC_CONTEXTS,
						 ld16(p + MPUC_SWITCH_FROM));
	const uint8_t *to = mpuc_layout_record(l, MPUC_CONTEXTS,
					       ld16(p + MPUC_SWITCH_TO));

	if (from == NULL || to == NULL || from == to ||
	    ld32(p + MPUC_SWITCH_BEFORE) != ld32(from + MPUC_CONTEXT_PRENR) ||
	    ld32(p + MPUC_SWITCH_AFTER) != ld32(to + MPUC_CONTEXT_PRENR) ||
	    p[MPUC_SWITCH_RESERVED] != 0)
		return 1;
	return lists_fault(l, p, from, to);
}

/* With both below 2^48, base + size can't wrap. */
APART uint32_t range_fault(const uint8_t *p)
{
	uint64_t base = ld64(p), size = ld64(p + 8);

	return (uint32_t)((base | size) >> 48) | (size == 0);
}

/* from and to, so that one comparison orders them. */
MERGED uint32_t switch_key(const uint8_t *p)
{
	return ld16(p + MPUC_SWITCH_FROM) << 16 | ld16(p + MPUC_SWITCH_TO);
}

/* state: what the walk remembers of the record before; starts as 0. */
MERGED uint32_t record_fault(const struct mpuc_layout *l, uint32_t table,
			     const uint8_t *p, uint32_t *state)
{
	uint32_t before = *state;

	switch (table) {
	case MPUC_CONTEXTS:
		*state = ld16(p + MPUC_CONTEXT_KIND);
		return context_fault(l, p, before);
	case MPUC_REGIONS:
		return region_fault(l, p);
	case MPUC_DOMAINS:
		return (ld16(p + MPUC_DOMAIN_FLAGS) & ~MPUC_DOMAIN_FLAG_MASK) |
		       ld32(p + MPUC_DOMAIN_RESERVED);
	case MPUC_BANKS:
		return range_fault(p + MPUC_BANK_BASE);
	case MPUC_SECTIONS:
		return (ld32(p + MPUC_SECTION_FLAGS) &
			~MPUC_SECTION_FLAG_MASK) |
		       range_fault(p + MPUC_SECTION_BASE);
	default:
		*state = switch_key(p);
		if (*state <= before)
			return 1;
		return switch_fault(l, p);
	}
}

/*
 * Every record of a table, and the runs that they own: each starts where
 * the one before ended, and together they are the next table.
 */
APART uint32_t table_fault(const struct mpuc_layout *l, uint32_t table)
{
	const uint8_t *p = l->table[table];
	uint32_t next = 0, state = 0;

	for (uint32_t i = l->count[table]; i > 0; i--) {
		if ((NAMED >> table & 1) != 0 &&
		    ld32(p) >= l->count[MPUC_STRINGS])
			return 1;
		if ((OWNERS >> table & 1) != 0) {
			uint32_t count = ld16(p + MPUC_RUN_COUNT);

			if (ld32(p + MPUC_RUN_FIRST) != next ||
			    count > l->count[table + 1] - next)
				return 1;
			next += count;
		}
		if (record_fault(l, table, p, &state) != 0)
			return 1;
		p += record_size[table];
	}
	/* No idle context, or no context at all. */
	if (table == MPUC_CONTEXTS && state == MPUC_KIND_BOOT)
		return 1;
	return (OWNERS >> table & 1) != 0 && next != l->count[table + 1];
}

/* Tables follow each other and fill the layout to its last byte. */
APART uint32_t tables_fault(struct mpuc_layout *l)
{
	const uint8_t *entry = l->bytes + MPUC_HEADER_TABLES;
	uint32_t next = MPUC_HEADER_SIZE;

	for (uint32_t i = 0; i < MPUC_LAYOUT_TABLES; i++) {
		uint32_t count = ld32(entry + MPUC_ENTRY_COUNT);

		/* count first: below 16 MiB the product can't wrap. */
		if (ld32(entry + MPUC_ENTRY_OFFSET) != next ||
		    count > l->size)
			return 1;
		l->table[i] = l->bytes + next;
		l->count[i] = count;
		next += count * record_size[i];
		if (next > l->size)
			return 1;
		entry += MPUC_ENTRY_SIZE;
	}
	/* A later version may append what this reader need not know. */
	if (next != l->size &&
	    ld16(l->bytes + MPUC_HEADER_VERSION) <= MPUC_LAYOUT_VERSION)
		return 1;
	if (l->count[MPUC_CONTEXTS] > MPUC_LAYOUT_CONTEXT_MAX)
		return 1;
	/* The last string ends, so every one does. */
	return l->bytes[next - 1];
}

MERGED bool header_ok(const struct mpuc_layout *l)
{
	uint32_t strings = l->count[MPUC_STRINGS];

	return l->arch <= MPUC_ARCH_PMSAV8_64 &&
	       ld32(l->bytes + MPUC_HEADER_TARGET) < strings &&
	       ld32(l->bytes + MPUC_HEADER_PLATFORM) < strings;
}

enum mpuc_layout_error mpuc_layout_open(const void *bytes, size_t len,
					struct mpuc_layout *ret_layout)
{
	struct mpuc_layout *l = ret_layout;
	const uint8_t *p = bytes;

	if (len < MPUC_HEADER_SIZE)
		return MPUC_LAYOUT_E_SIZE;
	if (ld32(p) != MPUC_LAYOUT_MAGIC || ld32(p + 4) != MPUC_LAYOUT_MAGIC)
		return MPUC_LAYOUT_E_MAGIC;
	if (ld32(p + MPUC_HEADER_MIN_READER) !=
	    (MPUC_LAYOUT_MIN_READER | MPUC_LAYOUT_SEMANTICS << 16) ||
	    ld16(p + MPUC_HEADER_VERSION) == 0)
		return MPUC_LAYOUT_E_VERSION;
	l->bytes = p;
	l->size = ld32(p + MPUC_HEADER_TOTAL);
	if (l->size != len || len > MPUC_LAYOUT_SIZE_MAX || len % 8 != 0)
		return MPUC_LAYOUT_E_SIZE;
	if (crc_fault(p, l->size) != 0)
		return MPUC_LAYOUT_E_CRC;
	l->arch = p[MPUC_HEADER_ARCH];
	l->regions = p[MPUC_HEADER_REGIONS];
	if (tables_fault(l) != 0 || !header_ok(l))
		return MPUC_LAYOUT_E_TABLE;
	for (uint32_t table = 0; table < MPUC_OPS; table++) {
		if (table_fault(l, table) != 0)
			return MPUC_LAYOUT_E_RECORD;
	}
	return MPUC_LAYOUT_OK;
}

const uint8_t *mpuc_layout_find(const struct mpuc_layout *layout,
				uint32_t from, uint32_t to)
{
	uint32_t low = 0, high = layout->count[MPUC_SWITCHES];
	uint32_t key = from << 16 | to;

	/* An index above 2^16 would alias another pair. */
	if (from >= layout->count[MPUC_CONTEXTS] ||
	    to >= layout->count[MPUC_CONTEXTS])
		return NULL;
	while (low < high) {
		uint32_t middle = (low + high) / 2;
		const uint8_t *p = layout->table[MPUC_SWITCHES] +
				   middle * MPUC_SWITCH_SIZE;

		if (switch_key(p) == key)
			return p;
		if (switch_key(p) < key)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
