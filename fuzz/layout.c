/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The reader and the importer agree on what is a layout, and whatever the
 * reader accepts lies inside of it: every record, name, run and switch.
 * Size and CRC are put right first, otherwise nothing would get past them.
 */
#include "fuzz.h"

#include <mpuc/layout_read.h>
#include <zlib.h>

#include "emit/layout_import.h"

static uint32_t sum;	/* what was read, so that it is */

static void touch(const struct mpuc_layout *l, const uint8_t *p, size_t count)
{
	HOLDS(p >= l->bytes && p + count <= l->bytes + l->size);
	for (size_t i = 0; i < count; i++)
		sum += p[i];
}

static void touch_text(const struct mpuc_layout *l, const uint8_t *field)
{
	const char *text = mpuc_layout_text(l, field);

	touch(l, (const uint8_t *)text, strlen(text) + 1);
}

static void touch_switch(const struct mpuc_layout *l, const uint8_t *p)
{
	uint32_t from = mpuc_layout_u16(p + MPUC_SWITCH_FROM);
	uint32_t to = mpuc_layout_u16(p + MPUC_SWITCH_TO);

	HOLDS(mpuc_layout_find(l, from, to) == p);
	touch(l, mpuc_layout_ops(l, p),
	      mpuc_layout_u16(p + MPUC_SWITCH_COUNT));
}

static void walk(const struct mpuc_layout *l)
{
	static const size_t sizes[] = {
		MPUC_CONTEXT_SIZE, MPUC_REGION_SIZE, MPUC_DOMAIN_SIZE,
		MPUC_BANK_SIZE, MPUC_SECTION_SIZE, MPUC_SWITCH_SIZE, 1, 1,
	};

	for (unsigned t = 0; t < MPUC_LAYOUT_TABLES; t++) {
		HOLDS(mpuc_layout_record(l, t, l->count[t]) == NULL);
		for (uint32_t i = 0; i < l->count[t]; i++) {
			const uint8_t *p = mpuc_layout_record(l, t, i);

			touch(l, p, sizes[t]);
			if (t == MPUC_CONTEXTS || t == MPUC_REGIONS ||
			    t == MPUC_DOMAINS || t == MPUC_SECTIONS)
				touch_text(l, p);
			if (t == MPUC_SWITCHES)
				touch_switch(l, p);
		}
	}
	touch_text(l, l->bytes + MPUC_HEADER_TARGET);
	touch_text(l, l->bytes + MPUC_HEADER_PLATFORM);
}

static void put32(uint8_t *p, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		p[i] = (uint8_t)(value >> 8 * i);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct layout_contents contents;
	const char *error = NULL;
	enum mpuc_layout_error answer;
	struct mpuc_layout l;
	enum mpuc_status st;
	uint8_t *bytes;
	struct arena a;

	arena_init(&a, FUZZ_MEMORY);
	bytes = fuzz_bytes(&a, data, size).data;
	if (size >= MPUC_HEADER_SIZE && size < MPUC_LAYOUT_SIZE_MAX) {
		put32(bytes + MPUC_HEADER_TOTAL, (uint32_t)size);
		put32(bytes + MPUC_HEADER_CRC, 0);
		put32(bytes + MPUC_HEADER_CRC,
		      (uint32_t)crc32(0, bytes, (uInt)size));
	}
	answer = mpuc_layout_open(bytes, size, &l);
	HOLDS(answer != MPUC_LAYOUT_E_CRC);
	st = layout_import(&a, bytes, size, &contents, &error);
	HOLDS(fuzz_is_answer(st));
	fuzz_check_error(st, error);
	HOLDS((answer == MPUC_LAYOUT_OK) == (st == MPUC_OK) ||
	      st == MPUC_E_NOMEM);
	if (answer == MPUC_LAYOUT_OK) {
		walk(&l);
		HOLDS(contents.plan.context_count == l.count[MPUC_CONTEXTS]);
		HOLDS(contents.domain_count == l.count[MPUC_DOMAINS]);
	}
	arena_done(&a);
	return 0;
}
