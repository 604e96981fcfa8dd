/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What it takes to open a layout, counted: on QEMU's mps3-an536 with -icount
 * shift=0 an instruction takes one nanosecond of the generic timer.  The
 * layout is at LAYOUT; through semihosting come its size, 0 when it does not
 * open, the ticks that opening it ROUNDS times took, and ticks in a second.
 */
#include <mpuc/layout_read.h>

#include "semihost.h"

#define LAYOUT UINT32_C(0x20000000)
#define ROUNDS 100

void start(void);
void run(void);

static void semihost_number(uint32_t value, char end)
{
	char text[12];
	uint32_t at = sizeof(text) - 1;

	text[at--] = '\0';
	text[at--] = end;
	do {
		text[at--] = (char)('0' + value % 10);
		value /= 10;
	} while (value != 0 && at > 0);
	semihost(SYS_WRITE0, (uint32_t)(uintptr_t)&text[at + 1]);
}

static uint64_t ticks(void)
{
	uint32_t low, high;

	__asm__ volatile("isb\n"
			 "mrrc p15, 0, %0, %1, c14\n"	/* CNTPCT */
			 : "=r"(low), "=r"(high) : : "memory");
	return (uint64_t)high << 32 | low;
}

static uint32_t frequency(void)
{
	uint32_t hz;

	__asm__ volatile("mrc p15, 0, %0, c14, c0, 0\n" : "=r"(hz));
	return hz;
}

__attribute__((naked, section(".start"))) void start(void)
{
	__asm__ volatile("movw sp, #0\n"
			 "movt sp, #0x2020\n"
			 "bl run\n");
}

void run(void)
{
	const uint8_t *p = (const uint8_t *)LAYOUT;
	uint32_t size = mpuc_layout_u32(p + MPUC_HEADER_TOTAL);
	struct mpuc_layout l;
	uint64_t before;
	uint32_t taken;

	before = ticks();
	for (unsigned i = 0; i < ROUNDS; i++) {
		if (mpuc_layout_open(p, size, &l) != MPUC_LAYOUT_OK)
			size = 0;
	}
	taken = (uint32_t)(ticks() - before);
	semihost_number(size, ' ');
	semihost_number(taken, ' ');
	semihost_number(frequency(), '\n');
	semihost(SYS_EXIT, STOPPED_EXIT);
	for (;;)
		;
}
