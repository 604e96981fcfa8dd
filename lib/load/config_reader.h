/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the configuration files: what reads .mpuc.yaml, key by key. */
#ifndef LOAD_CONFIG_READER_H
#define LOAD_CONFIG_READER_H

#include "load/config.h"
#include "load/yaml.h"

struct reader {
	struct arena *a;
	struct config *c;
	const char *dir;	/* of the file, with a slash; "" for none */
	const char *error;
};

/* The refusal, at pos; MPUC_E_SYNTAX. */
MPUC_MUST_CHECK
__attribute__((format(printf, 3, 4)))
enum mpuc_status config_fail(struct reader *r, struct srcpos pos,
			     const char *fmt, ...);

/* Refused unless v is of this kind. */
MPUC_MUST_CHECK
enum mpuc_status config_want(struct reader *r, const struct value *v,
			     enum value_kind kind);

/* The text of a scalar that is not empty. */
MPUC_MUST_CHECK
enum mpuc_status config_text(struct reader *r, const struct value *v,
			     const char **ret_text);

/* Index of text in words[0..count), or count. */
uint32_t config_index(const char *const *words, uint32_t count,
		      const char *text);

/* In the order of enum diag_severity, then "never". */
extern const char *const config_severities[4];

/* The keys "suppressions" and "severities". */
MPUC_MUST_CHECK
enum mpuc_status config_suppressions(struct reader *r,
				     const struct value *v);
MPUC_MUST_CHECK
enum mpuc_status config_severity_rules(struct reader *r,
				       const struct value *v);

#endif
