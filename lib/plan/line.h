/* SPDX-License-Identifier: BSD-2-Clause */
/* From a context's regions to the line that covers are made of. */
#ifndef PLAN_LINE_H
#define PLAN_LINE_H

#include "model/plan.h"
#include "plan/cover.h"

/* What all contexts of one system share; made once, then read-only. */
struct line_facts {
	const struct system *s;
	const uint32_t *objects;	/* users of memory, by base */
	const uint64_t *reach;	/* highest last of objects[0..i] */
	size_t object_count;
};

MPUC_MUST_CHECK
enum mpuc_status line_facts_make(struct arena *a, const struct system *s,
				 struct line_facts *ret_facts);

/*
 * An object that uses memory in range, or SYS_NONE.  near, if not NULL, is 0
 * at first and makes the way short for who asks in order.
 */
uint32_t line_user(const struct line_facts *f, struct range range,
		   size_t *near);

/* Is all of range RAM that no object uses? */
bool line_free(const struct line_facts *f, struct range range, size_t *near);

/*
 * Rules for a line.  keep: regions that are kept join only each other, so
 * that they are the same in every context.
 */
struct line_rules {
	const struct planning_rules *planning;
	bool keep;
};

/* minimum's: equal attributes, free RAM may be covered, and no more. */
extern const struct line_rules line_contract;

struct line_label {
	struct pmsa_attr attr;
	const char *name;	/* of the attribute */
	bool kept;
};

/*
 * members are the context's regions with an address, by base; item i stands
 * for members[of[i].first] and count behind it, none for free RAM.
 */
struct line_span {
	uint32_t first, count;
};

struct line {
	const struct line_facts *f;
	struct line_rules rules;
	const struct plan_context *c;
	const uint32_t *members;
	uint32_t member_count;
	uint32_t blind;		/* regions without an address */
	struct line_label labels[COVER_LABELS];
	uint32_t label_count;
	const struct plan_region *near_region;	/* the last one asked for */
	uint64_t near_own, near_allowed;	/* its labels */
	VEC(struct cover_item) items;
	VEC(struct line_span) of;
	bool finer;		/* granule made a range smaller */
	bool torn;		/* a byte is asked for in two ways */
	size_t near;		/* of line_free(): where the last gap was */
};

MPUC_MUST_CHECK
enum mpuc_status line_make(struct arena *a, const struct line_facts *f,
			   const struct line_rules *rules,
			   const struct plan_context *c,
			   struct line *ret_line);

struct cover_line line_cover(const struct line *l);

/*
 * The fewest regions for a context under line_contract, as line_prove() says,
 * without a line: a context may have a million regions.
 */
MPUC_MUST_CHECK
enum mpuc_status line_fewest(struct arena *a, const struct line_facts *f,
			     const struct plan_context *c,
			     uint32_t *ret_count);

/* The proof of the line's fewest regions, kept in a; l may live elsewhere. */
MPUC_MUST_CHECK
enum mpuc_status line_prove(struct arena *a, struct arena *scratch,
			    const struct line *l,
			    struct plan_proof *ret_proof);

#endif
