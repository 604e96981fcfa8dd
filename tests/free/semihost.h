/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers of a program without a system, to the emulator that runs it. */
#ifndef FREE_SEMIHOST_H
#define FREE_SEMIHOST_H

#include <stdint.h>

#define SYS_WRITE0 4U
#define SYS_EXIT 0x18U
#define STOPPED_EXIT 0x20026U

static inline void semihost(uint32_t what, uint32_t argument)
{
	register uint32_t r0 __asm__("r0") = what;
	register uint32_t r1 __asm__("r1") = argument;

	__asm__ volatile("svc 0xab" : "+r"(r0) : "r"(r1) : "memory", "lr");
}

#endif
