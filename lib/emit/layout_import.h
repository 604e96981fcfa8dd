/* SPDX-License-Identifier: BSD-2-Clause */
/* A boot layout as host structures, read through the freestanding reader. */
#ifndef EMIT_LAYOUT_IMPORT_H
#define EMIT_LAYOUT_IMPORT_H

#include <mpuc/layout_read.h>
#include <mpuc/status.h>

#include "base/arena.h"
#include "model/plan.h"

struct layout_domain {
	const char *name;
	uint32_t bank, bank_count;	/* consecutive in banks */
	uint32_t flags;		/* MPUC_DOMAIN_... */
};

struct layout_span {
	const char *name;	/* of the section, or "bank" */
	uint32_t owner;		/* index of the domain, or SYS_NONE */
	struct range range;
	uint32_t flags;		/* MPUC_SECTION_...; 0 for a bank */
};

/*
 * Everything is a copy: the bytes may go.  In plan every region is placed,
 * has its registers, range and attributes, and no rule, object or why; its
 * demand is its range.  Transients are not in a layout, their peaks are.
 */
struct layout_contents {
	uint32_t version, min_reader, semantics, crc;
	uint64_t size;
	const char *target, *platform;	/* "" when not known */
	const char *tree_sha256;	/* 64 hex digits */
	struct plan plan;
	const char *const *domain_names;	/* domain_count of them */
	const struct layout_domain *domains;
	uint32_t domain_count;
	const struct layout_span *banks;
	uint32_t bank_count;
	const struct layout_span *sections;
	uint32_t section_count;
};

/*
 * MPUC_E_SYNTAX for bytes that the reader refuses, MPUC_E_UNSUPPORTED when
 * they need another reader; *ret_error then says why in one sentence.
 */
MPUC_MUST_CHECK
enum mpuc_status layout_import(struct arena *a, const void *bytes, size_t size,
			       struct layout_contents *ret_contents,
			       const char **ret_error);

/* One sentence for a person, without a full stop. */
const char *layout_error_text(enum mpuc_layout_error error);

#endif
