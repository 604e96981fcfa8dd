/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The EL2 MPU of an Armv8-R core in AArch32 state, driven by a boot layout.
 *
 * A layout has the register values of every context and, for each change of
 * context, the slots to switch off, to rewrite and to switch on.  So this
 * needs no allocator, no table of its own and no search for a free slot.
 *
 *	mpu_open()	once, with the MPU off
 *	mpu_load()	for each boot phase and for idle
 *	mpu_on()	once, behind the first mpu_load()
 *	mpu_switch()	in the context switch
 */
#ifndef EXAMPLE_MPU_H
#define EXAMPLE_MPU_H

#include <mpuc/layout_read.h>

struct mpu {
	struct mpuc_layout layout;
	uint32_t context;	/* index of the one in force */
};

/* What mpu_open() adds to the errors of the reader. */
enum {
	MPU_E_ARCH = 16,	/* planned for AArch64 */
	MPU_E_REGIONS,		/* planned for more regions than there are */
};

/*
 * Find and check the layout that lies at bytes, where the boot loader may
 * write up to room bytes.  0, or why this layout can't be used here; then
 * nothing of *mpu may be used.  Reads the layout only, so it may run before
 * anything else does.
 */
uint32_t mpu_open(struct mpu *mpu, const void *bytes, uint32_t room);

/*
 * Replace the whole table, with the MPU off while it changes.  For boot
 * phases, where the regions of the running code itself may change.
 */
void mpu_load(struct mpu *mpu, uint32_t context);

/* Memory types, then the MPU and the caches; no background region. */
void mpu_on(void);

/*
 * Change to another context by the layout's list, with the MPU on: the
 * hypervisor's own regions are in both contexts, so they stay.  False when
 * the layout has no way there.
 */
bool mpu_switch(struct mpu *mpu, uint32_t to);

/* The idle context, and the context of a domain; UINT32_MAX: none. */
uint32_t mpu_idle(const struct mpu *mpu);
uint32_t mpu_guest(const struct mpu *mpu, uint32_t domain);

#endif
