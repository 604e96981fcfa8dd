/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Addresses for domains that have only sizes: a search over the free gaps
 * of RAM.  Where in a gap a bank lies changes no count, only which gaps a
 * domain uses, so a choice is a set of gaps for every domain, and whether
 * the sizes fit into it is a transport problem.
 */
#ifndef PLAN_PLACE_H
#define PLAN_PLACE_H

#include <mpuc/status.h>

#include "addr/range.h"
#include "base/arena.h"
#include "base/vec.h"

#define PLACE_GAPS 32		/* more are left out, the smallest first */

/*
 * Free RAM.  Gaps of one cluster have only guests' memory and free RAM
 * between them, so that one bank of a section covers all of it.
 */
struct place_gap {
	struct range range;
	uint32_t cluster;
	bool from_top;		/* fill it from its last address down */
};

/* used: [low, high] holds guests' memory already. */
struct place_cluster {
	bool used;
	uint64_t low, high;
};

struct place_request {
	uint64_t size;		/* bytes that want a place; 0: none */
	uint32_t banks;		/* that have one */
	uint32_t need;		/* regions of its context without its banks */
};

struct place_problem {
	const struct place_gap *gaps;
	uint32_t gap_count;
	const struct place_cluster *clusters;
	uint32_t cluster_count;
	const struct place_request *requests;
	uint32_t request_count;
	uint64_t align;		/* of every bank's base; power of two */
	uint32_t have;		/* regions of the machine; UINT32_MAX: any */
	uint32_t shared_need;	/* of the fullest context without guests,
				   before any bank of the section */
	uint32_t section_cost;	/* regions in it for each used cluster */
	bool covers;		/* a section will cover the used clusters */
	uint64_t node_limit;	/* steps of the search */
};

/* What is minimised, the first member first. */
struct place_score {
	uint32_t over;		/* contexts that don't fit */
	uint32_t worst;		/* regions of the fullest context */
	uint32_t fragments;	/* banks in all */
	uint32_t sections;	/* clusters in use */
	uint32_t moved;		/* previous banks; the caller counts them */
	uint64_t over_mapped;	/* bytes that a section covers for nobody */
};

/* Is a better than b in the members up to sections? */
bool place_better(const struct place_score *a, const struct place_score *b);

struct place_bank {
	uint32_t request;
	struct range range;
	bool kept;		/* it lay there before */
};

struct place_result {
	bool found;
	bool proven;		/* up to sections no better one, or none at
				   all, exists */
	bool cover_proven;	/* nor one with less over-mapped */
	struct place_score score;
	VEC(struct place_bank) banks;	/* by request, then address */
	uint64_t nodes;
};

/* MPUC_OK also when nothing fits; MPUC_E_NOMEM. */
MPUC_MUST_CHECK
enum mpuc_status place_search(struct arena *a, const struct place_problem *p,
			      struct place_result *ret_result);

#endif
