/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From reset to C.  The core is in Hyp mode, MPU and caches are off.  This
 * runs once, so it lies in the memory that is freed after start-up.
 */
	.syntax	unified
	.arm
	.section .init.text, "ax"

	.global	start
start:
	cpsid	aif
	ldr	r0, =hyp_vectors
	mcr	p15, 4, r0, c12, c0, 0		@ HVBAR
	ldr	sp, =stack_top
	ldr	r0, =zero_start
	ldr	r1, =zero_end
	mov	r2, #0
1:	cmp	r0, r1
	strlo	r2, [r0], #4
	blo	1b
	isb
	bl	hyp_main
2:	wfi
	b	2b
	.ltorg
