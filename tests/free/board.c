/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The same, with nothing below: on QEMU's virt machine, a layout loaded at
 * LAYOUT, the answer through semihosting.  The reader is the very object
 * that was built for Cortex-R52; instructions are those of Armv8 AArch32.
 */
#include <mpuc/layout_read.h>

#include "consumer.h"
#include "semihost.h"

#define LAYOUT UINT32_C(0x42000000)

void start(void);
void run(void);

/* RAM starts at 0x40000000; the stack grows down below the layout. */
__attribute__((naked, section(".start"))) void start(void)
{
	__asm__ volatile("movw sp, #0\n"
			 "movt sp, #0x4200\n"
			 "bl run\n");
}

void run(void)
{
	const uint8_t *p = (const uint8_t *)LAYOUT;
	uint32_t digest;
	char text[10];

	digest = consumer_digest(p, mpuc_layout_u32(p + MPUC_HEADER_TOTAL));
	for (uint32_t i = 0; i < 8; i++)
		text[i] = "0123456789abcdef"[digest >> (28 - 4 * i) & 15];
	text[8] = '\n';
	text[9] = '\0';
	semihost(SYS_WRITE0, (uint32_t)(uintptr_t)text);
	semihost(SYS_EXIT, STOPPED_EXIT);
	for (;;)
		;
}
