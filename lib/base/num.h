/* SPDX-License-Identifier: BSD-2-Clause */
/* Checked arithmetic and strict number parsing: all input goes here. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * False on overflow; the result is then untouched.  Comments that begin with
 * @ are contracts in ACSL, which "make prove" shows to hold.
 */
/*@
requires \valid(ret_sum);
assigns *ret_sum;
ensures \result != 0 <==> a + b <= UINT64_MAX;
ensures *ret_sum == (\result != 0 ? a + b : \old(*ret_sum));
*/
bool num_add(uint64_t a, uint64_t b, uint64_t *ret_sum);
/*@
requires \valid(ret_product);
assigns *ret_product;
ensures \result != 0 ==> *ret_product == (uint64_t)(a * b);
ensures \result == 0 ==> *ret_product == \old(*ret_product);
*/
bool num_mul(uint64_t a, uint64_t b, uint64_t *ret_product);

/* to must be a power of two.  False when the result would not fit. */
/*@
requires \valid(ret_value) && 0 < to;
assigns *ret_value;
ensures \result == 0 ==> *ret_value == \old(*ret_value);
*/
bool num_align_up(uint64_t value, uint64_t to, uint64_t *ret_value);
/*@
requires 0 < to;
assigns \nothing;
*/
uint64_t num_align_down(uint64_t value, uint64_t to);
/*@
requires 0 < to;
assigns \nothing;
*/
bool num_is_aligned(uint64_t value, uint64_t to);

/*
 * The whole of s[0..len) as an unsigned number: decimal, or hexadecimal
 * behind 0x.  No sign, blanks, octal, underscores or suffix.
 */
bool num_parse(const char *s, size_t len, uint64_t *ret_value);

/* As num_parse, with an optional K, M or G (1024-based) behind it. */
bool num_parse_size(const char *s, size_t len, uint64_t *ret_value);

/* Unaligned big-endian loads, as device trees store cells. */
uint32_t num_be32(const void *p);
uint64_t num_be64(const void *p);

#endif
