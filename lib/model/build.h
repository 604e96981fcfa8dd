/* SPDX-License-Identifier: BSD-2-Clause */
/* From a located tree to the system it describes, as the target reads it. */
#ifndef MODEL_BUILD_H
#define MODEL_BUILD_H

#include "model/system.h"

/* A partial device tree that belongs to the module at path. */
struct build_module {
	const char *path;	/* full path of the module's node */
	const struct doc *tree;
};

struct build_input {
	const struct target *target;	/* NULL: derive it from the tree */
	const struct platform *platform;	/* NULL: not known */
	bool has_regions, has_fdt_base, has_early_uart;
	uint32_t regions;
	uint64_t fdt_base;
	struct span early_uart;
	const struct doc *doc;
	const struct image *image;	/* NULL: not given */
	const struct build_module *modules;
	size_t module_count;
};

/*
 * MPUC_OK, MPUC_E_NOMEM, or MPUC_E_USAGE when a module path of the input
 * names no boot module (then *ret_error says which).
 */
MPUC_MUST_CHECK
enum mpuc_status system_build(struct arena *a, const struct build_input *in,
			      struct system **ret_system,
			      const char **ret_error);

/* ------------------------------------------- between the build files */

struct build {
	struct arena *a;
	const struct build_input *in;
	struct system *s;
	const struct doc *d;
	uint32_t unknown_modules;	/* met so far */
};

/* What a list of (address, size) tuples becomes. */
struct build_list {
	struct doc_ref ref;	/* the property */
	enum object_kind kind;
	uint32_t owner, detail;
	uint32_t acells, scells;
	uint32_t max;		/* read no more tuples than this; 0: all */
};

struct doc_ref build_ref(const struct build *b, uint32_t node,
			 const char *prop);

/* Fill in range, flags and usable from span and the address width. */
void object_settle(const struct system *s, struct object *o);

/* Append one object; its index, or SYS_NONE at the arena's cap. */
uint32_t build_object(struct build *b, const struct object *o);

MPUC_MUST_CHECK
enum mpuc_status build_tuples(struct build *b, const struct build_list *l);

/* By its name, in whatever case. */
bool build_is_reserved(const struct build *b, uint32_t n);

bool build_is_module(const struct build *b, uint32_t n);
/* Nothing happens to a module that is not below /chosen. */
MPUC_MUST_CHECK
enum mpuc_status build_module(struct build *b, uint32_t n, uint32_t domain);
/* Linux's own initrd properties make a module that comes before domains. */
MPUC_MUST_CHECK
enum mpuc_status build_initrd(struct build *b, uint32_t chosen);
/* The module with the partial tree of the domain at that node. */
uint32_t build_partial_tree(const struct build *b, uint32_t domain);
/*
 * The domain's kernel and ramdisk, once all modules stand: a domain may name
 * those of a later one.
 */
MPUC_MUST_CHECK
enum mpuc_status build_find_modules(struct build *b, struct domain *d,
				    uint32_t index);

MPUC_MUST_CHECK
enum mpuc_status build_memory(struct build *b);
MPUC_MUST_CHECK
enum mpuc_status build_domains(struct build *b);
MPUC_MUST_CHECK
enum mpuc_status build_devices(struct build *b);
MPUC_MUST_CHECK
enum mpuc_status build_passthrough(struct build *b, struct domain *domain,
				   uint32_t index);

/*
 * Entry i of a node's reg, translated to a CPU address through the ranges
 * of its buses.  False when there is no such entry or no translation.
 */
bool build_reg(const struct doc *d, uint32_t node, uint32_t i,
	       struct span *ret_span);

#endif
