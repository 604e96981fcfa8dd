/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Freestanding: no library, no division, and no loop or assignment that a
 * compiler would turn into a call of memcpy or memset; tools/check-freestanding
 * looks.  Every check is small because the format has one legal form only:
 * tables follow each other, runs of records follow each other, lists are the
 * shortest ones, so one walk in order meets every byte that matters.
 *
 * Functions named _fault return 0 for what is as it should be.
 *
 * Comments that begin with @ are contracts in ACSL, which "make prove" shows
 * to hold for all bytes; layout_read.h has their words.
 */
#include <mpuc/layout_read.h>

#define SLOT_COUNT 256U

/* Tables whose records have a name, and those that own a run, by bits. */
#define NAMED (1U << MPUC_CONTEXTS | 1U << MPUC_REGIONS | \
	       1U << MPUC_DOMAINS | 1U << MPUC_SECTIONS)
#define OWNERS (1U << MPUC_CONTEXTS | 1U << MPUC_DOMAINS | \
		1U << MPUC_SWITCHES)

/*
 * Merged into one function, the checks would fight for registers; which of
 * them to merge was tried, with -Os on Cortex-R52.  A compiler that goes for
 * speed may choose, and has a table for the CRC.
 */
#ifdef __OPTIMIZE_SIZE__
#define APART static __attribute__((noinline))
#define MERGED static inline __attribute__((always_inline))
#else
#define APART static
#define MERGED static inline
#endif

static const uint8_t record_size[MPUC_LAYOUT_TABLES] = {
	MPUC_CONTEXT_SIZE, MPUC_REGION_SIZE, MPUC_DOMAIN_SIZE,
	MPUC_BANK_SIZE, MPUC_SECTION_SIZE, MPUC_SWITCH_SIZE, 1, 1,
};

/*@
requires \valid_read(p + (0 .. 1));
assigns \nothing;
ensures \result == mpuc_field16(p);
*/
MERGED uint32_t ld16(const uint8_t *p)
{
	return mpuc_layout_u16(p);
}

/*@
requires \valid_read(p + (0 .. 3));
assigns \nothing;
ensures \result == mpuc_field32(p);
*/
MERGED uint32_t ld32(const uint8_t *p)
{
	return mpuc_layout_u32(p);
}

/*@
requires \valid_read(p + (0 .. 7));
assigns \nothing;
*/
MERGED uint64_t ld64(const uint8_t *p)
{
	return mpuc_layout_u64(p);
}

/*@
requires table < MPUC_OPS;
assigns \nothing;
ensures table == MPUC_CONTEXTS ==> \result;
ensures table == MPUC_REGIONS ==> \result;
ensures table == MPUC_DOMAINS ==> \result;
ensures table == MPUC_SECTIONS ==> \result;
*/
MERGED bool is_named(uint32_t table)
{
	return (NAMED >> table & 1) != 0;
}

/*@
requires table < MPUC_OPS;
assigns \nothing;
ensures table == MPUC_CONTEXTS ==> \result;
ensures table == MPUC_DOMAINS ==> \result;
ensures table == MPUC_SWITCHES ==> \result;
*/
APART bool is_owner(uint32_t table)
{
	return (OWNERS >> table & 1) != 0;
}

#if defined(__ARM_FEATURE_CRC32) && !defined(MPUC_LAYOUT_SOFT_CRC)
#define CRC_INSTRUCTION
#elif !defined(__OPTIMIZE_SIZE__)
#define CRC_TABLE
/* What the four bits that leave at the low end do to the others. */
static const uint32_t crc_nibble[16] = {
	0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
	0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
	0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
};
#endif

/* CRC-32 of IEEE 802.3, one little-endian word at a time. */
/*@ assigns \nothing; */
MERGED uint32_t crc_word(uint32_t crc, uint32_t word)
{
#if defined(CRC_INSTRUCTION) && defined(__aarch64__)
	return __builtin_aarch64_crc32w(crc, word);
#elif defined(CRC_INSTRUCTION)
	return __builtin_arm_crc32w(crc, word);
#elif defined(CRC_TABLE)
	crc ^= word;
	/*@
	loop assigns i, crc;
	loop variant 4 - i;
	*/
	for (uint32_t i = 0; i < 4; i++) {
		crc = crc >> 4 ^ crc_nibble[crc & 15];
		crc = crc >> 4 ^ crc_nibble[crc & 15];
	}
	return crc;
#else
	crc ^= word;
	/*@
	loop assigns i, crc;
	loop variant 32 - i;
	*/
	for (uint32_t i = 0; i < 32; i++)
		crc = crc >> 1 ^ (0xedb88320U & (0U - (crc & 1U)));
	return crc;
#endif
}

/* The field of the CRC itself counts as zero; it is the second of two words. */
/*@
requires MPUC_HEADER_SIZE <= size <= MPUC_LAYOUT_SIZE_MAX && size % 8 == 0;
requires \valid_read(bytes + (0 .. size - 1));
assigns \nothing;
*/
MERGED uint32_t crc_fault(const uint8_t *bytes, uint32_t size)
{
	uint32_t crc = 0xffffffffU;

	/*@
	loop invariant 0 <= i <= size && i % 8 == 0;
	loop assigns i, crc;
	loop variant size - i;
	*/
	for (uint32_t i = 0; i < size; i += 8) {
		crc = crc_word(crc, ld32(bytes + i));
		crc = crc_word(crc, i + 4 == MPUC_HEADER_CRC ? 0 :
			       ld32(bytes + i + 4));
	}
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

/*@
predicate readable{L}(uint8_t *p, integer table) =
	\valid_read(p + (0 .. mpuc_record_bytes(table) - 1));
predicate opened{L}(struct mpuc_layout *l) =
	\valid_read(l) && mpuc_tables_inside(l);
predicate context{L}(struct mpuc_layout *l, uint8_t *p) =
	opened(l) && readable(p, MPUC_CONTEXTS) &&
	mpuc_run_inside(l, p, MPUC_REGIONS);
logic uint8_t *region{L}(struct mpuc_layout *l, uint8_t *p, integer i) =
	l->table[MPUC_REGIONS] + MPUC_REGION_SIZE *
	(mpuc_field32(p + MPUC_CONTEXT_FIRST) + i);
*/

/*@
requires context(l, context);
assigns \nothing;
ensures \result == region(l, context, 0);
*/
MERGED const uint8_t *first_region(const struct mpuc_layout *l,
				   const uint8_t *context)
{
	return l->table[MPUC_REGIONS] +
	       ld32(context + MPUC_CONTEXT_FIRST) * MPUC_REGION_SIZE;
}

/* The base of one region is not above the limit of another. */
/*@
requires readable(base, MPUC_REGIONS) && readable(limit, MPUC_REGIONS);
assigns \nothing;
*/
APART bool reaches(const uint8_t *base, const uint8_t *limit)
{
	/* Attributes in the low six bits don't matter against ones. */
	return ld64(base + MPUC_REGION_PRBAR) <=
	       (ld64(limit + MPUC_REGION_PRLAR) | 0x3f);
}

/*
 * Slots of the regions ascend, each is in the context's map, and the map has
 * no other; and no two regions overlap: hardware faults where they do.
 */
/*@
requires context(l, p);
assigns \nothing;
*/
MERGED uint32_t slots_fault(const struct mpuc_layout *l, const uint8_t *p)
{
	const uint8_t *first = first_region(l, p), *r = first;
	uint32_t left = ld16(p + MPUC_CONTEXT_COUNT), least = 0;

	/*@
	loop invariant 0 <= i <= mpuc_field16(p + MPUC_CONTEXT_COUNT);
	loop invariant least <= SLOT_COUNT;
	loop invariant r == region(l, p,
		mpuc_field16(p + MPUC_CONTEXT_COUNT) - i);
	loop assigns i, least, r;
	loop variant i;
	*/
	for (uint32_t i = left; i > 0; i--) {
		uint32_t slot = r[MPUC_REGION_SLOT];

		if (slot < least ||
		    (p[MPUC_CONTEXT_SLOTS + slot / 8] >> slot % 8 & 1) == 0)
			return 1;
		least = slot + 1;
		/*@ ghost uint32_t k = 0; */
		/*@
		loop invariant 0 <= k <=
			mpuc_field16(p + MPUC_CONTEXT_COUNT) - i;
		loop invariant q == region(l, p, k);
		loop assigns q, k;
		loop variant mpuc_field16(p + MPUC_CONTEXT_COUNT) - i - k;
		*/
		for (const uint8_t *q = first; q != r;
		     q += MPUC_REGION_SIZE) {
			/* Most ascend, so that the first of the two decides. */
			if (reaches(r, q) && reaches(q, r))
				return 1;
			/*@ ghost k++; */
		}
		r += MPUC_REGION_SIZE;
	}
	/*@
	loop invariant 0 <= at <= SLOT_COUNT / 8 && at % 4 == 0;
	loop assigns at, left;
	loop variant SLOT_COUNT / 8 - at;
	*/
	for (uint32_t at = 0; at < SLOT_COUNT / 8; at += 4) {
		uint32_t map = ld32(p + MPUC_CONTEXT_SLOTS + at);

		/* The lowest bit goes at each turn. */
		/*@
		loop assigns map, left;
		loop variant left;
		*/
		for (; map != 0; map &= map - 1) {
			if (left-- == 0)
				return 1;
		}
	}
	return left;
}

/* before: kind of the context before.  Boot ones, one idle, then guests. */
/*@
requires context(l, p);
assigns \nothing;
*/
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

/* Two regions of one slot: whether they are loaded with the same values. */
/*@
requires readable(a, MPUC_REGIONS) && readable(b, MPUC_REGIONS);
assigns \nothing;
*/
MERGED bool is_same(const uint8_t *a, const uint8_t *b)
{
	uint32_t at = MPUC_REGION_PRBAR;

	/*@
	loop invariant MPUC_REGION_PRBAR <= at;
	loop invariant at <= MPUC_REGION_SIZE && at % 4 == 0;
	loop assigns at;
	loop variant MPUC_REGION_SIZE - at;
	*/
	while (at < MPUC_REGION_SIZE && ld32(a + at) == ld32(b + at))
		at += 4;
	return at == MPUC_REGION_SIZE;
}

/* Loaded once, so no context may have another one in its slot. */
/*@
requires opened(l) && readable(p, MPUC_REGIONS);
assigns \nothing;
*/
MERGED uint32_t resident_fault(const struct mpuc_layout *l, const uint8_t *p)
{
	const uint8_t *r = l->table[MPUC_REGIONS];

	/*@
	loop invariant 0 <= i <= l->count[MPUC_REGIONS];
	loop invariant r == l->table[MPUC_REGIONS] +
		MPUC_REGION_SIZE * (l->count[MPUC_REGIONS] - i);
	loop assigns i, r;
	loop variant i;
	*/
	for (uint32_t i = l->count[MPUC_REGIONS]; i > 0; i--) {
		if (r[MPUC_REGION_SLOT] == p[MPUC_REGION_SLOT] &&
		    !is_same(r, p))
			return 1;
		r += MPUC_REGION_SIZE;
	}
	return 0;
}

/*@
requires opened(l) && readable(p, MPUC_REGIONS);
assigns \nothing;
*/
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
	if (p[MPUC_REGION_LIFETIME] > MPUC_LIFETIME_RESIDENT ||
	    p[MPUC_REGION_SLOT] >= l->regions)
		return 1;
	if (p[MPUC_REGION_LIFETIME] == MPUC_LIFETIME_RESIDENT &&
	    resident_fault(l, p) != 0)
		return 1;
	return high | low | ((prlar & 0x21) != 1) | !reaches(p, p);
}

/*
 * A slot goes off when its region goes away or changes, and is written when
 * its region is new or changed; the lists say exactly that, so after them
 * the table of the second context is in force.  What is written may be
 * enabled by a list of its own, then all of it.  The slots of both contexts
 * ascend, and those of the lists with them.
 */
/*@
requires context(l, from) && context(l, to);
requires readable(p, MPUC_SWITCHES) && mpuc_run_inside(l, p, MPUC_OPS);
assigns \nothing;
*/
APART uint32_t lists_fault(const struct mpuc_layout *l, const uint8_t *p,
			   const uint8_t *from, const uint8_t *to)
{
	uint32_t offs = p[MPUC_SWITCH_DISABLE], ons = p[MPUC_SWITCH_WRITE];
	uint32_t enables = p[MPUC_SWITCH_ENABLE];
	const uint8_t *q = first_region(l, from), *r = first_region(l, to);
	const uint8_t *q_end = q + ld16(from + MPUC_CONTEXT_COUNT) *
			       MPUC_REGION_SIZE;
	const uint8_t *r_end = r + ld16(to + MPUC_CONTEXT_COUNT) *
			       MPUC_REGION_SIZE;
	const uint8_t *off, *on, *off_end, *on_end;

	if (offs + ons + enables != ld16(p + MPUC_SWITCH_COUNT) ||
	    (enables != 0 && enables != ons))
		return 1;
	off = l->table[MPUC_OPS] + ld32(p + MPUC_SWITCH_FIRST);
	off_end = on = off + offs;
	on_end = on + ons;
	/*@ ghost uint32_t q_n = 0, r_n = 0, offs_n = 0, ons_n = 0; */
	/*@
	loop invariant q_n <= mpuc_field16(from + MPUC_CONTEXT_COUNT);
	loop invariant r_n <= mpuc_field16(to + MPUC_CONTEXT_COUNT);
	loop invariant offs_n <= offs && ons_n <= ons;
	loop invariant q == region(l, from, q_n) && r == region(l, to, r_n);
	loop invariant off == l->table[MPUC_OPS] +
		mpuc_field32(p + MPUC_SWITCH_FIRST) + offs_n;
	loop invariant on == l->table[MPUC_OPS] +
		mpuc_field32(p + MPUC_SWITCH_FIRST) + offs + ons_n;
	loop assigns q, r, off, on, q_n, r_n, offs_n, ons_n;
	loop variant mpuc_field16(from + MPUC_CONTEXT_COUNT) - q_n +
		mpuc_field16(to + MPUC_CONTEXT_COUNT) - r_n;
	*/
	while (q != q_end || r != r_end) {
		uint32_t leaves = q != q_end ? q[MPUC_REGION_SLOT] : SLOT_COUNT;
		uint32_t comes = r != r_end ? r[MPUC_REGION_SLOT] : SLOT_COUNT;
		bool same = leaves == comes && is_same(q, r);

		if (leaves <= comes) {
			if (!same) {
				if (off == off_end || *off++ != leaves)
					return 1;
				/*@ ghost offs_n++; */
			}
			q += MPUC_REGION_SIZE;
			/*@ ghost q_n++; */
		}
		if (comes <= leaves) {
			if (!same) {
				if (on == on_end || on[enables] != comes ||
				    *on++ != comes)
					return 1;
				/*@ ghost ons_n++; */
			}
			r += MPUC_REGION_SIZE;
			/*@ ghost r_n++; */
		}
	}
	return off != off_end || on != on_end;
}

/*@
requires opened(l) && mpuc_runs_inside(l, MPUC_CONTEXTS);
requires readable(p, MPUC_SWITCHES) && mpuc_run_inside(l, p, MPUC_OPS);
assigns \nothing;
*/
MERGED uint32_t switch_fault(const struct mpuc_layout *l, const uint8_t *p)
{
	const uint8_t *from = mpuc_layout_record(l, MPUC_CONTEXTS,
						 ld16(p + MPUC_SWITCH_FROM));
	const uint8_t *to = mpuc_layout_record(l, MPUC_CONTEXTS,
					       ld16(p + MPUC_SWITCH_TO));

	/*@
	assert from != \null ==> mpuc_run_at(l, MPUC_CONTEXTS,
		mpuc_field16(p + MPUC_SWITCH_FROM));
	*/
	/*@
	assert to != \null ==> mpuc_run_at(l, MPUC_CONTEXTS,
		mpuc_field16(p + MPUC_SWITCH_TO));
	*/
	if (from == NULL || to == NULL || from == to ||
	    ld32(p + MPUC_SWITCH_BEFORE) != ld32(from + MPUC_CONTEXT_PRENR) ||
	    ld32(p + MPUC_SWITCH_AFTER) != ld32(to + MPUC_CONTEXT_PRENR) ||
	    p[MPUC_SWITCH_RESERVED] != 0)
		return 1;
	return lists_fault(l, p, from, to);
}

/* With both below 2^48, base + size can't wrap. */
/*@
requires \valid_read(p + (0 .. 15));
assigns \nothing;
*/
APART uint32_t range_fault(const uint8_t *p)
{
	uint64_t base = ld64(p), size = ld64(p + 8);

	return (uint32_t)((base | size) >> 48) | (size == 0);
}

/* from and to, so that one comparison orders them. */
/*@
requires \valid_read(p + (0 .. 3));
assigns \nothing;
*/
MERGED uint32_t switch_key(const uint8_t *p)
{
	return ld16(p + MPUC_SWITCH_FROM) << 16 | ld16(p + MPUC_SWITCH_TO);
}

/* state: what the walk remembers of the record before; starts as 0. */
/*@
requires opened(l) && table < MPUC_OPS && readable(p, table);
requires \valid(state) && \separated(state, l);
requires table == MPUC_CONTEXTS ==> context(l, p);
requires table == MPUC_SWITCHES ==> mpuc_run_inside(l, p, MPUC_OPS) &&
	mpuc_runs_inside(l, MPUC_CONTEXTS);
assigns *state;
*/
MERGED uint32_t record_fault(const struct mpuc_layout *l, uint32_t table,
			     const uint8_t *p, uint32_t *state)
{
	uint32_t before = *state, fault;

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
		fault = switch_fault(l, p);
		*state = switch_key(p);
		return fault | (*state <= before);
	}
}

/*
 * Every record of a table, and the runs that they own: each starts where
 * the one before ended, and together they are the next table.
 */
/*@
requires opened(l) && table < MPUC_OPS;
requires table == MPUC_SWITCHES ==> mpuc_runs_inside(l, MPUC_CONTEXTS);
assigns \nothing;
ensures \result == 0 && (table == MPUC_CONTEXTS || table == MPUC_REGIONS ||
	table == MPUC_DOMAINS || table == MPUC_SECTIONS) ==>
	mpuc_names_inside(l, table);
ensures \result == 0 && (table == MPUC_CONTEXTS || table == MPUC_DOMAINS ||
	table == MPUC_SWITCHES) ==> mpuc_runs_inside(l, table);
*/
MERGED uint32_t table_fault(const struct mpuc_layout *l, uint32_t table)
{
	const uint8_t *p = l->table[table];
	uint32_t next = 0, state = 0;

	/*@
	assert table == MPUC_CONTEXTS || table == MPUC_REGIONS ||
		table == MPUC_DOMAINS || table == MPUC_BANKS ||
		table == MPUC_SECTIONS || table == MPUC_SWITCHES;
	*/
	/*@
	loop invariant 0 <= i <= l->count[table];
	loop invariant table == MPUC_CONTEXTS ==> p == l->table[table] +
		(l->count[table] - i) * MPUC_CONTEXT_SIZE;
	loop invariant table == MPUC_REGIONS ==> p == l->table[table] +
		(l->count[table] - i) * MPUC_REGION_SIZE;
	loop invariant table == MPUC_DOMAINS ==> p == l->table[table] +
		(l->count[table] - i) * MPUC_DOMAIN_SIZE;
	loop invariant table == MPUC_BANKS ==> p == l->table[table] +
		(l->count[table] - i) * MPUC_BANK_SIZE;
	loop invariant table == MPUC_SECTIONS ==> p == l->table[table] +
		(l->count[table] - i) * MPUC_SECTION_SIZE;
	loop invariant table == MPUC_SWITCHES ==> p == l->table[table] +
		(l->count[table] - i) * MPUC_SWITCH_SIZE;
	loop invariant next <= l->count[table + 1];
	loop invariant table == MPUC_CONTEXTS || table == MPUC_REGIONS ||
		table == MPUC_DOMAINS || table == MPUC_SECTIONS ==>
		\forall integer k; 0 <= k < l->count[table] - i ==>
			mpuc_name_at(l, table, k);
	loop invariant table == MPUC_CONTEXTS || table == MPUC_DOMAINS ||
		table == MPUC_SWITCHES ==>
		\forall integer k; 0 <= k < l->count[table] - i ==>
			mpuc_run_at(l, table, k);
	loop assigns i, p, next, state;
	loop variant i;
	*/
	for (uint32_t i = l->count[table]; i > 0; i--) {
		if (is_named(table) && ld32(p) >= l->count[MPUC_STRINGS])
			return 1;
		if (is_owner(table)) {
			uint32_t count = ld16(p + MPUC_RUN_COUNT);

			if (ld32(p + MPUC_RUN_FIRST) != next ||
			    count > l->count[table + 1] - next)
				return 1;
			next += count;
		}
		/*@
		assert table == MPUC_CONTEXTS ||
			table == MPUC_REGIONS || table == MPUC_DOMAINS ||
			table == MPUC_SECTIONS ==>
			mpuc_name_at(l, table, l->count[table] - i);
		*/
		/*@
		assert table == MPUC_CONTEXTS ||
			table == MPUC_DOMAINS || table == MPUC_SWITCHES ==>
			mpuc_run_at(l, table, l->count[table] - i);
		*/
		if (record_fault(l, table, p, &state) != 0)
			return 1;
		p += record_size[table];
	}
	/* No idle context, or no context at all. */
	if (table == MPUC_CONTEXTS && state == MPUC_KIND_BOOT)
		return 1;
	return is_owner(table) && next != l->count[table + 1];
}

/* Tables follow each other and fill the layout to its last byte. */
/*@
requires \valid(l);
requires MPUC_HEADER_SIZE <= l->size <= MPUC_LAYOUT_SIZE_MAX;
requires \valid_read(l->bytes + (0 .. l->size - 1));
requires \separated(l, l->bytes + (0 .. l->size - 1));
assigns l->table[0 .. MPUC_LAYOUT_TABLES - 1],
	l->count[0 .. MPUC_LAYOUT_TABLES - 1];
ensures \result == 0 ==> mpuc_tables_inside(l);
ensures \result == 0 && 0 < l->count[MPUC_STRINGS] ==>
	l->table[MPUC_STRINGS][l->count[MPUC_STRINGS] - 1] == 0;
*/
MERGED uint32_t tables_fault(struct mpuc_layout *l)
{
	const uint8_t *entry = l->bytes + MPUC_HEADER_TABLES;
	uint32_t next = MPUC_HEADER_SIZE;

	/*@
	loop invariant 0 <= i <= MPUC_LAYOUT_TABLES;
	loop invariant MPUC_HEADER_SIZE <= next <= l->size;
	loop invariant entry == l->bytes + MPUC_HEADER_TABLES +
		i * MPUC_ENTRY_SIZE;
	loop invariant kept: \forall integer t; 0 <= t < i ==>
		mpuc_table_inside(l, t);
	loop invariant ended: MPUC_STRINGS < i ==>
		l->bytes + next == l->table[MPUC_STRINGS] +
			l->count[MPUC_STRINGS];
	loop assigns i, next, entry, l->table[0 .. MPUC_LAYOUT_TABLES - 1],
		l->count[0 .. MPUC_LAYOUT_TABLES - 1];
	loop variant MPUC_LAYOUT_TABLES - i;
	*/
	for (uint32_t i = 0; i < MPUC_LAYOUT_TABLES; i++) {
		uint32_t count = ld32(entry + MPUC_ENTRY_COUNT);

		/*@
		assert i == 0 || i == 1 || i == 2 || i == 3 || i == 4 ||
			i == 5 || i == 6 || i == 7;
		*/
		/*@ assert record_size[i] == mpuc_record_bytes(i); */
		/*@ assert 0 < record_size[i] <= MPUC_CONTEXT_SIZE; */
		/* count first: below 16 MiB the product can't wrap. */
		if (ld32(entry + MPUC_ENTRY_OFFSET) != next ||
		    count > l->size)
			return 1;
		l->table[i] = l->bytes + next;
		l->count[i] = count;
		/*@
		assert 0 <= count * record_size[i] <=
			MPUC_LAYOUT_SIZE_MAX * MPUC_CONTEXT_SIZE;
		*/
		/*@
		assert count * record_size[i] ==
			count * mpuc_record_bytes(i);
		*/
		next += count * record_size[i];
		if (next > l->size)
			return 1;
		/*@ assert mpuc_table_inside(l, i); */
		/*@
		assert i == MPUC_STRINGS ==>
			l->bytes + next == l->table[i] + l->count[i];
		*/
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

/*@
requires opened(l) && MPUC_HEADER_SIZE <= l->size;
assigns \nothing;
ensures \result ==> 0 < l->count[MPUC_STRINGS];
*/
MERGED bool header_ok(const struct mpuc_layout *l)
{
	uint32_t strings = l->count[MPUC_STRINGS];

	return l->arch <= MPUC_ARCH_PMSAV8_64 &&
	       ld32(l->bytes + MPUC_HEADER_TARGET) < strings &&
	       ld32(l->bytes + MPUC_HEADER_PLATFORM) < strings;
}

/*@
requires \valid_read(p + (0 .. len - 1)) && \valid(l);
requires \separated(l, p + (0 .. len - 1));
assigns *l;
ensures \result == MPUC_LAYOUT_OK ==> mpuc_layout_sound(l) &&
	l->bytes == p && l->size == len;
*/
MERGED enum mpuc_layout_error open_bytes(const uint8_t *p, size_t len,
					 struct mpuc_layout *l)
{
	if (len < MPUC_HEADER_SIZE)
		return MPUC_LAYOUT_E_SIZE;
	if (ld32(p) != MPUC_LAYOUT_MAGIC || ld32(p + 4) != MPUC_LAYOUT_MAGIC)
		return MPUC_LAYOUT_E_MAGIC;
	/* One word: min_reader 1 or 2, and semantics. */
	if (ld32(p + MPUC_HEADER_MIN_READER) - (MPUC_LAYOUT_MIN_READER |
	    MPUC_LAYOUT_SEMANTICS << 16) > 1 ||
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
	/*@
	loop invariant 0 <= table <= MPUC_OPS;
	loop invariant MPUC_CONTEXTS < table ==>
		mpuc_names_inside(l, MPUC_CONTEXTS) &&
		mpuc_runs_inside(l, MPUC_CONTEXTS);
	loop invariant MPUC_REGIONS < table ==>
		mpuc_names_inside(l, MPUC_REGIONS);
	loop invariant MPUC_DOMAINS < table ==>
		mpuc_names_inside(l, MPUC_DOMAINS) &&
		mpuc_runs_inside(l, MPUC_DOMAINS);
	loop invariant MPUC_SECTIONS < table ==>
		mpuc_names_inside(l, MPUC_SECTIONS);
	loop invariant MPUC_SWITCHES < table ==>
		mpuc_runs_inside(l, MPUC_SWITCHES);
	loop assigns table;
	loop variant MPUC_OPS - table;
	*/
	for (uint32_t table = 0; table < MPUC_OPS; table++) {
		if (table_fault(l, table) != 0)
			return MPUC_LAYOUT_E_RECORD;
	}
	return MPUC_LAYOUT_OK;
}

enum mpuc_layout_error mpuc_layout_open(const void *bytes, size_t len,
					struct mpuc_layout *ret_layout)
{
	return open_bytes(bytes, len, ret_layout);
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
	/*@
	loop invariant low <= high <= layout->count[MPUC_SWITCHES];
	loop assigns low, high;
	loop variant high - low;
	*/
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
