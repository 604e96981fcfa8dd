/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two register words as an Armv8-R MPU reads them at EL2.  Written from the
 * register tables, on purpose without a line of the encoder's.
 */
#ifndef VERIFY_REGS_H
#define VERIFY_REGS_H

#include "model/profile.h"

struct verify_fields {
	uint8_t ap;		/* bit 0: open to EL1, EL0; bit 1: no write */
	uint8_t xn;		/* no fetch at EL2 */
	uint8_t xn_el1;		/* no fetch at EL1 and EL0 */
	uint8_t sh, index, ns;
};

struct verify_entry {
	uint64_t base, limit;	/* inclusive */
	uint64_t stray[2];	/* bits set where PRBAR, PRLAR have none */
	struct verify_fields fields;
	bool enabled;
};

/* Highest address that the base and limit fields can hold. */
uint64_t verify_field_top(enum pmsa_arch arch);

void verify_decode(enum pmsa_arch arch, uint64_t prbar, uint64_t prlar,
		   struct verify_entry *ret_entry);

/* What a target's attribute asks for, comparable with decoded fields. */
struct verify_fields verify_wanted(enum pmsa_arch arch,
				   const struct pmsa_attr *attr);

bool verify_same_fields(struct verify_fields a, struct verify_fields b);

/* Who may do what, as "rwx"; wxn: what EL2 can write it can't fetch. */
void verify_el2(struct verify_fields f, bool wxn, char out[4]);
void verify_el1(struct verify_fields f, char out[4]);

/*
 * How got differs from want, most serious first; false when it does not.
 * The sentence says both values.
 */
bool verify_difference(const struct target *t, enum pmsa_arch arch,
		       const struct verify_fields side[2], char out[64]);

#endif
