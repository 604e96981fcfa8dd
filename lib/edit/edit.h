/* SPDX-License-Identifier: BSD-2-Clause */
/* From a command to what it does to a system. */
#ifndef EDIT_EDIT_H
#define EDIT_EDIT_H

#include <mpuc/status.h>

#include "base/try.h"
#include "edit/ops.h"
#include "edit/parse.h"
#include "model/system.h"

/* A change that an overlay can't say, since overlays take nothing away. */
#define EDIT_GONE "mpuc,dropped"	/* compatible of what was left out */

/*
 * Append to ops what command, which is a change other than restore, does to
 * s.  *ret_note is what a person should know of it, or NULL.  MPUC_E_USAGE
 * with *ret_refusal when it can't be done to this system.
 */
struct edit_subject {
	const struct system *s;
	const struct edit_command *command;
};
MPUC_MUST_CHECK
enum mpuc_status edit_apply(struct arena *a, const struct edit_subject *on,
			    edit_ops *ops, const char **ret_note,
			    struct edit_refusal *ret_refusal);

/* ------------------------------------------ between the files of edit/ */

struct edit_scope {
	struct arena *a;
	const struct system *s;
	const struct edit_command *c;
	edit_ops *ops;
	const char *note;
	struct edit_refusal *refusal;
};

/* Refuse for the argument of this index. */
__attribute__((format(printf, 3, 4)))
enum mpuc_status edit_refuse(struct edit_scope *e, uint32_t arg,
			     const char *fmt, ...);
#ifdef __clang_analyzer__
#define edit_refuse(...) FAILS(edit_refuse(__VA_ARGS__))
#endif

/* Index of the domain that an argument names; MPUC_E_USAGE. */
MPUC_MUST_CHECK
enum mpuc_status edit_domain(struct edit_scope *e, uint32_t arg,
			     uint32_t *ret_domain);

/* SYS_NONE when there is none of that name. */
uint32_t edit_find_domain(const struct system *s, const char *name);

/* Full path of a domain's node; NULL at the cap. */
const char *edit_path(struct edit_scope *e, struct doc_ref node);

/* A list of (base, size) as a property's value; MPUC_E_USAGE for arg. */
struct edit_tuples {
	const char *node, *property;
	const struct span *spans;
	size_t count;
	uint32_t acells, scells;
};
MPUC_MUST_CHECK
enum mpuc_status edit_tuples(struct edit_scope *e, uint32_t arg,
			     const struct edit_tuples *t);

/* Short forms of edit_set(). */
MPUC_MUST_CHECK
enum mpuc_status edit_set_cells(struct edit_scope *e, const char *node,
				const char *property, const uint32_t *cells,
				uint32_t count);
MPUC_MUST_CHECK
enum mpuc_status edit_set_strings(struct edit_scope *e, const char *node,
				  const char *property, const char *data,
				  size_t len);

/* base + size of two arguments; MPUC_E_USAGE when empty or too far up. */
MPUC_MUST_CHECK
enum mpuc_status edit_span(struct edit_scope *e, uint32_t base_arg,
			   struct span *ret_span);

/* The path of a domain that argument 0 names and that does not exist yet. */
MPUC_MUST_CHECK
enum mpuc_status edit_new_domain(struct edit_scope *e,
				 const char **ret_path);

MPUC_MUST_CHECK
enum mpuc_status edit_bank(struct edit_scope *e);
MPUC_MUST_CHECK
enum mpuc_status edit_add_domain(struct edit_scope *e);
MPUC_MUST_CHECK
enum mpuc_status edit_add_like(struct edit_scope *e);
MPUC_MUST_CHECK
enum mpuc_status edit_drop_domain(struct edit_scope *e);
MPUC_MUST_CHECK
enum mpuc_status edit_module(struct edit_scope *e);
MPUC_MUST_CHECK
enum mpuc_status edit_shm(struct edit_scope *e);
MPUC_MUST_CHECK
enum mpuc_status edit_vpl011(struct edit_scope *e);
MPUC_MUST_CHECK
enum mpuc_status edit_device(struct edit_scope *e);
MPUC_MUST_CHECK
enum mpuc_status edit_heap(struct edit_scope *e);
MPUC_MUST_CHECK
enum mpuc_status edit_section(struct edit_scope *e);
MPUC_MUST_CHECK
enum mpuc_status edit_memory(struct edit_scope *e);

/* The state of a domain's memory property, in KiB, kept in step. */
MPUC_MUST_CHECK
enum mpuc_status edit_set_memory(struct edit_scope *e, const char *node,
				 uint64_t bytes);

#endif
