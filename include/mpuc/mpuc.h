/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mpuc: check, plan and pack the memory layout of a hypervisor on an
 * Armv8-R machine.
 *
 * A run is one host device tree with its overlays and options.  mpuc_run()
 * does all the work; the writers then print views of it, in any order.
 * Everything that a run owns is released by mpuc_free().  The library never
 * prints, exits or reads the environment.
 *
 * What is declared and not defined here is opaque.  The rest, structures
 * with their members included, stays as it is while the library has the same
 * soname; libmpuc(3) has all of that promise.
 */
#ifndef MPUC_H
#define MPUC_H

#include <mpuc/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MPUC_API __attribute__((visibility("default")))

/* The library's own version, "0.1.0". */
MPUC_API const char *mpuc_version(void);

/* ------------------------------------------------------------ options */

enum mpuc_severity { MPUC_NOTE, MPUC_WARNING, MPUC_ERROR, MPUC_NEVER };

/* --module NODE=FILE: the contents of one boot module. */
struct mpuc_module_file {
	const char *node;	/* full path of the module's node */
	const char *file;
};

/* What to make of findings, see mpuc-check(1). */
enum mpuc_policy_kind {
	MPUC_IGNORE, MPUC_AS_NOTE, MPUC_AS_WARNING, MPUC_AS_ERROR,
};

struct mpuc_policy {
	enum mpuc_policy_kind kind;
	const char *text;	/* CODE[@PATH][: REASON] */
};

/* A project's .mpuc.yaml; see mpuc-config(5). */
struct mpuc_config;

/*
 * Zero means default.  target and platform are names of compiled-in
 * profiles, or paths of YAML files when they hold a '/' or end in ".yaml";
 * NULL derives them from the tree.  All strings must outlive the run.
 */
struct mpuc_options {
	const char *target, *platform;
	const char *xen;	/* ELF with symbols, or nm listing */
	const char *imagebuilder;	/* configuration, see mpuc_run() */
	const char *domains;	/* System Device Tree domains, YAML */
	const char *schema;	/* directory of dt-schema bindings */
	bool has_regions, has_fdt_address, has_early_uart;
	uint32_t regions;
	uint64_t fdt_address;
	uint64_t early_uart_base, early_uart_size;
	const struct mpuc_module_file *modules;
	size_t module_count;
	bool optimal;		/* also plan what could be */
	bool has_budget;	/* ... with this many regions a context */
	uint32_t budget;
	bool explain;		/* with optimal, as text: why no fewer */
	bool use_optimal;	/* show, judge and pack the optimal plan */
	const char *schedule;	/* "idle,guest/domU1": what runs in turn */
	bool strict;		/* a check that could not run is an error */
	bool no_dts;		/* refuse source: run neither dtc nor cpp */
	enum mpuc_severity fail_on;	/* MPUC_NOTE: the default, error */
	bool fail_on_given;
	size_t memory_cap;	/* bytes; 0: 1 GiB */
	/* For what is not given here; a broken one fails the run. */
	const struct mpuc_config *config;
	const struct mpuc_policy *policies;	/* those of config behind */
	size_t policy_count;
	const char *source;	/* of a blob, for its lines */
	const char *today;	/* "2027-01-31"; NULL: nothing expires */
	const char *baseline;	/* a file that mpuc_write_baseline() wrote */
};

/* NULL only when there is no memory at all. */
MPUC_API struct mpuc_config *mpuc_config_new(void);
MPUC_API void mpuc_config_free(struct mpuc_config *config);

/* Read file.  Otherwise mpuc_config_error() says why not. */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_config_load(struct mpuc_config *config,
				  const char *file);

/* The same for the .mpuc.yaml above input; MPUC_OK also without one. */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_config_find(struct mpuc_config *config,
				  const char *input);
MPUC_API const char *mpuc_config_error(const struct mpuc_config *config);

/*
 * The i-th of its formats: a name, and a file or NULL.  False past the last.
 * Both live as long as config.
 */
MPUC_API bool mpuc_config_format(const struct mpuc_config *config, size_t i,
				 const char **ret_name,
				 const char **ret_file);

/* ---------------------------------------------------------------- runs */

struct mpuc_run;

/*
 * For a program that does nothing else: before anything is read, give up
 * the rights that a run doesn't need, for good, where the kernel can do that
 * (Linux with Landlock).  Files can then be changed only in the folders of
 * files[0..count), NULL and "-" excepted, no TCP connection be made, and
 * with no_programs no program be started, so no source be read.  What
 * can't be given up stays, without a word.
 */
MPUC_API void mpuc_confine(const char *const *files, size_t count,
			   bool no_programs);

/* NULL only when there is no memory at all. */
MPUC_API struct mpuc_run *mpuc_new(const struct mpuc_options *opts);
MPUC_API void mpuc_free(struct mpuc_run *run);

/* True for a file name that is an overlay (.dtbo, .dtso). */
MPUC_API bool mpuc_is_overlay(const char *file);

/*
 * Load files[0] and apply files[1..count) as overlays, then model, check,
 * plan and verify.  The guests of an ImageBuilder configuration, with which
 * count may be 0, and those of domains come before the overlays.  MPUC_OK
 * also when there are findings.  Otherwise mpuc_error() says why: MPUC_E_IO,
 * _SYNTAX, _LIMIT, _UNSUPPORTED for input that can't be used (exit 3),
 * MPUC_E_USAGE for options (2), MPUC_E_INTERNAL when the verifier disagrees
 * (70).  To be called once.
 */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_run(struct mpuc_run *run, const char *const *files,
			  size_t count);

/*
 * The same for base's tree with one more overlay, given as len bytes of its
 * source; name is what positions in it are called by.  base, which has run,
 * is not changed and must outlive run; its options apply, run's do not.
 */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_run_overlaid(struct mpuc_run *run,
				   const struct mpuc_run *base,
				   const char *name, const char *text,
				   size_t len);

/* What went wrong, one sentence with a place; "" when nothing did. */
MPUC_API const char *mpuc_error(const struct mpuc_run *run);

/*
 * The i-th file that the run has read, by the name it was given or found
 * under; NULL past the last.  Also after a failure.
 */
MPUC_API const char *mpuc_file_read(const struct mpuc_run *run, size_t i);

/* True when a finding is at or above fail_on. */
MPUC_API bool mpuc_failed(const struct mpuc_run *run);

/* False when options.budget is too small; mpuc_error() says for what. */
MPUC_API bool mpuc_within_budget(const struct mpuc_run *run);

/* ------------------------------------------------------------- writers */

/* Takes all of len bytes, or returns MPUC_E_IO. */
typedef enum mpuc_status mpuc_write_fn(void *arg, const void *data,
				       size_t len);

struct mpuc_writer {
	mpuc_write_fn *write;
	void *arg;
	bool color;
	unsigned width;		/* columns; 0: no limit */
};

enum mpuc_format {
	MPUC_TEXT, MPUC_JSON,
	/* of mpuc_write_check() only */
	MPUC_SARIF, MPUC_JUNIT, MPUC_GITHUB, MPUC_GITLAB,
	/* of mpuc_write_plan() only */
	MPUC_CSV, MPUC_C, MPUC_ASM, MPUC_DTSO,
	/* of that and mpuc_write_diff() */
	MPUC_SVG, MPUC_HTML,
	MPUC_MARKDOWN,		/* of mpuc_write_diff() only */
};

/*
 * check: findings and ledgers of count runs.  One for which mpuc_run()
 * failed is reported as a tree that could not be checked, with the message
 * of mpuc_error() and its place.
 */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_check(struct mpuc_run *const *runs, size_t count,
				  enum mpuc_format format,
				  const struct mpuc_writer *w);

/*
 * Make now what mpuc_write_check() will write of this run in text or JSON, as
 * threads may do for a run each, and keep it.  Of w, the writer to be, only
 * color and width matter.  What finds no memory is made when it is written.
 */
MPUC_API
void mpuc_prepare_check(struct mpuc_run *run, enum mpuc_format format,
			const struct mpuc_writer *w);

/* --write-baseline: what the runs found, for mpuc_options.baseline. */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_baseline(struct mpuc_run *const *runs,
				     size_t count,
				     const struct mpuc_writer *w);

/*
 * config: what is in force with opts, and where each value is from.  run was
 * made with the same opts and has not run.
 */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_config(struct mpuc_run *run,
				   const struct mpuc_options *opts,
				   enum mpuc_format format,
				   const struct mpuc_writer *w);

/*
 * plan: the region table of every context, or of one (NULL: all).  Runs that
 * failed are told of as by mpuc_write_check() in text and JSON.  CSV, C,
 * assembly, DTSO, SVG and HTML are of one run; MPUC_E_USAGE for more.  DTSO
 * is no table but an overlay: each section of the target as it must be to
 * hold what is there; MPUC_E_INFEASIBLE when one can't be.
 */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_plan(struct mpuc_run *const *runs, size_t count,
				 enum mpuc_format format, const char *context,
				 const struct mpuc_writer *w);

/*
 * plan --targets: the plans of two runs of one tree, side by side.
 * MPUC_E_INFEASIBLE when one of them has no plan.
 */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_compare(struct mpuc_run *const runs[2],
				    enum mpuc_format format,
				    const char *context,
				    const struct mpuc_writer *w);

/*
 * pack: the layout's bytes, owned by the run.  MPUC_E_INFEASIBLE when a
 * finding or an unplaced region forbids it; mpuc_error() says which.
 */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_pack(struct mpuc_run *run, const void **ret_bytes,
			   size_t *ret_size);

/* Write size bytes to path: the whole file or none of it. */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_file(struct mpuc_run *run, const char *path,
				 const void *bytes, size_t size);

/*
 * A packed layout instead of a tree: its plan can be shown and queried.
 * True for a file that starts with the layout's magic.
 */
MPUC_API bool mpuc_is_layout(const char *file);
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_open_layout(struct mpuc_run *run, const char *file);
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_inspect(struct mpuc_run *run,
				    enum mpuc_format format,
				    const struct mpuc_writer *w);

/* verify: the layout in layout_run against the tree in run. */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_verify(struct mpuc_run *layout_run,
				   struct mpuc_run *run,
				   enum mpuc_format format,
				   const struct mpuc_writer *w,
				   bool *ret_same);

/*
 * diff: two runs, each of a tree or of a layout.  grows: a context needs
 * more regions in after, or there is one more.
 */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_diff(struct mpuc_run *before,
				 struct mpuc_run *after,
				 enum mpuc_format format,
				 const struct mpuc_writer *w,
				 bool *ret_differs, bool *ret_grows);

struct mpuc_query {
	const char *context;	/* "idle", "guest/domU1", ... */
	uint64_t addr;
	uint64_t size;		/* bytes accessed; 0 means 1 */
	unsigned el;		/* 0, 1 or 2 */
	bool read, write, exec;
};

/* query: who may touch an address, through which region, or why not. */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_query(struct mpuc_run *run,
				  const struct mpuc_query *query,
				  enum mpuc_format format,
				  const struct mpuc_writer *w,
				  bool *ret_allowed);

/* ------------------------------------------------- changes to a tree */

/* What of a run's tree was changed, as it stands after the changes. */
struct mpuc_edit_result {
	bool changed;		/* there are changes at all */
	bool failed;		/* a finding is at or above fail_on */
	size_t errors;
	size_t new_errors;	/* ... that the tree as given has not */
};

/* _DTSO: an overlay; _C: a header (place only). */
enum mpuc_edit_format {
	MPUC_EDIT_TEXT, MPUC_EDIT_JSON, MPUC_EDIT_DTSO, MPUC_EDIT_C,
};

/* --size DOMAIN=SIZE: bytes for a domain that gets new banks. */
struct mpuc_place_size {
	const char *domain;
	uint64_t size;
};

/*
 * Zero means default.  previous, a run or an opened layout, says where
 * banks lay before; NULL: where the tree has them.
 */
struct mpuc_place_options {
	const struct mpuc_place_size *sizes;
	size_t size_count;
	uint64_t align;		/* of every bank's base; 0: 2 MiB */
	uint64_t steps;		/* of the search; 0: a million */
	bool sections;		/* compute those that are there, too */
	const struct mpuc_run *previous;
};

/*
 * place: addresses for domains that state memory but no xen,static-mem, and
 * for those in sizes; then the sections.  run has run; the result is run
 * again with the changes.  MPUC_E_INFEASIBLE when there is no solution, and
 * mpuc_error() says why.  To be called once.
 */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_place(struct mpuc_run *run,
			    const struct mpuc_place_options *opts);
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_place(struct mpuc_run *run,
				  enum mpuc_edit_format format,
				  const struct mpuc_writer *w);

/*
 * fix: the changes that findings carry, applied and checked again until
 * nothing changes; those that may not be meant only when is_unsafe.  run has
 * run.  To be called once, and not together with mpuc_place().
 */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_fix(struct mpuc_run *run, bool is_unsafe);
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_fix(struct mpuc_run *run,
				enum mpuc_edit_format format,
				const struct mpuc_writer *w);

/* What check says of the tree with the changes. */
MPUC_API void mpuc_edit_result(const struct mpuc_run *run,
			       struct mpuc_edit_result *ret_result);

/* ----------------------------------------------------- without a run */

/* encode, decode: one region; see mpuc-encode(1). */
struct mpuc_region {
	uint64_t base, limit;	/* limit inclusive */
	const char *arch;	/* "pmsav8-32" or "pmsav8-64" */
	unsigned ap, xn, xn_el1, sh, index, ns;
	bool enabled;
};

MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_encode(const struct mpuc_region *region,
				   enum mpuc_format format,
				   const struct mpuc_writer *w);
/* Why mpuc_write_encode() gave MPUC_E_USAGE, without a full stop. */
MPUC_API const char *mpuc_encode_error(const struct mpuc_region *region);
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_decode(const char *arch, uint64_t prbar,
				   uint64_t prlar, enum mpuc_format format,
				   const struct mpuc_writer *w);

/* explain: one code; MPUC_E_USAGE when there is none of that name. */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_explain(const char *code, enum mpuc_format format,
				    const struct mpuc_writer *w);
/* All codes, one line each. */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_codes(enum mpuc_format format,
				  const struct mpuc_writer *w);

/* profiles: list, or print one as the YAML it was compiled from. */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_profiles(const char *name,
				     enum mpuc_format format,
				     const struct mpuc_writer *w);

/*
 * The nodes of a tree with its overlays, for shells that complete them: path,
 * a tab, and "domain", "module" (with a partial device tree) or "node".  A
 * tree that would take long is MPUC_E_LIMIT.
 */
MPUC_API MPUC_MUST_CHECK
enum mpuc_status mpuc_write_nodes(const char *const *files, size_t count,
				  const struct mpuc_writer *w);

#ifdef __cplusplus
}
#endif

/* What-if sessions. */
#include <mpuc/whatif.h>

/* Results as plain values. */
#include <mpuc/view.h>

#endif
