/* SPDX-License-Identifier: BSD-2-Clause */
#include "mpu.h"

#include "cp15.h"

#define EN UINT32_C(1)

/* What AttrIndx in PRLAR stands for: the target's table, as Xen has it. */
#define MAIR0 UINT32_C(0xeeaa4400)
#define MAIR1 UINT32_C(0xff000004)

uint32_t mpu_open(struct mpu *mpu, const void *bytes, uint32_t room)
{
	const uint8_t *p = bytes;
	uint32_t size = mpuc_layout_u32(p + MPUC_HEADER_TOTAL);
	enum mpuc_layout_error error;

	/* The size is a claim of the layout: it must not leave the room. */
	if (size > room)
		return MPUC_LAYOUT_E_SIZE;
	error = mpuc_layout_open(p, size, &mpu->layout);
	if (error != MPUC_LAYOUT_OK)
		return error;
	if (mpu->layout.arch != MPUC_ARCH_PMSAV8_32)
		return MPU_E_ARCH;
	/* Fewer than the machine has is fine: the others stay off. */
	if (mpu->layout.regions > (read_hmpuir() & 0xff))
		return MPU_E_REGIONS;
	return 0;
}

static void write_region(uint32_t slot, uint32_t prbar, uint32_t prlar)
{
	write_hprselr(slot);
	isb();			/* the registers below are selected by it */
	write_hprbar(prbar);
	write_hprlar(prlar);
}

static void load_region(const uint8_t *r, uint32_t mask)
{
	write_region(r[MPUC_REGION_SLOT],
		     mpuc_layout_u32(r + MPUC_REGION_PRBAR),
		     mpuc_layout_u32(r + MPUC_REGION_PRLAR) & mask);
}

/*
 * HPRENR has the enable bits of slots below 32, and those are returned; the
 * others are in each slot's PRLAR, and switched here.
 */
static uint32_t enable_high(const uint8_t *slots, uint32_t count, uint32_t on)
{
	uint32_t low = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (slots[i] < 32) {
			low |= EN << slots[i];
			continue;
		}
		write_hprselr(slots[i]);
		isb();
		write_hprlar((read_hprlar() & ~EN) | on);
	}
	return low;
}

static bool is_resident(const uint8_t *region)
{
	return region[MPUC_REGION_LIFETIME] == MPUC_LIFETIME_RESIDENT;
}

/*
 * Load what the switch loads; slots ascend in its list and in the table, so
 * one walk finds them all.  With later, a list of its own enables them, and
 * resident regions are loaded already.  False when nothing was to load.
 */
static bool rewrite(const struct mpuc_layout *layout, const uint8_t *sw,
		    bool later, bool dry)
{
	const uint8_t *to = mpuc_layout_record(layout, MPUC_CONTEXTS,
			mpuc_layout_u16(sw + MPUC_SWITCH_TO));
	const uint8_t *slot = mpuc_layout_ops(layout, sw) +
			      sw[MPUC_SWITCH_DISABLE];
	uint32_t region = mpuc_layout_u32(to + MPUC_CONTEXT_FIRST);
	bool any = false;

	for (uint32_t i = sw[MPUC_SWITCH_WRITE]; i > 0; i--, slot++) {
		const uint8_t *r;

		do
			r = mpuc_layout_record(layout, MPUC_REGIONS, region++);
		while (r[MPUC_REGION_SLOT] != *slot);
		if (later && is_resident(r))
			continue;
		any = true;
		if (!dry)
			load_region(r, later ? ~EN : ~UINT32_C(0));
	}
	return any;
}

/*
 * Regions that stay loaded in their slots, off where they are not in force:
 * a switch to them then is a write of HPRENR.
 */
static void load_residents(const struct mpuc_layout *layout,
			   const uint8_t *context)
{
	const uint8_t *r;

	for (uint32_t i = 0; (r = mpuc_layout_record(layout, MPUC_REGIONS,
						     i)) != NULL; i++) {
		uint32_t slot = r[MPUC_REGION_SLOT];
		uint32_t map = context[MPUC_CONTEXT_SLOTS + slot / 8];

		if (is_resident(r) && (map >> slot % 8 & 1) == 0)
			load_region(r, ~EN);
	}
}

void mpu_load(struct mpu *mpu, uint32_t context)
{
	const struct mpuc_layout *layout = &mpu->layout;
	const uint8_t *c = mpuc_layout_record(layout, MPUC_CONTEXTS, context);
	uint32_t first = mpuc_layout_u32(c + MPUC_CONTEXT_FIRST);
	uint32_t count = mpuc_layout_u16(c + MPUC_CONTEXT_COUNT);
	uint32_t hsctlr = read_hsctlr();

	/*
	 * Without the MPU nothing is cached.  What the cache holds goes to
	 * memory, and no line may stay behind that would be stale later.
	 */
	dsb();
	write_hsctlr(hsctlr & ~(HSCTLR_M | HSCTLR_C));
	isb();
	dcache_flush();
	for (uint32_t slot = read_hmpuir() & 0xff; slot > 0; slot--)
		write_region(slot - 1, 0, 0);
	for (uint32_t i = first; i < first + count; i++) {
		const uint8_t *r = mpuc_layout_record(layout, MPUC_REGIONS, i);

		load_region(r, ~UINT32_C(0));
	}
	load_residents(layout, c);
	mpu->context = context;
	dsb();
	isb();
	write_hsctlr(hsctlr);
	isb();
}

void mpu_on(void)
{
	uint32_t hsctlr = read_hsctlr() & ~(HSCTLR_BR | HSCTLR_WXN);

	write_hmair0(MAIR0);
	write_hmair1(MAIR1);
	dsb();
	isb();
	write_hsctlr(hsctlr | HSCTLR_M | HSCTLR_C | HSCTLR_I);
	isb();
}

static void apply(struct mpu *mpu, const uint8_t *sw)
{
	const uint8_t *op = mpuc_layout_ops(&mpu->layout, sw);
	uint32_t off = sw[MPUC_SWITCH_DISABLE];
	uint32_t on = sw[MPUC_SWITCH_ENABLE];
	bool loads = rewrite(&mpu->layout, sw, on != 0, true);
	uint32_t low;

	dsb();			/* accesses of the old context are done */
	low = enable_high(op, off, 0);
	if (loads) {
		write_hprenr(read_hprenr() & ~low);
		isb();		/* off before the first one is rewritten */
		(void)rewrite(&mpu->layout, sw, on != 0, false);
	}
	if (on != 0)
		(void)enable_high(op + off + sw[MPUC_SWITCH_WRITE], on, EN);
	if (on != 0 || !loads)
		write_hprenr(mpuc_layout_u32(sw + MPUC_SWITCH_AFTER));
	dsb();
	isb();			/* from here on the new context holds */
	mpu->context = mpuc_layout_u16(sw + MPUC_SWITCH_TO);
}

bool mpu_switch(struct mpu *mpu, uint32_t to)
{
	const struct mpuc_layout *layout = &mpu->layout;
	const uint8_t *sw = mpuc_layout_find(layout, mpu->context, to);
	const uint8_t *leave;

	if (to == mpu->context)
		return true;
	if (sw == NULL) {
		/* Among many guests there is only the way through idle. */
		leave = mpuc_layout_find(layout, mpu->context, mpu_idle(mpu));
		sw = mpuc_layout_find(layout, mpu_idle(mpu), to);
		if (leave == NULL || sw == NULL)
			return false;
		apply(mpu, leave);
	}
	apply(mpu, sw);
	return true;
}

uint32_t mpu_idle(const struct mpu *mpu)
{
	const uint8_t *c;

	for (uint32_t i = 0; (c = mpuc_layout_record(&mpu->layout,
						     MPUC_CONTEXTS,
						     i)) != NULL; i++) {
		if (mpuc_layout_u16(c + MPUC_CONTEXT_KIND) == MPUC_KIND_IDLE)
			return i;
	}
	return UINT32_MAX;	/* not in a layout that was opened */
}

uint32_t mpu_guest(const struct mpu *mpu, uint32_t domain)
{
	const uint8_t *c;

	for (uint32_t i = 0; (c = mpuc_layout_record(&mpu->layout,
						     MPUC_CONTEXTS,
						     i)) != NULL; i++) {
		if (mpuc_layout_u16(c + MPUC_CONTEXT_KIND) ==
		    MPUC_KIND_GUEST &&
		    mpuc_layout_u16(c + MPUC_CONTEXT_DOMAIN) == domain)
			return i;
	}
	return UINT32_MAX;
}
