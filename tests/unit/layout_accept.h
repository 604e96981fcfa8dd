/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What it means that the reader accepts a layout: no accessor leaves the
 * bytes (a sanitizer watches), and every part agrees with every other.
 */
#ifndef TESTS_LAYOUT_ACCEPT_H
#define TESTS_LAYOUT_ACCEPT_H

#include "layout_fixture.h"

/* Without the message that ck_assert() sends each time it holds. */
#define EXPECT(condition) do { \
	if (!(condition)) \
		ck_abort_msg("%s", #condition); \
} while (0)

static inline enum mpuc_layout_error try_open(const uint8_t *bytes, size_t size)
{
	struct mpuc_layout l;

	return mpuc_layout_open(bytes, size, &l);
}

struct machine {
	uint64_t prbar[256], prlar[256];
	bool on[256];
};

static inline void load_context(const struct mpuc_layout *l, const uint8_t *c,
			 struct machine *m)
{
	uint32_t first = mpuc_layout_u32(c + MPUC_CONTEXT_FIRST);
	uint32_t count = mpuc_layout_u16(c + MPUC_CONTEXT_COUNT);

	memset(m, 0, sizeof(*m));
	for (uint32_t i = first; i < first + count; i++) {
		const uint8_t *r = mpuc_layout_record(l, MPUC_REGIONS, i);
		uint8_t slot;

		EXPECT(r != NULL);
		slot = r[MPUC_REGION_SLOT];
		EXPECT(slot < l->regions);
		EXPECT(!m->on[slot]);
		EXPECT((c[MPUC_CONTEXT_SLOTS + slot / 8] >> slot % 8) & 1);
		m->on[slot] = true;
		m->prbar[slot] = mpuc_layout_u64(r + MPUC_REGION_PRBAR);
		m->prlar[slot] = mpuc_layout_u64(r + MPUC_REGION_PRLAR);
	}
}

static inline uint32_t prenr_of(const struct machine *m)
{
	uint32_t prenr = 0;

	for (uint32_t i = 0; i < 32; i++)
		prenr |= (uint32_t)m->on[i] << i;
	return prenr;
}

/* Carry a switch out as the format says; the result must be its context. */
static inline void play_switch(const struct mpuc_layout *l, const uint8_t *p)
{
	const uint8_t *from = mpuc_layout_record(l, MPUC_CONTEXTS,
			mpuc_layout_u16(p + MPUC_SWITCH_FROM));
	const uint8_t *to = mpuc_layout_record(l, MPUC_CONTEXTS,
			mpuc_layout_u16(p + MPUC_SWITCH_TO));
	const uint8_t *op = mpuc_layout_ops(l, p);
	bool late = p[MPUC_SWITCH_ENABLE] > 0;
	struct machine now, goal;

	EXPECT(from != NULL);
	EXPECT(to != NULL);
	load_context(l, from, &now);
	load_context(l, to, &goal);
	EXPECT(mpuc_layout_u32(p + MPUC_SWITCH_BEFORE) == prenr_of(&now));
	for (uint32_t i = 0; i < p[MPUC_SWITCH_DISABLE]; i++)
		now.on[*op++] = false;
	for (uint32_t i = 0; i < p[MPUC_SWITCH_WRITE]; i++) {
		uint8_t slot = *op++;

		EXPECT(!now.on[slot] && goal.on[slot]);
		now.prbar[slot] = goal.prbar[slot];
		now.prlar[slot] = goal.prlar[slot];
		now.on[slot] = !late;
	}
	for (uint32_t i = 0; i < p[MPUC_SWITCH_ENABLE]; i++)
		now.on[*op++] = true;
	EXPECT(mpuc_layout_u32(p + MPUC_SWITCH_AFTER) == prenr_of(&now));
	for (uint32_t i = 0; i < 256; i++) {
		EXPECT(now.on[i] == goal.on[i]);
		EXPECT(!now.on[i] || (now.prbar[i] == goal.prbar[i] &&
				      now.prlar[i] == goal.prlar[i]));
	}
}

static inline void check_accepted(const uint8_t *bytes, size_t size)
{
	struct layout_contents c;
	struct mpuc_layout l;
	const char *error = NULL;
	struct arena a;
	const uint8_t *p;

	EXPECT(mpuc_layout_open(bytes, size, &l) == MPUC_LAYOUT_OK);
	for (uint32_t t = 0; t < MPUC_LAYOUT_TABLES; t++) {
		EXPECT(mpuc_layout_record(&l, (enum mpuc_layout_table)t,
					  l.count[t]) == NULL);
		EXPECT(mpuc_layout_record(&l, (enum mpuc_layout_table)t,
					  UINT32_MAX) == NULL);
	}
	for (uint32_t i = 0; i < l.count[MPUC_SWITCHES]; i++) {
		p = mpuc_layout_record(&l, MPUC_SWITCHES, i);
		EXPECT(p != NULL);
		EXPECT(p == mpuc_layout_find(&l,
				mpuc_layout_u16(p + MPUC_SWITCH_FROM),
				mpuc_layout_u16(p + MPUC_SWITCH_TO)));
		play_switch(&l, p);
	}
	arena_init(&a, ARENA_CAP_DEFAULT);
	EXPECT(layout_import(&a, bytes, size, &c, &error) == MPUC_OK);
	for (uint32_t i = 0; i < c.plan.context_count; i++) {
		struct machine m;

		p = mpuc_layout_record(&l, MPUC_CONTEXTS, i);
		EXPECT(p != NULL);
		load_context(&l, p, &m);
	}
	arena_done(&a);
}

#endif
