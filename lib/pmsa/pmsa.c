/* SPDX-License-Identifier: BSD-2-Clause */
#include "pmsa/pmsa.h"

#include <stddef.h>
#include <string.h>

#include "base/try.h"

enum reg { PRBAR, PRLAR };
enum attr { AP, XN, XN_EL1, SH, INDEX, NS, ATTRS };

/* One attribute's place in the two registers. */
struct field {
	uint8_t reg;		/* enum reg */
	uint8_t shift, width;	/* width 0: the architecture lacks it */
};

struct arch {
	const char *name;
	uint8_t address_bits;	/* BASE and LIMIT end below this bit */
	uint8_t enable;		/* bit of EN in PRLAR */
	struct field fields[ATTRS];	/* by enum attr */
};

static const struct arch archs[] = {
	[PMSA_V8_32] = {
		"pmsav8-32", 32, 0, {
			[XN] = { PRBAR, 0, 1 },
			[AP] = { PRBAR, 1, 2 },
			[SH] = { PRBAR, 3, 2 },
			[INDEX] = { PRLAR, 1, 3 },
			[XN_EL1] = { PRBAR, 0, 0 },
			[NS] = { PRLAR, 0, 0 },
		},
	},
	[PMSA_V8_64] = {
		"pmsav8-64", 48, 0, {
			[XN_EL1] = { PRBAR, 0, 1 },
			[XN] = { PRBAR, 1, 1 },
			[AP] = { PRBAR, 2, 2 },
			[SH] = { PRBAR, 4, 2 },
			[INDEX] = { PRLAR, 1, 3 },
			[NS] = { PRLAR, 4, 1 },
		},
	},
};

static uint64_t low_bits(unsigned width)
{
	return (UINT64_C(1) << width) - 1;
}

static uint64_t address_mask(const struct arch *a)
{
	return low_bits(a->address_bits) & ~(PMSA_GRANULE - 1);
}

static enum pmsa_error check_range(const struct arch *a, struct range r)
{
	const uint64_t low = PMSA_GRANULE - 1;

	if (r.base > r.last)
		return PMSA_INVERTED;
	if ((r.base & low) != 0 || (r.last & low) != low)
		return PMSA_UNALIGNED;
	if (r.last > low_bits(a->address_bits))
		return PMSA_TOO_WIDE;
	return PMSA_OK;
}

unsigned pmsa_width(enum pmsa_arch arch)
{
	return archs[arch].address_bits;
}

enum pmsa_error pmsa_encode(enum pmsa_arch arch, const struct pmsa_region *r,
			    struct pmsa_regs *ret_regs)
{
	const struct arch *a = &archs[arch];
	const uint8_t values[ATTRS] = {
		[AP] = r->attr.ap, [XN] = r->attr.xn,
		[XN_EL1] = r->attr.xn_el1, [SH] = r->attr.sh,
		[INDEX] = r->attr.index, [NS] = r->attr.ns,
	};
	enum pmsa_error error = check_range(a, r->range);
	uint64_t words[2];

	if (error != PMSA_OK)
		return error;
	/* The one value that fits its field and still means nothing. */
	if (r->attr.sh == 1)
		return PMSA_BAD_ATTR;
	words[PRBAR] = r->range.base;
	words[PRLAR] = r->range.last & address_mask(a);
	words[PRLAR] |= (uint64_t)r->enabled << a->enable;
	for (size_t i = 0; i < ATTRS; i++) {
		const struct field *f = &a->fields[i];
		uint64_t value = values[i];

		if (value > low_bits(f->width))
			return PMSA_BAD_ATTR;
		words[f->reg] |= value << f->shift;
	}
	ret_regs->prbar = words[PRBAR];
	ret_regs->prlar = words[PRLAR];
	return PMSA_OK;
}

enum pmsa_error pmsa_decode(enum pmsa_arch arch, struct pmsa_regs regs,
			    struct pmsa_region *ret_region)
{
	const struct arch *a = &archs[arch];
	const uint64_t words[2] = { regs.prbar, regs.prlar };
	uint64_t mask = address_mask(a);
	struct pmsa_region r = { .enabled = false };
	uint8_t values[ATTRS] = { 0 };

	r.range.base = words[PRBAR] & mask;
	r.range.last = (words[PRLAR] & mask) | (PMSA_GRANULE - 1);
	r.enabled = (words[PRLAR] >> a->enable & 1) != 0;
	r.reserved[PRBAR] = words[PRBAR] & ~mask;
	r.reserved[PRLAR] = words[PRLAR] & ~(mask | UINT64_C(1) << a->enable);
	for (size_t i = 0; i < ATTRS; i++) {
		const struct field *f = &a->fields[i];
		uint64_t bits = low_bits(f->width);

		values[i] = (uint8_t)(words[f->reg] >> f->shift & bits);
		r.reserved[f->reg] &= ~(bits << f->shift);
	}
	r.attr = (struct pmsa_attr){
		.ap = values[AP], .xn = values[XN],
		.xn_el1 = values[XN_EL1], .sh = values[SH],
		.index = values[INDEX], .ns = values[NS],
	};
	*ret_region = r;
	return r.range.base > r.range.last ? PMSA_INVERTED : PMSA_OK;
}

const char *pmsa_arch_name(enum pmsa_arch arch)
{
	return archs[arch].name;
}

bool pmsa_arch_parse(const char *name, enum pmsa_arch *ret_arch)
{
	for (size_t i = 0; i < ARRAY_SIZE(archs); i++) {
		if (strcmp(name, archs[i].name) == 0) {
			*ret_arch = (enum pmsa_arch)i;
			return true;
		}
	}
	return false;
}

const char *pmsa_error_text(enum pmsa_error error)
{
	switch (error) {
	case PMSA_OK:
		return "no error";
	case PMSA_UNALIGNED:
		return "base and limit + 1 must be multiples of 64 bytes";
	case PMSA_TOO_WIDE:
		return "the address is beyond what the registers hold";
	case PMSA_INVERTED:
		return "the limit is below the base: the region matches "
		       "nothing";
	case PMSA_BAD_ATTR:
		return "an attribute is reserved or does not fit its field";
	}
	return "unknown error";
}

static void spell(char out[4], bool r, bool w, bool x)
{
	out[0] = r ? 'r' : '-';
	out[1] = w ? 'w' : '-';
	out[2] = x ? 'x' : '-';
	out[3] = '\0';
}

void pmsa_el2_access(enum pmsa_arch arch, struct pmsa_attr attr, bool wxn,
		     char out[4])
{
	bool write = attr.ap == PMSA_RW_EL2 || attr.ap == PMSA_RW_ALL;

	(void)arch;
	spell(out, true, write, attr.xn == 0 && !(wxn && write));
}

void pmsa_el1_access(enum pmsa_arch arch, struct pmsa_attr attr, char out[4])
{
	bool read = attr.ap == PMSA_RW_ALL || attr.ap == PMSA_RO_ALL;
	uint8_t xn = arch == PMSA_V8_32 ? attr.xn : attr.xn_el1;

	spell(out, read, attr.ap == PMSA_RW_ALL, read && xn == 0);
}
