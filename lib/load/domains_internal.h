/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the files that read the domains of a System Device Tree. */
#ifndef LOAD_DOMAINS_INTERNAL_H
#define LOAD_DOMAINS_INTERNAL_H

#include "doc/value.h"
#include "load/domains.h"
#include "load/made.h"

struct sdt {
	struct load_session *s;
	struct made made;
	const struct doc *base;
	struct domains *out;
	uint32_t acells, scells;	/* of /chosen, as it will be */
	uint32_t guests;
};

/* Nodes between the root and a domain, at most; as YAML_MAX_DEPTH. */
#define SDT_DEPTH 32

/* "FILE:LINE:COLUMN: WHAT"; without lines "FILE: WHAT" */
__attribute__((format(printf, 3, 4)))
enum mpuc_status sdt_fail(struct sdt *t, struct srcpos pos,
			  const char *fmt, ...);

/* The value must be of this kind. */
MPUC_MUST_CHECK
enum mpuc_status sdt_want(struct sdt *t, const struct value *v,
			  enum value_kind kind);

/* A number, or a size with K, M or G behind it; v NULL: missing. */
MPUC_MUST_CHECK
enum mpuc_status sdt_number(struct sdt *t, const struct value *v,
			    uint64_t missing, uint64_t *ret_value);

/* A note on each child of the map whose key is none of known. */
MPUC_MUST_CHECK
enum mpuc_status sdt_known(struct sdt *t, const struct value *map,
			   const char *const *known);

/* An address or a size as cells, with a blank before; NULL: at the cap. */
MPUC_MUST_CHECK
enum mpuc_status sdt_cells(struct sdt *t, const struct value *v,
			   uint64_t value, uint32_t count,
			   const char **ret_text);

/* What /domains of a tree would be in YAML. */
MPUC_MUST_CHECK
enum mpuc_status sdt_from_tree(struct sdt *t, const struct doc *d,
			       const struct value **ret_domains);

/* One node of the file that is a guest of Xen. */
MPUC_MUST_CHECK
enum mpuc_status sdt_guest(struct sdt *t, const struct value *domain);

/* The devices and SRAM of a guest whose node has this path. */
MPUC_MUST_CHECK
enum mpuc_status sdt_access(struct sdt *t, const struct value *domain,
			    const char *path);

#endif
