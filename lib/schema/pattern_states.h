/* SPDX-License-Identifier: BSD-2-Clause */
/* The states of an expression: between its compiler and its matcher. */
#ifndef SCHEMA_PATTERN_STATES_H
#define SCHEMA_PATTERN_STATES_H

#include "schema/pattern.h"

#include <stdint.h>

#include "base/vec.h"

enum op { OP_SET, OP_SPLIT, OP_BEGIN, OP_END, OP_MATCH };

struct char_set {
	uint64_t bits[4];	/* one for each value of a byte */
};

struct state {
	enum op op;
	uint32_t next, other;	/* other: of a split */
	struct char_set set;
};

struct pattern {
	VEC(struct state) states;
	uint32_t *now, *then;	/* states of one step of the match */
	uint32_t *mark;		/* the step that a state was last in */
	uint32_t *stack;
	uint32_t step;
};

#endif
