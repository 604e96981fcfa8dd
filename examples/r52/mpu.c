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

/* HPRENR has the enable bits of slots below 32; above, PRLAR has them. */
static void disable(const uint8_t *slots, uint32_t count)
{
	uint32_t prenr = read_hprenr();

	for (uint32_t i = 0; i < count; i++) {
		if (slots[i] < 32)
			prenr &= ~(EN << slots[i]);
		else
			write_region(slots[i], 0, 0);
	}
	write_hprenr(prenr);
	isb();			/* off before the first one is rewritten */
}

static void enable(const uint8_t *slots, uint32_t count)
{
	uint32_t prenr = read_hprenr();

	for (uint32_t i = 0; i < count; i++) {
		if (slots[i] < 32) {
			prenr |= EN << slots[i];
			continue;
		}
		write_hprselr(slots[i]);
		isb();
		write_hprlar(read_hprlar() | EN);
	}
	write_hprenr(prenr);
}

/* Slots ascend in the list and in the table: one walk finds them all. */
static void rewrite(const struct mpuc_layout *layout, uint32_t context,
		    const uint8_t *slots, uint32_t count, uint32_t mask)
{
	const uint8_t *to = mpuc_layout_record(layout, MPUC_CONTEXTS,
					       context);
	uint32_t region = mpuc_layout_u32(to + MPUC_CONTEXT_FIRST);

	for (uint32_t i = 0; i < count; i++) {
		const uint8_t *r;

		do
			r = mpuc_layout_record(layout, MPUC_REGIONS, region++);
		while (r[MPUC_REGION_SLOT] != slots[i]);
		write_region(slots[i],
			     mpuc_layout_u32(r + MPUC_REGION_PRBAR),
			     mpuc_layout_u32(r + MPUC_REGION_PRLAR) & mask);
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

		write_region(r[MPUC_REGION_SLOT],
			     mpuc_layout_u32(r + MPUC_REGION_PRBAR),
			     mpuc_layout_u32(r + MPUC_REGION_PRLAR));
	}
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
	uint32_t changed = sw[MPUC_SWITCH_WRITE];
	uint32_t on = sw[MPUC_SWITCH_ENABLE];
	uint32_t to = mpuc_layout_u16(sw + MPUC_SWITCH_TO);

	dsb();			/* accesses of the old context are done */
	disable(op, off);
	/* With a list of its own to enable, nothing goes on before that. */
	rewrite(&mpu->layout, to, op + off, changed, on != 0 ? ~EN : ~0U);
	if (on != 0)
		enable(op + off + changed, on);
	dsb();
	isb();			/* from here on the new context holds */
	mpu->context = to;
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
