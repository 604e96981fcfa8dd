/* SPDX-License-Identifier: BSD-2-Clause */
/* Computed sections and other ranges as changes to the tree. */
#ifndef MPUC_SECTIONS_H
#define MPUC_SECTIONS_H

#include "model/sections.h"
#include "mpuc/run.h"

/* The change's value is these ranges, with size address and size cells. */
MPUC_MUST_CHECK
enum mpuc_status run_put_ranges(struct mpuc_run *run, struct change *c,
				const struct range *ranges, size_t count,
				const uint32_t size[2]);

/* A section of the target gets these banks, if any, among run->edit. */
MPUC_MUST_CHECK
enum mpuc_status run_put_section(struct mpuc_run *run, uint32_t section,
				 const range_list *banks);

/* The target's sections as an overlay, computed from what the tree has. */
MPUC_MUST_CHECK
enum mpuc_status run_write_sections(struct mpuc_run *run,
				    const struct mpuc_writer *w);

#endif
