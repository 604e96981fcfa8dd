/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/num.h"

bool num_add(uint64_t a, uint64_t b, uint64_t *ret_sum)
{
	if (b > UINT64_MAX - a)
		return false;
	*ret_sum = a + b;
	return true;
}

bool num_mul(uint64_t a, uint64_t b, uint64_t *ret_product)
{
	if (a != 0 && b > UINT64_MAX / a)
		return false;
	*ret_product = a * b;
	return true;
}

bool num_align_up(uint64_t value, uint64_t to, uint64_t *ret_value)
{
	uint64_t sum;

	if (!num_add(value, to - 1, &sum))
		return false;
	*ret_value = sum & ~(to - 1);
	return true;
}

uint64_t num_align_down(uint64_t value, uint64_t to)
{
	return value & ~(to - 1);
}

bool num_is_aligned(uint64_t value, uint64_t to)
{
	return (value & (to - 1)) == 0;
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

bool num_parse(const char *s, size_t len, uint64_t *ret_value)
{
	uint64_t value = 0, radix = 10;

	if (len > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) {
		radix = 16;
		s += 2;
		len -= 2;
	}
	if (len == 0)
		return false;
	for (size_t i = 0; i < len; i++) {
		uint64_t digit = (uint64_t)digit_of(s[i]);

		if (digit >= radix || !num_mul(value, radix, &value) ||
		    !num_add(value, digit, &value))
			return false;
	}
	/* 010 is eight to some readers and ten to others: refuse it. */
	if (radix == 10 && len > 1 && s[0] == '0')
		return false;
	*ret_value = value;
	return true;
}

bool num_parse_size(const char *s, size_t len, uint64_t *ret_value)
{
	uint64_t value, unit = 1;

	if (len > 0 && s[len - 1] == 'K')
		unit = UINT64_C(1) << 10;
	else if (len > 0 && s[len - 1] == 'M')
		unit = UINT64_C(1) << 20;
	else if (len > 0 && s[len - 1] == 'G')
		unit = UINT64_C(1) << 30;
	if (unit != 1)
		len--;
	if (!num_parse(s, len, &value) || !num_mul(value, unit, &value))
		return false;
	*ret_value = value;
	return true;
}

uint32_t num_be32(const void *p)
{
	const unsigned char *b = p;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	       (uint32_t)b[2] << 8 | (uint32_t)b[3];
}

uint64_t num_be64(const void *p)
{
	const unsigned char *b = p;

	return (uint64_t)num_be32(b) << 32 | num_be32(b + 4);
}
