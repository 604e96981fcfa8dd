/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The way into a guest and back, and the vectors of Hyp mode.  An exception
 * of the hypervisor's own goes to hyp_undefined, hyp_prefetch_abort,
 * hyp_data_abort or hyp_stray, which the program has.
 */
	.syntax	unified
	.arm
	.text

	.global	hyp_vectors
	.balign	32
hyp_vectors:
	b	hyp_stray
	b	hyp_undefined
	b	hyp_stray
	b	hyp_prefetch_abort
	b	hyp_data_abort
	b	guest_trap
	b	hyp_stray
	b	hyp_stray

/*
 * uint32_t guest_run(struct guest *guest)
 *
 * What C wants kept goes to the stack, and guest behind it, where
 * guest_trap finds both.
 */
	.global	guest_run
guest_run:
	push	{r0, r4-r11, lr}
	ldr	r1, [r0, #13 * 4]
	msr	sp_svc, r1
	ldr	r1, [r0, #14 * 4]
	msr	lr_svc, r1
	ldr	r1, [r0, #15 * 4]
	msr	elr_hyp, r1
	ldr	r1, [r0, #16 * 4]
	msr	spsr_hyp, r1
	ldm	r0, {r0-r12}
	eret

guest_trap:
	push	{r0}
	ldr	r0, [sp, #4]			@ guest
	add	r0, r0, #4
	stm	r0, {r1-r12}
	pop	{r1}
	str	r1, [r0, #-4]!
	mrs	r1, sp_svc
	str	r1, [r0, #13 * 4]
	mrs	r1, lr_svc
	str	r1, [r0, #14 * 4]
	mrs	r1, elr_hyp
	str	r1, [r0, #15 * 4]
	mrs	r1, spsr_hyp
	str	r1, [r0, #16 * 4]
	mrc	p15, 4, r0, c5, c2, 0		@ HSR
	pop	{r1, r4-r11, lr}
	bx	lr
