/* SPDX-License-Identifier: BSD-2-Clause */
/* Trees against bindings: the shipped ones, and those of --schema. */
#ifndef MPUC_BINDINGS_H
#define MPUC_BINDINGS_H

#include "mpuc/run.h"

/* Read and compile what --schema names, if it was given. */
MPUC_MUST_CHECK
enum mpuc_status bindings_load(struct mpuc_run *run);

/* The same for a run that has base's options. */
MPUC_MUST_CHECK
enum mpuc_status bindings_adopt(struct mpuc_run *run,
				const struct mpuc_run *base);

/*
 * Findings of every tree of the run.  To be called last: a property that a
 * rule has reported on gets no finding of its shape.
 */
MPUC_MUST_CHECK
enum mpuc_status bindings_check(struct mpuc_run *run);

#endif
