/* SPDX-License-Identifier: BSD-2-Clause */
/* What every rule works with: facts in, findings out. */
#ifndef CHECK_RULES_H
#define CHECK_RULES_H

#include "check/check.h"

struct reporter {
	struct arena *a;
	struct sink *sink;
	const struct facts *facts;
	const struct system *s;
	const bool *dropped;	/* modules that Xen does not register */
};

/* Which modules Xen's early scan loses; NULL at the arena's cap. */
const bool *modules_dropped(struct arena *a, const struct system *s);

/* The first module that finds Xen's table full; SYS_NONE when none does. */
struct reporter;
uint32_t modules_full(const struct reporter *r);

/* A rule can't fail, only report; lost memory is latched in the sink. */
typedef void rule_fn(struct reporter *r);

/* New finding at ref, with effect and help of its code's registry entry. */
__attribute__((format(printf, 4, 5)))
struct finding *found(struct reporter *r, enum diag_code code,
		      struct doc_ref ref, const char *fmt, ...);

void found_span(struct finding *f, struct span span);

/* Replace the general advice by one that names the values. */
__attribute__((format(printf, 3, 4)))
void found_help(struct reporter *r, struct finding *f, const char *fmt, ...);
__attribute__((format(printf, 3, 4)))
void found_effect(struct reporter *r, struct finding *f, const char *fmt,
		  ...);

/*
 * What Xen does when it is one of several kinds of subject that the code has:
 * the target's words for "ID/kind", or else text.
 */
void found_kind(struct reporter *r, struct finding *f, const char *kind,
		const char *text);

/* The other party; span may be NULL. */
__attribute__((format(printf, 5, 6)))
void found_related(struct reporter *r, struct finding *f, struct doc_ref ref,
		   const struct span *span, const char *fmt, ...);

/*
 * What mends f: a property of the node gets these cells, this string (NULL:
 * nothing, it is a flag), or the value of another property.  A finding may
 * get several; none is added when the node's path can't be told.
 */
void fix_cells(struct reporter *r, struct finding *f, struct doc_ref node,
	       const char *name, const uint32_t *cells, uint32_t count);
void fix_string(struct reporter *r, struct finding *f, struct doc_ref node,
		const char *name, const char *text);
void fix_copy(struct reporter *r, struct finding *f, struct doc_ref node,
	      const char *name, const struct doc_prop *from);

/*
 * The list becomes these spans, in the cells that it has.  No fix when they
 * don't fit, when the list is no plain one, or has more than FIX_LIST_MAX.
 */
#define FIX_LIST_MAX 64
void fix_list(struct reporter *r, struct finding *f, const struct tuples *t,
	      const struct span *spans, uint32_t count);

/* The list as it is, without what fills no entry. */
void fix_trailing(struct reporter *r, struct finding *f,
		  const struct tuples *t);

/* The object's own entry gets this range. */
void fix_entry(struct reporter *r, struct finding *f, const struct object *o,
	       struct range range);

/* The section gets the banks that its contents need, or grows by one. */
void fix_section(struct reporter *r, struct finding *f, uint32_t section);
void fix_extend(struct reporter *r, struct finding *f, uint32_t section,
		struct range range);

/* One value that a rule could not look at because it is already wrong. */
void skipped(struct reporter *r);

/* The object's own name for a message. */
const char *named(struct reporter *r, const struct object *o);

/* "0x1000 (4 KiB)" */
const char *sized(struct reporter *r, uint64_t bytes);

struct doc_ref ref_of(const struct doc *d, uint32_t node, const char *prop);
struct doc_ref node_ref(struct doc_ref ref);

/* Whole-system findings stand at /chosen, or at the root without one. */
struct doc_ref system_ref(const struct system *s);

/* The guest's node, or the system's place. */
struct doc_ref context_ref(const struct system *s,
			   const struct plan_context *c);

/* Which of Xen's early lists this object enters, if any. */
bool early_object(const struct object *o);

/* Is there a kernel that is no guest's? */
bool system_has_dom0(const struct system *s);

/* A ramdisk of dom0's in a tree without a dom0: to lose it costs nothing. */
bool module_is_idle(const struct system *s, const struct object *o);

/* The domain's capabilities, 0 when it states none. */
enum { CAP_CONTROL = 1, CAP_HARDWARE = 2, CAP_XENSTORE = 4, CAP_ALL = 7 };
uint32_t caps_of(const struct system *s, const struct domain *d);

/* Does xen,enhanced ask for a xenstore page and port? */
bool wants_xenstore(const struct system *s, const struct domain *d);

rule_fn rule_xen_tree, rule_target, rule_depth, rule_fdt, rule_machine;
rule_fn rule_not_checked, rule_cells, rule_reserved_cells, rule_ranges;
rule_fn rule_alignment, rule_ram_overlap, rule_ram, rule_ram_nodes;
rule_fn rule_heap, rule_limits;
rule_fn rule_overlap, rule_sections, rule_containment, rule_foreign;
rule_fn rule_domain_memory, rule_domain_cpus, rule_direct_map;
rule_fn rule_kernel_placement, rule_modules, rule_kernels, rule_shm;
rule_fn rule_capabilities, rule_enhanced, rule_domain_properties;
rule_fn rule_names, rule_msa, rule_redistributors, rule_pass_paths;
rule_fn rule_high_slots, rule_console_reach;
rule_fn rule_page_shared, rule_early_uart, rule_attributes;
rule_fn rule_writable_text, rule_emulated, rule_scattered, rule_asm_slots;
rule_fn rule_surplus, rule_device_contents, rule_top, rule_partial_trees;
rule_fn rule_vcpus, rule_initrd, rule_evtchn, rule_heap_size;
rule_fn rule_passthrough, rule_budget, rule_region_overlap, rule_unplaced;

#endif
