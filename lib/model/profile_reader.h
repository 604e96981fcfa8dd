/* SPDX-License-Identifier: BSD-2-Clause */
/* What the parts of the profile reader share; nobody else's business. */
#ifndef MODEL_PROFILE_READER_H
#define MODEL_PROFILE_READER_H

#include <mpuc/status.h>

#include "base/arena.h"
#include "base/try.h"
#include "doc/value.h"
#include "model/profile.h"
#include "model/profile_fields.h"

struct profile_reader {
	struct arena *arena;
	struct target *target;	/* names are looked up here */
	const char *error;
	bool has_domain;	/* the phase runs for a domain */
};

/* Latches "file:line:col: message"; MPUC_E_SYNTAX, or MPUC_E_NOMEM. */
__attribute__((format(printf, 3, 4)))
enum mpuc_status reader_fail(struct profile_reader *r, struct srcpos pos,
			     const char *fmt, ...);
#ifdef __clang_analyzer__
#define reader_fail(...) FAILS(reader_fail(__VA_ARGS__))
#endif

/* "'regions'", or "an item" in a list. */
const char *reader_label(struct profile_reader *r, const struct value *v);

MPUC_MUST_CHECK
enum mpuc_status reader_want(struct profile_reader *r, const struct value *v,
			     enum value_kind kind);

/* A text that no YAML reader takes for a number, a boolean or nothing. */
MPUC_MUST_CHECK
enum mpuc_status reader_text(struct profile_reader *r, const struct value *v,
			     const char **ret_text);
MPUC_MUST_CHECK
enum mpuc_status reader_bool(struct profile_reader *r, const struct value *v,
			     bool *ret_value);

/* Kinds of one scalar, or a list of scalars. */
MPUC_MUST_CHECK
enum mpuc_status reader_scalar(struct profile_reader *r,
			       const struct field *f, const struct value *v,
			       void *record);

/* FIELD_STEPS of a phase. */
MPUC_MUST_CHECK
enum mpuc_status reader_steps(struct profile_reader *r, const struct field *f,
			      const struct value *v, void *record);

/* What a region's own members must agree on. */
MPUC_MUST_CHECK
enum mpuc_status reader_region_check(struct profile_reader *r,
				     const struct value *v,
				     const struct region_rule *rule);

#endif
