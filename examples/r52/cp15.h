/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system registers of a Cortex-R52 that the example uses, and barriers.
 */
#ifndef EXAMPLE_CP15_H
#define EXAMPLE_CP15_H

#include <stdint.h>

#define HSCTLR_M	(UINT32_C(1) << 0)	/* the EL2 MPU */
#define HSCTLR_C	(UINT32_C(1) << 2)	/* data cache */
#define HSCTLR_I	(UINT32_C(1) << 12)	/* instruction cache */
#define HSCTLR_BR	(UINT32_C(1) << 17)	/* background region */
#define HSCTLR_WXN	(UINT32_C(1) << 19)	/* what is writable is XN */
#define HCR_VM		(UINT32_C(1) << 0)	/* checks EL1 and EL0, too */

#define READ(name, op1, crn, crm, op2) \
static inline uint32_t read_ ## name(void) \
{ \
	uint32_t value; \
\
	__asm__ volatile("mrc p15, " #op1 ", %0, " #crn ", " #crm ", " #op2 \
			 : "=r"(value) : : "memory"); \
	return value; \
}

#define WRITE(name, op1, crn, crm, op2) \
static inline void write_ ## name(uint32_t value) \
{ \
	__asm__ volatile("mcr p15, " #op1 ", %0, " #crn ", " #crm ", " #op2 \
			 : : "r"(value) : "memory"); \
}

/* EL2 */
READ(hmpuir, 4, c0, c0, 4)
READ(hsctlr, 4, c1, c0, 0)
WRITE(hsctlr, 4, c1, c0, 0)
READ(hcr, 4, c1, c1, 0)
WRITE(hcr, 4, c1, c1, 0)
READ(hsr, 4, c5, c2, 0)
READ(hdfar, 4, c6, c0, 0)
READ(hifar, 4, c6, c0, 2)
READ(hprenr, 4, c6, c1, 1)
WRITE(hprenr, 4, c6, c1, 1)
WRITE(hprselr, 4, c6, c2, 1)
READ(hprbar, 4, c6, c3, 0)
WRITE(hprbar, 4, c6, c3, 0)
READ(hprlar, 4, c6, c3, 1)
WRITE(hprlar, 4, c6, c3, 1)
WRITE(hmair0, 4, c10, c2, 0)
WRITE(hmair1, 4, c10, c2, 1)

/* EL1, as set up from EL2 */
WRITE(sctlr, 0, c1, c0, 0)
READ(sctlr, 0, c1, c0, 0)
READ(dfar, 0, c6, c0, 0)
WRITE(prselr, 0, c6, c2, 1)
WRITE(prbar, 0, c6, c3, 0)
WRITE(prlar, 0, c6, c3, 1)
WRITE(vbar, 0, c12, c0, 0)

static inline void isb(void)
{
	__asm__ volatile("isb" : : : "memory");
}

static inline void dsb(void)
{
	__asm__ volatile("dsb sy" : : : "memory");
}

static inline void icache_invalidate(void)
{
	__asm__ volatile("mcr p15, 0, %0, c7, c5, 0" : : "r"(0) : "memory");
	dsb();
	isb();
}

/*
 * Clean and invalidate the data cache by set and way: CCSIDR has the
 * geometry of the level that CSSELR selects, here the first, the only one
 * of a Cortex-R52.  Inline, so that no stack is used between the cache going
 * off and this.
 */
static inline __attribute__((always_inline)) void dcache_flush(void)
{
	uint32_t geometry, sets, ways, line, shift;

	__asm__ volatile("mcr p15, 2, %0, c0, c0, 0" : : "r"(0));
	isb();
	__asm__ volatile("mrc p15, 1, %0, c0, c0, 0" : "=r"(geometry));
	line = (geometry & 7) + 4;
	ways = (geometry >> 3 & 0x3ff) + 1;
	sets = (geometry >> 13 & 0x7fff) + 1;
	shift = ways > 1 ? (uint32_t)__builtin_clz(ways - 1) : 0;
	for (uint32_t way = 0; way < ways; way++) {
		for (uint32_t set = 0; set < sets; set++)
			__asm__ volatile("mcr p15, 0, %0, c7, c14, 2" : :
					 "r"(way << shift | set << line));
	}
	dsb();
}

#endif
