/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Single accesses of the hypervisor.  One that is denied leaves its syndrome
 * and address in probe_fault and goes on behind the access.
 */
	.syntax	unified
	.arm
	.text

	.global	probe_read8, probe_write8, probe_read32, probe_write32
	.global	probe_fetch
probe_read8:
	ldrb	r0, [r0]
	bx	lr
probe_read32:
	ldr	r0, [r0]
	bx	lr
probe_write8:
	strb	r1, [r0]
	bx	lr
probe_write32:
	str	r1, [r0]
	bx	lr
	/* There, "bx lr" leads back; if not allowed, so does the handler. */
probe_fetch:
	bx	r0

	.global	hyp_data_abort, hyp_prefetch_abort
hyp_data_abort:
	push	{r0, r1}
	ldr	r0, =probe_fault
	mrc	p15, 4, r1, c6, c0, 0		@ HDFAR
	str	r1, [r0, #4]
	mrs	r1, elr_hyp
	add	r1, r1, #4
	msr	elr_hyp, r1
	b	1f
hyp_prefetch_abort:
	push	{r0, r1}
	ldr	r0, =probe_fault
	mrc	p15, 4, r1, c6, c0, 2		@ HIFAR
	str	r1, [r0, #4]
	msr	elr_hyp, lr
1:	mrc	p15, 4, r1, c5, c2, 0		@ HSR
	str	r1, [r0]
	pop	{r0, r1}
	eret

	/* Where a guest's fetch ends when it was allowed, and when it was not
	   the EL2 MPU that stopped it; EL1 can't execute either. */
	.global	probe_back, probe_vectors
	.balign	32
probe_vectors:
	.rept	8
	hvc	#2
	.endr
probe_back:
	hvc	#3

	.global	hyp_undefined, hyp_stray
hyp_undefined:
hyp_stray:
	mov	r0, #0x20
	ldr	r1, =1f
	svc	0x123456
	.ltorg
	.section .rodata
	.balign	4
1:	.word	0x20026, 3			@ exit, status 3
