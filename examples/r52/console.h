/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The hypervisor's console: UART 0 of the board.  Every context of the
 * layout maps it at EL2, so one may print in all of them.
 */
#ifndef EXAMPLE_CONSOLE_H
#define EXAMPLE_CONSOLE_H

#include <stdint.h>

#define CONSOLE UINT32_C(0xe7c00000)	/* UART 0, a CMSDK APB UART */

void console_init(void);
void put(const char *text);
/* Text in a column of this many characters. */
void put_wide(const char *text, uint32_t width);
void put_number(uint32_t value);
void put_hex(uint32_t value);

/* End the simulation; on a board there would be nothing to return to. */
_Noreturn void leave(uint32_t status);

#endif
