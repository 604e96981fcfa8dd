/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A hypervisor's side of the boot layout: enter a context, then change from
 * one to another.  Built freestanding, like the reader.
 */
#include "consumer.h"

#include <mpuc/layout_read.h>

#define SLOTS 256

struct mpu {
	uint64_t prbar[SLOTS], prlar[SLOTS];
};

struct consumer {
	struct mpuc_layout layout;
	struct mpu mpu;
	uint32_t digest;
};

static void fold(struct consumer *c, uint64_t value)
{
	for (uint32_t i = 0; i < 8; i++) {
		c->digest = (c->digest ^ (uint32_t)(value & 0xff)) * 16777619U;
		value >>= 8;
	}
}

static void fold_text(struct consumer *c, const uint8_t *field)
{
	const char *s = mpuc_layout_text(&c->layout, field);

	while (*s != '\0')
		fold(c, (uint8_t)*s++);
}

/* The region that a context has in a slot, or NULL. */
static const uint8_t *in_slot(const struct consumer *c,
			      const uint8_t *context, uint32_t slot)
{
	uint32_t first = mpuc_layout_u32(context + MPUC_CONTEXT_FIRST);
	uint32_t count = mpuc_layout_u16(context + MPUC_CONTEXT_COUNT);

	for (uint32_t i = first; i < first + count; i++) {
		const uint8_t *r = mpuc_layout_record(&c->layout,
						      MPUC_REGIONS, i);

		if (r != NULL && r[MPUC_REGION_SLOT] == slot)
			return r;
	}
	return NULL;
}

/* The MPU holds the context, and nothing besides. */
static bool in_force(const struct consumer *c, const uint8_t *context)
{
	for (uint32_t slot = 0; slot < SLOTS; slot++) {
		const uint8_t *r = in_slot(c, context, slot);
		const uint8_t map = context[MPUC_CONTEXT_SLOTS + slot / 8];
		bool on = (c->mpu.prlar[slot] & 1) != 0;

		if (on != (r != NULL) || on != ((map >> slot % 8 & 1) != 0))
			return false;
		if (on && (c->mpu.prbar[slot] !=
			   mpuc_layout_u64(r + MPUC_REGION_PRBAR) ||
			   c->mpu.prlar[slot] !=
			   mpuc_layout_u64(r + MPUC_REGION_PRLAR)))
			return false;
	}
	return true;
}

static void enter(struct consumer *c, const uint8_t *context)
{
	fold_text(c, context + MPUC_CONTEXT_NAME);
	for (uint32_t slot = 0; slot < SLOTS; slot++) {
		const uint8_t *r = in_slot(c, context, slot);

		c->mpu.prlar[slot] = 0;
		if (r == NULL)
			continue;
		c->mpu.prbar[slot] = mpuc_layout_u64(r + MPUC_REGION_PRBAR);
		c->mpu.prlar[slot] = mpuc_layout_u64(r + MPUC_REGION_PRLAR);
		fold_text(c, r + MPUC_REGION_NAME);
		fold(c, c->mpu.prbar[slot]);
		fold(c, c->mpu.prlar[slot]);
		fold(c, r[MPUC_REGION_LIFETIME]);
	}
}

/* As section 3.7 of the format says. */
static bool change(struct consumer *c, const uint8_t *sw, const uint8_t *to)
{
	const uint8_t *op = mpuc_layout_ops(&c->layout, sw);
	uint64_t enable = sw[MPUC_SWITCH_ENABLE] == 0 ? 1 : 0;

	for (uint32_t i = sw[MPUC_SWITCH_DISABLE]; i > 0; i--) {
		fold(c, *op);
		c->mpu.prlar[*op++] &= ~(uint64_t)1;
	}
	for (uint32_t i = sw[MPUC_SWITCH_WRITE]; i > 0; i--) {
		const uint8_t *r = in_slot(c, to, *op);

		if (r == NULL || (c->mpu.prlar[*op] & 1) != 0)
			return false;
		fold(c, *op);
		c->mpu.prbar[*op] = mpuc_layout_u64(r + MPUC_REGION_PRBAR);
		c->mpu.prlar[*op++] = (mpuc_layout_u64(r + MPUC_REGION_PRLAR) &
				       ~(uint64_t)1) | enable;
	}
	for (uint32_t i = sw[MPUC_SWITCH_ENABLE]; i > 0; i--)
		c->mpu.prlar[*op++] |= 1;
	return in_force(c, to);
}

static uint32_t try_contexts(struct consumer *c)
{
	const struct mpuc_layout *l = &c->layout;
	const uint8_t *from, *to;

	for (uint32_t i = 0; (from = mpuc_layout_record(l, MPUC_CONTEXTS,
							i)) != NULL; i++) {
		enter(c, from);
		if (!in_force(c, from))
			return 1;
		for (uint32_t k = 0; (to = mpuc_layout_record(l,
				MPUC_CONTEXTS, k)) != NULL; k++) {
			const uint8_t *sw = mpuc_layout_find(l, i, k);

			if (sw == NULL)
				continue;
			enter(c, from);
			if (!change(c, sw, to))
				return 2;
		}
	}
	return 0;
}

static void read_memory(struct consumer *c)
{
	const struct mpuc_layout *l = &c->layout;
	const uint8_t *p;

	for (uint32_t i = 0; (p = mpuc_layout_record(l, MPUC_DOMAINS,
						     i)) != NULL; i++) {
		fold_text(c, p + MPUC_DOMAIN_NAME);
		fold(c, mpuc_layout_u32(p + MPUC_DOMAIN_FIRST));
		fold(c, mpuc_layout_u16(p + MPUC_DOMAIN_COUNT));
		fold(c, mpuc_layout_u16(p + MPUC_DOMAIN_FLAGS));
	}
	for (uint32_t i = 0; (p = mpuc_layout_record(l, MPUC_BANKS,
						     i)) != NULL; i++) {
		fold(c, mpuc_layout_u64(p + MPUC_BANK_BASE));
		fold(c, mpuc_layout_u64(p + MPUC_BANK_BYTES));
	}
	for (uint32_t i = 0; (p = mpuc_layout_record(l, MPUC_SECTIONS,
						     i)) != NULL; i++) {
		fold_text(c, p + MPUC_SECTION_NAME);
		fold(c, mpuc_layout_u64(p + MPUC_SECTION_BASE));
		fold(c, mpuc_layout_u64(p + MPUC_SECTION_BYTES));
	}
}

uint32_t consumer_digest(const void *bytes, size_t size)
{
	struct consumer c;
	uint32_t failure;

	c.digest = 2166136261U;
	if (mpuc_layout_open(bytes, size, &c.layout) != MPUC_LAYOUT_OK)
		return 0;
	fold(&c, c.layout.arch);
	fold(&c, c.layout.regions);
	fold_text(&c, c.layout.bytes + MPUC_HEADER_TARGET);
	fold_text(&c, c.layout.bytes + MPUC_HEADER_PLATFORM);
	failure = try_contexts(&c);
	if (failure != 0)
		return failure;
	read_memory(&c);
	return c.digest > 9 ? c.digest : 10;
}
