/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot layout on disk: magic, versions, offsets and record sizes.  All
 * numbers are little-endian, all offsets count bytes.  schemas/boot-layout.md
 * is the normative text; these names follow it.
 */
#ifndef MPUC_LAYOUT_FORMAT_H
#define MPUC_LAYOUT_FORMAT_H

/* "MPUC", twice. */
#define MPUC_LAYOUT_MAGIC	0x4355504dU

#define MPUC_LAYOUT_VERSION	2U	/* what writer and reader here speak */
#define MPUC_LAYOUT_MIN_READER	1U	/* without resident regions */
#define MPUC_LAYOUT_MIN_RESIDENT	2U	/* with them */
#define MPUC_LAYOUT_SEMANTICS	1U	/* what the contents mean to a user */

#define MPUC_LAYOUT_SIZE_MAX	0x1000000U	/* 16 MiB */
#define MPUC_LAYOUT_CONTEXT_MAX	64U
#define MPUC_LAYOUT_REGION_MAX	255U	/* slots of one machine */
#define MPUC_LAYOUT_NONE	0xffffU	/* no domain; owner: hypervisor */

/* Header: name, offset. */
#define MPUC_HEADER_MAGIC	0U	/* 8 bytes */
#define MPUC_HEADER_VERSION	8U	/* u16 */
#define MPUC_HEADER_ARCH	10U	/* u8: enum mpuc_layout_arch */
#define MPUC_HEADER_REGIONS	11U	/* u8: slots of the machine */
#define MPUC_HEADER_MIN_READER	12U	/* u16 */
#define MPUC_HEADER_SEMANTICS	14U	/* u16 */
#define MPUC_HEADER_TOTAL	16U	/* u32: size of the whole layout */
#define MPUC_HEADER_CRC		20U	/* u32 */
#define MPUC_HEADER_TARGET	24U	/* u32: string */
#define MPUC_HEADER_PLATFORM	28U	/* u32: string */
#define MPUC_HEADER_SHA256	32U	/* 32 bytes */
#define MPUC_HEADER_TABLES	64U	/* directory: 8 entries */
#define MPUC_HEADER_SIZE	128U

/* Directory entry: offset u32, count u32. */
#define MPUC_ENTRY_OFFSET	0U
#define MPUC_ENTRY_COUNT	4U
#define MPUC_ENTRY_SIZE		8U

enum mpuc_layout_arch {
	MPUC_ARCH_PMSAV8_32,
	MPUC_ARCH_PMSAV8_64,
};

/*
 * Tables in the order they have in directory and file.  A context owns a
 * run of regions, a domain one of banks, a switch one of ops: always of the
 * table behind its own.
 */
enum mpuc_layout_table {
	MPUC_CONTEXTS,
	MPUC_REGIONS,
	MPUC_DOMAINS,
	MPUC_BANKS,
	MPUC_SECTIONS,
	MPUC_SWITCHES,
	MPUC_OPS,		/* records of one byte: a slot */
	MPUC_STRINGS,		/* records of one byte */
};
#define MPUC_LAYOUT_TABLES	8U

/* Where every record that owns a run says which. */
#define MPUC_RUN_FIRST		4U	/* u32 */
#define MPUC_RUN_COUNT		8U	/* u16 */

#define MPUC_CONTEXT_NAME	0U	/* u32: string */
#define MPUC_CONTEXT_FIRST	4U	/* u32: region */
#define MPUC_CONTEXT_COUNT	8U	/* u16: regions */
#define MPUC_CONTEXT_DOMAIN	10U	/* u16: domain, or NONE */
#define MPUC_CONTEXT_PRENR	12U	/* u32 */
#define MPUC_CONTEXT_SLOTS	16U	/* 256 bits */
#define MPUC_CONTEXT_KIND	48U	/* u16: enum mpuc_layout_kind */
#define MPUC_CONTEXT_PEAK	50U	/* u16: regions with transients */
#define MPUC_CONTEXT_MINIMUM	52U	/* u32: fewest regions possible */
#define MPUC_CONTEXT_SIZE	56U

enum mpuc_layout_kind {
	MPUC_KIND_BOOT,
	MPUC_KIND_IDLE,
	MPUC_KIND_GUEST,
};

/* Slot and registers are neighbours: equal bytes are an equal region. */
#define MPUC_REGION_NAME	0U	/* u32: string */
#define MPUC_REGION_OWNER	4U	/* u16: domain, or NONE */
#define MPUC_REGION_LIFETIME	6U	/* u8: enum mpuc_layout_lifetime */
#define MPUC_REGION_SLOT	7U	/* u8 */
#define MPUC_REGION_PRBAR	8U	/* u64 */
#define MPUC_REGION_PRLAR	16U	/* u64 */
#define MPUC_REGION_SIZE	24U

enum mpuc_layout_lifetime {
	MPUC_LIFETIME_FIXED,
	MPUC_LIFETIME_BOOT,
	MPUC_LIFETIME_SWITCHING,
	/* Switching, and loaded once for all contexts; min_reader 2. */
	MPUC_LIFETIME_RESIDENT,
};

#define MPUC_DOMAIN_NAME	0U	/* u32: string */
#define MPUC_DOMAIN_FIRST	4U	/* u32: bank */
#define MPUC_DOMAIN_COUNT	8U	/* u16: banks */
#define MPUC_DOMAIN_FLAGS	10U	/* u16: MPUC_DOMAIN_... bits */
#define MPUC_DOMAIN_RESERVED	12U	/* u32: 0 */
#define MPUC_DOMAIN_SIZE	16U

#define MPUC_DOMAIN_STATIC	1U	/* its memory is xen,static-mem */
#define MPUC_DOMAIN_DIRECT	2U	/* guest address = machine address */
#define MPUC_DOMAIN_FLAG_MASK	3U

#define MPUC_BANK_BASE		0U	/* u64: below 2^48 */
#define MPUC_BANK_BYTES		8U	/* u64: below 2^48, not 0 */
#define MPUC_BANK_SIZE		16U

#define MPUC_SECTION_NAME	0U	/* u32: string */
#define MPUC_SECTION_FLAGS	4U	/* u32: MPUC_SECTION_... bits */
#define MPUC_SECTION_BASE	8U	/* u64: below 2^48 */
#define MPUC_SECTION_BYTES	16U	/* u64: below 2^48, not 0 */
#define MPUC_SECTION_SIZE	24U

#define MPUC_SECTION_DEVICE	1U	/* for device registers, not RAM */
#define MPUC_SECTION_FLAG_MASK	1U

/* The run is three lists, one behind the other: disable, write, enable. */
#define MPUC_SWITCH_FROM	0U	/* u16: context */
#define MPUC_SWITCH_TO		2U	/* u16: context */
#define MPUC_SWITCH_FIRST	4U	/* u32: op */
#define MPUC_SWITCH_COUNT	8U	/* u16: ops of all three lists */
#define MPUC_SWITCH_WRITES	10U	/* u16: register writes, as planned */
#define MPUC_SWITCH_BEFORE	12U	/* u32: PRENR */
#define MPUC_SWITCH_AFTER	16U	/* u32: PRENR */
#define MPUC_SWITCH_DISABLE	20U	/* u8: ops to disable */
#define MPUC_SWITCH_WRITE	21U	/* u8: ops to write */
#define MPUC_SWITCH_ENABLE	22U	/* u8: ops to enable */
#define MPUC_SWITCH_RESERVED	23U	/* u8: 0 */
#define MPUC_SWITCH_SIZE	24U

#endif
