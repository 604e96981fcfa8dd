/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest at EL1: its registers, and running it until it traps.
 */
#ifndef EXAMPLE_GUEST_H
#define EXAMPLE_GUEST_H

#include <stdint.h>

/* guest.S knows the order. */
struct guest {
	uint32_t r[13];
	uint32_t sp, lr;	/* of SVC mode */
	uint32_t pc, cpsr;
};

#define GUEST_CPSR UINT32_C(0x1d3)	/* SVC, Arm state, all masked */

/*
 * Let the guest run from where it stands to its next trap to EL2, and
 * return HSR, which says why it came.
 */
uint32_t guest_run(struct guest *guest);

#define HSR_CLASS(hsr) ((hsr) >> 26)
#define CLASS_HVC 0x12U
#define CLASS_FETCH_GUEST 0x20U		/* prefetch abort from EL1 or EL0 */
#define CLASS_DATA_GUEST 0x24U		/* data abort from EL1 or EL0 */

#endif
