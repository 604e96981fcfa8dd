/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot loader of the test: in BRAM, with the MPU off.  What QEMU's
 * loader device can't do at single words is done here, as the job in JOB
 * says: "bx lr" at every address that will be probed, and the code that a
 * guest probes with into each guest's memory.  Then the hypervisor runs.
 */
	.syntax	unified
	.arm
	.text

	.global	load
load:
	ldr	r4, =JOB + 64			@ behind the header
	ldr	r5, =JOB
	ldr	r6, [r5, #4]			@ number of words to plant
	ldr	r0, =0xe12fff1e			@ bx lr
1:	subs	r6, r6, #1
	ldrpl	r1, [r4], #4
	strpl	r0, [r1]
	bpl	1b

	ldr	r6, [r5, #8]			@ number of stubs
2:	subs	r6, r6, #1
	bmi	4f
	ldr	r1, [r4], #4
	adr	r2, stub
	mov	r3, #stub_end - stub
3:	ldr	r0, [r2], #4
	str	r0, [r1], #4
	subs	r3, r3, #4
	bne	3b
	b	2b
4:	dsb
	isb
	ldr	pc, =ENTRY
	.ltorg

/*
 * At EL1, address in r1, value in r0: one access, then a call to EL2.  The
 * vectors behind it say that the access ended in an exception of EL1, which
 * the EL2 MPU does not make.
 */
	.balign	64
stub:
	ldrb	r0, [r1]
	hvc	#1
	strb	r0, [r1]
	hvc	#1
	ldr	r0, [r1]
	hvc	#1
	str	r0, [r1]
	hvc	#1
	.balign	64
	.rept	8
	hvc	#2
	.endr
stub_end:
