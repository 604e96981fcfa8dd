/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef MPUC_RUN_H
#define MPUC_RUN_H

#include <mpuc/mpuc.h>

#include "base/arena.h"
#include "base/try.h"
#include "base/vec.h"
#include "diag/failure.h"
#include "diag/policy.h"
#include "diag/sink.h"
#include "doc/doc.h"
#include "doc/image.h"
#include "doc/value.h"
#include "load/config.h"
#include "load/load.h"
#include "model/build.h"
#include "model/plan.h"
#include "report/view.h"

struct source_file {
	const char *name, *text;
	size_t len;
};

/* Of a report on several runs: what mpuc_prepare_check() made. */
struct run_part {
	enum mpuc_format format;
	bool color;
	unsigned width;
	const char *text;
	size_t len;
};

struct schema_set;
/* Changes to a run's tree, and the run that has them. */
struct run_edit {
	change_list changes;
	const char *text;	/* the overlay's source */
	size_t len;
	struct mpuc_run *after;	/* belongs to the run that is edited */
};

struct placement;

struct mpuc_config {
	struct arena arena;
	const char *error;
	const char *name;	/* of the file, NULL: none was looked for */
	enum mpuc_status status;	/* of reading it */
	struct config *file;	/* NULL: there is none */
};

struct mpuc_run {
	struct arena arena;
	struct mpuc_options opts;	/* with those of the configuration */
	struct load_inputs inputs;	/* every file that was read */
	struct policy policy;
	const char *error;
	const char *input;	/* the tree's file, as given */
	struct failure failure;	/* message NULL: the run has a result */
	bool failed;
	bool over_budget;	/* no plan within options.budget */
	struct sink sink;
	struct doc *doc;
	const char *source_differs;	/* first place, NULL: nowhere */
	struct image *image;
	const struct target *target;	/* given by the user, or NULL */
	const struct platform *platform;
	size_t own_modules;	/* of opts.modules: not a configuration's */
	VEC(struct build_module) modules;
	const struct value *const *binding_roots;	/* of --schema */
	size_t binding_count;
	struct schema_set *bindings;	/* of the same, or NULL */
	struct system *system;
	struct plan *plan;
	VEC(struct source_file) sources;	/* for excerpts */
	VEC(struct run_part) parts;
	const struct layout_view *layout;	/* an opened layout */
	struct run_edit edit;		/* of mpuc_place() or mpuc_fix() */
	struct placement *placement;
};

/* Keep the text for mpuc_error() and pass the status on. */
__attribute__((format(printf, 3, 4)))
enum mpuc_status run_fail(struct mpuc_run *run, enum mpuc_status status,
			  const char *fmt, ...);
#ifdef __clang_analyzer__
#define run_fail(...) FAILS(run_fail(__VA_ARGS__))
#endif

/* Inputs and profiles, in this order. */
MPUC_MUST_CHECK
enum mpuc_status run_load(struct mpuc_run *run, const char *const *files,
			  size_t count);

/* The profiles that the options name. */
MPUC_MUST_CHECK
enum mpuc_status run_profiles(struct mpuc_run *run);

/* All that comes after loading; st: how that went. */
MPUC_MUST_CHECK
enum mpuc_status run_finish(struct mpuc_run *run, enum mpuc_status st);

/*
 * The run ended with st and mpuc_error(): take that apart into
 * run->failure.  files as in mpuc_run().
 */
void run_failed(struct mpuc_run *run, enum mpuc_status st,
		const char *const *files, size_t count);

/* Take what the options do not say from their configuration. */
MPUC_MUST_CHECK
enum mpuc_status run_settle(struct mpuc_run *run);

/* Apply the options', the configuration's and the sources' policies. */
MPUC_MUST_CHECK
enum mpuc_status run_policy(struct mpuc_run *run);

/* The text of a source file; a report_source_fn whose arg is a run. */
bool run_source(void *arg, const char *file, const char **ret_text,
		size_t *ret_len);

/*
 * files[0], or the tree that opts.imagebuilder names, then the guests of
 * that and of opts.domains, then the overlays, which may write to the guests.
 */
MPUC_MUST_CHECK
enum mpuc_status run_guests(struct mpuc_run *run, const char *const *files,
			    size_t count, const char **ret_error);

/* base's inputs, with an overlay applied to its tree. */
MPUC_MUST_CHECK
enum mpuc_status run_overlay(struct mpuc_run *run,
			     const struct mpuc_run *base,
			     const struct load_text *overlay);

/* The least severity that makes the run fail; above all for never. */
uint32_t run_fail_from(const struct mpuc_run *run);

/*
 * Write run->edit.changes as an overlay and run the tree with it; name is
 * what positions in it are called by, title a line for a person.  Without
 * changes after stays NULL.  Fails as mpuc_run_overlaid(), with its words.
 */
MPUC_MUST_CHECK
enum mpuc_status run_edit(struct mpuc_run *run, const char *name,
			  const char *title);

/* To view, what mpuc_prepare_check() has made for such a writer. */
void run_take_part(const struct mpuc_run *run, enum mpuc_format format,
		   const struct mpuc_writer *w, struct report_view *view);

/* The plan that was asked for: as it is, or optimal.  NULL: none. */
const struct plan *run_plan(const struct mpuc_run *run);

/* What the reporters are shown of a finished run. */
struct report_view run_view(struct mpuc_run *run);

/* The same of run->edit. */
MPUC_MUST_CHECK
enum mpuc_status run_edit_view(struct mpuc_run *run,
			       struct edit_view *ret_view);

#endif
