/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Assertions for loops over many thousand cases.  Check's own tell the
 * parent process of every success, each with a write(); these speak only
 * when one fails, and then in the same words.
 */
#ifndef QUICK_H
#define QUICK_H

#include <check.h>
#include <stdint.h>

#define quick_assert_msg(held, ...) do { \
	if (!(held)) \
		ck_abort_msg(__VA_ARGS__); \
} while (0)

#define quick_compare(type, check, a, op, b) do { \
	type quick_a = (a), quick_b = (b); \
	if (!(quick_a op quick_b)) \
		check(quick_a, quick_b); \
} while (0)

#define quick_assert_int_eq(a, b) \
	quick_compare(intmax_t, ck_assert_int_eq, a, ==, b)
#define quick_assert_int_lt(a, b) \
	quick_compare(intmax_t, ck_assert_int_lt, a, <, b)
#define quick_assert_uint_eq(a, b) \
	quick_compare(uintmax_t, ck_assert_uint_eq, a, ==, b)
#define quick_assert_uint_le(a, b) \
	quick_compare(uintmax_t, ck_assert_uint_le, a, <=, b)
#define quick_assert_ptr_nonnull(p) do { \
	const void *quick_p = (p); \
	if (quick_p == NULL) \
		ck_assert_ptr_nonnull(quick_p); \
} while (0)

#endif
