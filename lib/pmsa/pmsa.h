/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PMSAv8 EL2 protection regions: registers to values and back.  Fields are
 * a table per architecture; the shift-and-mask code is derived from it.
 * Source: Arm Architecture Reference Manual Supplement Armv8-R (AArch32:
 * HPRBAR, HPRLAR; AArch64: PRBAR_EL2, PRLAR_EL2).
 */
#ifndef PMSA_PMSA_H
#define PMSA_PMSA_H

#include <stdbool.h>
#include <stdint.h>

#include "addr/range.h"

#define PMSA_GRANULE UINT64_C(64)

enum pmsa_arch { PMSA_V8_32, PMSA_V8_64 };

/* AP[2:1]; bit 0 opens EL1 and EL0, bit 1 takes write access away. */
enum pmsa_ap { PMSA_RW_EL2, PMSA_RW_ALL, PMSA_RO_EL2, PMSA_RO_ALL };

enum pmsa_sh { PMSA_SH_NONE = 0, PMSA_SH_OUTER = 2, PMSA_SH_INNER = 3 };

struct pmsa_attr {
	uint8_t ap;		/* enum pmsa_ap */
	uint8_t xn;		/* EL2 can't fetch; AArch32: nor EL1, EL0 */
	uint8_t xn_el1;		/* AArch64 only: EL1 and EL0 can't fetch */
	uint8_t sh;		/* enum pmsa_sh; 1 is reserved */
	uint8_t index;		/* AttrIndx, 0..7, into MAIR_EL2 */
	uint8_t ns;		/* AArch64 only: non-secure output */
};

struct pmsa_region {
	struct range range;	/* whole granules */
	struct pmsa_attr attr;
	bool enabled;
	uint64_t reserved[2];	/* decode: bits set outside all fields */
};

struct pmsa_regs {
	uint64_t prbar, prlar;
};

enum pmsa_error {
	PMSA_OK,
	PMSA_UNALIGNED,		/* base or limit off the 64-byte granule */
	PMSA_TOO_WIDE,		/* base or limit beyond the field */
	PMSA_INVERTED,		/* decode: limit below base, matches nothing */
	PMSA_BAD_ATTR,		/* a field value that does not fit */
};

/* Physical address bits that the base and limit fields hold: 32 or 48. */
unsigned pmsa_width(enum pmsa_arch arch);

/* Registers of r; refuses what the registers can't say. */
enum pmsa_error pmsa_encode(enum pmsa_arch arch, const struct pmsa_region *r,
			    struct pmsa_regs *ret_regs);

/*
 * Values of any two register words.  On PMSA_INVERTED all other fields are
 * still filled and range is {base, limit} as found.
 */
enum pmsa_error pmsa_decode(enum pmsa_arch arch, struct pmsa_regs regs,
			    struct pmsa_region *ret_region);

/* "pmsav8-32" */
const char *pmsa_arch_name(enum pmsa_arch arch);
bool pmsa_arch_parse(const char *name, enum pmsa_arch *ret_arch);

/* One sentence for a person, without a full stop. */
const char *pmsa_error_text(enum pmsa_error error);

/* Permissions as "rwx" into out[4]; wxn: SCTLR_EL2.WXN is on. */
void pmsa_el2_access(enum pmsa_arch arch, struct pmsa_attr attr, bool wxn,
		     char out[4]);
void pmsa_el1_access(enum pmsa_arch arch, struct pmsa_attr attr, char out[4]);

#endif
