/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the reporters are shown.  The caller fills these; reporters only
 * read.  Everything is borrowed for the time of one call.
 */
#ifndef REPORT_VIEW_H
#define REPORT_VIEW_H

#include "base/arena.h"
#include "diag/failure.h"
#include "diag/sink.h"
#include "model/plan.h"
#include "model/system.h"

/*
 * The bytes of a source file, for excerpts.  False when they can't be had;
 * the finding is then printed without its line.
 */
typedef bool report_source_fn(void *arg, const char *file,
			      const char **ret_text, size_t *ret_len);

/* One run: a tree, what was found in it, and its plan. */
struct report_view {
	const char *input;		/* the tree's file */
	/*
	 * Why the tree could not be checked, or NULL.  There is no system and
	 * no plan then, and no finding.
	 */
	const struct failure *failure;
	const struct system *system;
	const struct sink *sink;
	const struct plan *plan;	/* NULL: none could be made */
	bool failed;			/* a finding reaches --fail-on */
	bool has_baseline;		/* findings were held against one */
	uint32_t fail_from;		/* enum diag_severity, or above all */
	bool explain;			/* plan: why no fewer regions do */
	report_source_fn *source;	/* NULL: no excerpts */
	void *source_arg;
	struct arena *arena;		/* for short strings */
	/* What report_part() gives, when that was made before; else NULL. */
	const char *part;
	size_t part_len;
};

/* Changes to a tree, and what check says of it before and after. */
struct edit_view {
	struct report_view before, after;
	const bool *was_there;	/* of each finding after: it was before */
	const bool *is_gone;	/* of each finding before: not after */
	const change_list *changes;
	const char *overlay;
	size_t overlay_len;
};

struct place_bank_view {
	const char *domain;
	struct range range;
	bool kept;		/* it lay there before */
};

struct place_section_view {
	const char *property;
	const struct range *banks;
	size_t bank_count;
};

/* What was minimised, the first member first. */
struct place_score_view {
	uint32_t over, worst, fragments, sections, moved;
	uint64_t over_mapped;
};

struct place_view {
	struct edit_view edit;
	uint32_t domain_count;
	const struct place_bank_view *banks;
	size_t bank_count;
	const struct place_section_view *sections;
	size_t section_count;
	struct place_score_view score;
	bool proven, moved_proven, cover_proven;
	uint64_t steps;
};

/* A plan and what is needed to name its parts. */
struct plan_show {
	const struct plan *plan;
	const uint8_t *mair;	/* NULL: memory types unknown */
	bool wxn;
	const struct system *system;	/* NULL for a layout */
	const char *const *domains;	/* of a layout */
	uint32_t domain_count;
};

/* Two trees or layouts, and what is not the same in them. */
struct diff_fact {
	const char *group;		/* "machine", "domain", "section" */
	const char *subject;		/* "domU1" */
	const char *before, *after;	/* NULL: not there */
};

struct diff_budget {
	const char *context;
	const struct plan_context *before, *after;
	bool grows;
};

struct diff_region {
	const char *context;
	const struct plan_region *before, *after;
};

/* A bank of a domain, or of a section. */
struct diff_object {
	const char *group;		/* "domain", "section" */
	const char *subject;		/* "domU1" */
	const char *name;		/* "bank 0 of domU1" */
	uint32_t owner;			/* on its side */
	struct range range;
};

struct diff_view {
	const char *before, *after;	/* names of the inputs */
	const char *machines[2];	/* "xen-4.22 on NAME, 16 regions" */
	struct plan_show shows[2];
	const struct rset *ram[2];	/* NULL: nobody knows */
	const struct diff_object *objects[2];
	size_t object_counts[2];
	const struct diff_fact *facts;
	size_t fact_count;
	const struct diff_budget *budgets;
	size_t budget_count;
	const struct diff_region *regions;
	size_t region_count;
	bool differs, grows;
	struct arena *arena;
};

/* One setting in force; from: "option", "default", or "file:line". */
struct setting {
	const char *key, *value, *from;
};

struct settings_view {
	const char *file;		/* NULL: no configuration file */
	const struct setting *items;
	size_t count;
	struct arena *arena;
};

/* A packed layout, decoded. */
struct layout_bank {
	uint32_t owner;		/* index into domains, SYS_NONE for Xen */
	const char *name;	/* "bank", or the name of a section */
	struct range range;
};

struct layout_view {
	const char *file;
	const char *target, *platform;	/* "" when the layout has none */
	uint32_t version, min_reader_version;
	uint64_t size;
	uint32_t crc;
	const char *tree_sha256;	/* 64 hex digits */
	const struct plan *plan;
	const uint8_t *mair;		/* NULL: memory types unknown */
	bool wxn;
	const char *const *domains;
	uint32_t domain_count;
	const struct layout_bank *banks;
	size_t bank_count;
	const struct layout_bank *sections;
	size_t section_count;
	struct arena *arena;
};

/* The answer to one query. */
struct query_view {
	const char *target, *platform;	/* NULL: not known */
	const struct plan *plan;
	const struct system *system;	/* NULL for a layout */
	const char *const *domains;	/* a layout's domain names */
	uint32_t domain_count;
	const uint8_t *mair;		/* NULL: memory types unknown */
	bool wxn;
	const char *context;
	uint64_t addr, size;
	unsigned el;
	bool read, write, exec;
	bool allowed;
	const char *reason;	/* one sentence, no full stop */
	const struct plan_region *const *regions;	/* that match addr */
	size_t region_count;
	struct arena *arena;
};

/* One way in which a layout differs from the tree's own plan. */
struct verify_difference {
	const char *context;	/* NULL: the layout as a whole */
	const char *what;	/* "slot 3: base" */
	const char *layout, *tree;	/* the two values, NULL: none */
};

struct verify_view {
	const char *layout, *tree;	/* file names */
	const char *target, *platform;
	bool same;
	const struct verify_difference *items;
	size_t count;
	struct arena *arena;
};

/* One line of a what-if session and what came of it. */
enum budget_kind { BUDGET_CHANGE, BUDGET_ANSWER, BUDGET_EXPECTATION };

struct budget_command {
	unsigned line;		/* 0: typed */
	const char *text;
	enum budget_kind kind;
	bool held;		/* BUDGET_EXPECTATION */
	const char *answer;	/* lines, "" for none */
};

/* One state on a machine of so many regions. */
struct fits_column {
	uint32_t regions;
	const char *const *platforms;	/* of the tree's kind that have them */
	size_t platform_count;
	bool own;		/* what the tree is run with */
	bool passes;		/* check's verdict */
	size_t errors;
	uint64_t over;		/* regions past the machine, all contexts */
	uint64_t optimal_over;	/* ... of the optimal plan */
	const int64_t *left;	/* of each context of the plan shown */
	uint32_t more;		/* guests like the one asked for */
	bool more_known;	/* ... and one more does not fit */
	const char *why;	/* it does not; NULL: nobody knows */
	const char *note;	/* on every such guest, or NULL */
};

/* A context by name, and how far it is over its budget. */
struct repair_worst {
	const char *context;
	uint32_t peak, over;
};

/* One change that leaves fewer regions too many, and no other error. */
struct repair_row {
	const char *kind;	/* "join", "state", "move", "leave-out" */
	const char *commands;	/* of mpuc-budget(1), parted by ';' */
	const char *words;	/* the same for a person */
	const char *difference;	/* counts that change */
	uint64_t over;		/* regions past the machine, all contexts */
	struct repair_worst worst;
};

struct repairs_view {
	struct report_view state;
	uint32_t regions;
	bool optimal;		/* of the optimal plan */
	uint64_t over;
	struct repair_worst worst;
	size_t joins, states, moves, left_out;	/* that were tried */
	size_t untried;		/* 0: the rows are all there are */
	size_t fit;		/* rows[0..fit) fit */
	const struct repair_row *rows;	/* the best first */
	size_t count;
};

struct fits_view {
	struct report_view state;
	const struct plan *plan;	/* for names and counts of contexts */
	const char *like;	/* NULL: guests were not asked for */
	const struct fits_column *columns;
	size_t count;
};

struct budget_view {
	struct report_view state;	/* behind the last command */
	const struct budget_command *commands;
	size_t count;
	size_t held, broken;	/* expectations */
};

#endif
