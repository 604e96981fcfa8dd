/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What runs in a guest, at EL1 and wherever it is copied to.  r0 points to
 * a list of errands in the guest's memory: what to do, address, value.  Each
 * is one access, then a call to tell the hypervisor; who is stopped in the
 * access goes on behind the call.
 */
	.syntax	unified
	.arm
	.section .rodata.program, "a"

	.global	program_start, program_end
program_start:
	ldm	r0!, {r1, r2, r3}
	cmp	r1, #1
	blo	1f
	beq	2f
	hvc	#2				@ the list is done
1:	ldr	r3, [r2]
	hvc	#1
	b	program_start
2:	str	r3, [r2]
	hvc	#1
	b	program_start
program_end:
