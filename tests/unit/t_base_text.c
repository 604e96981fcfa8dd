/* SPDX-License-Identifier: BSD-2-Clause */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/out.h"
#include "base/try.h"
#include "base/utf8.h"

#define TOP UINT64_MAX

/* ----------------------------------------------------------------- num */

static const struct {
	uint64_t a, b;
	bool add_ok;
	uint64_t sum;
	bool mul_ok;
	uint64_t product;
} sums[] = {
	{ 0, 0, true, 0, true, 0 },
	{ TOP, 0, true, TOP, true, 0 },
	{ TOP, 1, false, 0, true, TOP },
	{ TOP - 1, 1, true, TOP, true, TOP - 1 },
	{ TOP, TOP, false, 0, false, 0 },
	{ UINT64_C(1) << 32, UINT64_C(1) << 32, true, UINT64_C(1) << 33,
	  false, 0 },
	{ UINT64_C(0xffffffff), UINT64_C(0x100000001), true,
	  UINT64_C(0x200000000), true, TOP },
	{ UINT64_C(1) << 63, UINT64_C(1) << 63, false, 0, false, 0 },
	{ 3, UINT64_C(0x5555555555555555), true,
	  UINT64_C(0x5555555555555558), true, TOP },
	{ 3, UINT64_C(0x5555555555555556), true,
	  UINT64_C(0x5555555555555559), false, 0 },
};

START_TEST(num_sums)
{
	for (int swap = 0; swap < 2; swap++) {
		uint64_t a = swap ? sums[_i].b : sums[_i].a;
		uint64_t b = swap ? sums[_i].a : sums[_i].b;
		uint64_t v = 77;

		ck_assert(num_add(a, b, &v) == sums[_i].add_ok);
		ck_assert_uint_eq(v, sums[_i].add_ok ? sums[_i].sum : 77);
		v = 77;
		ck_assert(num_mul(a, b, &v) == sums[_i].mul_ok);
		ck_assert_uint_eq(v, sums[_i].mul_ok ? sums[_i].product : 77);
	}
}
END_TEST

static const struct {
	uint64_t value, to;
	bool ok;
	uint64_t up, down;
} aligns[] = {
	{ 0, 64, true, 0, 0 }, { 1, 64, true, 64, 0 },
	{ 63, 64, true, 64, 0 }, { 64, 64, true, 64, 64 },
	{ 65, 64, true, 128, 64 }, { 5, 1, true, 5, 5 },
	{ TOP, 1, true, TOP, TOP }, { TOP, 64, false, 0, TOP - 63 },
	{ TOP - 63, 64, true, TOP - 63, TOP - 63 },
	{ TOP - 62, 64, false, 0, TOP - 63 },
	{ 1, UINT64_C(1) << 63, true, UINT64_C(1) << 63, 0 },
	{ (UINT64_C(1) << 63) + 1, UINT64_C(1) << 63, false, 0,
	  UINT64_C(1) << 63 },
};

START_TEST(num_aligns)
{
	uint64_t v = 77, value = aligns[_i].value, to = aligns[_i].to;

	ck_assert(num_align_up(value, to, &v) == aligns[_i].ok);
	ck_assert_uint_eq(v, aligns[_i].ok ? aligns[_i].up : 77);
	ck_assert_uint_eq(num_align_down(value, to), aligns[_i].down);
	ck_assert(num_is_aligned(value, to) == (value == aligns[_i].down));
}
END_TEST

static const struct {
	const char *text;
	bool ok;
	uint64_t value;
	bool size_ok;
	uint64_t size;
} numbers[] = {
	{ "0", true, 0, true, 0 }, { "7", true, 7, true, 7 },
	{ "18446744073709551615", true, TOP, true, TOP },
	{ "18446744073709551616", false, 0, false, 0 },
	{ "28446744073709551615", false, 0, false, 0 },
	{ "0x0", true, 0, true, 0 }, { "0xfF", true, 255, true, 255 },
	{ "0X1f", true, 31, true, 31 },
	{ "0xffffffffffffffff", true, TOP, true, TOP },
	{ "0x10000000000000000", false, 0, false, 0 },
	{ "0x00000000000000000001", true, 1, true, 1 },
	{ "", false, 0, false, 0 }, { "0x", false, 0, false, 0 },
	{ "x1", false, 0, false, 0 }, { "-1", false, 0, false, 0 },
	{ "+1", false, 0, false, 0 }, { " 1", false, 0, false, 0 },
	{ "1 ", false, 0, false, 0 }, { "1_0", false, 0, false, 0 },
	{ "010", false, 0, false, 0 }, { "00", false, 0, false, 0 },
	{ "a", false, 0, false, 0 }, { "0xg", false, 0, false, 0 },
	{ "1a", false, 0, false, 0 }, { "0b1", false, 0, false, 0 },
	{ "1:", false, 0, false, 0 }, { "1/", false, 0, false, 0 },
	{ "0x`", false, 0, false, 0 }, { "0x@", false, 0, false, 0 },
	{ "1K", false, 0, true, 1024 }, { "3M", false, 0, true, 3 << 20 },
	{ "2G", false, 0, true, UINT64_C(2) << 30 },
	{ "0x10K", false, 0, true, 16384 }, { "0K", false, 0, true, 0 },
	{ "K", false, 0, false, 0 }, { "1k", false, 0, false, 0 },
	{ "1KK", false, 0, false, 0 }, { "1T", false, 0, false, 0 },
	{ "0x3ffffffffG", false, 0, true, UINT64_C(0xffffffffc0000000) },
	{ "0x400000000G", false, 0, false, 0 },
};

START_TEST(num_texts)
{
	size_t len = strlen(numbers[_i].text);
	uint64_t v = 77;

	ck_assert(num_parse(numbers[_i].text, len, &v) == numbers[_i].ok);
	ck_assert_uint_eq(v, numbers[_i].ok ? numbers[_i].value : 77);
	v = 77;
	ck_assert(num_parse_size(numbers[_i].text, len, &v) ==
		  numbers[_i].size_ok);
	ck_assert_uint_eq(v, numbers[_i].size_ok ? numbers[_i].size : 77);
}
END_TEST

/* Only len bytes count, also when more digits follow, or a NUL. */
START_TEST(num_lengths)
{
	uint64_t v = 0;

	ck_assert(num_parse("1234", 2, &v));
	ck_assert_uint_eq(v, 12);
	ck_assert(!num_parse("1\0" "2", 3, &v));
	ck_assert(num_parse_size("12K4", 3, &v));
	ck_assert_uint_eq(v, 12 * 1024);
}
END_TEST

START_TEST(num_big_endian)
{
	static const uint8_t b[] = { 0, 0x80, 2, 3, 0xff, 5, 6, 7, 8 };

	ck_assert_uint_eq(num_be32(b + 1), 0x800203ff);
	ck_assert_uint_eq(num_be64(b + 1), UINT64_C(0x800203ff05060708));
}
END_TEST

/* ----------------------------------------------------------------- out */

struct sink {
	char bytes[3 * OUT_BUFFER];
	size_t used;
	size_t room;		/* writes past it fail */
	unsigned calls;
};

static enum mpuc_status take(void *arg, const void *data, size_t len)
{
	struct sink *s = arg;

	s->calls++;
	if (len > s->room - s->used)
		return MPUC_E_IO;
	memcpy(s->bytes + s->used, data, len);
	s->used += len;
	return MPUC_OK;
}

static struct sink sink;
static struct out out;

static void out_start(size_t room)
{
	memset(&sink, 0, sizeof(sink));
	sink.room = room;
	out_init(&out, take, &sink);
}

/* Pieces of every kind, across the end of the buffer: nothing is lost. */
START_TEST(out_keeps_order)
{
	static char want[3 * OUT_BUFFER];
	static char big[OUT_BUFFER + 9];
	size_t used = 0, fill = OUT_BUFFER - (size_t)_i;

	memset(big, 'B', sizeof(big));
	memset(want, 'B', sizeof(want));
	out_start(sizeof(sink.bytes));
	out_bytes(&out, big, fill);
	used += fill;
	out_str(&out, "string");
	memcpy(want + used, "string", 6);
	used += 6;
	out_fmt(&out, "%s-%03u", "fmt", 7U);
	memcpy(want + used, "fmt-007", 7);
	used += 7;
	out_bytes(&out, big, sizeof(big));
	used += sizeof(big);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	ck_assert_uint_eq(sink.used, used);
	ck_assert_mem_eq(sink.bytes, want, used);
}
END_TEST

START_TEST(out_latches_the_first_failure)
{
	static char big[OUT_BUFFER];

	memset(big, 'B', sizeof(big));
	out_start(10);
	out_str(&out, "0123456789");
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	out_str(&out, "x");
	ck_assert_int_eq(out_flush(&out), MPUC_E_IO);
	/* Later output goes nowhere, and the failure stays. */
	sink.room = sizeof(sink.bytes);
	sink.calls = 0;
	for (int i = 0; i < 3; i++)
		out_bytes(&out, big, sizeof(big));
	out_fmt(&out, "%d", 1);
	ck_assert_int_eq(out_flush(&out), MPUC_E_IO);
	ck_assert_uint_eq(sink.calls, 0);
	ck_assert_uint_eq(sink.used, 10);
}
END_TEST

START_TEST(out_limit_of_one_piece)
{
	out_start(sizeof(sink.bytes));
	out_fmt(&out, "%*d", OUT_BUFFER - 1, 7);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	ck_assert_uint_eq(sink.used, OUT_BUFFER - 1);
	out_fmt(&out, "%*d", OUT_BUFFER, 7);
	ck_assert_int_eq(out_flush(&out), MPUC_E_LIMIT);
}
END_TEST

static const struct {
	const char *text, *safe;
} unsafe[] = {
	{ "", "" }, { "domU1", "domU1" }, { "\x1b[31m", "\\x1b[31m" },
	{ "a\nb\tc", "a\\x0a" "b\\x09" "c" }, { "\x7f", "\\x7f" },
	{ " ~", " ~" }, { "\x1f", "\\x1f" },
	{ "\xc3\xa9", "\xc3\xa9" },
	{ "\xc3", "\\xc3" }, { "\xc3" "a", "\\xc3" "a" },
	{ "\xc2\x9b" "31m", "\\xc2\\x9b" "31m" },	/* C1: CSI */
	{ "\xff\xfe", "\\xff\\xfe" }, { "\xe2\x82", "\\xe2\\x82" },
};

START_TEST(out_disarms)
{
	out_start(sizeof(sink.bytes));
	out_safe(&out, unsafe[_i].text);
	ck_assert_int_eq(out_flush(&out), MPUC_OK);
	ck_assert_str_eq(sink.bytes, unsafe[_i].safe);
}
END_TEST

/* ---------------------------------------------------------------- utf8 */

static const struct {
	const char *text;
	size_t len;
} runes[] = {
	{ "", 1 }, { "a", 1 }, { "\x7f", 1 },
	{ "\x80", 0 }, { "\xbf", 0 },			/* lone tails */
	{ "\xc0\x80", 0 }, { "\xc1\xbf", 0 },		/* overlong */
	{ "\xc2\x80", 0 }, { "\xc2\x9f", 0 },		/* C1 */
	{ "\xc2\xa0", 2 }, { "\xdf\xbf", 2 },
	{ "\xc3", 0 }, { "\xc3(", 0 },
	{ "\xe0\x9f\xbf", 0 }, { "\xe0\xa0\x80", 3 },
	{ "\xed\x9f\xbf", 3 }, { "\xed\xa0\x80", 0 },	/* surrogates */
	{ "\xed\xbf\xbf", 0 }, { "\xee\x80\x80", 3 },
	{ "\xef\xbf\xbf", 3 }, { "\xe2\x82", 0 }, { "\xe2(\xa1", 0 },
	{ "\xf0\x8f\xbf\xbf", 0 }, { "\xf0\x90\x80\x80", 4 },
	{ "\xf4\x8f\xbf\xbf", 4 }, { "\xf4\x90\x80\x80", 0 },
	{ "\xf5\x80\x80\x80", 0 }, { "\xf0\x9f\x98", 0 }, { "\xff", 0 },
};

START_TEST(utf8_lengths)
{
	ck_assert_uint_eq(utf8_len(runes[_i].text), runes[_i].len);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("base_text");
	TCase *t = tcase_create("base_text");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_add_loop_test(t, num_sums, 0, ARRAY_SIZE(sums));
	tcase_add_loop_test(t, num_aligns, 0, ARRAY_SIZE(aligns));
	tcase_add_loop_test(t, num_texts, 0, ARRAY_SIZE(numbers));
	tcase_add_test(t, num_lengths);
	tcase_add_test(t, num_big_endian);
	tcase_add_loop_test(t, out_keeps_order, 0, 15);
	tcase_add_test(t, out_latches_the_first_failure);
	tcase_add_test(t, out_limit_of_one_piece);
	tcase_add_loop_test(t, out_disarms, 0, ARRAY_SIZE(unsafe));
	tcase_add_loop_test(t, utf8_lengths, 0, ARRAY_SIZE(runes));
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
