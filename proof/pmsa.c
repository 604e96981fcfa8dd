/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For Frama-C's Eva: any region into registers, and any registers into a
 * region, for both architectures.  Eva follows all values at once; that it
 * raises no alarm shows that nothing is undefined for any of them, and its
 * assertions hold for all.
 */
#include "pmsa/pmsa.h"

extern volatile uint64_t any_word;
extern volatile uint8_t any_byte;

static struct pmsa_region any_region(void)
{
	struct pmsa_region r = {
		.range = { any_word, any_word },
		.attr = { any_byte, any_byte, any_byte, any_byte, any_byte,
			  any_byte },
		.enabled = any_byte != 0,
		.reserved = { any_word, any_word },
	};

	return r;
}

static void try_encode(enum pmsa_arch arch)
{
	struct pmsa_region r = any_region();
	struct pmsa_regs regs = { 1, 2 };
	enum pmsa_error error = pmsa_encode(arch, &r, &regs);

	if (error != PMSA_OK) {
		/*@ assert untouched: regs.prbar == 1 && regs.prlar == 2; */
		return;
	}
	if (arch == PMSA_V8_32) {
		/*@ assert fits: regs.prlar <= 0xffffffff; */
	} else {
		/*@ assert fits: regs.prlar <= 0xffffffffffff; */
	}
}

static void try_decode(enum pmsa_arch arch)
{
	struct pmsa_regs regs = { any_word, any_word };
	struct pmsa_region r;
	enum pmsa_error error = pmsa_decode(arch, regs, &r);
	struct pmsa_attr attr = r.attr;
	char text[4];

	/*@ assert answer: error == PMSA_OK || error == PMSA_INVERTED; */
	/*@ assert attributes: attr.ap <= 3 && attr.xn <= 1 &&
		attr.xn_el1 <= 1 && attr.sh <= 3 && attr.index <= 7 &&
		attr.ns <= 1; */
	/*@ assert range: r.range.base <= 0xffffffffffc0 &&
		r.range.last <= 0xffffffffffff; */
	pmsa_el2_access(arch, attr, any_byte != 0, text);
	/*@ assert ended: text[3] == 0; */
	pmsa_el1_access(arch, attr, text);
	/*@ assert ended: text[3] == 0; */
	(void)error;
}

int main(void)
{
	try_encode(PMSA_V8_32);
	try_encode(PMSA_V8_64);
	try_decode(PMSA_V8_32);
	try_decode(PMSA_V8_64);
	return 0;
}
