/* SPDX-License-Identifier: BSD-2-Clause */
/* The registry of diagnostics, expanded from <mpuc/codes.def>. */
#ifndef DIAG_CODES_H
#define DIAG_CODES_H

#include <stddef.h>
#include <stdint.h>

enum diag_severity { SEV_NOTE, SEV_WARNING, SEV_ERROR };

enum diag_basis {
	BASIS_XEN,		/* an MMU build of this Xen fails, too */
	BASIS_XEN_MPU,		/* only the MPU build does */
	BASIS_HARDWARE,		/* the MPU or its region count */
	BASIS_PRACTICE,		/* nothing stops */
};

/* The value of an enumerator is the permanent number of its code. */
enum diag_code {
#define CODE(number, name, id, severity, basis, summary, why, xen, fix, \
	     source) \
	CODE_##name = number,
#define RETIRED(number, id)
#include <mpuc/codes.def>
#undef CODE
#undef RETIRED
};

struct code_info {
	enum diag_code code;
	const char *id;		/* "static-mem-outside-section" */
	enum diag_severity severity;
	enum diag_basis basis;
	const char *summary;	/* what is wrong */
	const char *why;	/* why it matters on an MPU */
	const char *xen;	/* what Xen does with such a tree */
	const char *fix;	/* what to change */
	const char *source;	/* where the rule comes from */
};

/* Never NULL for an enumerator. */
const struct code_info *code_info(enum diag_code code);

/* By "MPU0117", "117" or id; NULL when there is none. */
const struct code_info *code_find(const char *name);

/* All codes in ascending order; NULL at the end. */
const struct code_info *code_at(size_t index);

const char *severity_name(enum diag_severity severity);
const char *basis_name(enum diag_basis basis);

#endif
