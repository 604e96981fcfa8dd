/* SPDX-License-Identifier: BSD-2-Clause */
/* The banks that a section must have to hold what belongs into it. */
#ifndef MODEL_SECTIONS_H
#define MODEL_SECTIONS_H

#include "model/system.h"

typedef VEC(struct range) range_list;

/*
 * Fewest banks, in whole pages of the target, that hold every object of the
 * section's kinds, save those of domains in without (NULL: none; one flag
 * for each domain), and every range of more, and none of anything else.
 * When that takes more banks than the section may have, *ret_foreign is the
 * object between the first two, or SYS_NONE when it is no memory that lies
 * there.  MPUC_OK, MPUC_E_INFEASIBLE or MPUC_E_NOMEM.
 */
struct section_ask {
	const struct system *s;
	uint32_t section;	/* index into target.sections */
	const bool *without;
	const struct range *more;
	size_t more_count;
};
MPUC_MUST_CHECK
enum mpuc_status section_compute(struct arena *a,
				 const struct section_ask *ask,
				 range_list *ret_banks,
				 uint32_t *ret_foreign);

/*
 * The banks of the section as the tree has them, with range in one of them:
 * the bank grows that can with the fewest bytes, over nothing but RAM (for
 * devices: no RAM) and nothing foreign; else there is one bank more.
 * MPUC_OK, MPUC_E_INFEASIBLE when there may be no more or range itself is not
 * only the section's, or MPUC_E_NOMEM.
 */
MPUC_MUST_CHECK
enum mpuc_status section_extend(struct arena *a, const struct system *s,
				uint32_t section, struct range range,
				range_list *ret_banks);

/* The list of banks of a section of the tree, NULL when it has none. */
const struct tuples *section_list(const struct system *s, uint32_t section);

/* May an object of this kind lie in a bank of the section? */
bool section_may_hold(const struct section_rule *rule, uint8_t kind);

#endif
