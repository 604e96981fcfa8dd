/* SPDX-License-Identifier: BSD-2-Clause */
#include "verify/regs.h"

#include <stdio.h>
#include <string.h>

#define BIT(value, n) ((uint8_t)((value) >> (n) & 1))

uint64_t verify_field_top(enum pmsa_arch arch)
{
	return arch == PMSA_V8_64 ? UINT64_C(0xffffffffffff) :
	       UINT64_C(0xffffffff);
}

static void decode_64(uint64_t prbar, uint64_t prlar, struct verify_entry *e)
{
	e->fields.xn_el1 = BIT(prbar, 0);
	e->fields.xn = BIT(prbar, 1);
	e->fields.ap = (uint8_t)(prbar >> 2 & 3);
	e->fields.sh = (uint8_t)(prbar >> 4 & 3);
	e->fields.ns = BIT(prlar, 4);
	e->stray[0] = prbar & UINT64_C(0xffff000000000000);
	e->stray[1] = prlar & UINT64_C(0xffff000000000020);
}

static void decode_32(uint64_t prbar, uint64_t prlar, struct verify_entry *e)
{
	e->fields.xn = BIT(prbar, 0);
	/* One bit stops the fetches of all exception levels. */
	e->fields.xn_el1 = e->fields.xn;
	e->fields.ap = (uint8_t)(prbar >> 1 & 3);
	e->fields.sh = (uint8_t)(prbar >> 3 & 3);
	e->fields.ns = 0;
	e->stray[0] = prbar & UINT64_C(0xffffffff00000020);
	e->stray[1] = prlar & UINT64_C(0xffffffff00000030);
}

void verify_decode(enum pmsa_arch arch, uint64_t prbar, uint64_t prlar,
		   struct verify_entry *ret_entry)
{
	uint64_t top = verify_field_top(arch);

	if (arch == PMSA_V8_64)
		decode_64(prbar, prlar, ret_entry);
	else
		decode_32(prbar, prlar, ret_entry);
	ret_entry->fields.index = (uint8_t)(prlar >> 1 & 7);
	ret_entry->enabled = BIT(prlar, 0) != 0;
	ret_entry->base = (prbar & top) >> 6 << 6;
	ret_entry->limit = (prlar & top) | 0x3f;
}

struct verify_fields verify_wanted(enum pmsa_arch arch,
				   const struct pmsa_attr *attr)
{
	struct verify_fields f = {
		.ap = attr->ap, .xn = attr->xn, .xn_el1 = attr->xn_el1,
		.sh = attr->sh, .index = attr->index, .ns = attr->ns,
	};

	if (arch == PMSA_V8_32) {
		f.xn_el1 = f.xn;
		f.ns = 0;
	}
	return f;
}

bool verify_same_fields(struct verify_fields a, struct verify_fields b)
{
	return a.ap == b.ap && a.xn == b.xn && a.xn_el1 == b.xn_el1 &&
	       a.sh == b.sh && a.index == b.index && a.ns == b.ns;
}

void verify_el2(struct verify_fields f, bool wxn, char out[4])
{
	bool writes = (f.ap & 2) == 0;

	out[0] = 'r';
	out[1] = writes ? 'w' : '-';
	out[2] = f.xn == 0 && !(wxn && writes) ? 'x' : '-';
	out[3] = '\0';
}

void verify_el1(struct verify_fields f, char out[4])
{
	bool open = (f.ap & 1) != 0;

	out[0] = open ? 'r' : '-';
	out[1] = open && (f.ap & 2) == 0 ? 'w' : '-';
	out[2] = open && f.xn_el1 == 0 ? 'x' : '-';
	out[3] = '\0';
}

static void numbers(const char *what, unsigned got, unsigned want,
		    char out[64])
{
	snprintf(out, 64, "%s is 0x%x, the rule says 0x%x", what, got, want);
}

bool verify_difference(const struct target *t, enum pmsa_arch arch,
		       const struct verify_fields side[2], char out[64])
{
	struct verify_fields got = side[0], want = side[1];
	char a[4], b[4];

	if (verify_same_fields(got, want))
		return false;
	verify_el1(got, a);
	verify_el1(want, b);
	if (strcmp(a, b) != 0) {
		snprintf(out, 64, "EL1 gets %s, the rule says %s", a, b);
		return true;
	}
	verify_el2(got, t->traits.wxn[arch], a);
	verify_el2(want, t->traits.wxn[arch], b);
	if (strcmp(a, b) != 0)
		snprintf(out, 64, "EL2 gets %s, the rule says %s", a, b);
	else if (t->mair[got.index & 7] != t->mair[want.index & 7])
		numbers("memory type", t->mair[got.index & 7],
			t->mair[want.index & 7], out);
	else if (got.index != want.index)
		numbers("AttrIndx", got.index, want.index, out);
	else if (got.sh != want.sh)
		numbers("SH", got.sh, want.sh, out);
	else if (got.ns != want.ns)
		numbers("NS", got.ns, want.ns, out);
	else if (got.ap != want.ap)
		numbers("AP", got.ap, want.ap, out);
	else
		numbers("XN", (unsigned)(got.xn << 1 | got.xn_el1),
			(unsigned)(want.xn << 1 | want.xn_el1), out);
	return true;
}
