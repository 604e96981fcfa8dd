/* SPDX-License-Identifier: BSD-2-Clause */
#include "console.h"

#define UART_DATA 0U
#define UART_STATE 1U
#define UART_CTRL 2U
#define UART_BAUDDIV 4U

static volatile uint32_t *const uart = (volatile uint32_t *)CONSOLE;

void console_init(void)
{
	uart[UART_BAUDDIV] = 16;
	uart[UART_CTRL] = 1;		/* transmit */
}

static void put_char(char c)
{
	while ((uart[UART_STATE] & 1) != 0)
		;
	uart[UART_DATA] = (uint8_t)c;
}

void put_wide(const char *text, uint32_t width)
{
	while (*text != '\0') {
		put_char(*text++);
		if (width > 0)
			width--;
	}
	while (width-- > 0)
		put_char(' ');
}

void put(const char *text)
{
	while (*text != '\0')
		put_char(*text++);
}

void put_number(uint32_t value)
{
	uint32_t unit = 1;

	while (value / unit >= 10)
		unit *= 10;
	for (; unit > 0; unit /= 10)
		put_char((char)('0' + value / unit % 10));
}

void put_hex(uint32_t value)
{
	put("0x");
	for (uint32_t shift = 32; shift > 0; shift -= 4)
		put_char("0123456789abcdef"[value >> (shift - 4) & 15]);
}

_Noreturn void leave(uint32_t status)
{
	/* Semihosting, SYS_EXIT_EXTENDED, by the application's own will. */
	const uint32_t arguments[] = { 0x20026, status };
	register uint32_t r0 __asm__("r0") = 0x20;
	register const uint32_t *r1 __asm__("r1") = arguments;

	__asm__ volatile("svc 0x123456" : "+r"(r0) : "r"(r1) : "memory");
	for (;;)
		;
}
