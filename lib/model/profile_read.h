/* SPDX-License-Identifier: BSD-2-Clause */
/* From a profile's file to struct target or struct platform. */
#ifndef MODEL_PROFILE_READ_H
#define MODEL_PROFILE_READ_H

#include <mpuc/status.h>

#include "base/arena.h"
#include "doc/value.h"
#include "model/profile.h"

/*
 * MPUC_E_SYNTAX for whatever is wrong with the file; *ret_error is then
 * "file:line:col: message".  "extends" is looked up with target_find().
 * The result shares strings with root and, through extends, with the
 * profile that it starts from.
 */
MPUC_MUST_CHECK
enum mpuc_status profile_read_target(struct arena *a, const struct value *root,
				     const struct target **ret_target,
				     const char **ret_error);
MPUC_MUST_CHECK
enum mpuc_status profile_read_platform(struct arena *a,
				       const struct value *root,
				       const struct platform **ret_platform,
				       const char **ret_error);

/* The file that a compiled-in profile was made from; NULL when unknown. */
const char *profile_text(const char *name);

/* What the generator writes; ordered by name. */
struct profile_file {
	const char *name, *text;
};
extern const struct target *const profile_targets[];
extern const size_t profile_target_count;
extern const struct platform *const profile_platforms[];
extern const size_t profile_platform_count;
extern const struct profile_file profile_files[];
extern const size_t profile_file_count;

#endif
