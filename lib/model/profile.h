/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What one generation of the hypervisor does (target) and what one machine
 * has (platform), as data.  Read from YAML, at build time into C tables and
 * at run time from the user's file; schemas/target.schema.json and
 * schemas/platform.schema.json give the form.
 */
#ifndef MODEL_PROFILE_H
#define MODEL_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pmsa/pmsa.h"

#define ARCH_COUNT 2	/* enum pmsa_arch */
#define MAIR_COUNT 8

/* Where a region's address range comes from. */
enum source {
	SRC_SYMBOLS,		/* [start symbol, end symbol) of the image */
	SRC_LOAD_BLOCK,		/* size bytes from the image's start */
	SRC_FDT,		/* the device tree itself */
	SRC_SECTION,		/* banks of a section of the tree */
	SRC_HEAP,		/* banks of xen,static-heap */
	SRC_EARLY_UART,		/* --early-uart */
	SRC_CONSOLE,		/* reg of the console's node */
	SRC_GIC_DIST,		/* GIC distributor */
	SRC_GIC_REDIST,		/* GICv3 redistributors; GICv2: GICC, GICH */
	SRC_GIC_SPAN,		/* from first GIC register page to last */
	SRC_STATIC_MEM,		/* the domain's banks */
	SRC_SHM,		/* the domain's shared memory */
	SRC_PASSTHROUGH,	/* the domain's xen,reg tuples */
	SRC_KERNEL,		/* the domain's kernel module */
	SRC_RAMDISK,		/* the domain's ramdisk module */
	SRC_PARTIAL_DTB,	/* the domain's partial device tree */
	SRC_PAGE,		/* one page, its address known at run time */
};

/* How the target turns an object into a region. */
enum rounding {
	ROUND_GRANULE,		/* outwards to 64 bytes */
	ROUND_OUT,		/* outwards to pages */
	ROUND_SIZE,		/* base up, size down: can overshoot the end */
	ROUND_END,		/* base up, base + size down */
};

enum slot_policy {
	SLOT_FIXED,		/* index slot */
	SLOT_FIRST_FREE,	/* lowest free one from slot on, else below */
	SLOT_LAST,		/* have - 1 - slot */
	SLOT_GROW,		/* next index never used since the last pack */
};

enum lifetime { LIFE_FIXED, LIFE_BOOT, LIFE_SWITCHING, LIFE_TRANSIENT };

enum condition {
	COND_ALWAYS,
	COND_EARLY_UART,	/* early printk is on */
	COND_NO_EARLY_UART,	/* ... is off, or covers other pages */
	COND_VPL011,		/* the domain has a virtual UART */
};

struct region_rule {
	const char *name;	/* "xen.text" */
	enum source source;
	const char *start, *end;	/* SRC_SYMBOLS */
	const char *section;	/* SRC_SECTION: its name */
	uint64_t size;		/* SRC_LOAD_BLOCK, SRC_PAGE */
	const char *attr;	/* name of an attr_rule */
	enum rounding rounding;
	enum slot_policy policy;
	uint32_t slot;
	enum lifetime lifetime;
	enum condition when;
	bool first_only;	/* map only the first bank */
	const char *why;	/* for a person: why Xen has this region */
};

/* Register fields of one kind of region, per architecture. */
struct attr_rule {
	const char *name;
	struct pmsa_attr arch[ARCH_COUNT];
	bool has[ARCH_COUNT];
};

enum step_op {
	STEP_ADD,		/* map region */
	STEP_REMOVE,		/* unmap every region of that rule */
	STEP_BECOME,		/* region takes the range and attributes of
				   other, in the same slot */
	STEP_TRANSIENT,		/* map regions[] together, then unmap */
	STEP_PACK,		/* move all to the lowest slots: fixed first,
				   then the others, order kept */
};

#define STEP_REGIONS 4

struct step {
	enum step_op op;
	uint32_t regions[STEP_REGIONS];	/* indices into target.regions */
	uint32_t region_count;
	bool per_domain;	/* STEP_TRANSIENT: once for each domain */
};

struct phase {
	const char *name;	/* "boot/asm", "idle", "guest" */
	const struct step *steps;
	size_t step_count;
};

/* Kinds of memory that rules speak of; bits of section_rule.holds. */
enum object_kind {
	OBJ_RAM,		/* bank of a memory node */
	OBJ_MEMRESERVE,		/* /memreserve/ entry */
	OBJ_RESERVED,		/* child of /reserved-memory */
	OBJ_HEAP,
	OBJ_STATIC_MEM,
	OBJ_SHM,
	OBJ_MODULE,
	OBJ_XEN,		/* the image [_start, _end) */
	OBJ_FDT,
	OBJ_DEVICE,		/* GIC or console registers */
	OBJ_SECTION,
	OBJ_PASSTHROUGH,
};
#define OBJECT_KINDS 12

struct section_rule {
	const char *name;	/* "guest" */
	const char *property;	/* "mpu,guest-memory-section" in /chosen */
	bool required;
	bool enforced;		/* Xen itself checks containment */
	uint32_t holds;		/* bits of kinds that must lie inside */
	uint32_t allows;	/* bits of kinds that may lie inside, too */
	uint32_t max_banks;	/* 0: any number */
	bool device;		/* for devices: must not cover RAM */
	const char *effect;	/* what happens to memory outside */
};

/* What the target does where targets differ; zero is the mild answer. */
struct target_traits {
	bool mpu_cells;		/* sections use #mpu,*-cells of /chosen */
	bool static_mem_required;
	bool direct_map_required;
	bool heap_required;
	bool heap_first_only;	/* further heap banks are never mapped */
	bool fdt_zero_refused;	/* a tree at address 0 is refused */
	bool shm_owner_required;	/* a borrower's mapping panics */
	bool shm_unsupported;	/* shared memory reaches no guest */
	bool passthrough_identity;	/* guest address = host address */
	bool passthrough_forced;	/* needs force-assign-without-iommu */
	bool console_required;	/* a direct-map domain takes the console's
				   interrupt, unless it states nr_spis */
	bool wxn[ARCH_COUNT];	/* SCTLR_EL2.WXN is set */
	bool heap_pages_private;	/* a page of the heap can't be given
				   to a guest: its region would be split */
	bool overlap_ignored;	/* what is registered early may overlap */
	bool status_ignored;	/* the early scan reads disabled nodes, too */
	bool toggles_below_32;	/* can't disable a region above slot 31 */
	uint64_t fdt_align;	/* bytes */
	uint64_t fdt_window;	/* bytes mapped from the tree's base; 0:
				   its own pages */
};

struct target_limits {
	uint32_t banks, modules, shm, depth, name, shm_id, cmdline, path;
	uint32_t regions;	/* Xen's own table */
	uint32_t cpus[ARCH_COUNT];
	uint32_t page_info[ARCH_COUNT];	/* bytes Xen keeps for each page */
	uint64_t fdt_size, page;
};

/* An attribute whose memory may have another one's rights instead. */
struct promotion {
	const char *from, *to;	/* attr_rule names */
};

/*
 * What an optimal plan may do that the target's own code does not; zero is
 * nothing.
 */
struct planning_rules {
	bool merge;		/* one region for equal ones that touch */
	bool fill;		/* ... also across RAM that nothing uses */
	bool move;		/* other slots for what is not kept */
	bool resident;		/* leave regions loaded, disabled */
	uint64_t granule;	/* bytes, instead of pages; 0: pages */
	const struct promotion *promotions;
	size_t promotion_count;
};

/* What a target can't do for any tree: one note, never an error. */
struct incomplete {
	const char *text;	/* NULL: complete */
	const char *arch_text[ARCH_COUNT];	/* more, on this kind only */
};

/* A target's own words for what it does with a code's subject. */
struct effect_rule {
	const char *id;		/* of the diagnostic */
	const char *text;
};

struct target {
	const char *name, *title, *source;
	const char *const *detect;	/* /chosen properties that imply it */
	size_t detect_count;
	const char *const *unread;	/* of domains, only by other versions */
	size_t unread_count;
	bool is_default;
	struct incomplete incomplete;
	struct target_traits traits;
	struct target_limits limits;
	struct planning_rules planning;
	uint8_t mair[MAIR_COUNT];
	const struct attr_rule *attrs;
	size_t attr_count;
	const struct section_rule *sections;
	size_t section_count;
	const struct region_rule *regions;
	size_t region_count;
	const struct phase *boot;
	size_t boot_count;
	struct phase idle;
	struct phase guest;	/* starts from idle; name NULL: no guests */
	const struct effect_rule *effects;
	size_t effect_count;
};

struct platform {
	const char *name, *title, *source;
	enum pmsa_arch arch;
	uint32_t regions;	/* EL2 regions */
	bool verified;		/* somebody read the count off a machine */
	uint32_t pa_bits;
	uint64_t page;
	const char *const *cpus;	/* compatibles of its /cpus nodes */
	size_t cpu_count;
};

/* Compiled-in profiles, by name order; NULL past the end or unknown. */
const struct target *target_at(size_t index);
const struct target *target_find(const char *name);
const struct platform *platform_at(size_t index);
const struct platform *platform_find(const char *name);

const struct attr_rule *target_attr(const struct target *t, const char *name);
const struct section_rule *target_section(const struct target *t,
					  const char *name);
/*
 * Does it read this of a domain: a property's name, NAME=VALUE for one of its
 * values, or the compatible of a child?
 */
bool target_reads(const struct target *t, const char *what);

/* NULL when the target has no words of its own. */
const char *target_effect(const struct target *t, const char *id);

#endif
