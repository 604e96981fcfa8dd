/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system that a host device tree describes, as the target reads it:
 * every piece of memory is an object, domains and modules point at theirs.
 * Built once, then read-only.
 */
#ifndef MODEL_SYSTEM_H
#define MODEL_SYSTEM_H

#include <mpuc/status.h>

#include "addr/range.h"
#include "addr/rset.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "doc/image.h"
#include "model/profile.h"

#define SYS_NONE UINT32_MAX

enum object_flag {
	OBJ_ZERO = 1,		/* size 0 */
	OBJ_WRAPS = 2,		/* base + size passes the address width */
	OBJ_WIDE = 4,		/* a cell value beyond 64 bits was cut */
	OBJ_GUEST_ONLY = 8,	/* shared memory without a host address */
};

/*
 * usable: range is valid and every rule may use it.  An object that is not
 * usable has a finding of its own, so other rules skip and count it.
 */
struct object {
	struct range range;
	struct span span;	/* as written */
	struct doc_ref ref;	/* property, or node when it has none */
	uint32_t owner;		/* index of the domain, or SYS_NONE */
	uint32_t index;		/* number of the tuple in its property */
	uint32_t detail;	/* section: index into target.sections; module:
				   index into modules; shm: into shms;
				   device: enum device_kind; reserved: see
				   RESERVED_STATIC */
	uint32_t order;		/* when Xen's early scan meets it */
	uint8_t kind;		/* enum object_kind */
	uint8_t flags;
	bool usable;
};

/* Static memory of an xen,domain outside /chosen, which Xen never builds. */
#define RESERVED_STATIC 1

enum device_kind {
	DEV_GICD, DEV_GICR, DEV_GICC, DEV_GICH, DEV_GICV, DEV_CONSOLE,
	DEV_EARLY_UART,
};

enum module_kind {
	MOD_UNKNOWN, MOD_KERNEL, MOD_RAMDISK, MOD_DTB, MOD_XSM, MOD_MICROCODE,
};

struct module {
	enum module_kind kind;
	struct doc_ref node, reg;	/* reg.prop DOC_NONE when missing */
	uint32_t domain;	/* SYS_NONE outside a domain */
	uint32_t object;	/* SYS_NONE when reg gives no range */
	const char *path;	/* node's full path */
	const struct doc *tree;	/* MOD_DTB: its file, when it was given */
	bool guest;		/* below an xen,domain, built by Xen or not */
};

/*
 * A child of a domain that Xen takes for its kernel, ramdisk or partial tree
 * although it is no boot module: it looks for the module at that address.
 */
struct probe {
	enum module_kind kind;
	struct doc_ref node;
	uint32_t domain;
};

enum shm_role { SHM_ROLE_NONE, SHM_OWNER, SHM_BORROWER, SHM_ROLE_BAD };

struct shm {
	struct doc_ref node, mem;
	const char *id;		/* NULL when missing */
	bool id_open;		/* no NUL ends it */
	enum shm_role role;
	uint32_t domain;
	uint32_t object;	/* SYS_NONE without a usable host range */
	bool has_host;
	uint64_t host, guest, size;
};

struct passthrough {
	struct doc_ref ref;	/* xen,reg in the partial tree */
	uint32_t object;	/* machine range */
	uint64_t guest;		/* guest base */
	bool has_path, forced;
};

/* A u32 or u64 property as found. */
struct sys_number {
	struct doc_ref ref;	/* prop DOC_NONE: missing */
	uint32_t len;
	uint64_t value;
	bool ok;		/* present and of the right length */
};

struct domain {
	const char *name;
	struct doc_ref node;
	struct sys_number memory;	/* KiB */
	struct sys_number cpus;
	struct doc_ref static_mem;	/* prop DOC_NONE: not static */
	uint32_t bank, bank_count;	/* consecutive in objects */
	uint32_t shm, shm_count;	/* consecutive in shms */
	uint32_t pass, pass_count;	/* consecutive in passthroughs */
	uint32_t kernel, ramdisk, dtb;	/* modules; SYS_NONE: none */
	bool direct_map, vpl011, disabled;
	bool is_module;		/* also a boot module: its banks go unread */
};

/* A list property that gave objects: for rules about the property itself. */
struct tuples {
	struct doc_ref ref;
	enum object_kind kind;
	uint32_t owner, detail;
	uint32_t acells, scells;
	uint32_t first, count;	/* objects */
	uint32_t trailing;	/* bytes that fill no tuple */
	bool bad_cells;		/* cell counts Xen can't read */
};

struct sys_gic {
	bool present;
	uint32_t version;	/* 2 or 3 */
	struct doc_ref node;
	uint32_t first, count;	/* consecutive device objects */
};

struct system {
	const struct target *target;
	bool target_derived;
	const struct platform *platform;	/* NULL: not known */
	enum pmsa_arch arch;
	bool arch_known;
	bool regions_known;
	uint32_t regions;	/* EL2 MPU regions the machine has */
	uint32_t pa_bits;
	const struct doc *doc;
	const struct image *image;	/* NULL: not given */
	bool is_xen_tree;
	bool has_fdt_base, has_early_uart;
	uint64_t fdt_base;
	struct span early_uart;
	struct doc_ref chosen;	/* node DOC_NONE when there is none */
	bool chosen_is_module;	/* a boot module: its own lists go unread */
	VEC(struct object) objects;
	VEC(struct domain) domains;
	VEC(struct module) modules;	/* in the order of the tree */
	VEC(struct probe) probes;
	VEC(struct shm) shms;
	VEC(struct passthrough) passthroughs;
	VEC(struct tuples) tuples;
	struct rset ram;	/* union of all usable memory banks */
	/* Register ranges of every enabled device, in tree order; filled
	   only when the target has a section for devices. */
	VEC(struct range) device_regs;
	struct sys_gic gic;
	struct doc_ref console;	/* its node; node DOC_NONE: none found */
	uint32_t console_object;	/* SYS_NONE: unknown range */
	bool has_timer, has_cpu;
	const char *cpu_compatible;
};

/* "domU1", or "xen" for SYS_NONE. */
const char *system_owner(const struct system *s, uint32_t domain);

/*
 * Does Xen's early scan take this child of the root for memory?  Its name and
 * type say so; its status does not matter here.
 */
bool system_is_memory(const struct doc *d, uint32_t n);

/*
 * Does the early scan read memory from this node?  Not when its status
 * disables it, unless the target does not look.
 */
bool system_scans(const struct system *s, uint32_t n);

/* Named "chosen", or "chosen@...", which the early scan reads as well? */
bool system_is_chosen(const struct doc *d, uint32_t n);

/* For a person: "static heap", "kernel of domU2"; NULL at the cap. */
const char *object_text(const struct system *s, struct arena *a,
			const struct object *o);

#endif
