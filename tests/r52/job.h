/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the host tells the firmware, and what it hears.  tests/r52.py has
 * the same, and loader.S the first three numbers.
 */
#ifndef R52_JOB_H
#define R52_JOB_H

#include <stdint.h>

#define JOB_MAGIC UINT32_C(0x0052504d)
#define JOB_CONTEXTS 64
#define PLANTED UINT32_C(0xe12fff1e)	/* bx lr */
#define STUB_VECTORS 64U

struct job {
	uint32_t magic;
	uint32_t plant_count, stub_count, address_count;
	/* The context of UINT32_MAX does not exist. */
	uint32_t spoil_context, spoil_slot, spoil_prbar, spoil_prlar;
	uint32_t reserved[8];
	uint32_t words[0x4000];	/* to plant, stubs, to probe */
	uint32_t stub[JOB_CONTEXTS];	/* 0: no code at EL1 there */
};

struct record {
	uint32_t address, a, b;
	uint16_t step;
	uint8_t what, result;
};

/* what, besides an access; address, a and b */
enum {
	STEP = 0x80,		/* the context, the one before */
	REGISTERS = 0x81,	/* a slot, PRBAR, PRLAR */
};

enum { ALLOWED, FAULT, EXTERNAL };

/* Exit status; to the first the error of mpu_open() is added. */
enum {
	EXIT_STRAY = 3, EXIT_RECORDS, EXIT_TRAP, EXIT_SWITCH, EXIT_JOB,
	EXIT_LAYOUT = 32,
};

#endif
