/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The results of a run as plain values, for programs that draw.  Strings
 * belong to the run.  Nothing here can fail: an index past the end is false.
 */
#ifndef MPUC_VIEW_H
#define MPUC_VIEW_H

#include <mpuc/mpuc.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The machine, the hypervisor and the sums. */
struct mpuc_summary {
	const char *input, *target;
	const char *platform;	/* NULL: not given */
	bool has_regions;	/* the count is known */
	unsigned regions;
	size_t contexts, findings, objects;
	size_t errors, warnings, notes;
	bool failed;
};
MPUC_API void mpuc_summary_of(const struct mpuc_run *run,
			      struct mpuc_summary *ret_summary);

/* One line of the ledger. */
struct mpuc_context {
	const char *name;	/* "boot/fdt", "idle", "guest/domU1" */
	unsigned need, peak, minimum;
	long left;		/* when the count is known */
	size_t regions;		/* need's, then transients */
};
MPUC_API bool mpuc_context_at(const struct mpuc_run *run, size_t index,
			      struct mpuc_context *ret_context);

/* One region of a context. */
struct mpuc_region_entry {
	const char *name, *owner, *why;
	const char *lifetime;
	const char *memory;	/* "normal", "nc", "device"; NULL: unknown */
	int slot;		/* -1: past the hardware */
	bool placed;		/* base, limit and registers are known */
	bool transient;
	uint64_t base, limit;	/* limit inclusive */
	uint64_t prbar, prlar;
	char el2[4], el1[4];	/* "rw-" */
};
MPUC_API bool mpuc_region_at(const struct mpuc_run *run, size_t context,
			     size_t index,
			     struct mpuc_region_entry *ret_region);

#define MPUC_FINDING_RANGES 2

/*
 * One finding, in the order of reports.  A column counts bytes, ends are
 * exclusive; a blob has an offset in place of a line.  base + size may pass
 * 2^64 when the tree says so.
 */
struct mpuc_finding {
	unsigned code;		/* 117 of MPU0117 */
	const char *id;
	enum mpuc_severity severity;
	const char *message, *effect, *help;	/* NULL: none */
	const char *node, *property;		/* NULL: none */
	const char *file;			/* NULL: no place in a file */
	unsigned line, column;
	unsigned end_line, end_column;
	const char *input;	/* the tree, also where it has no lines */
	bool has_offset;
	uint64_t offset;
	const char *basis;	/* "xen", "xen-mpu", "hardware", "practice" */
	unsigned range_count;
	struct {
		uint64_t base, size;
	} ranges[MPUC_FINDING_RANGES];
	bool passed_over;	/* by a suppression: it counts for nothing */
	const char *reason;	/* why; NULL: none was given */
};
MPUC_API bool mpuc_finding_at(const struct mpuc_run *run, size_t index,
			      struct mpuc_finding *ret_finding);

/* One piece of memory of the tree: RAM, a bank, a module, a section, ... */
struct mpuc_object {
	const char *kind;	/* "ram", "bank", "section", ... */
	const char *name;	/* its owner's or its own */
	uint64_t base, limit;
};
MPUC_API bool mpuc_object_at(const struct mpuc_run *run, size_t index,
			     struct mpuc_object *ret_object);

#ifdef __cplusplus
}
#endif

#endif
