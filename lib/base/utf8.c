/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/utf8.h"

#include <stdint.h>

static uint32_t tail(const unsigned char *s, size_t n, uint32_t value)
{
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (s[i] & 0x3fU);
	}
	return value;
}

size_t utf8_len(const char *str)
{
	const unsigned char *s = (const unsigned char *)str;
	uint32_t c;

	if (s[0] < 0x80)
		return 1;
	if (s[0] >= 0xc2 && s[0] < 0xe0) {
		c = tail(s, 2, s[0] & 0x1fU);
		return c >= 0xa0 ? 2 : 0;
	}
	if ((s[0] & 0xf0) == 0xe0) {
		c = tail(s, 3, s[0] & 0x0fU);
		return c >= 0x800 && (c < 0xd800 || c > 0xdfff) ? 3 : 0;
	}
	if (s[0] >= 0xf0 && s[0] < 0xf5) {
		c = tail(s, 4, s[0] & 0x07U);
		return c >= 0x10000 && c < 0x110000 ? 4 : 0;
	}
	return 0;
}
